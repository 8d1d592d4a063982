// Reading a YAML tree by a schema: what is known is taken key by key, and what is left over at the
// end is an error with the nearest known key. Errors are collected, never thrown.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "pack/yaml.h"
#include "rules/definition.h"

namespace luoshi::pack {

// The errors of one file. Keeps the first hundred: more helps nobody.
class Problems {
 public:
  explicit Problems(std::string path) : path_(std::move(path)) {}
  void Add(int line, int column, std::string key, Params params = {});
  void Add(const YamlNode& node, std::string key, Params params = {});
  void Add(Error error);
  bool empty() const { return errors_.empty(); }
  // REQUIRES: !empty(). One error that carries the others, in the order of the file.
  Error Take();

 private:
  std::string path_;
  std::vector<Error> errors_;
};

// The known word most like `word`, or "" when none is near.
std::string Nearest(std::string_view word, const std::vector<std::string>& known);

// Names of packs, fields, states, measures: a-z, 0-9 and _, a letter first, at most 48.
bool IsName(std::string_view text);
// pay_status → "pay status"
std::string WordsOf(std::string_view name);

enum class Need { kOptional, kRequired };

// One map being read. The destructor of nothing reports: call Finish().
class MapReader {
 public:
  // Not a map: one error, and every key below reads as absent.
  MapReader(const YamlNode& node, Problems& problems);

  const YamlNode* Node(std::string_view key, Need need = Need::kOptional);
  std::string Text(std::string_view key, Need need = Need::kOptional);
  std::string Name(std::string_view key, Need need = Need::kOptional);
  std::optional<std::int64_t> Int(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<luoshi::Decimal> DecimalOf(std::string_view key);
  bool Flag(std::string_view key, bool otherwise = false);  // true and false only
  // A list of texts; a text alone is a list of one.
  std::vector<std::string> Texts(std::string_view key);
  // "中文 | English", "中文", or {zh: …, en: …}. `fallback` names it in English when only the
  // Chinese is written; "" makes the English required.
  rules::Title TitleOf(std::string_view key, Need need, std::string_view fallback);
  // One of `words` (its index), or `otherwise` when absent.
  std::size_t Word(std::string_view key,
                   const std::vector<std::string>& words,
                   std::size_t otherwise);
  // Reports the keys nobody asked for.
  void Finish();

  const YamlNode& node() const { return node_; }
  Problems& problems() { return problems_; }

 private:
  const YamlNode& node_;
  Problems& problems_;
  bool is_map_ = false;
  std::vector<std::string> asked_;
};

// A title that stands alone as `node`.
rules::Title ReadTitle(const YamlNode& node, Problems& problems, std::string_view fallback);
// A text node; reports anything else.
std::string ReadText(const YamlNode& node, Problems& problems);
// Calls `each` for every member of a map of names; reports what is not a map and names that are
// none.
void ForEachName(const YamlNode* node,
                 Problems& problems,
                 const std::function<void(const YamlMember&)>& each);

}  // namespace luoshi::pack
