#include "demo/meeting.h"

#include <algorithm>
#include <array>

#include "app/builtin.h"
#include "app/directive.h"
#include "host/files.h"

namespace luoshi::demo {
namespace {

constexpr std::string_view kPack = "task";
constexpr std::string_view kNumber = "云溪镇会〔2026〕9号";

// Which office takes a line of work on, and which line's officer is its hand.
struct LineOffice {
  std::string_view line;
  std::string_view office;
  std::string_view officer_of;
};

constexpr std::array<LineOffice, 12> kOffices = {
    {{"insurance_fees", "社保所", "insurance_fees"},
     {"household_monitoring", "农业农村办", "household_monitoring"},
     {"land_reclamation", "农业农村办", "household_monitoring"},
     {"hazard", "应急办", "hazard"},
     {"straw_burning", "应急办", "hazard"},
     {"forest_fire", "应急办", "hazard"},
     {"project", "经发办", "project"},
     {"investment", "经发办", "project"},
     {"construction_land", "自然资源所", "project"},
     {"revenue", "财政所", "revenue"},
     {"dispute", "社会事务办", "insurance_fees"},
     {"documents", "党政办", "project"}}};

const LineOffice& OfficeFor(std::string_view line) {
  for (const LineOffice& row : kOffices) {
    if (row.line == line) {
      return row;
    }
  }
  return kOffices[1];
}

std::int64_t WholeOf(const Row& row, std::string_view field) {
  const auto found = row.fields.find(field);
  const std::int64_t* number =
      found == row.fields.end() ? nullptr : found->second.As<std::int64_t>();
  return number == nullptr ? 0 : *number;
}

UnitId UnitIn(const Row& row, std::string_view field) {
  const auto found = row.fields.find(field);
  const UnitId* unit = found == row.fields.end() ? nullptr : found->second.As<UnitId>();
  return unit == nullptr ? kNoUnit : *unit;
}

// Tasks in the order of the text.
Result<std::vector<Row>> TasksOf(Hand& hand, const Town& town) {
  TRY_ASSIGN(std::vector<Row> rows, Rows(hand, town.clerk, kPack, town.unit));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(WholeOf(a, "source_from"), a.record) <
           std::pair(WholeOf(b, "source_from"), b.record);
  });
  return rows;
}

std::string NameOfUser(Hand& hand, const std::string& user) {
  const root::User* known = hand.app().directory()->FindUser(user);
  return known == nullptr ? user : known->title;
}

// What the clerk adds to a draft before it can be given out.
JsonObject Completed(Hand& hand, const Town& town, const Row& draft, std::string_view line) {
  const LineOffice& row = OfficeFor(line);
  const std::string& officer = town.OfficerFor(std::string(row.officer_of));
  JsonObject set;
  if (UnitIn(draft, "lead_unit") == town.unit || UnitIn(draft, "lead_unit") == kNoUnit) {
    set["lead_unit"] = NumberOf(town.offices.at(std::string(row.office)));
  }
  for (const Village& village : town.villages) {
    if (village.unit == UnitIn(draft, "lead_unit")) {
      // The village's own people take it on, in the village's own row.
      set["region"] = NumberOf(village.unit);
    }
  }
  set["person"] = NameOfUser(hand, officer);
  set["post"] = std::string(row.office) + "业务干部";
  set["leader"] = NameOfUser(hand, town.DeputyFor(std::string(row.officer_of)));
  if (draft.fields.count("due") == 0) {
    set["due"] = DayOf(10, 20).ToString();
  }
  if (draft.Text("requirement").empty()) {
    set["requirement"] = "按会议要求落实，每两周报一次进展";
  }
  return set;
}

class TaskWork {
 public:
  TaskWork(Hand& hand, const Town& town, Agenda& agenda)
      : hand_(hand), town_(town), agenda_(agenda) {}

  void Plan(const Row& row, std::size_t place) {
    const std::string officer = OfficerOf(row);
    const bool insurance = !row.Text("indicator").empty();
    At(DayOf(9, 2), officer, row, "receive", {});
    if (place == 5) {
      At(DayOf(9, 3), officer, row, "object",
         {{"reply", "涉及两个办公室，建议明确配合单位后再交办"}});
      At(DayOf(9, 4), town_.clerk, row, "give", {{"given_on", "2026-09-04"}}, "again");
      At(DayOf(9, 7), officer, row, "receive", {}, "again");
    }
    At(DayOf(9, 8), officer, row, "start", {});
    Progress(row, officer, DayOf(9, 11), "已召开专题会并分解到村", "");
    Progress(row, officer, DayOf(9, 24), "按计划推进", place % 3 == 0 ? "两个村进度偏慢" : "");
    Progress(row, officer, DayOf(10, 14), "完成过半，正在查漏补缺", "");
    if (insurance) {
      return;  // goes on until the end of the year; its figure says how far it is
    }
    const auto field = row.fields.find("due");
    const Date* due = field == row.fields.end() ? nullptr : field->second.As<Date>();
    const Date until = due == nullptr ? DayOf(10, 20) : *due;
    if (place == 3) {
      Supervise(row, officer);
    } else if (place % 7 == 4 && until < DayOf(10, 12)) {
      Close(row, officer, until + 6);
    } else if (place % 7 == 6) {
      At(DayOf(10, 22), officer, row, "report",
         {{"done_on", "2026-10-21"}, {"result", "已完成，佐证材料齐全，报请核验"}});
    } else if (place % 7 != 2 && until <= DayOf(10, 25)) {
      Close(row, officer, std::clamp(until - 3, DayOf(9, 15), DayOf(10, 19)));
    }
  }

 private:
  void At(Date day,
          const std::string& user,
          const Row& row,
          std::string_view transition,
          const JsonObject& set,
          const std::string& turn = "") {
    agenda_.Add(
        WorkingDay(hand_.app(), day),
        [copy = *this, user, row, name = std::string(transition), set, turn]() mutable -> Status {
          TRY_ASSIGN(registers::RecordCommand command,
                     copy.hand_.Move(user, kPack, row, name, set, turn));
          return copy.hand_.Queue(user, std::move(command));
        });
  }

  void Progress(
      const Row& row, const std::string& officer, Date day, const char* done, const char* problem) {
    agenda_.Add(day, [copy = *this, row, officer, day, done, problem]() mutable -> Status {
      // The clerk notes it when an officer rings in from a village.
      const bool phone = row.record.bytes[1] % 4 == 0;
      const std::string& user = phone ? copy.town_.clerk : officer;
      TRY_ASSIGN(
          registers::RecordCommand command,
          copy.hand_.Command(user, "progress " + day.ToString(), kPack, row, rules::Act::kChange));
      if (phone) {
        command.origin.on_behalf_of = OnBehalfOf{NameOfUser(copy.hand_, officer), EntryWay::kPhone};
      }
      JsonObject note{{"on_day", day.ToString()}, {"done", done}, {"next", "继续推进"}};
      if (*problem != '\0') {
        note["problem"] = problem;
      }
      command.append = {{"progress", JsonArray{std::move(note)}}};
      return copy.hand_.Queue(user, std::move(command));
    });
  }

  void Close(const Row& row, const std::string& officer, Date done) {
    const Date reported = WorkingDay(hand_.app(), done);
    At(reported, officer, row, "report",
       {{"done_on", reported.ToString()}, {"result", "已按要求完成"}});
    At(reported + 2, town_.clerk, row, "close", {{"conclusion", "done"}});
  }

  // Put on the list with its basis; only the supervisor closes it then.
  void Supervise(const Row& row, const std::string& officer) {
    agenda_.Add(DayOf(9, 9), [copy = *this, row]() mutable -> Status {
      TRY_ASSIGN(
          registers::RecordCommand command,
          copy.hand_.Command(copy.town_.clerk, "supervise", kPack, row, rules::Act::kChange));
      command.set = {{"supervised", true}, {"supervised_basis", "镇党委会议议定（示例）"}};
      return copy.hand_.Queue(copy.town_.clerk, std::move(command));
    });
    At(DayOf(9, 28), officer, row, "report",
       {{"done_on", "2026-09-28"}, {"result", "已完成，请核验"}});
    agenda_.Add(DayOf(9, 29), [copy = *this, row]() mutable -> Status {
      TRY_ASSIGN(
          registers::RecordCommand command,
          copy.hand_.Move(copy.town_.clerk, kPack, row, "close", {{"conclusion", "done"}}, "own"));
      return copy.hand_.ExpectRefused(copy.town_.clerk, std::move(command), "record.guard");
    });
    At(DayOf(9, 29), town_.supervisor, row, "send_back", {});
    At(DayOf(10, 12), officer, row, "report",
       {{"done_on", "2026-10-10"}, {"result", "已补齐材料，请核验"}}, "again");
    // The supervisor sent it back and so has handled it.
    At(DayOf(10, 15), town_.deputy, row, "close_supervised", {{"conclusion", "done"}});
  }

  std::string OfficerOf(const Row& row) const {
    const UnitId lead = UnitIn(row, "lead_unit");
    for (const LineOffice& office : kOffices) {
      if (town_.offices.at(std::string(office.office)) == lead) {
        return town_.OfficerFor(std::string(office.officer_of));
      }
    }
    for (const Village& village : town_.villages) {
      if (village.unit == lead && village.unit != town_.villages[12].unit) {
        return village.secretary;
      }
    }
    return town_.OfficerFor("household_monitoring");
  }

  Hand& hand_;
  const Town& town_;
  Agenda& agenda_;
};

}  // namespace

Status HoldMeeting(Hand& hand, const Town& town, const std::string& folder) {
  const std::string text(MeetingText());
  TRY(WriteFile(folder + "/云溪镇九月份重点工作推进会讲话.txt", text));
  TRY_ASSIGN(const access::Scope* clerk, hand.As(town.clerk));
  app::RegisterOptions options;
  options.number = kNumber;
  options.unit = town.unit;
  options.date = FirstDay();
  options.media_type = "text/plain";
  TRY_ASSIGN(const app::RegisteredDirective made,
             app::RegisterDirective(hand.app(), *clerk, text, app::BuiltinLexicon(), options));
  if (made.tasks.size() < 8 || made.reading.declined.size() < 2) {
    return Unexpected("reading: " + std::to_string(made.tasks.size()) + " tasks, " +
                      std::to_string(made.reading.declined.size()) + " declined");
  }
  TRY_ASSIGN(const std::vector<Row> drafts, TasksOf(hand, town));
  bool bound = false;
  for (const Row& draft : drafts) {
    const auto at = std::find(made.tasks.begin(), made.tasks.end(), draft.record);
    if (at == made.tasks.end()) {
      return Unexpected("draft");
    }
    const directive::ProposedTask& proposed =
        made.reading.tasks[static_cast<std::size_t>(at - made.tasks.begin())];
    const std::string line = proposed.line.value_or("");
    JsonObject set = Completed(hand, town, draft, line);
    if (line == "insurance_fees" && !bound && !proposed.targets.empty()) {
      bound = true;
      set["indicator"] = "insurance_fees.collection_rate";
      set["indicator_period"] = "2027";
      set["target_value"] = "100.00";
      set["due"] = "2026-12-31";
    }
    TRY_ASSIGN(registers::RecordCommand command,
               hand.Command(town.clerk, "complete", kPack, draft, rules::Act::kChange));
    command.set = std::move(set);
    TRY(hand.Queue(town.clerk, std::move(command)));
  }
  if (!bound) {
    return Unexpected("no task on insurance fees");
  }
  TRY(hand.Flush());
  TRY_ASSIGN(const app::DeployReport report, app::Deploy(hand.app(), *clerk, std::string(kNumber)));
  if (!report.incomplete.empty() || report.given.size() != made.tasks.size()) {
    return Unexpected("deploy",
                      report.incomplete.empty() ? nullptr : &report.incomplete.front().second);
  }
  return {};
}

Status PlanTasks(Hand& hand, const Town& town, Agenda& agenda) {
  TRY_ASSIGN(const std::vector<Row> tasks, TasksOf(hand, town));
  TaskWork work(hand, town, agenda);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    work.Plan(tasks[i], i);
  }
  return {};
}

Status PlanCountyTask(Hand& hand, const County& county, Agenda& agenda) {
  agenda.Add(DayOf(9, 3), [&hand, &county]() -> Status {
    Row row;
    row.record = Uuid::Derived({"demo", "record", "county task"});
    const auto jurisdiction = hand.app().directory()->JurisdictionOf(county.unit, hand.today());
    LUOSHI_CHECK(jurisdiction.has_value());
    row.jurisdiction = *jurisdiction;
    TRY_ASSIGN(registers::RecordCommand create,
               hand.Command(county.clerk, "create", kPack, row, rules::Act::kCreate));
    create.set = {
        {"number", "演示县督〔2026〕17号-1"},
        {"name", "秋冬季森林防火准备情况检查"},
        {"content", "云溪镇、枫林镇组织检查防火隔离带、物资储备和值守安排，报告结果"},
        {"requirement", "查到林边户边，问题逐条整改"},
        {"target_text", "隔离带清理和物资储备全部到位"},
        {"region", NumberOf(county.unit)},
        {"lead_unit", NumberOf(county.office)},
        {"assist_units",
         JsonArray{
             JsonObject{{"unit", NumberOf(county.towns[0].unit)}, {"duty", "本镇检查和整改"}},
             JsonObject{{"unit", NumberOf(county.towns[1].unit)}, {"duty", "本镇检查和整改"}}}},
        {"post", "督查室干部"},
        {"due", "2026-10-31"}};
    TRY(hand.Queue(county.clerk, std::move(create)));
    TRY_ASSIGN(registers::RecordCommand give,
               hand.Move(county.clerk, kPack, row, "give", {{"given_on", "2026-09-03"}}));
    return hand.Queue(county.clerk, std::move(give));
  });
  return {};
}

}  // namespace luoshi::demo
