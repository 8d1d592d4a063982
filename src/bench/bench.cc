#include "bench/bench.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "bench/lines.h"

namespace luoshi::bench {
namespace {

constexpr std::array kLines = {
    LineRow{"update_1", Update1},
    LineRow{"update_16", Update16},
    LineRow{"update_256", Update256},
    LineRow{"import", Import},
    LineRow{"record_reads", RecordReads},
    LineRow{"list_pages", ListPages},
    LineRow{"list_totals", ListTotals},
    LineRow{"figures_past_day", FiguresPastDay},
    LineRow{"figures_today", FiguresToday},
    LineRow{"explain", ExplainVillage},
    LineRow{"first_answer_empty", FirstAnswerEmpty},
    LineRow{"first_answer_full", FirstAnswerFull},
    LineRow{"idle_memory", IdleMemory},
    LineRow{"plan", Plan},
    LineRow{"verify_hashes", VerifyHashes},
};

// Removed with all that is in it.
class WorkFolder {
 public:
  static Result<std::unique_ptr<WorkFolder>> Make() {
    std::string pattern = "luoshi-bench-XXXXXX";  // here: /tmp may lie in memory
    if (::mkdtemp(pattern.data()) == nullptr) {
      return Error{ErrorCode::kUnavailable, "file.unwritable", {{"path", pattern}}, pattern};
    }
    return std::unique_ptr<WorkFolder>(new WorkFolder(pattern));
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code failure;
    std::filesystem::remove_all(path_, failure);
  }
  const std::string& path() const { return path_; }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

bool IsChosen(std::string_view name, const std::vector<std::string>& only) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& wanted) {
           return name.starts_with(wanted);
         });
}

Status CheckNames(const std::vector<std::string>& only) {
  for (const std::string& wanted : only) {
    const bool known = std::any_of(kLines.begin(), kLines.end(), [&](const LineRow& row) {
      return row.name.starts_with(wanted);
    });
    if (!known) {
      std::string names;
      for (const LineRow& row : kLines) {
        names += (names.empty() ? "" : ", ") + std::string(row.name);
      }
      return Error{ErrorCode::kInvalid,
                   "bench.unknown_line",
                   {{"name", wanted}, {"known", names}},
                   "--only"};
    }
  }
  return {};
}

double Rounded(double value) {
  const double scale = value >= 100 ? 1 : 1'000;
  return static_cast<double>(static_cast<std::int64_t>(value * scale + 0.5)) / scale;
}

}  // namespace

double Line::Ratio() const {
  const double above = better == Better::kMore ? value : yardstick_value;
  const double below = better == Better::kMore ? yardstick_value : value;
  return below > 0 ? above / below : 0;
}

bool Line::Met() const {
  const bool absolute = !aim || (better == Better::kMore ? value >= *aim : value <= *aim);
  return absolute && (!aim_ratio || Ratio() >= *aim_ratio);
}

JsonObject LineToJson(const Line& line) {
  const auto optional = [](const std::optional<double>& value) {
    return value ? Json(Rounded(*value)) : Json();
  };
  return {{"line", line.name},
          {"what", line.what},
          {"value", Rounded(line.value)},
          {"unit_of_measure", line.unit_of_measure},
          {"better", line.better == Better::kMore ? "more" : "less"},
          {"yardstick", line.yardstick},
          {"yardstick_value", Rounded(line.yardstick_value)},
          {"ratio", Rounded(line.Ratio())},
          {"aim", optional(line.aim)},
          {"aim_ratio", optional(line.aim_ratio)},
          {"p50_ms", optional(line.p50_ms)},
          {"p99_ms", optional(line.p99_ms)},
          {"met", line.Met()}};
}

std::span<const LineRow> LineRows() { return kLines; }

Watch::Watch() : began_ns_(std::chrono::steady_clock::now().time_since_epoch().count()) {}

double Watch::seconds() const {
  const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
  return static_cast<double>(now - began_ns_) / 1e9;
}

void Bench::Say(std::string_view text) const {
  if (options.progress) {
    options.progress(text);
  }
}

Result<Town*> Bench::NeedTown() {
  if (!town) {
    const std::string place = options.data.empty() ? folder + "/town" : options.data;
    TRY_ASSIGN(town, Town::Make(place, options.records, opener, random, options.progress));
  }
  return town.get();
}

Result<std::vector<Line>> Run(const Options& options,
                              const app::StoreOpener& opener,
                              Random& random) {
  TRY(CheckNames(options.only));
  TRY_ASSIGN(const std::unique_ptr<WorkFolder> folder, WorkFolder::Make());
  Bench bench{options, opener, random, folder->path(), nullptr, {}};
  for (const LineRow& row : kLines) {
    if (IsChosen(row.name, options.only)) {
      bench.Say(row.name);
      Line line;
      line.name = row.name;
      TRY(row.measure(bench, line));
      bench.lines.push_back(std::move(line));
    }
  }
  return std::move(bench.lines);
}

}  // namespace luoshi::bench
