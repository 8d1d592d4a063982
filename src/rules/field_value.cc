#include "rules/field_value.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/identity.h"

namespace luoshi::rules {
namespace {

std::string LabelOf(const Field& field) {
  return !field.title.zh.empty() ? field.title.zh : field.name;
}

std::string Choices(const Field& field) {
  std::string out;
  for (const EnumValue& value : field.values) {
    if (out.size() > 120) {
      return out + "…";
    }
    out += (out.empty() ? "" : "、") + (value.title.zh.empty() ? value.key : value.title.zh);
  }
  return out;
}

bool IsAttachment(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  return text.size() == kPrefix.size() + 64 && text.starts_with(kPrefix) &&
         std::all_of(text.begin() + kPrefix.size(), text.end(),
                     [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); });
}

std::string UpperAscii(std::string text) {
  for (char& c : text) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

}  // namespace

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::string PointerOf(const Field& field) { return "/fields/" + field.name; }

std::string Shortened(std::string_view text) {
  const std::u32string points = ToCodePoints(text.substr(0, 256));
  return FromCodePoints(std::u32string_view(points).substr(0, 32));
}

Error FieldError(const Field& field, std::string key, std::string pointer, Params params) {
  params.emplace_back("field", LabelOf(field));
  return Error{ErrorCode::kInvalid, std::move(key), std::move(params), std::move(pointer)};
}

Error TextError(const Field& field, std::string key, std::string_view text) {
  // what is personal must not wander into messages and logs
  return FieldError(field, std::move(key), PointerOf(field),
                    {{"text", field.personal ? "…" : Shortened(text)}});
}

Error EnumError(const Field& field, std::string_view text, std::string pointer) {
  return FieldError(field, "field.enum_value", std::move(pointer),
                    {{"text", Shortened(text)}, {"choices", Choices(field)}});
}

Status Combined(std::vector<Error> errors) {
  if (errors.empty()) {
    return {};
  }
  std::vector<Error> all;
  for (Error& error : errors) {
    std::vector<Error> inner = std::move(error.others);
    error.others.clear();
    all.push_back(std::move(error));
    std::move(inner.begin(), inner.end(), std::back_inserter(all));
  }
  Error first = std::move(all.front());
  first.others.assign(std::make_move_iterator(all.begin() + 1), std::make_move_iterator(all.end()));
  return first;
}

int ScaleOf(const Field& field) { return ValueType(field) == FieldType::kMoney ? 2 : field.scale; }

std::optional<Decimal> Fitted(const Field& field, const Decimal& number) {
  const Result<Decimal> scaled = number.Rescaled(ScaleOf(field), Rounding::kDown);
  return scaled.ok() && *scaled == number ? std::optional(*scaled) : std::nullopt;
}

const EnumValue* FindKey(const Field& field, std::string_view key) {
  const auto found = std::find_if(field.values.begin(), field.values.end(),
                                  [key](const EnumValue& value) { return value.key == key; });
  return found == field.values.end() ? nullptr : &*found;
}

Value ListValue(TextList list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list.empty() ? Value() : Value(std::move(list));
}

Result<Value> CodeValue(const Field& field, std::string_view text, const std::string& pointer) {
  const FieldType type = ValueType(field);
  std::string code(text);
  bool right = true;
  std::string_view key;
  if (type == FieldType::kCitizenId) {
    code = UpperAscii(std::move(code));
    right = IsCitizenId(code);
    key = "field.citizen_id";
  } else if (type == FieldType::kCreditCode) {
    code = UpperAscii(std::move(code));
    right = IsCreditCode(code);
    key = "field.credit_code";
  } else if (type == FieldType::kPhone) {
    code = PhoneNumber(code);
    right = !code.empty();
    key = "field.phone";
  } else if (type == FieldType::kAttachment) {
    right = IsAttachment(code);
    key = "field.attachment";
  }
  return right ? Result<Value>(std::move(code)) : FieldError(field, std::string(key), pointer);
}

}  // namespace luoshi::rules
