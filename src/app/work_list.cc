#include "app/work_list.h"

#include <algorithm>
#include <functional>
#include <set>

#include "app/id_stream.h"
#include "rules/form.h"

namespace luoshi::app {
namespace {

const Value* Find(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() || found->second.IsEmpty() ? nullptr : &found->second;
}

std::string TextOf(const Fields& fields, std::string_view name) {
  const Value* value = Find(fields, name);
  const std::string* text = value == nullptr ? nullptr : value->As<std::string>();
  return text == nullptr ? std::string() : *text;
}

// The field that holds the deadline: the pack's first clock that counts to one.
std::string_view DueField(const rules::Pack& pack) {
  for (const rules::Clock& clock : pack.clocks) {
    if (!clock.due_field.empty()) {
      return clock.due_field;
    }
  }
  return {};
}

WorkItem ItemOf(const rules::Pack& pack, const registers::Record& record, Date today) {
  WorkItem item;
  item.record = record.id;
  item.jurisdiction = record.jurisdiction;
  item.pack = record.pack;
  item.region = record.region;
  item.responsible = record.responsible;
  item.state = record.state.state;
  const Fields& fields = record.state.fields;
  item.number = TextOf(fields, "number");
  item.person = TextOf(fields, "person");
  const rules::Field* title = pack.FindField(pack.record_title);
  const Value* value = title == nullptr ? nullptr : Find(fields, title->name);
  if (value != nullptr && !value->As<Uuid>()) {
    const std::string text = rules::ShowValue(*title, *value, {});
    item.title = title->personal ? rules::Mask(*title, text) : text;
  } else {
    item.title = record.id.ToString().substr(0, 8);
  }
  const rules::State* state = pack.FindState(item.state);
  item.state_title = state == nullptr ? item.state : state->title.zh;
  item.closed = state != nullptr && state->closed;
  if (const Value* due = Find(fields, DueField(pack)); due != nullptr && due->As<Date>()) {
    item.due = *due->As<Date>();
    item.overdue = !item.closed && *item.due < today;
  }
  return item;
}

using Ranges = std::vector<storage::IdRange>;

// The records of a pack that stand in one of the states `is_meant` is true of.
template <class IsMeant>
Ranges StatesOf(const rules::Pack& pack, IsMeant&& is_meant) {
  Ranges out;
  if (pack.lifecycle) {
    for (const rules::State& state : pack.lifecycle->states) {
      if (is_meant(state)) {
        out.push_back({.by = storage::IdRange::By::kState, .pack = pack.name, .state = state.name});
      }
    }
  }
  return out;
}

// Clear fields and state, as its row has them.
Result<registers::Record> FromRow(const rules::Pack& pack,
                                  JurisdictionId jurisdiction,
                                  const storage::RecordRow& row) {
  registers::Record record;
  record.id = row.id;
  record.jurisdiction = jurisdiction;
  record.pack = row.pack;
  record.region = row.region;
  record.responsible = row.responsible;
  record.position = row.position;
  record.state.state = row.state;
  TRY_ASSIGN(record.state.fields, registers::ClearFields(pack, row));
  return record;
}

// Every record that lies in all of `filters` and may be read. Cost: what they have in common.
Status ForEachRow(App& app,
                  const access::Scope& scope,
                  const std::vector<Ranges>& filters,
                  const rules::Pack& pack,
                  const std::function<Status(const registers::Record&)>& on_record) {
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : app.directory()->jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    std::vector<IdStream> streams;
    for (const Ranges& ranges : filters) {
      streams.emplace_back(*tx, jurisdiction.id, ranges);
    }
    IdIntersection ids(std::move(streams), RecordId());
    for (;;) {
      TRY_ASSIGN(const std::optional<RecordId> id, ids.Next());
      if (!id) {
        break;
      }
      TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                 storage::GetRecord(*tx, jurisdiction.id, *id));
      if (!row || row->voided || !registers::MayRead(scope, pack, *row)) {
        continue;
      }
      TRY_ASSIGN(const registers::Record record, FromRow(pack, jurisdiction.id, *row));
      TRY(on_record(record));
    }
  }
  return {};
}

// Those without a day come last; 来文-3-10 comes after 来文-3-9.
bool ComesBefore(const WorkItem& a, const WorkItem& b) {
  const Date never{INT32_MAX};
  return std::tuple(a.due.value_or(never), a.number.size(), a.number, a.record) <
         std::tuple(b.due.value_or(never), b.number.size(), b.number, b.record);
}

}  // namespace

Result<std::vector<WorkItem>> ListTasks(App& app, const access::Scope& scope, UnitId unit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const std::shared_ptr<const root::Boundary> boundary = directory->BoundaryAt(app.today());
  const rules::Pack* const pack = directory->FindPack("task");
  if (pack == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", "task"}}};
  }
  std::vector<WorkItem> out;
  TRY(ForEachRow(
      app, scope,
      {StatesOf(*pack, [](const rules::State& state) { return state.name != "dropped"; })}, *pack,
      [&](const registers::Record& record) -> Status {
        if (unit == kNoUnit || boundary->IsWithin(record.region, unit) ||
            boundary->IsWithin(record.responsible, unit)) {
          out.push_back(ItemOf(*pack, record, app.today()));
        }
        return {};
      }));
  std::sort(out.begin(), out.end(), ComesBefore);
  return out;
}

std::vector<UnitId> UnitsOf(const App& app, const access::Scope& scope) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  std::vector<UnitId> out;
  const auto add = [&](UnitId unit) {
    if (unit != kNoUnit && std::find(out.begin(), out.end(), unit) == out.end()) {
      out.push_back(unit);
    }
  };
  for (const root::Post* post : directory->PostsOf(scope.actor().user)) {
    add(post->unit);
  }
  for (const root::Grant* grant : directory->GrantsOf(scope.actor().user, app.today())) {
    add(grant->unit);
  }
  return out;
}

UnitId HomeUnitOf(const App& app, const access::Scope& scope) {
  const std::vector<UnitId> units = UnitsOf(app, scope);
  if (units.empty()) {
    return kNoUnit;
  }
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Unit* unit = directory->FindUnit(units.front());
  return unit != nullptr && unit->level == UnitLevel::kOffice
             ? directory->ParentOf(unit->id, app.today())
             : units.front();
}

Result<std::vector<InboxRegister>> ReadInbox(App& app,
                                             const access::Scope& scope,
                                             std::size_t limit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const std::shared_ptr<const root::Boundary> boundary = directory->BoundaryAt(app.today());
  const std::vector<UnitId> mine = UnitsOf(app, scope);
  // What a village's grids hold lies with the village; what a town's villages hold, not with it.
  std::set<UnitId> with_me(mine.begin(), mine.end());
  for (const UnitId unit : mine) {
    const Unit* known = directory->FindUnit(unit);
    if (known != nullptr && known->level >= UnitLevel::kVillage) {
      const root::Boundary::Range range = boundary->RangeOf(unit);
      with_me.insert(boundary->order().begin() + range.begin,
                     boundary->order().begin() + range.end);
    }
  }
  std::vector<const rules::Pack*> packs = directory->packs();
  std::stable_partition(packs.begin(), packs.end(),
                        [](const rules::Pack* pack) { return pack->name == "task"; });
  std::vector<InboxRegister> out;
  for (const rules::Pack* pack : packs) {
    if (!pack->lifecycle) {
      continue;
    }
    InboxRegister found;
    found.pack = pack->name;
    Ranges responsible;
    for (const UnitId unit : with_me) {
      responsible.push_back(
          {.by = storage::IdRange::By::kResponsible, .pack = pack->name, .unit = unit});
    }
    const Ranges open = StatesOf(*pack, [](const rules::State& state) { return !state.closed; });
    TRY(ForEachRow(app, scope, {responsible, open}, *pack,
                   [&](const registers::Record& record) -> Status {
                     found.items.push_back(ItemOf(*pack, record, app.today()));
                     return {};
                   }));
    std::sort(found.items.begin(), found.items.end(), ComesBefore);
    found.open = static_cast<std::int64_t>(found.items.size());
    if (found.items.size() > limit) {
      found.items.resize(limit);
    }
    if (found.open > 0) {
      out.push_back(std::move(found));
    }
  }
  return out;
}

}  // namespace luoshi::app
