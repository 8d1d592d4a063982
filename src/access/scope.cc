#include "access/scope.h"

#include <algorithm>

#include "rules/roles.h"

namespace luoshi::access {

Result<Scope> Scope::Of(std::shared_ptr<const root::Directory> directory,
                        std::string_view user,
                        Date today) {
  const root::User* known = directory->FindUser(user);
  if (known == nullptr) {
    return Error{ErrorCode::kUnauthenticated, "user.unknown", {{"user", std::string(user)}}};
  }
  if (known->disabled) {
    return Error{ErrorCode::kForbidden, "user.disabled", {{"user", std::string(user)}}};
  }
  Scope scope;
  scope.actor_.user = known->name;
  scope.title_ = known->title;
  const std::vector<const root::Post*> posts = directory->PostsOf(user);
  if (!posts.empty()) {
    scope.actor_.post = posts.front()->id;
  }
  scope.boundary_ = directory->BoundaryAt(today);
  for (const root::Grant* grant : directory->GrantsOf(user, today)) {
    UnitId figures = grant->unit;
    const Unit* unit = directory->FindUnit(grant->unit);
    // a village, a grid or an office of a town sees the figures of that whole town
    while (unit != nullptr && unit->level > UnitLevel::kTown &&
           directory->ParentOf(unit->id, today) != kNoUnit) {
      figures = directory->ParentOf(unit->id, today);
      unit = directory->FindUnit(figures);
    }
    scope.covers_.push_back({grant->role, grant->unit, figures, grant->lines});
  }
  scope.directory_ = std::move(directory);
  return scope;
}

Scope Scope::System(std::shared_ptr<const root::Directory> directory,
                    std::string_view name,
                    Date today) {
  Scope scope;
  scope.actor_.user = "system:" + std::string(name);
  scope.title_ = "系统";
  scope.boundary_ = directory->BoundaryAt(today);
  scope.directory_ = std::move(directory);
  scope.system_ = true;
  return scope;
}

bool Scope::Covers(const Cover& cover, UnitId unit, std::string_view pack) const {
  if (!cover.lines.empty()) {
    const rules::Pack* definition = directory_->FindPack(pack);
    const std::string_view line = definition == nullptr ? pack : std::string_view(definition->line);
    const bool named =
        std::any_of(cover.lines.begin(), cover.lines.end(),
                    [&](const std::string& wanted) { return wanted == pack || wanted == line; });
    if (!named) {
      return false;
    }
  }
  // an office works for the unit it belongs to
  const Unit* covered = directory_->FindUnit(cover.unit);
  const UnitId root = covered != nullptr && covered->level == UnitLevel::kOffice
                          ? boundary_->ParentOf(cover.unit)
                          : cover.unit;
  return boundary_->IsWithin(unit, root);
}

bool Scope::MayReadRows(UnitId unit, std::string_view pack) const {
  return system_ || std::any_of(covers_.begin(), covers_.end(), [&](const Cover& cover) {
           const rules::Role* role = rules::FindRole(cover.role);
           return role != nullptr && role->reads_rows && Covers(cover, unit, pack);
         });
}

bool Scope::MayChange(UnitId unit, std::string_view pack) const {
  return system_ || std::any_of(covers_.begin(), covers_.end(), [&](const Cover& cover) {
           const rules::Role* role = rules::FindRole(cover.role);
           return role != nullptr && role->changes_rows && Covers(cover, unit, pack);
         });
}

bool Scope::HasRole(const std::vector<std::string>& roles,
                    UnitId unit,
                    std::string_view pack) const {
  return system_ || std::any_of(covers_.begin(), covers_.end(), [&](const Cover& cover) {
           return std::find(roles.begin(), roles.end(), cover.role) != roles.end() &&
                  Covers(cover, unit, pack);
         });
}

bool Scope::MayRead(const Belonging& units, std::string_view pack) const {
  return MayReadRows(units.region, pack) || MayReadRows(units.responsible, pack) ||
         std::any_of(units.assisting.begin(), units.assisting.end(),
                     [&](UnitId unit) { return MayReadRows(unit, pack); });
}

bool Scope::MayChange(const Belonging& units, std::string_view pack) const {
  return MayChange(units.region, pack) || MayChange(units.responsible, pack);
}

bool Scope::MayReadFigures(UnitId unit) const {
  return system_ || std::any_of(covers_.begin(), covers_.end(), [&](const Cover& cover) {
           return boundary_->IsWithin(unit, cover.figures);
         });
}

bool Scope::MayAdminister() const {
  return system_ || std::any_of(covers_.begin(), covers_.end(),
                                [](const Cover& cover) { return cover.role == "administrator"; });
}

}  // namespace luoshi::access
