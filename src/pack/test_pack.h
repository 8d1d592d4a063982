// A small pack that reads and passes, for tests that break one thing of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "pack/pack_reader.h"

namespace luoshi::pack {

inline constexpr std::string_view kSmallPack = R"yaml(pack: wells
version: 3
title: 饮水井 | Wells
basis: 《水法》
record:
  key: [number]
  region: village
  title: number
  fields:
    number: {title: 编号 | Number, required: true, aliases: [井号]}
    village: {title: 村 | Village, type: unit, required: true}
    year: {title: 年度 | Year, type: int, required: true}
    kind: {title: 类型 | Kind, type: enum, values: {dug: 大口井, drilled: {title: 机井 | Drilled, aliases: [深井]}}}
    id_number: {title: 身份证号 | Citizen id, type: citizen_id, personal: true}
    birth_year: {title: 出生年 | Year of birth, type: int, derived: "year(id_number)"}
    depth: {title: 深度 | Depth, type: decimal, scale: 1, unit_of_measure: 米}
    photo: {title: 照片 | Photo, type: attachment}
    due: {title: 时限 | Due, type: date}
lifecycle:
  closing: 验收 | Accepted
  states:
    dry: 枯水 | Dry
    fixed: {title: 修复 | Fixed, closed: true}
  transitions:
    fix: {title: 修复, from: dry, to: fixed, who: [line_officer], guard: "filled(depth)", message: 请填深度 | Enter the depth, require: [depth], independent: true}
    dry_up: {title: 又枯, from: [fixed], to: dry, returns: true}
clocks:
  fixing:
    title: 修复时限
    states: [dry]
    limit: 15 working_days
    pause: {reasons: [下雪], approver: [deputy]}
    steps:
      warning: {offset: -2 working_days, notify: [line_officer]}
      escalation: {offset: 3 working_days, assign: deputy}
measures:
  wells: {count: "true"}
  fixed: {title: 已修复, count: "state == 'fixed'"}
  metres: {sum: depth, where: "filled(depth)", scale: 1}
  late: {count: "overdue(fixing)"}
indicators:
  fixed_rate: {title: 修复率 | Fixed, numerator: fixed, base: wells, period: year, by: [kind], target: 95.5, trajectory: {kind: days, from: "0-03-01", until: {year: 0, month: 6, day: 30}}, ranked: true}
  late_count: {title: 逾期 | Late, numerator: late, better: less}
checks:
  deep: {holds: "!filled(depth) || depth > 0", message: 深度须大于零 | The depth is above zero}
)yaml";

// The small pack with `from` replaced by `to`; `from` must be in it.
inline std::vector<rules::PackFile> SmallPackWith(std::string_view from, std::string_view to) {
  LUOSHI_CHECK(from.empty() || Contains(kSmallPack, from));
  return {{"pack.yaml", from.empty() ? std::string(kSmallPack) : Replaced(kSmallPack, from, to)}};
}

// "key place; key place" of everything wrong with it.
inline std::string Wrong(const std::vector<rules::PackFile>& files) {
  std::vector<std::string> parts;
  for (const Error& error : CheckFiles(files)) {
    parts.push_back(error.key + " " + error.pointer);
  }
  return Join(parts, "; ");
}

}  // namespace luoshi::pack
