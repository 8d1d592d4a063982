#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "pack/pack_parts.h"

namespace luoshi::pack {
namespace {

using rules::Base;
using rules::Clock;
using rules::Indicator;
using rules::Measure;
using rules::Pack;
using rules::TypeKind;

std::optional<Measure> ReadMeasure(const YamlMember& member,
                                   const rules::Scope& scope,
                                   Problems& problems) {
  Measure measure;
  measure.name = member.key;
  MapReader reader(member.value, problems);
  measure.title = reader.TitleOf("title", Need::kOptional, member.key);
  if (measure.title.zh.empty()) {
    measure.title = {WordsOf(member.key), WordsOf(member.key)};
  }
  measure.unit_of_measure = reader.Text("unit_of_measure");
  measure.period = reader.Text("period");
  measure.by = reader.Texts("by");
  measure.hide_small = reader.Word("small", {"show", "hide"}, 0) == 1;
  const YamlNode* count = reader.Node("count");
  const YamlNode* sum = reader.Node("sum");
  const YamlNode* where = nullptr;
  if ((count == nullptr) == (sum == nullptr)) {
    problems.Add(member.value, "pack.count_or_sum", {{"name", member.key}});
  }
  if (sum != nullptr) {
    where = reader.Node("where");
    measure.scale = static_cast<int>(reader.Int("scale", 0, Decimal::kMaxScale).value_or(0));
  }
  reader.Finish();
  const YamlNode* condition = count != nullptr ? count : where;
  std::optional<rules::Expression> compiled;
  if (condition != nullptr) {
    compiled = ReadExpression(*condition, scope, TypeKind::kBool, problems);
  } else if (Result<rules::Expression> always =
                 rules::Expression::Compile("true", scope, TypeKind::kBool);
             always.ok()) {
    compiled = std::move(always).value();
  }
  if (sum != nullptr) {
    measure.amount = ReadExpression(*sum, scope, TypeKind::kDecimal, problems);
  }
  if (!compiled.has_value()) {
    return std::nullopt;
  }
  measure.where = std::move(*compiled);
  return measure;
}

std::vector<Base> ReadBases(MapReader& reader, Problems& problems) {
  std::vector<Base> bases;
  if (reader.Node("base") != nullptr) {
    Base base;
    base.name = "all";
    base.title = {"全部", "all"};
    base.measures = reader.Texts("base");
    bases.push_back(std::move(base));
  }
  ForEachName(reader.Node("bases"), problems, [&](const YamlMember& member) {
    Base base;
    base.name = member.key;
    base.title = {WordsOf(member.key), WordsOf(member.key)};
    if (member.value.kind == YamlNode::Kind::kMap) {
      MapReader inner(member.value, problems);
      base.title = inner.TitleOf("title", Need::kRequired, member.key);
      base.measures = inner.Texts("measures");
      inner.Finish();
    } else if (member.value.kind == YamlNode::Kind::kText) {
      base.measures.push_back(ReadText(member.value, problems));
    } else {
      for (const YamlNode& item : member.value.items) {
        base.measures.push_back(ReadText(item, problems));
      }
    }
    if (base.measures.empty()) {
      problems.Add(member.value, "pack.missing_key", {{"key", "measures"}});
    }
    bases.push_back(std::move(base));
  });
  return bases;
}

rules::Trajectory ReadTrajectory(const YamlNode* node, Problems& problems) {
  rules::Trajectory trajectory;
  // Without other days the plan runs through the period's own calendar year.
  trajectory.from = {0, 1, 1};
  trajectory.until = {0, 12, 31};
  if (node == nullptr) {
    return trajectory;
  }
  std::string kind = node->text;
  if (node->kind == YamlNode::Kind::kMap) {
    MapReader reader(*node, problems);
    kind = reader.Text("kind", Need::kRequired);
    if (const YamlNode* from = reader.Node("from")) {
      trajectory.from = ReadYearDay(*from, problems).value_or(trajectory.from);
    }
    if (const YamlNode* until = reader.Node("until")) {
      trajectory.until = ReadYearDay(*until, problems).value_or(trajectory.until);
    }
    reader.Finish();
  }
  const std::vector<std::string>& words = TrajectoryWords();
  const auto at = std::find(words.begin(), words.end(), kind);
  if (at == words.end()) {
    problems.Add(*node, "pack.unknown_word", {{"word", kind}, {"known", Join(words, ", ")}});
    return trajectory;
  }
  trajectory.kind = static_cast<rules::TrajectoryKind>(at - words.begin());
  return trajectory;
}

Indicator ReadIndicator(const YamlMember& member, Problems& problems) {
  Indicator indicator;
  indicator.name = member.key;
  MapReader reader(member.value, problems);
  indicator.title = reader.TitleOf("title", Need::kRequired, "");
  reader.Node("numerator", Need::kRequired);
  indicator.numerator = reader.Texts("numerator");
  indicator.bases = ReadBases(reader, problems);
  indicator.binding_base = reader.Text("binding");
  if (indicator.binding_base.empty() && !indicator.bases.empty()) {
    indicator.binding_base = indicator.bases.front().name;
  }
  indicator.period = reader.Text("period");
  indicator.by = reader.Texts("by");
  std::sort(indicator.by.begin(), indicator.by.end());
  indicator.unit_of_measure = reader.Text("unit_of_measure");
  if (indicator.unit_of_measure.empty() && !indicator.bases.empty()) {
    indicator.unit_of_measure = "%";
  }
  indicator.gap_unit = reader.Text("gap_unit");
  const int scale = indicator.bases.empty() ? 0 : 1;
  indicator.scale = static_cast<int>(reader.Int("scale", 0, Decimal::kMaxScale).value_or(scale));
  indicator.more_is_better = reader.Word("better", {"less", "more"}, 1) == 1;
  indicator.target = reader.DecimalOf("target");
  indicator.trajectory = ReadTrajectory(reader.Node("trajectory"), problems);
  indicator.basis = reader.Text("basis");
  indicator.ranked = reader.Flag("ranked");
  indicator.hide_small = reader.Word("small", {"show", "hide"}, 0) == 1;
  reader.Finish();
  return indicator;
}

// One text per thing that makes a number what it is, length first, so that no two lists of parts
// look alike.
void AddPart(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

void AddParts(std::string& out, const std::vector<std::string>& parts) {
  AddPart(out, std::to_string(parts.size()));
  for (const std::string& part : parts) {
    AddPart(out, part);
  }
}

std::int64_t VersionOf(std::string_view canonical) {
  const Hash256 hash = HashOf(canonical);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = (value << 8) | hash.bytes[i];
  }
  value &= 0x7fffffffffffffffULL;
  return value == 0 ? 1 : static_cast<std::int64_t>(value);
}

// What a clock adds to a measure that reads it: a changed limit is a changed measure.
void AddClock(std::string& out, const Clock& clock) {
  AddPart(out, clock.name);
  AddPart(out, clock.business ? "business" : "stage");
  AddParts(out, clock.states);
  AddPart(out, clock.due_field);
  if (clock.limit.has_value()) {
    AddPart(out, std::to_string(clock.limit->amount));
    AddPart(out, LimitUnitWords()[static_cast<std::size_t>(clock.limit->unit)]);
  }
  for (const rules::ClockStep& step : clock.steps) {
    if (step.kind == rules::StepKind::kWarning) {
      AddPart(out, std::to_string(step.offset.amount));
      AddPart(out, LimitUnitWords()[static_cast<std::size_t>(step.offset.unit)]);
    }
  }
}

void AddTerms(std::string& out, const rules::Expression& expression, const Pack& pack) {
  for (const rules::TimeTerm& term : expression.time_terms()) {
    for (const Clock& clock : pack.clocks) {
      if (clock.name == term.name) {
        AddClock(out, clock);
      }
    }
  }
}

// The title and whether small numbers are hidden are not in it: they change no number.
std::int64_t MeasureVersion(const Pack& pack, const Measure& measure) {
  std::string out;
  AddPart(out, "measure 1");
  AddPart(out, pack.name);
  AddPart(out, pack.region);
  AddPart(out, pack.responsible);
  AddPart(out, measure.name);
  AddPart(out, measure.where.source());
  AddPart(out, measure.amount.has_value() ? measure.amount->source() : "");
  AddPart(out, std::to_string(measure.scale));
  AddPart(out, measure.unit_of_measure);
  AddPart(out, measure.period);
  AddParts(out, measure.by);
  AddTerms(out, measure.where, pack);
  if (measure.amount.has_value()) {
    AddTerms(out, *measure.amount, pack);
  }
  return VersionOf(out);
}

// Measures an indicator stands on, each once, in the order numerator, bases.
std::vector<std::string> MeasuresOf(const Indicator& indicator) {
  std::vector<std::string> names = indicator.numerator;
  for (const Base& base : indicator.bases) {
    names.insert(names.end(), base.measures.begin(), base.measures.end());
  }
  std::vector<std::string> once;
  for (std::string& name : names) {
    if (std::find(once.begin(), once.end(), name) == once.end()) {
      once.push_back(std::move(name));
    }
  }
  return once;
}

Measure* FindMeasure(Pack& pack, const std::string& name) {
  const auto found = std::find_if(pack.measures.begin(), pack.measures.end(),
                                  [&](const Measure& measure) { return measure.name == name; });
  return found == pack.measures.end() ? nullptr : &*found;
}

// An indicator's period and breakdowns are its measures' too: a measure need not repeat them.
void PassOnToMeasures(Pack& pack) {
  for (const Indicator& indicator : pack.indicators) {
    for (const std::string& name : MeasuresOf(indicator)) {
      Measure* measure = FindMeasure(pack, name);
      if (measure == nullptr) {
        continue;  // reported by CheckPack
      }
      if (measure->period.empty()) {
        measure->period = indicator.period;
      }
      measure->by.insert(measure->by.end(), indicator.by.begin(), indicator.by.end());
      measure->hide_small = measure->hide_small || indicator.hide_small;
    }
  }
  for (Measure& measure : pack.measures) {
    std::sort(measure.by.begin(), measure.by.end());
    measure.by.erase(std::unique(measure.by.begin(), measure.by.end()), measure.by.end());
  }
}

void FillNotFilled(Pack& pack, Indicator& indicator) {
  std::string out;
  AddPart(out, "not filled 1");
  AddPart(out, pack.name);
  AddPart(out, indicator.name);
  AddPart(out, indicator.period);
  AddParts(out, indicator.by);
  for (const std::string& name : MeasuresOf(indicator)) {
    if (const Measure* measure = FindMeasure(pack, name)) {
      AddPart(out, std::to_string(measure->version));
    }
  }
  Measure& not_filled = indicator.not_filled;
  not_filled.name = indicator.name + ".not_filled";
  not_filled.title = {"未填", "not filled in"};
  not_filled.period = indicator.period;
  not_filled.by = indicator.by;
  not_filled.hide_small = indicator.hide_small;
  not_filled.version = VersionOf(out);
}

}  // namespace

const std::vector<std::string>& TrajectoryWords() {
  static const std::vector<std::string> words = {"none", "months", "days", "working_days"};
  return words;
}

std::optional<rules::YearDay> ReadYearDay(const YamlNode& node, Problems& problems) {
  rules::YearDay day;
  if (node.kind == YamlNode::Kind::kMap) {
    MapReader reader(node, problems);
    day.year_shift = static_cast<int>(reader.Int("year", -5, 5).value_or(0));
    day.month = static_cast<int>(reader.Int("month", 1, 12).value_or(1));
    day.day = static_cast<int>(reader.Int("day", 1, 31).value_or(1));
    reader.Finish();
  } else {
    // "-1-09-01": the year's shift, then month and day with two digits each.
    const std::string text = ReadText(node, problems);
    const std::size_t size = text.size();
    const auto number = [&](std::size_t from, std::size_t length, int& out) {
      const char* end = text.data() + from + length;
      const auto [read, failure] = std::from_chars(text.data() + from, end, out);
      return failure == std::errc() && read == end;
    };
    if (size < 7 || size > 8 || text[size - 3] != '-' || text[size - 6] != '-' ||
        !number(0, size - 6, day.year_shift) || !number(size - 5, 2, day.month) ||
        !number(size - 2, 2, day.day) || day.year_shift < -5 || day.year_shift > 5) {
      problems.Add(node, "pack.expected_year_day");
      return std::nullopt;
    }
  }
  // 2024 is a leap year: 02-29 is a day of some years and allowed.
  if (day.month < 1 || day.month > 12 || day.day < 1 ||
      day.day > Date::DaysInMonth(2024, day.month)) {
    problems.Add(node, "pack.expected_year_day");
    return std::nullopt;
  }
  return day;
}

void ReadFigures(const YamlNode* measures,
                 const YamlNode* indicators,
                 Pack& pack,
                 Problems& problems) {
  rules::Scope scope = pack.ExpressionScope();
  scope.time_terms = true;
  ForEachName(measures, problems, [&](const YamlMember& member) {
    if (std::optional<Measure> measure = ReadMeasure(member, scope, problems)) {
      pack.measures.push_back(std::move(*measure));
    }
  });
  ForEachName(indicators, problems, [&](const YamlMember& member) {
    pack.indicators.push_back(ReadIndicator(member, problems));
  });
  PassOnToMeasures(pack);
  for (Measure& measure : pack.measures) {
    measure.version = MeasureVersion(pack, measure);
  }
  for (Indicator& indicator : pack.indicators) {
    FillNotFilled(pack, indicator);
  }
}

}  // namespace luoshi::pack
