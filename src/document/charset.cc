#include "document/charset.h"

#include <algorithm>
#include <array>
#include <iconv.h>
#include <optional>

#include "base/text.h"

namespace luoshi::document {
namespace {

enum class Encoding { kUtf8, kUtf16Little, kUtf16Big, kGb18030 };

// Without a mark UTF-16 shows itself by the zero bytes of its line ends, digits and commas, all on
// the same side of their pairs.
std::optional<Encoding> GuessUtf16(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    zeros[i % 2] += head[i] == '\0' ? 1U : 0U;
  }
  if (zeros[0] + zeros[1] == 0 || bytes.size() % 2 != 0) {
    return std::nullopt;
  }
  if (zeros[0] == 0) {
    return Encoding::kUtf16Little;
  }
  return zeros[1] == 0 ? std::optional(Encoding::kUtf16Big) : std::nullopt;
}

std::optional<std::string> FromUtf16(std::string_view bytes, bool big) {
  if (bytes.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(bytes.size() * 3 / 2);
  char32_t high = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    const auto unit = static_cast<char32_t>(big ? a << 8 | b : b << 8 | a);
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (is_low != (high != 0)) {
      return std::nullopt;
    }
    if (is_low) {
      AppendCodePoint(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
      high = 0;
    } else if (unit >= 0xD800 && unit < 0xDC00) {
      high = unit;
    } else {
      AppendCodePoint(out, unit);
    }
  }
  return high == 0 ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> FromGb18030(std::string_view bytes) {
  // POSIX: the failed descriptor is minus one.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): that is iconv's interface
  const iconv_t failed = reinterpret_cast<iconv_t>(-1);
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == failed) {
    return std::nullopt;
  }
  std::string out;
  std::array<char, 65536> piece;
  char* from = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  bool good = true;
  while (left > 0 && good) {
    char* to = piece.data();
    std::size_t room = piece.size();
    const std::size_t status = iconv(converter, &from, &left, &to, &room);
    out.append(piece.data(), piece.size() - room);
    // Only a full buffer is a reason to go on: then something was written.
    good = status != static_cast<std::size_t>(-1) || room < 16;
    if (status == static_cast<std::size_t>(-1) && errno != E2BIG) {
      good = false;
    }
  }
  iconv_close(converter);
  return good ? std::optional(std::move(out)) : std::nullopt;
}

std::string PlainLineEnds(std::string text) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      text[to++] = '\n';
      i += i + 1 < text.size() && text[i + 1] == '\n' ? 1U : 0U;
    } else {
      text[to++] = text[i];
    }
  }
  text.resize(to);
  return text;
}

}  // namespace

Result<std::string> DecodeText(std::string_view bytes) {
  if (bytes.size() > kMaxTextBytes) {
    return Error{ErrorCode::kInvalid, "document.too_large"};
  }
  Encoding encoding = Encoding::kGb18030;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    encoding = Encoding::kUtf8;
  } else if (bytes.starts_with("\xFF\xFE")) {
    bytes.remove_prefix(2);
    encoding = Encoding::kUtf16Little;
  } else if (bytes.starts_with("\xFE\xFF")) {
    bytes.remove_prefix(2);
    encoding = Encoding::kUtf16Big;
  } else if (IsValidText(bytes)) {
    encoding = Encoding::kUtf8;
  } else {
    encoding = GuessUtf16(bytes).value_or(Encoding::kGb18030);
  }
  std::optional<std::string> text;
  switch (encoding) {
    case Encoding::kUtf8:
      text = std::string(bytes);
      break;
    case Encoding::kUtf16Little:
      text = FromUtf16(bytes, false);
      break;
    case Encoding::kUtf16Big:
      text = FromUtf16(bytes, true);
      break;
    case Encoding::kGb18030:
      text = FromGb18030(bytes);
      break;
  }
  if (!text.has_value() || !IsValidText(*text)) {
    return Error{ErrorCode::kInvalid, "document.encoding"};
  }
  return PlainLineEnds(*std::move(text));
}

}  // namespace luoshi::document
