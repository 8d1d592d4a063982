#include "pack/pack_reader.h"

#include <gtest/gtest.h>

#include "base/messages.h"
#include "pack/test_pack.h"

namespace luoshi::pack {
namespace {

using rules::FieldType;

rules::Pack ReadSmall(std::string_view from = {}, std::string_view to = {}) {
  Result<rules::Pack> pack = ReadPack(SmallPackWith(from, to));
  EXPECT_TRUE(pack.ok()) << Wrong(SmallPackWith(from, to));
  return pack.ok() ? std::move(pack).value() : rules::Pack{};
}

TEST(ReadPack, FillsTheDefinition) {
  const rules::Pack pack = ReadSmall();
  EXPECT_EQ(pack.name, "wells");
  EXPECT_EQ(pack.version, 3);
  EXPECT_EQ(pack.line, "wells");
  EXPECT_EQ(pack.title.zh, "饮水井");
  EXPECT_EQ(pack.title.en, "Wells");
  EXPECT_EQ(pack.key, std::vector<std::string>{"number"});
  EXPECT_EQ(pack.region, "village");
  EXPECT_EQ(pack.responsible, "");

  const rules::Field* kind = pack.FindField("kind");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->type, FieldType::kEnum);
  ASSERT_EQ(kind->values.size(), 2U);
  EXPECT_EQ(kind->values[0].title.zh, "大口井");
  EXPECT_EQ(kind->values[0].title.en, "dug");
  EXPECT_EQ(kind->values[1].aliases, std::vector<std::string>{"深井"});
  EXPECT_EQ(pack.FindField("depth")->scale, 1);
  EXPECT_EQ(pack.FindField("number")->aliases, std::vector<std::string>{"井号"});
  EXPECT_EQ(pack.FindField("number")->type, FieldType::kText);
  EXPECT_EQ(pack.FindField("birth_year")->derived->source(), "year(id_number)");

  ASSERT_TRUE(pack.lifecycle.has_value());
  EXPECT_EQ(pack.lifecycle->initial, "dry");
  const rules::Transition* fix = pack.FindTransition("fix");
  ASSERT_NE(fix, nullptr);
  EXPECT_EQ(fix->from, std::vector<std::string>{"dry"});
  EXPECT_TRUE(fix->independent);
  EXPECT_TRUE(fix->guard.has_value());
  EXPECT_TRUE(pack.FindState("fixed")->closed);

  const rules::Clock* clock = pack.FindClock("fixing");
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->limit->amount, 15);
  EXPECT_EQ(clock->limit->unit, rules::LimitUnit::kWorkingDays);
  EXPECT_EQ(clock->pauses, std::vector<std::string>{"下雪"});
  ASSERT_EQ(clock->steps.size(), 2U);
  EXPECT_EQ(clock->steps[0].kind, rules::StepKind::kWarning);
  EXPECT_EQ(clock->steps[0].offset.amount, -2);
  EXPECT_EQ(clock->steps[1].assign, "deputy");

  const rules::Indicator* rate = pack.FindIndicator("fixed_rate");
  ASSERT_NE(rate, nullptr);
  EXPECT_EQ(rate->unit_of_measure, "%");
  EXPECT_EQ(rate->binding_base, "all");
  EXPECT_EQ(rate->target->ToString(), "95.5");
  EXPECT_EQ(rate->trajectory.kind, rules::TrajectoryKind::kDays);
  EXPECT_EQ(rate->trajectory.from.month, 3);
  EXPECT_EQ(rate->trajectory.until.day, 30);
  EXPECT_FALSE(pack.FindIndicator("late_count")->more_is_better);
  EXPECT_EQ(pack.checks.size(), 1U);
}

TEST(ReadPack, PassesPeriodAndBreakdownsOnToTheMeasuresOfAnIndicator) {
  const rules::Pack pack = ReadSmall();
  EXPECT_EQ(pack.FindMeasure("wells")->period, "year");
  EXPECT_EQ(pack.FindMeasure("fixed")->by, std::vector<std::string>{"kind"});
  EXPECT_EQ(pack.FindMeasure("late")->period, "");
  EXPECT_EQ(pack.FindIndicator("fixed_rate")->not_filled.period, "year");
}

TEST(ReadPack, GivesAMeasureANewVersionWhenItsNumberChanges) {
  const rules::Pack pack = ReadSmall();
  const auto fixed = [](const rules::Pack& of) { return of.FindMeasure("fixed")->version; };
  EXPECT_GT(fixed(pack), 0);
  EXPECT_EQ(fixed(ReadSmall()), fixed(pack));
  EXPECT_NE(fixed(ReadSmall("\"state == 'fixed'\"", "\"state != 'dry'\"")), fixed(pack));
  EXPECT_NE(fixed(ReadSmall("by: [kind], ", "")), fixed(pack));
  EXPECT_NE(fixed(ReadSmall("pack: wells", "pack: springs")), fixed(pack));
  EXPECT_EQ(fixed(ReadSmall("已修复", "修好的")), fixed(pack));
  EXPECT_EQ(fixed(ReadSmall("limit: 15", "limit: 16")), fixed(pack));
}

TEST(ReadPack, GivesAMeasureThatReadsAClockANewVersionWhenTheLimitChanges) {
  const rules::Pack pack = ReadSmall();
  const rules::Pack longer = ReadSmall("limit: 15", "limit: 16");
  EXPECT_NE(longer.FindMeasure("late")->version, pack.FindMeasure("late")->version);
  EXPECT_NE(longer.FindIndicator("late_count")->not_filled.version,
            pack.FindIndicator("late_count")->not_filled.version);
  EXPECT_EQ(longer.FindIndicator("fixed_rate")->not_filled.version,
            pack.FindIndicator("fixed_rate")->not_filled.version);
}

TEST(ReadPack, HashesPathsAndContentsInAnyOrderAndFolder) {
  const std::string main(kSmallPack);
  const auto hash = [](std::vector<rules::PackFile> files) {
    const Result<rules::Pack> pack = ReadPack(std::move(files));
    EXPECT_TRUE(pack.ok());
    return pack.ok() ? pack->hash : Hash256{};
  };
  const Hash256 base = hash({{"pack.yaml", main}, {"examples/a.world", "x"}});
  EXPECT_EQ(hash({{"wells/examples/a.world", "x"}, {"wells/pack.yaml", main}}), base);
  EXPECT_NE(hash({{"pack.yaml", main}, {"examples/b.world", "x"}}), base);
  EXPECT_NE(hash({{"pack.yaml", main}, {"examples/a.world", "y"}}), base);
  EXPECT_NE(hash({{"pack.yaml", main + "\n"}, {"examples/a.world", "x"}}), base);
}

TEST(ReadPack, RefusesFilesThatAreNoPack) {
  EXPECT_EQ(Wrong({}), "pack.file_missing ");
  EXPECT_EQ(Wrong({{"a.txt", ""}}), "pack.file_missing ");
  EXPECT_EQ(Wrong({{"pack.yaml", std::string(kSmallPack)}, {"../x", ""}}), "pack.file_path ../x");
  EXPECT_EQ(Wrong({{"pack.yaml", std::string(kSmallPack)}, {"/x", ""}}), "pack.file_path /x");
  EXPECT_EQ(Wrong({{"w/pack.yaml", std::string(kSmallPack)}, {"x", ""}}), "pack.file_path x");
  EXPECT_EQ(Wrong({{"pack.yaml", "[]"}}).substr(0, 17), "pack.expected_map");
}

TEST(ReadPack, NamesEveryErrorAtOnceWithItsPlace) {
  std::string text(kSmallPack);
  text = Replaced(text, "basis:", "basys:");
  text = Replaced(text, "type: enum", "type: choice");
  text = Replaced(text, "\"state == 'fixed'\"", "\"state == 'fixt'\"");
  EXPECT_EQ(Wrong({{"pack.yaml", text}}),
            "pack.unknown_key_near pack.yaml:4:1; pack.unknown_word pack.yaml:13:36; "
            "expression.enum_value pack.yaml:38:40");
}

TEST(ReadPack, SaysWhichKeyWasMeant) {
  const std::vector<Error> errors = CheckFiles(SmallPackWith("ranked: true", "rankd: true"));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(Message(errors[0], Language::kEn), "“rankd” is not known here. Did you mean “ranked”?");
  EXPECT_EQ(Message(errors[0], Language::kZh), "不认识“rankd”，是不是“ranked”？");
}

TEST(ReadPack, ReadsNoTypeIntoAScalar) {
  EXPECT_EQ(Wrong(SmallPackWith("required: true, aliases", "required: yes, aliases")),
            "pack.unknown_word pack.yaml:10:44");
  EXPECT_EQ(Wrong(SmallPackWith("version: 3", "version: 0x3")), "pack.expected_int pack.yaml:2:10");
  EXPECT_EQ(Wrong(SmallPackWith("target: 95.5", "target: 9.5e1")),
            "decimal.invalid pack.yaml:42:101");
}

TEST(ReadPack, WantsBothTitlesOfWhatEverybodySees) {
  EXPECT_EQ(Wrong(SmallPackWith("枯水 | Dry", "枯水")), "pack.title_missing pack.yaml:22:10");
  EXPECT_EQ(Wrong(SmallPackWith("饮水井 | Wells", "饮水井")), "pack.title_missing pack.yaml:3:8");
  EXPECT_EQ(Wrong(SmallPackWith("饮水井 | Wells", "{zh: 饮水井, en: Wells}")), "");
}

TEST(ReadPack, ReadsLimitsAndDaysOfAYearInOneFormOnly) {
  EXPECT_EQ(Wrong(SmallPackWith("15 working_days", "15 workdays")),
            "pack.expected_limit pack.yaml:31:12");
  EXPECT_EQ(Wrong(SmallPackWith("15 working_days", "-15 working_days")),
            "pack.expected_limit pack.yaml:31:5");
  EXPECT_EQ(Wrong(SmallPackWith("0-03-01", "2026-03-01")).substr(0, 22), "pack.expected_year_day");
  EXPECT_EQ(Wrong(SmallPackWith("0-03-01", "0-02-30")).substr(0, 22), "pack.expected_year_day");
  EXPECT_EQ(Wrong(SmallPackWith("0-03-01", "-1-03-01")), "");
}

TEST(ReadPack, HasASentenceForEveryErrorItGives) {
  for (const char* text :
       {"pack: X\n", "pack: [\n", "pack: a\nrecord: {fields: {a: {type: group}}}\n"}) {
    for (const Error& error : CheckFiles({{"pack.yaml", text}})) {
      EXPECT_NE(FindMessage(error.key), nullptr) << error.key;
    }
  }
}

}  // namespace
}  // namespace luoshi::pack
