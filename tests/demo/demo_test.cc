#include "demo/demo.h"

#include <map>

#include <gtest/gtest.h>

#include "app/verify.h"
#include "document/sheet_reader.h"
#include "host/files.h"
#include "storage_sqlite/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::demo {
namespace {

using testing::TemporaryFolder;

Result<std::unique_ptr<storage::Store>> OpenStore(const std::string& address) {
  return storage_sqlite::OpenSqlite(address.substr(address.find(':') + 1));
}

std::string Told(const Status& status) {
  return status.ok() ? "" : Message(status.error(), Language::kZh) + status.error().detail;
}

struct Place {
  TemporaryFolder folder;
  SystemRandom random;
  int lines = 0;

  DemoOptions Options() {
    DemoOptions options;
    options.data = folder.path() + "/data";
    options.out = folder.path() + "/out";
    options.size = Size::kSmall;
    options.progress = [this](std::string_view) { ++lines; };
    return options;
  }
  Status Run() { return RunDemo(Options(), OpenStore, random); }
  std::string Out(const std::string& name) {
    const Result<std::string> content = ReadFile(folder.path() + "/out/" + name);
    return content.ok() ? *content : "";
  }
};

// Made once: the tests below only read it.
Place& Example() {
  static Place place;
  static const Status status = place.Run();
  EXPECT_TRUE(status.ok()) << Told(status);
  return place;
}

std::unique_ptr<app::App> OpenExample() {
  Place& place = Example();
  Result<std::unique_ptr<app::App>> app =
      app::App::Open(place.folder.path() + "/data", OpenStore, place.random);
  EXPECT_TRUE(app.ok());
  return app.ok() ? std::move(*app) : nullptr;
}

// The town as a whole.
figure::Figure FigureOf(app::App& app, const std::string& indicator, const char* day) {
  figure::Query query;
  query.as_of = *Date::Parse(day);
  query.unit = app.directory()->FindUnitByCode("990101101", query.as_of)->id;
  query.level = UnitLevel::kTown;
  query.indicators = {indicator};
  const Result<std::vector<figure::Figure>> figures = app.Figures(app.SystemScope("test"), query);
  EXPECT_TRUE(figures.ok() && figures->size() == 1) << indicator;
  return figures.ok() && !figures->empty() ? figures->front() : figure::Figure();
}

std::vector<std::string> Cells(const std::string& content) {
  std::vector<std::string> out;
  const auto workbook = document::OpenWorkbook(content);
  EXPECT_TRUE(workbook.ok());
  if (workbook.ok()) {
    const Status read = (*workbook)->ForEachRow(0, [&](const document::SheetRow& row) {
      for (const document::SheetCell& cell : row.cells) {
        out.push_back(std::to_string(row.number) + ":" + std::to_string(cell.column) + "=" +
                      cell.text);
      }
      return true;
    });
    EXPECT_TRUE(read.ok());
  }
  return out;
}

TEST(Demo, LeavesFiveResultsThatSayTheyAreExamples) {
  Place& place = Example();
  for (const char* name :
       {"tasks.xlsx", "bulletin.docx", "bulletin.pdf", "figures.json", "checkpoint.txt"}) {
    EXPECT_FALSE(place.Out(name).empty()) << name;
  }
  const Result<Json> figures = ParseJson(place.Out("figures.json"));
  ASSERT_TRUE(figures.ok());
  EXPECT_EQ(FindText(figures->as_object(), "note"), "演示数据");
  EXPECT_GT(figures->as_object().at("town").as_array().size(), 500U);
  EXPECT_GT(figures->as_object().at("county").as_array().size(), 100U);
  std::string cells;
  for (const std::string& cell : Cells(place.Out("tasks.xlsx"))) {
    cells += cell;
  }
  EXPECT_NE(cells.find("演示数据"), std::string::npos);
}

TEST(Demo, IsEqualOnEveryRun) {
  Place other;
  const Status status = other.Run();
  ASSERT_TRUE(status.ok()) << Told(status);
  EXPECT_EQ(other.Out("figures.json"), Example().Out("figures.json"));
  EXPECT_EQ(Cells(other.Out("tasks.xlsx")), Cells(Example().Out("tasks.xlsx")));
  EXPECT_NE(other.Out("checkpoint.txt"), Example().Out("checkpoint.txt"));
}

TEST(Demo, ReturnsAtOnceWhenNothingChanged) {
  Place& place = Example();
  const std::string before = place.Out("checkpoint.txt");
  place.lines = 0;
  ASSERT_TRUE(place.Run().ok());
  EXPECT_EQ(place.lines, 0);
  EXPECT_EQ(place.Out("checkpoint.txt"), before);
}

TEST(Demo, MakesAnUnfinishedExampleAnew) {
  Place place;
  ASSERT_TRUE(MakeFolder(place.folder.path() + "/data").ok());
  ASSERT_TRUE(WriteFile(place.folder.path() + "/data/demo.json", "{}\n").ok());
  ASSERT_TRUE(WriteFile(place.folder.path() + "/data/luoshi.db", "half written").ok());
  const Status status = place.Run();
  EXPECT_TRUE(status.ok()) << Told(status);
}

TEST(Demo, NeverTouchesWhatIsNoExample) {
  Place real;
  app::InitOptions init;
  init.tenant = "某县";
  ASSERT_TRUE(app::App::Init(real.folder.path() + "/data", OpenStore, init, real.random).ok());
  const Result<std::string> before = ReadFile(real.folder.path() + "/data/luoshi.db");
  Status status = real.Run();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().key, "demo.not_example");
  EXPECT_EQ(*ReadFile(real.folder.path() + "/data/luoshi.db"), *before);

  Place papers;
  ASSERT_TRUE(MakeFolder(papers.folder.path() + "/data").ok());
  ASSERT_TRUE(WriteFile(papers.folder.path() + "/data/notes.txt", "mine").ok());
  status = papers.Run();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().key, "demo.not_example");
}

TEST(Demo, PassesVerification) {
  const std::unique_ptr<app::App> app = OpenExample();
  app::VerifyOptions options;
  options.checkpoint = Example().Out("checkpoint.txt");
  const Result<app::VerifyReport> report = app::Verify(*app, options);
  ASSERT_TRUE(report.ok()) << Message(report.error(), Language::kEn);
  EXPECT_EQ(report->journals, 5);
  EXPECT_EQ(report->checkpoints, 5);
  EXPECT_GT(report->events, 1'000);
}

TEST(Demo, StandsAtEightyThreePercentOfFees) {
  const std::unique_ptr<app::App> app = OpenExample();
  const figure::Figure fees = FigureOf(*app, "insurance_fees.collection_rate", "2026-10-26");
  ASSERT_TRUE(fees.numerator && !fees.bases.empty());
  const std::int64_t due = fees.bases.front().denominator.units();
  EXPECT_EQ(fees.bases.front().base, "all");
  EXPECT_GT(due, 150);
  EXPECT_EQ(fees.numerator->units(), (due * 830 + 500) / 1'000);
  EXPECT_EQ(fees.period, "2027");
  EXPECT_EQ(FigureOf(*app, "insurance_fees.collection_rate", "2026-09-01")
                .bases.front()
                .denominator.units(),
            0);  // the lists came on the fourth day
}

TEST(Demo, ShowsRevenueAsTheSeedsHaveIt) {
  const std::unique_ptr<app::App> app = OpenExample();
  const figure::Figure revenue = FigureOf(*app, "revenue.completion_rate", "2026-08-31");
  ASSERT_TRUE(revenue.numerator && revenue.value && revenue.planned);
  EXPECT_EQ(revenue.numerator->ToString(), "7084.30");
  EXPECT_EQ(revenue.bases.front().denominator.ToString(), "8180.00");
  EXPECT_EQ(revenue.value->ToString(), "86.6");
  EXPECT_EQ(Decimal::Subtract(*revenue.value, *revenue.planned)->ToString(), "19.9");
}

TEST(Demo, HasRemovedTheRiskOfSeventySixPercent) {
  const std::unique_ptr<app::App> app = OpenExample();
  const figure::Figure removal = FigureOf(*app, "household_monitoring.removal_rate", "2026-10-26");
  ASSERT_TRUE(removal.value && removal.numerator);
  EXPECT_EQ(removal.numerator->units(), 19);
  EXPECT_EQ(removal.value->ToString(), "76.0");
  EXPECT_EQ(FigureOf(*app, "household_monitoring.removal_rate", "2026-09-01").value->ToString(),
            "60.0");
}

TEST(Demo, ShowsOneVillageFarBehindAndTwoMergedIntoOne) {
  const std::unique_ptr<app::App> app = OpenExample();
  figure::Query query;
  query.as_of = *Date::Parse("2026-10-26");
  query.unit = app->directory()->FindUnitByCode("990101101", query.as_of)->id;
  query.indicators = {"insurance_fees.collection_rate"};
  const auto figures = app->Figures(app->SystemScope("test"), query);
  ASSERT_TRUE(figures.ok());
  std::map<std::string, Decimal> rates;
  for (const figure::Figure& figure : *figures) {
    if (figure.value) {
      rates[app->directory()->NameOf(figure.unit)] = *figure.value;
    }
  }
  EXPECT_EQ(rates.count("双桥村"), 1U);
  EXPECT_EQ(rates.count("石桥村"), 0U);
  EXPECT_EQ(rates.size(), 13U);
  for (const auto& [name, rate] : rates) {
    if (name != "老鹰岩村") {
      EXPECT_LT(rates["老鹰岩村"], rate) << name;
    }
  }
}

TEST(Demo, WritesErrorsBesideTheRowsOfWorkbooks) {
  const Result<std::vector<std::string>> files =
      ListFiles(Example().folder.path() + "/data/example");
  ASSERT_TRUE(files.ok());
  int workbooks = 0;
  std::string notes;
  for (const std::string& file : *files) {
    workbooks += file.ends_with(".xlsx") ? 1 : 0;
    if (file.starts_with("校验结果_")) {
      const Result<std::string> content =
          ReadFile(Example().folder.path() + "/data/example/" + file);
      ASSERT_TRUE(content.ok());
      const auto workbook = document::OpenWorkbook(*content);
      ASSERT_TRUE(workbook.ok());
      for (std::size_t sheet = 0; sheet < (*workbook)->sheets().size(); ++sheet) {
        EXPECT_TRUE((*workbook)
                        ->ForEachRow(sheet,
                                     [&](const document::SheetRow& row) {
                                       for (const document::SheetCell& cell : row.cells) {
                                         notes += cell.text + "\n";
                                       }
                                       return true;
                                     })
                        .ok());
      }
    }
  }
  EXPECT_GT(workbooks, 60);
  EXPECT_NE(notes.find("校验结果"), std::string::npos);
  EXPECT_NE(notes.find("桃花源村"), std::string::npos);
}

}  // namespace
}  // namespace luoshi::demo
