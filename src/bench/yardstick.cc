#include "bench/yardstick.h"

#include <array>
#include <filesystem>

#include "bench/lines.h"
#include "host/random.h"

namespace luoshi::bench {
namespace {

using storage::Param;
using storage::Statement;

// As large as an update's event and a fee's row are here.
constexpr std::size_t kEventBytes = 400;
constexpr std::size_t kStateBytes = 1'400;
constexpr int kCells = 3;
constexpr std::int64_t kCellRows = 10'000;

constexpr std::array<Statement, 3> kTables = {
    Statement{"bare.event", "CREATE TABLE bare_event (position INTEGER PRIMARY KEY, content BLOB)"},
    Statement{"bare.state", "CREATE TABLE bare_state (id BLOB PRIMARY KEY, content BLOB)"},
    Statement{"bare.leaf", "CREATE TABLE bare_leaf (id INTEGER PRIMARY KEY, amount INTEGER)"}};
constexpr Statement kEvent{"bare.put_event",
                           "INSERT INTO bare_event (position, content) VALUES (?1, ?2)"};
constexpr Statement kState{"bare.put_state",
                           "INSERT INTO bare_state (id, content) VALUES (?1, ?2) "
                           "ON CONFLICT (id) DO UPDATE SET content = excluded.content"};
constexpr Statement kLeaf{
    "bare.put_leaf",
    "INSERT INTO bare_leaf (id, amount) VALUES (?1, ?2) "
    "ON CONFLICT (id) DO UPDATE SET amount = bare_leaf.amount + excluded.amount"};

// Tables and rows as they are before the changes begin.
Status Fill(storage::Store& store, const std::vector<Uuid>& ids, const std::string& state) {
  TRY(storage::WithTransaction(store, [](storage::Tx& tx) -> Status {
    for (const Statement& table : kTables) {
      TRY(tx.Execute(table, {}));
    }
    return {};
  }));
  constexpr std::int64_t kAtOnce = 10'000;
  const auto records = static_cast<std::int64_t>(ids.size());
  for (std::int64_t from = 0; from < records; from += kAtOnce) {
    std::vector<Param> params;
    for (std::int64_t id = from; id < std::min(records, from + kAtOnce); ++id) {
      params.push_back(storage::Blob(ids[static_cast<std::size_t>(id)]));
      params.push_back(storage::Blob(std::string_view(state)));
    }
    TRY(storage::WithTransaction(store, [&](storage::Tx& tx) -> Status {
      TRY(tx.ExecuteMany(kState, 2, params));
      return {};
    }));
  }
  return {};
}

}  // namespace

Result<double> BareUpdates(const app::StoreOpener& opener,
                           const std::string& file,
                           std::int64_t records,
                           int batch,
                           double seconds) {
  TRY_ASSIGN(std::unique_ptr<storage::Store> store, opener("sqlite:" + file));
  SeededRandom random(1);
  std::string event(kEventBytes, '\0');
  std::string state(kStateBytes, '\0');
  std::vector<Uuid> ids;
  for (std::int64_t id = 0; id < records; ++id) {
    ids.push_back(Uuid::Derived({"bare", std::to_string(id)}));
  }
  TRY(Fill(*store, ids, state));
  std::int64_t position = 0;
  const Watch watch;
  while (watch.seconds() < seconds) {
    TRY(storage::WithTransaction(*store, [&](storage::Tx& tx) -> Status {
      for (int i = 0; i < batch; ++i) {
        TRY(tx.Execute(kEvent,
                       {storage::Number(position++), storage::Blob(std::string_view(event))}));
        const auto which = static_cast<std::size_t>(random.Below(records));
        TRY(tx.Execute(kState,
                       {storage::Blob(ids[which]), storage::Blob(std::string_view(state))}));
        for (int cell = 0; cell < kCells; ++cell) {
          TRY(tx.Execute(
              kLeaf, {storage::Number(random.Below(kCellRows)), storage::Number(std::int64_t{1})}));
        }
      }
      return {};
    }));
  }
  const double per_second = static_cast<double>(position) / watch.seconds();
  store.reset();
  std::error_code failure;
  std::filesystem::remove(file, failure);
  return per_second;
}

}  // namespace luoshi::bench
