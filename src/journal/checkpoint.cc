#include "journal/checkpoint.h"

#include <charconv>
#include <vector>

#include "base/bytes.h"
#include "base/text.h"

namespace luoshi::journal {
namespace {

constexpr std::string_view kName = "luoshi-checkpoint/1";
constexpr std::size_t kWords = 8;
constexpr std::size_t kMaxLine = 4096;

std::string PercentEncoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > ' ' && c <= '~' && c != '%') {
      out.push_back(c);
    } else {
      out += "%" + ToHex(std::string_view(&c, 1));
    }
  }
  return out;
}

std::optional<std::string> PercentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const std::optional<std::string> raw = FromHex(text.substr(i + 1, 2));
    if (!raw || raw->size() != 1) {
      return std::nullopt;
    }
    out += *raw;
    i += 2;
  }
  return out;
}

std::optional<std::int64_t> ParseNumber(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = failure == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(out) : std::nullopt;
}

// What is signed.
std::string Statement(const Head& head, std::string_view origin, std::string_view public_key) {
  return Join({std::string(kName), PercentEncoded(origin),
               std::to_string(NumberOf(head.jurisdiction)), std::to_string(head.size),
               ToBase64(head.root.AsBytes()), head.recorded.ToString(), ToBase64(public_key)},
              " ");
}

Error Malformed() { return Error{ErrorCode::kInvalid, "checkpoint.malformed"}; }

}  // namespace

std::string CheckpointLine(const Head& head, std::string_view origin, const Keyring& keyring) {
  const std::string statement = Statement(head, origin, keyring.PublicKey());
  return statement + " " + ToBase64(keyring.Sign(statement));
}

Result<Checkpoint> ReadCheckpointLine(std::string_view line) {
  if (line.size() > kMaxLine) {
    return Malformed();
  }
  const std::vector<std::string> words = Split(line, " ");
  if (words.size() != kWords || words[0] != kName) {
    return Malformed();
  }
  const std::optional<std::string> origin = PercentDecoded(words[1]);
  const std::optional<std::int64_t> journal = ParseNumber(words[2]);
  const std::optional<std::int64_t> size = ParseNumber(words[3]);
  const std::optional<std::string> root = FromBase64(words[4]);
  const Result<DateTime> recorded = DateTime::Parse(words[5]);
  const std::optional<std::string> public_key = FromBase64(words[6]);
  const std::optional<std::string> signature = FromBase64(words[7]);
  if (!origin || !journal || !size || *size < 0 || !root || root->size() != 32 || !recorded.ok() ||
      !public_key || public_key->size() != 32 || !signature || signature->size() != 64) {
    return Malformed();
  }
  Checkpoint out;
  out.origin = *origin;
  out.public_key = *public_key;
  out.head.jurisdiction = JurisdictionId{*journal};
  out.head.size = *size;
  TRY_ASSIGN(out.head.root, HashFrom(*root));
  out.head.recorded = *recorded;
  // Written again it must be the same: so there is one line for one statement.
  const std::string statement = Statement(out.head, out.origin, out.public_key);
  if (line != statement + " " + ToBase64(*signature)) {
    return Malformed();
  }
  if (!Keyring::Verify(*public_key, statement, *signature)) {
    return Error{ErrorCode::kInvalid, "checkpoint.signature"};
  }
  return out;
}

}  // namespace luoshi::journal
