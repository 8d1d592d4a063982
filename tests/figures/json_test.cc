// The contract of `luoshi figures --format json` and GET /api/v1/figures.
#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

using FiguresJson = County;

TEST_F(FiguresJson, NumbersAreExactWithTheirDeclaredDecimals) {
  RegisterMany(83, villages_[0], "done", {{"kind", "roof"}, {"finished", "0.5"}});
  RegisterMany(17, villages_[0], "todo", {{"kind", "roof"}});
  figure::Query query = Ask("rate", east_, "2026-03-02");
  const std::string rate = WriteJson(Rows(query).front());
  EXPECT_NE(rate.find(R"("numerator":83,"denominator":100,"value":83.0,)"), std::string::npos)
      << rate;
  EXPECT_NE(
      rate.find(R"("bases":[{"base":"all","denominator":100,"value":83.0,"suppressed":false},)"),
      std::string::npos)
      << rate;
  query.indicators = {"work.area_done"};
  const std::string area = WriteJson(Rows(query).front());
  EXPECT_NE(area.find(R"("numerator":41.5,"denominator":null,"value":41.5,)"), std::string::npos)
      << area;
}

TEST_F(FiguresJson, NothingToCountIsNull) {
  const std::string none = WriteJson(Rows(Ask("rate", east_, "2026-03-02")).front());
  EXPECT_NE(none.find(R"("numerator":0,"denominator":0,"value":null,)"), std::string::npos) << none;
  EXPECT_NE(none.find(R"("state":"not_rated")"), std::string::npos) << none;
}

}  // namespace
}  // namespace luoshi::testing
