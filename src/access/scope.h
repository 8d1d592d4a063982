// Who may see and do what. Every use case takes a Scope; it is made anew for each request from the
// grants in force that day, so a revoked grant bites at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "root/directory.h"

namespace luoshi::access {

// The units a record belongs to: where it lies, who answers for it, who helps.
struct Belonging {
  UnitId region = kNoUnit;
  UnitId responsible = kNoUnit;
  std::vector<UnitId> assisting;
};

class Scope {
 public:
  // kUnauthenticated user.unknown, kForbidden user.disabled.
  static Result<Scope> Of(std::shared_ptr<const root::Directory> directory,
                          std::string_view user,
                          Date today);
  // The program itself: followers, imports of an example, replay. Sees and may do everything; its
  // acts name the follower.
  static Scope System(std::shared_ptr<const root::Directory> directory,
                      std::string_view name,
                      Date today);

  const Actor& actor() const { return actor_; }
  const std::string& title() const { return title_; }
  bool is_system() const { return system_; }

  // Rows: a grant covers the unit and the line.
  bool MayReadRows(UnitId unit, std::string_view pack) const;
  bool MayChange(UnitId unit, std::string_view pack) const;
  bool HasRole(const std::vector<std::string>& roles, UnitId unit, std::string_view pack) const;
  // A record: any unit it belongs to opens it; its region and its responsible unit change it.
  bool MayRead(const Belonging& units, std::string_view pack) const;
  bool MayChange(const Belonging& units, std::string_view pack) const;
  // Figures are wider than rows: a village sees its whole town's.
  bool MayReadFigures(UnitId unit) const;
  // Units, packs, people, calendars.
  bool MayAdminister() const;

 private:
  struct Cover {
    std::string role;
    UnitId unit = kNoUnit;
    UnitId figures = kNoUnit;  // the unit whose figures it opens
    std::vector<std::string> lines;
  };
  bool Covers(const Cover& cover, UnitId unit, std::string_view pack) const;

  std::shared_ptr<const root::Directory> directory_;
  std::shared_ptr<const root::Boundary> boundary_;
  Actor actor_;
  std::string title_;
  bool system_ = false;
  std::vector<Cover> covers_;
};

}  // namespace luoshi::access
