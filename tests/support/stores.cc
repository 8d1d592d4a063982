#include "tests/support/stores.h"

#include <cstdlib>
#include <list>
#include <mutex>
#include <ostream>

#include <libpq-fe.h>

#include "base/bytes.h"
#include "host/random.h"
#include "storage/failure.h"
#include "storage_postgres/postgres_store.h"
#include "storage_sqlite/sqlite_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::testing {
namespace {

Status RunOnServer(const std::string& sql) {
  TRY_ASSIGN(const std::string server, PostgresCluster());
  PGconn* const connection = PQconnectdb(server.c_str());
  PGresult* const result = PQexec(connection, sql.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  Status out = done ? Status() : Status(storage::Unreachable(PQerrorMessage(connection)));
  PQclear(result);
  PQfinish(connection);
  return out;
}

// Removes at the end of the process what tests have made.
class Places {
 public:
  ~Places() {
    for (const std::string& schema : schemas_) {
      // A store somebody left open would hold its tables; the cluster's end takes them then.
      (void)RunOnServer("SET client_min_messages = warning; SET lock_timeout = '2s'; DROP SCHEMA " +
                        schema + " CASCADE")
          .ok();
    }
  }
  std::string NewFolder() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return folders_.emplace_back().path();
  }
  Result<std::string> NewSchema() {
    std::array<std::uint8_t, 8> random{};
    SystemRandom().Fill(random);
    const std::string name =
        "t" + ToHex({reinterpret_cast<const char*>(random.data()), random.size()});
    TRY(RunOnServer("CREATE SCHEMA " + name));
    const std::lock_guard<std::mutex> lock(mutex_);
    schemas_.push_back(name);
    return name;
  }

 private:
  std::mutex mutex_;
  std::list<TemporaryFolder> folders_;
  std::vector<std::string> schemas_;
};

Places& AllPlaces() {
  static Places places;
  return places;
}

}  // namespace

std::vector<StoreKind> AllStoreKinds() {
  return {StoreKind::kSqliteMemory, StoreKind::kSqliteFile, StoreKind::kPostgres};
}

std::string_view KindName(StoreKind kind) {
  switch (kind) {
    case StoreKind::kSqliteMemory:
      return "sqlite_memory";
    case StoreKind::kSqliteFile:
      return "sqlite_file";
    case StoreKind::kPostgres:
      return "postgres";
  }
  return "";
}

void PrintTo(StoreKind kind, std::ostream* out) { *out << KindName(kind); }

Result<StorePlace> FreshPlace(StoreKind kind) {
  switch (kind) {
    case StoreKind::kSqliteMemory:
      break;
    case StoreKind::kSqliteFile:
      return StorePlace{kind, AllPlaces().NewFolder() + "/store.sqlite"};
    case StoreKind::kPostgres: {
      TRY_ASSIGN(const std::string server, PostgresCluster());
      TRY_ASSIGN(const std::string schema, AllPlaces().NewSchema());
      return StorePlace{kind, server + " options='-c search_path=" + schema + "'"};
    }
  }
  return StorePlace{kind, ":memory:"};
}

Result<std::unique_ptr<storage::Store>> OpenPlace(const StorePlace& place) {
  return place.kind == StoreKind::kPostgres ? storage_postgres::OpenPostgres(place.where)
                                            : storage_sqlite::OpenSqlite(place.where);
}

Result<std::unique_ptr<storage::Store>> FreshStore(StoreKind kind) {
  TRY_ASSIGN(const StorePlace place, FreshPlace(kind));
  return OpenPlace(place);
}

void StoreTest::SetUp() {
  Result<StorePlace> place = FreshPlace(GetParam());
  if (!place.ok()) {
    const char* const required = std::getenv("LUOSHI_REQUIRE_ALL_BACKENDS");
    ASSERT_FALSE(required != nullptr && std::string_view(required) == "1")
        << KindName(GetParam()) << " is missing: " << place.error().detail;
    GTEST_SKIP() << KindName(GetParam()) << " is missing: " << place.error().detail;
  }
  place_ = *place;
  Reopen();
}

void StoreTest::Reopen() {
  Close();
  Result<std::unique_ptr<storage::Store>> opened = OpenPlace(place_);
  ASSERT_TRUE(opened.ok()) << opened.error().key << ": " << opened.error().detail;
  store_ = std::move(opened).value();
}

}  // namespace luoshi::testing
