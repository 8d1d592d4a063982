#include "journal/checkpoint.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/text.h"
#include "host/files.h"
#include "journal/merkle.h"

namespace luoshi::journal {
namespace {

class Checkpoints : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string made = ::testing::TempDir() + "/luoshi_checkpoint_XXXXXX";
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
    SystemRandom random;
    auto keyring = Keyring::Create(folder_ + "/keys", random);
    ASSERT_TRUE(keyring.ok());
    keyring_ = *std::move(keyring);
    head_.jurisdiction = JurisdictionId{42};
    head_.size = 1'234'567;
    head_.root = LeafHash("root");
    head_.recorded = *DateTime::Parse("2026-09-01T08:31:02.500+08:00");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::unique_ptr<Keyring> keyring_;
  Head head_;
};

TEST_F(Checkpoints, AreOneLineThatIsReadBack) {
  const std::string line = CheckpointLine(head_, "北山县 100%", *keyring_);
  for (const char c : line) {
    ASSERT_TRUE(c >= ' ' && c <= '~');
  }
  EXPECT_EQ(Split(line, " ").size(), 8U);
  const Result<Checkpoint> read = ReadCheckpointLine(line);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->origin, "北山县 100%");
  EXPECT_EQ(read->head.jurisdiction, head_.jurisdiction);
  EXPECT_EQ(read->head.size, head_.size);
  EXPECT_EQ(read->head.root, head_.root);
  EXPECT_EQ(read->head.recorded, head_.recorded);
  EXPECT_EQ(read->public_key, keyring_->PublicKey());
}

TEST_F(Checkpoints, OfAnEmptyJournalAreReadBack) {
  Head empty;
  empty.root = EmptyTreeHash();
  EXPECT_TRUE(ReadCheckpointLine(CheckpointLine(empty, "", *keyring_)).ok());
}

TEST_F(Checkpoints, WithAnyByteChangedAreRefused) {
  const std::string line = CheckpointLine(head_, "beishan%", *keyring_);
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (const char other : {'0', 'A', ' ', '%', '\xff', '='}) {
      std::string changed = line;
      changed[i] = other;
      ASSERT_EQ(ReadCheckpointLine(changed).ok(), changed == line) << changed;
    }
    ASSERT_EQ(ReadCheckpointLine(line.substr(0, i)).error().key, "checkpoint.malformed");
  }
  EXPECT_EQ(ReadCheckpointLine(line + " ").error().key, "checkpoint.malformed");
  EXPECT_EQ(ReadCheckpointLine(line + "\n").error().key, "checkpoint.malformed");
  EXPECT_EQ(ReadCheckpointLine(Replaced(line, "1234567", "1234568")).error().key,
            "checkpoint.signature");
  EXPECT_EQ(ReadCheckpointLine(Replaced(line, "1234567", "01234567")).error().key,
            "checkpoint.malformed");
  EXPECT_EQ(ReadCheckpointLine(std::string(100'000, ' ')).error().key, "checkpoint.malformed");
}

// The very commands of docs/formats/checkpoint.md, by a shell.
TEST_F(Checkpoints, AreVerifiedByAnOutsiderWithOpensslAlone) {
  if (std::system("command -v openssl >/dev/null && command -v base64 >/dev/null") != 0) {
    GTEST_SKIP() << "no openssl command here";
  }
  const Result<std::string> page =
      ReadFile(std::string(LUOSHI_SOURCE_DIR) + "/docs/formats/checkpoint.md");
  ASSERT_TRUE(page.ok());
  const std::size_t begin = page->find("```sh\n") + 6;
  const std::string script = page->substr(begin, page->find("```", begin) - begin);
  ASSERT_TRUE(WriteFile(folder_ + "/verify.sh", script).ok());
  const auto verify = [this](const std::string& line) {
    EXPECT_TRUE(WriteFile(folder_ + "/checkpoint.txt", line + "\n").ok());
    return std::system(("cd '" + folder_ + "' && sh verify.sh > out.txt 2>&1").c_str()) == 0;
  };
  const std::string line = CheckpointLine(head_, "beishan", *keyring_);
  EXPECT_TRUE(verify(line)) << *ReadFile(folder_ + "/out.txt");
  EXPECT_FALSE(verify(Replaced(line, "1234567", "1234568")));
}

}  // namespace
}  // namespace luoshi::journal
