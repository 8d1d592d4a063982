// Carried fields follow what they are copies of, by events.
#include "tests/support/county.h"

namespace luoshi {
namespace {

constexpr std::string_view kWells = R"yaml(pack: wells
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
measures:
  wells: {title: 井 | Wells, count: "true"}
indicators:
  wells: {title: 井 | Wells, numerator: wells, unit_of_measure: 口}
)yaml";

constexpr std::string_view kVisits = R"yaml(pack: visits
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
checks:
  dug: {holds: "depth < 1000", message: 井深有误 | Too deep}
measures:
  deep: {title: 深井 | Deep wells, count: "depth > 30"}
indicators:
  deep: {title: 深井巡查 | Visits of deep wells, numerator: deep, unit_of_measure: 次}
)yaml";

class CarryTest : public CountyTest {
 protected:
  void SetUp() override {
    CountyTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    for (const std::string_view text : {kWells, kVisits}) {
      const Status enabled =
          app().EnablePack(deployment().System(), {{"pack.yaml", std::string(text)}});
      ASSERT_TRUE(enabled.ok()) << testing::Describe(enabled.error());
    }
    well_ = Well("1", 20);
    visit_ =
        Create("east_secretary", "visits",
               {{"number", "v"}, {"village", NumberOf(kEastVillage)}, {"well", well_.ToString()}});
  }
  RecordId Well(const std::string& number, std::optional<int> depth) {
    JsonObject set = {{"number", number}, {"village", NumberOf(kEastVillage)}};
    if (depth) {
      set["depth"] = *depth;
    }
    return Create("east_secretary", "wells", std::move(set));
  }
  void Set(const RecordId& record, const char* field, Json value) {
    registers::RecordCommand change = On(Load(kCloudJournal, record), rules::Act::kChange);
    change.set[field] = std::move(value);
    Do("east_secretary", std::move(change));
  }
  std::int64_t Carried() {  // -1: empty
    const Fields fields = Load(kCloudJournal, visit_).state.fields;
    const auto found = fields.find("depth");
    return found == fields.end() ? -1 : *found->second.As<std::int64_t>();
  }
  std::string Deep() { return Count("visits.deep", kCloud, figure::Axis::kRegion); }

  RecordId well_;
  RecordId visit_;
};

TEST_P(CarryTest, FollowsTheLinkedRecordAndItsFigures) {
  EXPECT_EQ(Carried(), 20);
  Set(well_, "depth", 40);
  EXPECT_EQ(Carried(), 20);
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Carried(), 40);
  EXPECT_EQ(Deep(), "1");
  EXPECT_EQ(Load(kCloudJournal, visit_).history.back().actor, "system:carry");
  Set(well_, "depth", nullptr);
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Carried(), -1);
  ExpectVerified();
}

TEST_P(CarryTest, SendsOneChangeForSeveralThatWereReadTogether) {
  Set(well_, "depth", 31);
  Set(well_, "depth", 20);
  Set(well_, "depth", 35);
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Carried(), 35);
}

// What is read again after newer changes must not bring an older value back.
TEST_P(CarryTest, ChangesNothingWhenTheCursorsAreLost) {
  for (const int depth : {40, 20, 50}) {
    Set(well_, "depth", depth);
    EXPECT_EQ(Follow(), 1);
  }
  const std::int64_t events = Events();
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(Carried(), 50);
  EXPECT_EQ(Events(), events);
  ExpectVerified();
}

// A follower may have read long ago: what it asks for is decided anew.
TEST_P(CarryTest, IsDecidedFromWhatTheLinkedRecordSaysThen) {
  Set(well_, "depth", 40);
  const access::Scope scope = app().SystemScope("carry");
  registers::RecordCommand late = On(Load(kCloudJournal, visit_), rules::Act::kChange);
  late.set["depth"] = 20;
  late.origin = app().NewOrigin(scope);
  ASSERT_TRUE(app().SubmitOne(scope, late).ok());
  EXPECT_EQ(Carried(), 40);
  const Result<registers::Applied> typed = Try("east_secretary", late);
  ASSERT_FALSE(typed.ok());
  EXPECT_EQ(typed.error().key, "field.computed");
}

TEST_P(CarryTest, GoesWithTheLink) {
  const RecordId unknown = Well("2", std::nullopt);
  Set(visit_, "well", Json(unknown.ToString()));
  EXPECT_EQ(Carried(), -1);  // decided with the link itself
  ExpectVerified();
  Set(well_, "depth", 60);
  EXPECT_EQ(Follow(), 0);  // nothing of it any more
  Set(unknown, "depth", 12);
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Carried(), 12);
}

// Taking the new link back brings back the old one with the value it had then.
TEST_P(CarryTest, CatchesUpWhenAnOldLinkComesBack) {
  registers::RecordCommand link = On(Load(kCloudJournal, visit_), rules::Act::kChange);
  link.set["well"] = Well("2", 5).ToString();
  const EventId linked = Do("east_secretary", std::move(link)).event;
  Set(well_, "depth", 60);
  EXPECT_EQ(Follow(), 0);
  registers::RecordCommand back = On(Load(kCloudJournal, visit_), rules::Act::kTakeBack);
  back.target = linked;
  back.reason = "关联错了";
  Do("east_secretary", std::move(back));
  EXPECT_EQ(Carried(), 20);
  EXPECT_EQ(Follow(), 1);
  EXPECT_EQ(Carried(), 60);
  ExpectVerified();
}

// A version that carries what the one before did not: records that were there get it once, from the
// day the version came into force, and not only when their source changes next.
TEST_P(CarryTest, FillsWhatANewVersionCarries) {
  for (int i = 0; i < 300; ++i) {  // more than are read at once
    Create("east_secretary", "visits",
           {{"number", "n" + std::to_string(i)},
            {"village", NumberOf(kEastVillage)},
            {"well", well_.ToString()}});
  }
  std::string text(kVisits);
  const std::string field = "    depth: {title: 井深";
  text.insert(text.find(field),
              "    well_number: {title: 井号 | Number of the well, type: carried, reference: well, "
              "field: number, as: text}\n");
  text.replace(text.find("title: 巡查 | Visits\n"), 0, "version: 2\n");
  EXPECT_EQ(Follow(), 0);
  At("2026-03-05T09:00:00+08:00");
  const Status enabled = app().EnablePack(deployment().System(), {{"pack.yaml", text}});
  ASSERT_TRUE(enabled.ok()) << testing::Describe(enabled.error());
  EXPECT_EQ(TextOf(Load(kCloudJournal, visit_), "well_number"), "");
  EXPECT_EQ(Follow(), 301);
  const registers::Record visit = Load(kCloudJournal, visit_);
  EXPECT_EQ(TextOf(visit, "well_number"), "1");
  EXPECT_EQ(visit.history.back().actor, "system:carry");
  EXPECT_EQ(visit.history.back().counts_on.ToString(), "2026-03-05");
  EXPECT_EQ(Follow(), 0);
  DropCursors();
  EXPECT_EQ(Follow(), 0);
  ExpectVerified();
}

// Nobody waits for a follower's answer: what it was refused stands where an operator looks.
TEST_P(CarryTest, LeavesATraceOfWhatItWasRefused) {
  EXPECT_EQ(Follow(), 0);  // the packs that were enabled are looked at
  Set(well_, "depth", 2000);
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(Carried(), 20);
  const Result<std::vector<app::Refusal>> refusals = app::ReadRefusals(app());
  ASSERT_TRUE(refusals.ok()) << testing::Describe(refusals.error());
  ASSERT_EQ(refusals->size(), 1U);
  EXPECT_EQ(refusals->front().follower, "carry");
  EXPECT_EQ(refusals->front().record, visit_);
  EXPECT_EQ(refusals->front().jurisdiction, kCloudJournal);
  EXPECT_NE(refusals->front().reason.find("/checks/dug"), std::string::npos)
      << refusals->front().reason;
  EXPECT_EQ(app::CountRefusals(app()).value(), 1);
  EXPECT_EQ(Follow(), 0);
  EXPECT_EQ(app::CountRefusals(app()).value(), 1);
  ExpectVerified();
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         CarryTest,
                         ::testing::ValuesIn(testing::LastingStoreKinds()),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace luoshi
