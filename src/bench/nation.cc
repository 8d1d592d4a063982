#include "bench/nation.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "app/units_csv.h"
#include "storage/cell_table.h"

namespace luoshi::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::array<std::int64_t, 5> kShape = {31, 342, 2'978, 41'352, 620'573};
constexpr std::array<int, 5> kDigits = {2, 2, 2, 3, 3};  // of a code, beyond its parent's
constexpr int kIndicators = 100;
constexpr std::size_t kCellsAtOnce = 100'000;

const DateTime kNow = DateTime::At(*Date::Parse("2026-10-26"), 9);

double SecondsSince(Steady::time_point from) {
  return std::chrono::duration<double>(Steady::now() - from).count();
}

// The codes of every level, each child's parent being the one at the same share of its level.
std::array<std::vector<std::string>, 5> Codes() {
  std::array<std::vector<std::string>, 5> out;
  for (std::size_t level = 0; level < out.size(); ++level) {
    std::int64_t last_parent = -1;
    std::int64_t within = 0;
    for (std::int64_t i = 0; i < kShape.at(level); ++i) {
      const std::int64_t parent = level == 0 ? 0 : i * kShape.at(level - 1) / kShape.at(level);
      within = parent == last_parent ? within + 1 : (level == 0 ? 11 : 1);
      last_parent = parent;
      std::string number = std::to_string(within);
      number.insert(0, static_cast<std::size_t>(kDigits.at(level)) - number.size(), '0');
      out.at(level).push_back(
          (level == 0 ? "" : out.at(level - 1)[static_cast<std::size_t>(parent)]) + number);
    }
  }
  return out;
}

std::string CsvOf(const std::vector<std::string>& codes, int parent_digits) {
  std::string out = "code,name,parent\n";
  for (const std::string& code : codes) {
    out += code + ",第" + code.substr(static_cast<std::size_t>(parent_digits)) + "社区居委会," +
           code.substr(0, static_cast<std::size_t>(parent_digits)) + "\n";
  }
  return out;
}

std::vector<rules::PackFile> HundredIndicators() {
  std::string measures;
  std::string indicators;
  for (int i = 0; i < kIndicators; ++i) {
    const std::string number = std::to_string(i);
    measures += "  m" + number + ": {title: 统计项" + number + ", count: \"amount >= " + number +
                "\", unit_of_measure: 件}\n";
    indicators += "  i" + number + ": {title: 指标" + number + " | Indicator " + number +
                  ", numerator: m" + number + ", base: all, gap_unit: 件}\n";
  }
  return {{"pack.yaml", R"(pack: nation
version: 1
title: 测量 | Measurement
basis: 测量
record:
  key: [number]
  region: place
  title: number
  fields:
    number: {title: 编号 | Number, type: text, required: true}
    place: {title: 地方 | Place, type: unit, required: true}
    amount: {title: 数量 | Amount, type: int}
measures:
  all: {title: 全部, count: "true", unit_of_measure: 件}
)" + measures + "indicators:\n" +
                            indicators}};
}

class Nation {
 public:
  Nation(const NationOptions& options, const app::StoreOpener& opener, Random& random)
      : options_(options), opener_(opener), random_(random) {}

  Result<NationReport> Run() {
    TRY(Make());
    TRY(Fill());
    app_.reset();
    Steady::time_point from = Steady::now();
    TRY_ASSIGN(app_, app::App::Open(options_.folder, opener_, random_));
    report_.open_s = SecondsSince(from);
    from = Steady::now();
    TRY(Ask(UnitId{1}, std::nullopt));
    report_.first_s = SecondsSince(from);
    report_.sums_bytes = app_->sums().MemoryBytes();
    std::int64_t first = 1;
    for (std::size_t level = 0; level < kShape.size(); ++level) {
      TRY(AskLevel(first, kShape.at(level), level + 1 < kShape.size()));
      first += kShape.at(level);
    }
    TRY(Update());
    return report_;
  }

 private:
  void Say(std::string_view what) const {
    if (options_.progress) {
      options_.progress(what);
    }
  }

  Status Make() {
    app::InitOptions init;
    init.tenant = "测量";
    init.clock = kNow;
    TRY(app::App::Init(options_.folder, opener_, init, random_));
    TRY_ASSIGN(app_, app::App::Open(options_.folder, opener_, random_));
    const access::Scope scope = app_->SystemScope("bench");
    Say("units");
    const std::array<std::vector<std::string>, 5> codes = Codes();
    const Steady::time_point from = Steady::now();
    int parent_digits = 0;
    for (std::size_t level = 0; level < codes.size(); ++level) {
      TRY_ASSIGN(
          const std::int64_t count,
          app::ImportUnits(*app_, scope, CsvOf(codes.at(level), parent_digits), kNow.date() - 300));
      report_.units += count;
      parent_digits += kDigits.at(level);
    }
    report_.import_s = SecondsSince(from);
    TRY(app_->EnablePack(scope, HundredIndicators()));
    // One journal a province, each with an event, as it would have.
    std::vector<root::RootCommand> give;
    for (std::int64_t i = 1; i <= kShape[0]; ++i) {
      root::RootCommand command;
      command.origin = app_->NewOrigin(scope);
      command.kind = "jurisdiction.add";
      command.body = {{"jurisdiction", i}, {"unit", i}, {"from", (kNow.date() - 300).ToString()}};
      give.push_back(std::move(command));
    }
    TRY(app_->Administer(scope, give));
    for (std::int64_t i = 1; i <= kShape[0]; ++i) {
      registers::RecordCommand command;
      command.origin = app_->NewOrigin(scope);
      command.act = rules::Act::kCreate;
      command.pack = "nation";
      command.record = Uuid::Derived({"nation", std::to_string(i)});
      command.set = {{"number", std::to_string(i)}, {"place", i}, {"amount", 7}};
      TRY(app_->SubmitOne(scope, std::move(command)));
    }
    return {};
  }

  // Cells straight into the store: what they were made of does not matter here.
  Status Fill() {
    Say("cells");
    const rules::Pack& pack = *app_->directory()->FindPack("nation");
    const std::int64_t first_village = report_.units - kShape[4] + 1;
    std::map<JurisdictionId, std::vector<storage::CellRow>> rows;
    std::size_t waiting = 0;
    const auto flush = [&]() -> Status {
      TRY(storage::WithTransaction(app_->store(), [&](storage::Tx& tx) -> Status {
        for (const auto& [jurisdiction, cells] : rows) {
          TRY(storage::AddCells(tx, jurisdiction, cells));
        }
        return {};
      }));
      rows.clear();
      waiting = 0;
      return {};
    };
    for (std::int64_t i = 0; i < kShape[4]; ++i) {
      const UnitId village{first_village + i};
      const JurisdictionId jurisdiction{i * kShape[0] / kShape[4] + 1};
      const auto add = [&](const rules::Measure& measure, std::int64_t amount) {
        rows[jurisdiction].push_back(
            {{measure.version, "", "", village, village}, kNow.date() - 60, kNow.date(), amount});
        ++waiting;
        ++report_.cells;
      };
      add(*pack.FindMeasure("all"), 100);
      for (std::int64_t c = 0; c < options_.cells_per_village; ++c) {
        add(*pack.FindMeasure("m" + std::to_string((i * 7 + c * 13) % kIndicators)), 1 + i % 90);
      }
      if (waiting >= kCellsAtOnce) {
        TRY(flush());
      }
    }
    return flush();
  }

  Result<std::vector<figure::Figure>> Ask(UnitId unit, std::optional<UnitLevel> level) {
    figure::Query query;
    query.unit = unit;
    query.level = level;
    query.as_of = app_->today();
    for (int i = 0; i < kIndicators; ++i) {
      query.indicators.push_back("nation.i" + std::to_string(i));
    }
    return app_->Figures(app_->SystemScope("bench"), query);
  }

  Status AskLevel(std::int64_t first, std::int64_t count, bool has_children) {
    NationLevel out;
    out.level = app_->directory()->FindUnit(UnitId{first})->level;
    Say(LevelName(out.level));
    std::vector<double> whole;
    std::vector<double> children;
    for (std::int64_t i = 0; i < options_.questions; ++i) {
      const UnitId unit{first +
                        static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(count))};
      Steady::time_point from = Steady::now();
      TRY(Ask(unit, out.level));
      whole.push_back(SecondsSince(from) * 1e6);
      if (has_children) {
        from = Steady::now();
        TRY_ASSIGN(const std::vector<figure::Figure> figures, Ask(unit, std::nullopt));
        std::vector<figure::Figure> one(
            figures.begin(),
            figures.begin() + static_cast<std::ptrdiff_t>(figures.size() / kIndicators));
        figure::Rank(one, *app_->directory());
        children.push_back(SecondsSince(from) * 1e6);
      }
    }
    const auto percentile = [](std::vector<double>& times, std::size_t hundredths) {
      std::sort(times.begin(), times.end());
      return times.empty() ? 0 : times[(times.size() - 1) * hundredths / 100];
    };
    out.p50 = percentile(whole, 50);
    out.p99 = percentile(whole, 99);
    out.children_p50 = percentile(children, 50);
    out.children_p99 = percentile(children, 99);
    report_.levels.push_back(out);
    return {};
  }

  // On the side, with sums of its own.
  Status Update() {
    Say("updates");
    figure::Sums sums;
    const std::shared_ptr<const root::Directory> directory = app_->directory();
    const rules::Pack& pack = *directory->FindPack("nation");
    const std::int64_t measure = pack.FindMeasure("m1")->version;
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app_->store().Begin(storage::Access::kRead));
    TRY(sums.Today(app_->store(), *tx, {directory.get(), app_->today(), {{measure, ""}}}));
    figure::JournalChange change{JurisdictionId{1}, 1, 2, {}};
    constexpr int kCells = 100'000;
    for (int i = 0; i < kCells; ++i) {
      const UnitId village{report_.units - static_cast<std::int64_t>(
                                               dice_() % static_cast<std::uint64_t>(kShape[4]))};
      change.cells.push_back({{measure, "", "", village, village}, kNow.date(), kNow.date(), 1});
    }
    figure::Sums::Coming coming = sums.Announce({std::move(change)});
    const Steady::time_point from = Steady::now();
    coming.Done();
    report_.update_us = SecondsSince(from) * 1e6 / kCells;
    return {};
  }

  const NationOptions& options_;
  const app::StoreOpener& opener_;
  Random& random_;
  std::unique_ptr<app::App> app_;
  NationReport report_;
  std::mt19937_64 dice_{42};
};

}  // namespace

Result<NationReport> MeasureNation(const NationOptions& options,
                                   const app::StoreOpener& opener,
                                   Random& random) {
  return Nation(options, opener, random).Run();
}

}  // namespace luoshi::bench
