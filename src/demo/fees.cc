#include <algorithm>
#include <array>

#include "demo/field_work.h"

namespace luoshi::demo {
namespace {

// The far one: 老鹰岩村 in the first town.
constexpr std::size_t kBehind = 5;
constexpr std::array<int, 14> kRates = {862, 905, 841, 878, 816, 612, 893,
                                        834, 857, 921, 768, 848, 829, 873};

struct VillageFees {
  std::size_t due = 0;
  std::size_t covered = 0;  // paid or exempt by the first list
  std::vector<Row> unpaid;  // due, in the order of their ids
  std::size_t wanted = 0;   // covered at the end
};

bool IsDue(const Row& row) {
  const auto found = row.fields.find("should_pay");
  const bool* due = found == row.fields.end() ? nullptr : found->second.As<bool>();
  return due != nullptr && *due;
}

std::size_t Rounded(std::size_t due, std::size_t permille) {
  return (due * permille + 500) / 1'000;
}

// What each village reaches, so that all together reach the town's.
void ShareOut(std::vector<VillageFees>& villages, int percent) {
  std::size_t due = 0;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < villages.size(); ++i) {
    VillageFees& village = villages[i];
    village.wanted =
        std::clamp(Rounded(village.due, static_cast<std::size_t>(kRates[i % kRates.size()])),
                   village.covered, village.due);
    due += village.due;
    sum += village.wanted;
  }
  const std::size_t wanted = Rounded(due, static_cast<std::size_t>(percent) * 10);
  const bool spare = villages.size() > kBehind;
  for (std::size_t turn = 0; sum != wanted && turn < 1'000'000; ++turn) {
    const std::size_t at = turn % villages.size();
    VillageFees& village = villages[at];
    if (spare && at == kBehind) {
      continue;
    }
    if (sum < wanted && village.wanted < village.due) {
      ++village.wanted;
      ++sum;
    } else if (sum > wanted && village.wanted > village.covered) {
      --village.wanted;
      --sum;
    }
  }
}

class FeeWork {
 public:
  FeeWork(Hand& hand, const Town& town, Agenda& agenda, SeededRandom& random)
      : hand_(hand), town_(town), agenda_(agenda), random_(random) {}

  void PlanVillage(std::size_t village, const VillageFees& fees) {
    // A village enters what was paid about once a week, each on its own weekday.
    std::vector<Date> entries;
    for (Date day = DayOf(9, 7); day <= LastDay(); day = day + 1) {
      const Date working = WorkingDay(hand_.app(), day);
      if (day.weekday() == static_cast<int>(village % 5) + 1 && working <= LastDay() &&
          (entries.empty() || entries.back() < working)) {
        entries.push_back(working);
      }
    }
    const std::size_t needed = fees.wanted - fees.covered;
    std::size_t next = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::size_t end = needed * (i + 1) / entries.size();
      std::vector<Row> rows(fees.unpaid.begin() + static_cast<std::ptrdiff_t>(next),
                            fees.unpaid.begin() + static_cast<std::ptrdiff_t>(end));
      next = end;
      if (!rows.empty()) {
        if (next == rows.size() && village < 3) {
          PlanRefusals(village, rows.front(), entries[i]);
        }
        agenda_.Add(entries[i], [this_copy = *this, village, i, rows]() mutable {
          return this_copy.Enter(village, i, rows);
        });
      }
    }
    PlanRest(village, std::vector<Row>(fees.unpaid.begin() + static_cast<std::ptrdiff_t>(needed),
                                       fees.unpaid.end()));
  }

 private:
  Result<registers::RecordCommand> Settle(const std::string& user, const Row& row, Date paid_on) {
    constexpr std::array<std::string_view, 10> kChannels = {"mobile", "mobile", "mobile", "village",
                                                            "mobile", "bank",   "mobile", "hall",
                                                            "mobile", "mobile"};
    const std::string_view channel = kChannels[static_cast<std::size_t>(random_.Below(10))];
    const bool medical = row.Text("scheme") == "medical";
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Move(user, "insurance_fees", row, "settle",
                          {{"pay_status", "paid"},
                           {"paid_on", paid_on.ToString()},
                           {"channel", std::string(channel)},
                           {"amount", medical ? "400.00" : "300.00"}}));
    command.seen = {{"pay_status", row.Text("pay_status")}};
    // Most of it is typed in days after it happened.
    const DateTime now = hand_.app().clock().Now();
    command.origin.occurred = std::min(DateTime::At(paid_on, 10, 30), now);
    return command;
  }

  Status Enter(std::size_t village, std::size_t week, const std::vector<Row>& rows) {
    const Village& keeper = KeeperOf(town_, village, hand_.today());
    const std::string& user = week % 3 == 1 ? keeper.grid_worker : keeper.secretary;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Date paid_on =
          std::max(hand_.today() - static_cast<int>(random_.Below(7)), DayOf(9, 5));
      TRY_ASSIGN(registers::RecordCommand command, Settle(user, rows[i], paid_on));
      if (i % 12 == 5) {
        command.origin.on_behalf_of =
            OnBehalfOf{"缴费人本人", i % 24 == 5 ? EntryWay::kPhone : EntryWay::kPaper};
      }
      const Date next = WorkingDay(hand_.app(), hand_.today() + 1);
      if (week > 0 && i == 1 && next <= LastDay()) {  // one nought too many, put right the next day
        command.set["amount"] = "4000.00";
        agenda_.Add(next,
                    [copy = *this, village, row = rows[i], id = command.origin.command]() mutable {
                      return copy.CorrectAmount(village, row, id);
                    });
      }
      TRY(hand_.Queue(user, std::move(command)));
      if (week < 2 && i % 10 == 0) {
        agenda_.Add(WorkingDay(hand_.app(), hand_.today() + 8),
                    [copy = *this, row = rows[i]]() mutable { return copy.Match(row); });
      }
    }
    return {};
  }

  Status CorrectAmount(std::size_t village, const Row& row, const CommandId& wrong) {
    const std::string& user = KeeperOf(town_, village, hand_.today()).secretary;
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Command(user, "correct amount", "insurance_fees", row, rules::Act::kCorrect));
    TRY_ASSIGN(command.target, hand_.EventOf(wrong));
    command.reason = "金额多写一个零";
    command.set = {{"amount", row.Text("scheme") == "medical" ? "400.00" : "300.00"}};
    return hand_.Queue(user, std::move(command));
  }

  Status Match(const Row& row) {
    const std::string& officer = town_.OfficerFor("insurance_fees");
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Move(officer, "insurance_fees", row, "match"));
    return hand_.Queue(officer, std::move(command));
  }

  // Who did not pay: some say so, some cannot be found; one payment is somebody else's.
  void PlanRest(std::size_t village, std::vector<Row> rest) {
    const auto add = [&](std::size_t from, std::size_t step, Date day, const char* status,
                         const char* reason) {
      agenda_.Add(WorkingDay(hand_.app(), day),
                  [copy = *this, village, from, step, status, reason, rest]() mutable {
                    return copy.Mark(village, rest, from, step, status, reason);
                  });
    };
    add(2, 9, DayOf(9, 22), "declined", "own_choice");
    add(4, 6, DayOf(10, 13), "unreached", "away");
    if (rest.size() > 1 && village % 3 == 0) {
      agenda_.Add(WorkingDay(hand_.app(), DayOf(9, 15)),
                  [copy = *this, village, row = rest.front()]() mutable {
                    return copy.EnterForAnother(village, row);
                  });
    }
  }

  Status Mark(std::size_t village,
              const std::vector<Row>& rest,
              std::size_t from,
              std::size_t step,
              const char* status,
              const char* reason) {
    const std::string& user = KeeperOf(town_, village, hand_.today()).secretary;
    for (std::size_t i = from; i < rest.size(); i += step) {
      if (from == 4 && i >= 2 && (i - 2) % 9 == 0) {
        continue;  // declined in September
      }
      TRY_ASSIGN(registers::RecordCommand command,
                 hand_.Command(user, status, "insurance_fees", rest[i], rules::Act::kChange));
      command.set = {{"pay_status", status}, {"unpaid_reason", reason}};
      command.append = {{"contacts", JsonArray{JsonObject{{"on_day", hand_.today().ToString()},
                                                          {"way", "visit"},
                                                          {"note", "已当面说明政策"}}}}};
      TRY(hand_.Queue(user, std::move(command)));
    }
    return {};
  }

  Status EnterForAnother(std::size_t village, const Row& row) {
    const std::string& user = KeeperOf(town_, village, hand_.today()).secretary;
    TRY_ASSIGN(registers::RecordCommand command, Settle(user, row, hand_.today()));
    const CommandId wrong = command.origin.command;
    TRY(hand_.Queue(user, std::move(command)));
    agenda_.Add(hand_.today() + 2, [copy = *this, village, row, wrong]() mutable -> Status {
      const std::string& keeper = KeeperOf(copy.town_, village, copy.hand_.today()).secretary;
      TRY_ASSIGN(
          registers::RecordCommand back,
          copy.hand_.Command(keeper, "take back", "insurance_fees", row, rules::Act::kTakeBack));
      TRY_ASSIGN(back.target, copy.hand_.EventOf(wrong));
      back.reason = "同名登错人";
      return copy.hand_.Queue(keeper, std::move(back));
    });
    return {};
  }

  // What has to be refused is tried, and is refused.
  void PlanRefusals(std::size_t village, const Row& paid, Date entered) {
    agenda_.Add(
        WorkingDay(hand_.app(), entered + 1), [copy = *this, village, paid]() mutable -> Status {
          const Village& place = copy.town_.villages[village];
          const Village& other = copy.town_.villages[(village + 1) % copy.town_.villages.size()];
          Hand& hand = copy.hand_;
          // Two people enter the same payment: the second saw an older state.
          TRY_ASSIGN(registers::RecordCommand stale,
                     copy.Settle(place.grid_worker, paid, hand.today()));
          stale.origin.command = Uuid::Derived({"demo", "stale", paid.record.AsBytes()});
          TRY(hand.ExpectRefused(place.grid_worker, stale, "record.stale"));
          stale.seen.clear();
          TRY(hand.ExpectRefused(place.grid_worker, stale, "record.wrong_state"));
          TRY_ASSIGN(registers::RecordCommand foreign,
                     hand.Command(other.secretary, "foreign", "insurance_fees", paid,
                                  rules::Act::kChange));
          foreign.set = {{"channel", "hall"}};
          TRY(hand.ExpectRefused(other.secretary, foreign, "record.missing"));
          TRY_ASSIGN(
              registers::RecordCommand early,
              hand.Command(place.secretary, "early", "insurance_fees", paid, rules::Act::kChange));
          early.set = {{"channel", "hall"}};
          early.origin.occurred = DateTime::At(hand.today() + 3, 9);
          return hand.ExpectRefused(place.secretary, early, "command.in_future");
        });
  }

  Hand& hand_;
  const Town& town_;
  Agenda& agenda_;
  SeededRandom& random_;
};

}  // namespace

Status PlanFees(Hand& hand, const Town& town, int percent, Agenda& agenda, SeededRandom& random) {
  TRY_ASSIGN(std::vector<Row> rows, Rows(hand, town.clerk, "insurance_fees", town.unit));
  std::vector<VillageFees> villages(town.villages.size());
  for (Row& row : rows) {
    if (!IsDue(row)) {
      continue;
    }
    VillageFees& village = villages[VillageOf(town, row.region)];
    ++village.due;
    const std::string status = row.Text("pay_status");
    if (status == "paid" || status == "exempt") {
      ++village.covered;
    } else {
      // of a row only what is needed to settle it
      Row kept = row;
      kept.fields.clear();
      kept.fields["scheme"] = row.Text("scheme");
      kept.fields["pay_status"] = status;
      village.unpaid.push_back(std::move(kept));
    }
  }
  ShareOut(villages, percent);
  FeeWork work(hand, town, agenda, random);
  for (std::size_t i = 0; i < villages.size(); ++i) {
    work.PlanVillage(i, villages[i]);
  }
  return {};
}

}  // namespace luoshi::demo
