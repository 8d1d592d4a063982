#include "document/sheet_values.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "base/date.h"

namespace luoshi::document {
namespace {

constexpr int kSheetDigits = 15;  // what an IEEE double, and so a sheet, keeps of any number

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsAllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Scientific {
  bool negative = false;
  std::string digits;  // significant, no leading or trailing zeros; empty for zero
  int exponent = 0;    // value = 0.digits × 10^exponent
};

// Digits, at most one point, at most one exponent. Exact; no floating point.
bool Dissect(std::string_view raw, Scientific& out, bool& has_exponent) {
  has_exponent = false;
  std::size_t i = 0;
  if (i < raw.size() && (raw[i] == '-' || raw[i] == '+')) {
    out.negative = raw[i++] == '-';
  }
  bool any = false;
  bool point = false;
  for (; i < raw.size(); ++i) {
    if (raw[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (!IsDigit(raw[i])) {
      break;
    }
    any = true;
    if (!out.digits.empty() || raw[i] != '0') {
      out.digits.push_back(raw[i]);
      out.exponent += point ? 0 : 1;
    } else if (point) {
      --out.exponent;
    }
  }
  if (!any) {
    return false;
  }
  if (i < raw.size() && (raw[i] == 'e' || raw[i] == 'E')) {
    has_exponent = true;
    ++i;
    if (i < raw.size() && raw[i] == '+') {
      ++i;
    }
    int power = 0;
    const auto [end, status] = std::from_chars(raw.data() + i, raw.data() + raw.size(), power);
    if (status != std::errc() || power > 400 || power < -400) {
      return false;
    }
    out.exponent += power;
    i = static_cast<std::size_t>(end - raw.data());
  }
  while (!out.digits.empty() && out.digits.back() == '0') {
    out.digits.pop_back();
  }
  return i == raw.size();
}

void RoundDigits(Scientific& number, int keep) {
  if (static_cast<int>(number.digits.size()) <= keep) {
    return;
  }
  bool carry = number.digits[static_cast<std::size_t>(keep)] >= '5';
  number.digits.resize(static_cast<std::size_t>(keep));
  while (carry && !number.digits.empty()) {
    if (number.digits.back() == '9') {
      number.digits.pop_back();
    } else {
      ++number.digits.back();
      carry = false;
    }
  }
  if (carry) {
    number.digits = "1";
    ++number.exponent;
  }
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
  }
}

void WritePlain(const Scientific& number, std::string& out) {
  out.clear();
  if (number.digits.empty()) {
    out = "0";
    return;
  }
  if (number.negative) {
    out.push_back('-');
  }
  const int size = static_cast<int>(number.digits.size());
  if (number.exponent <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-number.exponent), '0');
    out += number.digits;
  } else if (number.exponent >= size) {
    out += number.digits;
    out.append(static_cast<std::size_t>(number.exponent - size), '0');
  } else {
    out.append(number.digits, 0, static_cast<std::size_t>(number.exponent));
    out.push_back('.');
    out.append(number.digits, static_cast<std::size_t>(number.exponent));
  }
}

// The common case: a short whole number is its own plain form.
bool IsShortWhole(std::string_view raw) {
  if (raw.empty() || raw.size() > kSheetDigits || (raw[0] == '0' && raw.size() > 1)) {
    return false;
  }
  for (const char c : raw) {
    if (!IsDigit(c)) {
      return false;
    }
  }
  return true;
}

}  // namespace

void ClassifyText(SheetCell& cell) {
  cell.kind = CellKind::kText;
  cell.ruined = false;
  std::string& text = cell.text;
  // Exports guard long ids by a tab, an apostrophe or ="…".
  while (text.ends_with('\t')) {
    text.pop_back();
  }
  const std::string_view view = text;
  if (view.size() > 1 && view[0] == '\'' && IsAllDigits(view.substr(1))) {
    text.erase(0, 1);
    return;
  }
  if (view.size() > 3 && view.starts_with("=\"") && view.ends_with('"')) {
    text = text.substr(2, text.size() - 3);
    return;
  }
  const std::string_view digits = view.starts_with('-') ? view.substr(1) : view;
  if (digits.empty() || digits[0] < '0' || digits[0] > '9' || digits.size() > 32 ||
      (digits.size() > 1 && digits[0] == '0' && digits[1] != '.')) {
    return;
  }
  std::string plain;
  bool ruined = false;
  if (!PlainNumber(view, plain, ruined)) {
    return;
  }
  const bool exponent = view.find_first_of("eE") != std::string_view::npos;
  std::size_t significant = 0;
  for (const char c : view) {
    significant += c >= '0' && c <= '9' ? 1U : 0U;
  }
  if (exponent && !ruined) {
    // 12E3 may as well be a door number; only the unmistakable form is a number.
    return;
  }
  if (!exponent &&
      (significant > static_cast<std::size_t>(kSheetDigits) || digits.ends_with('.'))) {
    return;
  }
  cell.kind = CellKind::kNumber;
  cell.ruined = ruined;
  if (exponent) {
    text = plain;
  }
}

bool PlainNumber(std::string_view raw, std::string& plain, bool& ruined) {
  ruined = false;
  if (IsShortWhole(raw)) {
    plain.assign(raw);
    return true;
  }
  constexpr std::size_t kLongest = 400;
  Scientific number;
  bool has_exponent = false;
  if (raw.size() > kLongest || !Dissect(raw, number, has_exponent)) {
    return false;
  }
  const bool whole = number.exponent >= static_cast<int>(number.digits.size());
  if (!whole || has_exponent) {
    RoundDigits(number, kSheetDigits);
  }
  ruined = has_exponent && number.exponent > kSheetDigits;
  WritePlain(number, plain);
  return true;
}

bool SerialToIso(std::string_view plain, bool epoch_1904, std::string& iso) {
  const std::size_t point = plain.find('.');
  const std::string_view whole = plain.substr(0, point);
  int serial = 0;
  const auto [end, status] = std::from_chars(whole.data(), whole.data() + whole.size(), serial);
  constexpr int kLast = 2'958'465;  // 9999-12-31
  if (status != std::errc() || end != whole.data() + whole.size() || serial < 0 || serial > kLast) {
    return false;
  }
  // Nine digits of the fraction are finer than a second by four orders.
  constexpr std::int64_t kNano = 1'000'000'000;
  constexpr std::int64_t kDaySeconds = 86'400;
  std::int64_t fraction = 0;
  if (point != std::string_view::npos) {
    std::int64_t unit = kNano;
    for (const char c : plain.substr(point + 1)) {
      unit /= 10;
      fraction += (c - '0') * unit;
    }
  }
  std::int64_t seconds = (fraction * kDaySeconds + kNano / 2) / kNano;
  if (seconds == kDaySeconds) {
    ++serial;
    seconds = 0;
  }
  constexpr int kEpoch1900 = -25'569;  // 1899-12-30 counted from 1970
  constexpr int kEpoch1904 = -24'107;  // 1904-01-01
  constexpr int kNoSuchDay = 60;       // the 29 February 1900 that Lotus believed in
  iso.clear();
  if (serial > 0 || epoch_1904 || seconds == 0) {
    const int early = !epoch_1904 && serial < kNoSuchDay ? 1 : 0;
    iso = Date{(epoch_1904 ? kEpoch1904 : kEpoch1900) + serial + early}.ToString();
  }
  if (seconds != 0) {
    const auto two = [&iso](std::int64_t value) {
      iso.push_back(static_cast<char>('0' + value / 10));
      iso.push_back(static_cast<char>('0' + value % 10));
    };
    iso += iso.empty() ? "" : "T";
    two(seconds / 3600);
    iso.push_back(':');
    two(seconds / 60 % 60);
    iso.push_back(':');
    two(seconds % 60);
  }
  return true;
}

bool IsDateFormat(int id, std::string_view code) {
  // ECMA-376 18.8.30: 14–22 and 45–47 everywhere, 27–36 and 50–58 in Chinese, Japanese and Korean.
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
      (id >= 50 && id <= 58)) {
    return true;
  }
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') {
      return false;  // only the first section counts
    }
    if (c == '"') {
      i = code.find('"', i + 1);
    } else if (c == '[') {
      const std::size_t close = code.find(']', i);
      if (close == i + 2 || (close == i + 3 && code[i + 1] == code[i + 2])) {
        const char elapsed = code[i + 1];  // [h], [mm], [ss]
        if (elapsed == 'h' || elapsed == 'm' || elapsed == 's') {
          return true;
        }
      }
      i = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'y' || c == 'Y' || c == 'm' || c == 'M' || c == 'd' || c == 'D' || c == 'h' ||
               c == 'H' || c == 's' || c == 'S') {
      return true;
    } else if (code.substr(i, 7) == "General") {
      i += 6;
    }
    if (i == std::string_view::npos) {
      return false;
    }
  }
  return false;
}

bool IsPercentFormat(int id, std::string_view code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size() && (quoted || code[i] != ';'); ++i) {
    if (code[i] == '\\') {
      ++i;
    } else if (code[i] == '"') {
      quoted = !quoted;
    } else if (code[i] == '%' && !quoted) {
      return true;
    }
  }
  return id == 9 || id == 10;  // ECMA-376 18.8.30: 0% and 0.00%
}

bool ParseReference(std::string_view reference, int& column, int& row) {
  std::size_t i = 0;
  int letters = 0;
  for (; i < reference.size(); ++i) {
    const char c = reference[i];
    const int letter = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' : -1;
    if (letter < 0) {
      break;
    }
    letters = letters * 26 + letter + 1;
    if (letters > kMaxSheetColumns) {
      letters = kMaxSheetColumns + 1;  // far out, but not over
    }
  }
  if (i == 0) {
    return false;
  }
  column = letters - 1;
  row = 0;
  if (i == reference.size()) {
    return true;
  }
  const char* last = reference.data() + reference.size();
  const auto [end, status] = std::from_chars(reference.data() + i, last, row);
  return status == std::errc() && end == last && row > 0;
}

std::string ColumnName(int column) {
  std::string out;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return out;
}

}  // namespace luoshi::document
