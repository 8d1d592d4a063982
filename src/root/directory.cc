#include "root/directory.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"

namespace luoshi::root {
namespace {

Error Damaged(const Event& event, std::string_view what) {
  return Error{ErrorCode::kInternal,
               "root.damaged",
               {{"position", std::to_string(event.position)}},
               event.kind,
               std::string(what)};
}

UnitId UnitOf(const JsonObject& body, std::string_view name) { return UnitId{FindInt(body, name)}; }

std::vector<std::string> Texts(const JsonObject& body, std::string_view name) {
  std::vector<std::string> out;
  if (const JsonArray* array = FindArray(body, name)) {
    for (const Json& item : *array) {
      if (const auto* text = item.if_string()) {
        out.emplace_back(TextOf(*text));
      }
    }
  }
  return out;
}

std::vector<UnitId> Units(const JsonObject& body, std::string_view name) {
  std::vector<UnitId> out;
  if (const JsonArray* array = FindArray(body, name)) {
    for (const Json& item : *array) {
      out.push_back(UnitId{item.is_int64() ? item.get_int64() : 0});
    }
  }
  return out;
}

Result<std::optional<Date>> DayOf(const JsonObject& body, std::string_view name) {
  const std::string_view text = FindText(body, name);
  if (text.empty()) {
    return std::optional<Date>();
  }
  TRY_ASSIGN(const Date day, Date::Parse(text));
  return std::optional<Date>(day);
}

Result<Date> NeededDay(const JsonObject& body, std::string_view name) {
  return Date::Parse(FindText(body, name));
}

// A boundary of the whole nation takes 19 MB: the versions used last are kept.
constexpr std::size_t kMostBoundaries = 8;

}  // namespace

Directory::Directory(const Directory& other)
    : position_(other.position_),
      tenant_(other.tenant_),
      example_(other.example_),
      units_(other.units_),
      moves_(other.moves_),
      jurisdictions_(other.jurisdictions_),
      owned_(other.owned_),
      packs_(other.packs_),
      calendars_(other.calendars_),
      users_(other.users_),
      posts_(other.posts_),
      grants_(other.grants_),
      erased_(other.erased_),
      boundary_days_(other.boundary_days_) {
  const std::lock_guard guard(other.lazy_);
  boundaries_ = other.boundaries_;
  names_ = other.names_;
}

Status Directory::Apply(const Event& event, const PackSource& packs) {
  if (event.position != position_) {
    return Damaged(event, "position out of order");
  }
  const JsonObject& body = event.body;
  if (event.kind == "tenant.init") {
    tenant_ = FindText(body, "name");
    const Json* example = body.if_contains("example");
    example_ = example != nullptr && example->is_bool() && example->get_bool();
  } else if (event.kind == "unit.add") {
    TRY(AddUnits(body));
  } else if (event.kind == "unit.change") {
    TRY(ChangeUnit(body));
  } else if (event.kind == "unit.move") {
    TRY(MoveUnit(body));
  } else if (event.kind == "unit.merge" || event.kind == "unit.split") {
    TRY(EndUnits(body));
  } else if (event.kind == "jurisdiction.add") {
    TRY_ASSIGN(const Date from, NeededDay(body, "from"));
    owned_[UnitOf(body, "unit")].push_back(jurisdictions_.size());
    jurisdictions_.push_back(
        {JurisdictionId{FindInt(body, "jurisdiction")}, UnitOf(body, "unit"), from});
  } else if (event.kind == "pack.enable") {
    const std::optional<std::string> hash = FromHex(FindText(body, "hash"));
    if (!hash || hash->size() != 32) {
      return Damaged(event, "pack hash");
    }
    Hash256 wanted;
    std::copy(hash->begin(), hash->end(), wanted.bytes.begin());
    TRY_ASSIGN(rules::Pack pack, packs(wanted));
    const std::string name = pack.name;
    packs_[name][event.position] = std::make_shared<const rules::Pack>(std::move(pack));
  } else if (event.kind == "calendar.add") {
    TRY_ASSIGN(rules::CalendarYear year, rules::Calendar::ReadYear(body));
    auto next = std::make_shared<rules::Calendar>(calendar());
    next->Add(std::move(year));
    calendars_[event.position] = std::move(next);
  } else if (event.kind == "user.add") {
    const std::string name(FindText(body, "user"));
    users_[name] = {name, std::string(FindText(body, "title"))};
  } else if (event.kind == "user.disable") {
    users_[std::string(FindText(body, "user"))].disabled = true;
  } else if (event.kind == "post.add") {
    const std::string id(FindText(body, "post"));
    posts_[id] = {id, std::string(FindText(body, "title")), UnitOf(body, "unit"), ""};
  } else if (event.kind == "post.hold") {
    posts_[std::string(FindText(body, "post"))].holder = FindText(body, "user");
  } else if (event.kind == "grant.add") {
    TRY_ASSIGN(const Date from, NeededDay(body, "from"));
    TRY_ASSIGN(const std::optional<Date> until, DayOf(body, "until"));
    grants_.push_back({std::string(FindText(body, "grant")), std::string(FindText(body, "user")),
                       std::string(FindText(body, "role")), UnitOf(body, "unit"),
                       Texts(body, "lines"), from, until});
  } else if (event.kind == "grant.end") {
    TRY_ASSIGN(const Date until, NeededDay(body, "until"));
    for (Grant& grant : grants_) {
      if (grant.id == FindText(body, "grant")) {
        grant.until = until;
      }
    }
  } else if (event.kind == "erasure.add") {
    TRY_ASSIGN(const Uuid record, Uuid::Parse(FindText(body, "record")));
    erased_.insert(record);
  } else {
    return Damaged(event, "unknown kind");
  }
  ++position_;
  return {};
}

Unit* Directory::Find(UnitId id) {
  const std::int64_t number = NumberOf(id);
  return number >= 1 && number <= static_cast<std::int64_t>(units_.size())
             ? &units_.Change(static_cast<std::size_t>(number - 1))
             : nullptr;
}

const Unit* Directory::FindUnit(UnitId id) const {
  const std::int64_t number = NumberOf(id);
  return number >= 1 && number <= static_cast<std::int64_t>(units_.size())
             ? &units_[static_cast<std::size_t>(number - 1)]
             : nullptr;
}

void Directory::TreeChanged(Date day) {
  boundary_days_.insert(day);
  boundaries_.clear();
}

void Directory::NamesChanged(const std::vector<UnitId>& units) {
  if (!names_) {
    return;  // nobody has asked yet: it is cheaper to make at once
  }
  std::vector<const Unit*> changed;
  for (const UnitId unit : units) {
    changed.push_back(FindUnit(unit));
  }
  auto next = std::make_shared<NameIndex>(*names_);
  next->Add(changed);
  names_ = std::move(next);
}

Status Directory::AddUnits(const JsonObject& body) {
  const JsonArray* list = FindArray(body, "units");
  if (list == nullptr) {
    return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "unit.add"};
  }
  TRY_ASSIGN(const Date common, NeededDay(body, "from"));
  std::vector<UnitId> added;
  for (const Json& item : *list) {
    const JsonObject* json = item.if_object();
    if (json == nullptr || UnitOf(*json, "unit") != next_unit()) {
      return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "unit.add"};
    }
    const std::optional<UnitLevel> level = ParseLevel(FindText(*json, "level"));
    Unit unit;
    unit.id = next_unit();
    unit.code = FindText(*json, "code");
    unit.name = FindText(*json, "name");
    unit.level = level.value_or(UnitLevel::kOffice);
    unit.parent = UnitOf(*json, "parent");
    unit.aliases = Texts(*json, "aliases");
    unit.peer_class = FindText(*json, "peer_class");
    unit.from = common;
    added.push_back(unit.id);
    units_.Add(std::move(unit));
  }
  TreeChanged(common);
  NamesChanged(added);
  return {};
}

Status Directory::ChangeUnit(const JsonObject& body) {
  Unit* unit = Find(UnitOf(body, "unit"));
  if (unit == nullptr) {
    return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "unit.change"};
  }
  if (const std::string_view name = FindText(body, "name"); !name.empty() && name != unit->name) {
    unit->aliases.push_back(unit->name);  // 曾用名 goes on being understood
    unit->name = name;
  }
  if (const std::string_view code = FindText(body, "code"); !code.empty() && code != unit->code) {
    unit->aliases.push_back(unit->code);
    unit->code = code;
    boundaries_.clear();  // siblings stand in the order of their codes
  }
  if (body.contains("peer_class")) {
    unit->peer_class = FindText(body, "peer_class");
  }
  for (std::string& alias : Texts(body, "aliases")) {
    if (std::find(unit->aliases.begin(), unit->aliases.end(), alias) == unit->aliases.end()) {
      unit->aliases.push_back(std::move(alias));
    }
  }
  NamesChanged({unit->id});
  return {};
}

Status Directory::MoveUnit(const JsonObject& body) {
  Unit* unit = Find(UnitOf(body, "unit"));
  TRY_ASSIGN(const Date from, NeededDay(body, "from"));
  if (unit == nullptr) {
    return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "unit.move"};
  }
  std::vector<Placement>& places = moves_[unit->id];
  if (places.empty()) {
    places.push_back({unit->from, unit->parent});
  }
  places.push_back({from, UnitOf(body, "parent")});
  std::stable_sort(places.begin(), places.end(),
                   [](const Placement& a, const Placement& b) { return a.from < b.from; });
  unit->parent = places.back().parent;
  TreeChanged(from);
  return {};
}

Status Directory::EndUnits(const JsonObject& body) {
  TRY_ASSIGN(const Date from, NeededDay(body, "from"));
  const std::vector<UnitId> into = Units(body, "into");
  for (const UnitId id : Units(body, "units")) {
    Unit* unit = Find(id);
    if (unit == nullptr) {
      return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "unit.merge"};
    }
    unit->until = from - 1;
    unit->successors = into;
    // whoever goes on writing the old name means what it became
    if (into.size() == 1 && Find(into.front()) != nullptr) {
      Unit* successor = Find(into.front());
      successor->aliases.push_back(unit->name);
      successor->aliases.insert(successor->aliases.end(), unit->aliases.begin(),
                                unit->aliases.end());
      NamesChanged(into);
    }
  }
  TreeChanged(from);
  return {};
}

const Unit* Directory::FindUnitByCode(std::string_view code, Date day) const {
  const Unit* last = nullptr;
  for (const UnitId id : AnsweringTo(code)) {
    const Unit* unit = FindUnit(id);
    if (unit->code != code) {
      continue;
    }
    if (unit->from <= day && (!unit->until || *unit->until >= day)) {
      return unit;
    }
    last = unit;
  }
  return last;  // a code of other days still names its unit
}

UnitId Directory::ParentOf(UnitId id, Date day) const {
  const Unit* unit = FindUnit(id);
  if (unit == nullptr) {
    return kNoUnit;
  }
  UnitId parent = unit->parent;
  if (const auto moved = moves_.find(id); moved != moves_.end()) {
    parent = moved->second.front().parent;
    for (const Placement& place : moved->second) {
      if (place.from <= day) {
        parent = place.parent;
      }
    }
  }
  // What lay in a town that was merged lies in the one it became.
  const Unit* above = FindUnit(parent);
  for (int depth = 0; depth < 64 && above != nullptr && above->until && *above->until < day &&
                      above->successors.size() == 1 && above->successors.front() != id;
       ++depth) {
    parent = above->successors.front();
    above = FindUnit(parent);
  }
  return parent;
}

std::vector<UnitId> Directory::AnsweringTo(std::string_view key) const {
  std::shared_ptr<const NameIndex> names;
  {
    const std::lock_guard guard(lazy_);
    if (!names_) {
      std::vector<const Unit*> all;
      all.reserve(units_.size());
      for (const Unit& unit : units_) {
        all.push_back(&unit);
      }
      auto made = std::make_shared<NameIndex>();
      made->Add(all);
      names_ = std::move(made);
    }
    names = names_;
  }
  std::vector<UnitId> out;
  names->Find(key, [&](UnitId id) { out.push_back(id); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase_if(out, [&](UnitId id) { return !AnswersTo(*FindUnit(id), key); });
  return out;
}

std::vector<UnitId> Directory::MatchUnits(std::string_view text, Date day, UnitId within) const {
  std::vector<UnitId> out;
  const std::shared_ptr<const Boundary> boundary = within == kNoUnit ? nullptr : BoundaryAt(day);
  std::vector<UnitId> exact;
  for (const UnitId id : AnsweringTo(MatchKey(text))) {
    const Unit& unit = *FindUnit(id);
    const bool valid = unit.from <= day && (!unit.until || *unit.until >= day);
    if (valid && (boundary == nullptr || boundary->IsWithin(id, within))) {
      out.push_back(id);
      if (unit.name == text || unit.code == text) {
        exact.push_back(id);
      }
    }
  }
  return exact.size() == 1 ? exact : out;
}

std::vector<UnitId> Directory::SearchUnits(std::string_view text,
                                           Date day,
                                           UnitId within,
                                           std::size_t most) const {
  std::vector<UnitId> out;
  const std::string wanted = Trim(Nfkc(text));
  if (wanted.empty()) {
    return out;
  }
  const std::shared_ptr<const Boundary> boundary = within == kNoUnit ? nullptr : BoundaryAt(day);
  for (const Unit& unit : units_) {
    const bool named = Contains(unit.name, wanted) || unit.code.starts_with(wanted) ||
                       std::any_of(unit.aliases.begin(), unit.aliases.end(),
                                   [&](const auto& alias) { return Contains(alias, wanted); });
    if (!named || unit.from > day || (unit.until && *unit.until < day) ||
        (boundary != nullptr && !boundary->IsWithin(unit.id, within))) {
      continue;
    }
    out.push_back(unit.id);
    if (out.size() == most) {
      break;
    }
  }
  return out;
}

std::shared_ptr<const Boundary> Directory::BoundaryAt(Date day) const {
  auto next = boundary_days_.upper_bound(day);
  const Date from = next == boundary_days_.begin() ? Date{INT32_MIN / 2} : *std::prev(next);
  const std::lock_guard guard(lazy_);
  const auto known = std::find_if(boundaries_.begin(), boundaries_.end(),
                                  [&](const auto& version) { return version.first == from; });
  if (known != boundaries_.end()) {
    std::rotate(known, known + 1, boundaries_.end());
    return boundaries_.back().second;
  }
  if (boundaries_.size() == kMostBoundaries) {
    boundaries_.erase(boundaries_.begin());
  }
  boundaries_.emplace_back(from, std::make_shared<const Boundary>(*this, from));
  return boundaries_.back().second;
}

std::string Directory::NameOf(UnitId id) const {
  const Unit* unit = FindUnit(id);
  return unit == nullptr ? std::string() : unit->name;
}

bool Directory::HasJurisdiction(JurisdictionId id) const {
  return std::any_of(jurisdictions_.begin(), jurisdictions_.end(),
                     [&](const Jurisdiction& one) { return one.id == id; });
}

std::optional<JurisdictionId> Directory::JurisdictionOf(UnitId unit, Date day) const {
  for (int depth = 0; unit != kNoUnit && depth < 64; ++depth) {
    const auto owned = owned_.find(unit);
    if (owned != owned_.end()) {
      // the latest given to it: that is where new records begin
      for (auto at = owned->second.rbegin(); at != owned->second.rend(); ++at) {
        if (jurisdictions_[*at].from <= day) {
          return jurisdictions_[*at].id;
        }
      }
    }
    unit = ParentOf(unit, day);
  }
  return std::nullopt;
}

const rules::Pack* Directory::FindPack(std::string_view name) const {
  const auto found = packs_.find(name);
  return found == packs_.end() ? nullptr : found->second.rbegin()->second.get();
}

const rules::Pack* Directory::PackAt(std::string_view name, Position root_position) const {
  const auto found = packs_.find(name);
  if (found == packs_.end()) {
    return nullptr;
  }
  const auto after = found->second.lower_bound(root_position);
  return after == found->second.begin() ? nullptr : std::prev(after)->second.get();
}

std::vector<const rules::Pack*> Directory::packs() const {
  std::vector<const rules::Pack*> out;
  for (const auto& [name, versions] : packs_) {
    out.push_back(versions.rbegin()->second.get());
  }
  return out;
}

const rules::Calendar& Directory::CalendarAt(Position root_position) const {
  const auto after = calendars_.lower_bound(root_position);
  return after == calendars_.begin() ? *calendars_.begin()->second : *std::prev(after)->second;
}

const User* Directory::FindUser(std::string_view name) const {
  const auto found = users_.find(name);
  return found == users_.end() ? nullptr : &found->second;
}

const Post* Directory::FindPost(std::string_view id) const {
  const auto found = posts_.find(id);
  return found == posts_.end() ? nullptr : &found->second;
}

std::vector<const Post*> Directory::PostsOf(std::string_view user) const {
  std::vector<const Post*> out;
  for (const auto& [id, post] : posts_) {
    if (post.holder == user) {
      out.push_back(&post);
    }
  }
  return out;
}

std::vector<const Grant*> Directory::GrantsOf(std::string_view user, Date day) const {
  std::vector<const Grant*> out;
  for (const Grant& grant : grants_) {
    if (grant.user == user && grant.from <= day && (!grant.until || *grant.until >= day)) {
      out.push_back(&grant);
    }
  }
  return out;
}

std::vector<std::string> Directory::HoldersOf(std::string_view role,
                                              UnitId unit,
                                              std::string_view line,
                                              Date day) const {
  const rules::Pack* pack = FindPack(line);
  for (int depth = 0; unit != kNoUnit && depth < 64; ++depth) {
    std::vector<std::string> out;
    for (const Grant& grant : grants_) {
      const bool in_force = grant.from <= day && (!grant.until || *grant.until >= day);
      const bool covers =
          grant.lines.empty() ||
          std::any_of(grant.lines.begin(), grant.lines.end(), [&](const std::string& named) {
            return named == line || (pack != nullptr && named == pack->line);
          });
      const Unit* office = FindUnit(grant.unit);
      // an office works for the unit it belongs to
      const bool here =
          grant.unit == unit || (office != nullptr && office->level == UnitLevel::kOffice &&
                                 ParentOf(grant.unit, day) == unit);
      const User* user = FindUser(grant.user);
      const bool known = user != nullptr && !user->disabled;
      if (grant.role == role && here && in_force && covers && known &&
          std::find(out.begin(), out.end(), grant.user) == out.end()) {
        out.push_back(grant.user);
      }
    }
    if (!out.empty()) {
      return out;
    }
    unit = ParentOf(unit, day);
  }
  return {};
}

const Grant* Directory::FindGrant(std::string_view id) const {
  for (const Grant& grant : grants_) {
    if (grant.id == id) {
      return &grant;
    }
  }
  return nullptr;
}

}  // namespace luoshi::root
