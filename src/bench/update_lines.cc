// Writes: single durable updates over HTTP, and imports.
#include "bench/lines.h"
#include "bench/load.h"
#include "bench/served.h"
#include "bench/yardstick.h"

namespace luoshi::bench {
namespace {

constexpr int kMostBatch = 16;
constexpr int kImportBatch = 1'000;
constexpr std::array<const char*, 4> kStatuses = {"unpaid", "paid", "declined", "unreached"};

// A random fee gets a random payment: the state of the record, its event, and the cells of the
// measures it leaves and enters.
std::string NextUpdate(const Town& town, SeededRandom& choice, Random& random) {
  const std::int64_t number = choice.Below(town.fees());
  const auto status = static_cast<std::size_t>(choice.Below(kStatuses.size()));
  const JsonObject command{{"command", NewId(SystemClock(), random).ToString()},
                           {"act", "change"},
                           {"pack", "insurance_fees"},
                           {"record", Town::FeeOf(number).ToString()},
                           {"jurisdiction", NumberOf(Town::JournalOf(number))},
                           {"set",
                            {{"pay_status", kStatuses[status]},
                             {"paid_on", "2026-10-" + std::to_string(10 + choice.Below(16))},
                             {"amount", std::to_string(100 + choice.Below(500)) + ".00"}}}};
  return PostRequest("/api/v1/commands", WriteJson(command));
}

Status Update(Bench& bench, int connections, Line& line) {
  TRY_ASSIGN(const Town* const town, bench.NeedTown());
  const auto seconds = static_cast<double>(bench.options.seconds);
  const int batch = std::min(connections, kMostBatch);
  TRY_ASSIGN(line.yardstick_value,
             BareUpdates(bench.opener, bench.folder + "/bare.db", town->fees(), batch, seconds));
  TRY_ASSIGN(const Served served, Served::Start(bench.options.program, town->folder()));
  SeededRandom choice(static_cast<std::uint64_t>(connections));
  LoadOptions load;
  load.port = served.port();
  load.connections = connections;
  load.seconds = seconds;
  load.next = [&] { return NextUpdate(*town, choice, bench.random); };
  TRY_ASSIGN(const LoadResult result, Load(load));
  line.what = "single durable updates over HTTP, connections: " + std::to_string(connections);
  line.unit_of_measure = "/s";
  line.yardstick = "bare loop: event, state, 3 cells; durable batches of " + std::to_string(batch);
  line.aim_ratio = 0.5;
  line.value = result.per_second;
  line.p50_ms = result.p50_ms;
  line.p99_ms = result.p99_ms;
  return {};
}

}  // namespace

Status Update1(Bench& bench, Line& line) { return Update(bench, 1, line); }
Status Update16(Bench& bench, Line& line) { return Update(bench, 16, line); }
Status Update256(Bench& bench, Line& line) { return Update(bench, 256, line); }

Status Import(Bench& bench, Line& line) {
  // A town of its own: the shared one may have been there before.
  const std::int64_t records = std::min<std::int64_t>(bench.options.records, 20'000);
  TRY_ASSIGN(const std::unique_ptr<Town> town,
             Town::Make(bench.folder + "/imported", records, bench.opener, bench.random, {}));
  TRY_ASSIGN(line.yardstick_value,
             BareUpdates(bench.opener, bench.folder + "/bare.db", records, kImportBatch,
                         static_cast<double>(bench.options.seconds)));
  line.what = "new records (persons, fees, hazards), durable in batches of 1,000";
  line.unit_of_measure = "/s";
  line.yardstick = "bare loop: event, state, 3 cells; durable batches of 1,000";
  line.aim_ratio = 0.5;
  line.value = town->filled_per_second();
  return {};
}

}  // namespace luoshi::bench
