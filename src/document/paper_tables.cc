// Tables of papers as sheets: the edges of all rows make the columns.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "document/sheet_values.h"
#include "document/text_parts.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

// Edges nearer than this are one: hands do not draw straight (twentieths of a point).
constexpr int kSameEdge = 40;

std::vector<int> ColumnsOf(const PaperTable& table) {
  std::vector<int> edges;
  for (const PaperRow& row : table.rows) {
    edges.insert(edges.end(), row.edges.begin(), row.edges.end());
  }
  std::sort(edges.begin(), edges.end());
  std::vector<int> out;
  for (const int edge : edges) {
    if (out.empty() || edge - out.back() > kSameEdge) {
      out.push_back(edge);
    }
  }
  return out;
}

int ColumnAt(const std::vector<int>& columns, int edge) {
  const auto after = std::upper_bound(columns.begin(), columns.end(), edge + kSameEdge / 2);
  return std::max(0, static_cast<int>(after - columns.begin()) - 1);
}

Status AddTable(const PaperTable& table, MemoryWorkbook& book) {
  const std::vector<int> columns = ColumnsOf(table);
  std::map<int, MergedRange> open;  // by first column: cells that may go on below
  int number = 0;
  for (const PaperRow& row : table.rows) {
    book.BeginRow(++number, false);
    std::map<int, MergedRange> still_open;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool placed = i + 1 < row.edges.size();
      const int first = placed ? ColumnAt(columns, row.edges[i]) : static_cast<int>(i);
      const int last = placed ? std::max(first, ColumnAt(columns, row.edges[i + 1]) - 1) : first;
      const unsigned merge = i < row.merges.size() ? row.merges[i] : 0;
      const auto above = open.find(first);
      if (merge == 1 && above != open.end()) {
        MergedRange range = above->second;
        range.last_row = number;
        still_open[first] = range;
        open.erase(above);
        continue;
      }
      const MergedRange range{number, number, first, last};
      if (merge == 3) {
        still_open[first] = range;
      } else if (last > first) {
        book.Merge(range);
      }
      SheetCell cell;
      cell.column = first;
      cell.text = row.cells[i];
      ClassifyText(cell);
      TRY(book.Add(cell));
    }
    for (const auto& [column, range] : open) {
      book.Merge(range);
    }
    open = std::move(still_open);
  }
  for (const auto& [column, range] : open) {
    book.Merge(range);
  }
  return {};
}

class TableParser : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "tbl") {
      if (++depth_ == 1) {
        tables.emplace_back();
      }
      return;
    }
    if (depth_ == 0) {
      return;
    }
    if (name == "tr" && depth_ == 1) {
      tables.back().rows.emplace_back();
      tables.back().rows.back().edges.push_back(0);
    } else if (name == "tc" && depth_ == 1 && !tables.back().rows.empty()) {
      PaperRow& row = tables.back().rows.back();
      constexpr std::size_t kMostCells = 1000;
      if (row.cells.size() >= kMostCells) {
        Fail({ErrorCode::kInvalid,
              "sheet.too_many_columns",
              {{"limit", std::to_string(kMostCells)}}});
        return;
      }
      row.cells.emplace_back();
      row.merges.push_back(0);
      row.edges.push_back(row.edges.back() + kWide);
      in_cell_ = true;
    } else if (name == "gridBefore" && !in_cell_ && !tables.back().rows.empty()) {
      tables.back().rows.back().edges.back() += kWide * Number(attributes);
    } else if (!in_cell_) {
      return;
    } else if (name == "gridSpan" && depth_ == 1) {
      tables.back().rows.back().edges.back() += kWide * (Number(attributes) - 1);
    } else if (name == "vMerge" && depth_ == 1) {
      tables.back().rows.back().merges.back() = attributes.Get("val") == "restart" ? 3 : 1;
    } else if (name == "t") {
      in_text_ = true;
    } else if (name == "p" || name == "br" || name == "tab") {
      std::string& cell = Cell();
      if (!cell.empty() && !cell.ends_with(' ')) {
        cell += ' ';
      }
    }
  }

  void End(std::string_view name) override {
    if (name == "tbl") {
      depth_ = std::max(0, depth_ - 1);
    } else if (name == "tc" && depth_ == 1 && in_cell_) {
      in_cell_ = false;
      Cell() = Trim(Cell());
    } else if (name == "t") {
      in_text_ = false;
    }
  }

  void Text(std::string_view piece) override {
    if (in_text_ && in_cell_ && Cell().size() + piece.size() <= kMaxCellBytes) {
      Cell() += piece;
    }
  }

  std::vector<PaperTable> tables;

 private:
  static constexpr int kWide = 1000;
  static int Number(const XmlAttributes& attributes) {
    const std::string_view text = attributes.Get("val");
    const bool good = !text.empty() && text.size() < 4 &&
                      text.find_first_not_of("0123456789") == std::string_view::npos;
    int value = 0;
    for (const char c : good ? text : std::string_view("1")) {
      value = value * 10 + (c - '0');
    }
    return std::max(1, value);
  }
  std::string& Cell() { return tables.back().rows.back().cells.back(); }

  int depth_ = 0;
  bool in_cell_ = false;
  bool in_text_ = false;
};

}  // namespace

Result<std::vector<PaperTable>> DocxTables(const ZipReader& zip, const std::string& part) {
  TableParser parser;
  TRY(ParseXml(zip, part, parser));
  return std::move(parser.tables);
}

Status AddPaperTables(const std::vector<PaperTable>& tables, MemoryWorkbook& book) {
  for (const PaperTable& table : tables) {
    std::size_t widest = 0;
    for (const PaperRow& row : table.rows) {
      widest = std::max(widest, row.cells.size());
    }
    if (widest >= 2 && table.rows.size() >= 2) {  // else it only places things on the page
      book.BeginSheet({"表" + std::to_string(book.sheets().size() + 1), false});
      TRY(AddTable(table, book));
    }
  }
  return {};
}

}  // namespace luoshi::document
