#include "app/bulletin.h"

#include <algorithm>
#include <set>

#include "app/figures_json.h"
#include "base/text.h"
#include "document/docx_writer.h"
#include "document/paper.h"
#include "document/pdf_writer.h"
#include "rules/form.h"

namespace luoshi::app {
namespace {

using document::Align;
using document::Block;
using document::Runs;

std::string Shown(const std::optional<Decimal>& value, const std::string& unit) {
  return value ? value->ToString() + unit : std::string("—");
}

// 100.00 is written 100, 8180.50 stays: a report does not show zeros that say nothing.
std::string Plain(const Decimal& value) {
  std::string text = value.ToString();
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

std::string Plain(const std::optional<Decimal>& value, const std::string& unit) {
  return value ? Plain(*value) + unit : std::string("—");
}

// 核验码 in groups that can be read out over the telephone.
std::string Grouped(const Hash256& hash) {
  const std::string hex = hash.ToHex().substr(0, 20);
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 4) {
    out += (out.empty() ? "" : "-") + hex.substr(i, 4);
  }
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

const figure::BaseFigure* Binding(const figure::Figure& figure) {
  for (const figure::BaseFigure& base : figure.bases) {
    if (base.base == figure.indicator->binding_base) {
      return &base;
    }
  }
  return figure.bases.empty() ? nullptr : &figure.bases.front();
}

// 应缴, 愿缴; an only base goes by the name of what it counts: 年度目标.
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

// 累计入库; 已完成 when several measures make up the numerator.
std::string DoneTitle(const figure::Figure& figure) {
  const rules::Indicator& indicator = *figure.indicator;
  return indicator.numerator.size() == 1
             ? figure.pack->FindMeasure(indicator.numerator.front())->title.zh
             : "已完成";
}

// Nothing to count and nothing counted: a unit this indicator is not about.
bool IsEmpty(const figure::Figure& figure) {
  return !figure.suppressed && figure.numerator && figure.numerator->IsZero() &&
         std::all_of(figure.bases.begin(), figure.bases.end(),
                     [](const figure::BaseFigure& base) { return base.denominator.IsZero(); });
}

// One indicator: the unit as a whole, the units below it, and both as of the last issue.
struct Section {
  figure::Figure whole;
  std::vector<figure::Figure> rows;
  std::optional<figure::Figure> before;
};

std::string Sentence(const root::Directory& directory, const Section& section) {
  const figure::Figure& whole = section.whole;
  const rules::Indicator& indicator = *whole.indicator;
  const std::string& unit = indicator.unit_of_measure;
  const std::string& counted = indicator.gap_unit.empty() ? unit : indicator.gap_unit;
  std::string out = "截至" + whole.as_of.ToChinese() + "，" + directory.NameOf(whole.unit);
  if (whole.suppressed) {
    return out + indicator.title.zh + "少于5" + counted + "。";
  }
  if (whole.bases.empty()) {
    out += indicator.title.zh + Shown(whole.numerator, unit);
  } else {
    const figure::BaseFigure& base = whole.bases.front();
    out += BaseTitle(whole, base.base) + Plain(base.denominator) + counted + "，" +
           DoneTitle(whole) + Plain(whole.numerator, counted) + "，" + indicator.title.zh +
           Shown(whole.value, unit);
    for (std::size_t i = 1; i < whole.bases.size(); ++i) {
      out += "（按" + BaseTitle(whole, whole.bases[i].base) + Plain(whole.bases[i].denominator) +
             counted + "计为" + Shown(whole.bases[i].value, unit) + "）";
    }
  }
  if (section.before && section.before->value && whole.value) {
    const Result<Decimal> change = Decimal::Subtract(*whole.value, *section.before->value);
    if (change.ok()) {
      const std::string points = unit == "%" ? "个百分点" : unit;
      out += change->IsZero() ? "，与上期持平"
             : change->IsNegative()
                 ? "，较上期减少" + Decimal(-change->units(), change->scale()).ToString() + points
                 : "，较上期增加" + change->ToString() + points;
    }
  }
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
    if (row.state == figure::State::kBehind || row.state == figure::State::kOverdue) {
      behind += (behind.empty() ? "" : "、") + directory.NameOf(row.unit);
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

document::Table TableOf(const root::Directory& directory, const Section& section) {
  const rules::Indicator& indicator = *section.whole.indicator;
  const std::string& unit = indicator.unit_of_measure;
  const std::string& counted = indicator.gap_unit.empty() ? unit : indicator.gap_unit;
  document::Table table;
  table.caption = indicator.title.zh + "进度表";
  table.unit_line =
      counted == unit || unit.empty() ? "单位：" + counted : "单位：" + counted + "、" + unit;
  const bool rated = !section.whole.bases.empty();
  const bool targeted = section.whole.target.has_value();
  const bool placed = indicator.ranked && rated;
  table.columns = {{"单位", "", Align::kCenter, 0}};
  std::set<std::string> classes;
  for (const figure::Figure& figure : section.rows) {
    if (!IsEmpty(figure)) {
      classes.insert(directory.FindUnit(figure.unit)->peer_class);
    }
  }
  const bool classed = placed && classes.size() > 1;
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
  const std::vector<figure::Ranked> ranking = figure::Rank(section.rows, directory);
  const auto add = [&](const figure::Figure& figure, bool total) {
    document::TableRow row;
    row.total = total;
    row.cells.push_back(total ? "合计"
                              : directory.NameOf(figure.unit) + (figure.own ? "本级" : ""));
    if (classed) {
      row.cells.push_back(total ? "" : directory.FindUnit(figure.unit)->peer_class);
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
      std::string place = "—";
      for (const figure::Ranked& ranked : ranking) {
        if (ranked.figure == &figure && ranked.place) {
          place = std::to_string(*ranked.place);
        }
      }
      row.cells.push_back(place);
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

std::optional<document::BarChart> ChartOf(const root::Directory& directory,
                                          const Section& section) {
  if (section.whole.bases.empty() || !section.whole.target) {
    return std::nullopt;
  }
  const std::string& unit = section.whole.indicator->unit_of_measure;
  document::BarChart chart;
  chart.caption = section.whole.indicator->title.zh + "排序（按" +
                  BaseTitle(section.whole, section.whole.indicator->binding_base) + "）";
  chart.planned_label = section.whole.planned ? "序时进度" : "";
  const std::vector<figure::Ranked> ranking = figure::Rank(section.rows, directory);
  std::set<std::string> classes;
  for (const figure::Ranked& ranked : ranking) {
    if (ranked.place) {
      classes.insert(ranked.peer_class);
    }
  }
  for (const figure::Ranked& ranked : ranking) {
    const figure::BaseFigure* base = Binding(*ranked.figure);
    if (ranked.place && base != nullptr && base->value) {
      // units are compared inside their class only
      const std::string group = classes.size() > 1 ? ranked.peer_class + " " : "";
      chart.bars.push_back({group + directory.NameOf(ranked.figure->unit), *base->value,
                            Shown(base->value, unit), ranked.figure->planned});
    }
  }
  return chart.bars.size() < 2 ? std::nullopt : std::optional(std::move(chart));
}

void Notes(std::vector<Block>& blocks, const std::vector<Section>& sections) {
  document::Notes notes;
  notes.title = "数据说明";
  for (const Section& section : sections) {
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
    line += "。口径版本 " + pack.name + "@" + std::to_string(pack.version);
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
  blocks.emplace_back(std::move(notes));
}

// Everything that is printed, as text lines: what 核验码 vouches for beside the figures.
std::string Wording(const std::vector<Block>& blocks) {
  std::string out;
  const auto add = [&](const Runs& runs) {
    for (const document::TextRun& run : runs) {
      out += run.text;
    }
    out += "\n";
  };
  for (const Block& block : blocks) {
    if (const auto* heading = std::get_if<document::Heading>(&block)) {
      add(heading->runs);
    } else if (const auto* paragraph = std::get_if<document::Paragraph>(&block)) {
      add(paragraph->runs);
    } else if (const auto* table = std::get_if<document::Table>(&block)) {
      out += table->caption + "\n";
      for (const document::TableRow& row : table->rows) {
        out += Join(row.cells, "\t") + "\n";
      }
    } else if (const auto* notes = std::get_if<document::Notes>(&block)) {
      out += Join(notes->lines, "\n") + "\n";
    }
  }
  return out;
}

Result<std::vector<Section>> ReadSections(App& app,
                                          const access::Scope& scope,
                                          const BulletinOptions& options,
                                          UnitLevel level) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  figure::Query query;
  query.unit = options.unit;
  query.as_of = options.as_of;
  query.level = level;
  query.indicators = options.indicators;
  TRY_ASSIGN(std::vector<figure::Figure> wholes, app.Figures(scope, query));
  std::vector<Section> sections;
  for (figure::Figure& whole : wholes) {
    const bool nothing = whole.bases.empty() || whole.bases.front().denominator.IsZero();
    if (options.indicators.empty() && (!whole.target || nothing)) {
      continue;
    }
    figure::Query rows = query;
    rows.level.reset();
    rows.indicators = {whole.pack->name + "." + whole.indicator->name};
    Section section;
    TRY_ASSIGN(section.rows, app.Figures(scope, rows));
    std::erase_if(section.rows, [&](const figure::Figure& figure) {
      return directory->FindUnit(figure.unit)->level == UnitLevel::kOffice;
    });
    if (options.since) {
      figure::Query before = query;
      before.as_of = *options.since;
      before.known_at = *options.since;  // as it was issued then
      before.period = whole.period;
      before.indicators = rows.indicators;
      TRY_ASSIGN(std::vector<figure::Figure> earlier, app.Figures(scope, before));
      section.before = std::move(earlier.front());
    }
    section.whole = std::move(whole);
    sections.push_back(std::move(section));
  }
  if (sections.empty()) {
    return Error{ErrorCode::kInvalid, "bulletin.empty", {}, "/indicators"};
  }
  return sections;
}

}  // namespace

Result<Bulletin> DraftBulletin(App& app,
                               const access::Scope& scope,
                               const BulletinOptions& options,
                               const document::PdfFonts& fonts) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Unit* unit = directory->FindUnit(options.unit);
  const std::optional<JurisdictionId> jurisdiction =
      directory->JurisdictionOf(options.unit, app.today());
  if (unit == nullptr || !jurisdiction) {
    return Error{ErrorCode::kInvalid,
                 "unit.no_jurisdiction",
                 {{"name", directory->NameOf(options.unit)}},
                 "/unit"};
  }
  TRY_ASSIGN(const std::vector<Section> sections, ReadSections(app, scope, options, unit->level));
  const std::string title = options.title.empty() ? unit->name + "重点工作进度通报" : options.title;

  document::Paper paper;
  paper.title = title;
  paper.date = app.today();
  paper.page_header = directory->is_example() ? "演示数据" : "";
  paper.blocks.emplace_back(document::Masthead{title, options.number, options.issuer, app.today()});
  JsonArray frozen;
  TRY_ASSIGN(const auto positions, HeadPositions(app));
  int number = 0;
  for (const Section& section : sections) {
    paper.blocks.emplace_back(document::Heading{
        1, {{ToChineseNumber(++number) + "、" + section.whole.pack->title.zh, false, false}}, ""});
    paper.blocks.emplace_back(document::Paragraph{
        {{Sentence(*directory, section), false, false}}, Align::kJustify, true, ""});
    const auto shown = std::count_if(section.rows.begin(), section.rows.end(),
                                     [](const figure::Figure& row) { return !IsEmpty(row); });
    if (shown > 1) {
      paper.blocks.emplace_back(TableOf(*directory, section));
    }
    if (std::optional<document::BarChart> chart = ChartOf(*directory, section)) {
      paper.blocks.emplace_back(*std::move(chart));
    }
    std::vector<figure::Figure> all = section.rows;
    all.push_back(section.whole);
    for (Json& figure : FiguresToJson(app, all, positions)) {
      frozen.push_back(std::move(figure));
    }
  }
  paper.blocks.emplace_back(
      document::Signature{options.issuer.empty() ? unit->name : options.issuer, app.today()});
  paper.blocks.emplace_back(document::PageBreak{});
  Notes(paper.blocks, sections);

  Bulletin out;
  out.number = options.number;
  const std::string wording = Wording(paper.blocks);
  JsonObject sealed;
  sealed["title"] = title;
  sealed["number"] = options.number;
  sealed["as_of"] = options.as_of.ToString();
  sealed["figures"] = std::move(frozen);
  sealed["wording"] = wording;
  const std::string frozen_text = CanonicalJson(sealed);
  out.code = Grouped(HashOf(frozen_text));
  paper.blocks.emplace_back(
      document::QrCode{"luoshi:" + out.code,
                       {"核验码 " + out.code, "截至 " + options.as_of.ToChinese(),
                        "凭核验码可核对本通报的数据与文字是否被改动"}});

  TRY_ASSIGN(document::PdfFile pdf, document::WritePdf(paper, fonts));
  TRY_ASSIGN(out.docx, document::WriteDocx(paper, options.template_docx, fonts));
  out.pages = pdf.pages;
  out.pdf = std::move(pdf.bytes);

  TRY_ASSIGN(const Hash256 figures,
             app.PutAttachment(*jurisdiction, frozen_text, "application/json", nullptr));
  TRY_ASSIGN(
      const Hash256 docx,
      app.PutAttachment(*jurisdiction, out.docx,
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        nullptr));
  TRY_ASSIGN(const Hash256 print,
             app.PutAttachment(*jurisdiction, out.pdf, "application/pdf", nullptr));
  out.record = Uuid::Derived(
      {"bulletin", std::to_string(NumberOf(*jurisdiction)), options.number, out.code});
  registers::RecordCommand create;
  create.origin = app.NewOrigin(scope);
  create.jurisdiction = *jurisdiction;
  create.pack = "bulletin";
  create.record = out.record;
  create.act = rules::Act::kCreate;
  create.set = {{"number", options.number},
                {"name", title},
                {"kind", "progress"},
                {"unit", NumberOf(options.unit)},
                {"as_of", options.as_of.ToString()},
                {"code", out.code},
                {"figures", "sha256:" + figures.ToHex()},
                {"file", "sha256:" + docx.ToHex()},
                {"print", "sha256:" + print.ToHex()}};
  registers::RecordCommand check = create;
  check.origin = app.NewOrigin(scope);
  check.act = rules::Act::kMove;
  check.transition = "check";
  check.set.clear();
  CommandGroup group;
  group.commands.push_back(std::move(create));
  group.commands.push_back(std::move(check));
  std::vector<CommandGroup> groups;
  groups.push_back(std::move(group));
  std::vector<GroupResult> results = app.Submit(scope, std::move(groups));
  if (!results.front().ok()) {
    return std::move(results.front()).error();
  }
  return out;
}

Status IssueBulletin(App& app, const access::Scope& scope, const std::string& number) {
  std::optional<registers::Record> draft;
  TRY(app.ForEachRecord(scope, "bulletin", kNoUnit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          const auto found = record.state.fields.find("number");
                          const std::string* text = found == record.state.fields.end()
                                                        ? nullptr
                                                        : found->second.As<std::string>();
                          if (text != nullptr && *text == number) {
                            draft = record;
                          }
                          return {};
                        }));
  if (!draft) {
    return Error{ErrorCode::kNotFound, "bulletin.unknown", {{"number", number}}};
  }
  registers::RecordCommand issue;
  issue.origin = app.NewOrigin(scope);
  issue.jurisdiction = draft->jurisdiction;
  issue.pack = "bulletin";
  issue.record = draft->id;
  issue.act = rules::Act::kMove;
  issue.transition = "issue";
  issue.set = {{"issued_on", app.today().ToString()}};
  TRY(app.SubmitOne(scope, std::move(issue)));
  return {};
}

}  // namespace luoshi::app
