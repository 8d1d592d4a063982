#include "app/app.h"

#include <filesystem>

#include "app/rederive.h"
#include "app/stated.h"
#include "app/targets.h"
#include "base/text.h"
#include "host/files.h"
#include "pack/pack_check.h"
#include "pack/pack_reader.h"
#include "rules/form.h"
#include "storage/head_table.h"

namespace luoshi::app {
namespace {

constexpr std::string_view kConfiguration = "luoshi.json";

std::string StoreAddress(const std::string& folder, const std::string& store) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (store.starts_with(kSqlite) && store.size() > kSqlite.size() && store[kSqlite.size()] != '/') {
    return std::string(kSqlite) + folder + "/" + store.substr(kSqlite.size());
  }
  return store;
}

Status SaveConfiguration(const std::string& folder,
                         const std::string& store,
                         const std::optional<DateTime>& clock) {
  JsonObject json;
  json["format"] = 1;
  json["store"] = store;
  if (clock) {
    json["clock"] = clock->ToString();
  }
  return WriteFile(folder + "/" + std::string(kConfiguration), PrettyJson(json));
}

}  // namespace

Status App::Init(const std::string& folder,
                 const StoreOpener& opener,
                 const InitOptions& options,
                 Random& random) {
  if (FileExists(folder + "/" + std::string(kConfiguration))) {
    return Error{ErrorCode::kInvalid, "app.already_made", {{"path", folder}}, folder};
  }
  TRY(MakeFolder(folder));
  TRY_ASSIGN(const std::unique_ptr<journal::Keyring> keyring,
             journal::Keyring::Create(folder + "/keys", random));
  TRY_ASSIGN(const std::unique_ptr<storage::Store> store,
             opener(StoreAddress(folder, options.store)));
  const DateTime now = options.clock.value_or(SystemClock().Now());
  root::RootCommand init;
  init.kind = "tenant.init";
  init.body = {{"name", options.tenant}, {"example", options.example}};
  init.origin.command = Uuid::Derived({"tenant.init", options.tenant});
  init.origin.actor.user = "system:init";
  init.origin.occurred = now;
  TRY(storage::WithTransaction(*store, [&](storage::Tx& tx) {
    root::Directory directory;
    return root::AppendRoot(tx, directory, std::span(&init, 1), *keyring, random, now);
  }));
  return SaveConfiguration(folder, options.store, options.clock);
}

Result<std::unique_ptr<App>> App::Open(const std::string& folder,
                                       const StoreOpener& opener,
                                       Random& random) {
  const std::string path = folder + "/" + std::string(kConfiguration);
  if (!FileExists(path)) {
    return Error{ErrorCode::kNotFound, "app.not_made", {{"path", folder}}, folder};
  }
  TRY_ASSIGN(const std::string text, ReadFile(path));
  TRY_ASSIGN(const Json json, ParseJson(text));
  const JsonObject* configuration = json.if_object();
  if (configuration == nullptr) {
    return Error{ErrorCode::kInvalid, "json.type", {{"expected", "object"}}, path};
  }
  TRY_ASSIGN(const std::string address, RequiredString(*configuration, "store"));
  TRY_ASSIGN(const std::optional<std::string> kept, OptionalString(*configuration, "clock"));
  std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
  if (kept) {
    TRY_ASSIGN(const DateTime now, DateTime::Parse(*kept));
    clock = std::make_unique<luoshi::SetClock>(now);
  }
  TRY_ASSIGN(std::unique_ptr<journal::Keyring> keyring, journal::Keyring::Load(folder + "/keys"));
  TRY_ASSIGN(std::unique_ptr<storage::Store> store, opener(StoreAddress(folder, address)));
  std::unique_ptr<App> app(
      new App(folder, std::move(store), std::move(keyring), std::move(clock), random));
  TRY(app->Refresh());
  return app;
}

App::App(std::string folder,
         std::unique_ptr<storage::Store> store,
         std::unique_ptr<journal::Keyring> keyring,
         std::unique_ptr<Clock> clock,
         Random& random)
    : folder_(std::move(folder)),
      store_(std::move(store)),
      keyring_(std::move(keyring)),
      clock_(std::move(clock)),
      random_(random),
      directory_(std::make_shared<root::Directory>()),
      writer_(std::make_unique<Writer>(
          *store_, *keyring_, *clock_, random_, sums_, [this](storage::Tx& tx) {
            return DirectoryIn(tx);
          })) {}

App::~App() = default;

Status App::SetClock(DateTime now) {
  auto* kept = dynamic_cast<luoshi::SetClock*>(clock_.get());
  if (kept == nullptr) {
    return Error{ErrorCode::kForbidden, "app.not_example"};
  }
  kept->Set(now);
  TRY_ASSIGN(const std::string text, ReadFile(folder_ + "/" + std::string(kConfiguration)));
  TRY_ASSIGN(const Json json, ParseJson(text));
  return SaveConfiguration(folder_, std::string(FindText(json.as_object(), "store")), now);
}

std::shared_ptr<const root::Directory> App::directory() const {
  const std::lock_guard guard(mutex_);
  return directory_;
}

void App::Publish(std::shared_ptr<const root::Directory> directory) {
  const std::lock_guard guard(mutex_);
  if (directory->position() >= directory_->position()) {
    directory_ = std::move(directory);
  }
}

Result<std::shared_ptr<const root::Directory>> App::DirectoryIn(storage::Tx& tx) {
  TRY_ASSIGN(const journal::Head head, journal::ReadHead(tx, kRootJournal));
  std::shared_ptr<const root::Directory> known = directory();
  if (head.size == known->position()) {
    return known;
  }
  auto next = std::make_shared<root::Directory>(*known);
  TRY(root::CatchUp(tx, *next, *keyring_));
  known = next;
  Publish(known);
  return known;
}

Status App::Refresh() {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_->Begin(storage::Access::kRead));
  TRY(DirectoryIn(*tx));
  return {};
}

Result<access::Scope> App::ScopeOf(std::string_view user) const {
  return access::Scope::Of(directory(), user, today());
}

access::Scope App::SystemScope(std::string_view name) const {
  return access::Scope::System(directory(), name, today());
}

Origin App::NewOrigin(const access::Scope& scope) {
  Origin origin;
  origin.command = NewId(*clock_, random_);
  origin.actor = scope.actor();
  origin.occurred = clock_->Now();
  return origin;
}

Status App::Administer(const access::Scope& scope, std::span<const root::RootCommand> commands) {
  if (!scope.MayAdminister()) {
    return Error{ErrorCode::kForbidden, "access.administer"};
  }
  auto next = std::make_shared<root::Directory>(*directory());
  // What sums in memory may not know of makes them read storage again.
  std::optional<figure::Sums::Coming> coming;
  bool cells_moved = false;
  TRY(storage::WithTransaction(*store_, [&](storage::Tx& tx) -> Status {
    const DateTime now = clock_->Now();
    TRY(root::CatchUp(tx, *next, *keyring_));
    const Position from = next->position();
    for (const root::RootCommand& command : commands) {
      const bool rederive = command.kind == "calendar.add" || command.kind == "pack.enable";
      cells_moved = cells_moved || rederive;
      const root::Directory before = rederive ? root::Directory(*next) : root::Directory();
      TRY(root::AppendRoot(tx, *next, std::span(&command, 1), *keyring_, random_, now));
      if (rederive) {
        TRY(Rederive(tx, before, *next, FindText(command.body, "pack"), now.date()));
      }
    }
    if (!cells_moved) {
      coming.emplace(sums_.Announce({{kRootJournal, from, next->position(), {}}}));
    }
    return {};
  }));
  if (coming) {
    coming->Done();
  }
  Publish(std::move(next));
  return {};
}

Status App::EnablePack(const access::Scope& scope, std::vector<rules::PackFile> files) {
  const std::string content = root::PackContent(files);
  TRY_ASSIGN(const rules::Pack pack, pack::ReadPack(std::move(files)));
  std::vector<Error> refusals = pack::CheckPack(pack);
  if (!refusals.empty()) {
    Error first = std::move(refusals.front());
    first.others.assign(std::make_move_iterator(refusals.begin() + 1),
                        std::make_move_iterator(refusals.end()));
    return first;
  }
  if (!scope.MayAdminister()) {
    return Error{ErrorCode::kForbidden, "access.administer"};
  }
  TRY_ASSIGN(const Hash256 hash, PutAttachment(kRootJournal, content, "application/json", nullptr));
  root::RootCommand command;
  command.origin = NewOrigin(scope);
  command.kind = "pack.enable";
  command.body = {{"pack", pack.name}, {"version", pack.version}, {"hash", hash.ToHex()}};
  return Administer(scope, std::span(&command, 1));
}

Status App::FillJurisdictions(std::vector<CommandGroup>& groups) const {
  const std::shared_ptr<const root::Directory> known = directory();
  for (CommandGroup& group : groups) {
    for (registers::RecordCommand& command : group.commands) {
      const rules::Pack* pack = known->FindPack(command.pack);
      if (NumberOf(command.jurisdiction) != 0 || pack == nullptr) {
        continue;
      }
      const UnitId unit{FindInt(command.set, pack->region)};
      const std::optional<JurisdictionId> jurisdiction =
          known->JurisdictionOf(unit, command.origin.occurred.date());
      if (!jurisdiction) {
        return Error{ErrorCode::kInvalid,
                     "unit.no_jurisdiction",
                     {{"name", known->NameOf(unit)}},
                     "/set/" + pack->region};
      }
      command.jurisdiction = *jurisdiction;
    }
  }
  return {};
}

std::vector<GroupResult> App::Submit(const access::Scope& scope, std::vector<CommandGroup> groups) {
  if (const Status filled = FillJurisdictions(groups); !filled.ok()) {
    std::vector<GroupResult> out;
    for (CommandGroup& group : groups) {
      std::vector<CommandGroup> alone;
      alone.push_back(std::move(group));
      const Status one = FillJurisdictions(alone);
      out.push_back(one.ok() ? std::move(writer_->Submit(scope, std::move(alone)).front())
                             : GroupResult(one.error()));
    }
    return out;
  }
  return writer_->Submit(scope, std::move(groups));
}

Result<registers::Applied> App::SubmitOne(const access::Scope& scope,
                                          registers::RecordCommand command) {
  std::vector<CommandGroup> groups(1);
  groups.front().commands.push_back(std::move(command));
  std::vector<GroupResult> results = Submit(scope, std::move(groups));
  if (!results.front().ok()) {
    return std::move(results.front()).error();
  }
  return results.front()->front();
}

std::vector<GroupResult> App::DryRun(const access::Scope& scope, std::vector<CommandGroup> groups) {
  if (const Status filled = FillJurisdictions(groups); !filled.ok()) {
    return std::vector<GroupResult>(groups.size(), GroupResult(filled.error()));
  }
  return writer_->DryRun(scope, groups);
}

Result<registers::Record> App::FindRecord(const access::Scope& scope,
                                          JurisdictionId jurisdiction,
                                          const RecordId& id,
                                          registers::Personal personal) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_->Begin(storage::Access::kRead));
  const std::shared_ptr<const root::Directory> known = directory();
  TRY_ASSIGN(registers::Record record,
             registers::LoadRecord(*tx, *known, jurisdiction, id, personal, keyring_.get()));
  if (!registers::MayRead(scope, *known->FindPack(record.pack), record.state.fields)) {
    // whether it exists is not told either
    return Error{ErrorCode::kNotFound, "record.missing", {{"record", id.ToString()}}};
  }
  return record;
}

Result<registers::Record> App::FindRecord(const access::Scope& scope,
                                          const RecordId& id,
                                          registers::Personal personal) {
  for (const root::Jurisdiction& jurisdiction : directory()->jurisdictions()) {
    Result<registers::Record> record = FindRecord(scope, jurisdiction.id, id, personal);
    if (record.ok() || record.error().code != ErrorCode::kNotFound) {
      return record;
    }
  }
  return Error{ErrorCode::kNotFound, "record.missing", {{"record", id.ToString()}}};
}

Status App::ForEachRecord(const access::Scope& scope,
                          std::string_view pack,
                          UnitId unit,
                          registers::Personal personal,
                          const std::function<Status(const registers::Record&)>& on_record) {
  const std::shared_ptr<const root::Directory> known = directory();
  const rules::Pack* definition = known->FindPack(pack);
  if (definition == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", std::string(pack)}}};
  }
  const std::shared_ptr<const root::Boundary> boundary = known->BoundaryAt(today());
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : known->jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    // Pages, so that a record may be opened (which reads its key) between two of them.
    storage::RecordFilter filter;
    filter.pack = pack;
    filter.limit = 500;
    while (true) {
      TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_->Begin(storage::Access::kRead));
      std::vector<storage::RecordRow> rows;
      TRY(storage::ReadRecords(*tx, jurisdiction.id, filter,
                               [&](const storage::RecordRow& row) -> Status {
                                 rows.push_back(row);
                                 return {};
                               }));
      for (const storage::RecordRow& row : rows) {
        const bool inside = unit == kNoUnit || boundary->IsWithin(row.region, unit) ||
                            boundary->IsWithin(row.responsible, unit);
        if (!inside || !registers::MayRead(scope, *definition, row)) {
          continue;
        }
        TRY_ASSIGN(const registers::Record record,
                   registers::OpenRow(*tx, *known, jurisdiction.id, row, personal, keyring_.get()));
        TRY(on_record(record));
      }
      if (rows.size() < static_cast<std::size_t>(filter.limit)) {
        break;
      }
      filter.after = rows.back().id;
    }
  }
  return {};
}

Result<std::shared_ptr<const BoundTargets>> App::TargetsIn(storage::Tx& tx,
                                                           const root::Directory& directory) {
  TRY_ASSIGN(auto sizes, storage::ReadSizes(tx));
  sizes[kRootJournal] = directory.position();
  {
    const std::lock_guard guard(mutex_);
    if (targets_ != nullptr && targets_of_ == sizes) {
      return targets_;
    }
  }
  TRY_ASSIGN(BoundTargets read, BoundTargets::Read(tx, directory));
  auto targets = std::make_shared<const BoundTargets>(std::move(read));
  const std::lock_guard guard(mutex_);
  targets_ = targets;
  targets_of_ = sizes;
  return targets;
}

Result<std::vector<figure::Figure>> App::Figures(const access::Scope& scope,
                                                 const figure::Query& query) {
  if (!scope.MayReadFigures(query.unit)) {
    return Error{ErrorCode::kForbidden,
                 "access.figures",
                 {{"unit", directory()->NameOf(query.unit)}},
                 "/unit"};
  }
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_->Begin(storage::Access::kRead));
  figure::Surroundings around;
  const std::shared_ptr<const root::Directory> known = directory();
  around.directory = known.get();
  TRY_ASSIGN(const std::shared_ptr<const BoundTargets> targets, TargetsIn(*tx, *known));
  around.target_of = [&](const rules::Pack& pack, const rules::Indicator& indicator, UnitId unit,
                         const std::string& period) {
    return targets->Find(*known, pack, indicator, unit, period, query.as_of);
  };
  TRY_ASSIGN(const StatedFigures stated, StatedFigures::Read(*tx, *known));
  around.stated_of = [&](const rules::Pack& pack, const rules::Indicator& indicator, UnitId unit,
                         const std::string& period,
                         Date day) { return stated.Find(pack, indicator, unit, period, day); };
  around.may_open = [&](UnitId unit, std::string_view pack) {
    return scope.MayReadRows(unit, pack);
  };
  around.sums = &sums_;
  around.store = store_.get();
  around.today = today();
  return figure::Compute(*tx, around, query);
}

Result<Hash256> App::PutAttachment(JurisdictionId jurisdiction,
                                   std::string_view content,
                                   std::string_view media_type,
                                   const RecordId* seal_for) {
  return storage::WithTransaction(*store_, [&](storage::Tx& tx) {
    return journal::PutAttachment(tx, jurisdiction, content, media_type, seal_for, *keyring_,
                                  random_);
  });
}

Result<journal::Attachment> App::GetAttachment(JurisdictionId jurisdiction, const Hash256& hash) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_->Begin(storage::Access::kRead));
  return journal::GetAttachment(*tx, jurisdiction, hash, *keyring_);
}

}  // namespace luoshi::app
