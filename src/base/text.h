// Text: UTF-8 by code points, NFKC, trimming, and numbers written in Chinese.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luoshi {

// Well-formed UTF-8 without U+0000. Everything that comes from outside is checked once, at the
// door.
bool IsValidText(std::string_view text);
// Malformed bytes become U+FFFD.
std::u32string ToCodePoints(std::string_view text);
std::string FromCodePoints(std::u32string_view points);
void AppendCodePoint(std::string& out, char32_t point);
std::size_t CodePointCount(std::string_view text);

// NFKC by utf8proc: full-width digits and letters become plain, compatibility forms are folded.
std::string Nfkc(std::string_view text);
// Nfkc, all white space (also U+3000 and zero-width) removed, ASCII lower case: how names of units,
// columns and states are compared.
std::string MatchKey(std::string_view text);
std::string_view TrimAscii(std::string_view text);
std::string Trim(std::string_view text);  // U+3000 and U+00A0 too
std::vector<std::string> Split(std::string_view text, std::string_view separator);
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
std::string Replaced(std::string_view text, std::string_view from, std::string_view to);
bool Contains(std::string_view text, std::string_view part);

// 三百二十, 两千, 十四, 一万二, 二〇二六, 14万: a whole number written in Chinese or mixed; nullopt
// for anything else (1.5亿 is for the caller: a decimal times a unit).
std::optional<std::int64_t> ParseChineseInteger(std::string_view text);
std::string ToChineseNumber(std::int64_t value);  // 14 → 十四; 0…99,999,999

// How many half-width columns a text takes in a terminal (CJK two, ASCII one).
std::size_t DisplayWidth(std::string_view text);

}  // namespace luoshi
