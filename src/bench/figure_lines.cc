// Figures and where they come from, from storage.
#include <algorithm>

#include "app/explain.h"
#include "bench/lines.h"
#include "bench/nation.h"
#include "storage/cell_table.h"

namespace luoshi::bench {
namespace {

constexpr double kIndicators = 100;

double At(std::vector<double>& waits, double share) {
  std::sort(waits.begin(), waits.end());
  const auto place = static_cast<std::size_t>(share * static_cast<double>(waits.size()));
  return waits.empty() ? 0 : waits[std::min(place, waits.size() - 1)];
}

// Calls `ask` again and again; waits in milliseconds.
template <class Ask>
Result<std::vector<double>> Repeat(const Bench& bench, Ask&& ask) {
  std::vector<double> waits;
  const Watch whole;
  while (whole.seconds() < static_cast<double>(bench.options.seconds)) {
    const Watch one;
    TRY(ask());
    waits.push_back(one.seconds() * 1'000);
  }
  return waits;
}

}  // namespace

Status FiguresPastDay(Bench& bench, Line& line) {
  TRY_ASSIGN(Town* const town, bench.NeedTown());
  TRY_ASSIGN(app::App* const app, town->Open(bench.opener, bench.random));
  const access::Scope scope = app->SystemScope("bench");
  SeededRandom choice(3);
  std::size_t indicators = 0;
  for (const rules::Pack* pack : app->directory()->packs()) {
    indicators += pack->indicators.size();
  }
  TRY_ASSIGN(std::vector<double> waits, Repeat(bench, [&]() -> Status {
               const std::int64_t number = choice.Below(town->fees());
               const std::int64_t which = choice.Below(3);
               figure::Query query;
               query.unit = which == 0   ? UnitId{1}
                            : which == 1 ? Town::TownOf(number)
                                         : Town::VillageOf(number);
               query.level = app->directory()->FindUnit(query.unit)->level;
               query.as_of = app->today() - static_cast<int>(1 + choice.Below(40));
               TRY(app->Figures(scope, query));
               return {};
             }));
  const double scale = kIndicators / static_cast<double>(indicators);
  line.p50_ms = At(waits, 0.5) * scale;
  line.p99_ms = At(waits, 0.99) * scale;
  line.value = *line.p99_ms;
  // The leaves of the county, once, without telling them apart.
  TRY_ASSIGN(std::vector<double> bare, Repeat(bench, [&]() -> Status {
               TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx,
                          app->store().Begin(storage::Access::kRead));
               for (int journal = 0; journal < Town::kTowns; ++journal) {
                 TRY(storage::ScanTotals(*tx, Town::JournalOf(journal),
                                         [](const storage::TotalRow&) { return Status(); }));
               }
               return {};
             }));
  line.yardstick_value = At(bare, 0.5);
  line.what =
      "100 indicators of a random unit (county, town, village) on a past day, p99; measured: " +
      std::to_string(indicators);
  line.unit_of_measure = "ms";
  line.better = Better::kLess;
  line.yardstick = "every monthly total of the county read once";
  line.aim = 5;
  town->Close();
  return {};
}

Status FiguresToday(Bench& bench, Line& line) {
  NationOptions options;
  options.folder = bench.folder + "/nation";
  options.progress = bench.options.progress;
  TRY_ASSIGN(const NationReport report, MeasureNation(options, bench.opener, bench.random));
  double slowest = 0;
  for (const NationLevel& level : report.levels) {
    slowest = std::max({slowest, level.p99, level.children_p99});
  }
  line.value = slowest / 1'000;
  line.yardstick_value = report.levels.back().p50 / 1'000;
  line.what = "100 indicators of a random unit or of those below it, today, in a tree of " +
              std::to_string(report.units) + " units; p99 of the slowest level";
  line.unit_of_measure = "ms";
  line.better = Better::kLess;
  line.yardstick = "one village as a whole, p50";
  line.aim = 5;
  return {};
}

Status ExplainVillage(Bench& bench, Line& line) {
  TRY_ASSIGN(Town* const town, bench.NeedTown());
  TRY_ASSIGN(app::App* const app, town->Open(bench.opener, bench.random));
  const access::Scope scope = app->SystemScope("bench");
  SeededRandom choice(4);
  TRY_ASSIGN(std::vector<double> waits, Repeat(bench, [&]() -> Status {
               app::ExplainQuery query;
               query.indicator = "insurance_fees.collection_rate";
               query.unit = Town::VillageOf(choice.Below(town->fees()));
               query.as_of = app->today();
               TRY(app::Explain(*app, scope, query));
               return {};
             }));
  line.p50_ms = At(waits, 0.5);
  line.p99_ms = At(waits, 0.99);
  line.value = *line.p99_ms;
  TRY_ASSIGN(std::vector<double> bare, Repeat(bench, [&]() -> Status {
               const std::int64_t number = choice.Below(town->fees());
               TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx,
                          app->store().Begin(storage::Access::kRead));
               storage::RecordFilter filter;
               filter.pack = "insurance_fees";
               filter.region = Town::VillageOf(number);
               return storage::ReadRecords(*tx, Town::JournalOf(number), filter,
                                           [](const storage::RecordRow&) { return Status(); });
             }));
  line.yardstick_value = At(bare, 0.99);
  line.what = "the rows behind a village's collection rate, p99; rows of it: " +
              std::to_string(town->fees() / (Town::kTowns * Town::kVillagesPerTown));
  line.unit_of_measure = "ms";
  line.better = Better::kLess;
  line.yardstick = "the same rows read and not looked at, p99";
  line.aim = 50;
  town->Close();
  return {};
}

}  // namespace luoshi::bench
