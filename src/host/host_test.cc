#include <filesystem>

#include <gtest/gtest.h>

#include "host/clock.h"
#include "host/files.h"
#include "host/process.h"
#include "host/random.h"

namespace luoshi {
namespace {

TEST(RunProcess, FeedsAndReadsUnderLimits) {
  const std::string much(300'000, 'x');
  EXPECT_EQ(*RunProcess({"/bin/cat"}, much, {}), much);
  EXPECT_EQ(RunProcess({"/no/such/program"}, "", {}).error().key, "process.missing");
  EXPECT_EQ(RunProcess({"/bin/false"}, much, {}).error().key, "process.failed");
  ProcessLimits small;
  small.output = 1000;
  EXPECT_EQ(RunProcess({"/bin/cat"}, much, small).error().key, "process.failed");
  // it may write no file and sees no environment
  EXPECT_EQ(RunProcess({"/bin/sh", "-c", "echo x > /tmp/luoshi_never"}, "", {}).error().key,
            "process.failed");
  EXPECT_EQ(*RunProcess({"/bin/sh", "-c", "echo \"[$HOME]\""}, "", {}), "[]\n");
}

TEST(RunProcess, EndsWhatTakesTooLong) {
  ProcessLimits brief;
  brief.seconds = 1;
  EXPECT_EQ(RunProcess({"/bin/sh", "-c", "while :; do :; done"}, "", brief).error().key,
            "process.failed");
}

TEST(Files, WriteWholeAndReadBack) {
  const std::string folder = testing::TempDir() + "/luoshi_host_test";
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(MakeFolder(folder + "/a").ok());
  ASSERT_TRUE(WriteFile(folder + "/a/b.txt", "台账").ok());
  EXPECT_EQ(*ReadFile(folder + "/a/b.txt"), "台账");
  EXPECT_EQ(*ListFiles(folder), std::vector<std::string>{"a/b.txt"});
  EXPECT_EQ(ReadFile(folder + "/none").error().key, "file.missing");
  EXPECT_EQ(ReadFile(folder + "/a/b.txt", 2).error().key, "file.too_large");
  EXPECT_EQ(WriteFile(folder + "/none/b.txt", "x").error().key, "file.unwritable");
}

TEST(SeededRandom, IsTheSameForTheSameSeed) {
  SeededRandom a(7);
  SeededRandom b(7);
  EXPECT_EQ(a.Next(), b.Next());
  SetClock clock(DateTime::At({20000}));
  EXPECT_EQ(NewId(clock, a), NewId(clock, b));
}

}  // namespace
}  // namespace luoshi
