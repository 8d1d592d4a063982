// The page behind a number: what it means, what it was made of, who last changed it.
#include "server/decode.h"
#include "server/handlers.h"
#include "server/page_parts.h"

namespace luoshi::server {
namespace {

std::string Item(std::string_view name, const std::string& markup) {
  return "<dt>" + Escape(name) + "</dt><dd>" + markup + "</dd>";
}

std::string MeasureText(const rules::Pack& pack, const std::string& name) {
  const rules::Measure* measure = pack.FindMeasure(name);
  std::string out = Escape(measure->title.zh) + "：<code>" + Escape(measure->where.source());
  if (measure->amount) {
    out += "</code> 的 <code>" + Escape(measure->amount->source()) + "</code> 之和";
    return out;
  }
  return out + "</code> 的条数";
}

std::string MeasuresText(const rules::Pack& pack, const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "" : "<br>") + MeasureText(pack, name);
  }
  return out;
}

std::string Definition(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  std::string out = "<section><h2>口径</h2><dl>";
  out += Item("分子", MeasuresText(*figure.pack, indicator.numerator));
  for (const rules::Base& base : indicator.bases) {
    const std::string name = base.title.zh.empty() ? "分母" : "分母（" + base.title.zh + "）";
    out += Item(name, MeasuresText(*figure.pack, base.measures));
  }
  if (!indicator.basis.empty()) {
    out += Item("依据", Escape(indicator.basis));
  }
  out += Item("业务模板", Escape(figure.pack->title.zh) + " 第 " +
                              std::to_string(figure.pack->version) + " 版");
  return out + "</dl></section>";
}

std::string Number(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  std::string out = "<section><p class=\"big\">";
  out += figure.suppressed ? "少于5" : Escape(Shown(figure.value, indicator.unit_of_measure));
  out += "</p><dl>";
  out += Item("分子",
              figure.suppressed ? "少于5" : Escape(Shown(figure.numerator, CountedIn(figure))));
  if (!figure.bases.empty()) {
    out += Item("分母", DenominatorCell(figure));
  }
  if (figure.bases.size() > 1) {
    out += Item("各口径的值", ValueCell(figure));
  }
  if (!figure.suppressed) {
    out += Item("未填", std::to_string(figure.not_filled) + " 条");
  }
  if (!figure.period.empty()) {
    out += Item("统计期", Escape(figure.period));
  }
  if (figure.target) {
    out += Item("目标", Escape(Plain(figure.target->value) + indicator.unit_of_measure));
    out += Item("按时序应达", Escape(Shown(figure.planned, indicator.unit_of_measure)));
    out += Item("还差", Escape(Shown(figure.gap, indicator.gap_unit)));
    out += Item("状态", StateCell(figure));
  }
  return out + "</dl></section>";
}

std::string DayForm(const Call& call, const app::Explanation& explanation) {
  const figure::Figure& figure = explanation.figure;
  const auto hidden = [](std::string_view name, const std::string& value) {
    return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + Escape(value) +
           "\">";
  };
  return "<form method=\"get\" action=\"/explain\">" +
         hidden("indicator", figure.pack->name + "." + figure.indicator->name) +
         hidden("unit", UnitText(call, figure.unit)) + (figure.own ? hidden("own", "true") : "") +
         "<label>换一天看 <input type=\"date\" name=\"as_of\" value=\"" + figure.as_of.ToString() +
         "\"></label><button>查看</button></form>";
}

std::string WhoChanged(const Call& call, const std::string& user) {
  const root::User* known = call.directory->FindUser(user);
  return Escape(known == nullptr ? user : known->title);
}

std::string Rows(const Call& call, const app::Explanation& explanation) {
  const figure::Figure& figure = explanation.figure;
  if (figure.suppressed) {
    return "<section><h2>由哪些记录得出</h2><p>数字很小，为免看出是谁，不列记录，也不显示条数。"
           "</p></section>";
  }
  HtmlTable table({{"名称", '*'},
                   {"单位", 's'},
                   {"状态", 's'},
                   {"计入分子", 'n'},
                   {"未填", 's'},
                   {"最后变动", 's'},
                   {"经手", 's'}});
  for (const app::ExplainedRow& row : explanation.rows) {
    const rules::State* state = figure.pack->FindState(row.state);
    const std::string name = row.title.empty() ? row.record.ToString().substr(0, 8) : row.title;
    table.Row({Link("/api/v1/records/" + row.record.ToString(), name),
               Escape(call.directory->NameOf(row.region)),
               state == nullptr ? "—" : Escape(state->title.zh), row.numerator.ToString(),
               row.not_filled ? "是" : "", row.changed_on.ToString(),
               WhoChanged(call, row.changed_by)});
  }
  const auto shown = static_cast<std::int64_t>(explanation.rows.size());
  const std::int64_t contributing = explanation.contributing.value_or(0);
  const std::int64_t closed = explanation.closed.value_or(0);
  const std::int64_t rest = contributing - closed - shown;
  std::string out = "<section><h2>由哪些记录得出</h2><p class=\"soft\">共 " +
                    std::to_string(contributing) + " 条，下面列出 " + std::to_string(shown) + " 条";
  out += rest > 0 ? "，另有 " + std::to_string(rest) + " 条未列出" : "";
  out += closed > 0 ? "，" + std::to_string(closed) + " 条您无权打开，只计数" : "";
  return out + "。</p>" + (table.empty() ? "" : table.Finish()) + "</section>";
}

}  // namespace

Result<Response> ExplainPage(Call& call) {
  TRY_ASSIGN(const app::ExplainQuery query, ReadExplainQuery(call));
  TRY_ASSIGN(const app::Explanation explanation, app::Explain(call.app, call.scope, query));
  const figure::Figure& figure = explanation.figure;
  const std::string unit = call.directory->NameOf(figure.unit) + (figure.own ? "本级" : "");
  const std::string title = unit + "：" + figure.indicator->title.zh;
  std::string body =
      PageHeader(call, title,
                 "<p>" + Trail(call, figure.unit, figure.as_of) + " · " +
                     Link(HomeAddress(call, figure.unit, figure.as_of,
                                      figure.pack->name + "." + figure.indicator->name),
                          "回到进度") +
                     "</p><p class=\"soft\">截至 " + figure.as_of.ToChinese() + "</p>" +
                     DayForm(call, explanation));
  body += "<main>" + Number(figure) + Definition(figure) + Rows(call, explanation) + "</main>" +
          PageFooter(call);
  return HtmlResponse(Page(title, body));
}

}  // namespace luoshi::server
