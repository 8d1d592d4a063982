#include "base/bytes.h"

#include <array>

namespace luoshi {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::uint64_t BigEndian(std::string_view raw) {
  std::uint64_t out = 0;
  for (const char c : raw) {
    out = (out << 8) | static_cast<std::uint8_t>(c);
  }
  return out;
}

}  // namespace

std::string ToHex(std::string_view raw) {
  std::string out;
  out.reserve(raw.size() * 2);
  for (const char c : raw) {
    const auto byte = static_cast<std::uint8_t>(c);
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

std::optional<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = HexDigit(hex[i]);
    const int low = HexDigit(hex[i + 1]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

std::string ToBase64(std::string_view raw) {
  std::string out;
  out.reserve((raw.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < raw.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, raw.size() - i);
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      block = (block << 8) | (k < count ? static_cast<std::uint8_t>(raw[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out.push_back(k <= count ? kBase64[(block >> (18 - 6 * k)) & 63] : '=');
    }
  }
  return out;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t block = 0;
    std::size_t padding = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      const std::size_t at = kBase64.find(c);
      if (c == '=' && i + 4 == text.size() && k >= 2) {
        ++padding;
        block <<= 6;
      } else if (at == std::string_view::npos || padding > 0) {
        return std::nullopt;
      } else {
        block = (block << 6) | static_cast<std::uint32_t>(at);
      }
    }
    for (std::size_t k = 0; k < 3 - padding; ++k) {
      out.push_back(static_cast<char>((block >> (16 - 8 * k)) & 255));
    }
  }
  return out;
}

void AppendU32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 255));
  }
}

void AppendU64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 255));
  }
}

std::optional<std::string_view> ByteReader::Take(std::size_t size) {
  if (rest_.size() < size) {
    return std::nullopt;
  }
  const std::string_view out = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return out;
}

std::optional<std::uint8_t> ByteReader::U8() {
  const auto raw = Take(1);
  return raw ? std::optional(static_cast<std::uint8_t>((*raw)[0])) : std::nullopt;
}

std::optional<std::uint32_t> ByteReader::U32() {
  const auto raw = Take(4);
  return raw ? std::optional(static_cast<std::uint32_t>(BigEndian(*raw))) : std::nullopt;
}

std::optional<std::uint64_t> ByteReader::U64() {
  const auto raw = Take(8);
  return raw ? std::optional(BigEndian(*raw)) : std::nullopt;
}

}  // namespace luoshi
