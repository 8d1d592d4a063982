#include "bench/town.h"

#include <array>
#include <filesystem>

#include "app/builtin.h"
#include "app/followers.h"
#include "bench/lines.h"
#include "host/files.h"
#include "rules/calendar.h"

namespace luoshi::bench {
namespace {

constexpr std::size_t kBatch = 1'000;
constexpr std::string_view kMark = "/bench.json";
// Numbers of units follow one another: the county, its towns, their offices, the villages.
constexpr std::int64_t kFirstTown = 2;
constexpr std::int64_t kFirstOffice = kFirstTown + Town::kTowns;
constexpr std::int64_t kFirstVillage = kFirstOffice + Town::kTowns;

constexpr std::array<const char*, 5> kNames = {"周明远", "李秀兰", "王国平", "张德福", "陈桂英"};
constexpr std::array<const char*, 4> kStatuses = {"unpaid", "paid", "paid", "declined"};
constexpr std::array<const char*, 6> kSectors = {"fire_power", "road",  "food",
                                                 "gas",        "mines", "other"};

std::string Padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// Each number another valid id: days of birth one after the other, then serial numbers.
std::string CitizenId(std::int64_t number) {
  constexpr std::int64_t kDays = 25'000;
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const Date first = *Date::FromCivil(1945, 1, 1);
  const Date born = first + static_cast<int>(number * 7'919 % kDays);
  std::string id = "990101" + Padded(born.year(), 4) + Padded(born.month(), 2) +
                   Padded(born.day(), 2) + Padded(number / kDays, 3);
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += (id[i] - '0') * kWeights[i];
  }
  id += std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
  return id;
}

template <std::size_t kSize>
const char* Pick(const std::array<const char*, kSize>& list, std::int64_t number) {
  return list[static_cast<std::size_t>(number) % kSize];
}

JsonObject UnitOf(std::int64_t number,
                  const std::string& code,
                  const std::string& name,
                  const char* level,
                  std::int64_t parent) {
  return {{"unit", number}, {"code", code}, {"name", name}, {"level", level}, {"parent", parent}};
}

JsonObject PersonFields(std::int64_t number) {
  return {{"number", "RY-" + std::to_string(number)},
          {"name", Pick(kNames, number)},
          {"id_number", CitizenId(number)},
          {"phone", "199" + Padded(number, 8)},
          {"village", NumberOf(Town::VillageOf(number))},
          {"resident", number % 3 != 0}};
}

JsonObject FeeFields(std::int64_t number) {
  const std::string status = Pick(kStatuses, number / Town::kTowns);
  JsonObject set{{"person", Town::PersonOf(number).ToString()},
                 {"person_name", Pick(kNames, number)},
                 {"id_number", CitizenId(number)},
                 {"village", NumberOf(Town::VillageOf(number))},
                 {"scheme", number % 4 == 0 ? "pension" : "medical"},
                 {"insured_year", 2027},
                 {"person_class", number % 20 == 0 ? "minimum_living" : "ordinary"},
                 {"exclusion", number % 25 == 0 ? "employee" : "none"},
                 {"pay_status", status}};
  if (status == "paid") {
    set["paid_on"] = "2026-09-" + Padded(number % 28 + 1, 2);
    set["amount"] = "400.00";
  }
  return set;
}

JsonObject HazardFields(std::int64_t number) {
  return {{"number", "YH-" + std::to_string(number)},
          {"place", "第" + std::to_string(number) + "号门店"},
          {"village", NumberOf(Town::VillageOf(number))},
          {"office", kFirstOffice + number % Town::kTowns},
          {"sector", Pick(kSectors, number / 7)},
          {"grade", "general"},
          {"hazard", "燃气软管老化，未装报警器。"},
          {"source", number % 2 == 0 ? "own" : "visit"},
          {"found_on", "2026-09-" + Padded(number % 28 + 1, 2)},
          {"due", "2026-11-" + Padded(number % 28 + 1, 2)}};
}

}  // namespace

RecordId Town::PersonOf(std::int64_t number) {
  return Uuid::Derived({"bench person", std::to_string(number)});
}
RecordId Town::FeeOf(std::int64_t number) {
  return Uuid::Derived({"bench fee", std::to_string(number)});
}
RecordId Town::HazardOf(std::int64_t number) {
  return Uuid::Derived({"bench hazard", std::to_string(number)});
}
// Neighbouring numbers lie in different towns, so that a batch touches all journals.
UnitId Town::VillageOf(std::int64_t number) {
  const std::int64_t town = number % kTowns;
  return UnitId{kFirstVillage + town * kVillagesPerTown + number / kTowns % kVillagesPerTown};
}
UnitId Town::TownOf(std::int64_t number) { return UnitId{kFirstTown + number % kTowns}; }
JurisdictionId Town::JournalOf(std::int64_t number) { return JurisdictionId{1 + number % kTowns}; }

Result<std::unique_ptr<Town>> Town::Make(const std::string& folder,
                                         std::int64_t records,
                                         const app::StoreOpener& opener,
                                         Random& random,
                                         const std::function<void(std::string_view)>& progress) {
  std::unique_ptr<Town> town(new Town(folder, records));
  const std::string mark = folder + std::string(kMark);
  const std::string wanted = WriteJson(JsonObject{{"records", records}});
  if (FileExists(mark)) {
    TRY_ASSIGN(const std::string found, ReadFile(mark));
    if (found == wanted) {
      return town;
    }
  }
  std::error_code failure;
  if (std::filesystem::exists(folder, failure)) {
    return Error{ErrorCode::kInvalid, "bench.other_town", {{"path", folder}}, "--data"};
  }
  app::InitOptions options;
  options.tenant = "演示县";
  options.example = true;
  options.clock = DateTime::At(Date{*Date::FromCivil(2026, 10, 26)}, 9);
  TRY(app::App::Init(folder, opener, options, random));
  TRY(town->Open(opener, random));
  TRY(town->Found());
  TRY(town->Fill(progress));
  TRY(app::RunFollowers(*town->app_));
  town->Close();
  TRY(WriteFile(mark, wanted));
  return town;
}

Result<app::App*> Town::Open(const app::StoreOpener& opener, Random& random) {
  TRY_ASSIGN(app_, app::App::Open(folder_, opener, random));
  return app_.get();
}

Status Town::Found() {
  const access::Scope scope = app_->SystemScope("bench");
  std::vector<root::RootCommand> commands;
  const auto add = [&](const char* kind, JsonObject body) {
    root::RootCommand command;
    command.origin = app_->NewOrigin(scope);
    command.kind = kind;
    command.body = std::move(body);
    commands.push_back(std::move(command));
  };
  JsonArray units{UnitOf(1, "990101", "演示县", "county", 0)};
  const auto code_of = [](std::int64_t town) { return "9901011" + Padded(town, 2); };
  for (std::int64_t town = 0; town < kTowns; ++town) {
    units.push_back(
        UnitOf(kFirstTown + town, code_of(town), "第" + Padded(town, 2) + "镇", "town", 1));
  }
  for (std::int64_t town = 0; town < kTowns; ++town) {
    units.push_back(
        UnitOf(kFirstOffice + town, "", "应急办" + Padded(town, 2), "office", kFirstTown + town));
  }
  for (std::int64_t i = 0; i < std::int64_t{kTowns} * kVillagesPerTown; ++i) {
    const std::int64_t number = kFirstVillage + i;
    const std::int64_t town = i / kVillagesPerTown;
    units.push_back(UnitOf(number, code_of(town) + Padded(200 + i % kVillagesPerTown, 3),
                           "第" + std::to_string(number) + "村", "village", kFirstTown + town));
  }
  add("unit.add", {{"from", "2026-01-01"}, {"units", std::move(units)}});
  for (std::int64_t town = 0; town < kTowns; ++town) {
    add("jurisdiction.add",
        {{"jurisdiction", 1 + town}, {"unit", kFirstTown + town}, {"from", "2026-01-01"}});
  }
  add("user.add", {{"user", kActor}, {"title", "办事员"}});
  add("grant.add", {{"grant", kActor},
                    {"user", kActor},
                    {"role", "line_officer"},
                    {"unit", 1},
                    {"from", "2026-01-01"}});
  for (const rules::CalendarYear& year : app::BuiltinCalendars()) {
    add("calendar.add", rules::Calendar::WriteYear(year));
  }
  TRY(app_->Administer(scope, commands));
  for (auto& [name, files] : app::BuiltinPacks()) {
    TRY(app_->EnablePack(scope, files));
  }
  return {};
}

Status Town::Fill(const std::function<void(std::string_view)>& progress) {
  const access::Scope scope = app_->SystemScope("bench");
  std::vector<app::CommandGroup> groups;
  std::int64_t done = 0;
  const auto flush = [&]() -> Status {
    done += static_cast<std::int64_t>(groups.size());
    for (const app::GroupResult& result : app_->Submit(scope, std::exchange(groups, {}))) {
      TRY(result);
    }
    if (progress && done % 100'000 < static_cast<std::int64_t>(kBatch)) {
      progress("records: " + std::to_string(done));
    }
    return {};
  };
  const auto add = [&](const char* pack, const RecordId& id, JsonObject set) -> Status {
    registers::RecordCommand command;
    command.origin = app_->NewOrigin(scope);
    command.act = rules::Act::kCreate;
    command.pack = pack;
    command.record = id;
    command.set = std::move(set);
    groups.emplace_back().commands.push_back(std::move(command));
    return groups.size() < kBatch ? Status() : flush();
  };
  const Watch watch;
  for (std::int64_t i = 0; i < fees(); ++i) {
    TRY(add("person", PersonOf(i), PersonFields(i)));
    TRY(add("insurance_fees", FeeOf(i), FeeFields(i)));
  }
  for (std::int64_t i = 0; i < hazards(); ++i) {
    TRY(add("hazard", HazardOf(i), HazardFields(i)));
  }
  if (!groups.empty()) {
    TRY(flush());
  }
  filled_per_second_ = static_cast<double>(records_) / watch.seconds();
  return {};
}

}  // namespace luoshi::bench
