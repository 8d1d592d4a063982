#include "rules/form.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/field_value.h"

namespace luoshi::rules {
namespace {

std::vector<Value> SlotsOf(const std::vector<Field>& definitions, const Fields& fields) {
  std::vector<Value> out;
  out.reserve(definitions.size() + 1);
  for (const Field& field : definitions) {
    const auto found = fields.find(field.name);
    out.push_back(found == fields.end() ? Value() : found->second);
  }
  return out;
}

// Is this false for certain?
bool Fails(const Expression& expression, const std::vector<Value>& slots) {
  const Value value = expression.Evaluate(slots);
  const bool* truth = value.As<bool>();
  return truth != nullptr && !*truth;
}

Error SaidByPack(std::string key, const Title& message, std::string pointer) {
  return Error{ErrorCode::kInvalid,
               std::move(key),
               {{"zh", message.zh}, {"en", message.en.empty() ? message.zh : message.en}},
               std::move(pointer)};
}

// An expression gives the right kind; the right key or scale only the data can tell.
Result<Value> FittedToField(const Field& field, Value value, const std::string& pointer) {
  if (value.IsEmpty()) {
    return value;
  }
  return ReadAt(field, WriteValue(value), pointer);
}

// Fills derived fields into `fields`. Those of the rows come first: a total may be made of them.
void Derive(const std::vector<Field>& definitions,
            const std::string& pointer,
            std::string_view state,
            Fields& fields,
            std::vector<Error>& errors) {
  for (const Field& field : definitions) {
    const auto found = fields.find(field.name);
    GroupRows* rows =
        found == fields.end() ? nullptr : std::get_if<GroupRows>(&found->second.content);
    for (std::size_t row = 0; rows != nullptr && row < rows->size(); ++row) {
      Derive(field.members, pointer + "/" + field.name + "/" + std::to_string(row), {},
             (*rows)[row], errors);
    }
  }
  std::vector<Value> slots = SlotsOf(definitions, fields);
  if (!state.empty()) {
    slots.emplace_back(std::string(state));
  }
  const Result<std::vector<std::size_t>> order = DerivedOrder(definitions);
  if (!order.ok()) {
    errors.push_back(order.error());
    return;
  }
  for (const std::size_t i : *order) {
    const Field& field = definitions[i];
    Result<Value> value =
        FittedToField(field, field.derived->Evaluate(slots), pointer + "/" + field.name);
    if (!value.ok()) {
      errors.push_back(std::move(value).error());
      continue;
    }
    slots[i] = *value;
    if (value->IsEmpty()) {
      fields.erase(field.name);
    } else {
      fields[field.name] = std::move(*value);
    }
  }
}

void CheckRange(const Field& field,
                const Value& value,
                const std::string& pointer,
                std::vector<Error>& errors) {
  const std::int64_t* whole = value.As<std::int64_t>();
  const Decimal* decimal = value.As<Decimal>();
  if (whole != nullptr || decimal != nullptr) {
    const Decimal number = decimal != nullptr ? *decimal : Decimal::FromInt(*whole);
    if (field.minimum && number < *field.minimum) {
      errors.push_back(
          FieldError(field, "field.too_small", pointer, {{"minimum", field.minimum->ToString()}}));
    }
    if (field.maximum && number > *field.maximum) {
      errors.push_back(
          FieldError(field, "field.too_large", pointer, {{"maximum", field.maximum->ToString()}}));
    }
  }
  const std::string* text = value.As<std::string>();
  if (text != nullptr && ValueType(field) == FieldType::kText &&
      CodePointCount(*text) >
          static_cast<std::size_t>(std::max<std::int64_t>(field.max_length, 0))) {
    errors.push_back(FieldError(field, "field.too_long", pointer,
                                {{"maximum", std::to_string(field.max_length)}}));
  }
}

void CheckFields(const std::vector<Field>& definitions,
                 const std::string& pointer,
                 Fields& fields,
                 const std::vector<Value>& slots,
                 std::vector<Error>& errors) {
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const Field& field = definitions[i];
    const std::string at = pointer + "/" + field.name;
    if (field.visible && !field.visible->IsTrue(slots)) {
      if (field.derived) {
        fields.erase(field.name);
      } else if (!slots[i].IsEmpty()) {
        errors.push_back(FieldError(field, "field.hidden", at));
      }
      continue;
    }
    if (slots[i].IsEmpty()) {
      if (field.required || (field.required_if && field.required_if->IsTrue(slots))) {
        errors.push_back(FieldError(field, "field.required", at));
      }
      continue;
    }
    CheckRange(field, slots[i], at, errors);
    if (field.constraint && Fails(*field.constraint, slots)) {
      errors.push_back(SaidByPack("field.constraint", field.constraint_message, at));
    }
    if (field.type != FieldType::kGroup) {
      continue;
    }
    GroupRows* rows = std::get_if<GroupRows>(&fields[field.name].content);
    for (std::size_t row = 0; rows != nullptr && row < rows->size(); ++row) {
      CheckFields(field.members, at + "/" + std::to_string(row), (*rows)[row],
                  SlotsOf(field.members, (*rows)[row]), errors);
    }
  }
}

}  // namespace

std::string ShowValue(const Field& field, const Value& value, const NameOf& name) {
  const auto title_of = [&](const std::string& key) {
    const EnumValue* found = FindKey(field, key);
    return found == nullptr || found->title.zh.empty() ? key : found->title.zh;
  };
  if (const bool* truth = value.As<bool>()) {
    return *truth ? "是" : "否";
  }
  if (const std::string* text = value.As<std::string>()) {
    return ValueType(field) == FieldType::kEnum ? title_of(*text) : *text;
  }
  if (const TextList* list = value.As<TextList>()) {
    std::vector<std::string> titles;
    std::transform(list->begin(), list->end(), std::back_inserter(titles), title_of);
    return Join(titles, "、");
  }
  if (const DateTime* moment = value.As<DateTime>()) {
    return Replaced(moment->ToString().substr(0, 16), "T", " ");
  }
  if (const Point* point = value.As<Point>()) {
    return point->longitude.ToString() + "," + point->latitude.ToString();
  }
  if (const GroupRows* rows = value.As<GroupRows>()) {
    return std::to_string(rows->size());
  }
  if (name && (value.As<UnitId>() != nullptr || value.As<Uuid>() != nullptr)) {
    return name(value);
  }
  const Json json = WriteValue(value);
  return json.is_null()     ? ""
         : json.is_string() ? std::string(TextOf(json.get_string()))
                            : WriteJson(json);
}

Result<std::vector<std::size_t>> DerivedOrder(const std::vector<Field>& definitions) {
  std::vector<std::size_t> out;
  std::vector<bool> ready(definitions.size(), true);
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (definitions[i].derived) {
      ready[i] = false;
      waiting.push_back(i);
    }
  }
  while (!waiting.empty()) {
    const std::size_t before = waiting.size();
    std::vector<std::size_t> later;
    for (const std::size_t i : waiting) {
      const std::vector<std::size_t>& slots = definitions[i].derived->slots();
      const bool can = std::all_of(slots.begin(), slots.end(), [&](std::size_t slot) {
        return slot >= ready.size() || ready[slot];  // beyond the fields stands the state
      });
      if (can) {
        ready[i] = true;
        out.push_back(i);
      } else {
        later.push_back(i);
      }
    }
    if (later.size() == before) {
      const Field& field = definitions[later.front()];
      return FieldError(field, "field.derived_cycle", PointerOf(field));
    }
    waiting = std::move(later);
  }
  return out;
}

std::vector<Value> Slots(const Pack& pack, const Fields& fields, std::string_view state) {
  std::vector<Value> out = SlotsOf(pack.fields, fields);
  if (pack.lifecycle) {
    out.push_back(state.empty() ? Value() : Value(std::string(state)));
  }
  return out;
}

Status CheckForm(const Pack& pack, Fields& fields, std::string_view state) {
  std::vector<Error> errors;
  Derive(pack.fields, "/fields", pack.lifecycle ? state : std::string_view(), fields, errors);
  const std::vector<Value> slots = Slots(pack, fields, state);
  CheckFields(pack.fields, "/fields", fields, slots, errors);
  for (const Check& check : pack.checks) {
    if (Fails(check.holds, slots)) {
      errors.push_back(SaidByPack("check.failed", check.message, "/checks/" + check.name));
    }
  }
  return Combined(std::move(errors));
}

}  // namespace luoshi::rules
