#include "rules/form.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/field_value.h"

namespace luoshi::rules {
namespace {

// The values of a record or a row are lent to the slots of its expressions and given back: copying
// them would cost more than all the expressions of a form.
std::vector<Value> Lend(const std::vector<Field>& definitions, Fields& fields) {
  std::vector<Value> out;
  out.reserve(definitions.size() + 1);
  for (const Field& field : definitions) {
    const auto found = fields.find(field.name);
    out.push_back(found == fields.end() ? Value() : std::move(found->second));
  }
  return out;
}

// A derived field that came out empty is no longer there.
void GiveBack(const std::vector<Field>& definitions, std::vector<Value> slots, Fields& fields) {
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const Field& field = definitions[i];
    const auto found = fields.find(field.name);
    if (slots[i].IsEmpty() && field.derived && found != fields.end()) {
      fields.erase(found);
    } else if (found != fields.end()) {
      found->second = std::move(slots[i]);
    } else if (!slots[i].IsEmpty()) {
      fields.emplace(field.name, std::move(slots[i]));
    }
  }
}

GroupRows* RowsOf(Value& value) { return std::get_if<GroupRows>(&value.content); }

std::string RowPointer(const std::string& pointer, const Field& group, std::size_t row) {
  return pointer + "/" + group.name + "/" + std::to_string(row);
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

// Fills the slots of derived fields. Those of the rows come first: a total may be made of them.
void Derive(const std::vector<Field>& definitions,
            const std::string& pointer,
            std::vector<Value>& slots,
            std::vector<Error>& errors) {
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    GroupRows* rows = RowsOf(slots[i]);
    for (std::size_t row = 0; rows != nullptr && row < rows->size(); ++row) {
      const std::vector<Field>& members = definitions[i].members;
      std::vector<Value> inner = Lend(members, (*rows)[row]);
      Derive(members, RowPointer(pointer, definitions[i], row), inner, errors);
      GiveBack(members, std::move(inner), (*rows)[row]);
    }
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
    if (value.ok()) {
      slots[i] = std::move(*value);
    } else {
      errors.push_back(std::move(value).error());
    }
  }
}

void CheckRange(const Field& field,
                const Value& value,
                const std::string& pointer,
                std::vector<Error>& errors) {
  const auto at = [&] { return pointer + "/" + field.name; };
  const std::int64_t* whole = value.As<std::int64_t>();
  const Decimal* decimal = value.As<Decimal>();
  if (whole != nullptr || decimal != nullptr) {
    const Decimal number = decimal != nullptr ? *decimal : Decimal::FromInt(*whole);
    if (field.minimum && number < *field.minimum) {
      errors.push_back(
          FieldError(field, "field.too_small", at(), {{"minimum", field.minimum->ToString()}}));
    }
    if (field.maximum && number > *field.maximum) {
      errors.push_back(
          FieldError(field, "field.too_large", at(), {{"maximum", field.maximum->ToString()}}));
    }
  }
  const std::string* text = value.As<std::string>();
  if (text != nullptr && ValueType(field) == FieldType::kText &&
      CodePointCount(*text) >
          static_cast<std::size_t>(std::max<std::int64_t>(field.max_length, 0))) {
    errors.push_back(
        FieldError(field, "field.too_long", at(), {{"maximum", std::to_string(field.max_length)}}));
  }
}

// A derived field that is hidden. It is taken out when everything is checked, for other expressions
// may read it until then.
struct Hidden {
  Fields* fields = nullptr;
  const Field* field = nullptr;
};

void CheckFields(const std::vector<Field>& definitions,
                 const std::string& pointer,
                 Fields& fields,
                 std::vector<Value>& slots,
                 std::vector<Hidden>& hidden,
                 std::vector<Error>& errors) {
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    const Field& field = definitions[i];
    const auto at = [&] { return pointer + "/" + field.name; };
    if (field.visible && !field.visible->IsTrue(slots)) {
      if (field.derived) {
        hidden.push_back({&fields, &field});
      } else if (!slots[i].IsEmpty()) {
        errors.push_back(FieldError(field, "field.hidden", at()));
      }
      continue;
    }
    if (slots[i].IsEmpty()) {
      if (field.required || (field.required_if && field.required_if->IsTrue(slots))) {
        errors.push_back(FieldError(field, "field.required", at()));
      }
      continue;
    }
    CheckRange(field, slots[i], pointer, errors);
    if (field.constraint && Fails(*field.constraint, slots)) {
      errors.push_back(SaidByPack("field.constraint", field.constraint_message, at()));
    }
    GroupRows* rows = RowsOf(slots[i]);
    for (std::size_t row = 0; rows != nullptr && row < rows->size(); ++row) {
      Fields& member_fields = (*rows)[row];
      std::vector<Value> inner = Lend(field.members, member_fields);
      CheckFields(field.members, RowPointer(pointer, field, row), member_fields, inner, hidden,
                  errors);
      GiveBack(field.members, std::move(inner), member_fields);
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
  std::vector<Value> out;
  out.reserve(pack.fields.size() + 1);
  for (const Field& field : pack.fields) {
    const auto found = fields.find(field.name);
    if (found == fields.end()) {
      out.emplace_back();
    } else {
      out.push_back(found->second);
    }
  }
  if (pack.lifecycle) {
    out.push_back(state.empty() ? Value() : Value(std::string(state)));
  }
  return out;
}

Status CheckForm(const Pack& pack, Fields& fields, std::string_view state) {
  std::vector<Error> errors;
  std::vector<Hidden> hidden;
  std::vector<Value> slots = Lend(pack.fields, fields);
  if (pack.lifecycle) {
    slots.push_back(state.empty() ? Value() : Value(std::string(state)));
  }
  Derive(pack.fields, "/fields", slots, errors);
  CheckFields(pack.fields, "/fields", fields, slots, hidden, errors);
  for (const Check& check : pack.checks) {
    if (Fails(check.holds, slots)) {
      errors.push_back(SaidByPack("check.failed", check.message, "/checks/" + check.name));
    }
  }
  GiveBack(pack.fields, std::move(slots), fields);
  for (const Hidden& one : hidden) {
    one.fields->erase(one.field->name);
  }
  return Combined(std::move(errors));
}

}  // namespace luoshi::rules
