#include "sheet/column_kind.h"

#include <algorithm>

#include "base/text.h"
#include "rules/cell.h"
#include "rules/form.h"
#include "rules/identity.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using document::CellKind;
using document::SheetCell;
using rules::Field;
using rules::FieldType;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

bool IsBlankMark(std::string_view text) {
  return text == "-" || text == "—" || text == "——" || text == "－" || text == "/" ||
         text == "／" || text == "\\";
}

// What stands behind the digits, without powers of ten: 3.2万元 → 元.
std::string_view MeasureOf(std::string_view key) {
  std::size_t end = key.find_last_of("0123456789.,");
  std::string_view rest = key.substr(end == std::string_view::npos ? 0 : end + 1);
  for (const std::string_view power : {"亿", "万"}) {
    if (rest.starts_with(power)) {
      rest.remove_prefix(power.size());
    }
  }
  return rest;
}

// 1,234.5, 3.2万, 12亩, ¥30, 85%: digits and what may stand around them.
bool LooksLikeNumber(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() > kLongest) {
    return false;
  }
  const std::string key = MatchKey(text);
  std::string_view rest = key;
  for (const std::string_view mark : {"-", "−", "+", "¥"}) {
    if (rest.starts_with(mark)) {
      rest.remove_prefix(mark.size());
    }
  }
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789.,"), rest.size());
  if (digits == 0 || !IsDigit(rest[0])) {
    return false;
  }
  const std::string_view suffix = rest.substr(digits);
  return suffix.empty() || suffix == "万" || suffix == "亿" || IsUnitOfMeasure(suffix);
}

bool LooksLikeDay(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() > kLongest) {
    return false;
  }
  const std::string key = MatchKey(text);
  std::size_t i = 0;
  while (i < key.size() && IsDigit(key[i])) {
    ++i;
  }
  const std::string_view rest = std::string_view(key).substr(i);
  if (i == 8 && rest.empty()) {
    return (key.starts_with("19") || key.starts_with("20")) && key[4] <= '1' && key[6] <= '3';
  }
  const bool year = i == 4 && (key.starts_with("19") || key.starts_with("20"));
  if (year && (rest.starts_with("年") || rest.starts_with("-") || rest.starts_with("/"))) {
    return rest.size() > 1;
  }
  if (year && rest.starts_with(".")) {
    return std::count(rest.begin(), rest.end(), '.') == 2;
  }
  return (i == 1 || i == 2) && rest.starts_with("月") &&
         (rest.ends_with("日") || rest.ends_with("号"));
}

Field PlainField(const Column& column, FieldType type) {
  Field field;
  field.name = "cell";
  field.type = type;
  field.title.zh = column.title.empty() ? document::ColumnName(column.column) : column.title.back();
  return field;
}

// Without zeros behind the point that say nothing.
std::string Shortest(std::string text) {
  if (text.find('.') != std::string::npos) {
    while (text.ends_with('0')) {
      text.pop_back();
    }
    if (text.ends_with('.')) {
      text.pop_back();
    }
  }
  return text;
}

PlainValue Kept(std::string_view text, Error error) {
  PlainValue out;
  out.text = text;
  out.errors.push_back(std::move(error));
  return out;
}

PlainValue ReadPlainNumber(const Column& column, std::string_view unit, const SheetCell& cell) {
  if (cell.kind == CellKind::kNumber) {
    return {cell.percent ? PercentOf(cell.text) : cell.text, {}};
  }
  Field field = PlainField(column, FieldType::kDecimal);
  field.unit_of_measure = unit;
  std::string text = cell.text;
  const std::string key = MatchKey(text);
  const std::string_view measure = MeasureOf(key);
  if (unit.empty() && !measure.empty() && IsUnitOfMeasure(measure)) {
    text = key.substr(0, key.size() - measure.size());  // the one its column has
  }
  Error error;
  // the widest scale that the number's size leaves room for
  for (const int scale : {4, 9, 0}) {
    field.scale = scale;
    const Result<Value> value = rules::ParseCell(field, text, 0);
    if (value.ok()) {
      const Decimal* number = value->As<Decimal>();
      return {number == nullptr ? "" : Shortest(number->ToString()), {}};
    }
    error = value.error();
  }
  return Kept(cell.text, std::move(error));
}

// 2025年11月, 2025-11, 202511: a month is as much as is known.
std::string MonthOf(std::string_view text) {
  std::string key = MatchKey(text);
  if (key.ends_with("月份")) {
    key.resize(key.size() - std::string_view("份").size());
  }
  std::string year;
  std::string month;
  if (key.size() == 6 && AllDigits(key)) {
    year = key.substr(0, 4);
    month = key.substr(4);
  } else if (key.size() > 5 && AllDigits(key.substr(0, 4))) {
    year = key.substr(0, 4);
    std::string_view rest = std::string_view(key).substr(4);
    for (const std::string_view mark : {"年", "-", ".", "/"}) {
      if (rest.starts_with(mark)) {
        month = rest.substr(mark.size());
        month = month.ends_with("月")
                    ? month.substr(0, month.size() - std::string_view("月").size())
                    : month;
        break;
      }
    }
  }
  if (month.size() == 1) {
    month.insert(0, "0");
  }
  const bool right = year.size() == 4 && month.size() == 2 && AllDigits(month) && month >= "01" &&
                     month <= "12" && year >= "1900" && year <= "2100";
  return right ? year + "-" + month : "";
}

PlainValue ReadPlainDay(const Column& column, const SheetCell& cell, int year) {
  if (cell.kind == CellKind::kDate) {
    constexpr std::size_t kDay = 10;
    const bool midnight = cell.text.size() > kDay && cell.text.substr(kDay) == "T00:00:00";
    return {midnight ? cell.text.substr(0, kDay) : cell.text, {}};
  }
  const Field field = PlainField(column, FieldType::kDate);
  if (cell.kind == CellKind::kNumber && cell.text.find('.') == 4) {
    // 2025.1 as a number may have been 2025.10
    const bool ambiguous = cell.text.size() == 6;
    const std::string month = ambiguous ? "" : MonthOf(cell.text);
    return month.empty() ? Kept(cell.text, {ErrorCode::kInvalid,
                                            "field.date",
                                            {{"field", field.title.zh}, {"text", cell.text}}})
                         : PlainValue{month, {}};
  }
  const Result<Value> value = rules::ParseCell(field, cell.text, year);
  if (value.ok()) {
    const Date* day = value->As<Date>();
    return {day == nullptr ? "" : day->ToString(), {}};
  }
  if (value.error().key == "field.date_incomplete") {
    const std::string month = MonthOf(cell.text);
    if (!month.empty()) {
      return {month, {}};
    }
    if (const std::string key = MatchKey(cell.text); key.size() == 4 && AllDigits(key)) {
      return {key, {}};
    }
  }
  return Kept(cell.text, value.error());
}

PlainValue ReadPlainId(const Column& column, const SheetCell& cell) {
  std::string id = MatchKey(cell.text);
  id = Replaced(Replaced(id, "-", ""), "'", "");
  std::transform(id.begin(), id.end(), id.begin(), [](char c) { return c == 'x' ? 'X' : c; });
  const Result<Value> value = rules::ParseCell(PlainField(column, FieldType::kCitizenId), id, 0);
  return value.ok() ? PlainValue{id, {}} : Kept(cell.text, value.error());
}

}  // namespace

bool LooksLikeCitizenId(std::string_view text) {
  std::string key = Replaced(MatchKey(text), "'", "");
  if (key.size() != 18 || !AllDigits(std::string_view(key).substr(0, 17)) ||
      !(IsDigit(key[17]) || key[17] == 'x')) {
    return false;
  }
  return key.substr(6, 2) >= "18" && key.substr(6, 2) <= "21" && key.substr(10, 2) <= "12" &&
         key.substr(12, 2) <= "31";
}

std::vector<std::string> SplitPhones(std::string_view text) {
  std::string key = Nfkc(text);
  for (const std::string_view mark : {"、", "/", ";", "，", ",", "\n", "\t", "或", "　"}) {
    key = Replaced(key, mark, " ");
  }
  std::vector<std::string> out;
  for (const std::string& part : Split(key, " ")) {
    if (part.empty()) {
      continue;
    }
    const std::string phone = rules::PhoneNumber(part);
    if (phone.empty()) {
      out.clear();
      break;
    }
    if (std::find(out.begin(), out.end(), phone) == out.end()) {
      out.push_back(phone);
    }
  }
  if (out.empty()) {  // 138 1234 5678, 138-1234-5678
    const std::string whole =
        rules::PhoneNumber(Replaced(Replaced(MatchKey(text), " ", ""), "-", ""));
    const std::string dashed = whole.empty() ? rules::PhoneNumber(MatchKey(text)) : whole;
    if (!dashed.empty()) {
      out.push_back(dashed);
    }
  }
  return out;
}

std::string CleanName(std::string_view text) {
  const std::u32string points = ToCodePoints(Trim(text));
  std::u32string out;
  const auto is_space = [](char32_t c) {
    return c == U' ' || c == U'\u3000' || c == U'\u00A0' || c == U'\t' || c == U'\u200B';
  };
  const auto is_latin = [](char32_t c) { return c < 0x250 && c != U' '; };
  for (std::size_t i = 0; i < points.size(); ++i) {
    char32_t c = points[i];
    if (is_space(c)) {
      // blanks between Latin words are part of the name
      const bool keep =
          !out.empty() && is_latin(out.back()) && i + 1 < points.size() && is_latin(points[i + 1]);
      if (keep) {
        out.push_back(U' ');
      }
      continue;
    }
    const bool dot =
        c == U'•' || c == U'・' || c == U'‧' || c == U'∙' || c == U'⋅' || c == U'･' || c == U'．';
    c = dot ? U'·' : c;
    out.push_back(c);
  }
  return FromCodePoints(out);
}

std::string PercentOf(std::string_view plain) {
  const bool negative = plain.starts_with('-');
  std::string digits(plain.substr(negative ? 1 : 0));
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string whole = digits.substr(0, point);
  std::string rest = point < digits.size() ? digits.substr(point + 1) : "";
  while (rest.size() < 2) {
    rest.push_back('0');
  }
  whole += rest.substr(0, 2);
  rest = rest.substr(2);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  return (negative ? "-" : "") + Shortest(rest.empty() ? whole : whole + "." + rest);
}

Status CheckCell(const SheetCell& cell, std::string_view heading) {
  if (cell.kind == CellKind::kError) {
    return Error{ErrorCode::kInvalid,
                 cell.text == "#NOT_CALCULATED" ? "cell.not_calculated" : "cell.error_value",
                 {{"field", std::string(heading)}, {"text", cell.text}}};
  }
  // sixteen digits and more in a number cell: a sheet keeps fifteen of them
  constexpr std::size_t kLongId = 16;
  const bool long_number = cell.kind == CellKind::kNumber && cell.text.size() >= kLongId &&
                           AllDigits(cell.text) &&
                           !(LooksLikeCitizenId(cell.text) && !cell.text.ends_with("000") &&
                             rules::IsCitizenId(cell.text));
  if (cell.ruined || long_number) {
    return Error{ErrorCode::kInvalid,
                 "field.ruined_number",
                 {{"field", std::string(heading)}, {"text", cell.text}}};
  }
  return {};
}

void Observe(const SheetCell& cell, Profile& profile) {
  ++profile.cells;
  if (cell.kind == CellKind::kDate) {
    ++profile.days;
    return;
  }
  if (cell.kind == CellKind::kNumber) {
    const bool id = cell.text.size() == 18 || cell.ruined;
    const bool phone = cell.text.size() == 11 && cell.text[0] == '1' && AllDigits(cell.text);
    profile.citizen_ids += id ? 1U : 0U;
    profile.phones += phone ? 1U : 0U;
    profile.numbers += id || phone ? 0U : 1U;
    return;
  }
  if (cell.kind != CellKind::kText) {
    return;
  }
  const char first = cell.text.front();
  const bool may_be_digits = IsDigit(first) || first == '-' || first == '+' || (first & 0x80) != 0;
  if (!may_be_digits) {
    return;
  }
  if (LooksLikeCitizenId(cell.text)) {
    ++profile.citizen_ids;
  } else if (LooksLikeDay(cell.text)) {
    ++profile.days;
  } else if (LooksLikeNumber(cell.text)) {
    const std::string key = MatchKey(cell.text);
    if (key.size() >= 11 && AllDigits(key)) {
      profile.phones += rules::PhoneNumber(key).empty() ? 0U : 1U;
    } else {
      profile.leading_zeros += key.size() > 1 && key[0] == '0' && IsDigit(key[1]) ? 1U : 0U;
      ++profile.numbers;
      const std::string_view measure = MeasureOf(key);
      profile.mixed_measures =
          profile.mixed_measures ||
          (!measure.empty() && !profile.measure.empty() && profile.measure != measure);
      profile.measure = measure.empty() ? profile.measure : std::string(measure);
    }
  } else if (!SplitPhones(cell.text).empty()) {
    ++profile.phones;
  }
}

ColumnKind KindOf(const Column& column, const Profile& profile, bool have_units) {
  const std::string heading = column.title.empty() ? "" : column.title.back();
  const auto most = [&](std::size_t some) {
    return profile.cells > 0 && some * 10 >= profile.cells * 6;
  };
  if (NamesCitizenId(heading) || most(profile.citizen_ids)) {
    return ColumnKind::kCitizenId;
  }
  if (NamesPhone(heading) || most(profile.phones)) {
    return ColumnKind::kPhone;
  }
  if (NamesSerial(heading)) {
    return ColumnKind::kText;
  }
  if ((NamesDay(heading) && (profile.days > 0 || profile.numbers * 2 >= profile.cells)) ||
      most(profile.days)) {
    return ColumnKind::kDay;
  }
  if (NamesUnit(heading) && have_units) {
    return ColumnKind::kUnit;
  }
  if (NamesPerson(heading)) {
    return ColumnKind::kPerson;
  }
  if (!NamesCode(heading) && !profile.mixed_measures && profile.leading_zeros == 0 &&
      most(profile.numbers)) {
    return ColumnKind::kNumber;
  }
  return ColumnKind::kText;
}

bool WrittenOnce(const Profile& profile) {
  return profile.repeats == 0 && profile.blanks > 0 && !profile.first_is_blank &&
         profile.blanks * 2 >= profile.cells;
}

Result<UnitId> FindUnit(const Units& units, std::string_view text) {
  const std::vector<UnitId> found = units.match ? units.match(text) : std::vector<UnitId>();
  if (found.size() != 1) {
    return Error{ErrorCode::kInvalid,
                 found.empty() ? "unit.unknown" : "unit.ambiguous",
                 {{"text", Trim(text)}}};
  }
  return found.front();
}

PlainValue ReadPlain(const Column& column,
                     ColumnKind kind,
                     std::string_view unit_of_measure,
                     const SheetCell& cell,
                     int year,
                     const Units& units) {
  const std::string heading =
      column.title.empty() ? document::ColumnName(column.column) : column.title.back();
  if (const Status status = CheckCell(cell, heading); !status.ok()) {
    return cell.kind == CellKind::kError ? PlainValue{"", {status.error()}}
                                         : Kept(cell.text, status.error());
  }
  if (kind != ColumnKind::kText && IsBlankMark(cell.text)) {
    return {};
  }
  switch (kind) {
    case ColumnKind::kText:
      return {cell.percent ? PercentOf(cell.text) : cell.text, {}};
    case ColumnKind::kPerson:
      return {CleanName(cell.text), {}};
    case ColumnKind::kNumber:
      return ReadPlainNumber(column, unit_of_measure, cell);
    case ColumnKind::kDay:
      return ReadPlainDay(column, cell, year);
    case ColumnKind::kCitizenId:
      return ReadPlainId(column, cell);
    case ColumnKind::kPhone: {
      const std::vector<std::string> phones = SplitPhones(cell.text);
      return phones.empty()
                 ? Kept(cell.text, {ErrorCode::kInvalid, "field.phone", {{"field", heading}}})
                 : PlainValue{Join(phones, "；"), {}};
    }
    case ColumnKind::kUnit: {
      const Result<UnitId> unit = FindUnit(units, cell.text);
      return unit.ok() ? PlainValue{units.code(*unit), {}} : Kept(cell.text, unit.error());
    }
  }
  return {};
}

}  // namespace luoshi::sheet
