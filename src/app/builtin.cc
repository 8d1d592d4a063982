#include "app/builtin.h"

#include <string_view>

#include "base/embedded_file.h"
#include "base/json.h"
#include "pack/pack_reader.h"

extern const luoshi::EmbeddedFile luoshi_builtin[];

namespace luoshi::app {
namespace {

struct Part {
  std::string_view path;
  std::string_view content;
};

// The files below `folder`, paths relative to it.
std::vector<Part> FilesIn(std::string_view folder) {
  std::vector<Part> out;
  for (const EmbeddedFile* file = luoshi_builtin; file->path != nullptr; ++file) {
    const std::string_view path = file->path;
    if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/') {
      out.push_back({path.substr(folder.size() + 1),
                     {file->begin, static_cast<std::size_t>(file->end - file->begin)}});
    }
  }
  return out;
}

}  // namespace

std::map<std::string, std::vector<rules::PackFile>> BuiltinPacks() {
  std::map<std::string, std::vector<rules::PackFile>> out;
  for (const Part& file : FilesIn("packs")) {
    const std::size_t slash = file.path.find('/');
    if (slash != std::string_view::npos) {
      out[std::string(file.path.substr(0, slash))].push_back(
          {std::string(file.path.substr(slash + 1)), std::string(file.content)});
    }
  }
  return out;
}

Result<rules::Pack> ReadBuiltinPack(const std::string& name) {
  std::map<std::string, std::vector<rules::PackFile>> packs = BuiltinPacks();
  const auto found = packs.find(name);
  if (found == packs.end()) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", name}}};
  }
  return pack::ReadPack(std::move(found->second));
}

std::vector<rules::CalendarYear> BuiltinCalendars() {
  std::vector<rules::CalendarYear> out;
  for (const Part& file : FilesIn("calendars")) {
    if (!file.path.ends_with(".json")) {
      continue;
    }
    const Result<Json> json = ParseJson(file.content);
    LUOSHI_CHECK(json.ok());  // built in and tested
    Result<rules::CalendarYear> year = rules::Calendar::ReadYear(json->as_object());
    LUOSHI_CHECK(year.ok());
    out.push_back(*std::move(year));
  }
  return out;
}

const directive::Lexicon& BuiltinLexicon() {
  static const directive::Lexicon lexicon = [] {
    std::vector<directive::LexiconFile> files;
    for (const Part& file : FilesIn("lexicons")) {
      if (!file.path.ends_with(".txt")) {
        continue;  // its README
      }
      files.push_back({std::string(file.path), std::string(file.content)});
    }
    Result<directive::Lexicon> parsed = directive::Lexicon::Parse(files);
    LUOSHI_CHECK(parsed.ok());  // built in and tested
    return *std::move(parsed);
  }();
  return lexicon;
}

}  // namespace luoshi::app
