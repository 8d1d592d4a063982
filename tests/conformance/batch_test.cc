// ExecuteMany and streaming answers.
#include "tests/conformance/rows.h"

namespace luoshi::testing {
namespace {

using storage::Access;
using storage::Blob;
using storage::Number;
using storage::Param;
using storage::Row;
using storage::Text;
using storage::Tx;

std::vector<Param> EventRows(std::int64_t from, std::int64_t until, std::vector<std::string>& ids) {
  ids.clear();
  for (std::int64_t i = from; i < until; ++i) {
    ids.push_back("id" + std::to_string(i));
  }
  std::vector<Param> out;
  for (std::int64_t i = from; i < until; ++i) {
    const std::string& id = ids[static_cast<std::size_t>(i - from)];
    out.insert(out.end(), {Number(1), Number(i), Blob(id), Blob(id), Blob("content")});
  }
  return out;
}

TEST_P(StorageConformance, ABatchOf100000RowsIsWrittenWhole) {
  constexpr std::int64_t kRows = 100'000;
  std::vector<std::string> ids;
  const std::vector<Param> rows = EventRows(0, kRows, ids);
  const auto written =
      storage::WithTransaction(store(), [&](Tx& tx) { return tx.ExecuteMany(kPutEvent, 5, rows); });
  ASSERT_TRUE(written.ok()) << written.error().detail;
  EXPECT_EQ(*written, kRows);
  const auto tx = BeginOrDie(store(), Access::kRead);
  std::int64_t next = 0;
  ASSERT_TRUE(tx->Query({"event.scan", "SELECT position, command FROM event ORDER BY position"}, {},
                        [&](const Row& row) -> Status {
                          EXPECT_EQ(row.Int(0), next);
                          EXPECT_EQ(row.Blob(1), ids[static_cast<std::size_t>(next)]);
                          ++next;
                          return {};
                        })
                  .ok());
  EXPECT_EQ(next, kRows);
}

TEST_P(StorageConformance, ABatchCountsWhatItChangedNotWhatItWasGiven) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  const std::vector<Param> rows = {Text("a"), Text("b"), Text("a"), Text("c")};
  EXPECT_EQ(*tx->ExecuteMany({"meta.keep",
                              "INSERT INTO meta (name, value) VALUES (?1, '') "
                              "ON CONFLICT (name) DO NOTHING"},
                             1, rows),
            3);
  EXPECT_EQ(*tx->ExecuteMany(kPutMeta, 2, {}), 0);
}

TEST_P(StorageConformance, ABatchMixesNullsAndValues) {
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(
      tx->Execute({"scratch.make", "CREATE TABLE scratch (id BIGINT PRIMARY KEY, number BIGINT)"},
                  {})
          .ok());
  const std::vector<Param> rows = {Number(1), nullptr, Number(2), Number(5), Number(3), nullptr};
  ASSERT_TRUE(
      tx->ExecuteMany({"scratch.put", "INSERT INTO scratch (id, number) VALUES (?1, ?2)"}, 2, rows)
          .ok());
  EXPECT_EQ(NumberOf(*tx, {"scratch.nulls", "SELECT COUNT(*) FROM scratch WHERE number IS NULL"}),
            2);
  EXPECT_EQ(NumberOf(*tx, {"scratch.sum", "SELECT SUM(number) FROM scratch"}), 5);
}

// Row 1,700 of 3,000 is there already: on PostgreSQL that is within the second round trip.
TEST_P(StorageConformance, ABatchThatFailsInTheMiddleLeavesNothing) {
  ASSERT_TRUE(
      ExecuteIn(store(), kPutEvent, {Number(1), Number(1'700), Blob("x"), Blob("x"), Blob("x")})
          .ok());
  std::vector<std::string> ids;
  const std::vector<Param> rows = EventRows(0, 3'000, ids);
  {
    const auto tx = BeginOrDie(store(), Access::kWrite);
    const auto written = tx->ExecuteMany(kPutEvent, 5, rows);
    EXPECT_EQ(KeyOf(written), "storage.duplicate");
    EXPECT_EQ(KeyOf(tx->Commit()), "storage.failed");
  }
  EXPECT_EQ(NumberIn(store(), kCountEvents), 1);
  // and the connection serves the next transaction
  std::vector<std::string> others;
  const std::vector<Param> good = EventRows(2'000, 2'010, others);
  EXPECT_EQ(*storage::WithTransaction(store(),
                                      [&](Tx& tx) { return tx.ExecuteMany(kPutEvent, 5, good); }),
            10);
  EXPECT_EQ(NumberIn(store(), kCountEvents), 11);
}

TEST_P(StorageConformance, AnErrorOfTheCallbackStopsTheQueryAndNothingElse) {
  std::vector<std::string> ids;
  const std::vector<Param> rows = EventRows(0, 2'000, ids);
  const auto tx = BeginOrDie(store(), Access::kWrite);
  ASSERT_TRUE(tx->ExecuteMany(kPutEvent, 5, rows).ok());
  int seen = 0;
  const Status stopped = tx->Query(
      {"event.scan", "SELECT position FROM event ORDER BY position"}, {},
      [&](const Row& row) -> Status {
        ++seen;
        return row.Int(0) < 2 ? Status() : Status(Error{ErrorCode::kInvalid, "json.type"});
      });
  EXPECT_EQ(KeyOf(stopped), "json.type");
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(NumberOf(*tx, kCountEvents), 2'000);
  EXPECT_TRUE(tx->Commit().ok());
  EXPECT_EQ(NumberIn(store(), kCountEvents), 2'000);
}

TEST_P(StorageConformance, ACallbackThatUsesItsOwnTransactionIsADefect) {
  ASSERT_TRUE(ExecuteIn(store(), kPutMeta, {Text("a"), Text("1")}).ok());
  const auto tx = BeginOrDie(store(), Access::kWrite);
  const auto again = [&](const Row&) -> Status {
    TRY(tx->Execute(kPutMeta, {Text("b"), Text("1")}));
    return {};
  };
  EXPECT_THROW((void)tx->Query(kMetaNames, {}, again).ok(), BugError);
  EXPECT_EQ(NumberOf(*tx, kCountMeta), 1);
}

TEST_P(StorageConformance, StatementsThatAreBuiltDoNotPileUp) {
  const auto reads = [this](int from, int until) {
    const auto tx = BeginOrDie(store(), Access::kRead);
    for (int i = from; i < until; ++i) {
      const std::string sql = "SELECT " + std::to_string(i);
      ASSERT_EQ(NumberOf(*tx, {"built", sql}), i);
    }
  };
  reads(0, 600);
  reads(0, 600);
}

}  // namespace
}  // namespace luoshi::testing
