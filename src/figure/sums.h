// Today's totals of every unit in memory, so that a figure for today costs a look-up, however large
// the unit is (docs/adr/0010). Storage stays the only truth: this is a cache that is read from it
// when first asked for, measure by measure, and then follows what is committed.
//
// It stands at one position of every journal and at the end of one day:
//   - what a transaction commits is announced before and taken in after the commit, so whoever has
//     been acknowledged finds it counted;
//   - deltas of days to come wait, and count when the day has come;
//   - when anybody else has written to a journal (another process, a calendar, a pack), or the tree
//     of units has changed, it is forgotten and read again at the next question.
// Safe to use from many threads.
#pragma once

#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "figure/sums_tree.h"
#include "root/directory.h"
#include "storage/head_table.h"
#include "storage/store.h"

namespace luoshi::figure {

// What one transaction does to one journal: its events `from` … `to` - 1, and their deltas.
struct JournalChange {
  JurisdictionId jurisdiction{};
  Position from = 0;
  Position to = 0;
  std::vector<storage::CellRow> cells;
};

class Sums {
 public:
  using Key = std::pair<std::int64_t, std::string>;  // measure version, period

  // A commit that is under way. Destroyed without Done it has come to nothing, as far as is known.
  class Coming {
   public:
    Coming(Coming&& other) noexcept;
    Coming& operator=(Coming&&) = delete;
    ~Coming();
    // The transaction is committed. Cost: the cells times the depth of the tree.
    void Done();

   private:
    friend class Sums;
    Coming(Sums* sums, std::list<std::vector<JournalChange>>::iterator changes)
        : sums_(sums), changes_(changes) {}
    Sums* sums_;
    std::list<std::vector<JournalChange>>::iterator changes_;
  };
  // To be called inside the transaction, right before its commit.
  Coming Announce(std::vector<JournalChange> changes);

  // The numbers, for as long as it lives: commits are taken in afterwards.
  class View {
   public:
    // REQUIRES: the key was asked for.
    const MeasureSums& Of(std::int64_t measure, const std::string& period) const;
    // What a unit holds in all; 0 for what is not in the tree.
    std::int64_t Total(const Totals& totals, UnitId unit, bool responsible) const;

   private:
    friend class Sums;
    View(const Sums& sums, std::shared_lock<std::shared_mutex> lock)
        : sums_(&sums), lock_(std::move(lock)) {}
    const Sums* sums_;
    std::shared_lock<std::shared_mutex> lock_;
  };

  struct Question {
    const root::Directory* directory = nullptr;
    Date today;
    std::set<Key> keys;
  };
  // Not older than what `tx` sees. Reads what is missing from `store`, in a transaction of its own.
  // nullopt, now and then, when others write at the same time: then storage must answer.
  Result<std::optional<View>> Today(storage::Store& store,
                                    storage::Tx& tx,
                                    const Question& question);

  // What it holds now, and how many sums it has read from storage so far: for measuring.
  std::size_t MemoryBytes() const;
  std::int64_t TimesRead() const;

 private:
  using Positions = std::map<JurisdictionId, Position>;
  using Loaded = std::map<Key, std::unique_ptr<MeasureSums>>;

  // Called with the lock held.
  bool Stands(const Positions& heads) const;
  bool Answers(const Question& question, const Positions& heads) const;
  bool MoveTo(const Question& question, const Positions& heads);
  void Take(const JournalChange& change, Positions& positions, Loaded& loaded) const;

  Result<bool> Load(storage::Store& store, const Question& question, const Positions& heads);
  // A reader gives way to a commit that waits to be taken in.
  std::shared_lock<std::shared_mutex> LockToRead() const;
  std::unique_lock<std::shared_mutex> LockToWrite() const;

  std::mutex loading_;  // one reads from storage at a time

  mutable std::mutex turn_;
  mutable std::shared_mutex mutex_;  // guards all below
  std::condition_variable_any settled_;
  std::list<std::vector<JournalChange>> coming_;
  bool recording_ = false;             // while somebody loads:
  std::vector<JournalChange> missed_;  // what was committed meanwhile

  std::shared_ptr<const root::Boundary> boundary_;
  std::shared_ptr<const Numbering> numbering_;
  Position root_position_ = 0;  // of the directory the boundary is of
  Date day_;
  Positions positions_;  // where all that is loaded stands
  Loaded loaded_;
  std::int64_t times_read_ = 0;
};

}  // namespace luoshi::figure
