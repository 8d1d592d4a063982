#include "sheet/reading.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using document::MergedRange;
using document::SheetCell;
using document::SheetRow;

constexpr std::size_t kProfileRows = 3000;
// A note is a sentence, the name above a section is not.
constexpr std::size_t kLongestSection = 30;

bool FillsDown(const Column& column) {
  const std::string key = SplitHeading(JoinedTitle(column)).words;
  return NamesUnit(column.title.back()) || NamesUnit(key) || key == "组" || key == "组别" ||
         key == "村民小组" || key == "小组" || key == "片区" || key == "村组";
}

}  // namespace

// Goes down a table once: tells rows apart, fills what is merged or written once.
class Reading::Walk {
 public:
  Walk(Reading& reading, const std::function<bool(const Row&)>& on_row, bool fill)
      : reading_(reading),
        on_row_(on_row),
        fill_(fill),
        pending_(reading.skipped_.size()),
        above_(reading.header_.columns.size()) {}

  Status Run() {
    TRY(reading_.workbook_->ForEachRow(reading_.sheet_, [&](const SheetRow& row) {
      if (row.number < reading_.data_row_) {
        return true;
      }
      Keep(row, next_);
      if (next_.cells.empty()) {
        return true;
      }
      const bool go_on = !has_line_ || Take(&next_);
      std::swap(line_, next_);
      has_line_ = true;
      return go_on;
    }));
    if (has_line_ && !stopped_) {
      Take(nullptr);
    }
    // lines of one text below the last row are notes
    for (std::size_t i = pending_; i < reading_.skipped_.size(); ++i) {
      if (reading_.skipped_[i].why == RowKind::kSection) {
        reading_.skipped_[i].why = RowKind::kNote;
      }
    }
    if (reading_.next_table_ != 0) {
      while (reading_.skipped_.size() > pending_ &&
             reading_.skipped_.back().row >= reading_.next_table_) {
        reading_.skipped_.pop_back();
      }
    }
    return {};
  }

 private:
  void Skip(RowKind why) { reading_.skipped_.push_back({line_.number, why}); }

  const MergedRange* MergeStartingAt(int row, int column) const {
    const auto& merged = reading_.merged_;
    auto at = std::lower_bound(
        merged.begin(), merged.end(), row,
        [](const MergedRange& range, int wanted) { return range.first_row < wanted; });
    for (; at != merged.end() && at->first_row == row; ++at) {
      if (at->first_column == column) {
        return &*at;
      }
    }
    return nullptr;
  }

  bool IsWide(const Line& line) const {
    const MergedRange* range = MergeStartingAt(line.number, line.cells.front().column);
    const int columns = static_cast<int>(reading_.header_.columns.size());
    return line.cells.size() == 1 && range != nullptr && columns > 2 &&
           (range->last_column - range->first_column + 1) * 2 >= columns;
  }

  bool IsTitleAgain(const Line& line) const {
    return line.cells.size() <= 2 && std::find(reading_.titles_.begin(), reading_.titles_.end(),
                                               line.cells.front().text) != reading_.titles_.end();
  }

  // False ends the walk. `next` is the line below, nullptr at the end.
  bool Take(const Line* next) {
    if (IsTitleAgain(line_)) {
      Skip(RowKind::kTitle);
      return true;
    }
    if (first_ && IsNumberLine(line_, reading_.header_.columns.size())) {
      Skip(RowKind::kNumberLine);
      return true;
    }
    const bool wide = IsWide(line_);
    RowKind kind = KindOf(line_, reading_.header_, reading_.serial_, wide);
    if (kind == RowKind::kSection && !wide && !IsHeadOfSection(next)) {
      kind = RowKind::kData;
    }
    if (kind == RowKind::kSection && CodePointCount(line_.cells.front().text) > kLongestSection) {
      kind = RowKind::kNote;
    }
    if (kind == RowKind::kData && closed_ && line_.cells.size() <= 2 &&
        reading_.header_.columns.size() > 3) {
      kind = RowKind::kNote;  // below the sum or the signatures
    }
    if (kind == RowKind::kData && !first_ && next != nullptr &&
        ReadsLikeHeader(line_, reading_.is_heading_) && IsOtherHeader()) {
      reading_.next_table_ =
          reading_.skipped_.size() > pending_ ? reading_.skipped_[pending_].row : line_.number;
      stopped_ = true;
      return false;
    }
    closed_ = kind == RowKind::kData ? false
                                     : closed_ || kind == RowKind::kTotal ||
                                           kind == RowKind::kSignature || kind == RowKind::kNote;
    if (kind != RowKind::kData) {
      Skip(kind);
      if (kind == RowKind::kSection) {
        section_ = line_.cells.front().text;
        sectioned_ = true;
      }
      return true;
    }
    first_ = false;
    pending_ = reading_.skipped_.size();
    return Deliver();
  }

  // A lone text in the first column: the head of what follows, or a row that is all but empty?
  bool IsHeadOfSection(const Line* next) const {
    const SheetCell& cell = line_.cells.front();
    if (cell.column == reading_.serial_) {
      return true;
    }
    return next == nullptr || next->cells.size() == 1 || next->At(cell.column) == nullptr ||
           closed_;
  }

  bool IsOtherHeader() const {
    std::size_t known = 0;
    for (const SheetCell& cell : line_.cells) {
      if (!IsLabel(cell)) {
        return false;
      }
      known += IsKnownHeading(cell.text) || reading_.is_heading_(cell.text) ? 1U : 0U;
    }
    return known >= 3 && known * 2 >= line_.cells.size();
  }

  bool Deliver() {
    Row row;
    std::swap(row_cells_, row.line.cells);
    row.line = line_;
    row.section = section_;
    if (fill_) {
      Fill(row.line);
    } else {
      Watch();
    }
    sectioned_ = false;
    const bool go_on = on_row_(row);
    std::swap(row_cells_, row.line.cells);
    stopped_ = !go_on;
    return go_on;
  }

  struct Above {
    SheetCell cell;
    bool has = false;
    int merged_until = 0;
  };

  void Fill(Line& line) {
    std::vector<SheetCell>& cells = line.cells;
    bool added = false;
    for (std::size_t i = 0; i < above_.size(); ++i) {
      const int column = reading_.header_.columns[i].column;
      Above& above = above_[i];
      if (const SheetCell* own = line_.At(column); own != nullptr) {
        const MergedRange* range =
            reading_.merged_.empty() ? nullptr : MergeStartingAt(line.number, column);
        above.merged_until = range == nullptr ? 0 : range->last_row;
        if (reading_.fills_[i] || above.merged_until > line.number) {
          above.cell = *own;
          above.has = true;
        }
        continue;
      }
      const bool merged = line.number <= above.merged_until && reading_.repeats_[i];
      const bool once = reading_.fills_[i] && !sectioned_ && line.number > above.merged_until;
      if (above.has && (merged || once)) {
        cells.push_back(above.cell);
        added = true;
      } else if (sectioned_) {
        above.has = false;
      }
    }
    if (added) {
      std::sort(cells.begin(), cells.end(),
                [](const SheetCell& a, const SheetCell& b) { return a.column < b.column; });
    }
  }

  // Counts for the profiles.
  void Watch() {
    for (std::size_t i = 0; i < above_.size(); ++i) {
      Profile& profile = reading_.profiles_[i];
      const SheetCell* cell = line_.At(reading_.header_.columns[i].column);
      if (cell == nullptr) {
        profile.first_is_blank = profile.first_is_blank || (profile.cells == 0 && !sectioned_);
        ++profile.blanks;
        continue;
      }
      Observe(*cell, profile);
      profile.repeats += profile.last == cell->text ? 1U : 0U;
      profile.last = cell->text;
    }
  }

  Reading& reading_;
  const std::function<bool(const Row&)>& on_row_;
  bool fill_;
  Line line_;
  Line next_;
  std::vector<SheetCell> row_cells_;  // buffers, used again
  bool has_line_ = false;
  bool first_ = true;
  bool closed_ = false;  // a sum or a signature came last
  bool stopped_ = false;
  bool sectioned_ = false;  // a section began since the last row
  std::string section_;
  std::size_t pending_;  // skipped lines from here on stand below the last row
  std::vector<Above> above_;
};

Result<Reading> Reading::Open(const document::Workbook& workbook,
                              std::size_t sheet,
                              const IsHeading& is_heading,
                              int first_row) {
  Reading reading(workbook, sheet, is_heading, first_row);
  TRY(reading.ReadHead());
  if (reading.has_table_) {
    TRY(reading.ReadProfiles());
  }
  return reading;
}

Status Reading::ReadHead() {
  std::vector<Line> head;
  TRY(workbook_->ForEachRow(sheet_, [&](const SheetRow& row) {
    if (row.number >= first_row_) {
      head.emplace_back();
      Keep(row, head.back());
      if (head.back().cells.empty()) {
        head.pop_back();
      }
    }
    return head.size() < kHeadLines;
  }));
  if (head.empty()) {
    return {};
  }
  TRY_ASSIGN(document::SheetLayout layout, workbook_->Layout(sheet_));
  merged_ = std::move(layout.merged);
  std::sort(merged_.begin(), merged_.end(), [](const MergedRange& a, const MergedRange& b) {
    return std::pair(a.first_row, a.first_column) < std::pair(b.first_row, b.first_column);
  });
  std::optional<Header> header = FindHeader(head, merged_, is_heading_);
  const std::size_t above = header ? header->titles : head.size();
  for (std::size_t i = 0; i < above; ++i) {
    titles_skipped_.push_back({head[i].number, header ? RowKind::kTitle : RowKind::kNote});
    for (const SheetCell& cell : head[i].cells) {
      titles_.push_back(cell.text);
      if (unit_of_measure_.empty()) {
        unit_of_measure_ = UnitOfMeasureIn(cell.text);
      }
    }
  }
  if (!header) {
    return {};
  }
  has_table_ = true;
  header_ = *std::move(header);
  // Data beside the headings, without one of its own, is shown too.
  for (std::size_t i = header_.data; i < head.size(); ++i) {
    if (head[i].cells.size() * 2 < header_.columns.size()) {
      continue;
    }
    for (const SheetCell& cell : head[i].cells) {
      const bool known =
          std::any_of(header_.columns.begin(), header_.columns.end(),
                      [&](const Column& column) { return column.column == cell.column; });
      if (!known) {
        header_.columns.push_back({cell.column, {}, false});
      }
    }
  }
  std::sort(header_.columns.begin(), header_.columns.end(),
            [](const Column& a, const Column& b) { return a.column < b.column; });
  for (Column& column : header_.columns) {
    column.hidden =
        std::any_of(layout.hidden_columns.begin(), layout.hidden_columns.end(),
                    [&](const std::pair<int, int>& range) {
                      return column.column >= range.first && column.column <= range.second;
                    });
    if (serial_ < 0 && !column.title.empty() && NamesSerial(column.title.back())) {
      serial_ = column.column;
    }
  }
  data_row_ = header_.rows.back() + 1;
  return {};
}

Status Reading::ReadProfiles() {
  profiles_.assign(header_.columns.size(), {});
  fills_.assign(header_.columns.size(), false);
  repeats_.assign(header_.columns.size(), true);
  std::size_t rows = 0;
  const std::function<bool(const Row&)> count = [&rows](const Row&) {
    return ++rows < kProfileRows;
  };
  TRY(Walk(*this, count, false).Run());
  next_table_ = 0;
  skipped_.clear();
  for (std::size_t i = 0; i < header_.columns.size(); ++i) {
    const Column& column = header_.columns[i];
    if (column.title.empty()) {
      continue;
    }
    fills_[i] = FillsDown(column) && WrittenOnce(profiles_[i]);
    // an amount merged over three rows is one amount
    repeats_[i] = NamesSerial(column.title.back()) ||
                  KindOf(column, profiles_[i], false) != ColumnKind::kNumber;
  }
  return {};
}

const Column* Reading::FindColumn(int column) const {
  const auto found = std::find_if(header_.columns.begin(), header_.columns.end(),
                                  [column](const Column& one) { return one.column == column; });
  return found == header_.columns.end() ? nullptr : &*found;
}

const Profile& Reading::ProfileOf(int column) const {
  static const Profile none;
  const Column* found = FindColumn(column);
  return found == nullptr ? none
                          : profiles_[static_cast<std::size_t>(found - header_.columns.data())];
}

std::string Reading::UnitOfMeasureOf(const Column& column) const {
  for (auto level = column.title.rbegin(); level != column.title.rend(); ++level) {
    std::string own = SplitHeading(*level).unit_of_measure;
    if (!own.empty()) {
      return own;
    }
    std::string key = MatchKey(Replaced(Replaced(*level, "(", ""), ")", ""));
    if (column.title.size() > 1 && IsUnitOfMeasure(key)) {
      return key;
    }
  }
  const std::string joined = JoinedTitle(column);
  const bool applies = (unit_of_measure_.ends_with("元") && NamesMoney(joined)) ||
                       (unit_of_measure_.ends_with("亩") && NamesArea(joined));
  return applies ? unit_of_measure_ : "";
}

Status Reading::ForEachRow(const std::function<bool(const Row&)>& on_row) {
  skipped_ = titles_skipped_;
  next_table_ = 0;
  if (!has_table_) {
    return {};
  }
  return Walk(*this, on_row, true).Run();
}

}  // namespace luoshi::sheet
