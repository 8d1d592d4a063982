// The registers of the example as offices write them: title, reporting line, header, rows, 合计 and
// 填表人 below; states as 已缴, 未缴 or √; villages by the name they use themselves; and now and
// then a row that cannot be taken in.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "demo/people.h"

namespace luoshi::demo {

// Two sheets: 农户 and 人员.
Result<std::string> PeopleWorkbook(const Town& town,
                                   std::size_t village,
                                   const std::vector<Household>& households);
// 居民医保 and 居民养老 of one insured year, as on the fourth day of the collection period.
Result<std::string> FeesWorkbook(const Town& town,
                                 std::size_t village,
                                 const std::vector<Household>& households,
                                 SeededRandom& random);
// The households monitored against a return to poverty: `count` of them, spread over the villages.
Result<std::string> MonitoringWorkbook(const Town& town,
                                       const Population& population,
                                       int count,
                                       SeededRandom& random);
Result<std::string> HazardWorkbook(const Town& town, int per_village, SeededRandom& random);
Result<std::string> ProjectWorkbook(const Town& town);

// Month 0 is the target of the year. January to August make 7,084.30 of 8,180.00 万元 in the first
// town.
Result<std::string> RevenueWorkbook(const Town& town, int month);

// A place with a fire hazard, a project: for records that field work adds.
std::string MakePlace(SeededRandom& random, const Village& village);

}  // namespace luoshi::demo
