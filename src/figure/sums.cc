#include "figure/sums.h"

#include <algorithm>

namespace luoshi::figure {
namespace {

// Periods come from whoever asks: no more than this are kept at once.
constexpr std::size_t kMostLoaded = 20'000;

Result<std::unique_ptr<MeasureSums>> ReadKey(storage::Tx& tx,
                                             const std::map<JurisdictionId, Position>& heads,
                                             const Numbering& numbering,
                                             const Sums::Key& key,
                                             Date today) {
  auto out = std::make_unique<MeasureSums>();
  storage::LeafQuery query;
  query.measure = key.first;
  query.period = key.second;
  query.as_of = today;
  for (const auto& [jurisdiction, position] : heads) {
    TRY(storage::ReadLeaves(tx, jurisdiction, query, [&](const storage::LeafAmount& leaf) {
      out->Load(numbering, leaf);
      return Status();
    }));
    TRY(storage::ReadLaterLeaves(tx, jurisdiction, query,
                                 [&](Date day, const storage::LeafAmount& leaf) {
                                   out->AddLater(day, leaf);
                                   return Status();
                                 }));
  }
  out->SumUp(numbering);
  return out;
}

}  // namespace

// ---- Commits

Sums::Coming::Coming(Coming&& other) noexcept
    : sums_(std::exchange(other.sums_, nullptr)), changes_(other.changes_) {}

Sums::Coming::~Coming() {
  if (sums_ != nullptr) {
    const auto lock = sums_->LockToWrite();
    sums_->coming_.erase(changes_);
    sums_->settled_.notify_all();
  }
}

Sums::Coming Sums::Announce(std::vector<JournalChange> changes) {
  const auto lock = LockToWrite();
  coming_.push_back(std::move(changes));
  return {this, std::prev(coming_.end())};
}

void Sums::Coming::Done() {
  const auto lock = sums_->LockToWrite();
  for (JournalChange& change : *changes_) {
    if (sums_->positions_[change.jurisdiction] != change.from) {
      sums_->loaded_.clear();  // somebody else wrote in between
    }
    sums_->Take(change, sums_->positions_, sums_->loaded_);
    if (sums_->recording_) {
      sums_->missed_.push_back(std::move(change));
    }
  }
  sums_->coming_.erase(changes_);
  sums_->settled_.notify_all();
  sums_ = nullptr;
}

void Sums::Take(const JournalChange& change, Positions& positions, Loaded& loaded) const {
  for (const storage::CellRow& cell : change.cells) {
    if (const auto found = loaded.find({cell.cell.measure, cell.cell.period});
        found != loaded.end()) {
      found->second->Add(*numbering_, day_, cell);
    }
  }
  positions[change.jurisdiction] = change.to;
}

// ---- Questions

const MeasureSums& Sums::View::Of(std::int64_t measure, const std::string& period) const {
  return *sums_->loaded_.at({measure, period});
}

std::int64_t Sums::View::Total(const Totals& totals, UnitId unit, bool responsible) const {
  const std::uint32_t slot = sums_->numbering_->SlotOf(unit);
  if (slot == Numbering::kNone) {
    return 0;
  }
  return totals.region.At(slot) + (responsible ? totals.shift.At(slot) : 0);
}

// What others see as committed is here, or on its way here.
bool Sums::Stands(const Positions& heads) const {
  return std::all_of(heads.begin(), heads.end(), [&](const auto& head) {
    const auto known = positions_.find(head.first);
    Position reaches = known == positions_.end() ? 0 : known->second;
    for (const std::vector<JournalChange>& changes : coming_) {
      for (const JournalChange& change : changes) {
        if (change.jurisdiction == head.first && change.from == reaches) {
          reaches = change.to;
        }
      }
    }
    return head.second <= reaches;
  });
}

bool Sums::Answers(const Question& question, const Positions& heads) const {
  return boundary_ != nullptr && day_ == question.today &&
         boundary_ == question.directory->BoundaryAt(question.today) && Stands(heads) &&
         std::all_of(question.keys.begin(), question.keys.end(),
                     [&](const Key& key) { return loaded_.count(key) > 0; });
}

// Makes what is loaded fit the question, as far as that goes without reading. False: the question
// is of an older tree.
bool Sums::MoveTo(const Question& question, const Positions& heads) {
  const std::shared_ptr<const root::Boundary> boundary =
      question.directory->BoundaryAt(question.today);
  if (boundary != boundary_) {
    if (question.directory->position() < root_position_) {
      return false;
    }
    loaded_.clear();
    boundary_ = boundary;
    numbering_ = std::make_shared<const Numbering>(*boundary);
  }
  root_position_ = std::max(root_position_, question.directory->position());
  if (question.today < day_ || !Stands(heads) || loaded_.size() > kMostLoaded) {
    loaded_.clear();
  }
  day_ = question.today;
  for (auto& [key, sums] : loaded_) {
    sums->MoveTo(*numbering_, day_);
  }
  return true;
}

Result<std::optional<Sums::View>> Sums::Today(storage::Store& store,
                                              storage::Tx& tx,
                                              const Question& question) {
  TRY_ASSIGN(const Positions heads, storage::ReadSizes(tx));
  constexpr int kTries = 3;
  for (int tries = 0; tries < kTries; ++tries) {
    {
      std::shared_lock<std::shared_mutex> lock = LockToRead();
      if (Answers(question, heads)) {
        return std::optional<View>(View(*this, std::move(lock)));
      }
    }
    TRY_ASSIGN(const bool loaded, Load(store, question, heads));
    if (!loaded) {
      break;
    }
  }
  return std::optional<View>();
}

Result<bool> Sums::Load(storage::Store& store, const Question& question, const Positions& heads) {
  const std::lock_guard one(loading_);
  std::vector<Key> missing;
  std::shared_ptr<const Numbering> numbering;
  {
    const auto lock = LockToWrite();
    if (!MoveTo(question, heads)) {
      return false;
    }
    for (const Key& key : question.keys) {
      if (loaded_.count(key) == 0) {
        missing.push_back(key);
      }
    }
    if (missing.empty()) {
      return true;
    }
    numbering = numbering_;
    missed_.clear();
    recording_ = true;
  }
  Loaded made;
  Positions standing;
  const auto read = [&]() -> Status {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store.Begin(storage::Access::kRead));
    TRY_ASSIGN(standing, storage::ReadSizes(*tx));
    for (const Key& key : missing) {
      TRY_ASSIGN(made[key], ReadKey(*tx, standing, *numbering, key, question.today));
    }
    return {};
  };
  const Status status = read();
  auto lock = LockToWrite();
  // A commit that was seen here but not yet taken in would else be counted twice.
  settled_.wait(lock, [&] {
    return std::none_of(coming_.begin(), coming_.end(), [&](const auto& changes) {
      return std::any_of(changes.begin(), changes.end(), [&](const JournalChange& change) {
        return change.from < standing[change.jurisdiction];
      });
    });
  });
  recording_ = false;
  TRY(status);
  if (numbering != numbering_ || day_ != question.today) {
    return true;  // the world moved on while this was read: try again
  }
  for (const JournalChange& change : missed_) {
    const Position at = standing[change.jurisdiction];
    if (change.to <= at) {
      continue;
    }
    if (change.from != at) {
      return true;
    }
    Take(change, standing, made);
  }
  std::erase_if(standing, [](const auto& head) { return head.second == 0; });
  std::erase_if(positions_, [](const auto& head) { return head.second == 0; });
  if (positions_ != standing) {
    loaded_.clear();
    positions_ = standing;
  }
  for (auto& [key, sums] : made) {
    loaded_[key] = std::move(sums);
    ++times_read_;
  }
  return true;
}

std::shared_lock<std::shared_mutex> Sums::LockToRead() const {
  const std::lock_guard turn(turn_);
  return std::shared_lock(mutex_);
}

std::unique_lock<std::shared_mutex> Sums::LockToWrite() const {
  const std::lock_guard turn(turn_);
  return std::unique_lock(mutex_);
}

std::size_t Sums::MemoryBytes() const {
  const auto lock = LockToRead();
  std::size_t out = numbering_ == nullptr ? 0 : numbering_->MemoryBytes();
  for (const auto& [key, sums] : loaded_) {
    out += sums->MemoryBytes();
  }
  return out;
}

std::int64_t Sums::TimesRead() const {
  const auto lock = LockToRead();
  return times_read_;
}

}  // namespace luoshi::figure
