// Commands and events. A command is what somebody asks for; an event is what happened, and the only
// thing a journal holds (docs/formats/event.md).
#pragma once

#include <optional>
#include <string>

#include "base/date.h"
#include "base/json.h"
#include "model/ids.h"

namespace luoshi {

// By which way somebody's report reached the one who typed it in.
enum class EntryWay { kSelf, kPhone, kPaper, kWechat, kOral };  // 本人, 电话, 纸质, 微信, 口头
std::string_view EntryWayName(EntryWay way);                    // "self", "phone", …
std::optional<EntryWay> ParseEntryWay(std::string_view name);

// Who acts, as the root journal knows him.
struct Actor {
  std::string user;  // sign-in name; "system:<follower>" for a follower
  std::string post;  // the post he acts in; may be empty for followers
  bool operator==(const Actor&) const = default;
};

struct OnBehalfOf {
  std::string name;  // who reported it; of an event it is in `personal`, and empty here
  EntryWay way = EntryWay::kSelf;
  bool operator==(const OnBehalfOf&) const = default;
};

// What a command of any kind carries about its origin.
struct Origin {
  CommandId command;
  Actor actor;
  std::optional<OnBehalfOf> on_behalf_of;
  DateTime occurred;  // when it happened; never more than five minutes ahead of the server
};

inline constexpr const char* kReporter = "for";  // of Event::personal

struct Event {
  EventId id;
  JurisdictionId jurisdiction{};
  Position position = 0;
  Position root_position = 0;  // how many root events were known when it was decided
  Origin origin;
  DateTime recorded;  // when the server took it in: the day it became known
  Date counts_on;     // the day from which it counts in figures (decided, not derived again)
  std::string kind;   // "record.create", "unit.add", …: noun.act
  RecordId record;    // nil for root events
  JsonObject body;    // the clear part
  // Sealed under the record's key; empty when erased or not opened. kReporter: who reported it.
  JsonObject personal;
};

}  // namespace luoshi
