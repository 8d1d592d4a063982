// Pieces that the pages share.
#pragma once

#include <string>

#include "server/call.h"
#include "server/html.h"

namespace luoshi::server {

// One row at a time; a narrow screen shows each row as a card with the headings beside the values.
class HtmlTable {
 public:
  struct Column {
    std::string heading;
    char kind = ' ';  // ' ' text, 'n' number, 's' short text, '*' what the row is called
  };
  explicit HtmlTable(std::vector<Column> columns);
  void Row(const std::vector<std::string>& cells);  // markup
  std::string Finish() const;
  bool empty() const { return rows_.empty(); }

 private:
  std::vector<Column> columns_;
  std::string rows_;
};

// 演示县 演示数据, title, and the line below it.
std::string PageHeader(const Call& call, const std::string& title, const std::string& below);
std::string PageFooter(const Call& call);
// 演示县 › 云溪镇 › 石桥村, each a link to its page.
std::string Trail(const Call& call, UnitId unit, Date as_of);
std::string HomeAddress(const Call& call, UnitId unit, Date as_of, const std::string& indicator);
std::string ExplainAddress(const Call& call, const figure::Figure& figure);
// A number with its unit of measure, as text; "—" when there is none.
std::string Shown(const std::optional<Decimal>& value, const std::string& unit_of_measure);
// 100.00 as 100
std::string Plain(const Decimal& value);
// What the numerator is counted in: 人, 万元; "" when the pack does not say.
std::string CountedIn(const figure::Figure& figure);
// The numerator as a link to where it comes from.
std::string NumeratorCell(const Call& call, const figure::Figure& figure);
// One line a base; with several each says which: 应缴 120
std::string DenominatorCell(const figure::Figure& figure);
std::string ValueCell(const figure::Figure& figure);
std::string StateCell(const figure::Figure& figure);

}  // namespace luoshi::server
