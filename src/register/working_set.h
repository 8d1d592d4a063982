// The records that a batch of commands touches, as the batch has left them: read once, changed in
// memory, written at the end (write_rows.h). Here is also what a command asks of records other than
// its own: whether one may point to it, what is carried from it, whether it has the same key.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "access/scope.h"
#include "journal/journal.h"
#include "register/record.h"
#include "rules/timeline.h"

namespace luoshi::registers {

// A record as this batch has left it; one that is not there has no history.
struct Loaded {
  const rules::Pack* pack = nullptr;
  JurisdictionId jurisdiction{};
  RecordId id;
  rules::History history;    // personal values only in changes made by this batch, until filled
  std::size_t stored = 0;    // how many changes of it the journal held before this batch
  bool filled = false;       // the stored ones have their personal values too
  Fields personal;           // current personal fields
  rules::RecordState state;  // fields: clear and personal
  bool erased = false;
  Position position = 0;
  std::string sealed;
  rules::Timeline timeline;
  std::vector<storage::Lookup> lookups;
  bool dirty = false;
  bool reseal = false;

  // The record as `changes` make it. Without personal values in the stored part of the history, the
  // current ones stay as they are.
  rules::RecordState Fold(const rules::History& changes) const;
};

class WorkingSet {
 public:
  // All references must outlive it.
  WorkingSet(storage::Tx& tx, const root::Directory& directory, const journal::Keyring& keyring)
      : tx_(tx), directory_(directory), keyring_(keyring) {}

  // kNotFound record.missing when it belongs to another register. Valid as long as this is.
  Result<Loaded*> Load(JurisdictionId jurisdiction, const RecordId& id, const rules::Pack& pack);
  // Gives the stored history its personal values, which only the journal has: for what reaches into
  // old events, and for what counts among events that set the same personal fields. Once erased, it
  // stays without.
  Status FillHistory(Loaded& loaded);

  // Whether the record is there, for whoever asks. `pack`: of which register; "" for any.
  Result<bool> IsOpenTo(const access::Scope& scope,
                        JurisdictionId jurisdiction,
                        const RecordId& id,
                        std::string_view pack);
  // A unit or a record that is newly named must be there; a record, for whoever names it. Otherwise
  // a reference would tell which records there are, and a carried field what stands in them.
  // kInvalid unit.unknown, reference.missing.
  Status CheckReferences(const access::Scope& scope, const Loaded& loaded, const Fields& set);
  // What a carried field becomes, whoever asks for it (only a follower can): what the linked record
  // has now. A command that comes late sets nothing old.
  Status SetCarried(const Loaded& loaded, const Fields& before, Fields& set);
  // No other record of its register has the key that `after` would give it; none is needed while it
  // is void. kInvalid record.key_taken.
  Status CheckKey(const Loaded& loaded, const Fields& after, bool voided);

  // A group of commands: what Change was told before the group is dropped is taken back.
  void Change(Loaded& loaded);  // it is about to be changed
  void EndGroup() { before_.clear(); }
  void DropGroup();

  const std::map<std::pair<JurisdictionId, RecordId>, Loaded>& records() const { return records_; }

 private:
  using Place = std::pair<JurisdictionId, RecordId>;
  Result<Value> LinkedField(const Loaded& loaded, const rules::Field& field, const Fields& links);

  storage::Tx& tx_;
  const root::Directory& directory_;
  const journal::Keyring& keyring_;
  std::map<Place, Loaded> records_;
  std::map<Place, Loaded> before_;  // those that the open group changed, as they were
  // Who was given which key in this batch; whether he still has it, his state says.
  std::set<std::tuple<JurisdictionId, std::string, RecordId>> keys_;
};

}  // namespace luoshi::registers
