// For tests of this module: the record that docs/formats/expression.md names, as expressions see
// it.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "rules/definition.h"

namespace luoshi::rules {

inline Field VectorField(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  field.scale = 2;
  return field;
}

inline Field VectorEnum(std::string name, FieldType type, std::initializer_list<const char*> keys) {
  Field field = VectorField(std::move(name), type);
  for (const char* key : keys) {
    field.values.push_back({key, {}, {}});
  }
  return field;
}

// The fields that docs/formats/expression.md names.
inline const Pack& VectorPack() {
  static const Pack pack = [] {
    Pack out;
    Field rows = VectorField("rows", FieldType::kGroup);
    rows.members = {VectorField("amount", FieldType::kDecimal),
                    VectorEnum("kind", FieldType::kEnum, {"a", "b"}),
                    VectorField("done", FieldType::kBool)};
    out.fields = {VectorField("n", FieldType::kInt),
                  VectorField("m", FieldType::kInt),
                  VectorField("d", FieldType::kDecimal),
                  VectorField("e", FieldType::kDecimal),
                  VectorField("t", FieldType::kText),
                  VectorField("id", FieldType::kText),
                  VectorField("on", FieldType::kDate),
                  VectorField("due", FieldType::kDate),
                  VectorField("at", FieldType::kTime),
                  VectorEnum("status", FieldType::kEnum, {"unpaid", "paid", "exempt"}),
                  VectorEnum("tags", FieldType::kMultiEnum, {"poor", "old", "sick"}),
                  rows,
                  VectorField("p", FieldType::kBool),
                  VectorField("q", FieldType::kBool)};
    Clock handling;
    handling.name = "handling";
    out.clocks = {handling};
    return out;
  }();
  return pack;
}

inline Scope VectorScope() {
  Scope scope = VectorPack().ExpressionScope();
  scope.time_terms = true;
  return scope;
}

inline constexpr TypeKind kKinds[] = {TypeKind::kBool,  TypeKind::kInt,      TypeKind::kDecimal,
                                      TypeKind::kText,  TypeKind::kDate,     TypeKind::kTime,
                                      TypeKind::kEnum,  TypeKind::kEnumList, TypeKind::kUnit,
                                      TypeKind::kPoint, TypeKind::kGroup,    TypeKind::kReference};

}  // namespace luoshi::rules
