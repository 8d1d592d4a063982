// record, record_lookup, due_step: the state of every record, the tags it is found by, and the
// clock steps that will fall due. All of it follows from the journals and can be made anew.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "storage/store.h"

namespace luoshi::storage {

struct RecordRow {
  RecordId id;
  std::string pack;
  std::string state;
  bool voided = false;  // its creation was taken back
  UnitId region = kNoUnit;
  UnitId responsible = kNoUnit;
  Position position = 0;  // of its last event: its version
  std::string fields;     // clear fields, JSON
  std::string sealed;     // personal fields, under the record's key; "" when there are none
  std::string history;    // clear part of its changes, JSON array

  bool operator==(const RecordRow&) const = default;
};

Status PutRecords(Tx& tx, JurisdictionId jurisdiction, std::span<const RecordRow> rows);
Result<std::optional<RecordRow>> GetRecord(Tx& tx, JurisdictionId jurisdiction, const RecordId& id);

struct RecordFilter {
  std::string pack;
  std::optional<std::string> state;
  std::optional<UnitId> region;
  RecordId after;  // keyset: only ids greater than this
  std::int64_t limit = INT64_MAX;
};
// By id. Void records are left out.
Status ReadRecords(Tx& tx,
                   JurisdictionId jurisdiction,
                   const RecordFilter& filter,
                   const std::function<Status(const RecordRow&)>& on_record);
// One range of an index, read a page at a time: rows of a pack, of these with one state, region or
// responsible unit, or those found by one tag. Void records are in it.
struct IdRange {
  enum class By { kPack, kState, kRegion, kResponsible, kLookup };
  By by = By::kPack;
  std::string pack;
  std::string state;
  UnitId unit = kNoUnit;
  std::string field;  // kLookup
  std::string tag;
};
// Ids greater than `after`, in order, at most `limit`.
Result<std::vector<RecordId>> ReadIds(Tx& tx,
                                      JurisdictionId jurisdiction,
                                      const IdRange& range,
                                      const RecordId& after,
                                      std::int64_t limit);
// Whether a row of the pack names a unit numbered from `first` to `last`, on either axis.
Result<bool> NamesUnits(
    Tx& tx, JurisdictionId jurisdiction, std::string_view pack, UnitId first, UnitId last);
// Every row by id, void ones included: for verification.
Status ScanRecords(Tx& tx,
                   JurisdictionId jurisdiction,
                   const std::function<Status(const RecordRow&)>& on_record);

// How records are found by something exact: "" the key of the register, a reference field the
// record it points to, a personal field its blind tag, a choice that lists are filtered by itself.
struct Lookup {
  std::string pack;
  std::string field;
  std::string tag;
  RecordId record;

  auto operator<=>(const Lookup&) const = default;
};
Status AddLookups(Tx& tx, JurisdictionId jurisdiction, std::span<const Lookup> lookups);
Status RemoveLookups(Tx& tx, JurisdictionId jurisdiction, std::span<const Lookup> lookups);
Result<std::vector<RecordId>> FindRecords(Tx& tx,
                                          JurisdictionId jurisdiction,
                                          std::string_view pack,
                                          std::string_view field,
                                          std::string_view tag);
Status ScanLookups(Tx& tx,
                   JurisdictionId jurisdiction,
                   const std::function<Status(const Lookup&)>& on_lookup);

struct DueStepRow {
  DateTime at;
  RecordId record;
  std::string clock;
  std::string step;
  EventId anchor;

  auto operator<=>(const DueStepRow&) const = default;
};
// Replaces what was pending for these records.
Status ReplaceDueSteps(Tx& tx,
                       JurisdictionId jurisdiction,
                       std::span<const RecordId> records,
                       std::span<const DueStepRow> steps);
// Those due at or before `now`, in time order, at most `limit`.
Result<std::vector<DueStepRow>> ReadDueSteps(Tx& tx,
                                             JurisdictionId jurisdiction,
                                             DateTime now,
                                             std::int64_t limit);

}  // namespace luoshi::storage
