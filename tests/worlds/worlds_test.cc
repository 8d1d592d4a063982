// Every packs/*/examples/*.world (and the ones beside this file) through the program as it is used:
// commands, figures, explanations, verification. docs/formats/pack.md, section “Worlds”.
#include <algorithm>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "app/explain.h"
#include "app/verify.h"
#include "host/files.h"
#include "pack/world.h"
#include "rules/cell.h"
#include "rules/form.h"
#include "tests/support/deployment.h"

namespace luoshi {
namespace {

namespace fs = std::filesystem;
using pack::World;
using pack::WorldAct;
using pack::WorldExpectation;
using pack::WorldVerb;
using testing::Describe;

struct Case {
  std::string path;  // relative to the source
  testing::StoreKind kind = testing::StoreKind::kSqliteFile;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << fs::path(one.path).stem().string() << "_" << testing::KindName(one.kind);
}

std::vector<Case> AllCases() {
  std::vector<std::string> paths;
  const fs::path source = LUOSHI_SOURCE_DIR;
  for (const char* folder : {"packs", "tests/worlds"}) {
    for (const auto& entry : fs::recursive_directory_iterator(source / folder)) {
      if (entry.path().extension() == ".world") {
        paths.push_back(fs::relative(entry.path(), source).generic_string());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Case> out;
  for (const std::string& path : paths) {
    for (const testing::StoreKind kind : testing::LastingStoreKinds()) {
      out.push_back({path, kind});
    }
  }
  return out;
}

// A record of the world as the program knows it.
struct Known {
  const rules::Pack* pack = nullptr;
  RecordId id;
  JurisdictionId jurisdiction{};
};

class Worlds : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const Result<std::string> text =
        ReadFile(std::string(LUOSHI_SOURCE_DIR) + "/" + GetParam().path);
    ASSERT_TRUE(text.ok());
    Result<World> world = pack::ParseWorld(*text);
    ASSERT_TRUE(world.ok()) << Describe(world.error());
    world_ = *std::move(world);
    ASSERT_FALSE(world_.acts.empty());
    const bool example = std::any_of(world_.units.begin(), world_.units.end(),
                                     [](const auto& unit) { return unit.code.starts_with("99"); });
    Result<std::unique_ptr<testing::Deployment>> made = testing::Deployment::Make(
        GetParam().kind, example, DateTime::At(world_.acts.front().day, 8), 1);
    if (!made.ok() && made.error().code == ErrorCode::kUnavailable) {
      GTEST_SKIP() << Describe(made.error());
    }
    ASSERT_TRUE(made.ok()) << Describe(made.error());
    place_ = *std::move(made);
    const Status furnished = Furnish();
    ASSERT_TRUE(furnished.ok()) << Describe(furnished.error());
  }

  app::App& app() { return place_->app(); }
  std::string At(int line) const { return GetParam().path + ":" + std::to_string(line) + ": "; }

  Status Furnish() {
    TRY(place_->EnableBuiltin());
    const Date from = world_.acts.front().day;
    std::int64_t jurisdictions = 0;
    for (const pack::WorldUnit& unit : world_.units) {
      JsonObject more;
      if (!unit.code.empty()) {
        more["code"] = unit.code;
      }
      if (!unit.peer_class.empty()) {
        more["peer_class"] = unit.peer_class;
      }
      if (!unit.aliases.empty()) {
        more["aliases"] = JsonArray(unit.aliases.begin(), unit.aliases.end());
      }
      const UnitId parent = unit.parent ? units_[*unit.parent] : kNoUnit;
      TRY_ASSIGN(const UnitId number,
                 place_->AddUnit(unit.name, unit.level, parent, from, std::move(more)));
      units_.push_back(number);
      if (!unit.parent || unit.level == UnitLevel::kTown) {
        TRY(place_->AddJurisdiction(++jurisdictions, number, from));
      }
    }
    for (const pack::WorldUser& user : world_.users) {
      TRY_ASSIGN(const UnitId unit, UnitNamed(user.unit, from));
      TRY(place_->AddUser(user.name, user.role, unit, from));
    }
    return {};
  }

  Result<UnitId> UnitNamed(const std::string& name, Date day) {
    const std::vector<UnitId> found = app().directory()->MatchUnits(name, day);
    if (found.size() != 1) {
      return Error{ErrorCode::kInvalid, "unit.unknown", {{"text", name}}};
    }
    return found.front();
  }

  Result<Fields> ReadTexts(const std::vector<rules::Field>& fields,
                           const pack::WorldFields& texts,
                           Date day) {
    Fields out;
    for (const auto& [name, text] : texts) {
      const std::string wanted = name;
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const auto& each) { return each.name == wanted; });
      if (field == fields.end()) {
        return Error{ErrorCode::kInvalid, "field.unknown", {{"field", name}}};
      }
      TRY_ASSIGN(Value value, rules::ParseCell(*field, text, day.year()));
      if (field->type == rules::FieldType::kUnit && !value.IsEmpty()) {
        TRY_ASSIGN(const UnitId unit, UnitNamed(text, day));
        value = unit;
      } else if (field->type == rules::FieldType::kReference && !value.IsEmpty()) {
        const auto target = records_.find(text);
        if (target == records_.end()) {
          return Error{ErrorCode::kInvalid, "reference.missing", {{"record", text}}};
        }
        value = target->second.id;
      }
      if (!value.IsEmpty() || !text.empty()) {
        out[name] = value;
      }
    }
    return out;
  }

  // The event that `act` means: see WorldAct::of_day.
  Result<EventId> TargetOf(const WorldAct& act, const Known& known) {
    TRY_ASSIGN(const registers::Record record,
               app().FindRecord(place_->System(), known.jurisdiction, known.id,
                                registers::Personal::kClosed));
    std::optional<EventId> found;
    std::optional<EventId> sets;
    for (const rules::Change& change : rules::Effective(record.history)) {
      if (act.of_day && change.occurred.date() != *act.of_day) {
        continue;
      }
      found = change.event;
      if (std::any_of(act.fields.begin(), act.fields.end(), [&](const auto& field) {
            return change.set.count(field.first) + change.append.count(field.first) > 0;
          })) {
        sets = change.event;
      }
    }
    if (!found) {
      return Error{ErrorCode::kInvalid, "event.unknown"};
    }
    return sets.value_or(*found);
  }

  Result<registers::RecordCommand> CommandOf(const WorldAct& act, const access::Scope& scope) {
    if (act.verb == WorldVerb::kCreate) {
      const rules::Pack* const pack = app().directory()->FindPack(act.pack);
      if (pack == nullptr) {
        return Error{ErrorCode::kInvalid, "pack.unknown", {{"pack", act.pack}}};
      }
      records_[act.label] = {pack, Uuid::Derived({"world", act.label}), {}};
    }
    Known& known = records_[act.label];
    if (known.pack == nullptr) {
      return Error{ErrorCode::kInvalid, "record.missing", {{"record", act.label}}};
    }
    registers::RecordCommand command;
    command.origin = app().NewOrigin(scope);
    if (act.happened) {
      command.origin.occurred = DateTime::At(*act.happened, 10);
    }
    command.pack = known.pack->name;
    command.record = known.id;
    command.jurisdiction = known.jurisdiction;
    command.reason = act.reason;
    if (act.verb == WorldVerb::kAppend) {
      const rules::Field* const group = known.pack->FindField(act.word);
      if (group == nullptr) {
        return Error{ErrorCode::kInvalid, "field.unknown", {{"field", act.word}}};
      }
      TRY_ASSIGN(const Fields row, ReadTexts(group->members, act.fields, act.day));
      JsonArray rows;
      rows.push_back(rules::WriteFields(row));
      command.append[act.word] = std::move(rows);
      command.act = rules::Act::kChange;
      return command;
    }
    TRY_ASSIGN(const Fields fields, ReadTexts(known.pack->fields, act.fields, act.day));
    command.set = rules::WriteFields(fields);
    switch (act.verb) {
      case WorldVerb::kCreate: {
        const UnitId region = registers::RegionOf(*known.pack, fields);
        known.jurisdiction =
            app().directory()->JurisdictionOf(region, act.day).value_or(JurisdictionId{});
        command.jurisdiction = known.jurisdiction;
        command.act = rules::Act::kCreate;
        break;
      }
      case WorldVerb::kMove:
        command.act = rules::Act::kMove;
        command.transition = act.word;
        break;
      case WorldVerb::kCorrect:
      case WorldVerb::kTakeBack: {
        const bool corrects = act.verb == WorldVerb::kCorrect;
        command.act = corrects ? rules::Act::kCorrect : rules::Act::kTakeBack;
        command.reason = act.reason.empty() ? "更正" : act.reason;
        TRY_ASSIGN(command.target, TargetOf(act, known));
        break;
      }
      case WorldVerb::kPause:
      case WorldVerb::kResume:
      case WorldVerb::kExtend:
        command.act = act.verb == WorldVerb::kPause    ? rules::Act::kPause
                      : act.verb == WorldVerb::kResume ? rules::Act::kResume
                                                       : rules::Act::kExtend;
        command.clock = act.word;
        command.due = act.due;
        break;
      case WorldVerb::kChange:
      case WorldVerb::kAppend:
        command.act = rules::Act::kChange;
        break;
    }
    return command;
  }

  // Acts [begin, end) are of one day and one user; they are sent together, each standing alone.
  void Send(std::size_t begin, std::size_t end) {
    const WorldAct& first = world_.acts[begin];
    ASSERT_TRUE(place_->SetClock(DateTime::At(first.day, 12)).ok());
    const Result<access::Scope> scope = app().ScopeOf(first.user);
    ASSERT_TRUE(scope.ok()) << At(first.line) << Describe(scope.error());
    std::vector<app::CommandGroup> groups;
    for (std::size_t i = begin; i < end; ++i) {
      Result<registers::RecordCommand> command = CommandOf(world_.acts[i], *scope);
      ASSERT_TRUE(command.ok()) << At(world_.acts[i].line) << Describe(command.error());
      groups.emplace_back().commands.push_back(*std::move(command));
    }
    const std::vector<app::GroupResult> results = app().Submit(*scope, std::move(groups));
    ASSERT_EQ(results.size(), end - begin);
    for (std::size_t i = begin; i < end; ++i) {
      const WorldAct& act = world_.acts[i];
      const app::GroupResult& result = results[i - begin];
      const std::string came = result.ok() ? "" : result.error().key;
      const bool as_expected = act.refused == pack::kAnyError ? !result.ok() : came == act.refused;
      EXPECT_TRUE(as_expected) << At(act.line) << act.label << ": expected "
                               << (act.refused.empty() ? "success" : act.refused) << ", came "
                               << (result.ok() ? "success" : Describe(result.error()));
    }
  }

  void SendAll() {
    const auto looks_back = [](const WorldAct& act) {
      return act.verb == WorldVerb::kCorrect || act.verb == WorldVerb::kTakeBack;
    };
    for (std::size_t at = 0; at < world_.acts.size();) {
      const WorldAct& first = world_.acts[at];
      std::size_t end = at + 1;
      while (end < world_.acts.size() && world_.acts[end].day == first.day &&
             world_.acts[end].user == first.user && !looks_back(world_.acts[end])) {
        ++end;
      }
      Send(at, end);
      if (HasFatalFailure()) {
        return;
      }
      at = end;
    }
  }

  void CheckRecord(const WorldExpectation& expected) {
    const auto known = records_.find(expected.label);
    ASSERT_NE(known, records_.end()) << At(expected.line) << "no record " << expected.label;
    const Result<registers::Record> record =
        app().FindRecord(place_->System(), known->second.id, registers::Personal::kClosed);
    ASSERT_TRUE(record.ok()) << At(expected.line) << Describe(record.error());
    rules::RecordState state = record->state;
    if (const auto day = expected.values.find("as_of"); day != expected.values.end()) {
      state = rules::FoldAsOf(*known->second.pack, record->history, *Date::Parse(day->second));
    }
    const std::map<std::string, std::string> came = {{"state", state.state},
                                                     {"returned", std::to_string(state.returned)},
                                                     {"holder", state.holder}};
    for (const auto& [name, wanted] : expected.values) {
      if (name != "as_of") {
        EXPECT_EQ(came.at(name), wanted) << At(expected.line) << name;
      }
    }
  }

  static std::string Number(const std::optional<Decimal>& number) {
    return number ? number->ToString() : "nothing";
  }

  // Written numbers may have more or fewer zeros behind the point.
  static bool Same(const std::string& wanted, const std::string& came) {
    const Result<Decimal> a = Decimal::Parse(wanted);
    const Result<Decimal> b = Decimal::Parse(came);
    return a.ok() && b.ok() ? *a == *b : wanted == came;
  }

  void CheckFigure(const WorldExpectation& expected) {
    const auto said = [&](std::string_view name) -> std::string {
      const auto found = expected.values.find(name);
      return found == expected.values.end() ? std::string() : found->second;
    };
    figure::Query query;
    query.as_of = *Date::Parse(said("as_of"));
    const Result<UnitId> unit = UnitNamed(said("unit"), query.as_of);
    ASSERT_TRUE(unit.ok()) << At(expected.line) << Describe(unit.error());
    query.unit = *unit;
    query.level = app().directory()->FindUnit(*unit)->level;
    query.indicators = {expected.pack + "." + expected.indicator};
    query.axis = said("axis") == "responsible" ? figure::Axis::kResponsible : figure::Axis::kRegion;
    if (!said("known_on").empty()) {
      query.known_at = *Date::Parse(said("known_on"));
    }
    if (!said("period").empty()) {
      query.period = said("period");
    }
    const std::string by = said("by");
    query.by = by.substr(0, by.find('='));
    const Result<std::vector<figure::Figure>> figures = app().Figures(place_->System(), query);
    ASSERT_TRUE(figures.ok()) << At(expected.line) << Describe(figures.error());
    const figure::Figure* figure = nullptr;
    for (const figure::Figure& each : *figures) {
      if (by.empty() || each.by_value == by.substr(query.by.size() + 1)) {
        figure = &each;
      }
    }
    ASSERT_NE(figure, nullptr) << At(expected.line) << "no row for " << by;

    const std::string base_name =
        said("base").empty() ? figure->indicator->binding_base : said("base");
    const figure::BaseFigure* base = nullptr;
    for (const figure::BaseFigure& each : figure->bases) {
      if (each.base == base_name) {
        base = &each;
      }
    }
    ASSERT_EQ(base == nullptr, figure->bases.empty()) << At(expected.line) << "base " << base_name;
    const std::optional<Decimal> value = base == nullptr ? figure->value : base->value;
    std::optional<Decimal> ahead;
    if (value && figure->planned) {
      ahead = *Decimal::Subtract(*value, *figure->planned);
    }
    std::map<std::string, std::string, std::less<>> came;
    came["value"] = Number(value);
    came["numerator"] = Number(figure->numerator);
    came["denominator"] = base == nullptr ? "nothing" : base->denominator.ToString();
    came["target"] = figure->target ? figure->target->value.ToString() : "nothing";
    came["planned"] = Number(figure->planned);
    came["gap"] = Number(figure->gap);
    came["ahead"] = Number(ahead);
    came["not_filled"] = std::to_string(figure->not_filled);
    came["suppressed"] = figure->suppressed ? "true" : "false";
    // the words of worlds tell apart what 正常 holds together
    came["state"] = figure->state == figure::State::kOnTrack && ahead
                        ? (ahead->IsZero() ? "on_plan" : "ahead")
                        : std::string(figure::StateName(figure->state));
    if (!said("rows").empty()) {
      app::ExplainQuery why;
      why.indicator = query.indicators.front();
      why.unit = query.unit;
      why.as_of = query.as_of;
      why.known_at = query.known_at;
      why.period = query.period;
      const Result<app::Explanation> explanation = app::Explain(app(), place_->System(), why);
      ASSERT_TRUE(explanation.ok()) << At(expected.line) << Describe(explanation.error());
      came["rows"] = std::to_string(explanation->contributing.value_or(-1));
    }
    if (!said("rank").empty()) {
      came["rank"] = RankOf(query);
    }
    for (const auto& [name, wanted] : expected.values) {
      const auto found = came.find(name);
      if (found != came.end()) {
        EXPECT_TRUE(Same(wanted, found->second))
            << At(expected.line) << name << ": expected " << wanted << ", came " << found->second;
      }
    }
  }

  // The place among the units of its level below the root of the world.
  std::string RankOf(figure::Query query) {
    const UnitId unit = query.unit;
    query.unit = units_.front();
    const Result<std::vector<figure::Figure>> figures = app().Figures(place_->System(), query);
    if (!figures.ok()) {
      return Describe(figures.error());
    }
    for (const figure::Ranked& ranked : figure::Rank(*figures, *app().directory())) {
      if (ranked.figure->unit == unit && !ranked.figure->own) {
        return ranked.place ? std::to_string(*ranked.place) : "nothing";
      }
    }
    return "not there";
  }

  World world_;
  std::unique_ptr<testing::Deployment> place_;
  std::vector<UnitId> units_;
  std::map<std::string, Known, std::less<>> records_;
};

TEST_P(Worlds, ComeOutAsTheySay) {
  SendAll();
  if (HasFatalFailure()) {
    return;
  }
  for (const WorldExpectation& expected : world_.expectations) {
    if (expected.label.empty()) {
      CheckFigure(expected);
    } else {
      CheckRecord(expected);
    }
  }
  const Result<app::VerifyReport> report = app::Verify(app(), {});
  EXPECT_TRUE(report.ok()) << GetParam().path << ": " << Describe(report.error());
}

INSTANTIATE_TEST_SUITE_P(All,
                         Worlds,
                         ::testing::ValuesIn(AllCases()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
