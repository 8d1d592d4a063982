// Values come back as they went in, and compare alike on both databases.
#include <map>

#include "tests/conformance/rows.h"

namespace luoshi::testing {
namespace {

using storage::Access;
using storage::Blob;
using storage::Number;
using storage::Param;
using storage::Row;
using storage::Statement;
using storage::Text;
using storage::Tx;

// BYTEA is a word SQLite takes for any type.
constexpr Statement kMakeScratch = {
    "scratch.make",
    "CREATE TABLE scratch (id BIGINT PRIMARY KEY, number BIGINT, words TEXT, raw BYTEA)"};
constexpr Statement kPutScratch = {
    "scratch.put", "INSERT INTO scratch (id, number, words, raw) VALUES (?1, ?2, ?3, ?4)"};
constexpr Statement kReadScratch = {"scratch.read",
                                    "SELECT number, words, raw FROM scratch ORDER BY id"};

TEST_P(StorageConformance, IntegersKeepAllTheir64Bits) {
  const std::vector<std::int64_t> numbers = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX};
  const auto tx = BeginOrDie(store(), Access::kWrite);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_TRUE(
        tx->Execute(kAddToTally, {Number(static_cast<std::int64_t>(i)), Number(numbers[i])}).ok());
  }
  std::vector<std::int64_t> read;
  ASSERT_TRUE(tx->Query({"tally.all", "SELECT amount FROM tally ORDER BY amount"}, {},
                        [&](const Row& row) -> Status {
                          read.push_back(row.Int(0));
                          return {};
                        })
                  .ok());
  EXPECT_EQ(read, numbers);
}

TEST_P(StorageConformance, NullIsNotEmpty) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(tx->Execute(kMakeScratch, {}).ok());
  const std::string_view none;  // no bytes and no address
  ASSERT_TRUE(tx->Execute(kPutScratch, {Number(1), nullptr, nullptr, nullptr}).ok());
  ASSERT_TRUE(tx->Execute(kPutScratch, {Number(2), Number(0), Text(none), Blob(none)}).ok());
  std::vector<std::vector<bool>> nulls;
  ASSERT_TRUE(tx->Query(kReadScratch, {}, [&](const Row& row) -> Status {
                  nulls.push_back({row.IsNull(0), row.IsNull(1), row.IsNull(2)});
                  EXPECT_EQ(row.Int(0), 0);
                  EXPECT_EQ(row.Text(1), "");
                  EXPECT_EQ(row.Blob(2), "");
                  return {};
                }).ok());
  EXPECT_EQ(nulls, (std::vector<std::vector<bool>>{{true, true, true}, {false, false, false}}));
}

TEST_P(StorageConformance, BlobsKeepEveryByte) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) {
    every.push_back(static_cast<char>(byte));
  }
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(tx->Execute(kMakeScratch, {}).ok());
  ASSERT_TRUE(tx->Execute(kPutScratch, {Number(1), nullptr, nullptr, Blob(every)}).ok());
  ASSERT_TRUE(
      tx->Execute(kPutScratch, {Number(2), nullptr, nullptr, Blob(std::string_view("\0\0", 2))})
          .ok());
  std::vector<std::string> read;
  ASSERT_TRUE(tx->Query(kReadScratch, {}, [&](const Row& row) -> Status {
                  read.emplace_back(row.Blob(2));
                  return {};
                }).ok());
  EXPECT_EQ(read, (std::vector<std::string>{every, std::string(2, '\0')}));
}

TEST_P(StorageConformance, TextComparesByBytes) {
  // Not the order of any language: capitals first, then small letters, then Chinese by code point.
  const std::vector<std::string> ordered = {"",   "B", "Z",  "_",  "a",  "a b",
                                            "ab", "é", "一", "丁", "三", "𠀀"};
  const auto tx = BeginOrDie(store(), Access::kWrite);
  for (auto name = ordered.rbegin(); name != ordered.rend(); ++name) {
    ASSERT_TRUE(tx->Execute(kPutMeta, {Text(*name), Text("x")}).ok());
  }
  std::vector<std::string> read;
  ASSERT_TRUE(tx->Query(kMetaNames, {}, [&](const Row& row) -> Status {
                  read.emplace_back(row.Text(0));
                  return {};
                }).ok());
  EXPECT_EQ(read, ordered);
  EXPECT_EQ(
      NumberOf(*tx, {"meta.before", "SELECT COUNT(*) FROM meta WHERE name < ?1"}, {Text("a")}), 4);
}

TEST_P(StorageConformance, IdsComeBackWhole) {
  const Uuid id = Uuid::Derived({"an", "id"});
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(tx->Execute(kPutEvent, {Number(1), Number(0), Blob(id), Blob(id), Blob("x")}).ok());
  Uuid read;
  ASSERT_TRUE(tx->Query({"event.find", "SELECT record FROM event WHERE command = ?1"}, {Blob(id)},
                        [&](const Row& row) -> Status {
                          read = row.Id(0);
                          return {};
                        })
                  .ok());
  EXPECT_EQ(read, id);
}

TEST_P(StorageConformance, SumsCountsAndConditionsAreNumbers) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  for (const std::int64_t amount : {-5, 12'345'678, 900'000'000}) {
    ASSERT_TRUE(tx->Execute(kAddToTally, {Number(amount), Number(amount)}).ok());
  }
  EXPECT_EQ(NumberOf(*tx, {"sum", "SELECT SUM(amount) FROM tally"}), 912'345'673);
  EXPECT_EQ(NumberOf(*tx, {"sum.less", "SELECT SUM(amount) FROM tally WHERE amount < 0"}), -5);
  EXPECT_EQ(NumberOf(*tx, {"sum.none", "SELECT SUM(amount) FROM tally WHERE amount = 1"}), 0);
  EXPECT_EQ(NumberOf(*tx, {"max", "SELECT MAX(amount) FROM tally"}), 900'000'000);
  EXPECT_EQ(NumberOf(*tx, {"more", "SELECT COUNT(*) > 2 FROM tally"}), 1);
  EXPECT_EQ(NumberOf(*tx, {"fewer", "SELECT COUNT(*) < 2 FROM tally"}), 0);
  EXPECT_EQ(NumberOf(*tx, {"divided", "SELECT MIN(amount) / 2 FROM tally"}), -2);
}

TEST_P(StorageConformance, ASumBeyond64BitsIsAnErrorAndNoWrongNumber) {
  ASSERT_TRUE(ExecuteIn(store(), kAddToTally, {Number(1), Number(INT64_MAX)}).ok());
  ASSERT_TRUE(ExecuteIn(store(), kAddToTally, {Number(2), Number(1)}).ok());
  const auto tx = BeginOrDie(store(), Access::kRead);
  const Status read =
      tx->Query({"sum", "SELECT SUM(amount) FROM tally"}, {}, [](const Row& row) -> Status {
        (void)row.Int(0);
        return {};
      });
  EXPECT_EQ(KeyOf(read), "storage.failed");
}

TEST_P(StorageConformance, AnUpsertAddsToWhatIsThere) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  EXPECT_EQ(*tx->Execute(kAddToTally, {Number(7), Number(10)}), 1);
  EXPECT_EQ(*tx->Execute(kAddToTally, {Number(7), Number(-3)}), 1);
  EXPECT_EQ(*tx->Execute(kAddToTally, {Number(8), Number(1)}), 1);
  EXPECT_EQ(NumberOf(*tx, kReadTally, {Number(7)}), 7);
  EXPECT_EQ(NumberOf(*tx, kReadTally, {Number(8)}), 1);
}

TEST_P(StorageConformance, ExecuteCountsTheRowsItChanged) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  EXPECT_EQ(*tx->Execute(kMakeScratch, {}), 0);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(tx->Execute(kPutScratch, {Number(i), Number(i / 2), nullptr, nullptr}).ok());
  }
  EXPECT_EQ(*tx->Execute({"set", "UPDATE scratch SET words = 'x' WHERE number = ?1"}, {Number(1)}),
            2);
  EXPECT_EQ(*tx->Execute({"set", "UPDATE scratch SET words = 'x' WHERE number = ?1"}, {Number(9)}),
            0);
  EXPECT_EQ(*tx->Execute({"keep",
                          "INSERT INTO scratch (id, number, words, raw) VALUES (?1, 0, '', ?2) "
                          "ON CONFLICT (id) DO NOTHING"},
                         {Number(1), Blob("")}),
            0);
  EXPECT_EQ(*tx->Execute({"clear", "DELETE FROM scratch"}, {}), 5);
}

TEST_P(StorageConformance, AParameterMayStandTwiceAndALiteralMayLookLikeOne) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(
      tx->Execute({"meta.twice", "INSERT INTO meta (name, value) VALUES (?1, ?1)"}, {Text("同")})
          .ok());
  ASSERT_TRUE(tx->Execute({"meta.literal", "INSERT INTO meta (name, value) VALUES ('?1', ?1)"},
                          {Text("字")})
                  .ok());
  std::map<std::string, std::string> read;
  ASSERT_TRUE(
      tx->Query({"meta.all", "SELECT name, value FROM meta"}, {}, [&](const Row& row) -> Status {
          read.emplace(row.Text(0), row.Text(1));
          return {};
        }).ok());
  EXPECT_EQ(read, (std::map<std::string, std::string>{{"同", "同"}, {"?1", "字"}}));
}

TEST_P(StorageConformance, AColumnIsReadAsWhatItIsOnly) {
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("12"), Text("")}).ok());
  const auto tx = BeginOrDie(store(), Access::kRead);
  const auto as_number = [](const Row& row) -> Status {
    return row.Int(0) == 12 ? Status() : Status();
  };
  EXPECT_THROW((void)tx->Query(kMetaNames, {}, as_number).ok(), BugError);
  const auto as_text = [](const Row& row) -> Status {
    return row.Text(0).empty() ? Status() : Status();
  };
  EXPECT_THROW((void)tx->Query(kCountMeta, {}, as_text).ok(), BugError);
  EXPECT_EQ(NumberOf(*tx, kCountMeta), 1);
}

TEST_P(StorageConformance, TextIsNoNumberAndNoBytes) {
  const auto into_bytes = ExecuteIn(store(), kPutHead, {Text("text")});
  EXPECT_EQ(KeyOf(into_bytes), "storage.failed");
  const auto into_number =
      ExecuteIn(store(),
                {"cursor",
                 "INSERT INTO follower_cursor (jurisdiction, follower, position) "
                 "VALUES (1, 'f', ?1)"},
                {Text("many")});
  EXPECT_EQ(KeyOf(into_number), "storage.failed");
}

TEST_P(StorageConformance, ARowOfFiveMegabytesComesBack) {
  std::string content(5U << 20, 'x');
  for (std::size_t i = 0; i < content.size(); i += 1021) {
    content[i] = static_cast<char>(i % 251);
  }
  ASSERT_TRUE(
      ExecuteIn(store(), kPutEvent, {Number(1), Number(0), Blob("c"), Blob("r"), Blob(content)})
          .ok());
  const auto tx = BeginOrDie(store(), Access::kRead);
  bool same = false;
  ASSERT_TRUE(
      tx->Query({"event.content", "SELECT content FROM event"}, {}, [&](const Row& row) -> Status {
          same = row.Blob(0) == content;
          return {};
        }).ok());
  EXPECT_TRUE(same);
}

}  // namespace
}  // namespace luoshi::testing
