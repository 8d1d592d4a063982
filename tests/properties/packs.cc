#include "tests/properties/packs.h"

#include "base/text.h"

namespace luoshi::properties {
namespace {

constexpr const char* kPerson = R"yaml(
pack: person
version: 1
title: 人员 | People
basis: 测试
record:
  key: [number]
  region: village
  title: number
  fields:
    number: {title: 编号 | Number, type: text, required: true}
    name: {title: 姓名 | Name, type: text, personal: true}
    id_number: {title: 身份证号 | Citizen id, type: citizen_id, personal: true}
    birth_year: {title: 出生年 | Year of birth, type: int, derived: "year(id_number)"}
    village: {title: 村 | Village, type: unit, required: true}
    class: {title: 类别 | Class, type: enum, values: {ordinary: 一般, hardship: 困难}}
measures:
  persons: {title: 人数, count: "true", unit_of_measure: 人}
  elder: {title: 老人, count: "birth_year < 1960", unit_of_measure: 人}
indicators:
  population: {title: 人口 | Population, numerator: persons, by: [class], unit_of_measure: 人}
  elder_rate: {title: 老人占比 | Elder, numerator: elder, base: persons, by: [class], gap_unit: 人}
)yaml";

constexpr const char* kFees = R"yaml(
pack: fees
version: {version}
title: 收费 | Fees
basis: 测试
record:
  key: [person, insured_year]
  region: village
  title: person
  fields:
    person: {title: 人员 | Person, type: reference, target: person, required: true}
    village: {title: 村 | Village, type: unit, required: true}
    insured_year: {title: 年度 | Year, type: int, required: true, minimum: 2000, maximum: 2100}
    class: {title: 类别 | Class, type: carried, reference: person, field: class, as: enum, values: {ordinary: 一般, hardship: 困难}}
    exclusion: {title: 不应缴情形 | Exclusion, type: enum, required: true, values: {none: 应缴, abroad: 出国}}
    held: {title: 缓收 | Held, type: bool}
    should_pay: {title: 应缴 | Due, type: bool, derived: "exclusion == 'none' && !(filled(held) && held)"}
    status: {title: 状态 | Status, type: enum, required: true, values: {unpaid: 未缴, paid: 已缴, declined: 暂不}}
    paid_on: {title: 缴费日期 | Paid on, type: date}
    amount: {title: 金额 | Amount, type: money, minimum: 0}
    note: {title: 情况 | Note, type: text, personal: true}
{field}
lifecycle:
  closing: 核对 | Matched
  states:
    assessed: 待缴 | To be paid
    settled: 已缴 | Paid
    matched: {title: 已核对 | Matched, closed: true}
  transitions:
    settle: {title: 登记 | Enter, from: [assessed], to: settled, guard: "status == 'paid'", message: 请先登记缴费。 | Enter the payment first.}
    match: {title: 核对 | Match, from: [settled], to: matched, who: [line_officer], independent: true}
    unmatched: {title: 不符 | Not matched, from: [settled, matched], to: assessed, returns: true}
measures:
  should: {title: 应缴, count: "should_pay", unit_of_measure: 人}
  willing: {title: 愿缴, count: "should_pay && status != 'declined'", unit_of_measure: 人}
  paid: {title: 已缴, count: "{paid}", unit_of_measure: 人}
  collected: {title: 金额, sum: amount, where: "status == 'paid'", scale: 2, unit_of_measure: 元}
{measure}
indicators:
  rate:
    title: 收缴率 | Rate
    numerator: paid
    bases: {all: should, willing: {title: 愿缴, measures: [willing]}}
    binding: willing
    period: insured_year
    by: [class, status]
    gap_unit: 人
    small: hide
    target: 100
    trajectory: {kind: working_days, from: "-1-09-01", until: "-1-12-31"}
  collected_amount: {title: 金额 | Amount, numerator: collected, period: insured_year, by: [class], unit_of_measure: 元, scale: 2, small: hide}
{indicator}
checks:
  paid_on_filled: {holds: "status != 'paid' || filled(paid_on)", message: 请填日期。 | Enter the day.}
)yaml";

constexpr const char* kCases = R"yaml(
pack: cases
version: {version}
title: 事项 | Cases
basis: 测试
record:
  key: [number]
  region: village
  responsible: office
  title: number
  fields:
    number: {title: 编号 | Number, type: text, required: true}
    village: {title: 村 | Village, type: unit, required: true}
    office: {title: 办公室 | Office, type: unit}
    kind: {title: 类型 | Kind, type: enum, values: {fire: 消防, road: 道路}}
    urgent: {title: 紧急 | Urgent, type: bool}
    found_on: {title: 发现日期 | Found on, type: date, required: true}
    year: {title: 年度 | Year, type: int, derived: "year(found_on)"}
    area: {title: 面积 | Area, type: decimal, scale: 1}
    due: {title: 时限 | Due, type: date}
    caller: {title: 反映人 | Caller, type: phone, personal: true}
    calls:
      title: 来电 | Calls
      type: group
      personal: true
      members:
        on_day: {title: 日期, type: date, required: true}
        words: {title: 内容, type: text}
    visits:
      title: 走访 | Visits
      type: group
      members:
        on_day: {title: 日期, type: date, required: true}
        way: {title: 方式, type: enum, values: {visit: 上门, phone: 电话}}
lifecycle:
  closing: 办结 | Closed
  states:
    found: 登记 | Registered
    handling: 办理 | In hand
    review: 待核 | To be verified
    closed: {title: 办结 | Closed, closed: true}
  transitions:
    start: {title: 开始 | Start, from: [found], to: handling}
    claim: {title: 报请 | Claim, from: [handling], to: review}
    verify: {title: 核验 | Verify, from: [review], to: closed, who: [line_officer, supervisor], independent: true}
    send_back: {title: 退回 | Send back, from: [review], to: handling, returns: true}
    relapse: {title: 反弹 | Relapse, from: [closed], to: handling, returns: true}
clocks:
  handling:
    title: 办理用时
    states: [handling, review]
    limit: {limit} working_days
    pause: {reasons: [天气], approver: [deputy]}
    extend: {approver: [deputy]}
    steps:
      warning: {offset: -2 working_days, notify: [line_officer]}
      overdue: {offset: 0 working_days, notify: [deputy]}
  whole:
    title: 总时限
    kind: business
    states: [found, handling, review]
    due: due
    extend: {approver: [deputy]}
    steps:
      overdue: {offset: 0 working_days, notify: [deputy]}
      escalation: {offset: 3 working_days, notify: [deputy], assign: deputy}
measures:
  found: {title: 发现, count: "true", unit_of_measure: 件}
  closed: {title: 办结, count: "state == 'closed'", unit_of_measure: 件}
  late: {title: 逾期, count: "overdue(handling) || overdue(whole)", unit_of_measure: 件}
  warned: {title: 临期, count: "warned(handling) && !overdue(handling)", unit_of_measure: 件}
  urgent: {title: 紧急未办, count: "urgent && state != 'closed'", unit_of_measure: 件}
  stale: {title: 久未走访, count: "elapsed(found_on) >= 20 && count(visits, row) < 2", unit_of_measure: 件}
  area: {title: 面积, sum: area, where: "state == 'closed'", scale: 1, unit_of_measure: 亩}
indicators:
  closing_rate: {title: 办结率 | Closed, numerator: closed, base: found, period: year, by: [kind, urgent], gap_unit: 件}
  late_count: {title: 逾期 | Late, numerator: late, period: year, by: [kind], unit_of_measure: 件, better: less}
  warned_count: {title: 临期 | Warned, numerator: warned, unit_of_measure: 件, better: less}
  urgent_count: {title: 紧急 | Urgent, numerator: urgent, by: [kind], unit_of_measure: 件, better: less}
  stale_count: {title: 久未走访 | Stale, numerator: stale, period: year, unit_of_measure: 件, better: less}
  area_done: {title: 面积 | Area, numerator: area, by: [kind], unit_of_measure: 亩, scale: 1}
)yaml";

std::vector<rules::PackFile> File(std::string text) { return {{"pack.yaml", std::move(text)}}; }

}  // namespace

std::vector<rules::PackFile> PersonPack() { return File(kPerson); }

std::vector<rules::PackFile> FeesPack(int version) {
  const bool second = version == 2;
  std::string text = Replaced(kFees, "{version}", std::to_string(version));
  text = Replaced(text, "{paid}",
                  second ? "should_pay && status == 'paid' && filled(amount)"
                         : "should_pay && status == 'paid'");
  text =
      Replaced(text, "{field}", second ? "    channel: {title: 渠道 | Channel, type: text}" : "");
  text = Replaced(text, "{measure}",
                  second ? "  declined: {title: 暂不, count: \"status == 'declined'\", "
                           "unit_of_measure: 人}"
                         : "");
  text =
      Replaced(text, "{indicator}",
               second ? "  declined_count: {title: 暂不 | Declined, numerator: declined, period: "
                        "insured_year, by: [class], unit_of_measure: 人, better: less, "
                        "small: hide}"
                      : "");
  return File(text);
}

std::vector<rules::PackFile> CasesPack(int version) {
  std::string text = Replaced(kCases, "{version}", std::to_string(version));
  return File(Replaced(text, "{limit}", version == 2 ? "3" : "5"));
}

}  // namespace luoshi::properties
