#include <algorithm>

#include "demo/field_work.h"

namespace luoshi::demo {
namespace {

constexpr std::string_view kPack = "project";

class ProjectWork {
 public:
  ProjectWork(Hand& hand, const Town& town)
      : hand_(hand),
        town_(town),
        officer_(town.OfficerFor(std::string(kPack))),
        deputy_(town.DeputyFor(std::string(kPack))) {}

  Status Move(const std::string& user,
              const Row& row,
              std::string_view transition,
              Date day,
              JsonObject set = {}) {
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Move(user, kPack, row, transition, std::move(set)));
    command.origin.occurred = std::min(DateTime::At(day, 11), command.origin.occurred);
    return hand_.Queue(user, std::move(command));
  }

  Status Change(const Row& row, std::string_view name, JsonObject set, JsonObject append = {}) {
    TRY_ASSIGN(registers::RecordCommand command,
               hand_.Command(officer_, name, kPack, row, rules::Act::kChange));
    command.set = std::move(set);
    command.append = std::move(append);
    return hand_.Queue(officer_, std::move(command));
  }

  // What stands behind each project on 3 September, with the days it happened on.
  Status Begin(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      TRY(Move(officer_, row, "plan", DayOf(3, 6)));
    }
    for (const Row& row : rows) {
      TRY(Move(deputy_, row, "enter", DayOf(3, 12)));
    }
    for (const Row& row : rows) {
      TRY(Move(officer_, row, "prepare", DayOf(3, 20)));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      TRY(Change(row, "milestones", {{"milestones", Milestones(i, false)}}));
      if (i == 2 || i == 6) {
        TRY(Move(
            officer_, row, "sign", DayOf(5, 18),
            {{"signed_on", "2026-05-18"}, {"start_by", i == 2 ? "2026-07-31" : "2026-09-20"}}));
      }
      if (i != 6 && i != 9 && i != 10) {
        const std::string started = i % 2 == 0 ? "2026-06-16" : "2026-05-28";
        TRY(Move(officer_, row, "start", i % 2 == 0 ? DayOf(6, 16) : DayOf(5, 28),
                 {{"started_on", started}}));
      }
      if (i == 0 || i == 5) {
        TRY(Move(officer_, row, "count", DayOf(7, 20)));
      }
    }
    return {};
  }

  // The month's investment, as the sites report it.
  Status Invest(const std::vector<Row>& rows, int percent, std::string_view name) {
    for (const Row& row : rows) {
      const auto found = row.fields.find("year_done");
      const Decimal* done = found == row.fields.end() ? nullptr : found->second.As<Decimal>();
      if (done == nullptr || done->IsZero()) {
        continue;
      }
      TRY_ASSIGN(const Decimal more, Decimal::Multiply(*done, Decimal(100 + percent, 2)));
      TRY_ASSIGN(const Decimal now, more.Rescaled(2));
      TRY(Change(row, name, {{"year_done", now.ToString()}}));
    }
    return {};
  }

  Status Visit(const Row& row, std::string_view direction, std::string_view result) {
    return Change(row, std::string("visit ") + std::string(direction), {},
                  {{"visits", JsonArray{JsonObject{{"direction", std::string(direction)},
                                                   {"on_day", hand_.today().ToString()},
                                                   {"result", std::string(result)}}}}});
  }

  Status Reach(const std::vector<Row>& rows) {
    for (std::size_t i = 0; i < rows.size(); i += 2) {
      TRY(Change(rows[i], "milestones reached", {{"milestones", Milestones(i, true)}}));
    }
    return {};
  }

  Status Finish(const Row& row) {
    return Move(officer_, row, "finish", hand_.today(),
                {{"finished_on", hand_.today().ToString()}});
  }

  Status TryProduce(const Row& row) {
    // he reported it finished
    TRY_ASSIGN(registers::RecordCommand command, hand_.Move(officer_, kPack, row, "produce"));
    return hand_.ExpectRefused(officer_, std::move(command), "record.not_independent");
  }

  Status Stall(const Row& row) { return Move(officer_, row, "stall", hand_.today()); }

  Status Sign(const Row& row) {
    return Move(officer_, row, "sign", hand_.today(),
                {{"signed_on", hand_.today().ToString()}, {"start_by", "2026-12-31"}});
  }

 private:
  static JsonArray Milestones(std::size_t i, bool second) {
    const auto one = [](const char* name, const char* party, const char* plan, const char* actual) {
      JsonObject row{{"name", name}, {"party", party}, {"plan", plan}};
      if (*actual != '\0') {
        row["actual"] = actual;
      }
      return row;
    };
    return {one("完成用地手续", "us", "2026-06-30", i % 4 == 2 ? "2026-07-20" : "2026-06-18"),
            one("主体完工", "company", "2026-10-15", second ? "2026-10-12" : ""),
            one("竣工验收", "us", "2026-12-20", "")};
  }

  Hand& hand_;
  const Town& town_;
  std::string officer_;
  std::string deputy_;
};

}  // namespace

Status PlanProjects(Hand& hand, const Town& town, Agenda& agenda) {
  TRY_ASSIGN(std::vector<Row> rows, Rows(hand, town.clerk, kPack, town.unit));
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.Text("number") < b.Text("number"); });
  if (rows.size() < 12) {
    return Unexpected("projects");
  }
  ProjectWork work(hand, town);
  const auto on = [&](int month, int day, auto step) {
    agenda.Add(DayOf(month, day),
               [work, rows, step]() mutable -> Status { return step(work, rows); });
  };
  using List = const std::vector<Row>&;
  on(9, 3, [](ProjectWork& w, List list) { return w.Begin(list); });
  on(9, 16, [](ProjectWork& w, List list) { return w.Visit(list[10], "out", "到企业总部洽谈"); });
  on(9, 23, [](ProjectWork& w, List list) { return w.Visit(list[6], "in", "企业来镇看地"); });
  on(9, 28, [](ProjectWork& w, List list) { return w.Sign(list[10]); });
  on(9, 30, [](ProjectWork& w, List list) { return w.Invest(list, 9, "invested in September"); });
  on(10, 9, [](ProjectWork& w, List list) { return w.Stall(list[11]); });
  on(10, 14, [](ProjectWork& w, List list) { return w.Reach(list); });
  on(10, 20, [](ProjectWork& w, List list) { return w.Invest(list, 17, "invested in October"); });
  on(10, 21, [](ProjectWork& w, List list) { return w.Finish(list[4]); });
  on(10, 22, [](ProjectWork& w, List list) { return w.TryProduce(list[4]); });
  return {};
}

Status PlanRevenue(Hand& hand, const Town& town, Agenda& agenda, Date day) {
  agenda.Add(day, [&hand, &town]() -> Status {
    const std::string& deputy = town.DeputyFor("revenue");
    TRY_ASSIGN(const std::vector<Row> rows, Rows(hand, town.clerk, "revenue", town.unit));
    for (const Row& row : rows) {
      if (row.state == "entered") {
        TRY_ASSIGN(registers::RecordCommand command, hand.Move(deputy, "revenue", row, "confirm"));
        TRY(hand.Queue(deputy, std::move(command)));
      }
    }
    return {};
  });
  return {};
}

}  // namespace luoshi::demo
