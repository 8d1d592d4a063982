// The program as a whole: starting, memory, reading papers and sheets, verifying.
#include <filesystem>

#include "app/plan.h"
#include "app/verify.h"
#include "base/sha256.h"
#include "base/text.h"
#include "bench/lines.h"
#include "bench/load.h"
#include "bench/served.h"
#include "storage/event_table.h"

namespace luoshi::bench {
namespace {

Status FirstAnswer(Bench& bench, Line& line, const std::string& data) {
  Watch watch;
  {
    TRY_ASSIGN(const Served served, Served::Start(bench.options.program, data));
    LoadOptions one;
    one.port = served.port();
    one.seconds = 0;
    one.next = [] { return GetRequest("/api/v1/health"); };
    TRY(Load(one));
    line.value = watch.seconds();
  }
  line.unit_of_measure = "s";
  line.better = Better::kLess;
  line.yardstick = "this program prints its version";
  Watch bare;
  TRY(RunProgram(bench.options.program, {"version"}));
  line.yardstick_value = bare.seconds();
  return {};
}

Result<std::string> EmptyTown(Bench& bench) {
  const std::string folder = bench.folder + "/empty";
  if (!std::filesystem::exists(folder)) {
    TRY(Town::Make(folder, 0, bench.opener, bench.random, {}));
  }
  return folder;
}

}  // namespace

Status FirstAnswerEmpty(Bench& bench, Line& line) {
  TRY_ASSIGN(const std::string folder, EmptyTown(bench));
  line.what = "from start to the first answer, a town without records";
  line.aim = 0.3;
  return FirstAnswer(bench, line, folder);
}

Status FirstAnswerFull(Bench& bench, Line& line) {
  TRY_ASSIGN(const Town* const town, bench.NeedTown());
  line.what = "from start to the first answer, records: " + std::to_string(town->records());
  line.aim = 3;
  return FirstAnswer(bench, line, town->folder());
}

Status IdleMemory(Bench& bench, Line& line) {
  TRY_ASSIGN(const Town* const town, bench.NeedTown());
  TRY_ASSIGN(const std::string empty, EmptyTown(bench));
  const auto resident = [&](const std::string& folder) -> Result<double> {
    TRY_ASSIGN(const Served served, Served::Start(bench.options.program, folder));
    LoadOptions load;
    load.port = served.port();
    load.seconds = 1;  // long enough for the followers to have looked once
    load.next = [] { return GetRequest("/api/v1/health"); };
    TRY(Load(load));
    return served.ResidentMegabytes();
  };
  TRY_ASSIGN(line.value, resident(town->folder()));
  TRY_ASSIGN(line.yardstick_value, resident(empty));
  line.what =
      "resident after a second of small requests, records: " + std::to_string(town->records());
  line.unit_of_measure = "MB";
  line.better = Better::kLess;
  line.yardstick = "the same over a town without records";
  line.aim = 40;
  return {};
}

Status Plan(Bench& bench, Line& line) {
  constexpr std::string_view kSentences =
      "一要抓好城乡居民两费收缴。各村要在12月31日前完成收缴率100%"
      "的目标，由社保所牵头，财政所配合。\n"
      "二要排查燃气安全隐患。应急办于11月20日前完成全部门店排查，发现一处整改一处，确保整改率达到95"
      "%以上。\n"
      "三要推进人居环境整治。各村每周至少开展两次集中清理，本月底前完成300亩撂荒地复垦。\n";
  std::string text;
  while (text.size() < 200'000) {
    text += kSentences;
  }
  const auto rate = [&](auto&& work) -> Result<double> {
    const Watch watch;
    double bytes = 0;
    while (watch.seconds() < static_cast<double>(bench.options.seconds)) {
      TRY(work());
      bytes += static_cast<double>(text.size());
    }
    return bytes / 1e6 / watch.seconds();
  };
  TRY_ASSIGN(line.value, rate([&]() -> Status {
               TRY(app::ReadPlan(text, *Date::FromCivil(2026, 10, 8), nullptr));
               return {};
             }));
  TRY_ASSIGN(line.yardstick_value,
             rate([&]() -> Status { return Nfkc(text).empty() ? Status(Error()) : Status(); }));
  line.what = "reading a speech of 200 kB";
  line.unit_of_measure = "MB/s";
  line.yardstick = "its normal form (NFKC)";
  line.aim = 5;
  return {};
}

Status VerifyHashes(Bench& bench, Line& line) {
  TRY_ASSIGN(Town* const town, bench.NeedTown());
  TRY_ASSIGN(app::App* const app, town->Open(bench.opener, bench.random));
  app::VerifyOptions options;
  options.hashes_only = true;
  const Watch watch;
  TRY_ASSIGN(const app::VerifyReport report, app::Verify(*app, options));
  line.value = static_cast<double>(report.events) / watch.seconds();
  // As many bytes, from the same tables.
  std::int64_t hashed = 0;
  const Watch bare;
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app->store().Begin(storage::Access::kRead));
  for (int number = 0; number < Town::kTowns; ++number) {
    TRY(storage::ScanEvents(*tx, Town::JournalOf(number), 0, INT64_MAX,
                            [&](const storage::EventRow& row) -> Status {
                              hashed += HashOf(row.content).AsBytes().empty() ? 0 : 1;
                              return {};
                            }));
  }
  line.yardstick_value = static_cast<double>(hashed) / bare.seconds();
  line.what =
      "verify --hashes: every event and every tree, events: " + std::to_string(report.events);
  line.unit_of_measure = "/s";
  line.yardstick = "SHA-256 over the events, read in order from the same table";
  line.aim = 1'000'000;
  town->Close();
  return {};
}

}  // namespace luoshi::bench
