#include "app/bulletin_text.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace luoshi::app {
namespace {

using document::Align;

std::string CountedIn(const rules::Indicator& indicator) {
  return indicator.gap_unit.empty() ? indicator.unit_of_measure : indicator.gap_unit;
}

std::set<std::string> ClassesOf(const FigureBook& book, const Section& section) {
  std::set<std::string> classes;
  for (const figure::Figure& figure : section.rows) {
    if (!IsEmpty(figure)) {
      classes.insert(book.directory().FindUnit(figure.unit)->peer_class);
    }
  }
  return classes;
}

std::string PlaceOf(const Section& section, const figure::Figure& figure) {
  for (const figure::Ranked& ranked : section.ranking) {
    if (ranked.figure == &figure && ranked.place) {
      return std::to_string(*ranked.place);
    }
  }
  return "—";
}

std::string Signed(const std::optional<Decimal>& change) {
  return !change ? "—" : (change->IsNegative() || change->IsZero() ? "" : "+") + change->ToString();
}

// The last issue's day, and what late rows made of its figure since.
std::string SinceText(const FigureBook& book, const Section& section) {
  const figure::Figure& whole = section.whole;
  const std::optional<Decimal> change = section.Change(whole);
  if (!change) {
    return {};
  }
  const std::string& unit = whole.indicator->unit_of_measure;
  const LastIssue& last = *book.last();
  std::string out =
      "，较" + (last.number.empty() ? last.as_of.ToChinese() : "上期") + ChangeText(*change, unit);
  if (section.WasChanged(whole.unit) && section.before.at(whole.unit).value &&
      section.now.at(whole.unit).value) {
    out += "（上期通报为" + Shown(section.before.at(whole.unit).value, unit) +
           "，因其后补录、更正，该日数据现为" + Shown(section.now.at(whole.unit).value, unit) +
           "）";
  }
  return out;
}

}  // namespace

std::string Plain(const std::optional<Decimal>& value, const std::string& unit) {
  if (!value) {
    return "—";
  }
  std::string text = value->ToString();
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text + unit;
}

std::string Shown(const std::optional<Decimal>& value, const std::string& unit) {
  return value ? value->ToString() + unit : std::string("—");
}

const figure::BaseFigure* Binding(const figure::Figure& figure) {
  for (const figure::BaseFigure& base : figure.bases) {
    if (base.base == figure.indicator->binding_base) {
      return &base;
    }
  }
  return figure.bases.empty() ? nullptr : &figure.bases.front();
}

std::string BaseTitle(const figure::Figure& figure, std::string_view name) {
  const rules::Indicator& indicator = *figure.indicator;
  for (const rules::Base& base : indicator.bases) {
    if (base.name == name) {
      return indicator.bases.size() == 1 && base.measures.size() == 1
                 ? figure.pack->FindMeasure(base.measures.front())->title.zh
                 : base.title.zh;
    }
  }
  return std::string(name);
}

std::string DoneTitle(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  return indicator.numerator.size() == 1
             ? figure.pack->FindMeasure(indicator.numerator.front())->title.zh
             : "已完成";
}

bool IsEmpty(const figure::Figure& figure) {
  return !figure.suppressed && figure.numerator && figure.numerator->IsZero() &&
         std::all_of(figure.bases.begin(), figure.bases.end(),
                     [](const figure::BaseFigure& base) { return base.denominator.IsZero(); });
}

bool IsBehind(const figure::Figure& figure) {
  return figure.state == figure::State::kBehind || figure.state == figure::State::kOverdue;
}

std::string ChangeText(const Decimal& change, const std::string& unit_of_measure) {
  const std::string points = unit_of_measure == "%" ? "个百分点" : unit_of_measure;
  return change.IsZero() ? "持平"
         : change.IsNegative()
             ? "减少" + Decimal(-change.units(), change.scale()).ToString() + points
             : "增加" + change.ToString() + points;
}

std::string Overview(const FigureBook& book, const Section& section) {
  const figure::Figure& whole = section.whole;
  const rules::Indicator& indicator = *whole.indicator;
  const std::string& unit = indicator.unit_of_measure;
  const std::string counted = CountedIn(indicator);
  std::string out = "截至" + whole.as_of.ToChinese() + "，" + book.NameOf(whole.unit);
  if (whole.suppressed) {
    return out + indicator.title.zh + "少于5" + counted + "。";
  }
  if (whole.bases.empty()) {
    out += indicator.title.zh + Shown(whole.numerator, unit);
  } else {
    const figure::BaseFigure& base = whole.bases.front();
    out += BaseTitle(whole, base.base) + Plain(base.denominator, counted) + "，" +
           DoneTitle(whole) + Plain(whole.numerator, counted) + "，" + indicator.title.zh +
           Shown(whole.value, unit);
    for (std::size_t i = 1; i < whole.bases.size(); ++i) {
      out += "（按" + BaseTitle(whole, whole.bases[i].base) +
             Plain(whole.bases[i].denominator, counted) + "计为" +
             Shown(whole.bases[i].value, unit) + "）";
    }
  }
  out += SinceText(book, section);
  if (whole.planned) {
    out += "，序时进度" + Shown(whole.planned, unit) + "，" +
           std::string(figure::StateTitle(whole.state));
  }
  if (whole.gap && !whole.gap->IsZero()) {
    out += "，距目标" + Plain(whole.target->value) + unit + "还差" + Plain(whole.gap, counted);
    if (whole.needed_per_day) {
      out += "，此后每个工作日需完成" + Plain(whole.needed_per_day, counted);
    }
  }
  out += "。";
  std::string behind;
  int count = 0;
  for (const figure::Figure& row : section.rows) {
    if (IsBehind(row)) {
      behind += (behind.empty() ? "" : "、") + book.NameOf(row.unit);
      ++count;
    }
  }
  const auto without = std::count_if(section.rows.begin(), section.rows.end(),
                                     [](const auto& row) { return !row.own && IsEmpty(row); });
  if (without > 0 && without < static_cast<std::ptrdiff_t>(section.rows.size()) - 1) {
    out += "另有" + std::to_string(without) + "个单位无此项，不参评。";
  }
  if (count > 0) {
    out += "滞后的有" + behind + (count > 1 ? "等" + std::to_string(count) + "个单位" : "") + "。";
  }
  return out;
}

document::Table TableOf(const FigureBook& book, const Section& section) {
  const rules::Indicator& indicator = *section.whole.indicator;
  const std::string& unit = indicator.unit_of_measure;
  const std::string counted = CountedIn(indicator);
  document::Table table;
  table.caption = indicator.title.zh + "进度表";
  table.unit_line =
      counted == unit || unit.empty() ? "单位：" + counted : "单位：" + counted + "、" + unit;
  const bool rated = !section.whole.bases.empty();
  const bool targeted = section.whole.target.has_value();
  const bool placed = indicator.ranked && rated;
  const bool compared = section.Change(section.whole).has_value();
  table.columns = {{"单位", "", Align::kCenter, 0}};
  const bool classed = placed && ClassesOf(book, section).size() > 1;
  if (classed) {
    table.columns.push_back({"类别", "", Align::kCenter, 0});
  }
  if (rated) {
    for (const figure::BaseFigure& base : section.whole.bases) {
      table.columns.push_back({BaseTitle(section.whole, base.base), "", Align::kRight, 0});
    }
  }
  table.columns.push_back(
      {rated ? DoneTitle(section.whole) : indicator.title.zh, "", Align::kRight, 0});
  if (rated) {
    for (const figure::BaseFigure& base : section.whole.bases) {
      const std::string name = section.whole.bases.size() == 1
                                   ? indicator.title.zh
                                   : "按" + BaseTitle(section.whole, base.base);
      table.columns.push_back(
          {name, section.whole.bases.size() == 1 ? "" : indicator.title.zh, Align::kRight, 0});
    }
  }
  if (targeted) {
    table.columns.push_back({"还差", "", Align::kRight, 0});
    table.columns.push_back({"状态", "", Align::kCenter, 0});
  }
  if (placed) {
    table.columns.push_back({"位次", "", Align::kCenter, 0});
  }
  if (compared) {
    table.columns.push_back(
        {book.last()->number.empty() ? "较前" : "较上期", "", Align::kRight, 0});
  }
  const auto add = [&](const figure::Figure& figure, bool total) {
    document::TableRow row;
    row.total = total;
    row.cells.push_back(total ? "合计" : book.NameOf(figure.unit) + (figure.own ? "本级" : ""));
    if (classed) {
      row.cells.push_back(total ? "" : book.directory().FindUnit(figure.unit)->peer_class);
    }
    for (const figure::BaseFigure& base : figure.bases) {
      row.cells.push_back(base.denominator.ToString());
    }
    row.cells.push_back(figure.suppressed ? "少于5" : Shown(figure.numerator, ""));
    for (const figure::BaseFigure& base : figure.bases) {
      row.cells.push_back(Shown(base.value, ""));
    }
    if (targeted) {
      row.cells.push_back(figure.target ? Shown(figure.gap, "") : "—");
      row.cells.push_back(
          figure.bases.empty() && figure.own ? "—" : std::string(figure::StateTitle(figure.state)));
    }
    if (placed) {
      row.cells.push_back(PlaceOf(section, figure));
    }
    if (compared) {
      row.cells.push_back(Signed(section.Change(figure)));
    }
    table.rows.push_back(std::move(row));
  };
  for (const figure::Figure& figure : section.rows) {
    if (!IsEmpty(figure)) {
      add(figure, false);
    }
  }
  add(section.whole, true);
  return table;
}

document::Table RankingOf(const FigureBook& book, const Section& section) {
  const rules::Indicator& indicator = *section.whole.indicator;
  document::Table table;
  table.caption = indicator.title.zh + "排名";
  const bool classed = ClassesOf(book, section).size() > 1;
  table.unit_line = indicator.unit_of_measure.empty() ? "" : "单位：" + indicator.unit_of_measure;
  table.columns = {{"位次", "", Align::kCenter, 0}, {"单位", "", Align::kCenter, 0}};
  if (classed) {
    table.columns.push_back({"类别", "", Align::kCenter, 0});
  }
  table.columns.push_back({indicator.title.zh, "", Align::kRight, 0});
  for (const figure::Ranked& ranked : section.ranking) {
    if (!ranked.place) {
      continue;
    }
    document::TableRow row;
    row.cells = {std::to_string(*ranked.place), book.NameOf(ranked.figure->unit)};
    if (classed) {
      row.cells.push_back(ranked.peer_class);
    }
    const figure::BaseFigure* base = Binding(*ranked.figure);
    row.cells.push_back(Shown(base == nullptr ? ranked.figure->value : base->value));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::optional<document::BarChart> ChartOf(const FigureBook& book, const Section& section) {
  if (section.whole.bases.empty() || !section.whole.target) {
    return std::nullopt;
  }
  const std::string& unit = section.whole.indicator->unit_of_measure;
  document::BarChart chart;
  chart.caption = section.whole.indicator->title.zh + "排序（按" +
                  BaseTitle(section.whole, section.whole.indicator->binding_base) + "）";
  chart.planned_label = section.whole.planned ? "序时进度" : "";
  std::set<std::string> classes;
  for (const figure::Ranked& ranked : section.ranking) {
    if (ranked.place) {
      classes.insert(ranked.peer_class);
    }
  }
  for (const figure::Ranked& ranked : section.ranking) {
    const figure::BaseFigure* base = Binding(*ranked.figure);
    if (ranked.place && base != nullptr && base->value) {
      // units are compared inside their class only
      const std::string group = classes.size() > 1 ? ranked.peer_class + " " : "";
      chart.bars.push_back({group + book.NameOf(ranked.figure->unit), *base->value,
                            Shown(base->value, unit), ranked.figure->planned});
    }
  }
  return chart.bars.size() < 2 ? std::nullopt : std::optional(std::move(chart));
}

document::Table SummaryOf(const FigureBook& book, const std::vector<const Section*>& sections) {
  document::Table table;
  table.caption = book.NameOf(book.unit()) + "重点工作进度总表";
  table.unit_line = "截至" + book.as_of().ToChinese();
  table.columns = {{"单位", "", Align::kCenter, 0}};
  std::vector<UnitId> units;
  for (const Section* section : sections) {
    const rules::Indicator& indicator = *section->whole.indicator;
    const std::string& unit = indicator.unit_of_measure;
    const std::string& line = section->whole.pack->title.zh;
    const bool rated = !section->whole.bases.empty();
    if (rated) {
      const std::string& base = section->whole.bases.front().base;
      table.columns.push_back({BaseTitle(section->whole, base), line, Align::kRight, 0});
      table.columns.push_back({DoneTitle(section->whole), line, Align::kRight, 0});
    }
    table.columns.push_back(
        {indicator.title.zh + (unit.empty() ? "" : "（" + unit + "）"), line, Align::kRight, 0});
    for (const figure::Figure& figure : section->rows) {
      if (!figure.own && std::find(units.begin(), units.end(), figure.unit) == units.end()) {
        units.push_back(figure.unit);
      }
    }
  }
  const auto add = [&](const std::string& name, bool total, const auto& figure_of) {
    document::TableRow row;
    row.total = total;
    row.cells.push_back(name);
    for (const Section* section : sections) {
      const figure::Figure* figure = figure_of(*section);
      const bool shown = figure != nullptr && !figure->suppressed && !IsEmpty(*figure);
      if (!section->whole.bases.empty()) {
        row.cells.push_back(shown ? figure->bases.front().denominator.ToString() : "—");
        row.cells.push_back(shown ? Shown(figure->numerator) : "—");
      }
      row.cells.push_back(!shown                         ? "—"
                          : section->whole.bases.empty() ? Shown(figure->numerator)
                                                         : Shown(figure->value));
    }
    table.rows.push_back(std::move(row));
  };
  for (const UnitId unit : units) {
    add(book.NameOf(unit), false, [unit](const Section& section) -> const figure::Figure* {
      for (const figure::Figure& figure : section.rows) {
        if (figure.unit == unit && !figure.own) {
          return &figure;
        }
      }
      return nullptr;
    });
  }
  add("合计", true, [](const Section& section) { return &section.whole; });
  constexpr std::size_t kWidestUpright = 10;
  table.landscape = table.columns.size() > kWidestUpright;
  return table;
}

document::Notes NotesOf(const FigureBook& book) {
  document::Notes notes;
  notes.title = "数据说明";
  std::set<std::string> told;
  for (const Section& section : book.sections()) {
    if (!told.insert(section.whole.pack->name + "." + section.whole.indicator->name).second) {
      continue;  // the same indicator at another level
    }
    const rules::Pack& pack = *section.whole.pack;
    const rules::Indicator& indicator = *section.whole.indicator;
    const auto titles = [&](const std::vector<std::string>& measures) {
      std::string out;
      for (const std::string& name : measures) {
        out += (out.empty() ? "" : "＋") + pack.FindMeasure(name)->title.zh;
      }
      return out;
    };
    std::string line = indicator.title.zh + "：" + titles(indicator.numerator);
    for (std::size_t i = 0; i < indicator.bases.size(); ++i) {
      line += (i == 0 ? " ÷ " : "；另按 ÷ ") + titles(indicator.bases[i].measures);
    }
    line += "。口径为" + pack.title.zh + "第" + std::to_string(pack.version) + "版";
    if (!section.whole.period.empty()) {
      line += "，统计期 " + section.whole.period;
    }
    line += "，未填 " + std::to_string(section.whole.not_filled) + " 条";
    if (!indicator.basis.empty()) {
      line += "。依据：" + indicator.basis;
    }
    notes.lines.push_back(line + "。");
  }
  notes.lines.emplace_back(
      "本通报数据由台账记录自动汇总，逐项可追溯；比率保留位数以表列为准，四舍五入。"
      "分母为零的单位不参评，同率并列。");
  std::string moved;
  int count = 0;
  constexpr int kMostTold = 30;
  for (const Section& section : book.sections()) {
    const std::string& unit = section.whole.indicator->unit_of_measure;
    for (const auto& [id, stated] : section.before) {
      if (section.WasChanged(id) && ++count <= kMostTold) {
        const Stated& now = section.now.at(id);
        moved += (moved.empty() ? "" : "；") + book.NameOf(id) + section.whole.indicator->title.zh +
                 "由" + Shown(stated.value ? stated.value : stated.numerator, unit) + "变为" +
                 Shown(now.value ? now.value : now.numerator, unit);
        const auto late = section.late_rows.find(id);
        if (late != section.late_rows.end() && late->second > 0) {
          moved += "（" + std::to_string(late->second) + "条）";
        }
      }
    }
  }
  if (!moved.empty()) {
    const LastIssue& last = *book.last();
    notes.lines.push_back(
        (last.number.empty()
             ? "与" + last.as_of.ToChinese() + "当日掌握的数据相比"
             : "与" + last.number + "（截至" + last.as_of.ToChinese() + "）的通报数相比") +
        "，因其后补录、更正，该日数据有" + std::to_string(count) + "处变动：" + moved +
        (count > kMostTold ? "等" : "") + "。本期的增减按原数计算。");
  }
  return notes;
}

}  // namespace luoshi::app
