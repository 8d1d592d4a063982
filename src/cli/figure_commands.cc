// figures, explain: numbers, and what they were made of.
#include <algorithm>
#include <iostream>

#include "app/explain.h"
#include "app/figures_json.h"
#include "base/text.h"
#include "cli/command.h"

namespace luoshi::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct FigureOptions {
  Common common;
  std::string unit;
  std::string level;
  std::string as_of;
  std::string since;
  std::string against;
  std::string known_at;
  std::string period;
  std::string by;
  std::vector<std::string> indicators;
  std::string axis = "region";
  std::string boundary;
};

Result<figure::Query> QueryOf(const app::App& app, const FigureOptions& options) {
  figure::Query query;
  TRY_ASSIGN(query.unit, FindUnit(app, options.unit));
  if (!options.level.empty()) {
    query.level = ParseLevel(options.level);
    if (!query.level) {
      return Error{ErrorCode::kInvalid, "unit.level", {{"level", options.level}}, "--level"};
    }
  }
  TRY_ASSIGN(const std::optional<Date> as_of, ReadDay(options.as_of));
  query.as_of = as_of.value_or(app.today());
  TRY_ASSIGN(query.since, ReadDay(options.since));
  TRY_ASSIGN(query.known_at, ReadDay(options.known_at));
  TRY_ASSIGN(query.boundary, ReadDay(options.boundary));
  if (!options.period.empty()) {
    query.period = options.period;
  }
  query.by = options.by;
  query.indicators = options.indicators;
  query.axis = options.axis == "responsible" ? figure::Axis::kResponsible : figure::Axis::kRegion;
  query.against = figure::ParseAgainst(options.against);
  query.forecast = true;
  return query;
}

// 100.00 is written 100.
std::string Plain(const Decimal& value) {
  std::string text = value.ToString();
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.back() == '.' ? text.size() - 1 : text.size());
  }
  return text;
}

std::string Shown(const std::optional<Decimal>& value) { return value ? value->ToString() : "—"; }

std::string Signed(const std::optional<Decimal>& value) {
  return !value ? "—" : (value->IsNegative() || value->IsZero() ? "" : "+") + value->ToString();
}

std::string NumeratorOf(const figure::Figure& figure) {
  return figure.suppressed ? "不显示" : Shown(figure.numerator);
}

std::string MeasureTitles(const figure::Figure& figure, const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "" : "＋") + figure.pack->FindMeasure(name)->title.zh;
  }
  return out;
}

// 累计入库; 已完成 when several measures make up the numerator.
std::string DoneTitle(const figure::Figure& figure) {
  const std::vector<std::string>& names = figure.indicator->numerator;
  return names.size() == 1 ? MeasureTitles(figure, names) : "已完成";
}

std::string BaseTitle(const figure::Figure& figure, std::size_t base) {
  const rules::Base& one = figure.indicator->bases[base];
  return one.title.zh.empty() || figure.bases.size() == 1 ? MeasureTitles(figure, one.measures)
                                                          : one.title.zh;
}

std::string ByTitle(const figure::Figure& figure) {
  const rules::Field* field = figure.pack->FindField(figure.by);
  if (figure.by_value.empty()) {
    return "未填";
  }
  for (const rules::EnumValue& value : field->values) {
    if (value.key == figure.by_value) {
      return value.title.zh;
    }
  }
  return figure.by_value == "true" ? "是" : figure.by_value == "false" ? "否" : figure.by_value;
}

std::string PointsOf(const rules::Indicator& indicator) {
  return indicator.unit_of_measure == "%" ? "个百分点" : indicator.unit_of_measure;
}

// What is said once about an indicator, above its table.
void PrintHeading(const root::Directory& directory,
                  const figure::Query& query,
                  const figure::Figure& first) {
  const rules::Indicator& indicator = *first.indicator;
  std::cout << indicator.title.zh << "  " << directory.NameOf(query.unit)
            << (first.period.empty() ? "" : "  统计期 " + first.period) << "  截至 "
            << query.as_of.ToString();
  if (query.since) {
    std::cout << "  较 " << query.since->ToString() << " 新增";
  }
  if (!indicator.unit_of_measure.empty()) {
    std::cout << "  单位：" << indicator.unit_of_measure;
  }
  std::cout << "  [" << first.pack->name << "." << indicator.name << "]\n";
}

// A column is left out when it would say nothing in any row.
class Columns {
 public:
  explicit Columns(std::size_t rows) : rows_(rows) {}
  template <class Cell>
  void Add(const std::string& title,
           const std::vector<const figure::Figure*>& figures,
           const Cell& cell,
           bool always = false) {
    std::vector<std::string> column = {title};
    bool says = always;
    for (const figure::Figure* figure : figures) {
      column.push_back(cell(*figure));
      says = says || (!column.back().empty() && column.back() != "—");
    }
    if (says) {
      columns_.push_back(std::move(column));
    }
  }
  Rows Table() const {
    Rows out(rows_ + 1);
    for (const std::vector<std::string>& column : columns_) {
      for (std::size_t row = 0; row < out.size(); ++row) {
        out[row].push_back(column[row]);
      }
    }
    return out;
  }

 private:
  std::size_t rows_;
  std::vector<std::vector<std::string>> columns_;
};

Rows TableOf(const root::Directory& directory, const std::vector<const figure::Figure*>& figures) {
  using figure::Figure;
  const Figure& first = *figures.front();
  Columns columns(figures.size());
  columns.Add(
      "单位", figures,
      [&](const Figure& each) { return directory.NameOf(each.unit) + (each.own ? "本级" : ""); },
      true);
  if (!first.by.empty()) {
    const rules::Field* field = first.pack->FindField(first.by);
    columns.Add(field == nullptr ? first.by : field->title.zh, figures, ByTitle, true);
  }
  for (std::size_t base = 0; base < first.bases.size(); ++base) {
    columns.Add(BaseTitle(first, base), figures, [&](const Figure& each) {
      return each.bases[base].suppressed ? "不显示" : each.bases[base].denominator.ToString();
    });
  }
  columns.Add(first.bases.empty() ? first.indicator->title.zh : DoneTitle(first), figures,
              NumeratorOf, true);
  for (std::size_t base = 0; base < first.bases.size(); ++base) {
    const bool only = first.bases.size() == 1;
    columns.Add(
        only ? first.indicator->title.zh : "按" + BaseTitle(first, base), figures,
        [&](const Figure& each) { return Shown(each.bases[base].value); }, true);
  }
  columns.Add("目标", figures,
              [](const Figure& each) { return each.target ? Plain(each.target->value) : "—"; });
  columns.Add("计划", figures, [](const Figure& each) { return Shown(each.planned); });
  columns.Add("序时差", figures, [](const Figure& each) { return Signed(each.ahead); });
  columns.Add("还差", figures, [](const Figure& each) { return Shown(each.gap); });
  columns.Add("每日需", figures, [](const Figure& each) { return Shown(each.needed_per_day); });
  columns.Add("预计", figures, [](const Figure& each) {
    return each.forecast ? each.forecast->value.ToString() : "—";
  });
  if (first.comparison) {
    const std::string title(figure::AgainstTitle(first.comparison->against));
    columns.Add(
        title, figures, [](const Figure& each) { return Signed(each.comparison->value_change); },
        true);
    columns.Add(title + "（文件）", figures, [](const Figure& each) {
      return each.comparison->stated ? Plain(each.comparison->stated->value) : "—";
    });
  }
  columns.Add("文件载明", figures,
              [](const Figure& each) { return each.stated ? Plain(each.stated->value) : "—"; });
  columns.Add("未填", figures, [](const Figure& each) {
    return each.suppressed || each.not_filled == 0 ? std::string("—")
                                                   : std::to_string(each.not_filled);
  });
  columns.Add("状态", figures, [](const Figure& each) -> std::string {
    return !each.comparable ? "不可比"
           : each.target    ? std::string(figure::StateTitle(each.state))
                            : "—";
  });
  return columns.Table();
}

// Nothing to count there and nothing counted: a unit this indicator is not about.
bool IsEmpty(const figure::Figure& figure) {
  return !figure.suppressed && figure.comparable && figure.not_filled == 0 && figure.numerator &&
         figure.numerator->IsZero() &&
         std::all_of(figure.bases.begin(), figure.bases.end(), [](const auto& base) {
           return !base.suppressed && base.denominator.IsZero();
         });
}

// Those with something in a table, those without in one line below it.
void PrintRows(const root::Directory& directory,
               const std::vector<const figure::Figure*>& figures) {
  std::vector<const figure::Figure*> shown;
  std::string idle;
  for (const figure::Figure* each : figures) {
    if (each->by.empty() && IsEmpty(*each)) {
      idle += (idle.empty() ? "" : "、") + directory.NameOf(each->unit) + (each->own ? "本级" : "");
    } else {
      shown.push_back(each);
    }
  }
  if (!shown.empty()) {
    PrintTable(TableOf(directory, shown));
  }
  if (!idle.empty()) {
    std::cout << "  没有这项数据的：" << idle << "\n";
  }
}

// What a reader would ask next.
void PrintNotes(const std::vector<const figure::Figure*>& figures) {
  const auto any = [&](const auto& says) {
    return std::any_of(figures.begin(), figures.end(),
                       [&](const figure::Figure* each) { return says(*each); });
  };
  const auto forecast = std::find_if(figures.begin(), figures.end(),
                                     [](const auto* each) { return each->forecast.has_value(); });
  if (forecast != figures.end()) {
    std::cout << "  预计：按 " << (*forecast)->forecast->from.ToString() << " 以来 "
              << (*forecast)->forecast->days << " 个工作日的进度推到 "
              << (*forecast)->target->until->ToString() << "\n";
  }
  for (const figure::Figure* each : figures) {
    for (const figure::Stated* stated :
         {each->stated ? &*each->stated : nullptr,
          each->comparison && each->comparison->stated ? &*each->comparison->stated : nullptr}) {
      if (stated != nullptr) {
        std::cout << "  文件载明：" << Plain(stated->value) << "，截至 " << stated->day.ToString()
                  << "，" << stated->source << "（不是计算所得，不与计算值相加）\n";
      }
    }
  }
  if (any([](const figure::Figure& each) {
        return each.suppressed || std::any_of(each.bases.begin(), each.bases.end(),
                                              [](const auto& base) { return base.suppressed; });
      })) {
    std::cout << "  不显示：少于5，或显示了就能推算出少于5的数\n";
  }
  if (any([](const figure::Figure& each) { return !each.comparable; })) {
    std::cout << "  不可比：区划调整前后的数分不开，请用 --boundary 按调整前的区划查看\n";
  }
}

void AddWhich(CLI::App& command, FigureOptions& options) {
  AddData(command, options.common);
  AddActor(command, options.common);
  AddFormat(command, options.common);
  command.add_option("--unit", options.unit, "单位代码、名称或别名 unit")->required();
  command.add_option("--as-of", options.as_of, "截至哪天，缺省今天 as of this day");
  command.add_option("--known-at", options.known_at,
                     "按那天所知，不算此后补录 as known on this day");
  command.add_option("--period", options.period, "统计期，如 2027 period");
}

void AddFiguresCommand(CLI::App& root, const Environment& environment, int& exit_code) {
  auto options = std::make_shared<FigureOptions>();
  CLI::App& command = *root.add_subcommand("figures", "指标值 Figures of a unit, row by row");
  AddWhich(command, *options);
  command.add_option("--level", options->level,
                     "分到哪级：county town village group grid office，缺省下一级");
  command.add_option("--since", options->since, "那天以后新增的 what was added after this day");
  command
      .add_option(
          "--against", options->against,
          "对比：较上日 本周以来 较上月末 同比，或 previous_day week_start month_start last_year")
      ->check([](const std::string& text) {
        return figure::ParseAgainst(text) ? std::string() : "可用：较上日 本周以来 较上月末 同比";
      });
  command.add_option("--by", options->by, "分组字段，如 scheme breakdown");
  command.add_option("--indicator", options->indicators,
                     "模板.指标，可多个，缺省全部 pack.indicator");
  command.add_option("--axis", options->axis, "region 按所在地，responsible 按责任单位")
      ->check(CLI::IsMember({"region", "responsible"}))
      ->capture_default_str();
  command.add_option("--boundary", options->boundary, "按哪天的区划 in the tree of this day");
  command.footer(
      "例 Examples:\n"
      "  luoshi figures --unit 云溪镇                                   各村今天的全部指标\n"
      "  luoshi figures --unit 云溪镇 --indicator insurance_fees.collection_rate\n"
      "  luoshi figures --unit 云溪镇 --since 2026-10-18                10月18日以后新增\n"
      "  luoshi figures --unit 云溪镇 --against 同比                     与去年同日相比\n"
      "  luoshi figures --unit 云溪镇 --as-of 2026-09-30 --known-at 2026-09-30  当时报出去的数\n"
      "一个数由哪些记录得出：luoshi explain --unit 云溪镇 --indicator 模板.指标\n"
      "字段含义见 docs/formats/cell.md。");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const figure::Query query, QueryOf(*session.app, *options));
      TRY_ASSIGN(const auto positions, app::HeadPositions(*session.app));
      TRY_ASSIGN(const std::vector<figure::Figure> figures,
                 session.app->Figures(session.scope, query));
      if (options->common.format == "json") {
        PrintJson(app::FiguresToJson(*session.app, figures, positions));
        return {};
      }
      const std::shared_ptr<const root::Directory> directory = session.app->directory();
      for (std::size_t begin = 0; begin < figures.size();) {
        std::vector<const figure::Figure*> one;
        for (std::size_t at = begin;
             at < figures.size() && figures[at].indicator == figures[begin].indicator; ++at) {
          one.push_back(&figures[at]);
        }
        std::cout << (begin == 0 ? "" : "\n");
        PrintHeading(*directory, query, *one.front());
        PrintRows(*directory, one);
        PrintNotes(one);
        begin += one.size();
      }
      return {};
    });
  });
}

void PrintDefinition(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  std::cout << "  口径：" << MeasureTitles(figure, indicator.numerator);
  for (std::size_t base = 0; base < indicator.bases.size(); ++base) {
    std::cout << (base == 0 ? " ÷ " : "，另按 ÷ ")
              << MeasureTitles(figure, indicator.bases[base].measures);
  }
  std::cout << "（" << figure.pack->title.zh << "第 " << figure.pack->version << " 版）"
            << (indicator.basis.empty() ? "" : "\n  依据：" + indicator.basis) << "\n";
}

void PrintPlan(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  if (!figure.target) {
    return;
  }
  std::cout << "  目标：" << Plain(figure.target->value) << indicator.unit_of_measure
            << (figure.target->until ? "，" + figure.target->until->ToString() + " 前" : "");
  if (figure.planned) {
    std::cout << "；按序时应达 " << figure.planned->ToString() << indicator.unit_of_measure << "，"
              << (figure.ahead && figure.ahead->IsNegative() ? "慢 " : "快 ")
              << (figure.ahead
                      ? Decimal(std::abs(figure.ahead->units()), figure.ahead->scale()).ToString()
                      : "0")
              << " " << PointsOf(indicator);
  }
  if (figure.gap) {
    std::cout << "；还差 " << figure.gap->ToString() << indicator.gap_unit;
  }
  if (figure.needed_per_day) {
    std::cout << "，每个工作日需 " << figure.needed_per_day->ToString() << indicator.gap_unit;
  }
  std::cout << "；" << figure::StateTitle(figure.state) << "\n";
}

void AddExplainCommand(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    FigureOptions figure;
    bool own = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("explain", "数从何来 The rows a figure was made of");
  AddWhich(command, options->figure);
  command.add_option("--indicator", options->figure.indicators, "模板.指标 pack.indicator")
      ->required()
      ->expected(1);
  command.add_flag("--own", options->own, "只看本级 what the unit holds itself");
  command.footer(
      "例 Example:\n"
      "  luoshi explain --unit 石桥村 --indicator insurance_fees.collection_rate\n"
      "列出您有权打开的记录，其余只计条数；个人信息遮盖。");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->figure.common));
      TRY_ASSIGN(const figure::Query figure, QueryOf(*session.app, options->figure));
      app::ExplainQuery query;
      query.indicator = figure.indicators.front();
      query.unit = figure.unit;
      query.own = options->own;
      query.as_of = figure.as_of;
      query.known_at = figure.known_at;
      query.period = figure.period;
      TRY_ASSIGN(const app::Explanation explanation,
                 app::Explain(*session.app, session.scope, query));
      if (options->figure.common.format == "json") {
        PrintJson(app::ExplanationToJson(*session.app, explanation));
        return {};
      }
      const std::shared_ptr<const root::Directory> directory = session.app->directory();
      PrintHeading(*directory, figure, explanation.figure);
      PrintDefinition(explanation.figure);
      PrintPlan(explanation.figure);
      PrintTable(TableOf(*directory, {&explanation.figure}));
      PrintNotes({&explanation.figure});
      if (!explanation.contributing) {
        return {};
      }
      std::cout << "\n由 " << *explanation.contributing << " 条记录得出，下面列出 "
                << explanation.rows.size() << " 条";
      if (*explanation.closed > 0) {
        std::cout << "，" << *explanation.closed << " 条您无权打开，只计数";
      }
      std::cout << "\n";
      Rows rows = {{"记录", "名称", "单位", "分子", "未填", "最后变动", "经手"}};
      for (const app::ExplainedRow& row : explanation.rows) {
        rows.push_back({row.record.ToString().substr(0, 8), row.title,
                        directory->NameOf(row.region), row.numerator.ToString(),
                        row.not_filled ? "是" : "", row.changed_on.ToString(), row.changed_by});
      }
      if (rows.size() > 1) {
        PrintTable(rows);
      }
      return {};
    });
  });
}

}  // namespace

void AddFigureCommands(CLI::App& root, const Environment& environment, int& exit_code) {
  AddFiguresCommand(root, environment, exit_code);
  AddExplainCommand(root, environment, exit_code);
}

}  // namespace luoshi::cli
