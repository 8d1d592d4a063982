// The roles that packs name in transitions and clocks and that grants give: data, in one place.
#pragma once

#include <span>
#include <string_view>

namespace luoshi::rules {

struct Role {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  bool reads_rows;    // a grant of it opens rows
  bool changes_rows;  // and lets one change them
};

std::span<const Role> Roles();
const Role* FindRole(std::string_view name);  // nullptr when there is none

std::string_view RoleTitle(std::string_view name);  // in Chinese; the name itself when unknown

}  // namespace luoshi::rules
