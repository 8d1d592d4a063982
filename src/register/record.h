// Records read from the store, opened as far as a key allows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/scope.h"
#include "journal/journal.h"
#include "register/command.h"
#include "storage/record_table.h"

namespace luoshi::registers {

struct Record {
  RecordId id;
  JurisdictionId jurisdiction{};
  std::string pack;
  UnitId region = kNoUnit;
  UnitId responsible = kNoUnit;
  Position position = 0;     // of its last event
  rules::History history;    // clear part; when opened, with who reported
  rules::RecordState state;  // fields hold the personal ones too when opened
  bool erased = false;       // it had personal fields that nobody can open any more
};

enum class Personal { kClosed, kOpened };

// kNotFound record.missing; kInternal record.damaged, keys.wrong. `keyring` may be null for
// kClosed.
Result<Record> LoadRecord(storage::Tx& tx,
                          const root::Directory& directory,
                          JurisdictionId jurisdiction,
                          const RecordId& id,
                          Personal personal,
                          const journal::Keyring* keyring);

// From a row already read; opens its sealed part when asked to.
Result<Record> OpenRow(storage::Tx& tx,
                       const root::Directory& directory,
                       JurisdictionId jurisdiction,
                       const storage::RecordRow& row,
                       Personal personal,
                       const journal::Keyring* keyring);

// The personal fields of a row; nullopt when nobody can open them any more. `history`, when given,
// is told who reported.
Result<std::optional<Fields>> OpenPersonal(storage::Tx& tx,
                                           const rules::Pack& pack,
                                           JurisdictionId jurisdiction,
                                           const storage::RecordRow& row,
                                           const journal::Keyring& keyring,
                                           rules::History* history = nullptr);

// What the sealed part of a row holds: the current personal fields, and who reported what. "" when
// there is neither.
std::string SealedPart(const Fields& personal, const rules::History& history);

// The clear fields of a row, without its history. kInternal record.damaged.
Result<Fields> ClearFields(const rules::Pack& pack, const storage::RecordRow& row);

// kInternal record.damaged: what is stored of a record cannot be read; `why` goes into the detail.
Error DamagedRecord(std::string_view register_title, const RecordId& id, const Error& why);

// A change as the journal has it. `event.personal`, when opened, is part of it. kInternal
// journal.damaged.
Result<rules::Change> ChangeOf(const rules::Pack& pack, const Event& event);

bool IsPersonal(const rules::Pack& pack, std::string_view field);
// The change without its personal values and its reporter: what the record's row and the event's
// clear part hold.
rules::Change ClearPart(const rules::Pack& pack, const rules::Change& change);

// The whole history from the journal, personal parts opened when there is a keyring.
Result<rules::History> ReadHistory(storage::Tx& tx,
                                   const rules::Pack& pack,
                                   JurisdictionId jurisdiction,
                                   const RecordId& id,
                                   const journal::Keyring* keyring);

// Whether lists are filtered by the field through an index: choices that the pack puts into lists.
bool IsFiltered(const rules::Field& field);
std::vector<storage::Lookup> FilterLookupsOf(const rules::Pack& pack,
                                             const RecordId& id,
                                             const Fields& fields);
// The tags a record is found by: its key, what it refers to, its personal ids, the choices that
// lists are filtered by.
std::vector<storage::Lookup> LookupsOf(const rules::Pack& pack,
                                       const RecordId& id,
                                       const Fields& fields,
                                       const journal::Keyring& keyring);
// nullopt while a key field is empty.
std::optional<std::string> KeyTag(const rules::Pack& pack,
                                  const Fields& fields,
                                  const journal::Keyring& keyring);
// The tag of a personal value by its kind, so that the same id number is the same in every
// register.
std::string PersonalTag(const rules::Field& field,
                        std::string_view value,
                        const journal::Keyring& keyring);

// The axes of a record: the unit fields its pack names.
UnitId RegionOf(const rules::Pack& pack, const Fields& fields);
UnitId ResponsibleOf(const rules::Pack& pack, const Fields& fields);

access::Belonging BelongingOf(const rules::Pack& pack, const Fields& fields);

// Who may open a record: whoever reads rows of a unit it belongs to.
bool MayRead(const access::Scope& scope, const rules::Pack& pack, const Fields& fields);
// A row whose fields cannot be read is nobody's for helping.
bool MayRead(const access::Scope& scope, const rules::Pack& pack, const storage::RecordRow& row);

}  // namespace luoshi::registers
