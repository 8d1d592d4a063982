#include "app/bulletin_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "app/bulletin_text.h"
#include "base/text.h"

namespace luoshi::app {
namespace {

using document::Block;
using document::Filling;

Block BodyText(std::string text) { return document::Paragraph{{{std::move(text), false}}}; }

std::optional<Filling> Words(std::string text) { return Filling(std::move(text)); }

template <class OneBlock>
std::optional<Filling> Blocks(OneBlock block) {
  return Filling(std::vector<Block>{Block(std::move(block))});
}

const figure::Figure* FigureOf(const Section& section, UnitId unit) {
  if (section.whole.unit == unit) {
    return &section.whole;
  }
  for (const figure::Figure& figure : section.rows) {
    if (figure.unit == unit && !figure.own) {
      return &figure;
    }
  }
  return nullptr;
}

// The first or last units of each peer class, by the value they are placed by; places of different
// classes say nothing about each other.
std::string Leading(const FigureBook& book, const Section& section, std::size_t wanted, bool last) {
  std::map<std::string, std::vector<const figure::Ranked*>> classes;
  for (const figure::Ranked& ranked : section.ranking) {
    if (ranked.place) {
      classes[ranked.peer_class].push_back(&ranked);
    }
  }
  std::vector<std::string> parts;
  for (auto& [name, placed] : classes) {
    if (last) {
      std::reverse(placed.begin(), placed.end());
    }
    std::vector<std::string> units;
    for (std::size_t i = 0; i < std::min(wanted, placed.size()); ++i) {
      const figure::Figure& figure = *placed[i]->figure;
      const figure::BaseFigure* base = Binding(figure);
      units.push_back(book.NameOf(figure.unit) + Shown(base == nullptr ? figure.value : base->value,
                                                       figure.indicator->unit_of_measure));
    }
    parts.push_back((classes.size() > 1 && !name.empty() ? name + "：" : "") + Join(units, "、"));
  }
  return Join(parts, "；");
}

constexpr std::string_view kEach = "每";

UnitId UnitOf(std::string_view row) {
  std::int64_t number = 0;
  std::from_chars(row.data(), row.data() + row.size(), number);
  return UnitId{number};
}

}  // namespace

std::optional<UnitLevel> LevelOf(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, UnitLevel>, 12> kLevels = {{
      {"省", UnitLevel::kProvince},
      {"市", UnitLevel::kCity},
      {"县", UnitLevel::kCounty},
      {"区", UnitLevel::kCounty},
      {"镇", UnitLevel::kTown},
      {"乡", UnitLevel::kTown},
      {"乡镇", UnitLevel::kTown},
      {"街道", UnitLevel::kTown},
      {"村", UnitLevel::kVillage},
      {"社区", UnitLevel::kVillage},
      {"组", UnitLevel::kGroup},
      {"网格", UnitLevel::kGrid},
  }};
  for (const auto& [name, level] : kLevels) {
    if (name == word) {
      return level;
    }
  }
  return std::nullopt;
}

std::string Grouped(const Hash256& hash) {
  constexpr std::size_t kDigits = 20;
  constexpr std::size_t kGroup = 4;
  const std::string hex = hash.ToHex().substr(0, kDigits);
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += kGroup) {
    out += (out.empty() ? "" : "-") + hex.substr(i, kGroup);
  }
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

BulletinWords::BulletinWords(FigureBook& book,
                             const PaperWords& paper,
                             const std::vector<const Section*>& sections,
                             const std::vector<Hearing>& hearings)
    : book_(book), paper_(paper), sections_(sections), hearings_(hearings) {}

document::TemplateWords BulletinWords::words() {
  return {[this](std::string_view word, std::string_view row) { return Find(word, row); },
          [this](const std::vector<std::string>& words) { return Rows(words); }};
}

BulletinWords::Found BulletinWords::Find(std::string_view word, std::string_view row) {
  const std::string key = MatchKey(word);  // ： and ． are : and . now
  if (std::optional<Filling> found = OfPaper(key)) {
    return found;
  }
  if (key == "正文") {
    return std::optional(Filling(Body()));
  }
  if (key == "总表") {
    return Blocks(SummaryOf(book_, sections_));
  }
  if (key == "数据说明") {
    return Blocks(NotesOf(book_));
  }
  if (key.starts_with(kEach)) {
    return OfUnit(key.substr(kEach.size()), row);
  }
  const std::vector<std::string> parts = Split(key, ":");
  if (parts.size() >= 2) {
    Found found = OfIndicator(parts[0], parts[1], parts.size() > 2 ? parts[2] : "");
    if (!found.ok() || *found) {
      return found;
    }
  }
  // 收缴率, 收缴率.应缴, 城乡居民两费.收缴率:东沟村
  TRY_ASSIGN(const std::optional<Named> named, FindIndicator(parts[0]));
  if (!named || parts.size() > 2) {
    return std::optional<Filling>();
  }
  UnitId unit = book_.unit();
  std::optional<UnitLevel> level;
  if (parts.size() == 2) {
    const std::vector<UnitId> units =
        book_.directory().MatchUnits(parts[1], book_.as_of(), book_.unit());
    if (units.size() != 1) {
      return std::optional<Filling>();
    }
    unit = units.front();
    level = book_.directory().FindUnit(unit)->level;
  }
  TRY_ASSIGN(const Section* section, book_.Read(named->indicator, level));
  const figure::Figure* figure = FigureOf(*section, unit);
  if (figure == nullptr) {
    return std::optional<Filling>();
  }
  TRY_ASSIGN(std::optional<std::string> text, Item(*section, *figure, named->item));
  return text ? Words(*std::move(text)) : std::nullopt;
}

std::optional<Filling> BulletinWords::OfPaper(const std::string& word) const {
  const Date day = paper_.date;
  const bool headed = !paper_.mark.empty();
  if (word == "刊名") {
    return Words(paper_.mark);
  }
  if (word == "刊期") {
    return Words(headed ? paper_.number : "");
  }
  if (word == "编发") {
    return Words(headed ? paper_.issuer : "");
  }
  if (word == "编发日期") {
    return Words(headed ? day.ToChinese() : "");
  }
  if (word == "标题") {
    return Words(paper_.title);
  }
  if (word == "主送") {
    return Words(paper_.to.empty() ? "" : paper_.to + "：");
  }
  if (word == "期号") {
    return Words(paper_.number);
  }
  if (word == "编发单位") {
    return Words(paper_.issuer);
  }
  if (word == "单位") {
    return Words(book_.NameOf(book_.unit()));
  }
  if (word == "日期") {
    return Words(day.ToChinese());
  }
  if (word == "截至日期") {
    return Words(book_.as_of().ToChinese());
  }
  if (word == "上期日期") {
    return Words(book_.last() == nullptr ? "" : book_.last()->as_of.ToChinese());
  }
  if (word == "核验码") {
    return Words(paper_.code);
  }
  if (word == "演示数据") {
    return Words(book_.directory().is_example() ? "演示数据" : "");
  }
  if (word == "落款") {
    return Blocks(document::Signature{paper_.issuer, day});
  }
  if (word == "核验") {
    return Blocks(document::QrCode{"luoshi:" + paper_.code,
                                   {"核验码 " + paper_.code, "截至 " + book_.as_of().ToChinese(),
                                    "凭核验码可核对本通报的数据与文字是否被改动"}});
  }
  if (word == "版记") {
    return Blocks(document::Colophon{paper_.copies.empty() ? "" : "抄送：" + paper_.copies + "。",
                                     paper_.issuer, day.ToChinese() + "印发"});
  }
  return std::nullopt;
}

// 概述:收缴率, 表:收缴率:村, 图, 排名, 说明, 前3, 后3, 滞后
BulletinWords::Found BulletinWords::OfIndicator(const std::string& head,
                                                const std::string& indicator,
                                                const std::string& argument) {
  std::optional<UnitLevel> level;
  if (!argument.empty()) {
    level = LevelOf(argument);
    if (!level) {
      return std::optional<Filling>();
    }
  }
  const bool first = head.starts_with("前");
  const bool last = head.starts_with("后");
  std::size_t wanted = 0;
  if (first || last) {
    constexpr std::size_t kCharacter = 3;
    const std::string_view digits = std::string_view(head).substr(kCharacter);
    const std::from_chars_result read =
        std::from_chars(digits.data(), digits.data() + digits.size(), wanted);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
      return std::optional<Filling>();
    }
  } else if (head != "概述" && head != "表" && head != "图" && head != "排名" && head != "说明" &&
             head != "滞后") {
    return std::optional<Filling>();
  }
  TRY_ASSIGN(const std::optional<Named> named, FindIndicator(indicator));
  if (!named || !named->item.empty()) {
    return std::optional<Filling>();
  }
  TRY_ASSIGN(const Section* section, book_.Read(named->indicator, level));
  if (head == "概述") {
    return Words(Overview(book_, *section));
  }
  if (head == "表") {
    return Blocks(TableOf(book_, *section));
  }
  if (head == "图") {
    std::optional<document::BarChart> chart = ChartOf(book_, *section);
    return chart ? Blocks(*std::move(chart)) : Words("");
  }
  if (head == "排名") {
    return Blocks(RankingOf(book_, *section));
  }
  if (head == "说明") {
    std::vector<Block> blocks = Explained(*section);
    return blocks.empty() ? Words("") : std::optional(Filling(std::move(blocks)));
  }
  std::vector<std::string> names;
  if (head == "滞后") {
    for (const figure::Figure& figure : section->rows) {
      if (IsBehind(figure)) {
        names.push_back(book_.NameOf(figure.unit));
      }
    }
    return Words(Join(names, "、"));
  }
  return Words(Leading(book_, *section, wanted, last));
}

// What follows 每: 村, 村.收缴率, 村.收缴率.应缴, 村.序号, 村.类别; 村:按收缴率 orders the rows.
BulletinWords::Found BulletinWords::OfUnit(const std::string& word, std::string_view row) {
  if (row.empty()) {
    return std::optional<Filling>();  // outside a table row nothing is repeated
  }
  const std::string path = Split(word, ":").front();
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  const std::optional<UnitLevel> level = LevelOf(name);
  if (!level && name != "单位") {
    return std::optional<Filling>();
  }
  const UnitId unit = UnitOf(row);
  if (dot == std::string::npos) {
    return Words(book_.NameOf(unit));
  }
  const std::string rest = path.substr(dot + 1);
  if (rest == "序号") {
    return Words(std::string(row.substr(row.find('#') + 1)));
  }
  if (rest == "类别") {
    return Words(book_.directory().FindUnit(unit)->peer_class);
  }
  TRY_ASSIGN(const std::optional<Named> named, FindIndicator(rest));
  if (!named) {
    return std::optional<Filling>();
  }
  TRY_ASSIGN(const Section* section,
             book_.Read(named->indicator, book_.directory().FindUnit(unit)->level));
  const figure::Figure* figure = FigureOf(*section, unit);
  if (figure == nullptr) {
    return Words("—");
  }
  TRY_ASSIGN(std::optional<std::string> text, Item(*section, *figure, named->item));
  return text ? Words(*std::move(text)) : std::nullopt;
}

Result<std::optional<std::vector<std::string>>> BulletinWords::Rows(
    const std::vector<std::string>& words) {
  std::optional<UnitLevel> level;
  std::string order;
  for (const std::string& word : words) {
    const std::string key = MatchKey(word);
    if (!key.starts_with(kEach)) {
      continue;
    }
    const std::vector<std::string> parts = Split(key.substr(kEach.size()), ":");
    const std::string name = Split(parts[0], ".").front();
    const std::optional<UnitLevel> found = LevelOf(name);
    if (found) {
      level = found;
    } else if (name == "单位") {
      level = static_cast<UnitLevel>(
          static_cast<int>(book_.directory().FindUnit(book_.unit())->level) + 1);
    }
    constexpr std::string_view kBy = "按";
    if (parts.size() > 1 && parts[1].starts_with(kBy)) {
      order = parts[1].substr(kBy.size());
    }
  }
  if (!level) {
    return std::optional<std::vector<std::string>>();
  }
  std::vector<UnitId> units =
      book_.directory().BoundaryAt(book_.as_of())->DescendantsAt(book_.unit(), *level);
  if (!order.empty()) {
    TRY_ASSIGN(const std::optional<Named> named, FindIndicator(order));
    if (!named) {
      return Error{
          ErrorCode::kInvalid, "template.unknown", {{"name", "按" + order}, {"place", "表中"}}};
    }
    TRY_ASSIGN(const Section* section, book_.Read(named->indicator, *level));
    const auto place_of = [section](UnitId unit) {
      for (std::size_t i = 0; i < section->ranking.size(); ++i) {
        const figure::Ranked& ranked = section->ranking[i];
        if (ranked.figure->unit == unit && ranked.place) {
          return *ranked.place;
        }
      }
      return std::numeric_limits<int>::max();  // 不参评 comes last
    };
    std::stable_sort(units.begin(), units.end(),
                     [&](UnitId a, UnitId b) { return place_of(a) < place_of(b); });
  }
  std::vector<std::string> keys;
  keys.reserve(units.size());
  for (const UnitId unit : units) {
    keys.push_back(std::to_string(NumberOf(unit)) + "#" + std::to_string(keys.size() + 1));
  }
  return std::optional(std::move(keys));
}

std::vector<std::string> BulletinWords::Known() const {
  std::vector<std::string> names = {"刊名",     "刊期",     "编发",     "编发日期", "标题",
                                    "主送",     "期号",     "编发单位", "单位",     "日期",
                                    "截至日期", "上期日期", "核验码",   "演示数据", "正文",
                                    "总表",     "落款",     "数据说明", "核验",     "版记"};
  for (const Section* section : sections_) {
    const figure::Figure& whole = section->whole;
    const std::string name = whole.pack->title.zh + "." + whole.indicator->title.zh;
    for (const char* head : {"概述", "表", "图", "排名", "说明", "滞后", "前3", "后3"}) {
      names.push_back(std::string(head) + ":" + name);
    }
    names.push_back(name);
    std::vector<std::string> items = {"数值", DoneTitle(whole)};
    for (const figure::BaseFigure& base : whole.bases) {
      const std::string title = BaseTitle(whole, base.base);
      items.push_back(title);
      items.push_back("按" + title);
    }
    items.insert(items.end(), {"目标", "序时进度", "还差", "每日需", "状态", "较上期", "上期",
                               "未填", "统计期", "计量单位", "依据"});
    for (const std::string& item : items) {
      names.push_back(std::string(name).append(".").append(item));
    }
  }
  return names;
}

std::vector<Block> BulletinWords::Explained(const Section& section) const {
  std::string said;
  std::vector<std::string> silent;
  Date until;
  const std::string& matter = section.whole.indicator->title.zh;
  for (const Hearing& hearing : hearings_) {
    if (hearing.matter != matter) {
      continue;
    }
    if (hearing.reply.empty()) {
      silent.push_back(book_.NameOf(hearing.unit));
      until = std::max(until, hearing.reply_by);
    } else {
      said += book_.NameOf(hearing.unit) + "说明：" + hearing.reply;
      said += hearing.reply.ends_with("。") ? "" : "。";
    }
  }
  if (!silent.empty()) {
    said += Join(silent, "、") + "至" + until.ToChinese() + "未作说明。";
  }
  return said.empty() ? std::vector<Block>{} : std::vector<Block>{BodyText(std::move(said))};
}

std::vector<Block> BulletinWords::Body() {
  std::vector<Block> blocks;
  int number = 0;
  for (const Section* section : sections_) {
    blocks.emplace_back(document::Heading{
        1, {{ToChineseNumber(++number) + "、" + section->whole.pack->title.zh, false}}});
    blocks.push_back(BodyText(Overview(book_, *section)));
    for (Block& block : Explained(*section)) {
      blocks.push_back(std::move(block));
    }
    const auto shown = std::count_if(section->rows.begin(), section->rows.end(),
                                     [](const figure::Figure& row) { return !IsEmpty(row); });
    if (shown > 1) {
      blocks.emplace_back(TableOf(book_, *section));
    }
    if (std::optional<document::BarChart> chart = ChartOf(book_, *section)) {
      blocks.emplace_back(*std::move(chart));
    }
  }
  return blocks;
}

}  // namespace luoshi::app
