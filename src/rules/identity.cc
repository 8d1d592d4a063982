#include "rules/identity.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/text.h"
#include "rules/field_value.h"

namespace luoshi::rules {
namespace {

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

}  // namespace

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

}  // namespace luoshi::rules
