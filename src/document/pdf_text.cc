// The text layer of a PDF, by poppler's pdftotext in a process of its own: words with their places,
// put together to lines, paragraphs and tables here.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "document/sheet_values.h"
#include "document/text_parts.h"
#include "host/process.h"

namespace luoshi::document {
namespace {

// Places in hundredths of a point.
struct Word {
  int page = 0;
  int left = 0;
  int right = 0;
  int top = 0;
  int bottom = 0;
  std::string text;
};

struct Cell {
  int left = 0;
  int right = 0;
  std::string text;
};

struct VisualLine {
  int page = 0;
  int top = 0;
  int bottom = 0;
  std::vector<Word> words;
  std::vector<Cell> cells;
};

int Hundredths(std::string_view text) {
  const std::size_t point = text.find('.');
  int whole = 0;
  std::from_chars(text.data(), text.data() + std::min(point, text.size()), whole);
  int part = 0;
  if (point != std::string_view::npos) {
    const std::string digits = (std::string(text.substr(point + 1, 2)) + "00").substr(0, 2);
    std::from_chars(digits.data(), digits.data() + 2, part);
  }
  constexpr int kFarthest = 1'000'000;
  return std::clamp(whole, -kFarthest, kFarthest) * 100 + (text.starts_with('-') ? -part : part);
}

std::vector<Word> ReadWords(std::string_view tsv) {
  constexpr std::size_t kMostWords = 2'000'000;
  std::vector<Word> out;
  while (!tsv.empty() && out.size() < kMostWords) {
    const std::size_t end = tsv.find('\n');
    const std::vector<std::string> parts = Split(tsv.substr(0, end), "\t");
    tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
    if (parts.size() < 12 || parts[0] != "5") {
      continue;
    }
    Word word;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), word.page);
    word.left = Hundredths(parts[6]);
    word.top = Hundredths(parts[7]);
    word.right = word.left + Hundredths(parts[8]);
    word.bottom = word.top + Hundredths(parts[9]);
    word.text = Trim(parts[11]);
    if (!word.text.empty() && IsValidText(word.text)) {
      out.push_back(std::move(word));
    }
  }
  return out;
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::vector<VisualLine> MakeLines(std::vector<Word> words) {
  std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return std::pair(a.page, a.top + a.bottom) < std::pair(b.page, b.top + b.bottom);
  });
  std::vector<VisualLine> lines;
  for (Word& word : words) {
    const int middle = (word.top + word.bottom) / 2;
    if (lines.empty() || lines.back().page != word.page ||
        middle > lines.back().bottom - (word.bottom - word.top) / 4) {
      lines.push_back({word.page, word.top, word.bottom, {}, {}});
    }
    lines.back().words.push_back(std::move(word));
  }
  for (VisualLine& line : lines) {
    std::sort(line.words.begin(), line.words.end(),
              [](const Word& a, const Word& b) { return a.left < b.left; });
    for (Word& word : line.words) {
      // a third of the letters' height parts cells; less is a blank between Latin words
      const int gap = line.cells.empty() ? 0 : word.left - line.cells.back().right;
      const int height = std::max(1, word.bottom - word.top);
      if (line.cells.empty() || gap * 10 > height * 3) {
        line.cells.push_back({word.left, word.right, std::move(word.text)});
        continue;
      }
      Cell& cell = line.cells.back();
      const bool latin = IsAscii(cell.text.back()) && IsAscii(word.text.front());
      cell.text += (latin && gap * 10 > height ? " " : "") + word.text;
      cell.right = std::max(cell.right, word.right);
    }
  }
  return lines;
}

// — 3 —
bool IsPageNumber(const VisualLine& line) {
  std::string key;
  for (const Cell& cell : line.cells) {
    key += MatchKey(cell.text);
  }
  for (const std::string_view mark : {"—", "-", "–", "第", "页", "·"}) {
    key = Replaced(key, mark, "");
  }
  return key.size() <= 4 && !key.empty() &&
         key.find_first_not_of("0123456789") == std::string::npos;
}

// Cells that stand above one another make a column.
PaperTable MakeTable(const std::vector<VisualLine>& lines, std::size_t begin, std::size_t end) {
  std::vector<std::pair<int, int>> columns;
  std::size_t widest = 0;
  for (std::size_t i = begin; i < end; ++i) {
    widest = std::max(widest, lines[i].cells.size());
  }
  for (std::size_t i = begin; i < end; ++i) {
    if (lines[i].cells.size() * 5 < widest * 4) {
      continue;  // a merged heading would join columns
    }
    for (const Cell& cell : lines[i].cells) {
      columns.emplace_back(cell.left, cell.right);
    }
  }
  std::sort(columns.begin(), columns.end());
  std::vector<std::pair<int, int>> joined;
  for (const auto& [left, right] : columns) {
    if (joined.empty() || left > joined.back().second) {
      joined.emplace_back(left, right);
    } else {
      joined.back().second = std::max(joined.back().second, right);
    }
  }
  PaperTable table;
  for (std::size_t i = begin; i < end; ++i) {
    PaperRow row;
    row.cells.resize(joined.size());
    for (const Cell& cell : lines[i].cells) {
      const int middle = (cell.left + cell.right) / 2;
      std::size_t best = 0;
      for (std::size_t k = 0; k < joined.size(); ++k) {
        const auto away = [&](std::size_t column) {
          return std::max({0, joined[column].first - middle, middle - joined[column].second});
        };
        best = away(k) < away(best) ? k : best;
      }
      row.cells[best] += (row.cells[best].empty() ? "" : " ") + cell.text;
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

PaperText Compose(const std::vector<VisualLine>& lines) {
  PaperText out;
  int right_edge = 0;
  int left_edge = INT32_MAX;
  for (const VisualLine& line : lines) {
    right_edge = std::max(right_edge, line.cells.back().right);
    left_edge = std::min(left_edge, line.cells.front().left);
  }
  bool goes_on = false;
  for (std::size_t i = 0; i < lines.size();) {
    const VisualLine& line = lines[i];
    std::size_t end = i;
    while (end < lines.size() && lines[end].cells.size() >= 2) {
      ++end;
    }
    if (end - i >= 3) {
      out.tables.push_back(MakeTable(lines, i, end));
      for (const PaperRow& row : out.tables.back().rows) {
        out.text += '\n' + Join(row.cells, "\t");
      }
      goes_on = false;
      i = end;
      continue;
    }
    if (!IsPageNumber(line)) {
      std::string text;
      for (const Cell& cell : line.cells) {
        text += (text.empty() ? "" : " ") + cell.text;
      }
      const int height = line.bottom - line.top;
      const bool indented = line.cells.front().left > left_edge + height;
      out.text += (goes_on && !indented ? "" : "\n") + text;
      // a line that reaches the margin goes on in the next
      goes_on = line.cells.back().right > right_edge - height * 2;
    }
    ++i;
  }
  return out;
}

}  // namespace

Result<PaperText> ReadPdf(std::string_view bytes) {
  const Result<std::string> tsv =
      RunProcess({"/usr/bin/pdftotext", "-q", "-tsv", "-", "-"}, bytes, {});
  if (!tsv.ok()) {
    // It tells a password from damage only on stderr; the file's own words do as well.
    const bool locked = bytes.find("/Encrypt") != std::string_view::npos;
    return tsv.error().key == "process.missing"
               ? tsv.error()
               : Error{ErrorCode::kInvalid, locked ? "document.locked" : "document.damaged"};
  }
  const std::vector<VisualLine> lines = MakeLines(ReadWords(*tsv));
  if (lines.empty()) {
    return Error{ErrorCode::kInvalid, "document.scan"};
  }
  return Compose(lines);
}

}  // namespace luoshi::document
