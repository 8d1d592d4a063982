#include "document/sheet_annotate.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "document/content_kind.h"
#include "document/sheet_reader.h"
#include "document/sheet_values.h"
#include "document/sheet_xlsx.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

// Where rows and the cells of one column stand in the bytes of a sheet's part.
class Places : public XmlHandler {
 public:
  struct Row {
    int number = 0;
    std::size_t start = 0;        // of its start tag
    std::size_t inside = 0;       // behind its start tag
    std::size_t end = 0;          // of its end tag
    bool closed_at_once = false;  // <row …/>
    // The cell of the replaced column, if it has one.
    std::size_t cell_start = 0;
    std::size_t cell_end = 0;
  };

  explicit Places(std::optional<int> replaced) : replaced_(replaced) {}

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") {
      Row row;
      const std::string_view number = attributes.Get("r");
      row.number = last_ + 1;
      std::from_chars(number.data(), number.data() + number.size(), row.number);
      last_ = row.number;
      row.start = TagOffset();
      row.inside = row.start + TagLength();
      rows.push_back(row);
      column_ = -1;
      if (rows.size() > static_cast<std::size_t>(kMaxSheetRows)) {
        Fail({ErrorCode::kInvalid,
              "sheet.too_many_rows",
              {{"limit", std::to_string(kMaxSheetRows)}}});
      }
    } else if (name == "c" && !rows.empty()) {
      int row = 0;
      int column = 0;
      column_ = ParseReference(attributes.Get("r"), column, row) ? column : column_ + 1;
      last_column = std::max(last_column, column_);
      if (replaced_ == column_) {
        rows.back().cell_start = TagOffset();
      }
    } else if (name == "sheetData") {
      data_start = TagOffset();
      data_inside = data_start + TagLength();
    }
  }

  void End(std::string_view name) override {
    if (name == "row" && !rows.empty()) {
      Row& row = rows.back();
      row.end = TagOffset();
      // For an empty tag the parser reports the end where it began.
      row.closed_at_once = TagLength() == 0 || row.end == row.start;
      if (row.closed_at_once) {
        row.end = row.inside;
      }
    } else if (name == "c" && !rows.empty() && rows.back().cell_start != 0 &&
               rows.back().cell_end == 0) {
      rows.back().cell_end = TagOffset() + TagLength();
    } else if (name == "sheetData") {
      data_end = TagOffset();
    }
  }

  std::vector<Row> rows;
  std::size_t data_start = 0;
  std::size_t data_inside = 0;
  std::size_t data_end = 0;
  int last_column = -1;

 private:
  std::optional<int> replaced_;
  int last_ = 0;
  int column_ = -1;
};

// The column of an earlier check, if the header has one.
Result<std::optional<int>> FindColumn(std::string_view bytes,
                                      std::size_t sheet,
                                      int header_row,
                                      const std::string& title) {
  TRY_ASSIGN(const std::unique_ptr<Workbook> book, OpenXlsx(std::string(bytes)));
  std::optional<int> column;
  TRY(book->ForEachRow(sheet, [&](const SheetRow& row) {
    for (const SheetCell& cell : row.cells) {
      if (row.number == header_row && cell.text == title) {
        column = cell.column;
      }
    }
    return row.number < header_row;
  }));
  return column;
}

// "<x:row r="3" spans="1:4" ht="20"/>" → as an open tag without spans, which a further cell belies.
std::string OpenTag(std::string_view tag) {
  std::string open(tag);
  if (open.ends_with("/>")) {
    open.replace(open.size() - 2, 2, ">");
  }
  std::size_t spans = 0;  // where the attribute begins
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (open[i] == '"' || open[i] == '\'') {
      const std::size_t end = open.find(open[i], i + 1);
      if (end == std::string::npos) {
        break;
      }
      if (spans != 0) {
        open.erase(spans, end + 1 - spans);
        break;
      }
      i = end;
    } else if (open.compare(i, 7, " spans=") == 0) {
      spans = i;
    }
  }
  return open;
}

}  // namespace

Result<std::string> AnnotateWorkbook(std::string_view bytes,
                                     std::size_t sheet,
                                     int header_row,
                                     const std::string& column_title,
                                     const std::map<int, std::string>& notes) {
  if (const ContentKind kind = Recognise(bytes); kind != ContentKind::kZip) {
    return kind == ContentKind::kText ? Error{ErrorCode::kInvalid, "document.not_a_sheet"}
                                      : RefusedKind(kind);
  }
  TRY_ASSIGN(const ZipReader zip, ZipReader::Open(bytes));
  TRY_ASSIGN(const auto parts, ListSheetParts(zip, nullptr));
  if (sheet >= parts.size()) {
    return Error{ErrorCode::kNotFound, "sheet.missing"};
  }
  TRY_ASSIGN(const std::optional<int> earlier, FindColumn(bytes, sheet, header_row, column_title));
  TRY_ASSIGN(const std::string xml, zip.Read(parts[sheet].second));
  Places places(earlier);
  TRY(ParseXmlText(xml, places));
  // A part in UTF-16 would need its insertions in UTF-16; no office program writes that.
  if (xml.starts_with("\xFF\xFE") || xml.starts_with("\xFE\xFF") || places.data_inside == 0 ||
      !std::is_sorted(places.rows.begin(), places.rows.end(),
                      [](const auto& a, const auto& b) { return a.number < b.number; })) {
    return Error{ErrorCode::kInvalid, "document.damaged"};
  }
  const int column = earlier.value_or(places.last_column + 1);
  if (column >= kMaxSheetColumns) {
    return Error{ErrorCode::kInvalid,
                 "sheet.too_many_columns",
                 {{"limit", std::to_string(kMaxSheetColumns)}}};
  }
  std::map<int, std::string> cells = notes;
  cells[header_row] = column_title;
  // The prefix of the part's own tags: <x:row> wants <x:c>.
  const std::string_view data_tag = std::string_view(xml).substr(places.data_start + 1);
  const std::string_view prefix = data_tag.substr(0, data_tag.find("sheetData"));
  const auto cell_xml = [&](int row, const std::string& text) {
    return fmt::format(
        "<{0}c r=\"{1}{2}\" t=\"inlineStr\"><{0}is><{0}t xml:space=\"preserve\">{3}</{0}t></{0}is>"
        "</{0}c>",
        prefix, ColumnName(column), row, EscapeXml(text));
  };
  std::string out;
  out.reserve(xml.size() + cells.size() * 128);
  auto next = cells.begin();
  const auto add_missing_rows = [&](int before) {
    for (; next != cells.end() && next->first < before; ++next) {
      out += fmt::format("<{0}row r=\"{1}\">{2}</{0}row>", prefix, next->first,
                         cell_xml(next->first, next->second));
    }
  };
  const bool no_rows =
      data_tag.substr(0, places.data_inside - places.data_start - 1).ends_with("/>");
  std::size_t done = places.data_inside;
  out.append(xml, 0, done);
  if (no_rows) {
    out.replace(out.size() - 2, 2, ">");
  }
  const auto copy_to = [&](std::size_t to) {
    out.append(xml, done, to - done);
    done = to;
  };
  for (const Places::Row& row : places.rows) {
    copy_to(row.start);
    add_missing_rows(row.number);
    const bool noted = next != cells.end() && next->first == row.number;
    if (!noted && row.cell_end == 0) {
      continue;
    }
    out += row.closed_at_once && !noted ? xml.substr(row.start, row.inside - row.start)
                                        : OpenTag(xml.substr(row.start, row.inside - row.start));
    done = row.inside;
    const std::string cell = noted ? cell_xml(row.number, next->second) : std::string();
    if (row.cell_end != 0) {
      copy_to(row.cell_start);
      done = row.cell_end;
      out += cell;
      copy_to(row.end);
    } else {
      copy_to(row.end);
      out += cell;
      out += row.closed_at_once ? fmt::format("</{}row>", prefix) : "";
    }
    if (noted) {
      ++next;
    }
  }
  if (no_rows) {
    add_missing_rows(kMaxSheetRows + 1);
    out += fmt::format("</{}sheetData>", prefix);
  } else {
    copy_to(places.data_end);
    add_missing_rows(kMaxSheetRows + 1);
  }
  out.append(xml, done, std::string::npos);
  return ReplaceZipEntry(bytes, parts[sheet].second, out);
}

}  // namespace luoshi::document
