#include "rules/form.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "base/text.h"

namespace luoshi::rules {
namespace {

// ---- Errors ------------------------------------------------------------------------------------

std::string LabelOf(const Field& field) {
  return !field.title.zh.empty() ? field.title.zh : field.name;
}

std::string PointerOf(const Field& field) { return "/fields/" + field.name; }

// Long input is cut at a character, so that the sentence stays text.
std::string Shortened(std::string_view text) {
  const std::u32string points = ToCodePoints(text.substr(0, 256));
  return FromCodePoints(std::u32string_view(points).substr(0, 32));
}

Error FieldError(const Field& field, std::string key, std::string pointer, Params params = {}) {
  params.emplace_back("field", LabelOf(field));
  return Error{ErrorCode::kInvalid, std::move(key), std::move(params), std::move(pointer)};
}

Error TextError(const Field& field, std::string key, std::string_view text) {
  // what is personal must not wander into messages and logs
  return FieldError(field, std::move(key), PointerOf(field),
                    {{"text", field.personal ? "…" : Shortened(text)}});
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

// ---- Codes and numbers of people
// -----------------------------------------------------------------

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

bool IsMobile(std::string_view text) {
  return text.size() == 11 && AllDigits(text) && text[0] == '1' && text[1] >= '3';
}

// 010-12345678, 0717-1234567. Three-digit area codes are 010 and 02x.
std::string FixedLine(std::string_view digits) {
  if (!AllDigits(digits) || digits.size() < 10 || digits[0] != '0') {
    return "";
  }
  const std::size_t area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
  const std::size_t rest = digits.size() - area;
  return rest == 7 || rest == 8
             ? std::string(digits.substr(0, area)) + "-" + std::string(digits.substr(area))
             : "";
}

// The one form in which a phone number is kept; "" when it is none.
std::string PhoneNumber(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (IsDigit(c)) {
      digits.push_back(c);
    } else if (c != '-' && c != '(' && c != ')' && c != '+') {
      return "";
    }
  }
  if (digits.size() == 13 && digits.starts_with("86")) {
    digits.erase(0, 2);
  }
  return IsMobile(digits) ? digits : FixedLine(digits);
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

// ---- Values that a field may hold
// ----------------------------------------------------------------

int ScaleOf(const Field& field) { return ValueType(field) == FieldType::kMoney ? 2 : field.scale; }

// With the field's scale, exactly; nullopt when digits would be lost.
std::optional<Decimal> Fitted(const Field& field, const Decimal& number) {
  const Result<Decimal> scaled = number.Rescaled(ScaleOf(field), Rounding::kDown);
  return scaled.ok() && *scaled == number ? std::optional(*scaled) : std::nullopt;
}

const EnumValue* FindKey(const Field& field, std::string_view key) {
  const auto found = std::find_if(field.values.begin(), field.values.end(),
                                  [key](const EnumValue& value) { return value.key == key; });
  return found == field.values.end() ? nullptr : &*found;
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

Error EnumError(const Field& field, std::string_view text, std::string pointer) {
  return FieldError(field, "field.enum_value", std::move(pointer),
                    {{"text", Shortened(text)}, {"choices", Choices(field)}});
}

Value ListValue(TextList list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list.empty() ? Value() : Value(std::move(list));
}

// Text of a field that has a form of its own. `text` is not blank.
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

// ---- JSON --------------------------------------------------------------------------------------

Result<Value> ReadAt(const Field& field, const Json& json, const std::string& pointer);

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

// ---- Cells: numbers ----------------------------------------------------------------------------

// 4.20101E+17: Excel kept fifteen digits of it, the rest is lost for good.
bool IsRuined(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || !IsDigit(text[0])) {
    return false;
  }
  std::string_view exponent = text.substr(e + 1);
  if (!exponent.empty() && (exponent[0] == '+' || exponent[0] == '-')) {
    exponent.remove_prefix(1);
  }
  return AllDigits(exponent) && exponent.size() <= 3 &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(e),
                     [](char c) { return IsDigit(c) || c == '.'; });
}

// 三百二十, 3万5千. Guarded: a run of digits and several 亿 could pass the range of the reader
// below.
std::optional<std::int64_t> ReadWritten(std::string_view text) {
  const std::u32string points = ToCodePoints(text.substr(0, 64));
  const auto is_large = [](char32_t c) { return c == U'万' || c == U'亿'; };
  if (points.empty() || points.size() > 12 || is_large(points.front()) ||
      std::count(points.begin(), points.end(), U'亿') > 1 ||
      std::count(points.begin(), points.end(), U'万') > 1) {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (points[i] < 0x80 && points[i - 1] < 0x80) {
      return std::nullopt;
    }
  }
  return ParseChineseInteger(text);
}

// 万亩 = 10^4 × 亩. Takes the powers of ten off the front.
std::int64_t TakePower(std::string_view& text) {
  std::int64_t power = 1;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [word, factor] : {std::pair<std::string_view, std::int64_t>{"亿", 100'000'000},
                                       {"万", 10'000},
                                       {"千", 1000},
                                       {"百", 100}}) {
      if (text.starts_with(word) && power <= 100'000'000) {
        text.remove_prefix(word.size());
        power *= factor;
        more = true;
      }
    }
  }
  return power;
}

std::string UnitOf(const Field& field) {
  const std::string unit = MatchKey(field.unit_of_measure);
  return unit.empty() && ValueType(field) == FieldType::kMoney ? "元" : unit;
}

bool IsCountWord(std::string_view word) {
  constexpr std::array<std::string_view, 18> kWords = {"元", "亩", "户", "人", "%",  "个",
                                                       "件", "次", "名", "处", "家", "岁",
                                                       "天", "块", "头", "棵", "栋", "吨"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// "1,234" without its commas; "" when they do not part thousands.
std::string WithoutCommas(std::string_view text) {
  const std::vector<std::string> parts = Split(text.substr(0, text.find('.')), ",");
  for (std::size_t i = 0; parts.size() > 1 && i < parts.size(); ++i) {
    const bool right = i == 0 ? !parts[i].empty() && parts[i].size() <= 3 : parts[i].size() == 3;
    if (!right) {
      return "";
    }
  }
  return Replaced(text, ",", "");
}

Result<Decimal> Scaled(const Decimal& number, std::int64_t times, std::int64_t over) {
  TRY_ASSIGN(const Decimal product, Decimal::Multiply(number, Decimal::FromInt(times)));
  TRY_ASSIGN(const Decimal out,
             Decimal::Divide(product, Decimal::FromInt(over), Decimal::kMaxScale, Rounding::kDown));
  TRY_ASSIGN(const Decimal back, Decimal::Multiply(out, Decimal::FromInt(over)));
  return back == product ? Result<Decimal>(out) : Error{ErrorCode::kInvalid, "decimal.overflow"};
}

// A number cell in the field's own unit of measure.
Result<Decimal> ReadNumber(const Field& field, std::string_view cell) {
  const std::string key = Replaced(MatchKey(cell), "−", "-");
  std::string_view rest = key;
  if (IsRuined(rest)) {
    return TextError(field, "field.ruined_number", cell);
  }
  const bool negative = rest.starts_with("-");
  rest.remove_prefix(negative ? 1 : 0);
  if (rest.starts_with("¥")) {
    rest.remove_prefix(std::string_view("¥").size());
  }
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789.,"), rest.size());
  std::string_view suffix = rest.substr(digits);
  std::optional<Decimal> number;
  if (digits > 0) {
    const Result<Decimal> parsed = Decimal::Parse(WithoutCommas(rest.substr(0, digits)));
    number = parsed.ok() ? std::optional(*parsed) : std::nullopt;
  }
  const std::string unit = UnitOf(field);
  std::string_view unit_base = unit;
  const std::int64_t unit_power = TakePower(unit_base);
  std::string_view base = suffix;
  const std::int64_t power = TakePower(base);
  const bool known_base = base.empty() || base == unit_base || IsCountWord(base);
  Result<Decimal> out = Error{ErrorCode::kInvalid, "field.number"};
  if (number && (suffix.empty() || suffix == unit)) {
    out = *number;
  } else if (number && known_base) {
    out = Scaled(*number, power, unit_base == unit ? 1 : unit_power);
  } else if (number || digits == 0) {
    // 三百二十户, 3万5千元: the unit is at the end, what stands before it is written in words
    base = {};
    std::string_view words = rest;
    for (const std::string_view candidate :
         {unit_base, std::string_view("元"), std::string_view("户"), std::string_view("人"),
          std::string_view("亩")}) {
      if (!candidate.empty() && words.ends_with(candidate) && base.empty()) {
        base = candidate;
        words.remove_suffix(candidate.size());
      }
    }
    if (const std::optional<std::int64_t> written = ReadWritten(words)) {
      out = Scaled(Decimal::FromInt(*written), 1, unit_base == unit ? 1 : unit_power);
    }
  }
  if (!out.ok()) {
    return TextError(field, "field.number", cell);
  }
  if (!base.empty() && !unit.empty() && base != unit_base && suffix != unit) {
    return FieldError(field, "field.unit_mismatch", PointerOf(field),
                      {{"text", Shortened(cell)}, {"unit", field.unit_of_measure}});
  }
  return negative ? Decimal::Subtract(Decimal(), *out) : out;
}

Result<Value> ReadNumberCell(const Field& field, std::string_view cell) {
  TRY_ASSIGN(const Decimal number, ReadNumber(field, cell));
  if (ValueType(field) == FieldType::kInt) {
    const Result<Decimal> whole = number.Rescaled(0, Rounding::kDown);
    return whole.ok() && *whole == number
               ? Result<Value>(whole->units())
               : FieldError(field, "field.scale", PointerOf(field), {{"scale", "0"}});
  }
  const std::optional<Decimal> fitted = Fitted(field, number);
  return fitted ? Result<Value>(*fitted)
                : FieldError(field, "field.scale", PointerOf(field),
                             {{"scale", std::to_string(ScaleOf(field))}});
}

// ---- Cells: days and moments -------------------------------------------------------------------

// Goes along a cell written by hand.
class Cursor {
 public:
  explicit Cursor(std::u32string_view rest) : rest_(rest) {}

  bool AtEnd() {
    SkipSpace();
    return rest_.empty();
  }
  // Digits, or a number in Chinese numerals; -1 and nothing taken when there is none.
  std::int64_t Number() {
    SkipSpace();
    std::size_t size = 0;
    while (size < rest_.size() && size < 9 && rest_[size] >= U'0' && rest_[size] <= U'9') {
      ++size;
    }
    if (size == 0) {
      constexpr std::u32string_view kNumerals = U"〇零一二三四五六七八九十";
      while (size < rest_.size() && size < 6 && kNumerals.find(rest_[size]) != kNumerals.npos) {
        ++size;
      }
    }
    const std::optional<std::int64_t> number =
        ParseChineseInteger(FromCodePoints(rest_.substr(0, size)));
    rest_.remove_prefix(size);
    return number.value_or(-1);
  }
  // One character of `any`; 0 when the next is none of them.
  char32_t Take(std::u32string_view any) {
    SkipSpace();
    if (rest_.empty() || any.find(rest_.front()) == any.npos) {
      return 0;
    }
    const char32_t out = rest_.front();
    rest_.remove_prefix(1);
    return out;
  }

 private:
  void SkipSpace() {
    while (!rest_.empty() && rest_.front() == U' ') {
      rest_.remove_prefix(1);
    }
  }
  std::u32string_view rest_;
};

// Days of Excel count from 1899-12-30; its time of day is the fraction.
std::optional<DateTime> ReadSerial(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  constexpr int kFirst = 20'000;  // 1954-10-03
  constexpr int kLast = 80'000;   // 2119-01-10
  constexpr int kUnixEpoch = 25'569;
  if (whole.size() != 5 || !AllDigits(whole) || !AllDigits(fraction)) {
    return std::nullopt;
  }
  const std::int64_t serial = Decimal::Parse(whole)->units();
  if (serial < kFirst || serial > kLast) {
    return std::nullopt;
  }
  // nine digits of a day are finer than the second it is rounded to
  const Decimal part = *Decimal::Parse("0." + std::string(fraction.substr(0, 9)));
  const Result<Decimal> seconds = Decimal::Multiply(part, Decimal::FromInt(86'400));
  const std::int64_t rounded = seconds.ok() ? seconds->Rescaled(0)->units() : 0;
  return DateTime{DateTime::At(Date{static_cast<std::int32_t>(serial) - kUnixEpoch}).ms +
                  rounded * 1000};
}

// 8:30, 08:30:15, 8时30分, 8点; -1 when it is none. Milliseconds of the day.
std::int64_t ReadTimeOfDay(Cursor& cursor) {
  const std::int64_t hour = cursor.Number();
  const bool hour_mark = cursor.Take(U":时点") != 0;
  const std::int64_t minute = cursor.Number();
  cursor.Take(U":分");
  const std::int64_t second = cursor.Number();
  cursor.Take(U"秒");
  const bool right = hour >= 0 && hour < 24 && hour_mark && minute < 60 && second < 60;
  return right && cursor.AtEnd() ? ((hour * 60 + std::max<std::int64_t>(minute, 0)) * 60 +
                                    std::max<std::int64_t>(second, 0)) *
                                       1000
                                 : -1;
}

Result<Value> ReadDayCell(const Field& field, std::string_view cell, int year_if_none) {
  const std::string plain = Trim(Nfkc(cell));
  const bool wants_time = ValueType(field) == FieldType::kTime;
  const auto value = [&](const DateTime& moment) {
    return wants_time ? Value(moment) : Value(moment.date());
  };
  if (const std::optional<DateTime> serial = ReadSerial(plain)) {
    return value(*serial);
  }
  const Error incomplete = TextError(field, "field.date_incomplete", cell);
  const Error wrong = TextError(field, "field.date", cell);
  if (AllDigits(plain)) {
    if (plain.size() == 4 || plain.size() == 6) {
      return incomplete;
    }
    const Result<Date> day =
        plain.size() == 8
            ? Date::Parse(plain.substr(0, 4) + "-" + plain.substr(4, 2) + "-" + plain.substr(6))
            : Result<Date>(wrong);
    return day.ok() && day->year() >= 1800 ? Result<Value>(value(DateTime::At(*day))) : wrong;
  }
  const std::u32string points = ToCodePoints(plain);
  Cursor cursor(points);
  std::int64_t year = cursor.Number();
  std::int64_t month = -1;
  char32_t mark = cursor.Take(U"年月-./");
  if (mark == U'月') {
    month = std::exchange(year, year_if_none);
    if (year == 0) {
      return incomplete;
    }
  } else {
    if (mark == 0 || year < 1800 || year > 2199) {
      return wrong;
    }
    month = cursor.Number();
    mark = cursor.Take(mark == U'年' ? U"月" : mark == U'-' ? U"-" : mark == U'.' ? U"." : U"/");
  }
  const std::int64_t day = cursor.Number();
  if (day < 0) {
    return cursor.AtEnd() ? incomplete : wrong;
  }
  const Result<Date> date =
      Date::FromCivil(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
  if (mark == 0 || !date.ok()) {
    return wrong;
  }
  cursor.Take(U"日号");
  cursor.Take(U"T");
  const std::int64_t time = cursor.AtEnd() ? 0 : ReadTimeOfDay(cursor);
  return time >= 0 ? Result<Value>(value(DateTime{DateTime::At(*date).ms + time})) : wrong;
}

// ---- Cells: choices ----------------------------------------------------------------------------

bool IsAmong(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Result<Value> ReadBoolCell(const Field& field, std::string_view cell) {
  const std::string word = MatchKey(cell);
  if (IsAmong(word, {"√", "✓", "✔", "☑", "是", "有", "对", "1", "y", "yes", "true"})) {
    return Value(true);
  }
  if (IsAmong(word, {"×", "✗", "✘", "✕", "x", "否", "无", "没有", "0", "n", "no", "false"})) {
    return Value(false);
  }
  return TextError(field, "field.bool", cell);
}

// The key whose name, title or alias this is; nullptr when there is none.
const std::string* MatchChoice(const Field& field, std::string_view cell) {
  const std::string wanted = MatchKey(cell);
  for (const EnumValue& value : field.values) {
    const auto is_it = [&](const std::string& name) {
      return !name.empty() && (name == cell || MatchKey(name) == wanted);
    };
    if (is_it(value.key) || is_it(value.title.zh) || is_it(value.title.en) ||
        std::any_of(value.aliases.begin(), value.aliases.end(), is_it)) {
      return &value.key;
    }
  }
  return nullptr;
}

// Names may hold a separator themselves (厕所/厨房), so the longest run that is a name wins.
Result<Value> ReadMultiCell(const Field& field, std::string_view cell) {
  constexpr std::u32string_view kSeparators = U"、,;/ \n";
  constexpr std::size_t kMaxParts = 64;
  const std::u32string points = ToCodePoints(Nfkc(cell));
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // begin, end
  for (std::size_t at = 0; at < points.size() && parts.size() <= kMaxParts;) {
    const std::size_t end = std::min(points.find_first_of(kSeparators, at), points.size());
    if (end > at) {
      parts.emplace_back(at, end);
    }
    at = end + 1;
  }
  if (parts.size() > kMaxParts) {
    return EnumError(field, cell, PointerOf(field));
  }
  TextList list;
  for (std::size_t i = 0; i < parts.size();) {
    std::size_t next = i;
    for (std::size_t j = parts.size(); j > i && next == i; --j) {
      const std::string name = FromCodePoints(
          std::u32string_view(points).substr(parts[i].first, parts[j - 1].second - parts[i].first));
      if (const std::string* key = MatchChoice(field, name)) {
        list.push_back(*key);
        next = j;
      }
    }
    if (next == i) {
      return EnumError(field,
                       FromCodePoints(std::u32string_view(points).substr(
                           parts[i].first, parts[i].second - parts[i].first)),
                       PointerOf(field));
    }
    i = next;
  }
  return ListValue(std::move(list));
}

// 110.48,31.05 in either order: in China the two cannot be mixed up.
Result<Value> ReadPointCell(const Field& field, std::string_view cell) {
  const std::vector<std::string> parts = Split(Replaced(MatchKey(cell), "、", ","), ",");
  if (parts.size() == 2) {
    const Result<Decimal> first = Decimal::Parse(parts[0]);
    const Result<Decimal> second = Decimal::Parse(parts[1]);
    if (first.ok() && second.ok()) {
      const bool swapped = *first < *second;
      const Result<Decimal> longitude = (swapped ? *second : *first).Rescaled(6);
      const Result<Decimal> latitude = (swapped ? *first : *second).Rescaled(6);
      if (longitude.ok() && latitude.ok() && *longitude >= Decimal::FromInt(73) &&
          *longitude <= Decimal::FromInt(136) && *latitude >= Decimal::FromInt(3) &&
          *latitude <= Decimal::FromInt(54)) {
        return Value(Point{*longitude, *latitude});
      }
    }
  }
  return FieldError(field, "field.point", PointerOf(field));
}

Result<Value> ReadCodeCell(const Field& field, std::string_view cell) {
  std::string code = MatchKey(cell);
  if (code.starts_with('\'')) {
    code.erase(0, 1);  // how Excel is told that a number is text
  }
  if (IsRuined(code)) {
    return TextError(field, "field.ruined_number", cell);
  }
  Result<Value> value = CodeValue(field, code, PointerOf(field));
  // Excel keeps fifteen digits and fills up with zeros
  if (!value.ok() && ValueType(field) == FieldType::kCitizenId && code.size() == 18 &&
      AllDigits(code) && code.ends_with("000")) {
    return TextError(field, "field.ruined_number", cell);
  }
  return value;
}

// ---- Checks ------------------------------------------------------------------------------------

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

// ---- Public ------------------------------------------------------------------------------------

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

Result<Value> ParseCell(const Field& field, std::string_view text, int year) {
  const FieldType type = ValueType(field);
  if (!IsValidText(text)) {
    return FieldError(field, "field.text", PointerOf(field));
  }
  const std::string cell = Trim(text);
  if (cell.empty()) {
    return Value();
  }
  const bool plain_text = type == FieldType::kText || type == FieldType::kUnit ||
                          type == FieldType::kReference || type == FieldType::kCarried;
  if (!plain_text && type != FieldType::kBool && MatchChoice(field, cell) == nullptr &&
      IsAmong(cell, {"-", "—", "——", "－", "/", "／"})) {
    return Value();
  }
  switch (type) {
    case FieldType::kText:
      if (IsRuined(MatchKey(cell))) {
        return TextError(field, "field.ruined_number", cell);
      }
      return Value(cell);
    case FieldType::kUnit:
    case FieldType::kReference:
    case FieldType::kCarried:
      return Value(cell);
    case FieldType::kInt:
    case FieldType::kDecimal:
    case FieldType::kMoney:
      return ReadNumberCell(field, cell);
    case FieldType::kDate:
    case FieldType::kTime:
      return ReadDayCell(field, cell, year);
    case FieldType::kEnum: {
      const std::string* key = MatchChoice(field, cell);
      return key != nullptr ? Result<Value>(*key) : EnumError(field, cell, PointerOf(field));
    }
    case FieldType::kMultiEnum:
      return ReadMultiCell(field, cell);
    case FieldType::kBool:
      return ReadBoolCell(field, cell);
    case FieldType::kCitizenId:
    case FieldType::kCreditCode:
    case FieldType::kPhone:
      return ReadCodeCell(field, cell);
    case FieldType::kPoint:
      return ReadPointCell(field, cell);
    case FieldType::kAttachment:
    case FieldType::kGroup:
      break;
  }
  return FieldError(field, "field.not_in_cell", PointerOf(field));
}

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

std::string Mask(const Field& field, std::string_view text) {
  const FieldType type = ValueType(field);
  if (text.empty()) {
    return "";
  }
  if ((type == FieldType::kCitizenId && IsCitizenId(text)) ||
      (type == FieldType::kCreditCode && IsCreditCode(text))) {
    return std::string(text.substr(0, 4)) + std::string(10, '*') + std::string(text.substr(14));
  }
  if (type == FieldType::kPhone && IsMobile(text)) {
    return std::string(text.substr(0, 3)) + "****" + std::string(text.substr(7));
  }
  const std::u32string points = ToCodePoints(text.substr(0, 8));
  return type == FieldType::kText && CodePointCount(text) > 1
             ? FromCodePoints(std::u32string_view(points).substr(0, 1)) + "*"
             : "*";
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

bool IsCitizenId(std::string_view text) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCheck = "10X98765432";
  if (text.size() != 18 || !AllDigits(text.substr(0, 17))) {
    return false;
  }
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += (text[i] - '0') * kWeights[i];
  }
  const std::string day = std::string(text.substr(6, 4)) + "-" + std::string(text.substr(10, 2)) +
                          "-" + std::string(text.substr(12, 2));
  return kCheck[static_cast<std::size_t>(sum % 11)] == text[17] && Date::Parse(day).ok();
}

bool IsCreditCode(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (text.size() != 18) {
    return false;
  }
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3^(i-1) mod 31
  for (const char c : text.substr(0, 17)) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) {
      return false;
    }
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return text[17] == kAlphabet[(31 - sum % 31) % 31];
}

}  // namespace luoshi::rules
