// The one queue of writes: whatever has queued while the last transaction was committing goes into
// the next one, so that one flush acknowledges many (group commit).
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "access/scope.h"
#include "figure/sums.h"
#include "host/clock.h"
#include "register/batch.h"
#include "storage/store.h"

namespace luoshi::app {

// Commands that stand or fall together: a row of an import, the parts of one decision.
struct CommandGroup {
  std::vector<registers::RecordCommand> commands;
};
// As many Applied as the group has commands, or the refusal of the first that was refused.
using GroupResult = Result<std::vector<registers::Applied>>;

class Writer {
 public:
  // The directory as of the root journal that the transaction sees: what is decided in it must know
  // every root event before it.
  using DirectoryNow =
      std::function<Result<std::shared_ptr<const root::Directory>>(storage::Tx& tx)>;

  Writer(storage::Store& store,
         const journal::Keyring& keyring,
         const Clock& clock,
         Random& random,
         figure::Sums& sums,
         DirectoryNow directory);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits until all groups are durable or refused. Safe from many threads.
  std::vector<GroupResult> Submit(const access::Scope& scope, std::vector<CommandGroup> groups);
  // Decides in a transaction that is rolled back.
  std::vector<GroupResult> DryRun(const access::Scope& scope,
                                  const std::vector<CommandGroup>& groups);

 private:
  struct Job {
    const access::Scope* scope = nullptr;
    std::vector<CommandGroup> groups;
    std::promise<std::vector<GroupResult>> done;
  };

  void Run();
  void WriteJobs(std::vector<std::unique_ptr<Job>>& jobs);
  // One transaction over all of them; on a failure of the database nothing is written.
  Status WriteOnce(std::vector<std::unique_ptr<Job>>& jobs,
                   std::vector<std::vector<GroupResult>>& results);

  storage::Store& store_;
  const journal::Keyring& keyring_;
  const Clock& clock_;
  Random& random_;
  figure::Sums& sums_;
  DirectoryNow directory_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  bool stopping_ = false;
  std::size_t answered_together_ = 0;  // by the last commit; used by Run only, as is:
  std::chrono::steady_clock::duration linger_{0};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace luoshi::app
