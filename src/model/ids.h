// Strong ids. A number that names one kind of thing cannot be passed where another is meant.
#pragma once

#include <cstdint>

#include "base/uuid.h"

namespace luoshi {

// Owns one journal; opaque and permanent, whatever units it belongs to over time.
enum class JurisdictionId : std::int64_t {};
// The journal of what a tenant shares: units, packs, calendars, users, posts, grants, erasures.
inline constexpr JurisdictionId kRootJournal{0};

// A node of the tree of regions and offices; permanent. Its national code is only a label.
enum class UnitId : std::int64_t {};
inline constexpr UnitId kNoUnit{0};

// How many events stand before this one in its journal: 0 for the first.
using Position = std::int64_t;

using RecordId = Uuid;
using CommandId = Uuid;
using EventId = Uuid;

constexpr std::int64_t NumberOf(JurisdictionId id) { return static_cast<std::int64_t>(id); }
constexpr std::int64_t NumberOf(UnitId id) { return static_cast<std::int64_t>(id); }

}  // namespace luoshi
