#include "app/verify.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "base/text.h"
#include "rules/form.h"
#include "storage/attachment_table.h"
#include "storage/cell_table.h"
#include "storage/event_table.h"

namespace luoshi::app {
namespace {

constexpr std::int64_t kEventsAtOnce = 16'384;
constexpr std::size_t kMostThreads = 4;  // as many readers as a store keeps open

Error Differs(std::string_view what, JurisdictionId jurisdiction, std::string place) {
  return Error{ErrorCode::kInternal,
               "verify.differs",
               {{"what", std::string(what)},
                {"journal", std::to_string(NumberOf(jurisdiction))},
                {"place", std::move(place)}}};
}

std::string PlaceOf(const storage::CellCoordinate& cell) {
  return std::to_string(cell.measure) + "/" + cell.period + "/" + cell.breakdown + "/" +
         std::to_string(NumberOf(cell.region)) + "/" + std::to_string(NumberOf(cell.responsible));
}

class JournalCheck {
 public:
  JournalCheck(storage::Tx& tx,
               const root::Directory& directory,
               const journal::Keyring& keyring,
               JurisdictionId jurisdiction,
               const std::vector<registers::Epoch>& epochs)
      : tx_(tx),
        directory_(directory),
        keyring_(keyring),
        jurisdiction_(jurisdiction),
        epochs_(epochs) {}

  Status Run(std::int64_t events, VerifyReport& report) {
    TRY(Keys());
    TRY(Records(events, report));
    TRY(Lookups());
    TRY(DueSteps());
    return Cells(report);
  }

 private:
  // What is sealed can be opened, unless its record was erased.
  Status Keys() {
    std::set<RecordId> sealed;
    std::int64_t taken = kEventsAtOnce;
    for (Position from = 0; taken == kEventsAtOnce; from += taken) {
      taken = 0;
      TRY(storage::ScanEvents(
          tx_, jurisdiction_, from, kEventsAtOnce, [&](const storage::EventRow& row) -> Status {
            ++taken;
            TRY_ASSIGN(const journal::DecodedEvent event, journal::DecodeEvent(row.content));
            if (!event.sealed.empty()) {
              sealed.insert(event.event.record);
            }
            return {};
          }));
    }
    for (const RecordId& id : sealed) {
      TRY_ASSIGN(const std::optional<journal::SecretKey> key,
                 journal::RecordKey(tx_, jurisdiction_, id, keyring_));
      if (!key && !directory_.IsErased(id)) {
        return Differs("key", jurisdiction_, id.ToString());
      }
    }
    return {};
  }

  Status Records(std::int64_t events, VerifyReport& report) {
    std::vector<storage::RecordRow> page;
    RecordId after;
    std::int64_t seen = 0;
    std::vector<RecordId> ids;
    TRY(storage::ScanRecords(tx_, jurisdiction_, [&](const storage::RecordRow& row) -> Status {
      ids.push_back(row.id);
      return {};
    }));
    for (const RecordId& id : ids) {
      TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                 storage::GetRecord(tx_, jurisdiction_, id));
      TRY_ASSIGN(registers::Replayed replayed,
                 registers::Replay(tx_, directory_, jurisdiction_, id, keyring_, epochs_));
      storage::RecordRow stored = *row;
      const std::string sealed = std::move(stored.sealed);
      stored.sealed.clear();
      if (replayed.events == 0 || stored != replayed.row) {
        return Differs("record", jurisdiction_, id.ToString());
      }
      TRY(Personal(id, sealed, replayed));
      seen += replayed.events;
      ++report.records;
      lookups_.insert(replayed.lookups.begin(), replayed.lookups.end());
      due_.insert(replayed.due_steps.begin(), replayed.due_steps.end());
      for (const registers::StampedDelta& one : replayed.deltas) {
        const rules::CellKey& cell = one.delta.cell;
        const storage::CellCoordinate at{cell.measure, cell.period, cell.breakdown, cell.region,
                                         cell.responsible};
        cells_[{at, {one.delta.day, one.known_on}}] += one.delta.amount;
      }
    }
    // every event belongs to a record that is there
    return seen == events ? Status() : Status(Differs("record count", jurisdiction_, ""));
  }

  Status Personal(const RecordId& id,
                  const std::string& sealed,
                  const registers::Replayed& replayed) {
    if (sealed.empty()) {
      return replayed.sealed_part.empty() ? Status()
                                          : Status(Differs("record", jurisdiction_, id.ToString()));
    }
    TRY_ASSIGN(const std::optional<journal::SecretKey> key,
               journal::RecordKey(tx_, jurisdiction_, id, keyring_));
    if (!key) {
      return {};  // erased: what stands there can never be read
    }
    const Result<std::string> plain = journal::Keyring::Open(*key, sealed, id.AsBytes());
    return plain.ok() && *plain == replayed.sealed_part
               ? Status()
               : Status(Differs("record", jurisdiction_, id.ToString()));
  }

  Status Lookups() {
    std::size_t count = 0;
    TRY(storage::ScanLookups(tx_, jurisdiction_, [&](const storage::Lookup& lookup) -> Status {
      ++count;
      return lookups_.count(lookup) > 0
                 ? Status()
                 : Status(Differs("lookup", jurisdiction_, lookup.record.ToString()));
    }));
    return count == lookups_.size() ? Status() : Status(Differs("lookup", jurisdiction_, ""));
  }

  Status DueSteps() {
    TRY_ASSIGN(const std::vector<storage::DueStepRow> stored,
               storage::ReadDueSteps(tx_, jurisdiction_, DateTime{INT64_MAX}, INT64_MAX));
    if (std::set<storage::DueStepRow>(stored.begin(), stored.end()) != due_) {
      return Differs("due step", jurisdiction_, "");
    }
    return {};
  }

  Status Cells(VerifyReport& report) {
    std::map<std::pair<storage::CellCoordinate, std::int32_t>, std::int64_t> months;
    std::erase_if(cells_, [](const auto& cell) { return cell.second == 0; });
    for (const auto& [key, amount] : cells_) {
      months[{key.first, key.second.first.month_number()}] += amount;
    }
    std::size_t count = 0;
    TRY(storage::ScanCells(
        tx_, jurisdiction_, [&](const storage::CellRow& row, std::int64_t month) -> Status {
          if (row.amount == 0) {
            return {};  // two deltas that met and cancelled
          }
          ++count;
          const auto wanted = cells_.find({row.cell, {row.day, row.known_on}});
          return wanted != cells_.end() && wanted->second == row.amount &&
                         month == row.day.month_number()
                     ? Status()
                     : Status(Differs("cell", jurisdiction_,
                                      PlaceOf(row.cell) + "/" + row.day.ToString()));
        }));
    if (count != cells_.size()) {
      return Differs("cell count", jurisdiction_, "");
    }
    report.cells += static_cast<std::int64_t>(count);
    // a total is the running sum of its cell's months; a month whose sum is zero need not have one
    std::map<storage::CellCoordinate, std::map<std::int32_t, std::int64_t>> totals;
    for (const auto& [key, amount] : months) {
      totals[key.first][key.second] = amount;
    }
    for (auto& [cell, by_month] : totals) {
      std::int64_t running = 0;
      for (auto& [month, amount] : by_month) {
        running += amount;
        amount = running;
      }
    }
    std::map<storage::CellCoordinate, std::set<std::int32_t>> stored;
    TRY(storage::ScanTotals(tx_, jurisdiction_, [&](const storage::TotalRow& row) -> Status {
      const std::map<std::int32_t, std::int64_t>& wanted = totals[row.cell];
      const auto after = wanted.upper_bound(row.month);
      const std::int64_t amount = after == wanted.begin() ? 0 : std::prev(after)->second;
      stored[row.cell].insert(row.month);
      return amount == row.amount
                 ? Status()
                 : Status(Differs("total", jurisdiction_,
                                  PlaceOf(row.cell) + "/" + std::to_string(row.month)));
    }));
    for (const auto& [key, amount] : months) {
      if (amount != 0 && stored[key.first].count(key.second) == 0) {
        return Differs("total", jurisdiction_,
                       PlaceOf(key.first) + "/" + std::to_string(key.second));
      }
    }
    return {};
  }

  storage::Tx& tx_;
  const root::Directory& directory_;
  const journal::Keyring& keyring_;
  JurisdictionId jurisdiction_;
  const std::vector<registers::Epoch>& epochs_;
  std::set<storage::Lookup> lookups_;
  std::set<storage::DueStepRow> due_;
  std::map<std::pair<storage::CellCoordinate, std::pair<Date, Date>>, std::int64_t> cells_;
};

Status CheckCheckpoints(storage::Tx& tx,
                        const journal::Keyring& keyring,
                        const std::string& content,
                        VerifyReport& report) {
  for (const std::string& line : Split(content, "\n")) {
    if (TrimAscii(line).empty()) {
      continue;
    }
    TRY_ASSIGN(const journal::Checkpoint checkpoint, journal::ReadCheckpointLine(line));
    const JurisdictionId jurisdiction = checkpoint.head.jurisdiction;
    if (checkpoint.public_key != keyring.PublicKey()) {
      return Differs("checkpoint key", jurisdiction, "");
    }
    TRY_ASSIGN(const Hash256 root, journal::RootAt(tx, jurisdiction, checkpoint.head.size));
    if (root != checkpoint.head.root) {
      return Differs("checkpoint", jurisdiction, std::to_string(checkpoint.head.size));
    }
    ++report.checkpoints;
  }
  return {};
}

}  // namespace

Result<std::vector<registers::Epoch>> ReadEpochs(storage::Tx& tx) {
  std::vector<registers::Epoch> epochs;
  TRY(journal::ReadEvents(tx, kRootJournal, {}, [&](const Event& event) -> Status {
    if (event.kind == "calendar.add") {
      epochs.push_back({event.position, event.recorded.date(), ""});
    } else if (event.kind == "pack.enable") {
      epochs.push_back(
          {event.position, event.recorded.date(), std::string(FindText(event.body, "pack"))});
    }
    return {};
  }));
  return epochs;
}

namespace {

Result<std::int64_t> CheckTree(App& app, JurisdictionId jurisdiction) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  return journal::VerifyHashes(*tx, jurisdiction);
}

// Several journals at a time, each with its head in a snapshot of its own. The difference that is
// told is that of the first journal that has one.
Result<std::int64_t> CheckTrees(App& app, const std::vector<journal::Head>& heads) {
  std::vector<Result<std::int64_t>> events(heads.size(), Result<std::int64_t>(0));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t at = next++; at < heads.size(); at = next++) {
      events[at] = CheckTree(app, heads[at].jurisdiction);
    }
  };
  {
    const std::size_t threads =
        std::min<std::size_t>({heads.size(), kMostThreads, std::thread::hardware_concurrency()});
    std::vector<std::jthread> others;
    while (others.size() + 1 < threads) {
      others.emplace_back(work);
    }
    work();
  }
  std::int64_t sum = 0;
  for (const Result<std::int64_t>& one : events) {
    TRY_ASSIGN(const std::int64_t count, one);
    sum += count;
  }
  return sum;
}

}  // namespace

Result<VerifyReport> Verify(App& app, const VerifyOptions& options) {
  VerifyReport report;
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  // Folded from the journal in this snapshot, not taken from what the program holds.
  root::Directory directory;
  TRY_ASSIGN(const std::vector<journal::Head> heads, journal::ReadHeads(*tx));
  report.journals = static_cast<std::int64_t>(heads.size());
  if (options.hashes_only) {
    TRY_ASSIGN(report.events, CheckTrees(app, heads));
    TRY(CheckCheckpoints(*tx, app.keyring(), options.checkpoint, report));
    return report;
  }
  for (const journal::Head& head : heads) {
    TRY_ASSIGN(const std::int64_t events, journal::VerifyHashes(*tx, head.jurisdiction));
    report.events += events;
  }
  TRY(CheckCheckpoints(*tx, app.keyring(), options.checkpoint, report));
  TRY(root::CatchUp(*tx, directory, app.keyring()));
  TRY_ASSIGN(const std::vector<registers::Epoch> epochs, ReadEpochs(*tx));
  std::set<JurisdictionId> seen{kRootJournal};
  for (const journal::Head& head : heads) {
    if (seen.insert(head.jurisdiction).second) {
      TRY(JournalCheck(*tx, directory, app.keyring(), head.jurisdiction, epochs)
              .Run(head.size, report));
    }
  }
  std::vector<std::pair<JurisdictionId, Hash256>> attachments;
  TRY(storage::ScanAttachments(*tx,
                               [&](JurisdictionId jurisdiction, const Hash256& hash) -> Status {
                                 attachments.emplace_back(jurisdiction, hash);
                                 return {};
                               }));
  for (const auto& [jurisdiction, hash] : attachments) {
    const Status whole = journal::CheckAttachment(
        *tx, jurisdiction, hash, app.keyring(),
        [&](const RecordId& record) { return directory.IsErased(record); });
    if (!whole.ok()) {
      return Differs("attachment", jurisdiction, hash.ToHex());
    }
    ++report.attachments;
  }
  return report;
}

Result<std::string> Checkpoint(App& app) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY_ASSIGN(const std::vector<journal::Head> heads, journal::ReadHeads(*tx));
  std::string out;
  for (const journal::Head& head : heads) {
    out += journal::CheckpointLine(head, "luoshi", app.keyring()) + "\n";
  }
  return out;
}

}  // namespace luoshi::app
