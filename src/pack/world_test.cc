#include "pack/world.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "pack/pack_reader.h"

namespace luoshi::pack {
namespace {

constexpr std::string_view kWorld = R"(world: 三口井
# a comment
units
  town 青山镇 code=990001100 class=二类 alias=青山
    village 东村
      grid 东村一格
    village 西村

users
  | li | line_officer | 青山镇 |

records wells on 2026-03-01 as li
  | label | number | village |
  | w1..w3 | {n} | 东村 |
  | x | X | |

on 2026-03-02 as li: change w1..w2 depth=12.5 note="打到 12 米"
refused lifecycle.guard on 2026-03-02 as li: move w3 fix
on 2026-03-10 happened 2026-03-05 as li: move w1 fix
on 2026-03-11 as li: correct w1 of 2026-03-05 depth=13
on 2026-03-12 as li: take_back w2
on 2026-03-12 as li: pause w3 fixing reason=下雪
on 2026-03-13 as li: resume w3 fixing
on 2026-03-13 as li: extend w3 fixing due=2026-04-01 reason="雪未化"
on 2026-03-14 as li: append w3 visits on_day=2026-03-14

expect wells.fixed_rate unit=东村 as_of=2026-03-31 by=kind=dug numerator=1 denominator=3 value=33.3
expect record w1 state=fixed
)";

std::string Broken(std::string_view from, std::string_view to) {
  const Result<World> world = ParseWorld(Replaced(kWorld, from, to));
  if (world.ok()) {
    return "ok";
  }
  std::string out;
  for (const Error& error : Flatten(world.error())) {
    out += (out.empty() ? "" : "; ") + error.key + " " + error.pointer;
  }
  return out;
}

TEST(ParseWorld, ReadsUnitsAsATree) {
  const Result<World> world = ParseWorld(kWorld);
  ASSERT_TRUE(world.ok());
  EXPECT_EQ(world->title, "三口井");
  ASSERT_EQ(world->units.size(), 4U);
  EXPECT_EQ(world->units[0].peer_class, "二类");
  EXPECT_EQ(world->units[0].aliases, std::vector<std::string>{"青山"});
  EXPECT_FALSE(world->units[0].parent.has_value());
  EXPECT_EQ(world->units[2].level, UnitLevel::kGrid);
  EXPECT_EQ(world->units[2].parent, 1U);
  EXPECT_EQ(world->units[3].parent, 0U);
}

TEST(ParseWorld, ReadsWhatHappensInOrder) {
  const Result<World> world = ParseWorld(kWorld);
  ASSERT_TRUE(world.ok());
  ASSERT_EQ(world->acts.size(), 14U);
  EXPECT_EQ(world->acts[2].label, "w3");
  EXPECT_EQ(world->acts[2].fields.at("number"), "3");
  EXPECT_EQ(world->acts[3].fields.count("village"), 0U);  // an empty cell is not filled in
  EXPECT_EQ(world->acts[5].fields.at("note"), "打到 12 米");
  EXPECT_EQ(world->acts[6].refused, "lifecycle.guard");
  EXPECT_EQ(world->acts[6].word, "fix");
  EXPECT_EQ(world->acts[7].happened->ToString(), "2026-03-05");
  EXPECT_EQ(world->acts[7].day.ToString(), "2026-03-10");
  EXPECT_EQ(world->acts[8].of_day->ToString(), "2026-03-05");
  EXPECT_EQ(world->acts[9].verb, WorldVerb::kTakeBack);
  EXPECT_EQ(world->acts[10].reason, "下雪");
  EXPECT_EQ(world->acts[12].due->ToString(), "2026-04-01");
  EXPECT_EQ(world->acts[12].reason, "雪未化");
  EXPECT_EQ(world->acts[13].word, "visits");
}

TEST(ParseWorld, ReadsExpectations) {
  const Result<World> world = ParseWorld(kWorld);
  ASSERT_TRUE(world.ok());
  ASSERT_EQ(world->expectations.size(), 2U);
  EXPECT_EQ(world->expectations[0].indicator, "fixed_rate");
  EXPECT_EQ(world->expectations[0].values.at("by"), "kind=dug");
  EXPECT_EQ(world->expectations[1].label, "w1");
}

TEST(ParseWorld, SaysWhichLineIsWrong) {
  EXPECT_EQ(Broken("village 西村", "hamlet 西村"), "world.syntax 7");
  EXPECT_EQ(Broken("    village 西村", "    village 东村"), "world.twice 7");
  EXPECT_EQ(Broken("| 青山镇 |", "| 白水镇 |"), "world.unknown 10");
  EXPECT_EQ(Broken("as li: move w1 fix", "as wu: move w1 fix"), "world.unknown 19");
  EXPECT_EQ(Broken("move w1 fix", "move w9 fix"), "world.unknown 19");
  EXPECT_EQ(Broken("move w1 fix", "shove w1 fix"), "world.syntax 19");
  EXPECT_EQ(Broken("on 2026-03-14 as", "on 2026-02-14 as"), "world.date_order 25");
  EXPECT_EQ(Broken("on 2026-03-14 as", "on 2026-02-30 as"), "world.syntax 25");
  EXPECT_EQ(Broken("value=33.3", "valeu=33.3"), "world.syntax 27");
  EXPECT_EQ(Broken("as_of=2026-03-31 ", ""), "world.syntax 27");
  EXPECT_EQ(Broken("unit=东村 as_of", "unit=南村 as_of"), "world.unknown 27");
  EXPECT_EQ(Broken("note=\"打到 12 米\"", "note=\"打到"), "world.syntax 17");
  EXPECT_EQ(Broken("  | x | X | |", "  | x | X |"), "world.syntax 15");
  EXPECT_EQ(Broken("  | x |", "  | w2 |"), "world.twice 15");
}

TEST(ParseWorld, NamesEveryWrongLine) {
  EXPECT_EQ(Broken("as li: ", "as wu: ").substr(0, 34), "world.unknown 17; world.unknown 18");
}

TEST(ParseWorld, BoundsWhatARangeMayMultiply) {
  EXPECT_EQ(Broken("w1..w3 |", "w1..w99999 |").substr(0, 15), "world.syntax 14");
  EXPECT_EQ(Broken("w1..w3 |", "w3..w1 |").substr(0, 15), "world.syntax 14");
  EXPECT_EQ(Broken("| X |", "| " + std::string(5000, 'X') + " |").substr(0, 18),
            "world.too_large 15");
}

}  // namespace
}  // namespace luoshi::pack
