// A whole deployment of the program for tests: folder, keys, database, root journal, on any back
// end that outlives its store.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "tests/support/stores.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::testing {

// What App may be given: "sqlite:<file>" and "postgres:<conninfo>".
app::StoreOpener AnyStore();
// The address under which AnyStore opens `place`.
std::string AddressOf(const StorePlace& place);

// The kinds whose data is still there when it is opened again.
std::vector<StoreKind> LastingStoreKinds();

class Deployment {
 public:
  // REQUIRES: `kind` is one of LastingStoreKinds(). The clock stands at `start` until SetClock.
  // kUnavailable when the back end is missing.
  static Result<std::unique_ptr<Deployment>> Make(StoreKind kind,
                                                  bool example,
                                                  DateTime start,
                                                  std::uint64_t seed);

  app::App& app() { return *app_; }
  const std::string& folder() const { return folder_.path(); }
  access::Scope System() const { return app_->SystemScope("test"); }
  // Ends the program and starts it again on what is there.
  Status Reopen();
  void Close() { app_.reset(); }

  Status Root(std::string_view kind, JsonObject body);
  Status EnableBuiltin();  // all packs and calendars that come with the program
  // The number of the new unit, valid from `from`.
  Result<UnitId> AddUnit(
      std::string_view name, UnitLevel level, UnitId parent, Date from, JsonObject more = {});
  Status AddUser(std::string_view name, std::string_view role, UnitId unit, Date from);
  Status AddJurisdiction(std::int64_t number, UnitId unit, Date from);
  Status SetClock(DateTime now) { return app_->SetClock(now); }

 private:
  explicit Deployment(std::uint64_t seed) : random_(seed) {}

  TemporaryFolder folder_;
  SeededRandom random_;
  std::unique_ptr<app::App> app_;
};

// "key {params} pointer detail", for the messages of assertions.
std::string Describe(const Error& error);

}  // namespace luoshi::testing
