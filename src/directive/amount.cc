#include "directive/amount.h"

#include <array>
#include <optional>

namespace luoshi::directive {
namespace {

constexpr Text kHanNumber = U"零〇一二两三四五六七八九十百千万亿";
constexpr Text kBorders = U",。!?;:()\"“”《》\n\t";
constexpr std::size_t kMaxMetric = 20;

struct Number {
  Decimal value;
  std::size_t end = 0;
  bool han = false;
  bool percent = false;  // 百分之八十三
};

bool EndsWithAny(Text text, std::size_t at, std::initializer_list<Text> words) {
  for (const Text word : words) {
    if (EndsAt(text, at, word)) {
      return true;
    }
  }
  return false;
}
bool StartsWithAny(Text text, std::size_t at, std::initializer_list<Text> words) {
  for (const Text word : words) {
    if (StartsAt(text, at, word)) {
      return true;
    }
  }
  return false;
}

std::optional<Number> DigitsAt(Text text, std::size_t at, std::size_t end) {
  std::string plain;
  std::size_t to = at;
  bool point = false;
  while (to < end && to - at < 24) {
    if (IsDigit(text[to])) {
      plain.push_back(static_cast<char>(text[to]));
    } else if (text[to] == U'.' && !point && to + 1 < end && IsDigit(text[to + 1])) {
      point = true;
      plain.push_back('.');
    } else if (text[to] == U',' && !point && to + 3 < end && IsDigit(text[to + 1]) &&
               IsDigit(text[to + 2]) && IsDigit(text[to + 3])) {
      // a thousands separator
    } else {
      break;
    }
    ++to;
  }
  const Result<Decimal> value = Decimal::Parse(plain);
  if (!value.ok()) {
    return std::nullopt;
  }
  return Number{*value, to, false, false};
}

std::optional<Number> HanAt(Text text, std::size_t at, std::size_t end) {
  std::size_t from = at;
  const bool percent = StartsAt(text, at, U"百分之");
  if (percent) {
    from = at + 3;
  }
  std::size_t to = from;
  while (to < end && to - from < 12 && OneOf(text[to], kHanNumber)) {
    ++to;
  }
  // 三百万元: 万 belongs to the unit, as it does behind digits
  if (!percent && to > from + 1 && (text[to - 1] == U'万' || text[to - 1] == U'亿')) {
    --to;
  }
  const std::optional<std::int64_t> value =
      ParseChineseInteger(FromCodePoints(text.substr(from, to - from)));
  const bool idiom = to == from + 1 && OneOf(text[from], U"百千万亿");  // 千头万绪
  if (to == from || !value || idiom) {
    return std::nullopt;
  }
  return Number{Decimal::FromInt(*value), to, true, percent};
}

class AmountReader {
 public:
  AmountReader(const Stretch& stretch, std::size_t begin, std::size_t end)
      : stretch_(stretch), text_(stretch.text), begin_(begin), end_(end) {}

  std::vector<Amount> Find() {
    for (std::size_t at = begin_; at < end_;) {
      const std::optional<std::size_t> next = At(at);
      at = next ? *next : at + 1;
    }
    return std::move(out_);
  }

 private:
  std::optional<std::size_t> At(std::size_t at) {
    if (const std::optional<std::size_t> whole = WholeAt(at)) {
      return whole;
    }
    std::optional<Number> number;
    if (IsDigit(text_[at])) {
      number = DigitsAt(text_, at, end_);
    } else if (OneOf(text_[at], kHanNumber)) {
      number = HanAt(text_, at, end_);
    }
    if (!number) {
      return std::nullopt;
    }
    if (Take(at, *number)) {
      return out_.back().end;
    }
    return number->end;
  }

  bool Take(std::size_t at, const Number& number) {
    if (at > 0 && (OneOf(text_[at - 1], U"第数几每各") ||
                   (text_[at - 1] < 0x80 && text_[at - 1] > U'9') || text_[at - 1] == U'-')) {
      return false;
    }
    std::size_t to = SkipBlanks(text_, number.end, end_);
    while (to < end_ && OneOf(text_[to], U"多余来")) {
      ++to;
    }
    std::string unit;
    bool weak = false;
    if (number.percent) {
      unit = "%";
    } else if (!UnitAt(to, unit, weak)) {
      return false;
    }
    Amount amount;
    amount.begin = at;
    amount.end = number.percent ? number.end : to;
    amount.value = number.value;
    amount.unit = unit;
    const bool limited = ReadOp(amount);
    if (amount.unit == "天" && (!limited || amount.op != TargetOp::kAtLeast)) {
      return false;  // a term, not an amount
    }
    const bool quoted = at > 0 && IsQuote(text_[at - 1]);
    if (number.han && !number.percent && !limited && number.value < Decimal::FromInt(2)) {
      return false;  // 最后一米
    }
    if (weak && !limited &&
        (quoted || (number.han && number.value < Decimal::FromInt(10)) ||
         number.value < Decimal::FromInt(2))) {
      return false;
    }
    ReadMetric(amount, true);
    out_.push_back(std::move(amount));
    return true;
  }

  // The unit at `to`, with 万 or 亿 before it; moves `to` behind it.
  bool UnitAt(std::size_t& to, std::string& unit, bool& weak) const {
    std::size_t at = to;
    if (at < end_ && OneOf(text_[at], U"万亿千百")) {
      ++at;
    }
    const Hit* best = nullptr;
    for (const std::size_t from : {to, at}) {
      for (const WordKind kind : {WordKind::kMeasure, WordKind::kCount}) {
        const Hit* hit = LongestAt(stretch_.hits, kind, from, end_);
        if (hit != nullptr && (best == nullptr || hit->end > best->end)) {
          best = hit;
        }
      }
    }
    if (best == nullptr) {
      return false;
    }
    const std::size_t after = best->end;
    // 三个年, 两个月, 三个方面: not things that are counted
    if (StartsWithAny(text_, after,
                      {U"年", U"月", U"方面", U"百年", U"小时", U"工作日", U"星期"})) {
      return false;
    }
    unit = FromCodePoints(text_.substr(to, best->end - to));
    weak = best->word.kind == WordKind::kCount;
    to = best->end;
    return true;
  }

  // 全覆盖, 动态清零, 零事故: numbers without a digit.
  std::optional<std::size_t> WholeAt(std::size_t at) {
    struct Whole {
      Text word;
      std::int64_t value;
      const char* unit;
    };
    static constexpr std::array<Whole, 7> kWholes = {{{U"全覆盖", 100, "%"},
                                                      {U"动态清零", 0, ""},
                                                      {U"清零", 0, ""},
                                                      {U"见底清零", 0, ""},
                                                      {U"零发生", 0, "起"},
                                                      {U"零事故", 0, "起"},
                                                      {U"零火点", 0, "起"}}};
    for (const Whole& whole : kWholes) {
      if (StartsAt(text_, at, whole.word) && at + whole.word.size() <= end_) {
        Amount amount;
        amount.begin = at;
        amount.end = at + whole.word.size();
        amount.value = Decimal::FromInt(whole.value);
        amount.unit = whole.unit;
        amount.goal = true;
        ReadMetric(amount, false);
        if (amount.metric.empty()) {
          amount.metric = FromCodePoints(text_.substr(at, whole.word.size()));
        }
        out_.push_back(std::move(amount));
        return at + whole.word.size();
      }
    }
    return std::nullopt;
  }

  // Sets op, goal and reached from the words around; true when words limit the number.
  bool ReadOp(Amount& amount) const {
    std::size_t at = amount.begin;
    while (at > begin_ && OneOf(text_[at - 1], U"约近 的")) {
      --at;
    }
    const std::size_t to = amount.end;
    if (EndsWithAny(text_, at,
                    {U"不低于", U"不得少于", U"不得低于", U"不少于", U"至少", U"至少有", U"不小于",
                     U"超过", U"高于", U"突破", U"力争达到"}) &&
        !EndsWithAny(text_, at, {U"不超过", U"不得超过", U"不得高于", U"不高于", U"不突破"})) {
      amount.op = TargetOp::kAtLeast;
      return true;
    }
    if (EndsWithAny(text_, at,
                    {U"不超过", U"不得超过", U"不得高于", U"不高于", U"不多于", U"不突破", U"低于",
                     U"少于"}) ||
        StartsWithAny(text_, to, {U"以内", U"以下", U"之内"})) {
      amount.op = TargetOp::kAtMost;
      return true;
    }
    if (StartsWithAny(text_, to, {U"以上", U"及以上", U"(含)以上"})) {
      amount.op = TargetOp::kAtLeast;
      return true;
    }
    if (EndsWithAny(text_, at,
                    {U"仅为", U"达到了", U"完成了", U"已达", U"已完成", U"仅", U"仍有", U"尚有",
                     U"还有", U"存在"})) {
      amount.reached = true;
    }
    if (const std::optional<TargetOp> change = ChangeBefore(at)) {
      amount.op = *change;
      return true;
    }
    if (EndsWithAny(text_, at, {U"距离", U"距", U"距目标"}) ||
        StartsWithAny(text_, to, {U"的目标", U"目标", U"的年度目标", U"的任务", U"的要求"})) {
      amount.goal = true;
    }
    return false;
  }

  // 压减一般性支出5%, 提高3个百分点: a change, unless the number is its end (提高到90%).
  std::optional<TargetOp> ChangeBefore(std::size_t at) const {
    if (at == begin_ || OneOf(text_[at - 1], U"到至为达成")) {
      return std::nullopt;
    }
    for (std::size_t from = at; from > begin_ && at - from < 14; --from) {
      if (OneOf(text_[from - 1], kBorders) || IsDigit(text_[from - 1])) {
        break;
      }
      if (StartsWithAny(text_, from - 1,
                        {U"增加", U"新增", U"提高", U"增长", U"提升", U"增收", U"上升"})) {
        return TargetOp::kRaise;
      }
      if (StartsWithAny(text_, from - 1, {U"减少", U"压减", U"下降", U"降低", U"压降", U"削减"})) {
        return TargetOp::kLower;
      }
    }
    return std::nullopt;
  }

  // 12月20日前 in front of a noun is not a part of it.
  bool DateEnd(std::size_t at) const {
    return EndsAt(text_, at, U"以来") ||
           (at >= 2 && text_[at - 1] == U'前' && OneOf(text_[at - 2], U"日底末月班一二三四五六天"));
  }

  // The noun before the number in its clause, or the one behind it, or the one of the number
  // before.
  void ReadMetric(Amount& amount, bool carry) const {
    std::size_t from = amount.begin;
    while (from > begin_ && !OneOf(text_[from - 1], kBorders) && amount.begin - from < 40) {
      --from;
    }
    std::size_t to = amount.begin;
    if (!out_.empty() && out_.back().end > from && out_.back().end <= to) {
      from = out_.back().end;
    }
    for (bool again = true; again && to > from;) {  // the words that tie the number to its noun
      again = false;
      for (auto hit = FirstHit(stretch_.hits, from); hit != stretch_.hits.end() && hit->begin < to;
           ++hit) {
        if (hit->word.kind == WordKind::kTrim && hit->end == to) {
          to = hit->begin;
          again = true;
          break;
        }
      }
    }
    std::size_t known = to;
    // a known end of a metric's name (率, 收入, 面积) says where the name stops
    for (auto hit = FirstHit(stretch_.hits, from); hit != stretch_.hits.end() && hit->begin < to;
         ++hit) {
      if (hit->word.kind == WordKind::kMetric && hit->end < to && to - hit->end <= 6) {
        known = hit->end;
      }
    }
    to = known;
    std::size_t name = to;
    while (name > from && to - name < kMaxMetric && !DateEnd(name) &&
           (IsHan(text_[name - 1]) || (text_[name - 1] < 0x80 && !IsBlank(text_[name - 1]))) &&
           !OneOf(text_[name - 1], U"的了使让把将对有是为在到、,和及与")) {
      --name;
    }
    // 小麦和玉米播种面积: a short and-joined name keeps both halves
    if (name > from + 1 && OneOf(text_[name - 1], U"和及与、")) {
      std::size_t more = name - 1;
      while (more > from && to - more < kMaxMetric && IsHan(text_[more - 1]) &&
             !OneOf(text_[more - 1], U"的了使让把将对有是为在到")) {
        --more;
      }
      name = more;
    }
    for (bool again = true; again;) {
      again = false;
      for (const Text head :
           {Text(U"但"),   Text(U"新增"), Text(U"新发展"), Text(U"培育"),     Text(U"改造"),
            Text(U"全镇"), Text(U"我镇"), Text(U"该项目"), Text(U"截至目前"), Text(U"其中"),
            Text(U"确保"), Text(U"力争"), Text(U"实现"),   Text(U"完成"),     Text(U"全年"),
            Text(U"全县"), Text(U"今年"), Text(U"要"),     Text(U"推动"),     Text(U"累计"),
            Text(U"各村"), Text(U"已"),   Text(U"目前"),   Text(U"共"),       Text(U"尚")}) {
        if (StartsAt(text_, name, head) && name + head.size() <= to) {
          name += head.size();
          again = true;
        }
      }
    }
    if (to > name + 1) {
      amount.metric = FromCodePoints(text_.substr(name, to - name));
      return;
    }
    const bool whole = amount.unit == "%" || amount.unit == "个百分点";
    if (!whole) {
      std::size_t behind = amount.end;
      while (behind < end_ && IsHan(text_[behind]) && behind - amount.end < 12 &&
             !OneOf(text_[behind], U"的未已要需被在有是为了以不进实还和及与完建达全逐落")) {
        ++behind;
      }
      if (behind < amount.end + 2 && StartsAt(text_, amount.end, U"的")) {
        behind = amount.end;
      }
      if (behind >= amount.end + 2) {
        amount.metric = FromCodePoints(text_.substr(amount.end, behind - amount.end));
        return;
      }
    }
    if (carry && !out_.empty() && !out_.front().metric.empty()) {
      amount.metric = out_.front().metric;
    } else if (carry && amount.unit.size() > 3 && amount.unit.compare(0, 3, "个") == 0 &&
               amount.unit != "个百分点") {
      amount.metric = amount.unit.substr(3);  // 14个村
    } else if (carry) {
      amount.metric = TopicBefore(amount.begin);
    }
  }

  // The last word before the number that names a line of work: 撂荒地整治滞后，还有约260亩.
  std::string TopicBefore(std::size_t at) const {
    const Hit* best = nullptr;
    for (auto hit = FirstHit(stretch_.hits, at > begin_ + 60 ? at - 60 : begin_);
         hit != stretch_.hits.end() && hit->begin < at; ++hit) {
      if (hit->word.kind == WordKind::kLine && hit->end <= at &&
          (best == nullptr || hit->begin >= best->end ||
           (hit->begin == best->begin && hit->end > best->end))) {
        best = &*hit;
      }
    }
    return best == nullptr ? std::string()
                           : FromCodePoints(text_.substr(best->begin, best->end - best->begin));
  }

  const Stretch& stretch_;
  Text text_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<Amount> out_;
};

}  // namespace

std::vector<Amount> FindAmounts(const Stretch& stretch, std::size_t begin, std::size_t end) {
  return AmountReader(stretch, begin, end).Find();
}

}  // namespace luoshi::directive
