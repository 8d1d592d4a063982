#include "tests/conformance/rows.h"

namespace luoshi::testing {

void StorageConformance::SetUp() {
  StoreTest::SetUp();
  if (!IsSkipped() && !HasFatalFailure()) {
    ASSERT_TRUE(ExecuteIn(store(), kMakeTally, {}).ok());
  }
}

std::int64_t NumberOf(storage::Tx& tx,
                      const storage::Statement& statement,
                      std::initializer_list<storage::Param> params) {
  std::int64_t out = -1;
  const Status read = tx.Query(statement, params, [&out](const storage::Row& row) -> Status {
    out = row.Int(0);
    return {};
  });
  EXPECT_TRUE(read.ok()) << read.error().detail;
  return out;
}

std::int64_t NumberIn(storage::Store& store,
                      const storage::Statement& statement,
                      std::initializer_list<storage::Param> params) {
  return NumberOf(*BeginOrDie(store, storage::Access::kRead), statement, params);
}

Result<std::int64_t> ExecuteIn(storage::Store& store,
                               const storage::Statement& statement,
                               std::initializer_list<storage::Param> params) {
  return storage::WithTransaction(store,
                                  [&](storage::Tx& tx) { return tx.Execute(statement, params); });
}

std::unique_ptr<storage::Tx> BeginOrDie(storage::Store& store, storage::Access access) {
  Result<std::unique_ptr<storage::Tx>> tx = store.Begin(access);
  EXPECT_TRUE(tx.ok()) << tx.error().detail;
  return std::move(tx).value();
}

}  // namespace luoshi::testing
