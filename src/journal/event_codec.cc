#include "journal/event_codec.h"

#include <array>
#include <cstring>
#include <utility>

#include "base/bytes.h"
#include "base/text.h"

namespace luoshi::journal {
namespace {

constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int32_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kMinSealed = 12 + 16;  // nonce and tag

bool IsDay(std::int64_t days) { return days >= kFirstDay && days <= kLastDay; }

// A day inside both ends, so that no time zone leads out of the years 1 to 9999.
bool IsMoment(std::int64_t ms) { return ms >= (kFirstDay + 1) * kDayMs && ms < kLastDay * kDayMs; }

constexpr std::size_t kMostOfNode = 32;  // bytes of a number, or of quotes and commas
constexpr std::size_t kMostOfByte = 6;   // bytes of JSON that one byte of text may become
constexpr std::size_t kRoomOfHeader = 1U << 16;

bool IsText(std::string_view text, std::size_t& bytes) {
  bytes += kMostOfNode + text.size() * kMostOfByte;
  return IsValidText(text);
}

// Whether it can be read back; `bytes` grows by no less than it takes.
bool IsStorable(const Json& value, int depth, std::size_t& bytes) {
  bytes += kMostOfNode;
  switch (value.kind()) {
    case boost::json::kind::null:
    case boost::json::kind::bool_:
    case boost::json::kind::int64:
      return true;
    case boost::json::kind::uint64:
      return value.get_uint64() <= static_cast<std::uint64_t>(INT64_MAX);
    case boost::json::kind::double_:
      return false;
    case boost::json::kind::string:
      return IsText(TextOf(value.get_string()), bytes);
    case boost::json::kind::array:
      for (const Json& item : value.get_array()) {
        if (depth == 0 || !IsStorable(item, depth - 1, bytes)) {
          return false;
        }
      }
      return true;
    case boost::json::kind::object:
      for (const auto& member : value.get_object()) {
        if (depth == 0 || !IsText({member.key().data(), member.key().size()}, bytes) ||
            !IsStorable(member.value(), depth - 1, bytes)) {
          return false;
        }
      }
      return true;
  }
  return false;
}

bool IsStorable(const JsonObject& object, std::size_t& bytes) {
  for (const auto& member : object) {
    if (!IsText({member.key().data(), member.key().size()}, bytes) ||
        !IsStorable(member.value(), kMaxEventDepth - 1, bytes)) {
      return false;
    }
  }
  return true;
}

void AppendPart(std::string& out, std::string_view part) {
  AppendU32(out, static_cast<std::uint32_t>(part.size()));
  out += part;
}

std::optional<std::string_view> TakePart(ByteReader& reader) {
  const std::optional<std::uint32_t> size = reader.U32();
  return size ? reader.Take(*size) : std::nullopt;
}

std::string ClearJson(const Event& event) {
  JsonObject clear;
  clear["by"] = event.origin.actor.user;
  clear["kind"] = event.kind;
  if (!event.origin.actor.post.empty()) {
    clear["post"] = event.origin.actor.post;
  }
  if (event.origin.on_behalf_of) {
    const std::string_view way = EntryWayName(event.origin.on_behalf_of->way);
    clear["way"] = boost::json::string_view(way.data(), way.size());
  }
  clear["body"] = event.body;
  return CanonicalJson(Json(std::move(clear)));
}

// "" when all is well, else what is wrong: for the log.
std::string ReadClear(std::string_view text, Event& event) {
  Result<Json> parsed = ParseJson(text);
  if (!parsed.ok() || !parsed->is_object()) {
    return "clear part";
  }
  bool has_by = false;
  bool has_kind = false;
  bool has_body = false;
  for (auto& member : parsed->get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    Json& value = member.value();
    if (name == "body" && value.is_object()) {
      event.body = std::move(value.get_object());
      has_body = true;
    } else if (name == "by" && value.is_string()) {
      event.origin.actor.user = TextOf(value.get_string());
      has_by = true;
    } else if (name == "kind" && value.is_string()) {
      event.kind = TextOf(value.get_string());
      has_kind = true;
    } else if (name == "post" && value.is_string()) {
      event.origin.actor.post = TextOf(value.get_string());
    } else if (name == "way" && value.is_string()) {
      const std::optional<EntryWay> way = ParseEntryWay(TextOf(value.get_string()));
      if (!way) {
        return "way";
      }
      event.origin.on_behalf_of = OnBehalfOf{"", *way};
    } else {
      return "member " + std::string(name.substr(0, 64));
    }
  }
  return has_by && has_kind && has_body ? "" : "member missing";
}

Uuid IdFrom(std::string_view raw) {
  Uuid id;
  std::memcpy(id.bytes.data(), raw.data(), id.bytes.size());
  return id;
}

std::string Context(const Event& event) {
  std::string out(event.id.AsBytes());
  AppendU64(out, static_cast<std::uint64_t>(NumberOf(event.jurisdiction)));
  return out;
}

// The fixed part, and a reader that stands behind it.
std::optional<EventHeader> TakeHeader(ByteReader& reader) {
  const auto format = reader.U8();
  const auto suite = reader.U8();
  reader.Take(kSaltBytes);
  const auto jurisdiction = reader.U64();
  const auto position = reader.U64();
  const auto root_position = reader.U64();
  const auto recorded = reader.U64();
  const auto occurred = reader.U64();
  const auto counts_on = reader.U32();
  const auto id = reader.Take(16);
  const auto command = reader.Take(16);
  const auto record = reader.Take(16);
  if (!record || format != kEventFormat || suite != kSuite) {
    return std::nullopt;
  }
  EventHeader out;
  out.jurisdiction = JurisdictionId{static_cast<std::int64_t>(*jurisdiction)};
  out.position = static_cast<std::int64_t>(*position);
  out.root_position = static_cast<std::int64_t>(*root_position);
  out.recorded = static_cast<std::int64_t>(*recorded);
  out.occurred = static_cast<std::int64_t>(*occurred);
  out.counts_on = static_cast<std::int32_t>(*counts_on);
  out.id = *id;
  out.command = *command;
  out.record = *record;
  return out;
}

}  // namespace

Error DamagedAt(JurisdictionId jurisdiction, Position position, std::string detail) {
  return Error{
      ErrorCode::kInternal,
      "journal.damaged",
      {{"journal", std::to_string(NumberOf(jurisdiction))}, {"position", std::to_string(position)}},
      {},
      std::move(detail)};
}

Status CheckStorable(const Event& event) {
  const Origin& origin = event.origin;
  std::size_t bytes = kRoomOfHeader;
  const bool storable = IsMoment(event.recorded.ms) && IsMoment(origin.occurred.ms) &&
                        IsDay(event.counts_on.days) && event.root_position >= 0 &&
                        IsText(origin.actor.user, bytes) && IsText(origin.actor.post, bytes) &&
                        IsText(event.kind, bytes) &&
                        (!origin.on_behalf_of || origin.on_behalf_of->name.empty()) &&
                        IsStorable(event.body, bytes) && IsStorable(event.personal, bytes);
  if (!storable) {
    return Error{ErrorCode::kInvalid, "journal.event_malformed"};
  }
  if (bytes > kMaxEventBytes) {
    return Error{ErrorCode::kInvalid,
                 "journal.event_too_large",
                 {{"limit", std::to_string(kMaxEventBytes / kMostOfByte >> 20)}}};
  }
  return {};
}

std::string EncodeEvent(const Event& event, std::string_view sealed, std::string_view salt) {
  LUOSHI_CHECK(salt.size() == kSaltBytes);
  const std::string clear = ClearJson(event);
  std::string out;
  out.reserve(128 + clear.size() + sealed.size());
  out.push_back(static_cast<char>(kEventFormat));
  out.push_back(static_cast<char>(kSuite));
  out += salt;
  AppendU64(out, static_cast<std::uint64_t>(NumberOf(event.jurisdiction)));
  AppendU64(out, static_cast<std::uint64_t>(event.position));
  AppendU64(out, static_cast<std::uint64_t>(event.root_position));
  AppendU64(out, static_cast<std::uint64_t>(event.recorded.ms));
  AppendU64(out, static_cast<std::uint64_t>(event.origin.occurred.ms));
  AppendU32(out, static_cast<std::uint32_t>(event.counts_on.days));
  out += event.id.AsBytes();
  out += event.origin.command.AsBytes();
  out += event.record.AsBytes();
  AppendPart(out, clear);
  AppendPart(out, sealed);
  return out;
}

std::optional<EventHeader> ReadEventHeader(std::string_view bytes) {
  ByteReader reader(bytes);
  return TakeHeader(reader);
}

Result<DecodedEvent> DecodeEvent(std::string_view bytes) {
  ByteReader reader(bytes);
  const std::optional<EventHeader> header = TakeHeader(reader);
  if (!header) {
    return DamagedAt(JurisdictionId{-1}, -1, "header");
  }
  const auto damaged = [&header](std::string detail) {
    return DamagedAt(header->jurisdiction, header->position, std::move(detail));
  };
  const std::optional<std::string_view> clear = TakePart(reader);
  const std::optional<std::string_view> sealed = clear ? TakePart(reader) : std::nullopt;
  if (!sealed || !reader.rest().empty() || (!sealed->empty() && sealed->size() < kMinSealed)) {
    return damaged("lengths");
  }
  if (header->position < 0 || header->root_position < 0 || !IsDay(header->counts_on) ||
      !IsMoment(header->recorded) || !IsMoment(header->occurred)) {
    return damaged("range");
  }
  DecodedEvent out;
  Event& event = out.event;
  if (std::string wrong = ReadClear(*clear, event); !wrong.empty()) {
    return damaged(std::move(wrong));
  }
  event.id = IdFrom(header->id);
  event.jurisdiction = header->jurisdiction;
  event.position = header->position;
  event.root_position = header->root_position;
  event.origin.command = IdFrom(header->command);
  event.origin.occurred = {header->occurred};
  event.recorded = {header->recorded};
  event.counts_on = {header->counts_on};
  event.record = IdFrom(header->record);
  out.sealed = *sealed;
  return out;
}

std::string SealPersonal(const SecretKey& key, const Event& event, Random& random) {
  return Keyring::Seal(key, CanonicalJson(Json(event.personal)), Context(event), random);
}

Result<JsonObject> OpenPersonal(const SecretKey& key, const Event& event, std::string_view sealed) {
  TRY_ASSIGN(const std::string plain, Keyring::Open(key, sealed, Context(event)));
  Result<Json> parsed = ParseJson(plain);
  if (!parsed.ok() || !parsed->is_object()) {
    return DamagedAt(event.jurisdiction, event.position, "personal part");
  }
  return std::move(parsed->get_object());
}

}  // namespace luoshi::journal
