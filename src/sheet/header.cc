#include "sheet/header.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using document::CellKind;
using document::MergedRange;
using document::SheetCell;

constexpr std::size_t kMostLevels = 4;

struct Counts {
  std::size_t cells = 0;
  std::size_t labels = 0;
  std::size_t known = 0;
  std::size_t days = 0;
};

bool LooksLikeDay(const SheetCell& cell) {
  const std::string key = MatchKey(cell.text);
  constexpr std::size_t kLongest = 20;
  return cell.kind == CellKind::kDate || (cell.kind == CellKind::kText && key.size() <= kLongest &&
                                          Contains(key, "月") && key.ends_with("日"));
}

Counts Count(const Line& line, const IsHeading& is_heading) {
  Counts counts;
  counts.cells = line.cells.size();
  for (const SheetCell& cell : line.cells) {
    const bool label = IsLabel(cell);
    counts.labels += label ? 1U : 0U;
    counts.days += !label && LooksLikeDay(cell) ? 1U : 0U;
    counts.known += label && (IsKnownHeading(cell.text) || is_heading(cell.text)) ? 1U : 0U;
  }
  return counts;
}

bool ReadsLikeHeader(const Counts& counts) {
  // 11月1日 | 11月2日 across the top of a duty roster
  if (counts.known >= 2 && counts.days >= 2 && counts.labels + counts.days == counts.cells) {
    return true;
  }
  return counts.cells >= 2 && counts.labels * 5 >= counts.cells * 4 &&
         (counts.known >= 3 || (counts.known >= 1 && counts.known * 3 >= counts.cells));
}

// Headings nobody knows: all labels, all different, and below them something that is no label.
bool StandsAboveData(const Line& line, const Line& below) {
  if (line.cells.size() < 2 || below.cells.size() < 2) {
    return false;
  }
  std::vector<std::string_view> seen;
  for (const SheetCell& cell : line.cells) {
    if (!IsLabel(cell) || std::find(seen.begin(), seen.end(), cell.text) != seen.end()) {
      return false;
    }
    seen.push_back(cell.text);
  }
  return std::any_of(below.cells.begin(), below.cells.end(), [&](const SheetCell& cell) {
    return line.At(cell.column) != nullptr && !IsLabel(cell);
  });
}

class HeaderBlock {
 public:
  HeaderBlock(std::span<const Line> head,
              std::size_t top,
              const std::vector<MergedRange>& merged,
              const IsHeading& is_heading)
      : head_(head), top_(top), end_(top + 1), is_heading_(is_heading) {
    for (const MergedRange& range : merged) {
      if (range.first_row >= head[top].number && range.first_row <= head.back().number) {
        merged_.push_back(range);
      }
    }
    while (end_ < head_.size() && end_ - top_ < kMostLevels && Continues()) {
      ++end_;
    }
  }

  Header Make() const {
    Header header;
    header.titles = top_;
    header.data = end_;
    std::map<int, std::vector<std::string>> titles;
    for (std::size_t i = top_; i < end_; ++i) {
      header.rows.push_back(head_[i].number);
      for (const auto& [column, text] : Level(i)) {
        std::vector<std::string>& title = titles[column];
        if (title.empty() || title.back() != text) {
          title.push_back(text);
        }
      }
    }
    for (auto& [column, title] : titles) {
      header.columns.push_back({column, std::move(title), false});
    }
    return header;
  }

 private:
  const MergedRange* MergeAt(int row, int column) const {
    for (const MergedRange& range : merged_) {
      if (row >= range.first_row && row <= range.last_row && column >= range.first_column &&
          column <= range.last_column) {
        return &range;
      }
    }
    return nullptr;
  }

  // Is there room below a heading of the last line, so that the next line may go on with it?
  bool SpansColumns(const Line& line, const SheetCell& cell) const {
    const MergedRange* range = MergeAt(line.number, cell.column);
    return range != nullptr && range->last_column > range->first_column;
  }

  bool Continues() const {
    const Line& last = head_[end_ - 1];
    const Line& next = head_[end_];
    if (std::any_of(next.cells.begin(), next.cells.end(), [](const SheetCell& cell) {
          return !IsLabel(cell) && cell.kind != CellKind::kNumber;
        })) {
      return false;
    }
    // a heading merged downwards takes the lines it covers with it
    const bool covered = std::any_of(merged_.begin(), merged_.end(), [&](const MergedRange& range) {
      return range.first_row <= last.number && range.last_row >= next.number &&
             last.number < range.last_row;
    });
    const Counts counts = Count(next, is_heading_);
    if (covered) {
      return counts.labels * 2 >= counts.cells;
    }
    if (counts.cells == 0 || counts.labels != counts.cells) {
      return false;
    }
    // （元） （亩）: a line of units of measure
    if (std::all_of(next.cells.begin(), next.cells.end(), [](const SheetCell& cell) {
          std::string key = MatchKey(cell.text);
          key = Replaced(Replaced(key, "(", ""), ")", "");
          return IsUnitOfMeasure(key);
        })) {
      return true;
    }
    std::size_t below_spans = 0;
    std::size_t below_gaps = 0;
    for (const SheetCell& cell : next.cells) {
      const MergedRange* above = MergeAt(last.number, cell.column);
      if (above != nullptr && above->last_column > above->first_column) {
        ++below_spans;
      } else if (last.At(cell.column) == nullptr) {
        ++below_gaps;
      }
    }
    const bool spans = std::any_of(last.cells.begin(), last.cells.end(),
                                   [&](const SheetCell& cell) { return SpansColumns(last, cell); });
    if (spans) {
      return below_spans > 0 && below_spans + below_gaps == counts.cells;
    }
    // without merges: labels stand under gaps and under the heading before the gap only
    return below_gaps > 0 && counts.known > 0 && GapsOnly(last, next);
  }

  static bool GapsOnly(const Line& last, const Line& next) {
    for (std::size_t i = 0; i < last.cells.size(); ++i) {
      const int column = last.cells[i].column;
      const bool gap_follows = i + 1 < last.cells.size() ? last.cells[i + 1].column > column + 1
                                                         : next.cells.back().column > column;
      if (!gap_follows && next.At(column) != nullptr) {
        return false;
      }
    }
    return true;
  }

  // The texts of one header line by column, spread over what they are merged over or, where the
  // file has no merges, over the gap behind them that the lines below fill.
  std::vector<std::pair<int, std::string>> Level(std::size_t index) const {
    const Line& line = head_[index];
    std::vector<std::pair<int, std::string>> out;
    const auto below = [&](int column) {
      for (std::size_t i = index + 1; i < end_; ++i) {
        if (head_[i].At(column) != nullptr) {
          return true;
        }
      }
      return false;
    };
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const SheetCell& cell = line.cells[i];
      const std::string text = Replaced(Replaced(cell.text, "\n", ""), "\r", "");
      const MergedRange* range = MergeAt(line.number, cell.column);
      int last = range != nullptr ? range->last_column : cell.column;
      const int next =
          i + 1 < line.cells.size() ? line.cells[i + 1].column : document::kMaxSheetColumns;
      if (last == cell.column && range == nullptr && merged_.empty() && below(cell.column)) {
        while (last + 1 < next && below(last + 1)) {
          ++last;
        }
      }
      constexpr int kWidest = 512;
      for (int column = cell.column; column <= std::min(last, cell.column + kWidest); ++column) {
        out.emplace_back(column, text);
      }
    }
    return out;
  }

  std::span<const Line> head_;
  std::size_t top_;
  std::size_t end_;
  const IsHeading& is_heading_;
  std::vector<MergedRange> merged_;
};

}  // namespace

std::string JoinedTitle(const Column& column) {
  std::string out;
  for (const std::string& level : column.title) {
    out += level;
  }
  return out;
}

bool IsLabel(const SheetCell& cell) {
  if (cell.kind != CellKind::kText) {
    // 2024, 2025: years as headings
    return cell.kind == CellKind::kNumber && cell.text.size() == 4 &&
           (cell.text.starts_with("20") || cell.text.starts_with("19"));
  }
  constexpr std::size_t kLongest = 60;
  const std::string key = MatchKey(cell.text);
  const std::size_t points = CodePointCount(key);
  if (key.empty() || points > kLongest) {
    return false;
  }
  const std::size_t colon = key.find(':');
  if (colon != std::string::npos && key.find('(') > colon) {
    return false;  // 填报单位：北山村
  }
  constexpr std::size_t kLongestPeriod = 5;
  if (points <= kLongestPeriod && (key.ends_with("月") || key.ends_with("年"))) {
    return true;  // 11月, 2025年 as headings
  }
  std::size_t digits = 0;
  for (const char c : key) {
    digits += c >= '0' && c <= '9' ? 1U : 0U;
  }
  const bool only_marks =
      std::all_of(key.begin(), key.end(), [](char c) { return c > 0 && !(c >= 'a' && c <= 'z'); });
  return !only_marks && digits * 2 <= points && !IsYes(cell.text) && !IsNo(cell.text);
}

bool IsNumberLine(const Line& line, std::size_t columns) {
  if (line.cells.size() < 3 || line.cells.size() * 10 < columns * 6) {
    return false;
  }
  constexpr std::string_view kStems = "甲乙丙丁戊己";
  int number = 0;
  std::size_t numbered = 0;
  for (const SheetCell& cell : line.cells) {
    const std::string key = Replaced(Replaced(MatchKey(cell.text), "(", ""), ")", "");
    if (number == 0 && (Contains(kStems, key) || key == "栏次" || key == "序号")) {
      continue;
    }
    // 3=1+2 counts as 3
    if (key.substr(0, key.find('=')) != std::to_string(number + 1)) {
      return false;
    }
    ++number;
    ++numbered;
  }
  return numbered >= 2;
}

bool ReadsLikeHeader(const Line& line, const IsHeading& is_heading) {
  return ReadsLikeHeader(Count(line, is_heading));
}

std::optional<Header> FindHeader(std::span<const Line> head,
                                 const std::vector<MergedRange>& merged,
                                 const IsHeading& is_heading) {
  std::size_t best = head.size();
  std::size_t best_score = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const Counts counts = Count(head[i], is_heading);
    if (!ReadsLikeHeader(counts)) {
      continue;
    }
    // the first that reads like one, unless a fuller one follows soon: 单位 | 日期 above a table
    const std::size_t score = counts.known * 2 + counts.labels;
    const bool fuller = best < head.size() && i <= best + 3 && score > best_score * 2 &&
                        counts.cells > head[best].cells.size() * 2;
    if (best == head.size() || fuller) {
      best = i;
      best_score = score;
    }
  }
  if (best == head.size()) {
    for (std::size_t i = 0; i + 1 < head.size() && best == head.size(); ++i) {
      best = StandsAboveData(head[i], head[i + 1]) ? i : best;
    }
  }
  // a list of one column: 姓名 and nothing but single cells below it
  for (std::size_t i = 0; i + 1 < head.size() && best == head.size(); ++i) {
    const int column = head[i].cells.front().column;
    const bool alone = std::all_of(
        head.begin() + static_cast<std::ptrdiff_t>(i), head.end(), [&](const Line& line) {
          return line.cells.size() == 1 && line.cells.front().column == column;
        });
    const std::string& text = head[i].cells.front().text;
    best = alone && (NamesPerson(text) || NamesUnit(text) || is_heading(text)) ? i : best;
  }
  if (best == head.size()) {
    return std::nullopt;
  }
  return HeaderBlock(head, best, merged, is_heading).Make();
}

}  // namespace luoshi::sheet
