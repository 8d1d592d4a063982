// bench: how fast, beside what the machine can do.
#include <cstdio>

#include "cli/command.h"
#include "host/files.h"

namespace luoshi::cli {
namespace {

std::string NumberAt(const JsonObject& line, std::string_view name) {
  const Json* const value = line.if_contains(name);
  if (value == nullptr || !value->is_number()) {
    return "–";
  }
  std::array<char, 32> text{};
  const auto number = value->to_number<double>();
  std::snprintf(text.data(), text.size(), number >= 100 ? "%.0f" : "%.2f", number);
  return text.data();
}

void PrintLines(const JsonArray& lines) {
  std::vector<std::vector<std::string>> rows = {
      {"line", "value", "", "p50 ms", "p99 ms", "aim", "yardstick", "ratio", "aim", "met", "what"}};
  for (const Json& json : lines) {
    const JsonObject& line = json.as_object();
    rows.push_back(
        {std::string(FindText(line, "line")), NumberAt(line, "value"),
         std::string(FindText(line, "unit_of_measure")), NumberAt(line, "p50_ms"),
         NumberAt(line, "p99_ms"), NumberAt(line, "aim"), NumberAt(line, "yardstick_value"),
         NumberAt(line, "ratio"), NumberAt(line, "aim_ratio"),
         line.at("met").as_bool() ? "yes" : "NO",
         std::string(FindText(line, "what")) + " | " + std::string(FindText(line, "yardstick"))});
  }
  PrintTable(rows);
}

Status Measure(const Environment& environment, BenchRequest& request, const Common& common) {
  if (!request.baseline.empty()) {
    TRY_ASSIGN(request.baseline, ReadFile(request.baseline));
  }
  TRY_ASSIGN(const JsonObject result, environment.bench(request));
  if (common.format == "json") {
    PrintJson(result);
  } else {
    PrintLines(result.at("lines").as_array());
  }
  std::string slower;
  for (const Json& json : result.at("slower").as_array()) {
    const JsonObject& line = json.as_object();
    slower += (slower.empty() ? "" : ", ") + std::string(FindText(line, "line")) + " " +
              NumberAt(line, "ratio_before") + " → " + NumberAt(line, "ratio");
  }
  return slower.empty() ? Status()
                        : Status(Error(ErrorCode::kInvalid, "bench.slower", {{"lines", slower}}));
}

}  // namespace

void AddBenchCommand(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    BenchRequest request;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand(
      "bench", "测速 How fast, each line beside a yardstick taken in the same run");
  AddFormat(command, options->common);
  command.add_option("--only", options->request.only, "只测这些 names, or how they begin")
      ->delimiter(',');
  command.add_option("--records", options->request.records, "记录数 records of the town")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  command.add_option("--seconds", options->request.seconds, "每项秒数 for each repeated line")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  command.add_option("--data", options->request.data,
                     "留用的测试数据 keep the town here for the next run");
  command.add_option(
      "--baseline", options->request.baseline,
      "以往结果 output of an earlier run (--format json): fails when a ratio fell by "
      "more than a quarter");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code,
            [&]() -> Status { return Measure(environment, options->request, options->common); });
  });
}

}  // namespace luoshi::cli
