#include "follow/hand_over.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "register/record.h"
#include "rules/form.h"

namespace luoshi::follow {
namespace {

constexpr std::string_view kTask = "task";  // the built-in pack; its fields and states are known
constexpr const char* kHandedFields[] = {
    "name",     "content",         "requirement", "target_text",     "due",
    "given_on", "source_sentence", "supervised",  "supervised_basis"};
constexpr const char* kKeptFields[] = {"content", "requirement", "target_text", "due"};

const Value* Find(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() || found->second.IsEmpty() ? nullptr : &found->second;
}

std::string TextIn(const Fields& fields, std::string_view name) {
  const Value* value = Find(fields, name);
  const std::string* text = value == nullptr ? nullptr : value->As<std::string>();
  return text == nullptr ? std::string() : *text;
}

std::string Cut(const std::string& text, std::size_t most) {
  return CodePointCount(text) <= most ? text : FromCodePoints(ToCodePoints(text).substr(0, most));
}

bool IsOut(std::string_view state) {
  return !state.empty() && state != "draft" && state != "consulting" && state != "dropped";
}

// The units that have to act on a task, each with the duty named for it.
std::map<UnitId, std::string> UnitsOf(const rules::RecordState& state) {
  std::map<UnitId, std::string> out;
  if (!IsOut(state.state) || state.voided) {
    return out;
  }
  if (const Value* lead = Find(state.fields, "lead_unit"); lead != nullptr) {
    if (const UnitId* unit = lead->As<UnitId>()) {
      out[*unit] = TextIn(state.fields, "duty");
    }
  }
  const Value* group = Find(state.fields, "assist_units");
  const GroupRows* rows = group == nullptr ? nullptr : group->As<GroupRows>();
  if (rows != nullptr) {
    for (const Fields& row : *rows) {
      const Value* unit = Find(row, "unit");
      if (unit != nullptr && unit->As<UnitId>() != nullptr) {
        out.emplace(*unit->As<UnitId>(), TextIn(row, "duty"));
      }
    }
  }
  return out;
}

std::string OriginText(JurisdictionId jurisdiction, const RecordId& task) {
  return std::to_string(NumberOf(jurisdiction)) + "/" + task.ToString();
}

struct Owner {
  JurisdictionId jurisdiction{};
  RecordId task;
};

std::optional<Owner> ReadOrigin(const std::string& text) {
  const std::vector<std::string> parts = Split(text, "/");
  if (parts.size() != 2 || parts[0].empty() || parts[0].size() > 18 ||
      parts[0].find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  const Result<Uuid> task = Uuid::Parse(parts[1]);
  return task.ok() ? std::optional(Owner{JurisdictionId{std::stoll(parts[0])}, *task})
                   : std::nullopt;
}

registers::RecordCommand NewCommand(const Event& event,
                                    JurisdictionId jurisdiction,
                                    const RecordId& record,
                                    rules::Act act,
                                    std::string_view what) {
  registers::RecordCommand command;
  command.origin = FollowingOrigin(kHandOver, event.origin.occurred,
                                   {"hand_over", what, record.AsBytes(), event.id.AsBytes()});
  command.jurisdiction = jurisdiction;
  command.pack = kTask;
  command.record = record;
  command.act = act;
  return command;
}

Group MakePart(const Around& around,
               const Event& event,
               const rules::RecordState& task,
               UnitId unit,
               const std::string& duty,
               JurisdictionId there) {
  const RecordId part = PartOf(event.jurisdiction, event.record, unit);
  registers::RecordCommand create = NewCommand(event, there, part, rules::Act::kCreate, "create");
  for (const char* name : kHandedFields) {
    if (const Value* value = Find(task.fields, name)) {
      create.set[name] = rules::WriteValue(*value);
    }
  }
  // its own number, which nobody else gives out there
  create.set["number"] =
      Cut(TextIn(task.fields, "number"), 31) + "-" + part.ToString().substr(0, 8);
  create.set["region"] = NumberOf(unit);
  create.set["lead_unit"] = NumberOf(unit);
  create.set["given_on"] = event.origin.occurred.date().ToString();
  if (!duty.empty()) {
    create.set["duty"] = duty;
  }
  create.set["origin"] = OriginText(event.jurisdiction, event.record);
  const Value* region = Find(task.fields, "region");
  const UnitId* owner = region == nullptr ? nullptr : region->As<UnitId>();
  create.set["origin_name"] = owner == nullptr ? "" : around.directory.NameOf(*owner);
  registers::RecordCommand give = NewCommand(event, there, part, rules::Act::kMove, "give");
  give.transition = "give";
  return {std::move(create), std::move(give)};
}

// What the owner changed in his task since, for a part that has it.
std::optional<registers::RecordCommand> FollowTask(const Event& event,
                                                   const rules::Change& change,
                                                   bool gone,
                                                   const RecordId& part,
                                                   JurisdictionId there) {
  if (gone) {
    registers::RecordCommand drop = NewCommand(event, there, part, rules::Act::kMove, "drop");
    drop.transition = "drop";
    return drop;
  }
  registers::RecordCommand keep = NewCommand(event, there, part, rules::Act::kChange, "keep");
  for (const char* name : kKeptFields) {
    const auto set = change.set.find(name);
    if (set != change.set.end()) {
      keep.set[name] = rules::WriteValue(set->second);
    }
  }
  if (change.act == rules::Act::kExtend && change.clock == "handling" && change.due) {
    keep.set["due"] = change.due->ToString();
  }
  return keep.set.empty() ? std::nullopt : std::optional(std::move(keep));
}

Status ToParts(const Around& around,
               const rules::Pack& pack,
               const Event& event,
               const rules::Change& change,
               const rules::History& history,
               std::vector<Group>& groups) {
  const rules::RecordState before =
      rules::Fold(pack, rules::History(history.begin(), std::prev(history.end())));
  const rules::RecordState after = rules::Fold(pack, history);
  const std::map<UnitId, std::string> had = UnitsOf(before);
  const Date day = event.origin.occurred.date();
  for (const auto& [unit, duty] : UnitsOf(after)) {
    const std::optional<JurisdictionId> there = around.directory.JurisdictionOf(unit, day);
    if (there && *there != event.jurisdiction && had.count(unit) == 0) {
      groups.push_back(MakePart(around, event, after, unit, duty, *there));
    }
  }
  const bool gone = after.voided || after.state == "dropped";
  for (const auto& [unit, duty] : had) {
    const std::optional<JurisdictionId> there = around.directory.JurisdictionOf(unit, day);
    if (!there || *there == event.jurisdiction) {
      continue;
    }
    std::optional<registers::RecordCommand> follow =
        FollowTask(event, change, gone, PartOf(event.jurisdiction, event.record, unit), *there);
    if (follow) {
      groups.push_back({*std::move(follow)});
    }
  }
  return {};
}

// The rows that tell the owner what happened to a part; empty when it is nothing to tell.
JsonArray RowsToReport(const rules::Pack& pack,
                       const rules::Change& change,
                       const rules::RecordState& state,
                       const std::string& unit) {
  JsonArray rows;
  if (const Value* progress = Find(change.append, "progress")) {
    if (const GroupRows* appended = progress->As<GroupRows>()) {
      for (Fields row : *appended) {
        row["done"] = Cut(unit + "：" + TextIn(row, "done"), 500);
        rows.push_back(rules::WriteFields(row));
      }
    }
  }
  const rules::Transition* transition = pack.FindTransition(change.transition);
  const rules::State* reached = pack.FindState(change.state);
  if (transition != nullptr && reached != nullptr && (reached->closed || transition->returns)) {
    std::string text = unit + "：" + transition->title.zh;
    const std::string why = TextIn(state.fields, reached->closed ? "result" : "reply");
    text += why.empty() ? "" : "。" + why;
    rows.push_back(JsonObject{{"on_day", change.counts_on.ToString()}, {"done", Cut(text, 500)}});
  }
  return rows;
}

}  // namespace

RecordId PartOf(JurisdictionId jurisdiction, const RecordId& task, UnitId unit) {
  return Uuid::Derived(
      {"hand_over", OriginText(jurisdiction, task), std::to_string(NumberOf(unit))});
}

bool HandsOver(const root::Directory& directory) { return directory.FindPack(kTask) != nullptr; }

Status HandOver(const Around& around, const Event& event, std::vector<Group>& groups) {
  const rules::Pack* pack = around.directory.FindPack(kTask);
  if (pack == nullptr || FindText(event.body, "pack") != kTask || event.kind == "record.step" ||
      event.kind == "record.create") {
    return {};
  }
  TRY_ASSIGN(const rules::Change change, registers::ChangeOf(*pack, event));
  TRY_ASSIGN(rules::History history,
             registers::ReadHistory(around.tx, *pack, event.jurisdiction, event.record, nullptr));
  // As it was with this event: read again later, the same follows.
  std::erase_if(history, [&](const rules::Change& one) { return one.position > event.position; });
  if (history.empty() || history.back().event != event.id) {
    return journal::DamagedAt(event.jurisdiction, event.position, "not in its record");
  }
  TRY(ToParts(around, *pack, event, change, history, groups));

  const rules::Change& made = history.front();
  const std::optional<Owner> owner = made.actor == FollowerActor(kHandOver)
                                         ? ReadOrigin(TextIn(made.set, "origin"))
                                         : std::nullopt;
  if (!owner) {
    return {};
  }
  const rules::RecordState state = rules::Fold(*pack, history);
  const std::string unit = around.directory.NameOf(registers::RegionOf(*pack, state.fields));
  JsonArray rows = RowsToReport(*pack, change, state, unit);
  if (!rows.empty()) {
    registers::RecordCommand report =
        NewCommand(event, owner->jurisdiction, owner->task, rules::Act::kChange, "report");
    report.append["progress"] = std::move(rows);
    groups.push_back({std::move(report)});
  }
  return {};
}

}  // namespace luoshi::follow
