#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "pack/pack_parts.h"

namespace luoshi::pack {
namespace {

using rules::Clock;
using rules::ClockStep;
using rules::State;
using rules::Transition;

Transition ReadTransition(const YamlMember& member, Problems& problems) {
  Transition transition;
  transition.name = member.key;
  MapReader reader(member.value, problems);
  transition.title = reader.TitleOf("title", Need::kRequired, member.key);
  reader.Node("from", Need::kRequired);
  transition.from = reader.Texts("from");
  transition.to = reader.Text("to", Need::kRequired);
  transition.who = reader.Texts("who");
  const bool guarded = reader.Node("guard") != nullptr;  // read once the scope is known
  transition.guard_message =
      reader.TitleOf("message", guarded ? Need::kRequired : Need::kOptional, "");
  transition.require = reader.Texts("require");
  transition.independent = reader.Flag("independent");
  transition.returns = reader.Flag("returns");
  reader.Finish();
  return transition;
}

ClockStep ReadStep(const YamlMember& member, Problems& problems) {
  ClockStep step;
  step.name = member.key;
  MapReader reader(member.value, problems);
  const std::vector<std::string>& kinds = StepKindWords();
  const auto by_name = std::find(kinds.begin(), kinds.end(), member.key);
  // A step named after its kind need not say it again.
  const std::size_t otherwise =
      by_name == kinds.end() ? 0 : static_cast<std::size_t>(by_name - kinds.begin());
  if (by_name == kinds.end()) {
    reader.Node("kind", Need::kRequired);
  }
  step.kind = static_cast<rules::StepKind>(reader.Word("kind", kinds, otherwise));
  if (const YamlNode* offset = reader.Node("offset", Need::kRequired)) {
    step.offset = ReadLimit(*offset, problems).value_or(rules::Limit{});
  }
  step.notify = reader.Texts("notify");
  step.assign = reader.Text("assign");
  reader.Finish();
  return step;
}

Clock ReadClock(const YamlMember& member, Problems& problems) {
  Clock clock;
  clock.name = member.key;
  MapReader reader(member.value, problems);
  clock.title = reader.TitleOf("title", Need::kRequired, member.key);
  clock.business = reader.Word("kind", {"stage", "business"}, 0) == 1;
  reader.Node("states", Need::kRequired);
  clock.states = reader.Texts("states");
  clock.due_field = reader.Text("due");
  if (const YamlNode* limit = reader.Node("limit")) {
    clock.limit = ReadLimit(*limit, problems);
  }
  if (const YamlNode* pause = reader.Node("pause")) {
    MapReader inner(*pause, problems);
    inner.Node("reasons", Need::kRequired);
    inner.Node("approver", Need::kRequired);
    clock.pauses = inner.Texts("reasons");
    clock.pause_approver = inner.Texts("approver");
    inner.Finish();
  }
  if (const YamlNode* extend = reader.Node("extend")) {
    MapReader inner(*extend, problems);
    inner.Node("approver", Need::kRequired);
    clock.extend_approver = inner.Texts("approver");
    inner.Finish();
  }
  ForEachName(reader.Node("steps"), problems,
              [&](const YamlMember& step) { clock.steps.push_back(ReadStep(step, problems)); });
  reader.Finish();
  return clock;
}

}  // namespace

const std::vector<std::string>& LimitUnitWords() {
  static const std::vector<std::string> words = {"days", "working_days", "hours"};
  return words;
}

const std::vector<std::string>& StepKindWords() {
  static const std::vector<std::string> words = {"reminder", "warning", "overdue", "escalation"};
  return words;
}

std::optional<rules::Limit> ReadLimit(const YamlNode& node, Problems& problems) {
  const std::vector<std::string> parts = Split(ReadText(node, problems), " ");
  const std::vector<std::string>& units = LimitUnitWords();
  std::int64_t amount = 0;
  if (parts.size() == 2) {
    const auto unit = std::find(units.begin(), units.end(), parts[1]);
    const char* end = parts[0].data() + parts[0].size();
    const auto [read, failure] = std::from_chars(parts[0].data(), end, amount);
    if (unit != units.end() && failure == std::errc() && read == end && amount >= -3650 &&
        amount <= 3650) {
      return rules::Limit{amount, static_cast<rules::LimitUnit>(unit - units.begin())};
    }
  }
  problems.Add(node, "pack.expected_limit");
  return std::nullopt;
}

rules::Lifecycle ReadLifecycle(const YamlNode& node, Problems& problems) {
  rules::Lifecycle lifecycle;
  MapReader reader(node, problems);
  lifecycle.closing = reader.TitleOf("closing", Need::kRequired, "closed");
  ForEachName(reader.Node("states", Need::kRequired), problems, [&](const YamlMember& member) {
    State state;
    state.name = member.key;
    if (member.value.kind == YamlNode::Kind::kMap && member.value.Find("title") != nullptr) {
      MapReader inner(member.value, problems);
      state.title = inner.TitleOf("title", Need::kRequired, "");
      state.closed = inner.Flag("closed");
      inner.Finish();
    } else {
      state.title = ReadTitle(member.value, problems, "");
    }
    lifecycle.states.push_back(std::move(state));
  });
  lifecycle.initial = reader.Text("initial");
  if (lifecycle.initial.empty() && !lifecycle.states.empty()) {
    lifecycle.initial = lifecycle.states.front().name;
  }
  ForEachName(reader.Node("transitions"), problems, [&](const YamlMember& member) {
    lifecycle.transitions.push_back(ReadTransition(member, problems));
  });
  reader.Finish();
  return lifecycle;
}

void ReadGuards(const YamlNode& node,
                const rules::Scope& scope,
                rules::Lifecycle& lifecycle,
                Problems& problems) {
  const YamlNode* transitions = node.Find("transitions");
  if (transitions == nullptr) {
    return;
  }
  for (Transition& transition : lifecycle.transitions) {
    const YamlNode* found = transitions->Find(transition.name);
    const YamlNode* guard = found == nullptr ? nullptr : found->Find("guard");
    if (guard != nullptr) {
      transition.guard = ReadExpression(*guard, scope, rules::TypeKind::kBool, problems);
    }
  }
}

std::vector<Clock> ReadClocks(const YamlNode* node, Problems& problems) {
  std::vector<Clock> clocks;
  ForEachName(node, problems,
              [&](const YamlMember& member) { clocks.push_back(ReadClock(member, problems)); });
  return clocks;
}

}  // namespace luoshi::pack
