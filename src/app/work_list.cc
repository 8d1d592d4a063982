#include "app/work_list.h"

#include <algorithm>

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

// Those without a day come last; 来文-3-10 comes after 来文-3-9.
bool ComesBefore(const WorkItem& a, const WorkItem& b) {
  const Date never{INT32_MAX};
  return std::tuple(a.due.value_or(never), a.number.size(), a.number, a.record) <
         std::tuple(b.due.value_or(never), b.number.size(), b.number, b.record);
}

}  // namespace

Result<std::vector<WorkItem>> ListTasks(App& app, const access::Scope& scope, UnitId unit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  std::vector<WorkItem> out;
  TRY(app.ForEachRecord(scope, "task", unit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          if (record.state.state != "dropped") {
                            out.push_back(
                                ItemOf(*directory->FindPack("task"), record, app.today()));
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
  const auto lies_with_me = [&](UnitId responsible) {
    return std::any_of(mine.begin(), mine.end(), [&](UnitId unit) {
      const Unit* known = directory->FindUnit(unit);
      const bool small = known != nullptr && known->level >= UnitLevel::kVillage;
      return unit == responsible || (small && boundary->IsWithin(responsible, unit));
    });
  };
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
    for (const UnitId unit : mine) {
      // Rows of an office lie in the region of the unit it belongs to.
      const Unit* known = directory->FindUnit(unit);
      const bool office = known != nullptr && known->level == UnitLevel::kOffice;
      const UnitId within = office ? boundary->ParentOf(unit) : unit;
      TRY(app.ForEachRecord(scope, pack->name, within, registers::Personal::kClosed,
                            [&](const registers::Record& record) -> Status {
                              const rules::State* state = pack->FindState(record.state.state);
                              const bool open = state != nullptr && !state->closed;
                              if (open && lies_with_me(record.responsible)) {
                                found.items.push_back(ItemOf(*pack, record, app.today()));
                              }
                              return {};
                            }));
    }
    std::sort(found.items.begin(), found.items.end(), ComesBefore);
    found.items.erase(
        std::unique(found.items.begin(), found.items.end(),
                    [](const WorkItem& a, const WorkItem& b) { return a.record == b.record; }),
        found.items.end());
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
