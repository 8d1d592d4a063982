// Every pack of packs/ is read, checked and accompanied by a world that can be read.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "pack/pack_check.h"
#include "pack/pack_reader.h"
#include "pack/pack_writer.h"
#include "pack/word_lists.h"
#include "pack/world.h"

namespace luoshi::pack {
namespace {

namespace fs = std::filesystem;

std::vector<rules::PackFile> ReadFolder(const fs::path& folder) {
  std::vector<rules::PackFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      std::ifstream stream(entry.path(), std::ios::binary);
      std::stringstream content;
      content << stream.rdbuf();
      files.push_back({fs::relative(entry.path(), folder).generic_string(), content.str()});
    }
  }
  return files;
}

std::vector<fs::path> Folders() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::path(LUOSHI_SOURCE_DIR) / "packs")) {
    if (entry.is_directory()) {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::vector<rules::Pack> ReadAll() {
  std::vector<rules::Pack> packs;
  for (const fs::path& folder : Folders()) {
    Result<rules::Pack> pack = ReadPack(ReadFolder(folder));
    EXPECT_TRUE(pack.ok()) << folder;
    if (pack.ok()) {
      packs.push_back(std::move(pack).value());
    }
  }
  return packs;
}

TEST(ShippedPacks, PassTheCheck) {
  ASSERT_FALSE(Folders().empty());
  for (const fs::path& folder : Folders()) {
    for (const Error& error : CheckFiles(ReadFolder(folder))) {
      ADD_FAILURE() << folder.filename() << " " << error.pointer << " " << error.key << " "
                    << Message(error, Language::kEn);
    }
  }
}

TEST(ShippedPacks, AreNamedLikeTheirFoldersAndKnowEachOther) {
  const std::vector<rules::Pack> packs = ReadAll();
  std::set<std::string> names;
  for (const rules::Pack& pack : packs) {
    names.insert(pack.name);
  }
  for (const fs::path& folder : Folders()) {
    EXPECT_TRUE(names.count(folder.filename().string()) > 0) << folder;
  }
  for (const Error& error : CheckPackSet(packs)) {
    ADD_FAILURE() << error.pointer << " " << error.key;
  }
}

TEST(ShippedPacks, AreTheSameWrittenBackAndRead) {
  for (const rules::Pack& pack : ReadAll()) {
    const std::string text = WritePack(pack);
    const Result<rules::Pack> again = ReadPack({{"pack.yaml", text}});
    ASSERT_TRUE(again.ok()) << pack.name << " " << again.error().pointer;
    EXPECT_EQ(WritePack(*again), text);
    for (std::size_t i = 0; i < pack.measures.size(); ++i) {
      EXPECT_EQ(again->measures[i].version, pack.measures[i].version);
    }
  }
}

TEST(ShippedPacks, SayTheirBasisAndWhatTheyLeaveOpen) {
  for (const rules::Pack& pack : ReadAll()) {
    EXPECT_FALSE(pack.basis.empty()) << pack.name;
    EXPECT_FALSE(pack.notes.empty()) << pack.name;
    // What papers state is only stood beside what is computed: nobody works on it.
    const bool worked_on = pack.name != "stated";
    EXPECT_EQ(pack.indicators.empty(), !worked_on) << pack.name;
    EXPECT_EQ(pack.lifecycle.has_value(), worked_on) << pack.name;
    EXPECT_EQ(pack.region.empty(), false) << pack.name;
  }
}

TEST(ShippedPacks, HaveNoTwoMeasuresWithOneVersion) {
  std::set<std::int64_t> versions;
  for (const rules::Pack& pack : ReadAll()) {
    for (const rules::Measure& measure : pack.measures) {
      EXPECT_GT(measure.version, 0);
      EXPECT_TRUE(versions.insert(measure.version).second) << pack.name << "." << measure.name;
    }
    for (const rules::Indicator& indicator : pack.indicators) {
      EXPECT_GT(indicator.not_filled.version, 0);
      EXPECT_TRUE(versions.insert(indicator.not_filled.version).second) << indicator.name;
    }
  }
}

// The names a world uses are those of its packs; its figures are for the runner.
TEST(ShippedPacks, HaveAWorldThatCanBeReadAndNamesWhatExists) {
  const std::vector<rules::Pack> packs = ReadAll();
  const auto find = [&](std::string_view name) -> const rules::Pack* {
    const auto at = std::find_if(packs.begin(), packs.end(),
                                 [&](const rules::Pack& pack) { return pack.name == name; });
    return at == packs.end() ? nullptr : &*at;
  };
  for (const rules::Pack& pack : packs) {
    int worlds = 0;
    for (const rules::PackFile& file : pack.files) {
      if (file.path.rfind("examples/", 0) != 0) {
        continue;
      }
      ++worlds;
      const Result<World> world = ParseWorld(file.content);
      ASSERT_TRUE(world.ok()) << pack.name << "/" << file.path << " "
                              << Message(world.error(), Language::kEn);
      EXPECT_FALSE(world->expectations.empty()) << pack.name;
      std::map<std::string, const rules::Pack*> labels;
      for (const WorldAct& act : world->acts) {
        if (act.verb == WorldVerb::kCreate) {
          labels[act.label] = find(act.pack);
        }
        const rules::Pack* of = labels[act.label];
        ASSERT_NE(of, nullptr) << file.path << ":" << act.line;
        if (act.verb == WorldVerb::kMove) {
          EXPECT_NE(of->FindTransition(act.word), nullptr) << file.path << ":" << act.line;
        }
        const rules::Field* group =
            act.verb == WorldVerb::kAppend ? of->FindField(act.word) : nullptr;
        for (const auto& [name, value] : act.fields) {
          const std::string wanted = name;
          const bool known =
              act.verb != WorldVerb::kAppend
                  ? of->FindField(wanted) != nullptr
                  : group != nullptr &&
                        std::any_of(group->members.begin(), group->members.end(),
                                    [&](const auto& each) { return each.name == wanted; });
          EXPECT_TRUE(known) << file.path << ":" << act.line << " " << name;
        }
      }
      for (const WorldExpectation& expected : world->expectations) {
        if (expected.label.empty()) {
          const rules::Pack* of = find(expected.pack);
          ASSERT_NE(of, nullptr) << file.path << ":" << expected.line;
          EXPECT_NE(of->FindIndicator(expected.indicator), nullptr)
              << file.path << ":" << expected.line;
        }
      }
    }
    EXPECT_GT(worlds, 0) << pack.name;
  }
}

}  // namespace
}  // namespace luoshi::pack
