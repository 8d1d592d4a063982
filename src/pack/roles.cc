#include "pack/roles.h"

#include <algorithm>

namespace luoshi::pack {
namespace {

constexpr Role kRoles[] = {
    {"secretary", "书记", "Party secretary"},
    {"mayor", "乡镇长", "Mayor"},
    {"deputy", "分管领导", "Leader in charge"},
    {"office_clerk", "党政办工作人员", "Clerk of the general office"},
    {"line_officer", "条线工作人员", "Officer of a line of work"},
    {"village_secretary", "村（社区）书记", "Village secretary"},
    {"grid_worker", "网格员", "Grid worker"},
    {"mediator", "人民调解员", "People's mediator"},
    {"supervisor", "督办员", "Supervisor"},
    {"auditor", "安全审计员", "Auditor"},
    {"security_officer", "安全管理员", "Security officer"},
    {"administrator", "系统管理员", "Administrator"},
};

}  // namespace

std::span<const Role> Roles() { return kRoles; }

bool IsRole(std::string_view name) {
  return std::any_of(std::begin(kRoles), std::end(kRoles),
                     [&](const Role& role) { return role.name == name; });
}

}  // namespace luoshi::pack
