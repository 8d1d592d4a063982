// Stores for tests: every back end, empty, each time anew. What is made here is gone when the
// process ends.
//
//   class RegisterTest : public luoshi::testing::StoreTest {};   // store() is empty and migrated
//   TEST_P(RegisterTest, KeepsWhatItAcknowledged) { … store() … }
//   LUOSHI_FOR_ALL_STORES(RegisterTest);
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/store.h"

namespace luoshi::testing {

enum class StoreKind { kSqliteMemory, kSqliteFile, kPostgres };

// Always all of them: one that is missing on this machine skips with the reason, or fails when the
// environment has LUOSHI_REQUIRE_ALL_BACKENDS=1.
std::vector<StoreKind> AllStoreKinds();
std::string_view KindName(StoreKind kind);  // "sqlite_memory", "sqlite_file", "postgres"
void PrintTo(StoreKind kind, std::ostream* out);

// Where a database lies, so that a test can open it again: a path or a connection string.
struct StorePlace {
  StoreKind kind = StoreKind::kSqliteMemory;
  std::string where;
};
// kUnavailable storage.unreachable when the back end is missing; the detail says why.
Result<StorePlace> FreshPlace(StoreKind kind);
Result<std::unique_ptr<storage::Store>> OpenPlace(const StorePlace& place);
Result<std::unique_ptr<storage::Store>> FreshStore(StoreKind kind);

class StoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override;
  storage::Store& store() { return *store_; }
  const StorePlace& place() const { return place_; }
  // Ends the store and opens the same database again. Not for sqlite_memory, which is gone then.
  void Reopen();
  void Close() { store_.reset(); }

 private:
  StorePlace place_;
  std::unique_ptr<storage::Store> store_;
};

#define LUOSHI_FOR_ALL_STORES(suite)                                                               \
  INSTANTIATE_TEST_SUITE_P(Stores, suite, ::testing::ValuesIn(::luoshi::testing::AllStoreKinds()), \
                           ::testing::PrintToStringParamName())

}  // namespace luoshi::testing
