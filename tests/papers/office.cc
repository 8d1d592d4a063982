#include "tests/papers/office.h"

#include <cstdlib>

#include "base/text.h"
#include "document/text_extract.h"
#include "host/files.h"
#include "tests/papers/docx_check.h"

namespace luoshi::testing {
namespace {

Date Day(const std::string& text) { return *Date::Parse(text); }

}  // namespace

std::string TextOf(const std::string& docx) {
  const Result<document::ExtractedText> text = document::ExtractText(docx);
  return text.ok() ? text->text : text.error().key;
}

RecordId Office::ProjectOf(std::size_t village) {
  return Uuid::Derived({"office", "project", std::to_string(village)});
}

void Office::Found(const std::vector<std::string>& villages,
                   const std::string& town,
                   const std::set<std::string>& hills) {
  const Date from = Day("2026-01-01");
  Result<std::unique_ptr<Deployment>> made =
      Deployment::Make(StoreKind::kSqliteFile, true, DateTime::At(Day("2026-10-26"), 9), 7);
  ASSERT_TRUE(made.ok()) << Describe(made.error());
  deployment_ = *std::move(made);
  const Result<UnitId> county =
      deployment_->AddUnit("演示县", UnitLevel::kCounty, kNoUnit, from, {{"code", "990101"}});
  ASSERT_TRUE(county.ok()) << Describe(county.error());
  town_ =
      deployment_->AddUnit(town, UnitLevel::kTown, *county, from, {{"code", "990101101"}}).value();
  for (std::size_t i = 0; i < villages.size(); ++i) {
    const std::string code = "990101101" + std::to_string(200 + i);
    const Result<UnitId> village = deployment_->AddUnit(
        villages[i], UnitLevel::kVillage, town_, from,
        {{"code", code}, {"peer_class", hills.count(villages[i]) > 0 ? "山区村" : ""}});
    ASSERT_TRUE(village.ok()) << Describe(village.error());
    villages_.push_back(*village);
  }
  ASSERT_TRUE(deployment_->AddJurisdiction(1, *county, from).ok());
  ASSERT_TRUE(deployment_->EnableBuiltin().ok());
  ASSERT_TRUE(deployment_->AddUser("clerk", "office_clerk", town_, from).ok());
  ASSERT_TRUE(deployment_->AddUser("deputy", "deputy", town_, from).ok());
}

void Office::Project(std::size_t village, const std::string& plan, const std::string& done) {
  const access::Scope scope = deployment_->System();
  registers::RecordCommand command;
  command.origin = app().NewOrigin(scope);
  command.pack = "project";
  command.record = ProjectOf(village);
  command.act = rules::Act::kCreate;
  command.set = {{"number", "X" + std::to_string(village)},
                 {"name", "项目" + std::to_string(village)},
                 {"kind", "industry"},
                 {"village", NumberOf(villages_.at(village))},
                 {"office", NumberOf(town_)},
                 {"year", 2026},
                 {"year_plan", plan},
                 {"year_done", done}};
  const Result<registers::Applied> applied = app().SubmitOne(scope, std::move(command));
  ASSERT_TRUE(applied.ok()) << Describe(applied.error());
}

void Office::ChangeDone(std::size_t village, const std::string& done) {
  const access::Scope scope = deployment_->System();
  registers::RecordCommand command;
  command.origin = app().NewOrigin(scope);
  command.jurisdiction = JurisdictionId{1};
  command.pack = "project";
  command.record = ProjectOf(village);
  command.act = rules::Act::kChange;
  command.set = {{"year_done", done}};
  const Result<registers::Applied> applied = app().SubmitOne(scope, std::move(command));
  ASSERT_TRUE(applied.ok()) << Describe(applied.error());
}

void Office::GoTo(const std::string& day) {
  ASSERT_TRUE(deployment_->SetClock(DateTime::At(Day(day), 9)).ok());
}

access::Scope Office::As(const std::string& user) { return app().ScopeOf(user).value(); }

app::BulletinOptions Office::Options(const std::string& number) {
  app::BulletinOptions options;
  options.number = number;
  options.unit = town_;
  options.as_of = app().today();
  options.issuer = "云溪镇党政办公室";
  return options;
}

Result<app::Bulletin> Office::Draft(const app::BulletinOptions& options) {
  TRY_ASSIGN(const document::PdfFonts fonts, document::PdfFonts::Load(""));
  return app::DraftBulletin(app(), As("clerk"), options, fonts);
}

void Office::Inspect(const std::string& name, const app::Bulletin& bulletin) {
  EXPECT_EQ(Join(CheckDocx(bulletin.docx), "\n"), "") << name;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread, and nobody sets the environment
  if (const char* folder = std::getenv("LUOSHI_PAPERS")) {
    ASSERT_TRUE(WriteFile(std::string(folder) + "/" + name + ".docx", bulletin.docx).ok());
    ASSERT_TRUE(WriteFile(std::string(folder) + "/" + name + ".pdf", bulletin.pdf).ok());
  }
}

}  // namespace luoshi::testing
