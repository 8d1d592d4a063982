#include "tests/support/deployment.h"

#include "app/builtin.h"
#include "storage_postgres/postgres_store.h"
#include "storage_sqlite/sqlite_store.h"

namespace luoshi::testing {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgres = "postgres:";

}  // namespace

app::StoreOpener AnyStore() {
  return [](const std::string& address) -> Result<std::unique_ptr<storage::Store>> {
    return address.starts_with(kPostgres)
               ? storage_postgres::OpenPostgres(address.substr(kPostgres.size()))
               : storage_sqlite::OpenSqlite(address.substr(kSqlite.size()));
  };
}

std::string AddressOf(const StorePlace& place) {
  return std::string(place.kind == StoreKind::kPostgres ? kPostgres : kSqlite) + place.where;
}

std::vector<StoreKind> LastingStoreKinds() {
  return {StoreKind::kSqliteFile, StoreKind::kPostgres};
}

Result<std::unique_ptr<Deployment>> Deployment::Make(StoreKind kind,
                                                     bool example,
                                                     DateTime start,
                                                     std::uint64_t seed) {
  TRY_ASSIGN(const StorePlace place, FreshPlace(kind));
  std::unique_ptr<Deployment> made(new Deployment(seed));
  app::InitOptions options;
  options.tenant = "演示县";
  options.example = example;
  options.store = AddressOf(place);
  options.clock = start;
  TRY(app::App::Init(made->folder(), AnyStore(), options, made->random_));
  TRY(made->Reopen());
  return made;
}

Status Deployment::Reopen() {
  Close();
  TRY_ASSIGN(app_, app::App::Open(folder(), AnyStore(), random_));
  return {};
}

Status Deployment::Root(std::string_view kind, JsonObject body) {
  const access::Scope scope = System();
  root::RootCommand command;
  command.origin = app_->NewOrigin(scope);
  command.kind = kind;
  command.body = std::move(body);
  return app_->Administer(scope, std::span(&command, 1));
}

Status Deployment::EnableBuiltin() {
  for (const rules::CalendarYear& year : app::BuiltinCalendars()) {
    TRY(Root("calendar.add", rules::Calendar::WriteYear(year)));
  }
  for (const auto& [name, files] : app::BuiltinPacks()) {
    TRY(app_->EnablePack(System(), files));
  }
  return {};
}

Result<UnitId> Deployment::AddUnit(
    std::string_view name, UnitLevel level, UnitId parent, Date from, JsonObject more) {
  const UnitId unit = app_->directory()->next_unit();
  more["unit"] = NumberOf(unit);
  more["name"] = std::string(name);
  more["level"] = std::string(LevelName(level));
  if (parent != kNoUnit) {
    more["parent"] = NumberOf(parent);
  }
  JsonArray units;
  units.push_back(std::move(more));
  TRY(Root("unit.add", {{"from", from.ToString()}, {"units", std::move(units)}}));
  return unit;
}

Status Deployment::AddUser(std::string_view name, std::string_view role, UnitId unit, Date from) {
  const std::string user(name);
  TRY(Root("user.add", {{"user", user}, {"title", user}}));
  return Root("grant.add", {{"grant", user + "/" + std::string(role)},
                            {"user", user},
                            {"role", std::string(role)},
                            {"unit", NumberOf(unit)},
                            {"from", from.ToString()}});
}

Status Deployment::AddJurisdiction(std::int64_t number, UnitId unit, Date from) {
  return Root("jurisdiction.add",
              {{"jurisdiction", number}, {"unit", NumberOf(unit)}, {"from", from.ToString()}});
}

std::string Describe(const Error& error) {
  std::string out = error.key;
  for (const auto& [name, value] : error.params) {
    out += " " + name + "=" + value;
  }
  out += error.pointer.empty() ? "" : " at " + error.pointer;
  out += error.detail.empty() ? "" : " (" + error.detail + ")";
  for (const Error& other : error.others) {
    out += "; " + Describe(other);
  }
  return out;
}

}  // namespace luoshi::testing
