// One model for official papers: bulletins, notices, lists. Both writers draw it: into the places
// of a template (template.h) and as PDF (pdf_writer.h). Values only.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"

namespace luoshi::document {

// A piece of a paragraph.
struct TextRun {
  std::string text;
  bool bold = false;
  bool operator==(const TextRun&) const = default;
};
using Runs = std::vector<TextRun>;

enum class Align { kLeft, kCenter, kRight, kJustify };

// The head of a bulletin: 发文机关标志 in red, the number, issuer and date, the red rule.
struct Masthead {
  std::string mark;    // 石桥镇重点工作进度通报
  std::string number;  // 第12期, 石政通〔2026〕12号; may be empty
  std::string issuer;
  std::string date;    // as it is printed
  bool ruled = false;  // the red rule below
  bool operator==(const Masthead&) const = default;
};

struct Heading {
  int level = 1;  // 0 the title, 1 一、, 2 （一）, 3 1.; the numbers are part of the text
  Runs runs;
  bool operator==(const Heading&) const = default;
};

struct Paragraph {
  Runs runs;
  Align align = Align::kJustify;
  bool indent = true;  // two characters; an addressee stands flush left
  bool operator==(const Paragraph&) const = default;
};

struct TableColumn {
  std::string title;
  std::string group;  // neighbours with the same group share a cell above; "" has none
  Align align = Align::kCenter;
  int width = 0;  // relative; 0: by content
  bool operator==(const TableColumn&) const = default;
};

struct TableRow {
  std::vector<std::string> cells;  // as many as columns; missing ones are empty
  bool total = false;              // 合计: set apart
  bool operator==(const TableRow&) const = default;
};

struct Table {
  std::string caption;
  std::string unit_line;  // 单位：户、%
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  bool landscape = false;  // on pages of its own, turned
  bool operator==(const Table&) const = default;
};

struct Bar {
  std::string label;
  Decimal value;                   // not below zero; less is drawn as zero
  std::string shown;               // what stands beside the bar: 83.25%
  std::optional<Decimal> planned;  // a mark across the bar
  bool operator==(const Bar&) const = default;
};

struct BarChart {
  std::string caption;
  std::string planned_label;  // the legend of the marks: 序时进度; "" without marks
  std::vector<Bar> bars;
  bool operator==(const BarChart&) const = default;
};

struct KeyValues {
  std::vector<std::pair<std::string, std::string>> pairs;
  bool operator==(const KeyValues&) const = default;
};

// Small print under a heading of its own: where the data come from, as of when.
struct Notes {
  std::string title;
  std::vector<std::string> lines;
  bool operator==(const Notes&) const = default;
};

struct Signature {
  std::string issuer;
  Date date;
  bool operator==(const Signature&) const = default;
};

struct QrCode {
  std::string content;             // what a scanner reads
  std::vector<std::string> lines;  // beside it: 核验码 …
  bool operator==(const QrCode&) const = default;
};

// 版记, at the foot of the last page: 抄送, then who printed it and when between two rules.
struct Colophon {
  std::string copies;  // 抄送：…; may be empty
  std::string issuer;
  std::string date;  // 2026年10月26日印发
  bool operator==(const Colophon&) const = default;
};

struct PageBreak {
  bool operator==(const PageBreak&) const = default;
};

using Block = std::variant<Masthead,
                           Heading,
                           Paragraph,
                           Table,
                           BarChart,
                           KeyValues,
                           Notes,
                           Signature,
                           QrCode,
                           Colophon,
                           PageBreak>;

struct Paper {
  std::string title;        // of the file, not printed
  Date date;                // the file's date: same paper, same bytes
  std::string page_header;  // small, on every page; "" none
  std::vector<Block> blocks;
  bool operator==(const Paper&) const = default;
};

bool IsLandscape(const Block& block);
// The rows of a table's header: 2 when a column has a group, else 1.
int HeaderRows(const Table& table);
// Each column's share of the width in thousandths, by its width or its content. Sums to 1000.
std::vector<int> ColumnShares(const Table& table);
// For each column the last column of its group; itself when it stands alone.
std::size_t GroupEnd(const Table& table, std::size_t column);

}  // namespace luoshi::document
