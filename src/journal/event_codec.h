// The bytes of an event as stored and hashed (docs/formats/event.md), and back.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/keyring.h"
#include "model/event.h"

namespace luoshi::journal {

inline constexpr std::uint8_t kEventFormat = 1;
inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kMaxEventBytes = std::size_t{1} << 24;  // 16 MiB
inline constexpr int kMaxEventDepth = 24;  // of body and of personal; JSON as a whole stops at 32

// Whether what EncodeEvent makes of this can be read back: valid text, integers (exact decimals are
// written as text), moments and days of the years 1 to 9999, not too deep, not longer than
// kMaxEventBytes however much of it must be escaped. A reporter's name has its place in `personal`;
// in the origin it would stand in the clear part, which can never be erased, and is refused too.
// kInvalid journal.event_malformed, journal.event_too_large.
Status CheckStorable(const Event& event);

// REQUIRES: CheckStorable(event), salt.size() == kSaltBytes; `personal` is not looked at.
std::string EncodeEvent(const Event& event, std::string_view sealed, std::string_view salt);
struct DecodedEvent {
  Event event;         // `personal` is empty
  std::string sealed;  // ciphertext of the personal part; "" when there is none
};
// Total: any bytes give an event or kInternal journal.damaged with the position the bytes name.
Result<DecodedEvent> DecodeEvent(std::string_view bytes);

// What is read of an event without its JSON; every field lies at a fixed offset.
struct EventHeader {
  JurisdictionId jurisdiction{};
  Position position = 0;
  Position root_position = 0;
  std::int64_t recorded = 0;  // ms
  std::int64_t occurred = 0;  // ms
  std::int32_t counts_on = 0;
  std::string_view id;  // 16 bytes each, inside the bytes given
  std::string_view command;
  std::string_view record;
};
std::optional<EventHeader> ReadEventHeader(std::string_view bytes);

// The personal part under the record's key, bound to the event's id and jurisdiction.
std::string SealPersonal(const SecretKey& key, const Event& event, Random& random);
// kInternal keys.wrong, journal.damaged.
Result<JsonObject> OpenPersonal(const SecretKey& key, const Event& event, std::string_view sealed);

Error DamagedAt(JurisdictionId jurisdiction, Position position, std::string detail);

}  // namespace luoshi::journal
