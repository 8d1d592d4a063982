#include "demo/demo.h"

#include <filesystem>

#include "app/bulletin.h"
#include "app/export.h"
#include "app/figures_json.h"
#include "app/verify.h"
#include "base/sha256.h"
#include "demo/intake.h"
#include "demo/meeting.h"
#include "document/pdf_fonts.h"
#include "host/files.h"

namespace luoshi::demo {
namespace {

constexpr std::string_view kMark = "demo.json";
constexpr std::string_view kStore = "sqlite:luoshi.db";
constexpr const char* kResults[] = {"tasks.xlsx", "bulletin.docx", "bulletin.pdf", "figures.json",
                                    "checkpoint.txt"};

struct Numbers {
  int monitored;
  int removed_before;  // 1 September
  int removed;
  int hazards_per_village;
};

Numbers NumbersOf(Size size, bool first) {
  if (first) {
    return size == Size::kFull ? Numbers{250, 150, 190, 10} : Numbers{25, 15, 19, 2};
  }
  return size == Size::kFull ? Numbers{12, 5, 8, 4} : Numbers{2, 0, 1, 2};
}

// What an example was made from: the program, with the packs and words inside it, and the choices.
Result<std::string> MarkOf(const DemoOptions& options) {
  TRY_ASSIGN(const std::string program, ReadFile("/proc/self/exe"));
  Sha256 hash;
  hash.Update(program);
  hash.Update(" " + std::to_string(options.seed) +
              (options.size == Size::kFull ? " full" : " small"));
  return PrettyJson(JsonObject{{"note", "演示数据"}, {"made_from", hash.Finish().ToHex()}});
}

Error NotAnExample(const std::string& folder) {
  return Error{ErrorCode::kInvalid, "demo.not_example", {{"path", folder}}, folder};
}

// Whether what lies there was made by this program as an example and may be removed.
Result<bool> MayRemove(const std::string& folder) {
  if (!FileExists(folder)) {
    return true;
  }
  const std::string configuration = folder + "/luoshi.json";
  if (FileExists(configuration)) {
    TRY_ASSIGN(const std::string text, ReadFile(configuration));
    const Result<Json> json = ParseJson(text);
    const JsonObject* object = json.ok() ? json->if_object() : nullptr;
    // Only an example store keeps a clock of its own.
    return object != nullptr && !FindText(*object, "clock").empty() &&
           FindText(*object, "store") == kStore;
  }
  TRY_ASSIGN(const std::vector<std::string> files, ListFiles(folder));
  return files.empty() || FileExists(folder + "/" + std::string(kMark));
}

// What an example consists of, and nothing else that may lie in the folder.
Status Remove(const std::string& folder) {
  TRY_ASSIGN(const bool may, MayRemove(folder));
  if (!may) {
    return NotAnExample(folder);
  }
  TRY(MakeFolder(folder));
  // From here on it is unfinished, wherever this is interrupted.
  TRY(WriteFile(folder + "/" + std::string(kMark), "{}\n"));
  for (const char* name : {"luoshi.db", "luoshi.db-wal", "luoshi.db-shm", "luoshi.db-journal",
                           "keys", "example", "luoshi.json"}) {
    std::error_code failure;
    std::filesystem::remove_all(folder + "/" + name, failure);
    if (failure) {
      return Error{ErrorCode::kUnavailable,
                   "file.unwritable",
                   {{"path", folder + "/" + name}},
                   folder,
                   failure.message()};
    }
  }
  return MakeFolder(folder + "/example");
}

class Demo {
 public:
  Demo(const DemoOptions& options, app::App& app)
      : options_(options),
        app_(app),
        hand_(app),
        random_(options.seed),
        importer_(
            hand_, options.data + "/example", [this](std::string_view line) { Progress(line); }) {}

  Status Run() {
    TRY(FirstDays());
    Progress("开始八周的办理");
    const auto progress = [this](std::string_view line) { Progress(line); };
    TRY(agenda_.Work(hand_, DayOf(9, 30), progress));
    TRY_ASSIGN(const document::PdfFonts fonts, document::PdfFonts::Load(options_.fonts));
    TRY(Bulletin("第1期", std::nullopt, fonts));
    TRY(agenda_.Work(hand_, LastDay(), progress));
    TRY(Bulletin("第2期", DayOf(9, 30), fonts));
    return Results();
  }

 private:
  void Progress(std::string_view line) const {
    if (options_.progress) {
      options_.progress(line);
    }
  }

  const Town& first() const { return county_.towns.front(); }

  // Registers, the meeting of 1 September, and what follows from both.
  Status FirstDays() {
    TRY(hand_.GoTo(FirstDay(), 8, 30));
    Progress("建立演示县");
    TRY_ASSIGN(county_, MakeCounty(app_, options_.size, random_));
    agenda_.Add(MergerDay(), [this]() -> Status {
      TRY(MergeVillages(app_, first(), MergerDay()));
      return {};
    });
    TRY(hand_.GoTo(FirstDay(), 9));
    CitizenIds ids;
    for (const Town& town : county_.towns) {
      populations_.push_back(MakePopulation(town, random_, ids));
    }
    const std::string folder = options_.data + "/example";
    for (std::size_t i = 0; i < county_.towns.size(); ++i) {
      const Town& town = county_.towns[i];
      const Numbers numbers = NumbersOf(options_.size, i == 0);
      TRY(importer_.ImportPeople(town, populations_[i]));
      TRY(importer_.ImportMonitoring(town, populations_[i], numbers.monitored, random_));
      for (int month = 0; month <= 8; ++month) {
        TRY(importer_.ImportRevenue(town, month));
      }
      TRY(PlanMonitoring(hand_, town, numbers.removed_before, numbers.removed, agenda_));
      TRY(PlanRevenue(hand_, town, agenda_, DayOf(9, 3)));
      agenda_.Add(DayOf(10, 9), [this, &town] { return importer_.ImportRevenue(town, 9); });
      TRY(PlanRevenue(hand_, town, agenda_, DayOf(10, 12)));
    }
    TRY(importer_.ImportProjects(first()));
    TRY(PlanProjects(hand_, first(), agenda_));
    TRY(hand_.GoTo(FirstDay(), 15));
    Progress("登记会议讲话，分解交办任务");
    TRY(HoldMeeting(hand_, first(), folder));
    TRY(PlanTasks(hand_, first(), agenda_));
    TRY(PlanCountyTask(hand_, county_, agenda_));

    TRY(hand_.GoTo(DayOf(9, 2), 12));
    for (std::size_t i = 0; i < county_.towns.size(); ++i) {
      TRY(importer_.ImportHazards(county_.towns[i],
                                  NumbersOf(options_.size, i == 0).hazards_per_village, random_));
      TRY(PlanHazards(hand_, county_.towns[i], agenda_, random_));
    }
    TRY(agenda_.Work(hand_, DayOf(9, 3), [](std::string_view) {}));
    TRY(hand_.GoTo(DayOf(9, 4), 17));
    constexpr int kPercent[] = {83, 79, 88};
    for (std::size_t i = 0; i < county_.towns.size(); ++i) {
      TRY(importer_.ImportFees(county_.towns[i], populations_[i], random_));
      TRY(PlanFees(hand_, county_.towns[i], kPercent[i], agenda_, random_));
    }
    populations_.clear();
    return {};
  }

  Status Bulletin(const std::string& number,
                  std::optional<Date> since,
                  const document::PdfFonts& fonts) {
    Progress("编发进度通报" + number);
    TRY(hand_.Flush());
    app::BulletinOptions options;
    options.number = number;
    options.unit = first().unit;
    options.as_of = hand_.today();
    options.since = since;
    options.issuer = first().name + "党政办公室";
    options.reply_by = hand_.today();  // the villages were asked in the morning
    TRY_ASSIGN(const access::Scope* clerk, hand_.As(first().clerk));
    TRY_ASSIGN(const app::Bulletin bulletin, app::DraftBulletin(app_, *clerk, options, fonts));
    TRY_ASSIGN(const access::Scope* deputy, hand_.As(first().deputy));
    TRY(app::IssueBulletin(app_, *deputy, number));
    TRY(WriteFile(options_.out + "/bulletin.docx", bulletin.docx));
    return WriteFile(options_.out + "/bulletin.pdf", bulletin.pdf);
  }

  // One row a line, keys sorted: equal on every run.
  Result<std::string> FiguresText(UnitId unit, const std::string& user) {
    TRY_ASSIGN(const access::Scope* scope, hand_.As(user));
    // Insurance is collected for the year after, whatever period its other indicators stand in.
    std::vector<std::string> insurance;
    std::vector<std::string> others;
    for (const rules::Pack* pack : app_.directory()->packs()) {
      for (const rules::Indicator& indicator : pack->indicators) {
        (pack->name == "insurance_fees" ? insurance : others)
            .push_back(pack->name + "." + indicator.name);
      }
    }
    figure::Query query;
    query.unit = unit;
    query.as_of = hand_.today();
    query.indicators = std::move(others);
    TRY_ASSIGN(std::vector<figure::Figure> figures, app_.Figures(*scope, query));
    query.indicators = std::move(insurance);
    query.period = "2027";
    TRY_ASSIGN(const std::vector<figure::Figure> next, app_.Figures(*scope, query));
    figures.insert(figures.end(), next.begin(), next.end());
    std::string out;
    for (Json& row : app::FiguresToJson(app_, figures, {})) {
      row.as_object().erase("journal_positions");
      out += (out.empty() ? "" : ",\n") + CanonicalJson(row);
    }
    return out;
  }

  Status Results() {
    Progress("写出任务清单、指标和核验文件");
    TRY_ASSIGN(const access::Scope* clerk, hand_.As(first().clerk));
    TRY_ASSIGN(const std::string tasks, app::ExportTasks(app_, *clerk, first().unit));
    TRY(WriteFile(options_.out + "/tasks.xlsx", tasks));
    TRY_ASSIGN(const std::string town, FiguresText(first().unit, first().clerk));
    TRY_ASSIGN(const std::string county, FiguresText(county_.unit, county_.clerk));
    TRY(WriteFile(options_.out + "/figures.json", "{\"note\":\"演示数据\",\"town\":[\n" + town +
                                                      "],\"county\":[\n" + county + "]}\n"));
    TRY_ASSIGN(const std::string checkpoint, app::Checkpoint(app_));
    TRY(WriteFile(options_.out + "/checkpoint.txt", checkpoint));
    Progress("办理 " + std::to_string(hand_.accepted()) + " 条，按规定拒绝 " +
             std::to_string(hand_.refused()) + " 条；导入 " +
             std::to_string(importer_.intake().added) + " 行，拒收 " +
             std::to_string(importer_.intake().refused) + " 行");
    return {};
  }

  const DemoOptions& options_;
  app::App& app_;
  Hand hand_;
  SeededRandom random_;
  Importer importer_;
  Agenda agenda_;
  County county_;
  std::vector<Population> populations_;
};

bool IsDone(const DemoOptions& options, const std::string& mark) {
  const Result<std::string> kept = ReadFile(options.data + "/" + std::string(kMark));
  if (!kept.ok() || *kept != mark || !FileExists(options.data + "/luoshi.json")) {
    return false;
  }
  for (const char* name : kResults) {
    if (!FileExists(options.out + "/" + name)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Status RunDemo(const DemoOptions& options, const app::StoreOpener& opener, Random& random) {
  TRY_ASSIGN(const std::string mark, MarkOf(options));
  if (IsDone(options, mark)) {
    return {};
  }
  TRY(Remove(options.data));
  TRY(MakeFolder(options.out));
  app::InitOptions init;
  init.tenant = "演示县（演示数据）";
  init.example = true;
  init.store = kStore;
  init.clock = DateTime::At(FirstDay(), 8);
  TRY(app::App::Init(options.data, opener, init, random));
  TRY_ASSIGN(const std::unique_ptr<app::App> app, app::App::Open(options.data, opener, random));
  Demo demo(options, *app);
  TRY(demo.Run());
  return WriteFile(options.data + "/" + std::string(kMark), mark);
}

}  // namespace luoshi::demo
