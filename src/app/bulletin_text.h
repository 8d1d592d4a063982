// Figures in the words, tables and charts of a bulletin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/bulletin_figures.h"
#include "document/paper.h"

namespace luoshi::app {

// 100.00 is written 100, 8180.50 8180.5: a report shows no zeros that say nothing. — when absent.
std::string Plain(const std::optional<Decimal>& value, const std::string& unit = "");
// With all its digits.
std::string Shown(const std::optional<Decimal>& value, const std::string& unit = "");
// On the base that targets and places bind to; nullptr for plain amounts.
const figure::BaseFigure* Binding(const figure::Figure& figure);
// 应缴, 愿缴; an only base goes by the name of what it counts: 年度目标.
std::string BaseTitle(const figure::Figure& figure, std::string_view base);
// 累计入库; 已完成 when several measures make up the numerator.
std::string DoneTitle(const figure::Figure& figure);
// Nothing to count and nothing counted: a unit this indicator is not about.
bool IsEmpty(const figure::Figure& figure);
bool IsBehind(const figure::Figure& figure);
// 增加1.20个百分点, 持平.
std::string ChangeText(const Decimal& change, const std::string& unit_of_measure);

// Numerator and denominator, value, change, plan, gap; who is behind.
std::string Overview(const FigureBook& book, const Section& section);
document::Table TableOf(const FigureBook& book, const Section& section);
// By place: 位次, 单位, 指标值.
document::Table RankingOf(const FigureBook& book, const Section& section);
// nullopt with less than two bars.
std::optional<document::BarChart> ChartOf(const FigureBook& book, const Section& section);
// All default indicators side by side: one row a unit.
document::Table SummaryOf(const FigureBook& book, const std::vector<const Section*>& sections);
// Definitions, versions, periods, what is not filled in, and which figures of the last issue have
// changed since.
document::Notes NotesOf(const FigureBook& book);

}  // namespace luoshi::app
