// For tests of this module: a field of a type.
#pragma once

#include <string>
#include <utility>

#include "rules/definition.h"

namespace luoshi::rules {

inline Field MakeField(FieldType type, std::string unit = "", int scale = 2) {
  Field field;
  field.name = "field";
  field.title.zh = "项目";
  field.type = type;
  field.unit_of_measure = std::move(unit);
  field.scale = scale;
  return field;
}

inline Field MakeEnum(FieldType type) {
  Field field = MakeField(type);
  field.values = {{"unpaid", {"未缴", "Unpaid"}, {"欠费"}},
                  {"paid", {"已缴", "Paid"}, {"已缴费", "√"}},
                  {"both", {"厨房/厕所", ""}, {}}};
  return field;
}

}  // namespace luoshi::rules
