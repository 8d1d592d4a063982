#include "directive/deadline.h"

namespace luoshi::directive {
namespace {

constexpr Text kHanDigits = U"〇零一二两三四五六七八九十百";

// A whole number at `at`, in digits or Chinese; moves `at` behind it.
std::optional<int> NumberAt(Text text, std::size_t& at, std::size_t end) {
  std::size_t to = at;
  const bool digits = to < end && IsDigit(text[to]);
  while (to < end && to - at < 5 && (digits ? IsDigit(text[to]) : OneOf(text[to], kHanDigits))) {
    ++to;
  }
  if (to == at) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> value =
      ParseChineseInteger(FromCodePoints(text.substr(at, to - at)));
  if (!value || *value < 0 || *value > 9999) {
    return std::nullopt;
  }
  at = to;
  return static_cast<int>(*value);
}

bool Eat(Text text, std::size_t& at, std::size_t end, Text word) {
  if (at + word.size() <= end && StartsAt(text, at, word)) {
    at += word.size();
    return true;
  }
  return false;
}

template <class... Words>
bool EatAny(Text text, std::size_t& at, std::size_t end, const Words&... words) {
  return (Eat(text, at, end, words) || ...);
}

std::optional<Date> Civil(int year, int month, int day) {
  const Result<Date> date = Date::FromCivil(year, month, day);
  return date.ok() ? std::optional<Date>(*date) : std::nullopt;
}

std::optional<Date> MonthEnd(int year, int month) {
  return month < 1 || month > 12 ? std::nullopt
                                 : Civil(year, month, Date::DaysInMonth(year, month));
}

Date AddMonths(Date from, int months) {
  const int number = from.month_number() + months;
  const int year = number / 12;
  const int month = number % 12 + 1;
  return Civil(year, month, std::min(from.day(), Date::DaysInMonth(year, month))).value_or(from);
}

// Behind a date: 前, 之前, 下班前… ; true when something of the kind stands there.
bool EatBefore(Text text, std::size_t& at, std::size_t end) {
  const std::size_t start = at;
  EatAny(text, at, end, U"下班", U"中午", U"上午", U"下午", U"晚上", U"晚", U"24时", U"12时",
         U"18时", U"零点");
  const std::size_t hour = at;
  if (NumberAt(text, at, end) && !EatAny(text, at, end, U"点", U"时", U":00")) {
    at = hour;
  }
  if (EatAny(text, at, end, U"以前", U"之前", U"前", U"止", U"之内", U"以内", U"内")) {
    return true;
  }
  at = start;
  return false;
}

class DeadlineReader {
 public:
  DeadlineReader(const Stretch& stretch, std::size_t begin, std::size_t end, const Anchor& anchor)
      : stretch_(stretch), text_(stretch.text), begin_(begin), end_(end), anchor_(anchor) {}

  std::optional<FoundDeadline> Find() const {
    std::optional<FoundDeadline> open;
    for (std::size_t at = begin_; at < end_; ++at) {
      const char32_t c = text_[at];
      std::optional<FoundDeadline> found;
      if (IsDigit(c) || OneOf(c, U"〇零一二两三四五六七八九十年本当今明后下这上周月第会半首")) {
        found = At(at);
      }
      if (found && found->date) {
        return found;
      }
      if (!found) {
        if (const Hit* hit = LongestAt(stretch_.hits, WordKind::kOpenDeadline, at, end_)) {
          found = FoundDeadline{at, hit->end, std::nullopt};
        }
      }
      if (found) {
        if (!open) {
          open = found;
        }
        at = found->end - 1;
      }
    }
    return open;
  }

 private:
  std::optional<FoundDeadline> Done(std::size_t begin,
                                    std::size_t end,
                                    std::optional<Date> date) const {
    return FoundDeadline{begin, end, date};
  }

  // A word before the date that makes it a term even without 前: 于, 到, 完成时限：.
  bool Introduced(std::size_t at) const {
    if (EndsAt(text_, at, U"截至") || EndsAt(text_, at, U"截止目前")) {
      return false;
    }
    return EndsAt(text_, at, U"于") || EndsAt(text_, at, U"到") || EndsAt(text_, at, U"限") ||
           EndsAt(text_, at, U"限:") || EndsAt(text_, at, U"时间:") || EndsAt(text_, at, U"至") ||
           at == begin_;
  }
  bool Refused(std::size_t at) const {
    return EndsAt(text_, at, U"截至") || EndsAt(text_, at, U"临近") || EndsAt(text_, at, U"距离") ||
           EndsAt(text_, at, U"距") || EndsAt(text_, at, U"接近") || EndsAt(text_, at, U"自") ||
           EndsAt(text_, at, U"从");
  }
  // What may follow a date that has no 前: the act itself, or the end of the clause.
  bool Followed(std::size_t at) const {
    return at == end_ || OneOf(text_[at], U",。;)\t\n要须应完上报启全") || IsBlank(text_[at]);
  }

  std::optional<FoundDeadline> At(std::size_t at) const {
    if (at > 0 && (IsDigit(text_[at - 1]) || text_[at - 1] == U'.')) {
      return std::nullopt;
    }
    if (Refused(at)) {
      return std::nullopt;
    }
    for (const auto step :
         {&DeadlineReader::YearEnd, &DeadlineReader::Week, &DeadlineReader::MonthWord,
          &DeadlineReader::Quarter, &DeadlineReader::NearDay, &DeadlineReader::Within,
          &DeadlineReader::Calendar}) {
      if (std::optional<FoundDeadline> found = (this->*step)(at)) {
        return found;
      }
    }
    return std::nullopt;
  }

  // 年底前, 今年年底前, 明年底, 年内, 2025年底前, 上半年
  std::optional<FoundDeadline> YearEnd(std::size_t at) const {
    std::size_t to = at;
    std::optional<int> year = anchor_.year;
    bool named = false;
    if (EatAny(text_, to, end_, U"今年", U"本年")) {
      named = true;
    } else if (Eat(text_, to, end_, U"明年")) {
      named = true;
      year = year ? std::optional<int>(*year + 1) : std::nullopt;
    } else if (IsDigit(text_[at])) {
      const std::optional<int> number = NumberAt(text_, to, end_);
      if (!number || *number < 1900 || *number > 2200 || !Eat(text_, to, end_, U"年")) {
        return std::nullopt;
      }
      named = true;
      year = number;
    }
    int month = 12;
    if (named ? EatAny(text_, to, end_, U"年底", U"年末", U"底", U"末", U"年内")
              : EatAny(text_, to, end_, U"年底", U"年末", U"年内")) {
      const bool inside = EndsAt(text_, to, U"年内");
      if (!EatBefore(text_, to, end_) && !inside && !(Introduced(at) && Followed(to))) {
        return std::nullopt;
      }
    } else if (EatAny(text_, to, end_, U"上半年", U"下半年")) {
      month = EndsAt(text_, to, U"上半年") ? 6 : 12;
      if (!EatBefore(text_, to, end_) && !Eat(text_, to, end_, U"完成")) {
        return std::nullopt;
      }
    } else {
      return std::nullopt;
    }
    return Done(at, to, year ? MonthEnd(*year, month) : std::nullopt);
  }

  // 本周五下班前, 下周一前, 周三前, 本周内
  std::optional<FoundDeadline> Week(std::size_t at) const {
    std::size_t to = at;
    int weeks = 0;
    bool named = true;
    if (EatAny(text_, to, end_, U"下下周")) {
      weeks = 2;
    } else if (EatAny(text_, to, end_, U"下周", U"下个周", U"下星期")) {
      weeks = 1;
    } else if (!EatAny(text_, to, end_, U"本周", U"这周", U"本星期")) {
      named = false;
      if (!EatAny(text_, to, end_, U"周", U"星期") ||
          (at > begin_ && OneOf(text_[at - 1], U"每一二两三四五六七八九十几上下各隔逢单双"))) {
        return std::nullopt;
      }
    }
    std::optional<Date> date;
    const std::size_t day = Text(U"一二三四五六日天").find(to < end_ ? text_[to] : U' ');
    int number = 7;
    bool exact = false;
    if (to < end_ && day != Text::npos) {
      number = std::min(static_cast<int>(day) + 1, 7);
      exact = true;
      ++to;
    } else if (Eat(text_, to, end_, U"末")) {
      exact = true;
    } else if (!named) {
      return std::nullopt;
    }
    const std::size_t behind = to;
    const bool before = EatBefore(text_, to, end_);
    if (!before && !(exact && named && Followed(behind))) {
      return std::nullopt;
    }
    if (anchor_.day) {
      date = *anchor_.day + (number - anchor_.day->weekday() + 7 * weeks);
    }
    return Done(at, to, date);
  }

  // 月底前, 本月底前, 下月底前, 下月5日前, 本月内, 当月
  std::optional<FoundDeadline> MonthWord(std::size_t at) const {
    std::size_t to = at;
    int more = 0;
    bool named = true;
    if (EatAny(text_, to, end_, U"下个月", U"下月")) {
      more = 1;
    } else if (!EatAny(text_, to, end_, U"本月", U"这个月", U"当月")) {
      named = false;
      if (!StartsAt(text_, to, U"月底") && !StartsAt(text_, to, U"月末")) {
        return std::nullopt;
      }
      if (at > 0 && (IsDigit(text_[at - 1]) || OneOf(text_[at - 1], U"一二三四五六七八九十每"))) {
        return std::nullopt;
      }
      ++to;
    }
    std::optional<int> day;
    if (!EatAny(text_, to, end_, U"底", U"末")) {
      day = NumberAt(text_, to, end_);
      if (day) {
        if (!EatAny(text_, to, end_, U"日", U"号")) {
          return std::nullopt;
        }
      } else if (!named || !StartsAt(text_, to, U"内")) {
        return std::nullopt;
      }
    }
    const std::size_t behind = to;
    if (!EatBefore(text_, to, end_) && !(Introduced(at) && Followed(behind))) {
      return std::nullopt;
    }
    std::optional<Date> date;
    if (anchor_.year && anchor_.month) {
      const int number = *anchor_.year * 12 + *anchor_.month - 1 + more;
      date =
          day ? Civil(number / 12, number % 12 + 1, *day) : MonthEnd(number / 12, number % 12 + 1);
    }
    return Done(at, to, date);
  }

  // 第四季度内, 一季度末, 四季度完成
  std::optional<FoundDeadline> Quarter(std::size_t at) const {
    std::size_t to = at;
    Eat(text_, to, end_, U"第");
    const std::size_t number_at = to;
    const std::optional<int> number = NumberAt(text_, to, end_);
    if (!number || to - number_at != 1 || *number < 1 || *number > 4 ||
        !Eat(text_, to, end_, U"季度")) {
      return std::nullopt;
    }
    EatAny(text_, to, end_, U"末", U"底");
    const std::size_t behind = to;
    const bool ended = OneOf(text_[to - 1], U"末底");
    if (!EatBefore(text_, to, end_) && !ended && !(Introduced(at) && Followed(behind)) &&
        !StartsAt(text_, behind, U"完成")) {
      return std::nullopt;
    }
    return Done(at, to, anchor_.year ? MonthEnd(*anchor_.year, *number * 3) : std::nullopt);
  }

  bool ActFollows(std::size_t at) const {
    const std::size_t stop = std::min(end_, at + 30);
    for (auto hit = FirstHit(stretch_.hits, at); hit != stretch_.hits.end() && hit->begin < stop;
         ++hit) {
      if (hit->word.kind == WordKind::kAction && hit->word.weight >= 4) {
        return true;
      }
    }
    return false;
  }

  // 今天下班前, 明天, 后天
  std::optional<FoundDeadline> NearDay(std::size_t at) const {
    std::size_t to = at;
    int more = 0;
    const bool evening = EatAny(text_, to, end_, U"今晚", U"今夜");
    bool part = evening;
    if (EatAny(text_, to, end_, U"明天", U"明日")) {
      more = 1;
    } else if (EatAny(text_, to, end_, U"明早", U"明晚")) {
      more = 1;
      part = true;
    } else if (EatAny(text_, to, end_, U"后天")) {
      more = 2;
    } else if (!evening && !EatAny(text_, to, end_, U"今天", U"今日", U"当天", U"当日")) {
      // 下午4点前: a time of the day alone is one of today
      if (at > begin_ && IsHan(text_[at - 1]) && !OneOf(text_[at - 1], U"于在")) {
        return std::nullopt;
      }
      const std::size_t hour = to;
      if (!EatAny(text_, to, end_, U"上午", U"下午") || !EatBefore(text_, to, end_) ||
          to - hour < 4) {
        return std::nullopt;
      }
      return Done(at, to, anchor_.day);
    }
    if (!EatBefore(text_, to, end_)) {
      const std::size_t hours = to;
      EatAny(text_, to, end_, U"上午", U"下午", U"中午", U"晚上", U"早上");
      part = part || to > hours;
      // 明天上午补足, 今晚打电话: the act follows; 明天上午县里来看 names no term
      if (!part || !ActFollows(to)) {
        return std::nullopt;
      }
    }
    return Done(at, to, anchor_.day ? std::optional<Date>(*anchor_.day + more) : std::nullopt);
  }

  // 会后三日内, 两个月内, 15日内, 24小时内, 5个工作日内
  std::optional<FoundDeadline> Within(std::size_t at) const {
    std::size_t to = at;
    const bool meeting = EatAny(text_, to, end_, U"会后", U"会议结束后");
    std::optional<int> number = NumberAt(text_, to, end_);
    if (!number) {
      if (Eat(text_, to, end_, U"半个月")) {
        number = 15;
      } else if (Eat(text_, to, end_, U"半年")) {
        number = 6;
      } else {
        return std::nullopt;
      }
    }
    std::optional<Date> date;
    const std::optional<Date>& day = anchor_.day;
    if (EndsAt(text_, to, U"半个月") || EatAny(text_, to, end_, U"天", U"日")) {
      date = day ? std::optional<Date>(*day + *number) : std::nullopt;
    } else if (EndsAt(text_, to, U"半年") || EatAny(text_, to, end_, U"个月", U"月")) {
      date = day ? std::optional<Date>(AddMonths(*day, *number)) : std::nullopt;
    } else if (EatAny(text_, to, end_, U"周", U"个星期")) {
      date = day ? std::optional<Date>(*day + *number * 7) : std::nullopt;
    } else if (!EatAny(text_, to, end_, U"个工作日", U"工作日", U"个小时", U"小时")) {
      return std::nullopt;  // working days and hours name no calendar day here
    }
    if (!EatAny(text_, to, end_, U"之内", U"以内", U"内")) {
      return std::nullopt;
    }
    const bool of_us = meeting || !EndsAt(text_, at, U"后") || EndsAt(text_, at, U"会后");
    return Done(at, to, of_us ? date : std::nullopt);
  }

  // 2025年12月20日前, 12月20日前, 10月底前, 20日前, 11月中旬
  std::optional<FoundDeadline> Calendar(std::size_t at) const {
    std::size_t to = at;
    std::optional<int> year;
    bool explicit_year = false;
    if (Eat(text_, to, end_, U"明年")) {
      explicit_year = true;
      year = anchor_.year ? std::optional<int>(*anchor_.year + 1) : std::nullopt;
    } else if (Eat(text_, to, end_, U"今年")) {
      explicit_year = true;
      year = anchor_.year;
    }
    std::optional<int> first = NumberAt(text_, to, end_);
    if (!first) {
      return std::nullopt;
    }
    if (*first > 1900 && EatAny(text_, to, end_, U"年", U"-", U"/", U".")) {
      explicit_year = true;
      year = first;
      first = NumberAt(text_, to, end_);
      if (!first) {
        return std::nullopt;
      }
    }
    std::optional<int> month;
    std::optional<int> day;
    if (EatAny(text_, to, end_, U"月份", U"月", U"-", U"/")) {
      if (!explicit_year && !OneOf(text_[to - 1], U"月份")) {
        return std::nullopt;
      }
      month = first;
      const std::size_t dash = to;
      day = NumberAt(text_, to, end_);
      if (day && !EatAny(text_, to, end_, U"日", U"号") && OneOf(text_[dash - 1], U"月份")) {
        return std::nullopt;
      }
    } else if (!explicit_year && EatAny(text_, to, end_, U"日", U"号")) {
      month = anchor_.month;
      day = first;
      if (!EatBefore(text_, to, end_)) {
        return std::nullopt;
      }
      return Done(at, to, Settle(year, month, day, false));
    } else {
      return std::nullopt;
    }
    bool part = false;
    if (!day) {
      if (EatAny(text_, to, end_, U"底", U"末", U"下旬")) {
        part = true;
      } else if (EatAny(text_, to, end_, U"中旬")) {
        part = true;
        day = 20;
      } else if (EatAny(text_, to, end_, U"上旬", U"初")) {
        part = true;
        day = 10;
      }
    }
    const std::size_t behind = to;
    if (!EatBefore(text_, to, end_) &&
        !((Introduced(at) || part || StartsAt(text_, behind, U"完成")) && Followed(behind))) {
      return std::nullopt;
    }
    return Done(at, to, Settle(year, month, day, explicit_year));
  }

  // A month without a year lies ahead: two months back or more means the next year.
  std::optional<Date> Settle(std::optional<int> year,
                             std::optional<int> month,
                             std::optional<int> day,
                             bool explicit_year) const {
    if (!explicit_year) {
      year = anchor_.year;
      if (year && month && anchor_.month && *month + 1 < *anchor_.month) {
        year = *year + 1;
      }
    }
    if (!year || !month) {
      return std::nullopt;
    }
    return day ? Civil(*year, *month, *day) : MonthEnd(*year, *month);
  }

  const Stretch& stretch_;
  Text text_;
  std::size_t begin_;
  std::size_t end_;
  const Anchor& anchor_;
};

// The first date in a line: year and month at least.
std::optional<Anchor> DateIn(Text text, Span line) {
  for (std::size_t at = line.begin; at < line.end; ++at) {
    if (at > line.begin && (IsDigit(text[at - 1]) || OneOf(text[at - 1], kHanDigits))) {
      continue;
    }
    std::size_t to = at;
    Anchor anchor;
    const std::optional<int> year = NumberAt(text, to, line.end);
    if (!year || *year < 1949 || *year > 2200 ||
        !EatAny(text, to, line.end, U"年", U"-", U"/", U".")) {
      continue;
    }
    const std::optional<int> month = NumberAt(text, to, line.end);
    if (!month || *month < 1 || *month > 12) {
      continue;
    }
    anchor.year = year;
    anchor.month = month;
    if (EatAny(text, to, line.end, U"月", U"-", U"/", U".")) {
      const std::optional<int> day = NumberAt(text, to, line.end);
      anchor.day = day ? Civil(*year, *month, *day) : std::nullopt;
    }
    return anchor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FoundDeadline> FindDeadline(const Stretch& stretch,
                                          std::size_t begin,
                                          std::size_t end,
                                          const Anchor& anchor) {
  return DeadlineReader(stretch, begin, end, anchor).Find();
}

Anchor FindAnchor(Text text, const std::vector<Span>& edges, Span title) {
  std::optional<Anchor> best;
  for (const Span& edge : edges) {
    const std::optional<Anchor> found = DateIn(text, edge);
    if (found && (!best || (found->day && !best->day))) {
      best = found;
    }
  }
  if (best) {
    return *best;
  }
  Anchor out;
  for (std::size_t at = title.begin; at + 5 <= title.end; ++at) {
    std::size_t to = at;
    const std::optional<int> year = NumberAt(text, to, title.end);
    // 2022年度总结 is held the year after, one does not know which: no year is better than a wrong
    // one.
    if (year && *year >= 1949 && *year <= 2200 && StartsAt(text, to, U"年") &&
        !StartsAt(text, to, U"年度总结") && !StartsAt(text, to, U"年度表彰")) {
      out.year = year;
      break;
    }
    at = std::max(at, to == at ? at : to - 1);
  }
  return out;
}

}  // namespace luoshi::directive
