#include "base/text.h"

#include <array>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace luoshi {
namespace {

// Decodes one code point at `at`; false on malformed input, with at moved by one.
bool DecodeOne(std::string_view text, std::size_t& at, char32_t& out) {
  utf8proc_int32_t point = 0;
  const utf8proc_ssize_t used =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                       static_cast<utf8proc_ssize_t>(text.size() - at), &point);
  if (used <= 0) {
    ++at;
    return false;
  }
  at += static_cast<std::size_t>(used);
  out = static_cast<char32_t>(point);
  return true;
}

bool IsSpace(char32_t c) {
  return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200D) || c == 0x202F || c == 0x2060;
}

int ChineseDigit(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
      return 0;
    case U'一':
    case U'壹':
      return 1;
    case U'二':
    case U'两':
    case U'贰':
      return 2;
    case U'三':
    case U'叁':
      return 3;
    case U'四':
    case U'肆':
      return 4;
    case U'五':
    case U'伍':
      return 5;
    case U'六':
    case U'陆':
      return 6;
    case U'七':
    case U'柒':
      return 7;
    case U'八':
    case U'捌':
      return 8;
    case U'九':
    case U'玖':
      return 9;
    default:
      return c >= U'0' && c <= U'9' ? static_cast<int>(c - U'0') : -1;
  }
}

std::int64_t ChineseUnit(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    case U'万':
      return 10'000;
    case U'亿':
      return 100'000'000;
    default:
      return 0;
  }
}

}  // namespace

bool IsValidText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    char32_t point = 0;
    if (!DecodeOne(text, at, point) || point == 0) {
      return false;
    }
  }
  return true;
}

std::u32string ToCodePoints(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size();) {
    char32_t point = 0xFFFD;
    if (!DecodeOne(text, at, point)) {
      point = 0xFFFD;
    }
    out.push_back(point);
  }
  return out;
}

void AppendCodePoint(std::string& out, char32_t point) {
  std::array<utf8proc_uint8_t, 4> buffer{};
  const utf8proc_ssize_t size =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), buffer.data());
  out.append(reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(size));
}

std::string FromCodePoints(std::u32string_view points) {
  std::string out;
  out.reserve(points.size() * 3);
  for (const char32_t point : points) {
    AppendCodePoint(out, point);
  }
  return out;
}

std::size_t CodePointCount(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return count;
}

std::string Nfkc(std::string_view text) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &raw,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  if (size < 0) {
    return std::string(text);  // malformed UTF-8 stays as it came; the door has refused it already
  }
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(raw, &std::free);
  return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

std::string MatchKey(std::string_view text) {
  std::string out;
  for (char32_t c : ToCodePoints(Nfkc(text))) {
    if (IsSpace(c)) {
      continue;
    }
    if (c >= U'A' && c <= U'Z') {
      c += 32;
    }
    AppendCodePoint(out, c);
  }
  return out;
}

std::string_view TrimAscii(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string Trim(std::string_view text) {
  const std::u32string points = ToCodePoints(text);
  std::size_t begin = 0;
  std::size_t end = points.size();
  while (begin < end && IsSpace(points[begin])) {
    ++begin;
  }
  while (end > begin && IsSpace(points[end - 1])) {
    --end;
  }
  return FromCodePoints(std::u32string_view(points).substr(begin, end - begin));
}

std::vector<std::string> Split(std::string_view text, std::string_view separator) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t at = text.find(separator);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return out;
    }
    text.remove_prefix(at + separator.size());
  }
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty() || &part != &parts.front()) {
      out.append(separator);
    }
    out.append(part);
  }
  return out;
}

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  return Join(Split(text, from), to);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::optional<std::int64_t> ParseChineseInteger(std::string_view text) {
  const std::u32string points = ToCodePoints(text);
  if (points.empty() || points.size() > 24) {
    return std::nullopt;
  }
  bool positional = true;  // 二〇二六, 2026: digits only
  for (const char32_t c : points) {
    positional = positional && ChineseDigit(c) >= 0;
  }
  std::int64_t total = 0;    // what stands before 万 or 亿 already
  std::int64_t section = 0;  // below 万
  std::int64_t digit = -1;
  std::int64_t last_unit = 0;
  for (const char32_t c : points) {
    const int value = ChineseDigit(c);
    const std::int64_t unit = ChineseUnit(c);
    if (value < 0 && unit == 0) {
      return std::nullopt;
    }
    if (positional) {
      if (total > 100'000'000'000'000'000) {
        return std::nullopt;
      }
      total = total * 10 + value;
      continue;
    }
    if (value >= 0) {
      digit = digit > 0 ? digit * 10 + value : value;  // 14 万: digits may run on
      if (digit > 1'000'000'000) {
        return std::nullopt;
      }
      if (value == 0) {
        last_unit = 1;  // 一万零二 is 10,002, not 12,000
      }
      continue;
    }
    if (unit < 10'000) {
      section += (digit < 0 ? 1 : digit) * unit;
      if (section > 1'000'000'000'000) {
        return std::nullopt;
      }
    } else {
      total = (total + section + (digit < 0 ? 0 : digit)) * unit;
      section = 0;
      if (total >
          1'000'000'000'000'000) {  // 1,000 万亿: beyond that it is not a number of this world
        return std::nullopt;
      }
    }
    digit = -1;
    last_unit = unit;
  }
  if (positional) {
    return total;
  }
  if (digit > 0) {
    // 一万二 means 12,000; 十二 means 12
    section += last_unit >= 100 && digit < 10 ? digit * (last_unit / 10) : digit;
  }
  return total + section;
}

std::string ToChineseNumber(std::int64_t value) {
  static constexpr std::array<std::string_view, 10> kDigits = {"零", "一", "二", "三", "四",
                                                               "五", "六", "七", "八", "九"};
  if (value >= 10'000) {
    const std::int64_t rest = value % 10'000;
    return ToChineseNumber(value / 10'000) + "万" + (rest > 0 && rest < 1000 ? "零" : "") +
           (rest > 0 ? ToChineseNumber(rest) : "");
  }
  std::string out;
  bool zero = false;
  for (const auto& [unit, name] :
       {std::pair<int, std::string_view>{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}}) {
    const auto digit = static_cast<std::size_t>(value / unit % 10);
    if (digit == 0) {
      zero = !out.empty();
      continue;
    }
    if (zero) {
      out += "零";
      zero = false;
    }
    if (!(unit == 10 && digit == 1 && out.empty())) {
      out += kDigits[digit];
    }
    out += name;
  }
  return out.empty() ? "零" : out;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (const char32_t c : ToCodePoints(text)) {
    const int columns = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
    width += columns > 0 ? static_cast<std::size_t>(columns) : 0;
  }
  return width;
}

}  // namespace luoshi
