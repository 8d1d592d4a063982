#include "register/write.h"

#include <algorithm>

#include "register/replay.h"
#include "rules/form.h"

namespace luoshi::registers {
namespace {

// Header members of an event; in the body they would only stand twice.
constexpr const char* kHeaderMembers[] = {"position", "event", "counts_on", "known_on",
                                          "occurred", "actor", "reporter"};

JsonObject PersonalPart(const rules::Pack& pack, const rules::Change& change) {
  JsonObject out;
  if (!change.reporter.empty()) {
    out[kReporter] = change.reporter;
  }
  for (const auto& [part, fields] :
       {std::pair<const char*, const Fields*>{"set", &change.set}, {"append", &change.append}}) {
    Fields personal;
    for (const auto& [name, value] : *fields) {
      if (IsPersonal(pack, name)) {
        personal[name] = value;
      }
    }
    if (!personal.empty()) {
      out[part] = rules::WriteFields(personal);
    }
  }
  return out;
}

}  // namespace

Event EventOf(const rules::Pack& pack,
              const RecordCommand& command,
              const Actor& actor,
              const rules::Change& change,
              DateTime recorded,
              Position root_position) {
  Event event;
  event.id = change.event;
  event.jurisdiction = command.jurisdiction;
  event.position = change.position;
  event.root_position = root_position;
  event.origin = command.origin;
  event.origin.actor = actor;
  if (event.origin.on_behalf_of) {
    event.origin.on_behalf_of->name.clear();  // it is in the personal part
  }
  event.recorded = recorded;
  event.counts_on = change.counts_on;
  event.kind = "record." + std::string(rules::ActName(change.act));
  event.record = command.record;
  event.body = rules::WriteChange(ClearPart(pack, change));
  for (const char* member : kHeaderMembers) {
    event.body.erase(member);
  }
  event.body["pack"] = pack.name;
  event.personal = PersonalPart(pack, change);
  return event;
}

Status WriteRows(storage::Tx& tx,
                 const root::Directory& directory,
                 const journal::Keyring& keyring,
                 Random& random,
                 JurisdictionId jurisdiction,
                 const WorkingSet& set) {
  std::vector<storage::RecordRow> rows;
  std::vector<storage::Lookup> added;
  std::vector<storage::Lookup> removed;
  std::vector<RecordId> clocked;
  std::vector<storage::DueStepRow> steps;
  for (const auto& [place, loaded] : set.records()) {
    if (place.first != jurisdiction || !loaded.dirty) {
      continue;
    }
    const rules::Pack& pack = *loaded.pack;
    storage::RecordRow row = RowOf(pack, loaded.id, loaded.state, loaded.history, loaded.position);
    row.sealed = loaded.sealed;
    if (loaded.reseal) {
      TRY_ASSIGN(const std::optional<journal::SecretKey> secret,
                 journal::RecordKey(tx, jurisdiction, loaded.id, keyring));
      const std::string part = SealedPart(loaded.personal, loaded.history);
      row.sealed = secret && !part.empty()
                       ? journal::Keyring::Seal(*secret, part, loaded.id.AsBytes(), random)
                       : "";
    }
    rows.push_back(std::move(row));

    std::vector<storage::Lookup> lookups =
        loaded.state.voided ? std::vector<storage::Lookup>()
                            : LookupsOf(pack, loaded.id, loaded.state.fields, keyring);
    for (const storage::Lookup& lookup : lookups) {
      if (std::find(loaded.lookups.begin(), loaded.lookups.end(), lookup) == loaded.lookups.end()) {
        added.push_back(lookup);
      }
    }
    for (const storage::Lookup& lookup : loaded.lookups) {
      if (std::find(lookups.begin(), lookups.end(), lookup) == lookups.end()) {
        removed.push_back(lookup);
      }
    }
    if (!pack.clocks.empty()) {
      clocked.push_back(loaded.id);
      for (storage::DueStepRow& step :
           DueStepsOf(pack, loaded.id, loaded.state, loaded.history, directory.calendar())) {
        steps.push_back(std::move(step));
      }
    }
  }
  TRY(storage::PutRecords(tx, jurisdiction, rows));
  TRY(storage::RemoveLookups(tx, jurisdiction, removed));
  TRY(storage::AddLookups(tx, jurisdiction, added));
  TRY(storage::ReplaceDueSteps(tx, jurisdiction, clocked, steps));
  return {};
}

}  // namespace luoshi::registers
