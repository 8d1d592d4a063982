// The use cases of Luoshi over one opened deployment. Every one takes the Scope of who asks; writes
// go through one queue (writer.h). Safe to use from many threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/scope.h"
#include "app/writer.h"
#include "figure/figure.h"
#include "figure/sums.h"
#include "host/clock.h"
#include "host/random.h"
#include "journal/journal.h"
#include "register/record.h"
#include "root/root_journal.h"

namespace luoshi::app {

class BoundTargets;

// Opens a database by its address: "sqlite:<file>" or "postgres:<conninfo>". Only main/ knows the
// concrete stores and hands this in.
using StoreOpener =
    std::function<Result<std::unique_ptr<storage::Store>>(const std::string& address)>;

struct InitOptions {
  std::string tenant;    // 演示县
  bool example = false;  // 演示数据: real division codes are refused, the clock is kept
  std::string store = "sqlite:luoshi.db";  // relative files lie in the folder
  std::optional<DateTime> clock;  // an example store keeps its own clock from this moment on
};

class App {
 public:
  // Makes keys, database, root journal and the configuration file in `folder`. kInvalid
  // app.already_made.
  static Status Init(const std::string& folder,
                     const StoreOpener& opener,
                     const InitOptions& options,
                     Random& random);
  // kNotFound app.not_made, and what the store and the keys say.
  static Result<std::unique_ptr<App>> Open(const std::string& folder,
                                           const StoreOpener& opener,
                                           Random& random);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  const std::string& folder() const { return folder_; }
  const Clock& clock() const { return *clock_; }
  Date today() const { return clock_->Now().date(); }
  // Moves the clock of an example store and keeps it there; kForbidden app.not_example otherwise.
  Status SetClock(DateTime now);
  storage::Store& store() { return *store_; }
  const journal::Keyring& keyring() const { return *keyring_; }
  journal::Keyring& keyring() { return *keyring_; }
  Random& random() { return random_; }

  // What all jurisdictions share, as last committed by this process.
  std::shared_ptr<const root::Directory> directory() const;
  // Reads root events that another process wrote.
  Status Refresh();

  Result<access::Scope> ScopeOf(std::string_view user) const;
  access::Scope SystemScope(std::string_view name) const;
  // An origin for a new command of this scope, now.
  Origin NewOrigin(const access::Scope& scope);

  // ---- Root journal. kForbidden access.administer.
  Status Administer(const access::Scope& scope, std::span<const root::RootCommand> commands);
  // Stores the pack's content and enables it: all of its files, read and checked before.
  Status EnablePack(const access::Scope& scope, std::vector<rules::PackFile> files);

  // ---- Registers
  // Each group stands or falls as a whole; the answers come in the order asked, after they are
  // durable. Jurisdiction 0 in a create is filled in from its region.
  std::vector<GroupResult> Submit(const access::Scope& scope, std::vector<CommandGroup> groups);
  Result<registers::Applied> SubmitOne(const access::Scope& scope,
                                       registers::RecordCommand command);
  // Decides without writing: what would be refused. Nothing of it is kept.
  std::vector<GroupResult> DryRun(const access::Scope& scope, std::vector<CommandGroup> groups);

  Result<registers::Record> FindRecord(const access::Scope& scope,
                                       JurisdictionId jurisdiction,
                                       const RecordId& id,
                                       registers::Personal personal);
  // A record in whatever jurisdiction it is; kNotFound record.missing.
  Result<registers::Record> FindRecord(const access::Scope& scope,
                                       const RecordId& id,
                                       registers::Personal personal);
  // Every record of a pack whose region lies below `unit` (today's tree), rows the scope may open.
  Status ForEachRecord(const access::Scope& scope,
                       std::string_view pack,
                       UnitId unit,
                       registers::Personal personal,
                       const std::function<Status(const registers::Record&)>& on_record);

  // ---- Figures
  Result<std::vector<figure::Figure>> Figures(const access::Scope& scope,
                                              const figure::Query& query);
  // Today's totals, for measuring.
  const figure::Sums& sums() const { return sums_; }

  // ---- Attachments of the root journal and of jurisdictions
  Result<Hash256> PutAttachment(JurisdictionId jurisdiction,
                                std::string_view content,
                                std::string_view media_type,
                                const RecordId* seal_for);
  Result<journal::Attachment> GetAttachment(JurisdictionId jurisdiction, const Hash256& hash);

 private:
  App(std::string folder,
      std::unique_ptr<storage::Store> store,
      std::unique_ptr<journal::Keyring> keyring,
      std::unique_ptr<Clock> clock,
      Random& random);
  Status FillJurisdictions(std::vector<CommandGroup>& groups) const;
  void Publish(std::shared_ptr<const root::Directory> directory);
  // As of the root journal that `tx` sees.
  Result<std::shared_ptr<const root::Directory>> DirectoryIn(storage::Tx& tx);
  // The targets that tasks set, read again when any journal has grown.
  Result<std::shared_ptr<const BoundTargets>> TargetsIn(storage::Tx& tx,
                                                        const root::Directory& directory);

  std::string folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<journal::Keyring> keyring_;
  std::unique_ptr<Clock> clock_;
  Random& random_;
  mutable std::mutex mutex_;
  std::shared_ptr<const root::Directory> directory_;
  std::shared_ptr<const BoundTargets> targets_;
  std::map<JurisdictionId, Position> targets_of_;  // how long the journals were then
  figure::Sums sums_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace luoshi::app
