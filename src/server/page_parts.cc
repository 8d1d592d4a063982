#include "server/page_parts.h"

#include "server/decode.h"

namespace luoshi::server {

HtmlTable::HtmlTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void HtmlTable::Row(const std::vector<std::string>& cells) {
  LUOSHI_CHECK(cells.size() == columns_.size());
  rows_ += "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Column& column = columns_[i];
    rows_ += column.kind == '*'   ? "<td class=\"name\""
             : column.kind == ' ' ? std::string("<td")
                                  : "<td class=\"" + std::string(1, column.kind) + "\"";
    rows_ += " data-label=\"" + Escape(column.heading) + "\"><span>" + cells[i] + "</span></td>";
  }
  rows_ += "</tr>";
}

std::string HtmlTable::Finish() const {
  std::string out = "<div class=\"scroll\"><table><thead><tr>";
  for (const Column& column : columns_) {
    out += column.kind == 'n' ? "<th class=\"n\">" : "<th>";
    out += Escape(column.heading) + "</th>";
  }
  return out + "</tr></thead><tbody>" + rows_ + "</tbody></table></div>";
}

std::string PageHeader(const Call& call, const std::string& title, const std::string& below) {
  std::string out =
      "<header><p class=\"soft\">" + Escape(call.directory->tenant()) + "　落实</p><h1>";
  out += Escape(title);
  if (call.directory->is_example()) {
    out += "<span class=\"mark\">演示数据</span>";
  }
  return out + "</h1>" + below + "</header>";
}

std::string PageFooter(const Call& call) {
  return "<footer class=\"soft\"><p>今天是 " + call.app.today().ToChinese() + "。以“" +
         Escape(call.scope.title()) + "”的身份查看，只显示有权查看的内容。</p></footer>";
}

std::string HomeAddress(const Call& call, UnitId unit, Date as_of, const std::string& indicator) {
  std::string out = "/?unit=" + EncodePart(UnitText(call, unit));
  if (as_of != call.app.today()) {
    out += "&as_of=" + as_of.ToString();
  }
  return indicator.empty() ? out : out + "&indicator=" + EncodePart(indicator);
}

std::string Trail(const Call& call, UnitId unit, Date as_of) {
  const auto boundary = call.directory->BoundaryAt(as_of);
  std::string out;
  for (UnitId at = unit; at != kNoUnit; at = boundary->ParentOf(at)) {
    const std::string& name = call.directory->FindUnit(at)->name;
    const bool open = at != unit && call.scope.MayReadFigures(at);
    const std::string one = open ? Link(HomeAddress(call, at, as_of, ""), name) : Escape(name);
    out = out.empty() ? one : one + " › " + out;
  }
  return out;
}

std::string ExplainAddress(const Call& call, const figure::Figure& figure) {
  std::string out =
      "/explain?indicator=" + EncodePart(figure.pack->name + "." + figure.indicator->name) +
      "&unit=" + EncodePart(UnitText(call, figure.unit)) + "&as_of=" + figure.as_of.ToString();
  if (!figure.period.empty()) {
    out += "&period=" + EncodePart(figure.period);
  }
  return figure.own ? out + "&own=true" : out;
}

std::string Shown(const std::optional<Decimal>& value, const std::string& unit_of_measure) {
  if (!value) {
    return "—";
  }
  const bool close = unit_of_measure == "%";
  return value->ToString() + (close || unit_of_measure.empty() ? "" : " ") + unit_of_measure;
}

std::string Plain(const Decimal& value) {
  std::string text = value.ToString();
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
  }
  return text;
}

std::string CountedIn(const figure::Figure& figure) {
  const std::vector<std::string>& numerator = figure.indicator->numerator;
  const rules::Measure* measure =
      numerator.empty() ? nullptr : figure.pack->FindMeasure(numerator.front());
  return measure == nullptr ? std::string() : measure->unit_of_measure;
}

std::string NumeratorCell(const Call& call, const figure::Figure& figure) {
  if (figure.suppressed) {
    return "少于5";
  }
  return figure.numerator
             ? Link(ExplainAddress(call, figure), Shown(figure.numerator, CountedIn(figure)))
             : "—";
}

namespace {

template <class Text>
std::string Lines(const figure::Figure& figure, const Text& text) {
  std::string out;
  for (std::size_t i = 0; i < figure.bases.size(); ++i) {
    const rules::Base& base = figure.indicator->bases[i];
    const std::string title =
        figure.bases.size() > 1 ? "<span class=\"soft\">" + Escape(base.title.zh) + "</span> " : "";
    out += (i == 0 ? "" : "<br>") + title + text(figure.bases[i]);
  }
  return out.empty() ? "—" : out;
}

}  // namespace

std::string DenominatorCell(const figure::Figure& figure) {
  return Lines(figure, [](const figure::BaseFigure& base) {
    return base.suppressed ? std::string("不显示") : base.denominator.ToString();
  });
}

std::string ValueCell(const figure::Figure& figure) {
  const std::string& unit = figure.indicator->unit_of_measure;
  if (figure.suppressed) {
    return "—";
  }
  return figure.bases.empty() ? Escape(Shown(figure.value, unit))
                              : Lines(figure, [&](const figure::BaseFigure& base) {
                                  return Escape(Shown(base.value, unit));
                                });
}

std::string StateCell(const figure::Figure& figure) {
  if (!figure.comparable) {
    return "<span class=\"not_rated\">不可比</span>";
  }
  return "<span class=\"" + std::string(figure::StateName(figure.state)) + "\">" +
         std::string(figure::StateTitle(figure.state)) + "</span>";
}

}  // namespace luoshi::server
