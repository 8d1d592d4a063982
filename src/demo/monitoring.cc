#include <algorithm>

#include "demo/field_work.h"

namespace luoshi::demo {
namespace {

constexpr std::string_view kPack = "household_monitoring";

enum class Who { kVillage, kOfficer, kDeputy, kSupervisor };

struct Stage {
  std::string_view transition;
  Who who;
  int after;  // days after the stage before it
};

// From the clue to help, and from help to the end of the risk. Who checks at home had no part in
// it.
constexpr Stage kIdentify[] = {{"verify", Who::kVillage, 3},
                               {"review", Who::kVillage, 7},
                               {"to_town", Who::kVillage, 8},
                               {"to_county", Who::kOfficer, 8},
                               {"include", Who::kOfficer, 5}};
constexpr Stage kRemove[] = {
    {"propose", Who::kVillage, 0},        {"check_home", Who::kSupervisor, 4},
    {"review_removal", Who::kVillage, 4}, {"accept", Who::kDeputy, 8},
    {"report_removal", Who::kDeputy, 3},  {"remove", Who::kOfficer, 9}};

class MonitoringWork {
 public:
  MonitoringWork(Hand& hand, const Town& town) : hand_(hand), town_(town) {}

  // One stage for many households; it counts from `day`, whenever it is typed in.
  Status Do(const std::vector<Row>& rows, const Stage& stage, Date day) {
    for (const Row& row : rows) {
      const std::string& user = UserFor(stage.who, row);
      JsonObject set;
      if (stage.transition == "include") {
        set["identified_on"] = day.ToString();
      } else if (stage.transition == "remove") {
        set["removed_on"] = day.ToString();
        set["removal_basis"] = "收入稳定，三保障和饮水安全达标，经入户核查和评议公示";
      }
      TRY_ASSIGN(registers::RecordCommand command,
                 hand_.Move(user, kPack, row, stage.transition, std::move(set)));
      command.origin.occurred = std::min(DateTime::At(day, 15), command.origin.occurred);
      TRY(hand_.Queue(user, std::move(command)));
    }
    return {};
  }

  Status Help(const std::vector<Row>& rows, Date day) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i % 9 == 4) {
        continue;  // nothing has been arranged for them yet
      }
      const std::string& user = UserFor(Who::kVillage, rows[i]);
      TRY_ASSIGN(registers::RecordCommand command,
                 hand_.Command(user, "help", kPack, rows[i], rules::Act::kChange));
      command.origin.occurred = DateTime::At(day, 15);
      command.set = {{"last_visit", day.ToString()}};
      command.append = {{"help", JsonArray{JsonObject{{"kind", i % 2 == 0 ? "work" : "business"},
                                                      {"started_on", day.ToString()},
                                                      {"active", true},
                                                      {"note", "公益性岗位和产业奖补"}}}}};
      TRY(hand_.Queue(user, std::move(command)));
    }
    return {};
  }

  // Whoever proposed the end of a risk does not check it.
  Status TryOwnCheck(const Row& row) {
    const std::string& officer = town_.OfficerFor(std::string(kPack));
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Move(officer, kPack, row, "check_home", {}, "own"));
    return hand_.ExpectRefused(officer, std::move(command), "record.not_independent");
  }

 private:
  const std::string& UserFor(Who who, const Row& row) const {
    switch (who) {
      case Who::kVillage:
        break;
      case Who::kOfficer:
        return town_.OfficerFor(std::string(kPack));
      case Who::kDeputy:
        return town_.DeputyFor(std::string(kPack));
      case Who::kSupervisor:
        return town_.supervisor;
    }
    return KeeperOf(town_, VillageOf(town_, row.region), hand_.today()).secretary;
  }

  Hand& hand_;
  const Town& town_;
};

}  // namespace

Status PlanMonitoring(Hand& hand, const Town& town, int before, int removed, Agenda& agenda) {
  TRY_ASSIGN(const std::vector<Row> found, Rows(hand, town.clerk, kPack, town.unit));
  // Village by village, so that one secretary's entries go together.
  const auto by_village = [](std::vector<Row> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return NumberOf(a.region) < NumberOf(b.region);
    });
    return rows;
  };
  const auto part = [&](int from, int until) {
    const auto size = static_cast<int>(found.size());
    return by_village(std::vector<Row>(found.begin() + std::min(from, size),
                                       found.begin() + std::min(until, size)));
  };
  const std::vector<Row> all = by_village(found);
  const std::vector<Row> done = part(0, before);
  const std::vector<Row> now = part(before, removed);

  MonitoringWork work(hand, town);
  // What spring and summer brought is written down on the second day.
  agenda.Add(DayOf(9, 2), [work, all, done, now]() mutable -> Status {
    Date day = DayOf(3, 2);
    for (const Stage& stage : kIdentify) {
      day = day + stage.after;
      TRY(work.Do(all, stage, day));
    }
    TRY(work.Help(all, day + 12));
    const Stage observe{"observe", Who::kVillage, 0};
    TRY(work.Do(done, observe, DayOf(6, 10)));
    TRY(work.Do(now, observe, DayOf(8, 12)));
    day = DayOf(6, 25);
    for (const Stage& stage : kRemove) {
      day = day + stage.after;
      TRY(work.Do(done, stage, day));
    }
    return {};
  });
  Date day = DayOf(9, 9);
  for (const Stage& stage : kRemove) {
    day = WorkingDay(hand.app(), day + stage.after);
    if (stage.transition == "check_home" && !now.empty()) {
      agenda.Add(day, [work, row = now.front()]() mutable { return work.TryOwnCheck(row); });
    }
    agenda.Add(day, [work, now, stage, day]() mutable { return work.Do(now, stage, day); });
  }
  return {};
}

}  // namespace luoshi::demo
