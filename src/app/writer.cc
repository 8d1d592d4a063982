#include "app/writer.h"

#include "storage/cell_table.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kMaxGroupsPerCommit = 2'000;
constexpr int kFencedTries = 20;
// Of the time the last commit took: how long the next one waits for those whom it answered.
constexpr int kLingerShare = 4;

bool IsRefusal(const Error& error) {
  return error.code != ErrorCode::kUnavailable && error.code != ErrorCode::kInternal &&
         error.key != "journal.fenced";
}

// The group's answer; an error of its own ends the batch.
Result<GroupResult> ApplyGroup(registers::Batch& batch,
                               const access::Scope& scope,
                               const CommandGroup& group) {
  std::vector<registers::Applied> applied;
  batch.BeginGroup();
  for (const registers::RecordCommand& command : group.commands) {
    Result<registers::Applied> one = batch.Apply(scope, command);
    if (!one.ok()) {
      batch.DropGroup();
      return IsRefusal(one.error()) ? Result<GroupResult>(GroupResult(std::move(one).error()))
                                    : Result<GroupResult>(std::move(one).error());
    }
    applied.push_back(*one);
  }
  TRY(batch.EndGroup());
  return GroupResult(std::move(applied));
}

// What the answers and their deltas change, journal by journal.
std::vector<figure::JournalChange> ChangesOf(const std::vector<std::vector<GroupResult>>& results,
                                             const registers::Deltas& deltas) {
  std::map<JurisdictionId, figure::JournalChange> changes;
  for (const std::vector<GroupResult>& answers : results) {
    for (const GroupResult& answer : answers) {
      if (!answer.ok()) {
        continue;
      }
      for (const registers::Applied& applied : *answer) {
        if (applied.repeated) {
          continue;
        }
        const auto [at, made] = changes.try_emplace(applied.jurisdiction);
        figure::JournalChange& change = at->second;
        change.jurisdiction = applied.jurisdiction;
        change.from = made ? applied.position : std::min(change.from, applied.position);
        change.to = std::max(change.to, applied.position + 1);
      }
    }
  }
  std::vector<figure::JournalChange> out;
  for (auto& [jurisdiction, change] : changes) {
    if (const auto stamped = deltas.find(jurisdiction); stamped != deltas.end()) {
      change.cells.reserve(stamped->second.size());
      for (const registers::StampedDelta& one : stamped->second) {
        const rules::CellKey& cell = one.delta.cell;
        change.cells.push_back(
            {{cell.measure, cell.period, cell.breakdown, cell.region, cell.responsible},
             one.delta.day,
             one.known_on,
             one.delta.amount});
      }
    }
    out.push_back(std::move(change));
  }
  return out;
}

}  // namespace

Writer::Writer(storage::Store& store,
               const journal::Keyring& keyring,
               const Clock& clock,
               Random& random,
               figure::Sums& sums,
               DirectoryNow directory)
    : store_(store),
      keyring_(keyring),
      clock_(clock),
      random_(random),
      sums_(sums),
      directory_(std::move(directory)),
      thread_([this] { Run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::vector<GroupResult> Writer::Submit(const access::Scope& scope,
                                        std::vector<CommandGroup> groups) {
  if (groups.empty()) {
    return {};
  }
  auto job = std::make_unique<Job>();
  job->scope = &scope;
  job->groups = std::move(groups);
  std::future<std::vector<GroupResult>> done = job->done.get_future();
  {
    const std::lock_guard guard(mutex_);
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return done.get();
}

void Writer::Run() {
  while (true) {
    std::vector<std::unique_ptr<Job>> jobs;
    {
      std::unique_lock guard(mutex_);
      wake_.wait(guard, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) {
        return;
      }
      // Whoever was just answered asks again in a moment. Going on with the first of them alone
      // would make every second commit one of a single command.
      wake_.wait_for(guard, linger_,
                     [&] { return stopping_ || queue_.size() >= answered_together_; });
      std::size_t groups = 0;
      while (!queue_.empty() && (jobs.empty() || groups < kMaxGroupsPerCommit)) {
        groups += queue_.front()->groups.size();
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    const std::size_t together = jobs.size();
    const auto began = std::chrono::steady_clock::now();
    WriteJobs(jobs);
    linger_ = (std::chrono::steady_clock::now() - began) / kLingerShare;
    answered_together_ = together;
  }
}

Status Writer::WriteOnce(std::vector<std::unique_ptr<Job>>& jobs,
                         std::vector<std::vector<GroupResult>>& results) {
  results.clear();
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store_.Begin(storage::Access::kWrite));
  TRY_ASSIGN(const std::shared_ptr<const root::Directory> directory, directory_(*tx));
  registers::Batch batch(*tx, *directory, keyring_, random_, clock_.Now());
  for (const std::unique_ptr<Job>& job : jobs) {
    std::vector<GroupResult>& answers = results.emplace_back();
    for (const CommandGroup& group : job->groups) {
      TRY_ASSIGN(GroupResult answer, ApplyGroup(batch, *job->scope, group));
      answers.push_back(std::move(answer));
    }
  }
  TRY(batch.Finish());
  std::vector<figure::JournalChange> changes = ChangesOf(results, batch.deltas());
  for (const figure::JournalChange& change : changes) {
    TRY(storage::AddCells(*tx, change.jurisdiction, change.cells));
  }
  figure::Sums::Coming coming = sums_.Announce(std::move(changes));
  TRY(tx->Commit());
  coming.Done();
  return {};
}

void Writer::WriteJobs(std::vector<std::unique_ptr<Job>>& jobs) {
  std::vector<std::vector<GroupResult>> results;
  Status status;
  for (int tries = 0; tries < kFencedTries; ++tries) {
    status = WriteOnce(jobs, results);
    if (status.ok() || status.error().key != "journal.fenced") {
      break;
    }
  }
  if (!status.ok() && jobs.size() > 1) {
    // The database refused the batch: its jobs are tried one by one, so that one bad one cannot
    // take the others with it.
    for (std::unique_ptr<Job>& job : jobs) {
      std::vector<std::unique_ptr<Job>> alone;
      alone.push_back(std::move(job));
      WriteJobs(alone);
    }
    return;
  }
  if (!status.ok() && status.error().code != ErrorCode::kUnavailable &&
      jobs.front()->groups.size() > 1) {
    // Nor one bad group the rest of its job; but who has no database now will not have one a
    // thousand times.
    std::vector<GroupResult> answers;
    for (CommandGroup& group : jobs.front()->groups) {
      std::vector<std::unique_ptr<Job>> alone;
      alone.push_back(std::make_unique<Job>());
      alone.front()->scope = jobs.front()->scope;
      alone.front()->groups.push_back(std::move(group));
      std::future<std::vector<GroupResult>> done = alone.front()->done.get_future();
      WriteJobs(alone);
      answers.push_back(std::move(done.get().front()));
    }
    jobs.front()->done.set_value(std::move(answers));
    return;
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (status.ok()) {
      jobs[i]->done.set_value(std::move(results[i]));
    } else {
      std::vector<GroupResult> failed(jobs[i]->groups.size(), GroupResult(status.error()));
      jobs[i]->done.set_value(std::move(failed));
    }
  }
}

std::vector<GroupResult> Writer::DryRun(const access::Scope& scope,
                                        const std::vector<CommandGroup>& groups) {
  std::vector<GroupResult> out;
  // A read transaction is enough: nothing is finished, so nothing is written.
  Result<std::unique_ptr<storage::Tx>> tx = store_.Begin(storage::Access::kRead);
  if (!tx.ok()) {
    out.assign(groups.size(), GroupResult(tx.error()));
    return out;
  }
  const Result<std::shared_ptr<const root::Directory>> directory = directory_(**tx);
  if (!directory.ok()) {
    out.assign(groups.size(), GroupResult(directory.error()));
    return out;
  }
  registers::Batch batch(**tx, **directory, keyring_, random_, clock_.Now());
  for (const CommandGroup& group : groups) {
    Result<GroupResult> answer = ApplyGroup(batch, scope, group);
    if (!answer.ok()) {
      out.resize(groups.size(), GroupResult(answer.error()));
      return out;
    }
    out.push_back(*std::move(answer));
  }
  return out;
}

}  // namespace luoshi::app
