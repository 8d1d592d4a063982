// Reads over HTTP: records, pages of registers.
#include <array>

#include "bench/lines.h"
#include "bench/load.h"
#include "bench/served.h"

namespace luoshi::bench {
namespace {

constexpr int kConnections = 16;

std::string Number(UnitId unit) { return "id:" + std::to_string(NumberOf(unit)); }

// The mix of docs/benchmarks: what a desk asks for, ten filters in turn.
std::string NextPage(const Town& town, SeededRandom& choice, int filter, const char* more) {
  const std::int64_t number = choice.Below(town.fees());
  const std::string village = "unit=" + Number(Town::VillageOf(number));
  const std::string one_town = "unit=" + Number(Town::TownOf(number));
  const std::array<std::string, 10> filters = {
      "insurance_fees?",
      "insurance_fees?" + village,
      "insurance_fees?state=assessed",
      "insurance_fees?state=assessed&" + village,
      "insurance_fees?field.pay_status=declined&" + village,
      "insurance_fees?field.person_class=minimum_living&" + one_town,
      "insurance_fees?field.person=" + Town::PersonOf(number).ToString(),
      "hazard?" + one_town,
      "hazard?field.sector=gas&state=found",
      "person?" + village + "&after=" + std::to_string(NumberOf(Town::JournalOf(number))) + "." +
          Town::PersonOf(number).ToString()};
  return GetRequest("/api/v1/registers/" + filters[static_cast<std::size_t>(filter)] + "&limit=20" +
                    more);
}

Status Read(Bench& bench, Line& line, const std::function<std::string(const Town&)>& next) {
  TRY_ASSIGN(const Town* const town, bench.NeedTown());
  LoadOptions load;
  load.connections = kConnections;
  load.seconds = static_cast<double>(bench.options.seconds);
  LoadResult result;
  {
    TRY_ASSIGN(const Served served, Served::Start(bench.options.program, town->folder()));
    load.port = served.port();
    load.next = [&] { return next(*town); };
    TRY_ASSIGN(result, Load(load));
  }
  const BareServer bare(static_cast<std::size_t>(result.bytes_per_answer));
  load.port = bare.port();
  load.next = [] { return GetRequest("/"); };
  TRY_ASSIGN(const LoadResult yardstick, Load(load));
  line.unit_of_measure = "/s";
  line.value = result.per_second;
  line.p50_ms = result.p50_ms;
  line.p99_ms = result.p99_ms;
  line.yardstick = "a server that answers as many bytes and does nothing else, same client";
  line.yardstick_value = yardstick.per_second;
  return {};
}

Status Pages(Bench& bench, Line& line, const char* more) {
  SeededRandom choice(10);
  int filter = 0;
  return Read(bench, line, [&](const Town& town) {
    filter = (filter + 1) % 10;
    return NextPage(town, choice, filter, more);
  });
}

}  // namespace

Status RecordReads(Bench& bench, Line& line) {
  SeededRandom choice(1);
  line.what = "a record with its history over HTTP, 16 connections";
  line.aim = 50'000;
  return Read(bench, line, [&](const Town& town) {
    const std::int64_t number = choice.Below(town.fees());
    const RecordId record = number % 2 == 0 ? Town::PersonOf(number) : Town::FeeOf(number);
    return GetRequest("/api/v1/records/" + record.ToString());
  });
}

Status ListPages(Bench& bench, Line& line) {
  line.what = "pages of 20 rows over the ten filters, 16 connections";
  line.aim = 5'000;
  return Pages(bench, line, "");
}

Status ListTotals(Bench& bench, Line& line) {
  line.what = "the same pages with totals, exact up to 10,000";
  return Pages(bench, line, "&total=true");
}

}  // namespace luoshi::bench
