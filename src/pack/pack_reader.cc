#include "pack/pack_reader.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "pack/pack_check.h"
#include "pack/pack_parts.h"

namespace luoshi::pack {
namespace {

using rules::Pack;
using rules::PackFile;

constexpr std::string_view kMain = "pack.yaml";

bool IsGoodPath(std::string_view path) {
  if (path.empty() || path.size() > 200 || path.front() == '/' || Contains(path, "\\") ||
      !IsValidText(path)) {
    return false;
  }
  for (const std::string& part : Split(path, "/")) {
    if (part.empty() || part == "." || part == "..") {
      return false;
    }
  }
  return true;
}

// Takes the shared folder off the paths, sorts them, and puts pack.yaml first.
Status Arrange(std::vector<PackFile>& files) {
  if (files.size() > kMaxPackFiles) {
    return Error{
        ErrorCode::kInvalid, "pack.too_many_files", {{"most", std::to_string(kMaxPackFiles)}}};
  }
  std::size_t bytes = 0;
  std::optional<std::string> prefix;
  for (const PackFile& file : files) {
    bytes += file.content.size();
    if (!IsGoodPath(file.path)) {
      return Error{ErrorCode::kInvalid, "pack.file_path", {{"path", file.path}}, file.path};
    }
    const std::size_t slash = file.path.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    if (std::string_view(file.path).substr(name) == kMain &&
        (!prefix.has_value() || name < prefix->size())) {
      prefix = file.path.substr(0, name);
    }
  }
  if (bytes > kMaxPackBytes) {
    return Error{ErrorCode::kInvalid, "pack.too_large"};
  }
  if (!prefix.has_value()) {
    return Error{ErrorCode::kInvalid, "pack.file_missing"};
  }
  std::set<std::string> seen;
  for (PackFile& file : files) {
    if (file.path.rfind(*prefix, 0) != 0) {
      return Error{ErrorCode::kInvalid, "pack.file_path", {{"path", file.path}}, file.path};
    }
    file.path.erase(0, prefix->size());
    if (!seen.insert(file.path).second) {
      return Error{ErrorCode::kInvalid, "pack.twice", {{"name", file.path}}, file.path};
    }
  }
  std::sort(files.begin(), files.end(),
            [](const PackFile& a, const PackFile& b) { return a.path < b.path; });
  const auto main = std::find_if(files.begin(), files.end(),
                                 [](const PackFile& file) { return file.path == kMain; });
  std::rotate(files.begin(), main, main + 1);
  return {};
}

Hash256 ContentHash(const std::vector<PackFile>& files) {
  Sha256 hash;
  for (const PackFile& file : files) {
    hash.Update(std::to_string(file.path.size()) + ":" + file.path + ":" +
                std::to_string(file.content.size()) + ":" + HashOf(file.content).ToHex() + "\n");
  }
  return hash.Finish();
}

void ReadRecord(const YamlNode& node, Pack& pack, Problems& problems) {
  MapReader reader(node, problems);
  reader.Node("key", Need::kRequired);
  pack.key = reader.Texts("key");
  pack.region = reader.Text("region", Need::kRequired);
  pack.responsible = reader.Text("responsible");
  pack.assisting = reader.Text("assisting");
  pack.record_title = reader.Text("title", Need::kRequired);
  if (const YamlNode* fields = reader.Node("fields", Need::kRequired)) {
    pack.fields = ReadFields(*fields, problems);
  }
  reader.Finish();
}

void ReadChecks(const YamlNode* node, const rules::Scope& scope, Pack& pack, Problems& problems) {
  ForEachName(node, problems, [&](const YamlMember& member) {
    rules::Check check;
    check.name = member.key;
    MapReader reader(member.value, problems);
    const YamlNode* holds = reader.Node("holds", Need::kRequired);
    check.message = reader.TitleOf("message", Need::kRequired, "");
    reader.Finish();
    if (holds == nullptr) {
      return;
    }
    if (auto expression = ReadExpression(*holds, scope, rules::TypeKind::kBool, problems)) {
      check.holds = std::move(*expression);
      pack.checks.push_back(std::move(check));
    }
  });
}

void ReadDocuments(const YamlNode* node, Pack& pack, Problems& problems) {
  ForEachName(node, problems, [&](const YamlMember& member) {
    rules::DocumentTemplate document;
    document.name = member.key;
    MapReader reader(member.value, problems);
    document.title = reader.TitleOf("title", Need::kRequired, member.key);
    document.file = reader.Text("template", Need::kRequired);
    reader.Finish();
    pack.documents.push_back(std::move(document));
  });
}

Pack ReadRoot(const YamlNode& root, Problems& problems) {
  Pack pack;
  MapReader reader(root, problems);
  pack.name = reader.Name("pack", Need::kRequired);
  pack.version = reader.Int("version", 1, 1000000).value_or(1);
  pack.title = reader.TitleOf("title", Need::kRequired, "");
  pack.line = reader.Name("line");
  if (pack.line.empty()) {
    pack.line = pack.name;
  }
  pack.basis = reader.Text("basis");
  pack.notes = reader.Text("notes");
  pack.builtin = reader.Flag("builtin");
  const YamlNode* record = reader.Node("record", Need::kRequired);
  const YamlNode* lifecycle = reader.Node("lifecycle");
  const YamlNode* clocks = reader.Node("clocks");
  const YamlNode* measures = reader.Node("measures");
  const YamlNode* indicators = reader.Node("indicators");
  const YamlNode* checks = reader.Node("checks");
  const YamlNode* documents = reader.Node("documents");
  reader.Finish();
  if (record != nullptr) {
    ReadRecord(*record, pack, problems);
  }
  if (lifecycle != nullptr) {
    pack.lifecycle = ReadLifecycle(*lifecycle, problems);
  }
  pack.clocks = ReadClocks(clocks, problems);
  const rules::Scope scope = pack.ExpressionScope();
  if (const YamlNode* fields = record == nullptr ? nullptr : record->Find("fields")) {
    ReadFieldExpressions(*fields, scope, pack.fields, problems);
  }
  if (lifecycle != nullptr) {
    ReadGuards(*lifecycle, scope, *pack.lifecycle, problems);
  }
  ReadFigures(measures, indicators, pack, problems);
  ReadChecks(checks, scope, pack, problems);
  ReadDocuments(documents, pack, problems);
  return pack;
}

// "/record/fields/age/by" → the place of the longest part of it that stands in the file. A part
// that is no key of the map there is skipped: a list or a text is as near as one gets.
std::string PlaceOf(const YamlNode& root, std::string_view pointer) {
  const YamlNode* at = &root;
  int line = root.line;
  int column = root.column;
  for (const std::string& part : Split(pointer, "/")) {
    for (const YamlMember& member : at->members) {
      if (member.key == part) {
        line = member.line;
        column = member.column;
        at = &member.value;
        break;
      }
    }
  }
  return Place(kMain, line, column);
}

void GivePlaces(const YamlNode& root, std::vector<Error>& errors) {
  for (Error& error : errors) {
    error.pointer = PlaceOf(root, error.pointer);
  }
}

}  // namespace

Result<Pack> ReadPack(std::vector<PackFile> files) {
  TRY(Arrange(files));
  TRY_ASSIGN(const YamlNode root, ParseYaml(files.front().content, kMain));
  Problems problems{std::string(kMain)};
  Pack pack = ReadRoot(root, problems);
  if (!problems.empty()) {
    return problems.Take();
  }
  pack.hash = ContentHash(files);
  pack.files.assign(std::make_move_iterator(files.begin() + 1),
                    std::make_move_iterator(files.end()));
  std::vector<Error> errors = CheckConsistency(pack);
  GivePlaces(root, errors);
  for (Error& error : errors) {
    problems.Add(std::move(error));
  }
  if (!problems.empty()) {
    return problems.Take();
  }
  return pack;
}

std::vector<Error> CheckFiles(const std::vector<PackFile>& files) {
  Result<Pack> pack = ReadPack(files);
  if (!pack.ok()) {
    return Flatten(std::move(pack).error());
  }
  std::vector<Error> errors = CheckPack(*pack);
  std::vector<PackFile> arranged = files;
  if (Arrange(arranged).ok()) {
    if (Result<YamlNode> root = ParseYaml(arranged.front().content, kMain); root.ok()) {
      GivePlaces(*root, errors);
    }
  }
  return errors;
}

std::vector<Error> Flatten(Error error) {
  std::vector<Error> others = std::move(error.others);
  error.others.clear();
  std::vector<Error> all;
  all.push_back(std::move(error));
  all.insert(all.end(), std::make_move_iterator(others.begin()),
             std::make_move_iterator(others.end()));
  return all;
}

}  // namespace luoshi::pack
