#include "rules/roles.h"

namespace luoshi::rules {
namespace {

// The last three are kept apart from the rest and from each other (三员分立, 等保).
constexpr Role kRoles[] = {
    {"secretary", "书记", "Party secretary", true, true},
    {"mayor", "乡镇长", "Mayor", true, true},
    {"deputy", "分管领导", "Leader in charge", true, true},
    {"office_clerk", "党政办工作人员", "Clerk of the general office", true, true},
    {"line_officer", "条线工作人员", "Officer of a line of work", true, true},
    {"village_secretary", "村（社区）书记", "Village secretary", true, true},
    {"grid_worker", "网格员", "Grid worker", true, true},
    {"mediator", "人民调解员", "People's mediator", true, true},
    {"supervisor", "督办员", "Supervisor", true, true},
    {"auditor", "安全审计员", "Auditor", true, false},
    {"security_officer", "安全管理员", "Security officer", false, false},
    {"administrator", "系统管理员", "Administrator", false, false},
};

}  // namespace

std::span<const Role> Roles() { return kRoles; }

const Role* FindRole(std::string_view name) {
  for (const Role& role : kRoles) {
    if (role.name == name) {
      return &role;
    }
  }
  return nullptr;
}

std::string_view RoleTitle(std::string_view name) {
  const Role* role = FindRole(name);
  return role == nullptr ? name : role->zh;
}

}  // namespace luoshi::rules
