#include "document/sheet_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "document/sheet_reader.h"
#include "document/xml.h"

namespace luoshi::document {
namespace {

constexpr std::size_t kFlushAt = std::size_t{64} << 10;
constexpr std::size_t kMaxCellCharacters = 32'767;  // what a sheet accepts
constexpr std::size_t kSheetDigits = 15;
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kXmlHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// ---- styles: a row look times a number format. The order here is the order in styles.xml.

enum class Format {
  kGeneral,
  kText,
  kInt,
  kPlaces1,
  kPlaces2,
  kPlaces3,
  kPlaces4,
  kPercent0,
  kPercent1,
  kPercent2,
  kDate
};
constexpr int kFormats = 11;
constexpr std::array<std::string_view, kFormats> kFormatCodes = {
    "General", "@", "0", "0.0", "0.00", "0.000", "0.0000", "0%", "0.0%", "0.00%", "yyyy\\-mm\\-dd"};
constexpr int kFirstOwnFormat = 164;  // below are the built-in ones
constexpr std::array<RowLook, 6> kLooks = {RowLook::kTitle, RowLook::kNote,  RowLook::kHeader,
                                           RowLook::kBody,  RowLook::kTotal, RowLook::kPlain};

int StyleIndex(RowLook look, Format format) {
  // 0 is the default style that every sheet must have.
  return 1 + static_cast<int>(look) * kFormats + static_cast<int>(format);
}

bool IsNumeric(Format format) { return format != Format::kText && format != Format::kDate; }

std::string StylesXml() {
  std::string out(kXmlHead);
  out += fmt::format("<styleSheet xmlns=\"{}\"><numFmts count=\"{}\">", kMain, kFormats - 2);
  for (int i = 2; i < kFormats; ++i) {
    out += fmt::format("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", kFirstOwnFormat + i,
                       kFormatCodes[static_cast<std::size_t>(i)]);
  }
  out += "</numFmts><fonts count=\"4\">";
  const auto font = [&out](int size, bool bold, std::string_view name) {
    out += fmt::format(
        "<font>{}<sz val=\"{}\"/><name val=\"{}\"/><family val=\"3\"/>"
        "<charset val=\"134\"/></font>",
        bold ? "<b/>" : "", size, name);
  };
  font(11, false, "宋体");
  font(18, true, "宋体");
  font(11, true, "宋体");
  font(10, false, "宋体");
  out +=
      "</fonts><fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill>"
      "<patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\">"
      "<fgColor rgb=\"FFE7EEF7\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
      "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>";
  for (const std::string_view side : {"left", "right", "top", "bottom"}) {
    out += fmt::format("<{0} style=\"thin\"><color auto=\"1\"/></{0}>", side);
  }
  out +=
      "<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" "
      "fillId=\"0\" borderId=\"0\"/></cellStyleXfs>";
  out += fmt::format(
      "<cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
      "borderId=\"0\" xfId=\"0\"/>",
      1 + static_cast<int>(kLooks.size()) * kFormats);
  for (const RowLook look : kLooks) {
    const bool title = look == RowLook::kTitle;
    const bool header = look == RowLook::kHeader;
    const bool total = look == RowLook::kTotal;
    const bool boxed = header || total || look == RowLook::kBody;
    const int font_id = title ? 1 : header || total ? 2 : look == RowLook::kNote ? 3 : 0;
    for (int i = 0; i < kFormats; ++i) {
      const auto format = static_cast<Format>(i);
      const int id = i == 0 ? 0 : i == 1 ? 49 : kFirstOwnFormat + i;
      const std::string_view across = title || header               ? "center"
                                      : IsNumeric(format) && i != 0 ? "right"
                                      : format == Format::kDate     ? "center"
                                                                    : "left";
      out += fmt::format(
          "<xf numFmtId=\"{}\" fontId=\"{}\" fillId=\"{}\" borderId=\"{}\" xfId=\"0\" "
          "applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "
          "applyAlignment=\"1\"><alignment horizontal=\"{}\" vertical=\"center\"{}/></xf>",
          id, font_id, header ? 2 : 0, boxed ? 1 : 0, across,
          look == RowLook::kPlain     ? ""
          : boxed && across == "left" ? " indent=\"1\" wrapText=\"1\""
                                      : " wrapText=\"1\"");
    }
  }
  out +=
      "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
      "</cellStyles></styleSheet>";
  return out;
}

// A sheet name has at most 31 characters and none of []:*?/\ .
std::string SheetName(std::string_view wanted, std::size_t number) {
  std::u32string points = ToCodePoints(wanted);
  for (char32_t& point : points) {
    if (point < 0x20 || point == U'[' || point == U']' || point == U':' || point == U'*' ||
        point == U'?' || point == U'/' || point == U'\\') {
      point = U' ';
    }
  }
  constexpr std::size_t kLongest = 31;
  points.resize(std::min(points.size(), kLongest));
  std::string name = Trim(FromCodePoints(points));
  while (name.starts_with('\'') || name.ends_with('\'')) {
    name.erase(name.starts_with('\'') ? 0 : name.size() - 1, 1);
  }
  return name.empty() ? "Sheet" + std::to_string(number) : name;
}

// 83.25 → 0.8325, by moving the point.
std::string Hundredth(std::string_view percent) {
  const bool negative = percent.starts_with('-');
  std::string digits;
  std::size_t places = 0;
  bool point = false;
  for (const char c : percent) {
    if (c == '.') {
      point = true;
    } else if (c != '-') {
      digits.push_back(c);
      places += point ? 1 : 0;
    }
  }
  places += 2;
  if (digits.size() <= places) {
    digits.insert(0, places + 1 - digits.size(), '0');
  }
  digits.insert(digits.size() - places, ".");
  return (negative ? "-" : "") + digits;
}

std::size_t Places(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

std::size_t Significant(std::string_view number) {
  std::size_t count = 0;
  for (const char c : number) {
    count += (c >= '1' && c <= '9') || (c == '0' && count > 0) ? 1 : 0;
  }
  return count;
}

// Points for a row whose text runs over; 0: as high as any. Programs disagree about whether rows
// grow by themselves when a file is opened, so it is said.
int HeightOf(RowLook look, std::span<const OutCell> cells, const SheetSetup& setup) {
  constexpr int kTitleHeight = 36;
  constexpr int kLine = 15;
  constexpr int kMost = 409;  // what a sheet accepts
  if (look == RowLook::kTitle) {
    return kTitleHeight;
  }
  if (look == RowLook::kNote || look == RowLook::kPlain) {
    return 0;
  }
  std::size_t lines = 1;
  // what is not printed does not stretch the rows that are
  const std::size_t columns =
      setup.printed > 0 ? static_cast<std::size_t>(setup.printed) : setup.widths.size();
  for (std::size_t i = 0; i < std::min({cells.size(), columns, setup.widths.size()}); ++i) {
    if (cells[i].kind != OutCell::Kind::kText) {
      continue;
    }
    constexpr int kMargins = 2;  // and the indent
    const auto room = static_cast<std::size_t>(std::max(setup.widths[i] - kMargins, 2));
    std::size_t needed = 0;
    for (const std::string& line : Split(cells[i].text, "\n")) {
      needed += std::max<std::size_t>(1, (DisplayWidth(line) + room - 1) / room);
    }
    lines = std::max(lines, needed);
  }
  return lines == 1 ? 0 : std::min(static_cast<int>(lines) * kLine + 4, kMost);
}

}  // namespace

SheetWriter::SheetWriter() = default;
SheetWriter::~SheetWriter() = default;

Status SheetWriter::AddSheet(const SheetSetup& setup) {
  EndSheet();
  Sheet sheet{.setup = setup};
  sheet.setup.name = SheetName(setup.name, sheets_.size() + 1);
  for (const Sheet& other : sheets_) {
    if (MatchKey(other.setup.name) == MatchKey(sheet.setup.name)) {
      return Error{ErrorCode::kInvalid, "sheet.name_taken", {{"name", sheet.setup.name}}};
    }
  }
  constexpr std::size_t kMaxList = 250;
  for (const ColumnChoices& list : setup.choices) {
    const std::string joined = Join(list.choices, ",");
    const auto commas = std::count(joined.begin(), joined.end(), ',');
    if (joined.empty() || joined.size() > kMaxList ||
        static_cast<std::size_t>(commas) + 1 != list.choices.size()) {
      return Error{ErrorCode::kInvalid, "sheet.choices_too_long"};
    }
  }
  sheets_.push_back(std::move(sheet));
  open_ = true;
  row_ = 0;
  merges_.clear();
  buffer_ = kXmlHead;
  buffer_ += fmt::format(
      "<worksheet xmlns=\"{}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>"
      "<sheetView workbookViewId=\"0\"{}>",
      kMain, sheets_.size() == 1 ? " tabSelected=\"1\"" : "");
  if (setup.frozen_rows > 0) {
    buffer_ += fmt::format(
        "<pane ySplit=\"{}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        setup.frozen_rows, setup.frozen_rows + 1);
  }
  buffer_ += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"18\"/>";
  if (!setup.widths.empty()) {
    buffer_ += "<cols>";
    for (std::size_t i = 0; i < setup.widths.size(); ++i) {
      buffer_ += fmt::format("<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>",
                             i + 1, std::clamp(setup.widths[i], 1, 255));
    }
    buffer_ += "</cols>";
  }
  buffer_ += "<sheetData>";
  zip_.Begin(fmt::format("xl/worksheets/sheet{}.xml", sheets_.size()));
  return {};
}

Status SheetWriter::AddRow(RowLook look, const std::string& text) {
  const OutCell cell = OutCell::Text(text);
  TRY(AddRow(look, std::span(&cell, 1)));
  if (Spanned() > 1) {
    Merge(row_, 0, row_, Spanned() - 1);
  }
  return {};
}

int SheetWriter::Spanned() const {
  const SheetSetup& setup = sheets_.back().setup;
  return setup.printed > 0 ? setup.printed : static_cast<int>(setup.widths.size());
}

Status SheetWriter::AddRow(RowLook look, std::span<const OutCell> cells) {
  LUOSHI_CHECK(open_);
  if (row_ == kMaxSheetRows) {
    return Error{
        ErrorCode::kInvalid, "sheet.too_many_rows", {{"limit", std::to_string(kMaxSheetRows)}}};
  }
  if (cells.size() > static_cast<std::size_t>(kMaxSheetColumns)) {
    return Error{ErrorCode::kInvalid,
                 "sheet.too_many_columns",
                 {{"limit", std::to_string(kMaxSheetColumns)}}};
  }
  ++row_;
  Sheet& sheet = sheets_.back();
  if (look == RowLook::kHeader) {
    sheet.first_header = sheet.first_header == 0 ? row_ : sheet.first_header;
    sheet.last_header = row_;
  }
  buffer_ += fmt::format("<row r=\"{}\"", row_);
  if (const int height = HeightOf(look, cells, sheet.setup); height > 0) {
    buffer_ += fmt::format(" ht=\"{}\" customHeight=\"1\"", height);
  }
  buffer_ += '>';
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t size = cells[i].text.size();
    const std::size_t characters =
        size <= kMaxCellCharacters ? size : CodePointCount(cells[i].text);
    if (characters > kMaxCellCharacters) {
      const std::string where = ColumnName(static_cast<int>(i)) + std::to_string(row_);
      return Error{ErrorCode::kInvalid, "sheet.cell_too_long", {{"cell", where}}, where};
    }
    Append(cells[i], look, static_cast<int>(i));
  }
  buffer_ += "</row>";
  if (buffer_.size() >= kFlushAt) {
    zip_.Write(buffer_);
    buffer_.clear();
  }
  return {};
}

void SheetWriter::Append(const OutCell& cell, RowLook look, int column) {
  Format format = Format::kText;
  std::string value;
  switch (cell.kind) {
    case OutCell::Kind::kEmpty:
    case OutCell::Kind::kText:
      break;
    case OutCell::Kind::kNumber:
      if (Significant(cell.text) <= kSheetDigits) {
        const std::size_t places = Places(cell.text);
        format =
            places > 4
                ? Format::kGeneral
                : static_cast<Format>(static_cast<int>(Format::kInt) + static_cast<int>(places));
        value = cell.text;
      }
      break;
    case OutCell::Kind::kPercent:
      format = static_cast<Format>(static_cast<int>(Format::kPercent0) +
                                   static_cast<int>(std::min<std::size_t>(Places(cell.text), 2)));
      value = Hundredth(cell.text);
      break;
    case OutCell::Kind::kDate: {
      const Result<Date> day = Date::Parse(cell.text);
      constexpr int kEpoch1900 = -25'569;
      constexpr int kFirstCertain = 61;  // before March 1900 sheets disagree about serials
      if (day.ok() && day->days - kEpoch1900 >= kFirstCertain) {
        format = Format::kDate;
        value = std::to_string(day->days - kEpoch1900);
      }
      break;
    }
  }
  fmt::format_to(std::back_inserter(buffer_), "<c r=\"{}{}\" s=\"{}\"", ColumnName(column), row_,
                 StyleIndex(look, format));
  if (!value.empty()) {
    buffer_ += "><v>";
    buffer_ += value;
    buffer_ += "</v></c>";
  } else if (cell.text.empty()) {
    buffer_ += "/>";
  } else {
    buffer_ += " t=\"inlineStr\"><is><t xml:space=\"preserve\">";
    // What looks like an escape of the format must not be read as one.
    AppendEscaped(buffer_, Replaced(cell.text, "_x", "_x005F_x"));
    buffer_ += "</t></is></c>";
  }
}

void SheetWriter::Merge(int first_row, int first_column, int last_row, int last_column) {
  if (first_row == last_row && first_column == last_column) {
    return;
  }
  merges_.push_back(fmt::format("{}{}:{}{}", ColumnName(first_column), first_row,
                                ColumnName(last_column), last_row));
}

void SheetWriter::EndSheet() {
  if (!open_) {
    return;
  }
  open_ = false;
  const SheetSetup& setup = sheets_.back().setup;
  sheets_.back().last_row = row_;
  buffer_ += "</sheetData>";
  if (!merges_.empty()) {
    buffer_ += fmt::format("<mergeCells count=\"{}\">", merges_.size());
    for (const std::string& range : merges_) {
      buffer_ += fmt::format("<mergeCell ref=\"{}\"/>", range);
    }
    buffer_ += "</mergeCells>";
  }
  if (!setup.choices.empty()) {
    buffer_ += fmt::format("<dataValidations count=\"{}\">", setup.choices.size());
    for (const ColumnChoices& list : setup.choices) {
      const std::string column = ColumnName(list.column);
      buffer_ += fmt::format(
          "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" "
          "sqref=\"{0}{1}:{0}{2}\"><formula1>&quot;{3}&quot;</formula1></dataValidation>",
          column, setup.frozen_rows + 1, kMaxSheetRows, EscapeXml(Join(list.choices, ",")));
    }
    buffer_ += "</dataValidations>";
  }
  buffer_ += fmt::format(
      "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.5\" right=\"0.5\" "
      "top=\"0.7\" bottom=\"0.7\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"{}\" "
      "orientation=\"{}\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>"
      "&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>",
      setup.large ? 8 : 9, setup.landscape ? "landscape" : "portrait");
  zip_.Write(buffer_);
  buffer_.clear();
}

void SheetWriter::WriteBook() {
  constexpr std::string_view kRelations =
      "http://schemas.openxmlformats.org/package/2006/relationships";
  constexpr std::string_view kOffice =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  constexpr std::string_view kTypes =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  std::string book(kXmlHead);
  book += fmt::format(
      "<workbook xmlns=\"{}\" xmlns:r=\"{}\"><bookViews><workbookView/></bookViews>"
      "<sheets>",
      kMain, kOffice);
  std::string names;
  std::string relations(kXmlHead);
  relations += fmt::format("<Relationships xmlns=\"{}\">", kRelations);
  std::string types(kXmlHead);
  types += fmt::format(
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
      "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\""
      "/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
      "PartName=\"/xl/workbook.xml\" ContentType=\"{0}sheet.main+xml\"/><Override "
      "PartName=\"/xl/styles.xml\" ContentType=\"{0}styles+xml\"/>",
      kTypes);
  for (std::size_t i = 0; i < sheets_.size(); ++i) {
    const Sheet& sheet = sheets_[i];
    const std::string name = EscapeXml(sheet.setup.name);
    book += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\"/>", name, i + 1, i + 1);
    relations += fmt::format(
        "<Relationship Id=\"rId{0}\" Type=\"{1}/worksheet\" "
        "Target=\"worksheets/sheet{0}.xml\"/>",
        i + 1, kOffice);
    types += fmt::format(
        "<Override PartName=\"/xl/worksheets/sheet{}.xml\" "
        "ContentType=\"{}worksheet+xml\"/>",
        i + 1, kTypes);
    if (sheet.setup.printed > 0 && sheet.last_row > 0) {
      names += fmt::format(
          "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{}\">'{}'!$A$1:${}${}"
          "</definedName>",
          i, Replaced(name, "'", "''"), ColumnName(sheet.setup.printed - 1), sheet.last_row);
    }
    if (sheet.first_header > 0) {
      names += fmt::format(
          "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{}\">'{}'!"
          "${}:${}</definedName>",
          i, Replaced(name, "'", "''"), sheet.first_header, sheet.last_header);
    }
  }
  book += "</sheets>";
  if (!names.empty()) {
    book += "<definedNames>" + names + "</definedNames>";
  }
  book += "</workbook>";
  relations += fmt::format(
      "<Relationship Id=\"rId{}\" Type=\"{}/styles\" Target=\"styles.xml\"/>"
      "</Relationships>",
      sheets_.size() + 1, kOffice);
  types += "</Types>";
  zip_.Add("xl/workbook.xml", book);
  zip_.Add("xl/_rels/workbook.xml.rels", relations);
  zip_.Add("xl/styles.xml", StylesXml());
  zip_.Add("_rels/.rels",
           fmt::format("{}<Relationships xmlns=\"{}\"><Relationship Id=\"rId1\" "
                       "Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                       kXmlHead, kRelations, kOffice));
  zip_.Add("[Content_Types].xml", types);
}

Result<std::string> SheetWriter::Finish() {
  LUOSHI_CHECK(!sheets_.empty());
  EndSheet();
  WriteBook();
  return zip_.Finish();
}

}  // namespace luoshi::document
