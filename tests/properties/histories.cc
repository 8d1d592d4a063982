#include <algorithm>
#include <array>

#include "rules/clock.h"
#include "rules/form.h"
#include "tests/properties/packs.h"
#include "tests/properties/twins.h"

namespace luoshi::properties {
namespace {

const Date kStart = *Date::Parse("2026-09-01");

std::string Padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

template <class T>
const T& PickOf(Histories& histories, const std::vector<T>& list) {
  return list[static_cast<std::size_t>(histories.Roll(static_cast<std::int64_t>(list.size())))];
}

}  // namespace

Histories::Histories(std::uint64_t seed) : dice_(seed) {}

Status Histories::Furnish(Twins& twins) {
  const auto unit = [&](const char* name, UnitLevel level, UnitId parent) -> Result<UnitId> {
    UnitId number = kNoUnit;
    for (std::size_t i = 0; i < twins.size(); ++i) {
      TRY_ASSIGN(number, twins.at(i).AddUnit(name, level, parent, kStart - 400));
    }
    units_.push_back(number);
    return number;
  };
  TRY_ASSIGN(const UnitId county, unit("示例县", UnitLevel::kCounty, kNoUnit));
  TRY_ASSIGN(const UnitId a, unit("甲镇", UnitLevel::kTown, county));
  TRY_ASSIGN(const UnitId b, unit("乙镇", UnitLevel::kTown, county));
  for (const char* name : {"甲一村", "甲二村", "甲三村"}) {
    TRY_ASSIGN(const UnitId village, unit(name, UnitLevel::kVillage, a));
    places_.push_back(village);
  }
  for (const char* name : {"乙一村", "乙二村"}) {
    TRY_ASSIGN(const UnitId village, unit(name, UnitLevel::kVillage, b));
    places_.push_back(village);
  }
  TRY_ASSIGN(const UnitId grid, unit("乙二村一网格", UnitLevel::kGrid, places_.back()));
  places_.push_back(grid);
  places_.push_back(a);  // 本级
  TRY(unit("甲镇办", UnitLevel::kOffice, a));
  TRY(unit("乙镇办", UnitLevel::kOffice, b));
  for (std::size_t i = 0; i < twins.size(); ++i) {
    TRY(twins.at(i).AddJurisdiction(1, a, kStart - 400));
    TRY(twins.at(i).AddJurisdiction(2, b, kStart - 400));
    TRY(twins.at(i).AddJurisdiction(3, county, kStart - 400));
    TRY(twins.at(i).AddUser("sun", "line_officer", county, kStart - 400));
    TRY(twins.at(i).AddUser("zhou", "supervisor", county, kStart - 400));
    TRY(twins.at(i).AddUser("wang", "deputy", county, kStart - 400));
    TRY(twins.at(i).AddUser("wu", "grid_worker", places_.front(), kStart - 400));
  }
  TRY(twins.Enable(PersonPack()));
  TRY(twins.Enable(FeesPack(1)));
  TRY(twins.Enable(CasesPack(1)));
  return {};
}

UnitId Histories::Place() { return PickOf(*this, places_); }

std::string Histories::CitizenId() {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string id = "990001" + std::to_string(1930 + Roll(80)) + Padded(1 + Roll(12), 2) +
                   Padded(1 + Roll(28), 2) + Padded(Roll(1000), 3);
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += (id[i] - '0') * kWeights[i];
  }
  return id + "10X98765432"[sum % 11];
}

JsonObject Histories::SomeFields(const std::string& pack) {
  JsonObject out;
  const auto day = [&] { return (kStart + static_cast<int>(Roll(80))).ToString(); };
  const auto maybe = [&](const char* name, const auto& value) {
    if (Chance(30)) {
      out[name] = Chance(15) ? Json() : Json(value());
    }
  };
  const auto one_of = [&](const std::vector<const char*>& keys) {
    return [this, keys] { return Json(PickOf(*this, keys)); };
  };
  if (Chance(20)) {
    out["village"] = NumberOf(Place());
  }
  if (pack == "person") {
    maybe("id_number", [&] { return CitizenId(); });
    maybe("name", [&] { return "张" + std::to_string(Roll(100)); });
    maybe("class", one_of({"ordinary", "hardship"}));
  } else if (pack == "fees") {
    maybe("exclusion", one_of({"none", "none", "abroad"}));
    maybe("held", [&] { return Chance(50); });
    if (Chance(50)) {
      out["status"] = Json(PickOf(*this, std::vector<const char*>{"unpaid", "paid", "declined"}));
    }
    if (out.contains("status") || Chance(30)) {
      out["paid_on"] = day();
    }
    maybe("amount", [&] { return std::to_string(Roll(500)) + ".5"; });
    maybe("note", [&] { return "情况" + std::to_string(Roll(100)); });
    maybe("insured_year", [&] { return 2026 + Roll(2); });
  } else {
    maybe("office", [&] { return NumberOf(units_[units_.size() - 1 - (Chance(50) ? 1U : 0U)]); });
    maybe("kind", one_of({"fire", "road"}));
    maybe("urgent", [&] { return Chance(50); });
    maybe("found_on", [&] { return Chance(10) ? "2025-12-31" : day(); });
    maybe("area", [&] { return std::to_string(Roll(90)) + ".5"; });
    maybe("due", day);
    maybe("caller", [&] { return "1380000" + Padded(Roll(10000), 4); });
  }
  return out;
}

Result<registers::RecordCommand> Histories::Create() {
  registers::RecordCommand command;
  command.act = rules::Act::kCreate;
  command.pack = PickOf(*this, std::vector<std::string>{"person", "person", "fees", "fees", "cases",
                                                        "cases", "cases"});
  command.record = Uuid::Derived({"record", std::to_string(next_)});
  command.set = SomeFields(command.pack);
  for (auto at = command.set.begin(); at != command.set.end();) {
    at = at->value().is_null() ? command.set.erase(at) : std::next(at);
  }
  command.set["village"] = NumberOf(Place());
  const std::int64_t number = Chance(5) ? Roll(next_ + 1) : next_;
  if (command.pack == "fees") {
    std::vector<RecordId> people;
    for (const Known& known : records_) {
      if (known.pack == "person") {
        people.push_back(known.id);
      }
    }
    command.set["person"] = (people.empty() ? command.record : PickOf(*this, people)).ToString();
    command.set["insured_year"] = 2026 + Roll(2);
    command.set.emplace("exclusion", "none");
    command.set.emplace("status", "unpaid");
  } else {
    command.set["number"] = "N" + std::to_string(number);
    if (command.pack == "cases") {
      command.set["found_on"] = (kStart + static_cast<int>(Roll(60))).ToString();
    }
  }
  return command;
}

Result<registers::RecordCommand> Histories::Touch(Twins& twins, const Known& known) {
  registers::RecordCommand command;
  command.pack = known.pack;
  command.record = known.id;
  command.jurisdiction = known.jurisdiction;
  const Result<registers::Record> record = twins.app().FindRecord(
      twins.first().System(), known.jurisdiction, known.id, registers::Personal::kOpened);
  const rules::Pack& pack = *twins.app().directory()->FindPack(known.pack);
  const std::int64_t kind = Roll(100);
  command.set = SomeFields(known.pack);
  if (kind < 40) {
    command.act = rules::Act::kChange;
    if (known.pack == "cases" && Chance(40)) {
      command.append["visits"] = JsonArray{JsonObject{{"on_day", twins.now().date().ToString()}}};
    }
    if (known.pack == "cases" && Chance(15)) {
      command.append["calls"] =
          JsonArray{JsonObject{{"on_day", twins.now().date().ToString()},
                               {"words", "第" + std::to_string(next_) + "次"}}};
    }
    if (record.ok() && Chance(50)) {
      for (const auto& member : command.set) {
        const auto found = record->state.fields.find(std::string_view(member.key()));
        command.seen[member.key()] =
            found == record->state.fields.end() ? Json() : rules::WriteValue(found->second);
      }
      if (Chance(10)) {
        command.seen["village"] = 99;
      }
    }
  } else if (kind < 65 && pack.lifecycle) {
    command.act = rules::Act::kMove;
    if (Chance(60)) {
      command.set = {};
    }
    std::vector<std::string> names;
    for (const rules::Transition& transition : pack.lifecycle->transitions) {
      const bool now = record.ok() && std::find(transition.from.begin(), transition.from.end(),
                                                record->state.state) != transition.from.end();
      if (now || Chance(10)) {
        names.push_back(transition.name);
      }
    }
    command.transition = names.empty() ? "nowhere" : PickOf(*this, names);
  } else if (kind < 85 && record.ok() && !record->history.empty()) {
    // most often of what was done last, so that it is not always refused
    const rules::History& history = record->history;
    const std::size_t back =
        static_cast<std::size_t>(Roll(static_cast<std::int64_t>(history.size())));
    command.target = Chance(50) ? history.back().event : history[back].event;
    command.reason = Chance(97) ? "写错了" : "";
    command.act = kind < 75 ? rules::Act::kCorrect : rules::Act::kTakeBack;
    if (command.act == rules::Act::kTakeBack) {
      command.set = {};
    }
  } else {
    command.set = {};
    command.clock = Chance(70) ? "handling" : "whole";
    const std::int64_t act = Roll(3);
    command.act = act == 0   ? rules::Act::kPause
                  : act == 1 ? rules::Act::kResume
                             : rules::Act::kExtend;
    command.reason = "天气";
    if (command.act == rules::Act::kExtend) {
      command.due = twins.now().date() + static_cast<int>(Roll(15));
    }
  }
  return command;
}

Result<registers::RecordCommand> Histories::RandomCommand(Twins& twins, std::vector<Known>& made) {
  std::vector<Known> all = records_;
  all.insert(all.end(), made.begin(), made.end());
  const bool creates = all.empty() || Chance(all.size() < 30 ? 60 : 15);
  Result<registers::RecordCommand> command = creates ? Create() : Touch(twins, PickOf(*this, all));
  if (!command.ok()) {
    return command;
  }
  command->origin.command = Uuid::Derived({"command", std::to_string(next_++)});
  command->origin.occurred = twins.now();
  if (Chance(30)) {
    command->origin.occurred.ms -= Roll(25) * 24 * 3'600'000;  // entered late
  } else if (Chance(2)) {
    command->origin.occurred.ms += 3'600'000;  // refused
  }
  if (Chance(20)) {
    command->origin.on_behalf_of = OnBehalfOf{Chance(50) ? "李会计" : "zhou", EntryWay::kPhone};
  }
  if (creates) {
    const UnitId village{FindInt(command->set, "village")};
    const std::optional<JurisdictionId> jurisdiction =
        twins.app().directory()->JurisdictionOf(village, command->origin.occurred.date());
    if (Chance(50)) {
      command->jurisdiction = jurisdiction.value_or(JurisdictionId{});
    }
    made.push_back({command->record, jurisdiction.value_or(JurisdictionId{}), command->pack});
  }
  return command;
}

void Histories::Send(Twins& twins,
                     const std::string& user,
                     const std::vector<app::CommandGroup>& groups) {
  std::vector<app::CommandGroup> signed_groups = groups;
  for (app::CommandGroup& group : signed_groups) {
    for (registers::RecordCommand& command : group.commands) {
      command.origin.actor.user = user.empty() ? "system:test" : user;
    }
  }
  const std::vector<app::GroupResult> results = twins.Submit(user, signed_groups);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].ok()) {
      ++refused_[results[i].error().key];
      continue;
    }
    for (std::size_t c = 0; c < results[i]->size(); ++c) {
      const registers::Applied& applied = (*results[i])[c];
      accepted_ += applied.repeated ? 0 : 1;
      const registers::RecordCommand& command = signed_groups[i].commands[c];
      if (command.act == rules::Act::kCreate && !applied.repeated) {
        records_.push_back({applied.record, applied.jurisdiction, command.pack});
      }
    }
    sent_.push_back(signed_groups[i]);
  }
}

// What a follower does with the steps that have fallen due.
Status Histories::TakeDueSteps(Twins& twins) {
  std::vector<app::CommandGroup> groups;
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx,
               twins.app().store().Begin(storage::Access::kRead));
    for (const std::int64_t jurisdiction : {1, 2, 3}) {
      TRY_ASSIGN(const std::vector<storage::DueStepRow> steps,
                 storage::ReadDueSteps(*tx, JurisdictionId{jurisdiction}, twins.now(), 20));
      for (const storage::DueStepRow& step : steps) {
        registers::RecordCommand command;
        command.origin.command = Uuid::Derived(
            {"step", step.record.AsBytes(), step.clock, step.anchor.AsBytes(), step.step});
        command.origin.occurred = twins.now();
        command.jurisdiction = JurisdictionId{jurisdiction};
        command.pack = "cases";
        command.record = step.record;
        command.act = rules::Act::kStep;
        command.clock = step.clock;
        command.step = step.step;
        command.target = step.anchor;
        command.holder = step.step == "escalation" ? "deputy" : "";
        groups.push_back({{command}});
      }
    }
  }
  Send(twins, "", groups);
  return {};
}

// What happens to the shared world, each once.
Status Histories::Happen(Twins& twins, int progress) {
  const Date today = twins.now().date();
  const auto calendar = [&](int year, std::vector<std::string> off,
                            std::vector<std::string> worked) {
    return twins.Root("calendar.add", {{"year", year},
                                       {"basis", "测试"},
                                       {"off", JsonArray(off.begin(), off.end())},
                                       {"worked", JsonArray(worked.begin(), worked.end())}});
  };
  const std::string tomorrow = (today + 1).ToString();
  if (happened_ == 0 && progress >= 20) {
    ++happened_;
    TRY(calendar(2026, {"2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06"},
                 {"2026-09-20", "2026-10-10"}));
  } else if (happened_ == 1 && progress >= 35) {
    ++happened_;
    TRY(twins.Enable(FeesPack(2)));
  } else if (happened_ == 2 && progress >= 50) {
    ++happened_;
    // 甲二村 and 甲三村 become 甲新村
    for (std::size_t i = 0; i < twins.size(); ++i) {
      TRY_ASSIGN(const UnitId merged,
                 twins.at(i).AddUnit("甲新村", UnitLevel::kVillage, units_[1], today + 1));
      if (i == 0) {
        units_.push_back(merged);
        places_.push_back(merged);
      }
    }
    TRY(twins.Root("unit.merge", {{"from", tomorrow},
                                  {"units", JsonArray{NumberOf(places_[1]), NumberOf(places_[2])}},
                                  {"into", JsonArray{NumberOf(places_.back())}}}));
    // the offices stay the last two
    std::rotate(units_.end() - 3, units_.end() - 1, units_.end());
  } else if (happened_ == 3 && progress >= 65) {
    ++happened_;
    // 乙一村 goes to 甲镇
    TRY(twins.Root(
        "unit.move",
        {{"unit", NumberOf(places_[3])}, {"parent", NumberOf(units_[1])}, {"from", tomorrow}}));
  } else if (happened_ == 4 && progress >= 75) {
    ++happened_;
    TRY(twins.Enable(CasesPack(2)));
  } else if (happened_ == 5 && progress >= 85) {
    ++happened_;
    TRY(calendar(2026, {"2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-11-02"}, {}));
    TRY(twins.Reopen());
  }
  return {};
}

Status Histories::Step(Twins& twins, int progress) {
  const int days = static_cast<int>(Roll(3));
  TRY(twins.SetClock(days == 0 ? DateTime{twins.now().ms + 3'600'000}
                               : DateTime::At(twins.now().date() + days, 9)));
  TRY(Happen(twins, progress));
  if (Chance(40)) {
    TRY(TakeDueSteps(twins));
  }
  const std::string user =
      PickOf(*this, std::vector<std::string>{"sun", "sun", "sun", "wang", "zhou", "wu"});
  std::vector<app::CommandGroup> groups;
  std::vector<Known> made;
  const std::int64_t count = 1 + Roll(4);
  for (std::int64_t g = 0; g < count; ++g) {
    app::CommandGroup& group = groups.emplace_back();
    const std::int64_t commands = Chance(70) ? 1 : 1 + Roll(3);
    for (std::int64_t c = 0; c < commands; ++c) {
      TRY_ASSIGN(registers::RecordCommand command, RandomCommand(twins, made));
      group.commands.push_back(std::move(command));
    }
  }
  if (!sent_.empty() && Chance(20)) {
    groups.push_back(PickOf(*this, sent_));  // sent again, as after a lost answer
  }
  Send(twins, user, groups);
  return {};
}

}  // namespace luoshi::properties
