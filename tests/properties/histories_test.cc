// Random histories on every database at once (design §4): figures are what reckoning from the
// journals says, children and 本级 make the whole, the databases agree, everything stored follows
// from the journals, and a changed byte is found.
#include <algorithm>
#include <iostream>
#include <set>

#include <gtest/gtest.h>

#include "app/explain.h"
#include "app/rebuild.h"
#include "app/verify.h"
#include "rules/form.h"
#include "storage/cell_table.h"
#include "tests/properties/naive.h"
#include "tests/properties/tamper.h"
#include "tests/properties/twins.h"

namespace luoshi::properties {
namespace {

using testing::Describe;

std::string Shown(const figure::Query& query) {
  return "unit " + std::to_string(NumberOf(query.unit)) + " as of " + query.as_of.ToString() +
         (query.since ? " since " + query.since->ToString() : "") +
         (query.known_at ? " known at " + query.known_at->ToString() : "") +
         (query.period ? " period " + *query.period : "") + (query.by.empty() ? "" : " by ") +
         query.by + (query.axis == figure::Axis::kRegion ? " region" : " responsible") +
         (query.level ? " whole" : "");
}

class RandomHistories : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::uint64_t seed = Seed();
    histories_ = std::make_unique<Histories>(seed);
    Result<std::unique_ptr<Twins>> twins =
        Twins::Make(DateTime::At(*Date::Parse("2026-09-01"), 9), seed);
    ASSERT_TRUE(twins.ok()) << Describe(twins.error());
    twins_ = *std::move(twins);
    const Status furnished = histories_->Furnish(*twins_);
    ASSERT_TRUE(furnished.ok()) << Describe(furnished.error());
  }

  void Live(int steps, int from, int until) {
    for (int i = 0; i < steps; ++i) {
      const Status step = histories_->Step(*twins_, from + (until - from) * i / steps);
      ASSERT_TRUE(step.ok()) << Describe(step.error());
      CheckToday();
    }
  }

  // Today's totals in memory, which have followed every commit, are what storage says.
  void CheckToday() {
    figure::Query query;
    query.as_of = twins_->now().date();
    query.axis = histories_->Roll(2) == 0 ? figure::Axis::kRegion : figure::Axis::kResponsible;
    constexpr const char* kBy[] = {"", "class", "status", "kind", "urgent"};
    query.by = kBy[histories_->Roll(5)];
    for (std::size_t i = 0; i < twins_->size(); ++i) {
      app::App& app = twins_->at(i).app();
      const auto tx = app.store().Begin(storage::Access::kRead);
      ASSERT_TRUE(tx.ok());
      const std::shared_ptr<const root::Directory> directory = app.directory();
      figure::Surroundings storage_alone;
      storage_alone.directory = directory.get();
      storage_alone.may_open = [](UnitId, std::string_view) { return true; };
      for (const UnitId unit : VisibleUnits(query.as_of)) {
        query.unit = unit;
        const auto from_memory = app.Figures(twins_->at(i).System(), query);
        const auto from_storage = figure::Compute(**tx, storage_alone, query);
        ASSERT_TRUE(from_memory.ok() && from_storage.ok());
        ASSERT_EQ(from_memory->size(), from_storage->size()) << Shown(query);
        for (std::size_t row = 0; row < from_memory->size(); ++row) {
          const figure::Figure& left = (*from_memory)[row];
          const figure::Figure& right = (*from_storage)[row];
          EXPECT_EQ(KeyOf(left) + LineOf(left), KeyOf(right) + LineOf(right)) << Shown(query);
          EXPECT_EQ(left.comparable, right.comparable) << KeyOf(left) << Shown(query);
        }
      }
    }
  }

  Date RandomDay() { return twins_->now().date() + static_cast<int>(histories_->Roll(100)) - 70; }

  // Several questions that all units are asked.
  std::vector<figure::Query> Questions(int count) {
    std::vector<figure::Query> out;
    for (int i = 0; i < count; ++i) {
      figure::Query query;
      query.as_of = i == 0 ? twins_->now().date() : RandomDay();
      if (histories_->Roll(3) == 0) {
        query.since = query.as_of - static_cast<int>(histories_->Roll(40));
      }
      if (histories_->Roll(2) == 0) {
        query.known_at = RandomDay();
      }
      if (histories_->Roll(2) == 0) {
        query.period = histories_->Roll(2) == 0 ? "2026" : "2027";
      }
      if (histories_->Roll(2) == 0) {
        constexpr const char* kBy[] = {"class", "status", "kind", "urgent"};
        query.by = kBy[histories_->Roll(4)];
      }
      if (histories_->Roll(3) == 0) {
        query.axis = figure::Axis::kResponsible;
      }
      out.push_back(query);
    }
    return out;
  }

  std::vector<UnitId> VisibleUnits(Date day) {
    const auto boundary = twins_->app().directory()->BoundaryAt(day);
    std::vector<UnitId> out;
    for (const UnitId unit : histories_->units()) {
      if (boundary->IsVisible(unit)) {
        out.push_back(unit);
      }
    }
    return out;
  }

  void CheckFigures(int questions) {
    const Result<Naive> naive = Naive::Read(twins_->app());
    ASSERT_TRUE(naive.ok()) << Describe(naive.error());
    for (figure::Query query : Questions(questions)) {
      for (const UnitId unit : VisibleUnits(query.as_of)) {
        query.unit = unit;
        query.level.reset();
        CheckQuery(*naive, query);
        query.level = twins_->app().directory()->FindUnit(unit)->level;
        CheckQuery(*naive, query);
        if (HasFailure()) {
          return;
        }
      }
    }
  }

  void CheckQuery(const Naive& naive, const figure::Query& query) {
    std::map<std::string, std::string> wanted = naive.Figures(query);
    for (std::size_t i = 0; i < twins_->size(); ++i) {
      const Result<std::vector<figure::Figure>> came =
          twins_->at(i).app().Figures(twins_->at(i).System(), query);
      ASSERT_TRUE(came.ok()) << Describe(came.error());
      std::map<std::string, std::string> lines;
      for (const figure::Figure& figure : *came) {
        if (!IsNought(figure)) {
          lines[KeyOf(figure)] = LineOf(figure);
        }
      }
      EXPECT_EQ(lines, wanted) << twins_->name(i) << " " << Shown(query);
      compared_ += static_cast<std::int64_t>(lines.size());
    }
  }

  // Children and 本级 make the whole, and the rows that explain a figure add up to it.
  void CheckSums() {
    app::App& app = twins_->app();
    const access::Scope scope = twins_->first().System();
    for (figure::Query query : Questions(2)) {
      for (const UnitId unit : VisibleUnits(query.as_of)) {
        query.unit = unit;
        query.level.reset();
        const auto parts = app.Figures(scope, query);
        query.level = app.directory()->FindUnit(unit)->level;
        const auto whole = app.Figures(scope, query);
        ASSERT_TRUE(parts.ok() && whole.ok());
        std::map<std::string, Decimal> left;
        const auto add = [&](const figure::Figure& figure, bool minus) {
          const std::string key =
              figure.pack->name + "." + figure.indicator->name + "=" + figure.by_value;
          const auto take = [&](const std::string& name, const Decimal& amount) {
            Decimal& sum = left[name];
            sum = *(minus ? Decimal::Subtract(sum, amount) : Decimal::Add(sum, amount));
          };
          take(key, *figure.numerator);
          take(key + "?", Decimal(figure.not_filled, 0));
          for (const figure::BaseFigure& base : figure.bases) {
            take(key + "/" + base.base, base.denominator);
          }
        };
        for (const figure::Figure& figure : *parts) {
          add(figure, false);
        }
        for (const figure::Figure& figure : *whole) {
          add(figure, true);
        }
        for (const auto& [name, rest] : left) {
          EXPECT_TRUE(rest.IsZero())
              << name << " " << Shown(query) << " differs by " << rest.ToString();
        }
      }
    }
  }

  void CheckExplanations() {
    app::App& app = twins_->app();
    const access::Scope scope = twins_->first().System();
    for (figure::Query query : Questions(2)) {
      query.unit = histories_->units()[static_cast<std::size_t>(
          histories_->Roll(static_cast<std::int64_t>(histories_->units().size())))];
      for (const rules::Pack* pack : app.directory()->packs()) {
        for (const rules::Indicator& indicator : pack->indicators) {
          app::ExplainQuery why;
          why.indicator = pack->name + "." + indicator.name;
          why.unit = query.unit;
          why.own = histories_->Roll(2) == 0;
          why.as_of = query.as_of;
          why.known_at = query.known_at;
          why.period = query.period;
          const Result<app::Explanation> explained = app::Explain(app, scope, why);
          ASSERT_TRUE(explained.ok()) << Describe(explained.error());
          Decimal sum;
          std::int64_t not_filled = 0;
          for (const app::ExplainedRow& row : explained->rows) {
            sum = *Decimal::Add(sum, row.numerator);
            not_filled += row.not_filled ? 1 : 0;
          }
          EXPECT_TRUE(sum == *explained->figure.numerator)
              << sum.ToString() << " not " << explained->figure.numerator->ToString() << ": "
              << why.indicator << (why.own ? " own " : " ") << Shown(query);
          EXPECT_EQ(not_filled, explained->figure.not_filled)
              << why.indicator << (why.own ? " own " : " ") << Shown(query);
        }
      }
    }
  }

  void CheckVerify() {
    for (std::size_t i = 0; i < twins_->size(); ++i) {
      const Result<app::VerifyReport> report = app::Verify(twins_->at(i).app(), {});
      EXPECT_TRUE(report.ok()) << twins_->name(i) << ": " << Describe(report.error())
                               << Differing(twins_->at(i));
    }
  }

  // Where records are not what their events make of them.
  static std::string Differing(testing::Deployment& place) {
    std::string out;
    const auto tx = place.app().store().Begin(storage::Access::kRead);
    for (const std::int64_t number : {1, 2, 3}) {
      std::vector<storage::RecordRow> rows;
      EXPECT_TRUE(storage::ScanRecords(**tx, JurisdictionId{number},
                                       [&](const storage::RecordRow& row) -> Status {
                                         rows.push_back(row);
                                         return {};
                                       })
                      .ok());
      for (const storage::RecordRow& row : rows) {
        const auto made = registers::Replay(**tx, *place.app().directory(), JurisdictionId{number},
                                            row.id, place.app().keyring(), {});
        if (made.ok() && (made->row.fields != row.fields || made->row.history != row.history ||
                          made->row.region != row.region || made->row.state != row.state)) {
          out += "\nstored  " + row.state + " " + row.fields + "\nfolded  " + made->row.state +
                 " " + made->row.fields + "\nhistory " + row.history;
        }
        const auto opened = place.app().FindRecord(place.System(), JurisdictionId{number}, row.id,
                                                   registers::Personal::kOpened);
        if (made.ok() && !opened.ok()) {
          out += "\nnot opened: " + Describe(opened.error()) + " " + made->sealed_part;
        }
      }
    }
    return out;
  }

  // All there is to see of a deployment, besides figures.
  std::vector<std::string> StateOf(testing::Deployment& place) {
    std::vector<std::string> out;
    app::App& app = place.app();
    for (const Histories::Known& known : histories_->records()) {
      const Result<registers::Record> record = app.FindRecord(
          place.System(), known.jurisdiction, known.id, registers::Personal::kOpened);
      std::string line = known.id.ToString();
      if (record.ok()) {
        line += " " + record->state.state + " " + std::to_string(record->position) + " " +
                std::to_string(NumberOf(record->region)) + " " +
                std::to_string(NumberOf(record->responsible)) +
                CanonicalJson(rules::WriteFields(record->state.fields)) + record->state.holder +
                std::to_string(record->history.size());
      } else {
        line += record.error().key;
      }
      out.push_back(std::move(line));
    }
    auto tx = app.store().Begin(storage::Access::kRead);
    if (!tx.ok()) {
      ADD_FAILURE() << Describe(tx.error());
      return out;
    }
    for (const std::int64_t number : {1, 2, 3}) {
      const JurisdictionId jurisdiction{number};
      EXPECT_TRUE(storage::ScanCells(
                      **tx, jurisdiction,
                      [&](const storage::CellRow& row, std::int64_t) -> Status {
                        if (row.amount != 0) {
                          out.push_back(
                              std::to_string(number) + " " + std::to_string(row.cell.measure) +
                              row.cell.period + row.cell.breakdown +
                              std::to_string(NumberOf(row.cell.region)) + row.day.ToString() +
                              row.known_on.ToString() + std::to_string(row.amount));
                        }
                        return {};
                      })
                      .ok());
      EXPECT_TRUE(
          storage::ScanLookups(**tx, jurisdiction, [&](const storage::Lookup& lookup) -> Status {
            // tags are blind under keys of each deployment
            out.push_back(lookup.pack + lookup.field + lookup.record.ToString());
            return {};
          }).ok());
      const auto steps = storage::ReadDueSteps(**tx, jurisdiction, DateTime{INT64_MAX}, INT64_MAX);
      EXPECT_TRUE(steps.ok());
      for (const storage::DueStepRow& step : *steps) {
        out.push_back(step.at.ToString() + step.record.ToString() + step.clock + step.step +
                      step.anchor.ToString());
      }
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  void CheckAgreement() {
    const std::vector<std::string> first = StateOf(twins_->first());
    for (std::size_t i = 1; i < twins_->size(); ++i) {
      EXPECT_EQ(StateOf(twins_->at(i)), first) << twins_->name(i);
    }
  }

  void CheckRebuild() {
    for (std::size_t i = 0; i < twins_->size(); ++i) {
      testing::Deployment& place = twins_->at(i);
      const std::vector<std::string> before = StateOf(place);
      ASSERT_FALSE(before.empty());
      const Status lost = DeleteAllThatFollows(place.app().store());
      ASSERT_TRUE(lost.ok()) << Describe(lost.error());
      ASSERT_NE(StateOf(place), before);
      EXPECT_FALSE(app::Verify(place.app(), {}).ok());
      const Status rebuilt = app::Rebuild(place.app());
      ASSERT_TRUE(rebuilt.ok()) << Describe(rebuilt.error());
      EXPECT_EQ(StateOf(place), before) << twins_->name(i);
    }
    CheckVerify();
    CheckFigures(3);
  }

  // So that every table has rows: enough events for stored nodes of their tree, a case whose
  // deadline is still to come, a paper that two people hold.
  void FillTables(app::App& app) {
    std::vector<app::CommandGroup> groups;
    for (int i = 0; i < 600; ++i) {
      registers::RecordCommand command;
      command.act = rules::Act::kCreate;
      command.pack = i == 0 ? "cases" : "person";
      command.record = Uuid::Derived({"filler", std::to_string(i)});
      command.jurisdiction = JurisdictionId{2};
      command.origin.command = command.record;
      command.origin.occurred = twins_->now();
      command.set = {{"number", "F" + std::to_string(i)},
                     {"village", NumberOf(histories_->units()[1])}};
      if (i == 0) {
        command.set["found_on"] = twins_->now().date().ToString();
        command.set["due"] = (twins_->now().date() + 60).ToString();
      }
      groups.push_back({{std::move(command)}});
    }
    for (const app::GroupResult& result : app.Submit(twins_->first().System(), groups)) {
      ASSERT_TRUE(result.ok()) << Describe(result.error());
    }
    int holders = 0;
    for (const Histories::Known& known : histories_->records()) {
      if (known.pack == "person" && known.jurisdiction == JurisdictionId{2} && holders < 2) {
        const auto put =
            app.PutAttachment(known.jurisdiction, "户口簿复印件", "text/plain", &known.id);
        ASSERT_TRUE(put.ok()) << Describe(put.error());
        ++holders;
      }
    }
    ASSERT_EQ(holders, 2);
  }

  // Every column of every table, on every database.
  void CheckTampering(std::size_t rounds) {
    for (std::size_t i = 0; i < twins_->size(); ++i) {
      testing::Deployment& place = twins_->at(i);
      FillTables(place.app());
      const std::vector<std::string> columns = FlippedColumns();
      const Result<std::vector<std::string>> stored = StoredColumns(place.app().store());
      ASSERT_TRUE(stored.ok()) << Describe(stored.error());
      std::set<std::string> untold(stored->begin(), stored->end());
      std::map<std::string, int> found;
      for (std::size_t turn = 0; turn < columns.size() * rounds; ++turn) {
        const std::string& column = columns[turn % columns.size()];
        untold.erase(column);
        Result<std::optional<Flip>> flipped = std::optional<Flip>();
        for (int tries = 0; tries < 300 && flipped.ok() && !*flipped; ++tries) {
          flipped = FlipSomething(place.app().store(), column,
                                  [&](std::int64_t n) { return histories_->Roll(n); });
        }
        ASSERT_TRUE(flipped.ok()) << Describe(flipped.error());
        if (!*flipped) {
          continue;
        }
        ++found[column];
        EXPECT_FALSE(app::Verify(place.app(), {}).ok())
            << twins_->name(i) << ": not found: " << (*flipped)->what;
        const Status back = UndoFlip(place.app().store(), **flipped);
        ASSERT_TRUE(back.ok()) << Describe(back.error());
      }
      for (const std::string& column : columns) {
        EXPECT_GT(found[column], 0) << twins_->name(i) << ": never flipped: " << column;
      }
      // What journals do not tell: where a follower stands and what it was refused, the number of
      // the schema, and what an attachment is shown as.
      std::erase_if(untold, [](const std::string& column) {
        return column.starts_with("meta.") || column.starts_with("migration.") ||
               column.starts_with("follower_");
      });
      EXPECT_EQ(untold,
                (std::set<std::string>{"attachment.jurisdiction", "attachment.media_type"}));
    }
    CheckVerify();
  }

  std::unique_ptr<Histories> histories_;
  std::unique_ptr<Twins> twins_;
  std::int64_t compared_ = 0;
};

TEST_F(RandomHistories, KeepTheLawsOfTheJournal) {
  const int steps = Rounds(25);
  for (int part = 0; part < 4; ++part) {
    Live(steps, part * 25, part * 25 + 25);
    ASSERT_FALSE(HasFailure());
    CheckVerify();
    CheckFigures(8);
    CheckSums();
    CheckExplanations();
    CheckAgreement();
    ASSERT_FALSE(HasFailure()) << "part " << part;
  }
  std::cout << histories_->accepted() << " accepted, " << compared_ << " figures compared;";
  for (const auto& [key, times] : histories_->refused()) {
    std::cout << " " << key << " " << times;
  }
  std::cout << "\n";
  CheckRebuild();
  ASSERT_FALSE(HasFailure());
  CheckTampering(2);
}

}  // namespace
}  // namespace luoshi::properties
