// Strict YAML: a tree of maps, lists and texts with the place of each. No anchors, aliases, tags,
// merge keys, duplicate keys or second document, and no implicit types: whoever reads a text
// decides what it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi::pack {

struct YamlMember;

struct YamlNode {
  enum class Kind { kText, kList, kMap };
  Kind kind = Kind::kText;
  std::string text;  // kText; "" for a value left out
  bool quoted = false;
  std::vector<YamlNode> items;      // kList
  std::vector<YamlMember> members;  // kMap, in the order written
  int line = 1;                     // from 1
  int column = 1;                   // from 1, in characters

  const YamlNode* Find(std::string_view key) const;  // nullptr when not a map or not in it
};

struct YamlMember {
  std::string key;
  int line = 1;
  int column = 1;
  YamlNode value;
};

inline constexpr std::size_t kMaxYamlBytes = std::size_t{256} * 1024;
inline constexpr int kMaxYamlDepth = 16;

// `path` is named in the pointers, "path:line:column". kInvalid pack.yaml_*: the first one only,
// since after it the rest of a file means nothing.
Result<YamlNode> ParseYaml(std::string_view text, std::string_view path);

std::string Place(std::string_view path, int line, int column);

}  // namespace luoshi::pack
