// The indicators a template names and the items of their figures (bulletin_words.h).
#include "app/bulletin_text.h"
#include "app/bulletin_words.h"
#include "base/text.h"

namespace luoshi::app {

Result<std::optional<BulletinWords::Named>> BulletinWords::FindIndicator(
    std::string_view text) const {
  const std::vector<std::string> parts = Split(text, ".");
  std::vector<std::string> full;  // 城乡居民两费.收缴率, to choose from
  std::optional<Named> found;
  for (const rules::Pack* pack : book_.directory().packs()) {
    const bool lined = parts[0] == MatchKey(pack->title.zh) || parts[0] == pack->name;
    const std::size_t at = lined && parts.size() > 1 ? 1 : 0;
    for (const rules::Indicator& indicator : pack->indicators) {
      if (parts[at] != MatchKey(indicator.title.zh) && parts[at] != indicator.name) {
        continue;
      }
      std::string item;
      for (std::size_t i = at + 1; i < parts.size(); ++i) {
        item += (item.empty() ? "" : ".") + parts[i];
      }
      found = Named{pack->name + "." + indicator.name, std::move(item)};
      full.push_back(pack->title.zh + "." + indicator.title.zh);
    }
  }
  if (full.size() > 1) {
    return Error{ErrorCode::kInvalid,
                 "template.ambiguous",
                 {{"name", std::string(text)}, {"choices", Join(full, "、")}}};
  }
  return found;
}

Result<std::optional<std::string>> BulletinWords::Item(const Section& section,
                                                       const figure::Figure& figure,
                                                       const std::string& item) const {
  const std::string& unit = figure.indicator->unit_of_measure;
  const std::string percent = unit == "%" ? "%" : "";
  if (figure.suppressed) {
    return std::optional<std::string>("少于5");
  }
  const std::optional<Decimal>& value = figure.bases.empty() ? figure.numerator : figure.value;
  if (item.empty() || item == "值") {
    return std::optional(Shown(value, percent));
  }
  if (item == "数值") {
    return std::optional(Shown(value));
  }
  if (item == "分子" || item == "完成数" || item == MatchKey(DoneTitle(figure))) {
    return std::optional(Plain(figure.numerator));
  }
  for (const figure::BaseFigure& base : figure.bases) {
    const std::string title = MatchKey(BaseTitle(figure, base.base));
    const bool primary = &base == &figure.bases.front();
    if (item == title || (primary && item == "分母")) {
      return std::optional(Plain(base.denominator));
    }
    if (item == "按" + title) {
      return std::optional(Shown(base.value, percent));
    }
  }
  if (item == "目标") {
    return std::optional(
        Plain(figure.target ? std::optional(figure.target->value) : std::nullopt, percent));
  }
  if (item == "序时进度") {
    return std::optional(Shown(figure.planned, percent));
  }
  if (item == "还差") {
    return std::optional(Plain(figure.gap));
  }
  if (item == "每日需") {
    return std::optional(Plain(figure.needed_per_day));
  }
  if (item == "状态") {
    return std::optional(std::string(figure::StateTitle(figure.state)));
  }
  if (item == "位次") {
    for (const figure::Ranked& ranked : section.ranking) {
      if (ranked.figure == &figure && ranked.place) {
        return std::optional(std::to_string(*ranked.place));
      }
    }
    return std::optional<std::string>("—");
  }
  if (item == "较上期") {
    const std::optional<Decimal> change = section.Change(figure);
    return std::optional(change ? ChangeText(*change, unit) : std::string("—"));
  }
  if (item == "上期") {
    const auto before = section.before.find(figure.unit);
    return std::optional(
        before == section.before.end() || figure.own
            ? std::string("—")
            : Shown(before->second.value ? before->second.value : before->second.numerator,
                    percent));
  }
  if (item == "未填") {
    return std::optional(std::to_string(figure.not_filled));
  }
  if (item == "统计期") {
    return std::optional(figure.period);
  }
  if (item == "计量单位") {
    return std::optional(unit);
  }
  if (item == "依据") {
    return std::optional(figure.indicator->basis);
  }
  return std::optional<std::string>();
}

}  // namespace luoshi::app
