// The fold of the root journal: what all jurisdictions of a tenant share. Immutable once published;
// a new root event makes a new Directory, which shares with the old one what did not change. Safe
// to read from many threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/event.h"
#include "model/unit.h"
#include "root/boundary.h"
#include "root/unit_names.h"
#include "root/unit_table.h"
#include "rules/calendar.h"
#include "rules/definition.h"

namespace luoshi::root {

struct User {
  std::string name;   // sign-in name
  std::string title;  // how he is written: 李四
  bool disabled = false;
};

struct Post {
  std::string id;
  std::string title;  // 北山村党支部书记
  UnitId unit = kNoUnit;
  std::string holder;  // user; "" while vacant
};

// role × unit subtree × lines of work × from–to.
struct Grant {
  std::string id;
  std::string user;
  std::string role;
  UnitId unit = kNoUnit;
  std::vector<std::string> lines;  // pack names or lines of work; empty: all
  Date from;
  std::optional<Date> until;  // last day
};

struct Jurisdiction {
  JurisdictionId id{};
  UnitId unit = kNoUnit;
  Date from;
};

// Reads the files of a pack by the hash its event names.
using PackSource = std::function<Result<rules::Pack>(const Hash256& hash)>;

class Directory {
 public:
  Directory() = default;
  Directory(const Directory& other);
  Directory& operator=(const Directory&) = delete;

  // Folds one more root event. kInternal root.damaged when the event contradicts what is known;
  // decisions are checked before they become events (decide.h).
  Status Apply(const Event& event, const PackSource& packs);

  Position position() const { return position_; }  // root events folded
  const std::string& tenant() const { return tenant_; }
  bool is_example() const { return example_; }  // 演示数据

  // ---- Units
  const Unit* FindUnit(UnitId id) const;
  const Unit* FindUnitByCode(std::string_view code, Date day) const;
  // Every unit ever added, by number from 1.
  const UnitTable& units() const { return units_; }
  UnitId next_unit() const { return UnitId{static_cast<std::int64_t>(units_.size()) + 1}; }
  UnitId ParentOf(UnitId unit, Date day) const;
  // Units valid on `day` whose name, alias, code or short name (without 村、镇…) is `text`, within
  // `within` when it is given. More than one: the text is ambiguous.
  std::vector<UnitId> MatchUnits(std::string_view text, Date day, UnitId within = kNoUnit) const;
  // Units valid on `day` that have `text` anywhere in their name or an alias, or at the beginning
  // of their code, by number; no more than `most`. Cost: one look at every name.
  std::vector<UnitId> SearchUnits(std::string_view text,
                                  Date day,
                                  UnitId within,
                                  std::size_t most) const;
  std::shared_ptr<const Boundary> BoundaryAt(Date day) const;
  // 上河村; with its town when the short name is not unique in the tenant.
  std::string NameOf(UnitId unit) const;

  // ---- Jurisdictions
  const std::vector<Jurisdiction>& jurisdictions() const { return jurisdictions_; }
  bool HasJurisdiction(JurisdictionId id) const;
  // The jurisdiction in which new records of `unit` begin on `day`: the nearest above it that owns
  // one. nullopt when none does.
  std::optional<JurisdictionId> JurisdictionOf(UnitId unit, Date day) const;

  // ---- Packs and calendars, as they were at a root position
  const rules::Pack* FindPack(std::string_view name) const;
  const rules::Pack* PackAt(std::string_view name, Position root_position) const;
  std::vector<const rules::Pack*> packs() const;
  const rules::Calendar& calendar() const { return *calendars_.rbegin()->second; }
  const rules::Calendar& CalendarAt(Position root_position) const;

  // ---- People
  const User* FindUser(std::string_view name) const;
  const Post* FindPost(std::string_view id) const;
  std::vector<const Post*> PostsOf(std::string_view user) const;
  const std::map<std::string, Post, std::less<>>& posts() const { return posts_; }
  std::vector<const Grant*> GrantsOf(std::string_view user, Date day) const;
  // Who holds a role for a unit (the nearest grants upwards; an office's are those of its unit),
  // each once, in the order of the grants. `line` is a pack or a line of work.
  std::vector<std::string> HoldersOf(std::string_view role,
                                     UnitId unit,
                                     std::string_view line,
                                     Date day) const;
  const Grant* FindGrant(std::string_view id) const;

  bool IsErased(const RecordId& record) const { return erased_.count(record) > 0; }
  const std::set<RecordId>& erasures() const { return erased_; }

 private:
  friend class Boundary;
  struct Placement {
    Date from;
    UnitId parent;
  };

  Status AddUnits(const JsonObject& body);
  Status ChangeUnit(const JsonObject& body);
  Status MoveUnit(const JsonObject& body);
  Status EndUnits(const JsonObject& body);  // merge and split
  // The units whose name, alias, code or short name is `key`, by number.
  std::vector<UnitId> AnsweringTo(std::string_view key) const;
  // The unit, to be changed; nullptr when there is none.
  Unit* Find(UnitId id);
  // What is derived from units has to follow these.
  void NamesChanged(const std::vector<UnitId>& units);
  void TreeChanged(Date day);

  Position position_ = 0;
  std::string tenant_;
  bool example_ = false;
  UnitTable units_;
  std::map<UnitId, std::vector<Placement>>
      moves_;  // of units that ever moved, first place included
  std::vector<Jurisdiction> jurisdictions_;
  std::unordered_map<UnitId, std::vector<std::size_t>> owned_;  // indexes of jurisdictions_
  std::map<std::string, std::map<Position, std::shared_ptr<const rules::Pack>>, std::less<>> packs_;
  std::map<Position, std::shared_ptr<const rules::Calendar>> calendars_{
      {0, std::make_shared<rules::Calendar>()}};
  std::map<std::string, User, std::less<>> users_;
  std::map<std::string, Post, std::less<>> posts_;
  std::vector<Grant> grants_;
  std::set<RecordId> erased_;
  std::set<Date> boundary_days_;  // days on which the tree changed

  mutable std::mutex lazy_;  // guards the two below, which are made when first asked for
  // by the day a version begins; the last used is the last
  mutable std::vector<std::pair<Date, std::shared_ptr<const Boundary>>> boundaries_;
  mutable std::shared_ptr<const NameIndex> names_;
};

}  // namespace luoshi::root
