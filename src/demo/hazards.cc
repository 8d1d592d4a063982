#include <algorithm>

#include "demo/field_work.h"
#include "demo/workbooks.h"

namespace luoshi::demo {
namespace {

constexpr std::string_view kPack = "hazard";

class HazardWork {
 public:
  HazardWork(Hand& hand, const Town& town, Agenda& agenda)
      : hand_(hand), town_(town), agenda_(agenda) {}

  // One hazard from the list of 2 September, by its place in it.
  Status Plan(const Row& row, std::size_t place) {
    const std::string& officer = town_.OfficerFor("hazard");
    const std::string& deputy = town_.DeputyFor("hazard");
    const Date* found_due = nullptr;
    const auto due_field = row.fields.find("due");
    if (due_field != row.fields.end()) {
      found_due = due_field->second.As<Date>();
    }
    if (found_due == nullptr) {
      return Unexpected("hazard without due");
    }
    const Date due = *found_due;
    const bool major = row.Text("grade") == "major";
    if (major) {
      At(DayOf(9, 3), officer, row, "report", {{"reported_to", "县应急管理局"}});
      At(DayOf(9, 4), deputy, row, "list", {});
    } else {
      At(DayOf(9, 3), officer, row, "order", {});
    }
    const std::size_t kind = place % 12;
    if (kind == 7) {
      return {};  // nothing was done: overdue
    }
    if (kind == 10 && !major) {
      At(DayOf(9, 18), officer, row, "hand_over", {});
      return {};
    }
    const Date done =
        kind == 6 ? due + 9 : std::min(due - 2, DayOf(9, 8) + static_cast<int>(place % 9));
    Claim(row, done, "");
    if (kind == 8) {
      return {};  // waits for somebody to look
    }
    const Date seen = WorkingDay(hand_.app(), done + 4);
    if (kind == 9 && !major) {
      // Who sent it back has handled it: somebody else looks the second time.
      At(seen, town_.supervisor, row, "send_back", {});
      Claim(row, seen + 6, "again");
      At(WorkingDay(hand_.app(), seen + 10), deputy, row, "verify", {}, "again");
      return {};
    }
    At(seen, town_.supervisor, row, "verify", {});
    if (kind == 11) {
      const Date back = WorkingDay(hand_.app(), seen + 16);
      At(back, town_.supervisor, row, "relapse", {{"relapsed_on", back.ToString()}});
    }
    return {};
  }

  // Found and typed in by a grid worker on his round; small things are done the same week.
  void PlanFind(std::size_t village, std::size_t turn, SeededRandom& random) {
    const Date day = WorkingDay(hand_.app(), DayOf(9, 9) + static_cast<int>(turn * 11 + village));
    const std::string place = MakePlace(random, town_.villages[village]);
    agenda_.Add(day, [copy = *this, village, turn, place]() mutable {
      return copy.Find(village, turn, place);
    });
  }

  // Who claims a hazard is done does not say that it is; nor does a village order.
  void PlanRefusals(const Row& row, Date claimed) {
    agenda_.Add(claimed, [copy = *this, row]() mutable -> Status {
      Hand& hand = copy.hand_;
      const std::string& officer = copy.town_.OfficerFor("hazard");
      TRY_ASSIGN(registers::RecordCommand own, hand.Move(officer, kPack, row, "verify", {}, "own"));
      TRY(hand.ExpectRefused(officer, own, "record.not_independent"));
      const Village& keeper = KeeperOf(copy.town_, VillageOf(copy.town_, row.region), hand.today());
      TRY_ASSIGN(registers::RecordCommand role,
                 hand.Move(keeper.secretary, kPack, row, "verify", {}, "role"));
      return hand.ExpectRefused(keeper.secretary, role, "access.role");
    });
  }

 private:
  void At(Date day,
          const std::string& user,
          const Row& row,
          std::string_view transition,
          JsonObject set,
          std::string turn = "") {
    agenda_.Add(
        day,
        [copy = *this, user, row, name = std::string(transition), set, turn]() mutable -> Status {
          TRY_ASSIGN(registers::RecordCommand command,
                     copy.hand_.Move(user, kPack, row, name, set, turn));
          return copy.hand_.Queue(user, std::move(command));
        });
  }

  // Typed in by the secretary, or by telephone from who runs the place, a day or two late.
  void Claim(const Row& row, Date done, const std::string& turn) {
    const Date typed = WorkingDay(hand_.app(), done + 1);
    agenda_.Add(typed, [copy = *this, row, done, turn]() mutable -> Status {
      Hand& hand = copy.hand_;
      const Village& keeper = KeeperOf(copy.town_, VillageOf(copy.town_, row.region), hand.today());
      TRY_ASSIGN(
          registers::RecordCommand command,
          hand.Move(keeper.secretary, kPack, row, "claim",
                    {{"rectified_on", done.ToString()}, {"result", "已整改到位并留存照片"}}, turn));
      command.origin.occurred = DateTime::At(done, 16);
      if (row.record.bytes[0] % 3 == 0) {
        command.origin.on_behalf_of = OnBehalfOf{"场所负责人", EntryWay::kPhone};
      }
      return hand.Queue(keeper.secretary, std::move(command));
    });
  }

  Status Find(std::size_t village, std::size_t turn, const std::string& place) {
    const Village& keeper = KeeperOf(town_, village, hand_.today());
    // After the merger a new record names the village that there is now.
    const std::vector<UnitId> now = hand_.app().directory()->MatchUnits(
        town_.villages[village].name, hand_.today(), town_.unit);
    if (now.size() != 1) {
      return Unexpected("unit " + town_.villages[village].name);
    }
    const std::string number =
        town_.code.substr(6) + "-W" + std::to_string(101 + village * 10 + turn);
    const Row row = NewRow(town_, number);
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Command(keeper.grid_worker, "create", kPack, row, rules::Act::kCreate));
    command.set = {{"number", number},
                   {"place", place},
                   {"village", NumberOf(now.front())},
                   {"office", NumberOf(town_.offices.at("应急办"))},
                   {"sector", turn % 2 == 0 ? "fire_power" : "road"},
                   {"grade", "general"},
                   {"hazard", turn % 2 == 0 ? "插线板超负荷使用" : "路口视线被堆物遮挡"},
                   {"source", "visit"},
                   {"found_on", hand_.today().ToString()},
                   {"due", (hand_.today() + 10).ToString()}};
    TRY(hand_.Queue(keeper.grid_worker, std::move(command)));
    Row made = row;
    made.region = town_.villages[village].unit;
    const auto jurisdiction = hand_.app().directory()->JurisdictionOf(town_.unit, hand_.today());
    LUOSHI_CHECK(jurisdiction.has_value());
    made.jurisdiction = *jurisdiction;
    if ((village + turn) % 4 != 3) {
      Claim(made, hand_.today() + 2, "");
      At(WorkingDay(hand_.app(), hand_.today() + 6), town_.supervisor, made, "verify", {});
    }
    return {};
  }

  Hand& hand_;
  const Town& town_;
  Agenda& agenda_;
};

}  // namespace

Status PlanHazards(Hand& hand, const Town& town, Agenda& agenda, SeededRandom& random) {
  TRY_ASSIGN(std::vector<Row> rows, Rows(hand, town.clerk, kPack, town.unit));
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.Text("number") < b.Text("number"); });
  HazardWork work(hand, town, agenda);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    TRY(work.Plan(rows[i], i));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 12 == 8) {  // claimed by then, and left for somebody to verify
      work.PlanRefusals(rows[i], WorkingDay(hand.app(), DayOf(10, 13)));
      break;
    }
  }
  for (std::size_t village = 0; village < town.villages.size(); ++village) {
    for (std::size_t turn = 0; turn < 3; ++turn) {
      work.PlanFind(village, turn, random);
    }
  }
  return {};
}

}  // namespace luoshi::demo
