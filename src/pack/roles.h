// The roles packs may name in transitions and clocks: data. Who holds one is a grant (access).
#pragma once

#include <span>
#include <string_view>

namespace luoshi::pack {

struct Role {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

std::span<const Role> Roles();
bool IsRole(std::string_view name);

}  // namespace luoshi::pack
