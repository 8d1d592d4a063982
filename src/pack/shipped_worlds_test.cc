// The worlds of the shipped packs, run on histories and timelines alone: no store, no journal. What
// they expect of numerators, denominators, values and records must hold here first.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/text.h"
#include "pack/pack_reader.h"
#include "pack/world.h"
#include "rules/cell.h"
#include "rules/form.h"
#include "rules/timeline.h"

namespace luoshi::pack {
namespace {

namespace fs = std::filesystem;

std::map<std::string, rules::Pack> ReadShipped() {
  std::map<std::string, rules::Pack> packs;
  for (const auto& folder : fs::directory_iterator(fs::path(LUOSHI_SOURCE_DIR) / "packs")) {
    std::vector<rules::PackFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (entry.is_regular_file()) {
        std::ifstream stream(entry.path(), std::ios::binary);
        std::stringstream content;
        content << stream.rdbuf();
        files.push_back(
            {fs::relative(entry.path(), folder.path()).generic_string(), content.str()});
      }
    }
    Result<rules::Pack> pack = ReadPack(std::move(files));
    if (pack.ok()) {
      packs.emplace(pack->name, std::move(pack).value());
    }
  }
  return packs;
}

struct Record {
  const rules::Pack* pack = nullptr;
  RecordId id;
  rules::History history;
};

class Runner {
 public:
  Runner(const std::map<std::string, rules::Pack>& packs, const World& world)
      : packs_(packs), world_(world) {}

  void Run() {
    for (const WorldAct& act : world_.acts) {
      const std::string problem = Apply(act);
      EXPECT_EQ(problem.empty(), act.refused.empty()) << "line " << act.line << " " << problem;
    }
    for (const auto& [label, record] : records_) {
      timelines_.emplace_back(record.pack,
                              rules::BuildTimeline(*record.pack, record.history, calendar_));
    }
    for (const WorldExpectation& expected : world_.expectations) {
      Check(expected);
    }
  }

 private:
  std::optional<UnitId> UnitNamed(std::string_view name) const {
    for (std::size_t i = 0; i < world_.units.size(); ++i) {
      if (world_.units[i].name == name) {
        return UnitId{static_cast<std::int64_t>(i) + 1};
      }
    }
    return std::nullopt;
  }

  bool Lies(UnitId leaf, UnitId under) const {
    std::optional<std::size_t> at = static_cast<std::size_t>(NumberOf(leaf)) - 1;
    for (; at.has_value(); at = world_.units[*at].parent) {
      if (static_cast<std::int64_t>(*at) + 1 == NumberOf(under)) {
        return true;
      }
    }
    return false;
  }

  // "" or what is wrong.
  std::string Read(const rules::Field& field, const std::string& text, int year, Value& out) {
    Result<Value> value = rules::ParseCell(field, text, year);
    if (!value.ok()) {
      return field.name + ": " + value.error().key;
    }
    out = *value;
    if (field.type == rules::FieldType::kUnit) {
      const std::optional<UnitId> unit = UnitNamed(text);
      if (!unit.has_value()) {
        return field.name + ": no unit " + text;
      }
      out = *unit;
    } else if (field.type == rules::FieldType::kReference) {
      const auto target = records_.find(text);
      if (target == records_.end() || target->second.pack->name != field.target) {
        return field.name + ": no record " + text;
      }
      out = target->second.id;
    }
    return {};
  }

  std::string ReadAll(const std::vector<rules::Field>& fields,
                      const WorldFields& texts,
                      int year,
                      Fields& out) {
    for (const auto& [name, text] : texts) {
      const std::string wanted = name;
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const auto& each) { return each.name == wanted; });
      if (field == fields.end()) {
        return "no field " + name;
      }
      const std::string problem = Read(*field, text, year, out[name]);
      if (!problem.empty()) {
        return problem;
      }
    }
    return {};
  }

  std::string Apply(const WorldAct& act) {
    if (act.verb == WorldVerb::kCreate) {
      const auto pack = packs_.find(act.pack);
      if (pack == packs_.end()) {
        return "no pack " + act.pack;
      }
      records_[act.label] = {&pack->second, Uuid::Derived({act.label}), {}};
    }
    Record& record = records_[act.label];
    const rules::Pack& pack = *record.pack;
    const rules::RecordState before = rules::Fold(pack, record.history);
    rules::Change change;
    change.position = next_;
    change.event = Uuid::Derived({std::to_string(next_++)});
    change.counts_on = act.happened.value_or(act.day);
    change.known_on = act.day;
    change.occurred = DateTime::At(change.counts_on, 10);
    change.actor = act.user;
    change.state = before.state;
    Fields after = before.fields;
    switch (act.verb) {
      case WorldVerb::kCreate:
        change.act = rules::Act::kCreate;
        change.state = pack.lifecycle ? pack.lifecycle->initial : "";
        break;
      case WorldVerb::kMove:
        change.act = rules::Act::kMove;
        break;
      case WorldVerb::kChange:
      case WorldVerb::kAppend:
        change.act = rules::Act::kChange;
        break;
      case WorldVerb::kCorrect:
      case WorldVerb::kTakeBack:
      case WorldVerb::kPause:
      case WorldVerb::kResume:
      case WorldVerb::kExtend:
        return "not in the shipped worlds";
    }
    if (act.verb == WorldVerb::kAppend) {
      const rules::Field* group = pack.FindField(act.word);
      Fields row;
      const std::string problem =
          group == nullptr ? "no group" : ReadAll(group->members, act.fields, act.day.year(), row);
      if (!problem.empty()) {
        return problem;
      }
      const GroupRows* rows = after[act.word].As<GroupRows>();
      GroupRows all = rows == nullptr ? GroupRows{} : *rows;
      all.push_back(row);
      after[act.word] = all;
      change.append[act.word] = GroupRows{row};
    } else {
      const std::string problem = ReadAll(pack.fields, act.fields, act.day.year(), change.set);
      if (!problem.empty()) {
        return problem;
      }
      for (const auto& [name, value] : change.set) {
        after[name] = value;
      }
    }
    if (act.verb == WorldVerb::kMove) {
      const std::string problem = Move(act, pack, before, after, change);
      if (!problem.empty()) {
        return problem;
      }
    }
    if (Status form = rules::CheckForm(pack, after, change.state); !form.ok()) {
      return form.error().key + " " + form.error().pointer;
    }
    for (const rules::Field& field : pack.fields) {
      if (field.derived.has_value()) {
        change.set[field.name] = after[field.name];
      }
    }
    record.history.push_back(std::move(change));
    return {};
  }

  std::string Move(const WorldAct& act,
                   const rules::Pack& pack,
                   const rules::RecordState& before,
                   const Fields& after,
                   rules::Change& change) const {
    const rules::Transition* move = pack.FindTransition(act.word);
    if (move == nullptr) {
      return "no transition";
    }
    const auto has = [](const auto& list, const std::string& item) {
      return std::find(list.begin(), list.end(), item) != list.end();
    };
    const auto user = std::find_if(world_.users.begin(), world_.users.end(),
                                   [&](const WorldUser& each) { return each.name == act.user; });
    if (!has(move->from, before.state)) {
      return "from " + before.state;
    }
    if (!move->who.empty() && !has(move->who, user->role)) {
      return "role";
    }
    if (move->independent && has(before.handlers, act.user)) {
      return "independent";
    }
    if (move->guard.has_value() && !move->guard->IsTrue(rules::Slots(pack, after, before.state))) {
      return "guard";
    }
    for (const std::string& field : move->require) {
      const auto value = after.find(field);
      if (value == after.end() || value->second.IsEmpty()) {
        return "require " + field;
      }
    }
    change.transition = act.word;
    change.state = move->to;
    return {};
  }

  std::int64_t Sum(const rules::Pack& pack,
                   const std::vector<std::string>& measures,
                   const WorldFields& where) const {
    const Date day = *Date::Parse(where.at("as_of"));
    const UnitId unit = *UnitNamed(where.at("unit"));
    const bool responsible = where.count("axis") > 0 && where.at("axis") == "responsible";
    std::int64_t sum = 0;
    for (const auto& [of, timeline] : timelines_) {
      for (const auto& [cell, steps] : timeline) {
        const bool wanted =
            of == &pack &&
            std::any_of(measures.begin(), measures.end(), [&](const std::string& name) {
              return pack.FindMeasure(name)->version == cell.measure;
            });
        const bool here = wanted && Lies(responsible ? cell.responsible : cell.region, unit) &&
                          (where.count("period") == 0 || cell.period == where.at("period")) &&
                          (where.count("by") == 0 ||
                           Contains(";" + cell.breakdown + ";", ";" + where.at("by") + ";"));
        std::int64_t amount = 0;
        for (const rules::TimelineStep& step : steps) {
          amount = step.day <= day ? step.amount : amount;
        }
        sum += here ? amount : 0;
      }
    }
    return sum;
  }

  void Expect(const WorldExpectation& expected, const char* key, const std::string& found) const {
    if (const auto wanted = expected.values.find(key); wanted != expected.values.end()) {
      EXPECT_EQ(found, wanted->second) << "line " << expected.line << " " << key;
    }
  }

  void Check(const WorldExpectation& expected) const {
    if (!expected.label.empty()) {
      const Record& record = records_.at(expected.label);
      const rules::RecordState state = rules::Fold(*record.pack, record.history);
      Expect(expected, "state", state.state);
      Expect(expected, "returned", std::to_string(state.returned));
      return;
    }
    const rules::Pack& pack = packs_.at(expected.pack);
    const rules::Indicator& indicator = *pack.FindIndicator(expected.indicator);
    const int scale = pack.FindMeasure(indicator.numerator.front())->scale;
    const Decimal numerator(Sum(pack, indicator.numerator, expected.values), scale);
    Expect(expected, "numerator", numerator.ToString());
    if (indicator.bases.empty()) {
      Expect(expected, "value", numerator.Rescaled(indicator.scale)->ToString());
      return;
    }
    const auto named = expected.values.find("base");
    const std::string& name =
        named == expected.values.end() ? indicator.binding_base : named->second;
    const auto base = std::find_if(indicator.bases.begin(), indicator.bases.end(),
                                   [&](const rules::Base& each) { return each.name == name; });
    ASSERT_NE(base, indicator.bases.end()) << "line " << expected.line;
    const Decimal denominator(Sum(pack, base->measures, expected.values), scale);
    Expect(expected, "denominator", denominator.ToString());
    const Result<Decimal> hundredfold = Decimal::Multiply(numerator, Decimal::FromInt(100));
    const Result<Decimal> value =
        Decimal::Divide(*hundredfold, denominator, indicator.scale, Rounding::kHalfUp);
    ASSERT_TRUE(value.ok()) << "line " << expected.line;
    Expect(expected, "value", value->ToString());
  }

  const std::map<std::string, rules::Pack>& packs_;
  const World& world_;
  rules::Calendar calendar_;
  std::map<std::string, Record> records_;
  std::vector<std::pair<const rules::Pack*, rules::Timeline>> timelines_;
  std::int64_t next_ = 0;
};

TEST(ShippedWorlds, HoldOnTimelinesAlone) {
  const std::map<std::string, rules::Pack> packs = ReadShipped();
  ASSERT_GE(packs.size(), 11U);
  for (const auto& [name, pack] : packs) {
    if (pack.measures.empty()) {
      continue;  // nothing of it lies on a timeline; tests/worlds runs its examples
    }
    for (const rules::PackFile& file : pack.files) {
      const Result<World> world = ParseWorld(file.content);
      SCOPED_TRACE(name + "/" + file.path);
      ASSERT_TRUE(world.ok());
      Runner(packs, *world).Run();
    }
  }
}

}  // namespace
}  // namespace luoshi::pack
