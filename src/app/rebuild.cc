#include "app/rebuild.h"

#include <algorithm>
#include <set>

#include "app/verify.h"
#include "register/replay.h"
#include "rules/form.h"
#include "storage/cell_table.h"
#include "storage/derived.h"
#include "storage/event_table.h"
#include "storage/merkle_table.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kRecordsAtOnce = 500;
constexpr std::int64_t kEventsAtOnce = 16'384;

class JournalRebuild {
 public:
  JournalRebuild(storage::Tx& tx,
                 const root::Directory& directory,
                 const journal::Keyring& keyring,
                 Random& random,
                 const std::vector<registers::Epoch>& epochs,
                 JurisdictionId jurisdiction)
      : tx_(tx),
        directory_(directory),
        keyring_(keyring),
        random_(random),
        epochs_(epochs),
        jurisdiction_(jurisdiction) {}

  Status Run() {
    TRY(Nodes());
    TRY(journal::VerifyHashes(tx_, jurisdiction_));
    std::vector<RecordId> ids;
    for (const RecordId& id : records_) {
      ids.push_back(id);
      if (ids.size() == kRecordsAtOnce) {
        TRY(Records(ids));
        ids.clear();
      }
    }
    return Records(ids);
  }

 private:
  // The tree's nodes, and on the way which records there are.
  Status Nodes() {
    journal::MerkleTree tree;
    std::vector<storage::MerkleNode> nodes;
    std::int64_t taken = kEventsAtOnce;
    while (taken == kEventsAtOnce) {
      taken = 0;
      TRY(storage::ScanEvents(tx_, jurisdiction_, tree.size(), kEventsAtOnce,
                              [&](const storage::EventRow& row) -> Status {
                                ++taken;
                                tree.Add(journal::LeafHash(row.content), &nodes);
                                TRY_ASSIGN(const RecordId record, Uuid::FromBytes(row.record));
                                if (!record.IsNil()) {
                                  records_.insert(record);
                                }
                                return {};
                              }));
    }
    return storage::InsertMerkleNodes(tx_, jurisdiction_, nodes);
  }

  Status Records(const std::vector<RecordId>& ids) {
    std::vector<storage::RecordRow> rows;
    std::vector<storage::Lookup> lookups;
    std::vector<storage::DueStepRow> steps;
    std::vector<storage::CellRow> cells;
    for (const RecordId& id : ids) {
      TRY_ASSIGN(registers::Replayed replayed,
                 registers::Replay(tx_, directory_, jurisdiction_, id, keyring_, epochs_));
      if (!replayed.sealed_part.empty()) {
        TRY_ASSIGN(const std::optional<journal::SecretKey> key,
                   journal::RecordKey(tx_, jurisdiction_, id, keyring_));
        LUOSHI_CHECK(key.has_value());  // its events have just been opened with it
        replayed.row.sealed =
            journal::Keyring::Seal(*key, replayed.sealed_part, id.AsBytes(), random_);
      }
      rows.push_back(std::move(replayed.row));
      std::move(replayed.lookups.begin(), replayed.lookups.end(), std::back_inserter(lookups));
      std::move(replayed.due_steps.begin(), replayed.due_steps.end(), std::back_inserter(steps));
      for (const registers::StampedDelta& one : replayed.deltas) {
        const rules::CellKey& cell = one.delta.cell;
        cells.push_back({{cell.measure, cell.period, cell.breakdown, cell.region, cell.responsible},
                         one.delta.day,
                         one.known_on,
                         one.delta.amount});
      }
    }
    TRY(storage::PutRecords(tx_, jurisdiction_, rows));
    TRY(storage::AddLookups(tx_, jurisdiction_, lookups));
    TRY(storage::ReplaceDueSteps(tx_, jurisdiction_, ids, steps));
    return storage::AddCells(tx_, jurisdiction_, cells);
  }

  storage::Tx& tx_;
  const root::Directory& directory_;
  const journal::Keyring& keyring_;
  Random& random_;
  const std::vector<registers::Epoch>& epochs_;
  const JurisdictionId jurisdiction_;
  std::set<RecordId> records_;
};

}  // namespace

Status Rebuild(App& app) {
  return storage::WithTransaction(app.store(), [&](storage::Tx& tx) -> Status {
    TRY(storage::ClearDerived(tx));
    root::Directory directory;
    TRY(root::CatchUp(tx, directory, app.keyring()));
    TRY_ASSIGN(const std::vector<registers::Epoch> epochs, ReadEpochs(tx));
    TRY_ASSIGN(const std::vector<journal::Head> heads, journal::ReadHeads(tx));
    for (const journal::Head& head : heads) {
      TRY(JournalRebuild(tx, directory, app.keyring(), app.random(), epochs, head.jurisdiction)
              .Run());
    }
    return {};
  });
}

}  // namespace luoshi::app
