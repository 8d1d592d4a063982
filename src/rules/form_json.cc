// The JSON form of fields, read strictly and written.
#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "rules/field_value.h"
#include "rules/form.h"

namespace luoshi::rules {
namespace {

Status ReadObject(const std::vector<Field>& definitions,
                  const JsonObject& object,
                  const std::string& pointer,
                  Fields& out) {
  std::vector<Error> errors;
  for (const auto& member : object) {
    const std::string name(member.key());
    std::string at = pointer;
    at.append("/").append(name);
    const auto field = std::find_if(definitions.begin(), definitions.end(),
                                    [&](const Field& candidate) { return candidate.name == name; });
    if (field == definitions.end()) {
      errors.emplace_back(ErrorCode::kInvalid, "field.unknown", Params{{"name", Shortened(name)}},
                          at);
      continue;
    }
    Result<Value> value = ReadAt(*field, member.value(), at);
    if (value.ok()) {
      out[name] = std::move(*value);
    } else {
      errors.push_back(std::move(value).error());
    }
  }
  return Combined(std::move(errors));
}

Result<Value> ReadGroup(const Field& field, const JsonArray& array, const std::string& pointer) {
  if (array.size() > kMaxGroupRows) {
    return FieldError(field, "field.too_many_rows", pointer,
                      {{"maximum", std::to_string(kMaxGroupRows)}});
  }
  GroupRows rows;
  std::vector<Error> errors;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const std::string at = pointer + "/" + std::to_string(i);
    const JsonObject* object = array[i].if_object();
    if (object == nullptr) {
      errors.push_back(FieldError(field, "field.type", at, {{"expected", "object"}}));
      continue;
    }
    Fields row;
    Status status = ReadObject(field.members, *object, at, row);
    if (!status.ok()) {
      errors.push_back(std::move(status).error());
    }
    std::erase_if(row, [](const auto& member) { return member.second.IsEmpty(); });
    rows.push_back(std::move(row));
  }
  TRY(Combined(std::move(errors)));
  return rows.empty() ? Value() : Value(std::move(rows));
}

Result<Decimal> ReadDecimal(const Field& field, const Json& json, const std::string& pointer) {
  if (const std::int64_t* whole = json.if_int64()) {
    return Decimal::FromInt(*whole);
  }
  if (const auto* text = json.if_string()) {
    const Result<Decimal> number = Decimal::Parse(TextOf(*text));
    if (number.ok()) {
      return *number;
    }
    return FieldError(field, "field.number", pointer,
                      {{"text", field.personal ? "…" : Shortened(TextOf(*text))}});
  }
  return FieldError(field, "field.type", pointer, {{"expected", "\"12.50\""}});
}

Result<Value> ReadPoint(const Field& field, const Json& json, const std::string& pointer) {
  const JsonObject* object = json.if_object();
  Point point;
  std::size_t found = 0;
  for (const auto& [name, limit, into] :
       {std::tuple<const char*, int, Decimal*>{"longitude", 180, &point.longitude},
        {"latitude", 90, &point.latitude}}) {
    const Json* member = object != nullptr ? object->if_contains(name) : nullptr;
    if (member == nullptr) {
      break;
    }
    TRY_ASSIGN(const Decimal degrees, ReadDecimal(field, *member, pointer));
    const Result<Decimal> scaled = degrees.Rescaled(6);
    if (scaled.ok() && *scaled <= Decimal::FromInt(limit) && *scaled >= Decimal::FromInt(-limit)) {
      *into = *scaled;
      ++found;
    }
  }
  return found == 2 && object->size() == 2 ? Result<Value>(point)
                                           : FieldError(field, "field.point", pointer);
}

// Strings of JSON. `text` is not blank.
Result<Value> ReadText(const Field& field, std::string_view text, const std::string& pointer) {
  const FieldType type = ValueType(field);
  const Params shown = {{"text", field.personal ? "…" : Shortened(text)}};
  if (type == FieldType::kDate) {
    const Result<Date> day = Date::Parse(text);
    return day.ok() ? Result<Value>(*day) : FieldError(field, "field.date", pointer, shown);
  }
  if (type == FieldType::kTime) {
    const Result<DateTime> moment = DateTime::Parse(text);
    // an offset may carry a moment out of the years that can be written
    const bool valid = moment.ok() && moment->date().year() >= 1 && moment->date().year() <= 9999;
    return valid ? Result<Value>(*moment) : FieldError(field, "field.date", pointer, shown);
  }
  if (type == FieldType::kEnum) {
    return FindKey(field, text) != nullptr ? Result<Value>(std::string(text))
                                           : EnumError(field, text, pointer);
  }
  if (type == FieldType::kReference) {
    const Result<Uuid> id = Uuid::Parse(text);
    return id.ok() ? Result<Value>(*id) : FieldError(field, "field.reference", pointer);
  }
  return CodeValue(field, text, pointer);
}

boost::json::string_view Boost(std::string_view text) { return {text.data(), text.size()}; }

struct Writer {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool truth) const { return truth; }
  Json operator()(std::int64_t number) const { return number; }
  Json operator()(const Decimal& number) const { return Json(Boost(number.ToString())); }
  Json operator()(const std::string& text) const { return Json(Boost(text)); }
  Json operator()(const Date& day) const { return Json(Boost(day.ToString())); }
  Json operator()(const DateTime& moment) const { return Json(Boost(moment.ToString())); }
  Json operator()(UnitId unit) const { return NumberOf(unit); }
  Json operator()(const Uuid& id) const { return Json(Boost(id.ToString())); }
  Json operator()(const TextList& list) const {
    JsonArray out;
    for (const std::string& text : list) {
      out.emplace_back(Boost(text));
    }
    return out;
  }
  Json operator()(const Point& point) const {
    JsonObject out;
    out["longitude"] = Boost(point.longitude.ToString());
    out["latitude"] = Boost(point.latitude.ToString());
    return out;
  }
  Json operator()(const GroupRows& rows) const {
    JsonArray out;
    for (const Fields& row : rows) {
      out.push_back(WriteFields(row));
    }
    return out;
  }
};

}  // namespace

Result<Value> ReadAt(const Field& field, const Json& json, const std::string& pointer) {
  if (json.is_null()) {
    return Value();
  }
  std::string_view expected = "string";
  switch (ValueType(field)) {
    case FieldType::kBool:
      if (json.is_bool()) {
        return Value(json.get_bool());
      }
      expected = "true / false";
      break;
    case FieldType::kInt:
      if (const std::int64_t* number = json.if_int64()) {
        return Value(*number);
      }
      expected = "12";
      break;
    case FieldType::kUnit:
      if (const std::int64_t* number = json.if_int64(); number != nullptr && *number > 0) {
        return Value(UnitId{*number});
      }
      expected = "unit id";
      break;
    case FieldType::kDecimal:
    case FieldType::kMoney: {
      TRY_ASSIGN(const Decimal number, ReadDecimal(field, json, pointer));
      const std::optional<Decimal> fitted = Fitted(field, number);
      if (!fitted) {
        return FieldError(field, "field.scale", pointer,
                          {{"scale", std::to_string(ScaleOf(field))}});
      }
      return Value(*fitted);
    }
    case FieldType::kMultiEnum:
      if (const JsonArray* array = json.if_array(); array != nullptr) {
        TextList list;
        for (const Json& item : *array) {
          const auto* text = item.if_string();
          if (text == nullptr || FindKey(field, TextOf(*text)) == nullptr) {
            return EnumError(field, text != nullptr ? TextOf(*text) : "?", pointer);
          }
          list.emplace_back(TextOf(*text));
        }
        return ListValue(std::move(list));
      }
      expected = "array";
      break;
    case FieldType::kPoint:
      return ReadPoint(field, json, pointer);
    case FieldType::kGroup:
      if (const JsonArray* array = json.if_array()) {
        return ReadGroup(field, *array, pointer);
      }
      expected = "array";
      break;
    case FieldType::kText:
    case FieldType::kDate:
    case FieldType::kTime:
    case FieldType::kEnum:
    case FieldType::kCitizenId:
    case FieldType::kCreditCode:
    case FieldType::kPhone:
    case FieldType::kReference:
    case FieldType::kAttachment:
    case FieldType::kCarried:
      if (const auto* text = json.if_string()) {
        if (!IsValidText(TextOf(*text))) {
          return FieldError(field, "field.text", pointer);
        }
        return Trim(TextOf(*text)).empty() ? Result<Value>(Value())
                                           : ReadText(field, TextOf(*text), pointer);
      }
      break;
  }
  return FieldError(field, "field.type", pointer, {{"expected", std::string(expected)}});
}

Result<Value> ReadValue(const Field& field, const Json& json) {
  return ReadAt(field, json, PointerOf(field));
}

Json WriteValue(const Value& value) { return std::visit(Writer{}, value.content); }

Result<Fields> ReadFields(const std::vector<Field>& definitions, const JsonObject& object) {
  Fields out;
  TRY(ReadObject(definitions, object, "/fields", out));
  return out;
}

JsonObject WriteFields(const Fields& fields) {
  JsonObject out;
  for (const auto& [name, value] : fields) {
    out[Boost(name)] = WriteValue(value);
  }
  return out;
}

}  // namespace luoshi::rules
