#include "rules/definition.h"

namespace luoshi::rules {
namespace {

template <class T>
const T* FindNamed(const std::vector<T>& items, std::string_view name) {
  for (const T& item : items) {
    if (item.name == name) {
      return &item;
    }
  }
  return nullptr;
}

}  // namespace

FieldType ValueType(const Field& field) {
  return field.type == FieldType::kCarried ? field.carried_type : field.type;
}

Type TypeOf(const Field& field) {
  Type out;
  switch (ValueType(field)) {
    case FieldType::kText:
    case FieldType::kCitizenId:
    case FieldType::kCreditCode:
    case FieldType::kPhone:
    case FieldType::kAttachment:
    case FieldType::kCarried:
      out.kind = TypeKind::kText;
      break;
    case FieldType::kInt:
      out.kind = TypeKind::kInt;
      break;
    case FieldType::kDecimal:
    case FieldType::kMoney:
      out.kind = TypeKind::kDecimal;
      break;
    case FieldType::kDate:
      out.kind = TypeKind::kDate;
      break;
    case FieldType::kTime:
      out.kind = TypeKind::kTime;
      break;
    case FieldType::kEnum:
    case FieldType::kMultiEnum:
      out.kind = ValueType(field) == FieldType::kEnum ? TypeKind::kEnum : TypeKind::kEnumList;
      for (const EnumValue& value : field.values) {
        out.enum_keys.push_back(value.key);
      }
      break;
    case FieldType::kBool:
      out.kind = TypeKind::kBool;
      break;
    case FieldType::kUnit:
      out.kind = TypeKind::kUnit;
      break;
    case FieldType::kReference:
      out.kind = TypeKind::kReference;
      break;
    case FieldType::kPoint:
      out.kind = TypeKind::kPoint;
      break;
    case FieldType::kGroup:
      out.kind = TypeKind::kGroup;
      out.members = MemberScope(field).variables;
      break;
  }
  return out;
}

Scope MemberScope(const Field& group) {
  Scope scope;
  for (const Field& member : group.members) {
    scope.variables.push_back({member.name, TypeOf(member)});
  }
  return scope;
}

const Field* Pack::FindField(std::string_view field) const { return FindNamed(fields, field); }

const State* Pack::FindState(std::string_view state) const {
  return lifecycle ? FindNamed(lifecycle->states, state) : nullptr;
}

const Transition* Pack::FindTransition(std::string_view transition) const {
  return lifecycle ? FindNamed(lifecycle->transitions, transition) : nullptr;
}

const Clock* Pack::FindClock(std::string_view clock) const { return FindNamed(clocks, clock); }

const Measure* Pack::FindMeasure(std::string_view measure) const {
  return FindNamed(measures, measure);
}

const Indicator* Pack::FindIndicator(std::string_view indicator) const {
  return FindNamed(indicators, indicator);
}

Scope Pack::ExpressionScope() const {
  Scope scope;
  for (const Field& field : fields) {
    scope.variables.push_back({field.name, TypeOf(field)});
  }
  if (lifecycle) {
    Type states{TypeKind::kEnum, {}, {}};
    for (const State& state : lifecycle->states) {
      states.enum_keys.push_back(state.name);
    }
    scope.variables.push_back({"state", std::move(states)});
  }
  for (const Clock& clock : clocks) {
    scope.clocks.push_back(clock.name);
  }
  return scope;
}

}  // namespace luoshi::rules
