#include "pack/pack_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "pack/node_reader.h"
#include "pack/refusal.h"
#include "rules/form.h"
#include "rules/roles.h"

namespace luoshi::pack {
namespace {

using rules::Clock;
using rules::Expression;
using rules::Field;
using rules::FieldType;
using rules::Indicator;
using rules::Measure;
using rules::Pack;
using rules::State;
using rules::Transition;

class Checker {
 public:
  explicit Checker(const Pack& pack) : pack_(pack) {}

  std::vector<Error> Run() {
    CheckTop();
    CheckFields();
    CheckDerivedOrder();
    CheckLifecycle();
    CheckClocks();
    CheckMeasures();
    CheckIndicators();
    CheckRest();
    return std::move(errors_);
  }

 private:
  void Add(std::string pointer, std::string key, Params params) {
    errors_.emplace_back(ErrorCode::kInvalid, std::move(key), std::move(params),
                         std::move(pointer));
  }

  const Field* WantField(const std::string& name, const std::string& pointer) {
    const Field* field = FieldNamed(name);
    if (field == nullptr) {
      std::vector<std::string> known;
      for (const Field& each : pack_.fields) {
        known.push_back(each.name);
      }
      Unknown("pack.unknown_field", name, known, pointer);
    }
    return field;
  }

  const Field* FieldNamed(std::string_view name) const {
    const auto found = std::find_if(pack_.fields.begin(), pack_.fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == pack_.fields.end() ? nullptr : &*found;
  }

  const Measure* MeasureNamed(std::string_view name) const {
    const auto found = std::find_if(pack_.measures.begin(), pack_.measures.end(),
                                    [&](const Measure& each) { return each.name == name; });
    return found == pack_.measures.end() ? nullptr : &*found;
  }

  void Unknown(std::string key,
               const std::string& name,
               const std::vector<std::string>& known,
               const std::string& pointer) {
    const std::string near = Nearest(name, known);
    Add(pointer, std::move(key),
        {{"name", name}, {"known", near.empty() ? Join(known, ", ") : near}});
  }

  void WantState(const std::string& name, const std::string& pointer) {
    std::vector<std::string> known;
    if (pack_.lifecycle.has_value()) {
      for (const State& state : pack_.lifecycle->states) {
        known.push_back(state.name);
      }
    }
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      Unknown("pack.unknown_state", name, known, pointer);
    }
  }

  void WantRoles(const std::vector<std::string>& roles, const std::string& pointer) {
    for (const std::string& role : roles) {
      if (rules::FindRole(role) == nullptr) {
        std::vector<std::string> known;
        for (const rules::Role& each : rules::Roles()) {
          known.emplace_back(each.name);
        }
        Unknown("pack.unknown_role", role, known, pointer);
      }
    }
  }

  // Personal fields among those an expression reads.
  static std::vector<std::string> PersonalFieldsOf(const Expression& expression,
                                                   const std::vector<Field>& fields) {
    std::vector<std::string> names;
    for (const std::size_t slot : expression.slots()) {
      if (slot < fields.size() && fields[slot].personal) {
        names.push_back(fields[slot].name);
      }
    }
    return names;
  }

  void RefusePersonal(const Expression& expression, const std::string& pointer) {
    for (const std::string& name : PersonalFieldsOf(expression, pack_.fields)) {
      Add(pointer, "pack.refused_personal_figure", {{"field", name}});
    }
  }

  void CheckTop() {
    for (const std::string& name : pack_.key) {
      const Field* field = WantField(name, "/record/key");
      // Who may not see a field must not learn it from where a record is found.
      if (field != nullptr &&
          (field->type == FieldType::kGroup || field->type == FieldType::kPoint ||
           field->type == FieldType::kAttachment)) {
        Add("/record/key", "pack.key_type", {{"field", name}});
      }
    }
    if (pack_.key.empty()) {
      Add("/record/key", "pack.missing_key", {{"key", "key"}});
    }
    CheckUnitField(pack_.region, "/record/region");
    if (!pack_.responsible.empty()) {
      CheckUnitField(pack_.responsible, "/record/responsible");
    }
    if (!pack_.assisting.empty()) {
      CheckUnitsField(pack_.assisting, "/record/assisting");
    }
    WantField(pack_.record_title, "/record/title");
  }

  void CheckUnitField(const std::string& name, const std::string& pointer) {
    const Field* field = WantField(name, pointer);
    if (field != nullptr && (field->type != FieldType::kUnit || field->personal)) {
      Add(pointer, "pack.unit_field", {{"field", name}});
    }
  }

  // A unit field, or a group whose rows name units.
  void CheckUnitsField(const std::string& name, const std::string& pointer) {
    const Field* field = pack_.FindField(name);
    const bool group = field != nullptr && field->type == FieldType::kGroup && !field->personal;
    if (!group || std::none_of(field->members.begin(), field->members.end(),
                               [](const Field& one) { return one.type == FieldType::kUnit; })) {
      CheckUnitField(name, pointer);
    }
  }

  void CheckFields() {
    std::map<std::string, std::string> headings;
    for (const Field& field : pack_.fields) {
      const std::string at = "/record/fields/" + field.name;
      for (const std::string& heading : HeadingsOf(field)) {
        const auto [known, fresh] = headings.emplace(heading, field.name);
        if (!fresh && known->second != field.name) {
          Add(at + "/aliases", "pack.same_heading",
              {{"heading", heading}, {"field", known->second}});
        }
      }
      CheckField(field, pack_.fields, at);
      for (const Field& member : field.members) {
        const std::string member_at = at + "/members/" + member.name;
        CheckField(member, field.members, member_at);
        // A group is sealed as a whole or lies open as a whole.
        if (member.personal && !field.personal) {
          Add(member_at, "pack.personal_member", {{"field", member.name}, {"group", field.name}});
        }
      }
    }
  }

  void CheckDerivedOrder() {
    Result<std::vector<std::size_t>> order = rules::DerivedOrder(pack_.fields);
    if (!order.ok()) {
      Error error = std::move(order).error();
      Add("/record" + error.pointer, error.key, error.params);
    }
  }

  static std::set<std::string> HeadingsOf(const Field& field) {
    std::set<std::string> headings = {MatchKey(field.title.zh)};
    for (const std::string& alias : field.aliases) {
      headings.insert(MatchKey(alias));
    }
    return headings;
  }

  void CheckField(const Field& field, const std::vector<Field>& siblings, const std::string& at) {
    if (field.type == FieldType::kCitizenId && !field.personal) {
      Add(at, "pack.must_be_personal", {{"field", field.name}});
    }
    if (field.minimum.has_value() && field.maximum.has_value() && *field.minimum > *field.maximum) {
      Add(at + "/minimum", "pack.range", {{"field", field.name}});
    }
    std::map<std::string, std::string> words;
    for (const rules::EnumValue& value : field.values) {
      std::set<std::string> own = {MatchKey(value.key), MatchKey(value.title.zh)};
      for (const std::string& alias : value.aliases) {
        own.insert(MatchKey(alias));
      }
      for (const std::string& word : own) {
        const auto [known, fresh] = words.emplace(word, value.key);
        if (!fresh) {
          Add(at + "/values/" + value.key, "pack.same_value",
              {{"word", word}, {"value", known->second}});
        }
      }
    }
    if (field.type == FieldType::kCarried) {
      const Field* reference = WantField(field.carried_reference, at + "/reference");
      if (reference != nullptr && reference->type != FieldType::kReference) {
        Add(at + "/reference", "pack.not_a_reference", {{"field", reference->name}});
      }
    }
    if (field.derived.has_value()) {
      CheckDerived(field, siblings, at + "/derived");
    }
    // The engine evaluates these for everybody who changes the record, so they read clear fields;
    // a personal field may look at itself and its like.
    for (const auto* expression : {&field.visible, &field.required_if, &field.constraint}) {
      if (!expression->has_value() || field.personal) {
        continue;
      }
      for (const std::string& name : PersonalFieldsOf(**expression, siblings)) {
        Add(at, "pack.refused_personal_figure", {{"field", name}});
      }
    }
  }

  // 个人信息保护法 arts 6, 19: only what is needed leaves the sealed part, a year or a sex.
  void CheckDerived(const Field& field,
                    const std::vector<Field>& siblings,
                    const std::string& pointer) {
    const std::vector<std::string> personal = PersonalFieldsOf(*field.derived, siblings);
    if (personal.empty() || field.personal) {
      return;
    }
    const std::string source = MatchKey(field.derived->source());
    const std::string& from = personal.front();
    const std::string argument = "(" + from + ")";
    const bool coarse = source == "year" + argument || source == "birth_year" + argument ||
                        source == "sex" + argument;
    if (personal.size() > 1 || !coarse) {
      Add(pointer, "pack.derived_not_coarse", {{"field", field.name}, {"source", from}});
    }
  }

  void CheckLifecycle() {
    if (!pack_.lifecycle.has_value()) {
      return;
    }
    const rules::Lifecycle& lifecycle = *pack_.lifecycle;
    if (lifecycle.states.empty()) {
      Add("/lifecycle/states", "pack.missing_key", {{"key", "states"}});
      return;
    }
    WantState(lifecycle.initial, "/lifecycle/initial");
    for (const Transition& transition : lifecycle.transitions) {
      const std::string at = "/lifecycle/transitions/" + transition.name;
      for (const std::string& from : transition.from) {
        WantState(from, at + "/from");
      }
      WantState(transition.to, at + "/to");
      WantRoles(transition.who, at + "/who");
      for (const std::string& field : transition.require) {
        WantField(field, at + "/require");
      }
      if (transition.guard.has_value()) {
        RefusePersonal(*transition.guard, at + "/guard");
      }
    }
    CheckReachable(lifecycle);
  }

  void CheckReachable(const rules::Lifecycle& lifecycle) {
    std::set<std::string> reached = {lifecycle.initial};
    for (bool grows = true; grows;) {
      grows = false;
      for (const Transition& transition : lifecycle.transitions) {
        const bool starts =
            std::any_of(transition.from.begin(), transition.from.end(),
                        [&](const std::string& from) { return reached.count(from) > 0; });
        grows = (starts && reached.insert(transition.to).second) || grows;
      }
    }
    for (const State& state : lifecycle.states) {
      if (reached.count(state.name) == 0) {
        Add("/lifecycle/states/" + state.name, "pack.unreachable", {{"name", state.name}});
      }
    }
  }

  void CheckClocks() {
    for (const Clock& clock : pack_.clocks) {
      const std::string at = "/clocks/" + clock.name;
      for (const std::string& state : clock.states) {
        WantState(state, at + "/states");
      }
      if (clock.limit.has_value() == !clock.due_field.empty()) {
        Add(at, "pack.limit_or_due", {{"name", clock.name}});
      }
      if (clock.limit.has_value() && clock.limit->amount <= 0) {
        Add(at + "/limit", "pack.expected_limit", {});
      }
      if (!clock.due_field.empty()) {
        const Field* due = WantField(clock.due_field, at + "/due");
        if (due != nullptr && (due->type != FieldType::kDate || due->personal)) {
          Add(at + "/due", "pack.due_field", {{"field", due->name}});
        }
      }
      WantRoles(clock.pause_approver, at + "/pause");
      WantRoles(clock.extend_approver, at + "/extend");
      for (const rules::ClockStep& step : clock.steps) {
        const std::string step_at = at + "/steps/" + step.name;
        WantRoles(step.notify, step_at + "/notify");
        const bool escalates = step.kind == rules::StepKind::kEscalation;
        if (escalates == step.assign.empty()) {
          Add(step_at, "pack.assign", {{"name", step.name}});
        } else if (escalates) {
          WantRoles({step.assign}, step_at + "/assign");
        }
        if (step.kind == rules::StepKind::kWarning && step.offset.amount > 0) {
          Add(step_at + "/offset", "pack.warning_late", {{"name", step.name}});
        }
      }
    }
  }

  void CheckBreakdown(const std::vector<std::string>& by, const std::string& pointer) {
    for (const std::string& name : by) {
      const Field* field = WantField(name, pointer);
      if (field == nullptr) {
        continue;
      }
      if (field->personal) {
        Add(pointer, "pack.refused_personal_figure", {{"field", name}});
      }
      const FieldType type = rules::ValueType(*field);
      const bool closed = type == FieldType::kEnum || type == FieldType::kBool;
      if (!closed) {
        Add(pointer, "pack.by_type", {{"field", name}});
      }
    }
  }

  void CheckPeriod(const std::string& name, const std::string& pointer) {
    if (name.empty()) {
      return;
    }
    const Field* field = WantField(name, pointer);
    if (field != nullptr &&
        (field->personal || (field->type != FieldType::kInt && field->type != FieldType::kText &&
                             field->type != FieldType::kEnum))) {
      Add(pointer, "pack.period_type", {{"field", name}});
    }
  }

  void CheckMeasures() {
    for (const Measure& measure : pack_.measures) {
      const std::string at = "/measures/" + measure.name;
      RefusePersonal(measure.where, at);
      if (measure.amount.has_value()) {
        RefusePersonal(*measure.amount, at + "/sum");
      }
      CheckBreakdown(measure.by, at + "/by");
      CheckPeriod(measure.period, at + "/period");
    }
  }

  void CheckIndicators() {
    for (const Indicator& indicator : pack_.indicators) {
      const std::string at = "/indicators/" + indicator.name;
      std::vector<const Measure*> measures;
      WantMeasures(indicator, indicator.numerator, at + "/numerator", measures);
      if (indicator.numerator.empty()) {
        Add(at, "pack.missing_key", {{"key", "numerator"}});
      }
      bool binds = indicator.bases.empty();
      for (const rules::Base& base : indicator.bases) {
        WantMeasures(indicator, base.measures, at + "/bases/" + base.name, measures);
        binds = binds || base.name == indicator.binding_base;
      }
      if (!binds) {
        Add(at + "/binding", "pack.unknown_base", {{"name", indicator.binding_base}});
      }
      for (const Measure* measure : measures) {
        if (measure->scale != measures.front()->scale ||
            measure->unit_of_measure != measures.front()->unit_of_measure) {
          Add(at, "pack.measure_scale",
              {{"name", measure->name}, {"other", measures.front()->name}});
          break;
        }
      }
      CheckBreakdown(indicator.by, at + "/by");
      CheckPeriod(indicator.period, at + "/period");
      CheckTrajectory(indicator, at);
    }
  }

  void WantMeasures(const Indicator& indicator,
                    const std::vector<std::string>& names,
                    const std::string& pointer,
                    std::vector<const Measure*>& found) {
    for (const std::string& name : names) {
      const Measure* measure = MeasureNamed(name);
      if (measure == nullptr) {
        std::vector<std::string> known;
        for (const Measure& each : pack_.measures) {
          known.push_back(each.name);
        }
        Unknown("pack.unknown_measure", name, known, pointer);
        continue;
      }
      found.push_back(measure);
      if (measure->period != indicator.period) {
        Add(pointer, "pack.measure_period", {{"name", name}, {"period", measure->period}});
      }
      for (const std::string& field : indicator.by) {
        if (std::find(measure->by.begin(), measure->by.end(), field) == measure->by.end()) {
          Add(pointer, "pack.measure_by", {{"name", name}, {"field", field}});
        }
      }
    }
  }

  void CheckTrajectory(const Indicator& indicator, const std::string& at) {
    const rules::Trajectory& plan = indicator.trajectory;
    if (plan.kind == rules::TrajectoryKind::kNone) {
      return;
    }
    const auto order = [](const rules::YearDay& day) {
      return (day.year_shift * 12 + day.month) * 31 + day.day;
    };
    if (order(plan.from) >= order(plan.until)) {
      Add(at + "/trajectory", "pack.trajectory_order", {});
    }
    // "A day of the period's year" needs a period that is a year.
    const Field* period = FieldNamed(indicator.period);
    if (period == nullptr || period->type != FieldType::kInt) {
      Add(at + "/trajectory", "pack.trajectory_period", {});
    }
  }

  void CheckRest() {
    for (const rules::Check& check : pack_.checks) {
      RefusePersonal(check.holds, "/checks/" + check.name);
    }
    for (const rules::DocumentTemplate& document : pack_.documents) {
      const bool there =
          std::any_of(pack_.files.begin(), pack_.files.end(),
                      [&](const rules::PackFile& file) { return file.path == document.file; });
      if (!there) {
        Add("/documents/" + document.name + "/template", "pack.no_template",
            {{"path", document.file}});
      }
    }
  }

  const Pack& pack_;
  std::vector<Error> errors_;
};

void CheckReference(const Field& field,
                    const Pack& pack,
                    const std::map<std::string, const Pack*>& by_name,
                    std::vector<Error>& errors) {
  const std::string at = pack.name + "/record/fields/" + field.name;
  if (field.type == FieldType::kReference && by_name.count(field.target) == 0) {
    errors.emplace_back(ErrorCode::kInvalid, "pack.unknown_target", Params{{"name", field.target}},
                        at + "/target");
  }
  if (field.type != FieldType::kCarried) {
    return;
  }
  for (const Field& reference : pack.fields) {
    const auto target = by_name.find(reference.target);
    if (reference.name != field.carried_reference || target == by_name.end()) {
      continue;
    }
    const std::vector<Field>& fields = target->second->fields;
    const auto source = std::find_if(fields.begin(), fields.end(), [&](const Field& each) {
      return each.name == field.carried_field;
    });
    if (source == fields.end() || (source->personal && !field.personal)) {
      errors.emplace_back(ErrorCode::kInvalid, "pack.carried_source",
                          Params{{"field", field.carried_field}, {"pack", target->first}},
                          at + "/field");
    }
  }
}

}  // namespace

std::vector<Error> CheckConsistency(const Pack& pack) { return Checker(pack).Run(); }

std::vector<Error> CheckPack(const Pack& pack) {
  std::vector<Error> errors = CheckConsistency(pack);
  std::vector<Error> refusals = CheckRefusals(pack);
  errors.insert(errors.end(), std::make_move_iterator(refusals.begin()),
                std::make_move_iterator(refusals.end()));
  return errors;
}

std::vector<Error> CheckPackSet(const std::vector<Pack>& packs) {
  std::vector<Error> errors;
  std::map<std::string, const Pack*> by_name;
  for (const Pack& pack : packs) {
    if (!by_name.emplace(pack.name, &pack).second) {
      errors.emplace_back(ErrorCode::kInvalid, "pack.twice", Params{{"name", pack.name}},
                          pack.name);
    }
  }
  for (const Pack& pack : packs) {
    for (const Field& field : pack.fields) {
      CheckReference(field, pack, by_name, errors);
      for (const Field& member : field.members) {
        CheckReference(member, pack, by_name, errors);
      }
    }
  }
  return errors;
}

}  // namespace luoshi::pack
