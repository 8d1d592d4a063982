#include "document/pdf_table.h"

#include <algorithm>

namespace luoshi::document {
namespace {

constexpr double kCaptionSize = 14;  // 4号
constexpr double kCaptionHeight = 24;
constexpr double kUnitSize = 10.5;
constexpr double kUnitHeight = 16;
constexpr double kSidePad = 3;
constexpr double kTopPad = 4;
constexpr double kLeading = 2.5;  // between the lines of a cell
constexpr double kThin = 0.5;
constexpr double kThick = 1.0;
constexpr Color kHeaderFill{0.93, 0.95, 0.97};

// 小四 for few columns, 五号 and 小五 for many: offices' own practice.
double FontSize(std::size_t columns) { return columns <= 7 ? 12 : columns <= 11 ? 10.5 : 9; }

class Setter {
 public:
  Setter(TablePress& press, const Table& table)
      : press_(press),
        canvas_(press.canvas()),
        table_(table),
        body_{Face::kSong, FontSize(table.columns.size()), 0},
        bold_{Face::kHei, FontSize(table.columns.size()), 0} {
    double x = press.left();
    edges_.push_back(x);
    for (const int share : ColumnShares(table)) {
      constexpr double kWhole = 1000;
      x += press.width() * share / kWhole;
      edges_.push_back(x);
    }
  }

  void Run() {
    LayHeader();
    const double first_row = table_.rows.empty() ? 0 : Lay(table_.rows[0]).height;
    const double head = (table_.caption.empty() ? 0 : kCaptionHeight) +
                        (table_.unit_line.empty() ? 0 : kUnitHeight);
    if (!press_.Fits(head + header_height_ + first_row)) {
      press_.NewPage();
    }
    if (!table_.caption.empty()) {
      const TextStyle style{Face::kHei, kCaptionSize, 0};
      canvas_.Text(canvas_.Lay(table_.caption, style, press_.width(), Align::kCenter),
                   press_.left(), press_.y() + 2);
      press_.Advance(kCaptionHeight);
    }
    if (!table_.unit_line.empty()) {
      const TextStyle style{Face::kSong, kUnitSize, 0};
      canvas_.Text(canvas_.Lay(table_.unit_line, style, press_.width(), Align::kRight),
                   press_.left(), press_.y());
      press_.Advance(kUnitHeight);
    }
    DrawHeader();
    for (const TableRow& row : table_.rows) {
      const LaidRow laid = Lay(row);
      if (!press_.Fits(laid.height)) {
        press_.NewPage();
        DrawHeader();
      }
      Draw(laid, row);
    }
  }

 private:
  struct LaidRow {
    std::vector<TextBlock> cells;
    double height = 0;
  };

  TextBlock LayCell(const std::string& text,
                    std::size_t first,
                    std::size_t last,
                    const TextStyle& style,
                    Align align) {
    TextBlock block =
        canvas_.Lay(text, style, edges_[last + 1] - edges_[first] - 2 * kSidePad, align);
    pango_layout_set_spacing(block.get(), static_cast<int>(kLeading * PANGO_SCALE));
    return block;
  }

  LaidRow Lay(const TableRow& row) {
    LaidRow laid;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const std::string text = i < row.cells.size() ? row.cells[i] : std::string();
      laid.cells.push_back(LayCell(text, i, i, row.total ? bold_ : body_, table_.columns[i].align));
      laid.height = std::max(laid.height, laid.cells.back().height() + 2 * kTopPad);
    }
    // A row higher than a page would never find its place; it is cut at the page's end.
    laid.height = std::min(laid.height, press_.page_room() - header_height_);
    return laid;
  }

  bool StartsGroup(std::size_t column) const {
    return column == 0 || table_.columns[column - 1].group != table_.columns[column].group;
  }

  void LayHeader() {
    group_height_ = 0;
    title_height_ = 0;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const TableColumn& column = table_.columns[i];
      const double title =
          LayCell(column.title, i, i, bold_, Align::kCenter).height() + 2 * kTopPad;
      if (!column.group.empty()) {
        if (StartsGroup(i)) {
          const TextBlock group =
              LayCell(column.group, i, GroupEnd(table_, i), bold_, Align::kCenter);
          group_height_ = std::max(group_height_, group.height() + 2 * kTopPad);
        }
        title_height_ = std::max(title_height_, title);
      } else {
        alone_height_ = std::max(alone_height_, title);
      }
    }
    title_height_ = std::max(title_height_, alone_height_ - group_height_);
    header_height_ = std::min(group_height_ + title_height_, press_.page_room() / 2);
  }

  void Cell(const TextBlock& text, std::size_t first, std::size_t last, double y, double height) {
    Frame(edges_[first], y, edges_[last + 1], y + height);
    canvas_.Text(text, edges_[first] + kSidePad, y + (height - text.height()) / 2);
  }

  void Frame(double x1, double y1, double x2, double y2) {
    canvas_.Rule(x1, y1, x2, y1, kThin);
    canvas_.Rule(x1, y2, x2, y2, kThin);
    canvas_.Rule(x1, y1, x1, y2, kThin);
    canvas_.Rule(x2, y1, x2, y2, kThin);
  }

  void DrawHeader() {
    const double y = press_.y();
    canvas_.Box(edges_.front(), y, edges_.back() - edges_.front(), header_height_, kHeaderFill);
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const TableColumn& column = table_.columns[i];
      const TextBlock title = LayCell(column.title, i, i, bold_, Align::kCenter);
      if (column.group.empty()) {
        Cell(title, i, i, y, header_height_);
        continue;
      }
      Cell(title, i, i, y + group_height_, header_height_ - group_height_);
      if (StartsGroup(i)) {
        const std::size_t end = GroupEnd(table_, i);
        Cell(LayCell(column.group, i, end, bold_, Align::kCenter), i, end, y, group_height_);
      }
    }
    canvas_.Rule(edges_.front(), y, edges_.back(), y, kThick);
    press_.Advance(header_height_);
  }

  void Draw(const LaidRow& laid, const TableRow& row) {
    const double y = press_.y();
    cairo_save(canvas_.cairo());
    cairo_rectangle(canvas_.cairo(), edges_.front() - 1, y - 1, edges_.back() - edges_.front() + 2,
                    laid.height + 2);
    cairo_clip(canvas_.cairo());
    if (row.total) {
      canvas_.Box(edges_.front(), y, edges_.back() - edges_.front(), laid.height, kHeaderFill);
    }
    for (std::size_t i = 0; i < laid.cells.size(); ++i) {
      Cell(laid.cells[i], i, i, y, laid.height);
    }
    cairo_restore(canvas_.cairo());
    press_.Advance(laid.height);
  }

  TablePress& press_;
  Canvas& canvas_;
  const Table& table_;
  TextStyle body_;
  TextStyle bold_;
  std::vector<double> edges_;
  double group_height_ = 0;
  double title_height_ = 0;
  double alone_height_ = 0;
  double header_height_ = 0;
};

}  // namespace

void SetTable(TablePress& press, const Table& table) {
  if (!table.columns.empty()) {
    Setter(press, table).Run();
  }
}

}  // namespace luoshi::document
