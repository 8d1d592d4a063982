// The page at /: progress, units below, tasks, papers. Made whole by the server.
#include <algorithm>

#include "app/work_list.h"
#include "host/files.h"
#include "server/decode.h"
#include "server/handlers.h"
#include "server/page_parts.h"

namespace luoshi::server {
namespace {

constexpr std::size_t kTasksShown = 100;

std::string IndicatorName(const figure::Figure& figure) {
  return figure.pack->name + "." + figure.indicator->name;
}

// Nothing to be done there and nothing done.
bool IsEmpty(const figure::Figure& figure) {
  return !figure.suppressed && figure.comparable && figure.not_filled == 0 && figure.numerator &&
         figure.numerator->IsZero() &&
         std::all_of(figure.bases.begin(), figure.bases.end(),
                     [](const figure::BaseFigure& base) { return base.denominator.IsZero(); });
}

struct View {
  UnitId unit = kNoUnit;
  Date as_of;
  std::string indicator;                // of the table of units below
  std::vector<figure::Figure> targets;  // of the unit as a whole, those with a target
};

Result<View> ReadView(Call& call) {
  View view;
  TRY_ASSIGN(view.unit, ReadOptionalUnit(call, "unit"));
  if (view.unit == kNoUnit) {
    view.unit = app::HomeUnitOf(call.app, call.scope);
  }
  TRY_ASSIGN(const std::optional<Date> day, ReadDay(call, "as_of"));
  view.as_of = day.value_or(call.app.today());
  if (view.unit == kNoUnit) {
    return view;
  }
  figure::Query query;
  query.unit = view.unit;
  query.level = call.directory->FindUnit(view.unit)->level;
  query.as_of = view.as_of;
  TRY_ASSIGN(std::vector<figure::Figure> figures, call.app.Figures(call.scope, query));
  for (figure::Figure& figure : figures) {
    if (figure.target) {
      view.targets.push_back(std::move(figure));
    }
  }
  view.indicator = call.Parameter("indicator");
  if (view.indicator.empty() && !view.targets.empty()) {
    view.indicator = IndicatorName(view.targets.front());
  }
  return view;
}

std::string Progress(const Call& call, const View& view) {
  HtmlTable table({{"指标", '*'},
                   {"完成", 'n'},
                   {"应完成", 'n'},
                   {"完成率", 'n'},
                   {"目标", 'n'},
                   {"按时序应达", 'n'},
                   {"还差", 'n'},
                   {"状态", 's'}});
  for (const figure::Figure& figure : view.targets) {
    const rules::Indicator& indicator = *figure.indicator;
    const std::string name =
        Link(HomeAddress(call, view.unit, view.as_of, IndicatorName(figure)), indicator.title.zh);
    table.Row({name + " <span class=\"soft\">" + Escape(figure.pack->title.zh) + "</span>",
               NumeratorCell(call, figure), DenominatorCell(figure), ValueCell(figure),
               Escape(Plain(figure.target->value) + indicator.unit_of_measure),
               Escape(Shown(figure.planned, indicator.unit_of_measure)),
               Escape(Shown(figure.gap, indicator.gap_unit)), StateCell(figure)});
  }
  return table.empty()
             ? "<p class=\"soft\">还没有带目标的指标。导入台账或交办任务后，进度会出现在这里。</p>"
             : table.Finish();
}

std::string Choices(const View& view) {
  std::string out;
  for (const figure::Figure& figure : view.targets) {
    const std::string name = IndicatorName(figure);
    out += "<option value=\"" + Escape(name) + "\"" + (name == view.indicator ? " selected" : "") +
           ">" + Escape(figure.pack->title.zh + " · " + figure.indicator->title.zh) + "</option>";
  }
  return out;
}

std::string ChoiceForm(const Call& call, const View& view) {
  return "<form method=\"get\" action=\"/\"><input type=\"hidden\" name=\"unit\" value=\"" +
         Escape(UnitText(call, view.unit)) +
         "\"><label>截至 <input type=\"date\" name=\"as_of\" value=\"" + view.as_of.ToString() +
         "\"></label><label>分单位的指标 <select name=\"indicator\">" + Choices(view) +
         "</select></label><button>查看</button></form>";
}

Result<std::string> Below(Call& call, const View& view) {
  if (view.indicator.empty()) {
    return std::string();
  }
  figure::Query query;
  query.unit = view.unit;
  query.as_of = view.as_of;
  query.indicators = {view.indicator};
  TRY_ASSIGN(const std::vector<figure::Figure> figures, call.app.Figures(call.scope, query));
  const auto boundary = call.directory->BoundaryAt(view.as_of);
  HtmlTable table({{"单位", '*'},
                   {"完成", 'n'},
                   {"应完成", 'n'},
                   {"完成率", 'n'},
                   {"还差", 'n'},
                   {"未填", 'n'},
                   {"状态", 's'}});
  std::string idle;
  for (const figure::Figure& figure : figures) {
    const std::string& name = call.directory->FindUnit(figure.unit)->name;
    if (IsEmpty(figure)) {
      idle += (idle.empty() ? "" : "、") + name + (figure.own ? "本级" : "");
      continue;
    }
    const bool opens = !figure.own && !boundary->ChildrenOf(figure.unit).empty();
    table.Row({opens ? Link(HomeAddress(call, figure.unit, view.as_of, view.indicator), name)
                     : Escape(name + (figure.own ? "本级" : "")),
               NumeratorCell(call, figure), DenominatorCell(figure), ValueCell(figure),
               Escape(Shown(figure.gap, figure.indicator->gap_unit)),
               std::to_string(figure.not_filled), StateCell(figure)});
  }
  if (figures.empty()) {
    return std::string();
  }
  return "<section><h2>分单位：" + Escape(figures.front().indicator->title.zh) + "</h2>" +
         (table.empty() ? "" : table.Finish()) +
         (idle.empty() ? "" : "<p class=\"soft\">没有这项数据的：" + Escape(idle) + "</p>") +
         "</section>";
}

Result<std::string> Tasks(Call& call, const View& view) {
  TRY_ASSIGN(const std::vector<app::WorkItem> tasks,
             app::ListTasks(call.app, call.scope, view.unit));
  HtmlTable table(
      {{"任务", '*'}, {"牵头单位", 's'}, {"责任人", 's'}, {"完成时限", 's'}, {"状态", 's'}});
  std::size_t open = 0;
  std::size_t overdue = 0;
  for (const app::WorkItem& task : tasks) {
    if (task.closed) {
      continue;
    }
    overdue += task.overdue ? 1 : 0;
    if (++open > kTasksShown) {
      continue;
    }
    table.Row(
        {Escape(task.title), Escape(call.directory->NameOf(task.responsible)),
         task.person.empty() ? "—" : Escape(task.person), task.due ? task.due->ToString() : "未定",
         Escape(task.state_title) + (task.overdue ? " <span class=\"overdue\">逾期</span>" : "")});
  }
  std::string out = "<section><h2>任务</h2><p class=\"soft\">在办 " + std::to_string(open) +
                    " 项，其中逾期 " + std::to_string(overdue) + " 项；已办结 " +
                    std::to_string(tasks.size() - open) + " 项。";
  if (open > kTasksShown) {
    out += "下面只列时限最近的 " + std::to_string(kTasksShown) + " 项，全部见任务清单。";
  }
  return out + "</p>" + (table.empty() ? "" : table.Finish()) + "<p class=\"screen\">" +
         Link("/api/v1/tasks.xlsx?unit=" + EncodePart(UnitText(call, view.unit)),
              "下载任务清单（Excel）") +
         "</p></section>";
}

std::string Files(const Call& call) {
  std::string links;
  for (const ResultFileRow& row : ResultFiles()) {
    if (MayReadResults(call) && FileExists(call.options.out + "/" + std::string(row.name))) {
      links += "<li>" + Link("/files/" + std::string(row.name), row.title) + "</li>";
    }
  }
  return links.empty() ? ""
                       : "<section class=\"screen\"><h2>文件</h2><ul class=\"files\">" + links +
                             "</ul></section>";
}

}  // namespace

Result<Response> HomePage(Call& call) {
  TRY_ASSIGN(const View view, ReadView(call));
  if (view.unit == kNoUnit) {
    return HtmlResponse(
        Page("落实", PageHeader(call, "进度", "") +
                         "<main><section><p>您还没有任职单位或授权，这里没有可看的内容。"
                         "请联系系统管理员。</p></section></main>" +
                         PageFooter(call)));
  }
  const std::string title = call.directory->NameOf(view.unit) + "工作进度";
  TRY_ASSIGN(const std::string below, Below(call, view));
  TRY_ASSIGN(const std::string tasks, Tasks(call, view));
  std::string body =
      PageHeader(call, title,
                 "<p>" + Trail(call, view.unit, view.as_of) + "</p><p class=\"soft\">截至 " +
                     view.as_of.ToChinese() + "</p>");
  body += "<main><section><h2>进度</h2>" + Progress(call, view) + ChoiceForm(call, view) +
          "</section>" + below + tasks + Files(call) + "</main>" + PageFooter(call);
  return HtmlResponse(Page(title, body));
}

}  // namespace luoshi::server
