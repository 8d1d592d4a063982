// The words by which office sheets are understood: what headings are called, what stands below a
// table, how yes and no are ticked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luoshi::sheet {

// 序号, 姓名, 应缴人数, 承包面积（亩）: a heading many sheets have.
bool IsKnownHeading(std::string_view text);
// What a column is about, as its heading says. Text as it stands; several levels joined.
bool NamesSerial(std::string_view heading);     // 序号
bool NamesPerson(std::string_view heading);     // 姓名, 户主
bool NamesDay(std::string_view heading);        // …日期, …时间, 出生年月
bool NamesCitizenId(std::string_view heading);  // 身份证号
bool NamesPhone(std::string_view heading);      // 联系电话
bool NamesUnit(std::string_view heading);       // 村, 所属镇, 填报单位
bool NamesCode(std::string_view heading);       // 编号, 账号: digits that are no amount
bool NamesMoney(std::string_view heading);      // 金额, 资金
bool NamesArea(std::string_view heading);       // 面积

bool IsYes(std::string_view cell);  // √ ✓ 是 1 有
bool IsNo(std::string_view cell);   // × ✗ 否 0 无

// A unit of measure: 元, 万元, 亩, %, 平方米. Text normalised by MatchKey.
bool IsUnitOfMeasure(std::string_view key);
// 承包面积（亩） → 承包面积 and 亩; 金额/万元; without one the second is empty. Marks that say how
// to fill it in (*, （必填）) go too.
struct Heading {
  std::string words;
  std::string unit_of_measure;
};
Heading SplitHeading(std::string_view text);
// 单位：万元, 金额单位：元 in a line above the table; "" when there is none.
std::string UnitOfMeasureIn(std::string_view line);

enum class SumWord { kNone, kSubtotal, kTotal };
SumWord SumWordIn(std::string_view cell);  // 小计; 合计, 总计, 全镇合计, 合计：12户
bool IsSignatureWord(std::string_view cell);  // 填表人：…, 审核人, 单位负责人（签字）
bool IsNoteWord(std::string_view cell);       // 注：…, 备注：…, 说明：…

}  // namespace luoshi::sheet
