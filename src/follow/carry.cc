#include "follow/carry.h"

#include <algorithm>

#include "register/record.h"
#include "rules/form.h"
#include "storage/record_table.h"

namespace luoshi::follow {
namespace {

const Value& Find(const Fields& fields, const std::string& name) {
  static const Value kEmpty;
  const auto found = fields.find(name);
  return found == fields.end() ? kEmpty : found->second;
}

bool CarriesAnything(const rules::Pack& pack) {
  return std::any_of(pack.fields.begin(), pack.fields.end(), [](const rules::Field& field) {
    return field.type == rules::FieldType::kCarried;
  });
}

bool CarriesFrom(const rules::Pack& pack, const rules::Field& reference) {
  return reference.type == rules::FieldType::kReference &&
         std::any_of(pack.fields.begin(), pack.fields.end(), [&](const rules::Field& field) {
           return field.type == rules::FieldType::kCarried &&
                  field.carried_reference == reference.name;
         });
}

// One change that brings every carried field of a record of the jurisdiction up to date, because of
// `event`; none when they are.
Status Refresh(const Around& around,
               JurisdictionId jurisdiction,
               const rules::Pack& pack,
               const Event& event,
               const RecordId& id,
               std::vector<Group>& groups) {
  TRY_ASSIGN(const std::optional<storage::RecordRow> row,
             storage::GetRecord(around.tx, jurisdiction, id));
  if (!row || row->voided || row->pack != pack.name) {
    return {};
  }
  TRY_ASSIGN(const registers::Record record,
             registers::OpenRow(around.tx, around.directory, jurisdiction, *row,
                                registers::Personal::kOpened, &around.keyring));
  registers::RecordCommand command;
  for (const rules::Field& field : pack.fields) {
    if (field.type != rules::FieldType::kCarried || (field.personal && record.erased)) {
      continue;
    }
    const Uuid* target = Find(record.state.fields, field.carried_reference).As<Uuid>();
    Value there;
    if (target != nullptr) {
      TRY_ASSIGN(const std::optional<storage::RecordRow> linked,
                 storage::GetRecord(around.tx, jurisdiction, *target));
      if (linked) {
        TRY_ASSIGN(const registers::Record other,
                   registers::OpenRow(around.tx, around.directory, jurisdiction, *linked,
                                      registers::Personal::kOpened, &around.keyring));
        there = Find(other.state.fields, field.carried_field);
      }
    }
    if (!(there == Find(record.state.fields, field.name))) {
      command.set[field.name] = rules::WriteValue(there);
    }
  }
  // The last event of several that were read together speaks for them all.
  std::erase_if(groups, [&](const Group& group) { return group.front().record == id; });
  if (command.set.empty()) {
    return {};
  }
  command.origin =
      FollowingOrigin(kCarry, event.origin.occurred, {"carry", id.AsBytes(), event.id.AsBytes()});
  command.jurisdiction = jurisdiction;
  command.pack = pack.name;
  command.record = id;
  groups.push_back({std::move(command)});
  return {};
}

}  // namespace

bool Carries(const root::Directory& directory) {
  const std::vector<const rules::Pack*> packs = directory.packs();
  return std::any_of(packs.begin(), packs.end(),
                     [](const rules::Pack* pack) { return CarriesAnything(*pack); });
}

Result<std::optional<RecordId>> FillCarried(const Around& around,
                                            JurisdictionId jurisdiction,
                                            const Event& enabled,
                                            const RecordId& after,
                                            std::int64_t limit,
                                            std::vector<Group>& groups) {
  const rules::Pack* pack = around.directory.FindPack(FindText(enabled.body, "pack"));
  if (pack == nullptr || !CarriesAnything(*pack)) {
    return std::optional<RecordId>();
  }
  storage::RecordFilter filter;
  filter.pack = pack->name;
  filter.after = after;
  filter.limit = limit;
  std::vector<RecordId> ids;
  TRY(storage::ReadRecords(around.tx, jurisdiction, filter,
                           [&](const storage::RecordRow& row) -> Status {
                             ids.push_back(row.id);
                             return {};
                           }));
  for (const RecordId& id : ids) {
    TRY(Refresh(around, jurisdiction, *pack, enabled, id, groups));
  }
  return ids.empty() ? std::optional<RecordId>() : ids.back();
}

Status Carry(const Around& around, const Event& event, std::vector<Group>& groups) {
  if (event.kind == "record.create" || event.kind == "record.step") {
    return {};  // nothing points to a new record; a step changes no field
  }
  const std::string_view name = FindText(event.body, "pack");
  for (const rules::Pack* pack : around.directory.packs()) {
    bool carries = false;
    for (const rules::Field& reference : pack->fields) {
      if (!CarriesFrom(*pack, reference)) {
        continue;
      }
      carries = true;
      if (!reference.target.empty() && reference.target != name) {
        continue;
      }
      TRY_ASSIGN(const std::vector<RecordId> linked,
                 storage::FindRecords(around.tx, event.jurisdiction, pack->name, reference.name,
                                      event.record.AsBytes()));
      for (const RecordId& id : linked) {
        TRY(Refresh(around, event.jurisdiction, *pack, event, id, groups));
      }
    }
    // its own change is no reason to look at the record again
    if (carries && pack->name == name && event.origin.actor.user != FollowerActor(kCarry)) {
      TRY(Refresh(around, event.jurisdiction, *pack, event, event.record, groups));
    }
  }
  return {};
}

}  // namespace luoshi::follow
