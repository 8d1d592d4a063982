#include "rules/cell.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "base/text.h"
#include "rules/field_value.h"
#include "rules/identity.h"

namespace luoshi::rules {
namespace {

// ---- numbers ----------------------------------------------------------------------------

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

// ---- days and moments -------------------------------------------------------------------

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

// ---- choices ----------------------------------------------------------------------------

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

}  // namespace

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

}  // namespace luoshi::rules
