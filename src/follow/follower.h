// A follower reads a journal from its cursor and asks for commands whose ids derive from the event,
// so that repeating it changes nothing.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "journal/journal.h"
#include "register/command.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::follow {

// What a follower may read; all of it outlives the call.
struct Around {
  storage::Tx& tx;
  const root::Directory& directory;
  const journal::Keyring& keyring;
};

// Commands that stand or fall together.
using Group = std::vector<registers::RecordCommand>;

struct Follower {
  std::string_view name;
  // False: no event can concern it now, and its cursor stays where it is.
  bool (*needed)(const root::Directory& directory);
  // Appends to `groups` what follows from one event of a register, in order.
  Status (*on_event)(const Around& around, const Event& event, std::vector<Group>& groups);
};

// Those that read the journals of jurisdictions.
std::span<const Follower> JournalFollowers();

struct Work {
  std::vector<Group> groups;
  Position read = 0;  // where the cursor stands once every group is durable or refused
  bool moved = false;
  bool more = false;  // there are events after these
};

// What follows from the next events of one journal, at most `limit` of them. Reads only.
Result<Work> ReadOn(const Around& around,
                    const Follower& follower,
                    JurisdictionId jurisdiction,
                    std::int64_t limit);

// The origin of a command that follows from something: its id from `causes`, which are enough to
// tell it from every other. The actor is "system:<follower>", which no user can be.
Origin FollowingOrigin(std::string_view follower,
                       DateTime occurred,
                       std::initializer_list<std::string_view> causes);
std::string FollowerActor(std::string_view follower);

}  // namespace luoshi::follow
