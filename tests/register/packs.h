// The small packs of these tests.
#pragma once

#include <string_view>

namespace luoshi {

inline constexpr std::string_view kWells = R"yaml(pack: wells
title: 饮水井 | Wells
basis: 《水法》
record:
  key: [number]
  region: village
  title: number
  fields:
    number: {title: 编号 | Number, required: true}
    village: {title: 村 | Village, type: unit, required: true}
    depth: {title: 深度 | Depth, type: int}
    working: {title: 可用 | Working, type: bool}
    owner: {title: 管护人 | Keeper, type: text, personal: true, max_length: 20000}
measures:
  wells: {title: 井 | Wells, count: "true"}
indicators:
  wells: {title: 井 | Wells, numerator: wells, unit_of_measure: 口}
)yaml";

inline constexpr std::string_view kVisits = R"yaml(pack: visits
title: 巡查 | Visits
basis: 《水法》
record:
  key: [number]
  region: village
  title: number
  fields:
    number: {title: 编号 | Number, required: true}
    village: {title: 村 | Village, type: unit, required: true}
    well: {title: 井 | Well, type: reference, target: wells}
    depth: {title: 井深 | Depth, type: carried, reference: well, field: depth, as: int}
measures:
  visits: {title: 巡查 | Visits, count: "true"}
indicators:
  visits: {title: 巡查 | Visits, numerator: visits, unit_of_measure: 次}
)yaml";

}  // namespace luoshi
