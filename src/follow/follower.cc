#include "follow/follower.h"

#include <algorithm>
#include <array>

#include "follow/carry.h"
#include "follow/hand_over.h"

namespace luoshi::follow {

std::span<const Follower> JournalFollowers() {
  static constexpr std::array<Follower, 2> kFollowers = {
      {{kHandOver, HandsOver, HandOver}, {kCarry, Carries, Carry}}};
  return kFollowers;
}

Result<Work> ReadOn(const Around& around,
                    const Follower& follower,
                    JurisdictionId jurisdiction,
                    std::int64_t limit) {
  Work work;
  TRY_ASSIGN(work.read, journal::ReadCursor(around.tx, follower.name, jurisdiction));
  if (!follower.needed(around.directory)) {
    return work;
  }
  TRY_ASSIGN(const journal::Head head, journal::ReadHead(around.tx, jurisdiction));
  const Position until = std::min<Position>(head.size, work.read + limit);
  if (until <= work.read) {
    return work;
  }
  TRY(journal::ReadEvents(
      around.tx, jurisdiction, {.from = work.read, .until = until},
      [&](const Event& event) -> Status { return follower.on_event(around, event, work.groups); }));
  work.read = until;
  work.moved = true;
  work.more = until < head.size;
  return work;
}

std::string FollowerActor(std::string_view follower) { return "system:" + std::string(follower); }

Origin FollowingOrigin(std::string_view follower,
                       DateTime occurred,
                       std::initializer_list<std::string_view> causes) {
  Origin origin;
  origin.command = Uuid::Derived(causes);
  origin.actor.user = FollowerActor(follower);
  origin.occurred = occurred;
  return origin;
}

}  // namespace luoshi::follow
