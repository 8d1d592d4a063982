// For the tests of this module only: a small pack and a way to write histories down by hand.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/history.h"

namespace luoshi::rules {

inline Date Day(std::string_view text) { return Date::Parse(text).value(); }
inline DateTime Moment(std::string_view text) { return DateTime::Parse(text).value(); }

// Event ids are readable as numbers: the first event of a history is 1.
inline EventId EventNumber(std::int64_t number) {
  EventId id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return id;
}

class TestHistory {
 public:
  // Adds a change of `day`; what it returns may be completed until the next one is added. A time of
  // day may follow the day: "2026-03-02T15:00".
  Change& Add(Act act, std::string_view day) {
    Change& change = changes_.emplace_back();
    change.position = static_cast<Position>(changes_.size()) - 1;
    change.event = EventNumber(static_cast<std::int64_t>(changes_.size()));
    change.act = act;
    change.occurred = Moment(day);
    change.counts_on = change.occurred.date();
    change.known_on = change.counts_on;
    change.actor = "li";
    return change;
  }
  Change& Create(std::string_view day, Fields set, std::string_view state = "handling") {
    Change& change = Add(Act::kCreate, day);
    change.set = std::move(set);
    change.state = state;
    return change;
  }
  Change& Set(std::string_view day, Fields set) {
    Change& change = Add(Act::kChange, day);
    change.set = std::move(set);
    return change;
  }
  Change& Move(std::string_view day, std::string_view transition, std::string_view state) {
    Change& change = Add(Act::kMove, day);
    change.transition = transition;
    change.state = state;
    return change;
  }
  Change& Correct(std::string_view day, const EventId& target, Fields set) {
    Change& change = Add(Act::kCorrect, day);
    change.target = target;
    change.set = std::move(set);
    return change;
  }
  Change& TakeBack(std::string_view day, const EventId& target) {
    Change& change = Add(Act::kTakeBack, day);
    change.target = target;
    return change;
  }
  Change& OnClock(Act act, std::string_view day, std::string_view clock) {
    Change& change = Add(act, day);
    change.clock = clock;
    return change;
  }
  Change& Extend(std::string_view day, std::string_view clock, std::string_view due) {
    Change& change = OnClock(Act::kExtend, day, clock);
    change.due = Day(due);
    return change;
  }
  const History& changes() const { return changes_; }

 private:
  History changes_;
};

inline Field TestField(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  return field;
}

inline Field TestEnum(std::string name, const std::vector<std::string>& keys) {
  Field field = TestField(std::move(name), FieldType::kEnum);
  for (const std::string& key : keys) {
    EnumValue value;
    value.key = key;
    field.values.push_back(std::move(value));
  }
  return field;
}

// A register of hazards, with a lifecycle and without clocks, measures and indicators.
inline Pack TestPack() {
  Pack pack;
  pack.name = "hazards";
  pack.region = "village";
  pack.responsible = "office";
  Field area = TestField("area", FieldType::kDecimal);
  area.scale = 2;
  Field rounds = TestField("rounds", FieldType::kGroup);
  rounds.members = {TestField("by", FieldType::kText), TestField("found", FieldType::kInt)};
  pack.fields = {
      TestField("village", FieldType::kUnit),      TestField("office", FieldType::kUnit),
      TestEnum("kind", {"fire", "road", "slope"}), TestEnum("grade", {"low", "high"}),
      TestField("year", FieldType::kInt),          area,
      TestField("born", FieldType::kDate),         TestField("deadline", FieldType::kDate),
      TestField("confirmed", FieldType::kBool),    rounds};
  Lifecycle lifecycle;
  lifecycle.initial = "handling";
  for (const char* name : {"found", "handling", "checking", "closed"}) {
    State state;
    state.name = name;
    state.closed = std::string_view(name) == "closed";
    lifecycle.states.push_back(state);
  }
  for (const char* name : {"assign", "submit", "send_back", "close", "reopen"}) {
    Transition transition;
    transition.name = name;
    transition.returns =
        std::string_view(name) == "send_back" || std::string_view(name) == "reopen";
    lifecycle.transitions.push_back(transition);
  }
  pack.lifecycle = lifecycle;
  return pack;
}

inline Expression Compiled(const Pack& pack, std::string_view source, TypeKind wanted) {
  Scope scope = pack.ExpressionScope();
  scope.time_terms = true;
  return Expression::Compile(source, scope, wanted).value();
}

// Adds a measure; its version is its number among them, from 1.
inline Measure& AddMeasure(Pack& pack, std::string name, std::string_view where) {
  Measure& measure = pack.measures.emplace_back();
  measure.name = std::move(name);
  measure.where = Compiled(pack, where, TypeKind::kBool);
  measure.version = static_cast<std::int64_t>(pack.measures.size());
  return measure;
}

}  // namespace luoshi::rules
