// Word 97 to 2003 ([MS-DOC]): .doc, and .wps of WPS, which is the same. Text by its piece table,
// tables by the marks and properties of their rows.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "document/compound_file.h"
#include "document/sheet_values.h"
#include "document/text_parts.h"

namespace luoshi::document {
namespace {

constexpr std::size_t kMostCharacters = std::size_t{32} << 20;

Error Damaged(std::string why) {
  return {ErrorCode::kInvalid, "document.damaged", {}, "", std::move(why)};
}

// A paragraph in a table; the one that ends a row says how the row is parted.
struct TableParagraph {
  std::uint32_t begin = 0;  // bytes of the stream
  std::uint32_t end = 0;
  bool in_table = false;
  bool ends_row = false;
  std::vector<int> edges;        // of its cells, in twips
  std::vector<unsigned> merges;  // a cell's vertical merge: 1 goes on from above, 3 begins
};

// Characters of one byte are those of Windows-1252.
char32_t FromByte(unsigned char byte) {
  constexpr char32_t kUpper[] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  return byte >= 0x80 && byte < 0xA0 ? kUpper[byte - 0x80] : byte;
}

class DocReader {
 public:
  DocReader(std::string_view main, std::string_view table) : main_(main), table_(table) {}

  Result<PaperText> Read() {
    TRY(ReadParagraphs());
    TRY(ReadPieces());
    PaperText out;
    const std::size_t text = Read32(main_, 0x4C);
    const std::size_t notes = Read32(main_, 0x50);
    const std::size_t headers = Read32(main_, 0x54);
    BuildText(0, text, out);
    PaperText heads;
    BuildText(text + notes, headers, heads);
    out.headers = std::move(heads.text);
    return out;
  }

 private:
  Status ReadPieces() {
    const std::size_t begin = Read32(main_, 0x1A2);
    const std::size_t size = Read32(main_, 0x1A6);
    if (begin > table_.size() || size > table_.size() - begin) {
      return Damaged("piece table");
    }
    std::string_view clx = table_.substr(begin, size);
    while (clx.size() >= 3 && clx[0] == 1) {
      clx.remove_prefix(std::min<std::size_t>(clx.size(), 3U + Read16(clx, 1)));
    }
    if (clx.size() < 5 || clx[0] != 2) {
      return Damaged("piece table");
    }
    const std::string_view pieces = clx.substr(5, Read32(clx, 1));
    const std::size_t count = pieces.size() < 4 ? 0 : (pieces.size() - 4) / 12;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t first = Read32(pieces, i * 4);
      const std::uint32_t last = Read32(pieces, i * 4 + 4);
      const std::uint32_t place = Read32(pieces, (count + 1) * 4 + i * 8 + 2);
      const bool bytes = (place & 0x40000000U) != 0;
      const std::uint32_t at = bytes ? (place & 0x3FFFFFFFU) / 2 : place & 0x3FFFFFFFU;
      const std::size_t width = bytes ? 1 : 2;
      if (last < first || last - first > kMostCharacters || characters_.size() > kMostCharacters ||
          at + static_cast<std::uint64_t>(last - first) * width > main_.size()) {
        return Damaged("piece");
      }
      for (std::uint32_t k = 0; k < last - first; ++k) {
        const std::size_t where = at + k * width;
        const char32_t point = bytes ? FromByte(static_cast<unsigned char>(main_[where]))
                                     : static_cast<char32_t>(Read16(main_, where));
        characters_.emplace_back(point, static_cast<std::uint32_t>(where));
      }
    }
    return {};
  }

  // Pages of paragraph properties: those of paragraphs in tables are kept.
  Status ReadParagraphs() {
    const std::size_t begin = Read32(main_, 0x102);
    const std::size_t size = Read32(main_, 0x106);
    if (begin > table_.size() || size > table_.size() - begin) {
      return Damaged("paragraph table");
    }
    const std::string_view plc = table_.substr(begin, size);
    const std::size_t count = plc.size() < 4 ? 0 : (plc.size() - 4) / 8;
    constexpr std::size_t kPage = 512;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t at =
          static_cast<std::uint64_t>(Read32(plc, (count + 1) * 4 + i * 4) & 0x3FFFFFU) * kPage;
      if (at + kPage > main_.size()) {
        continue;
      }
      const std::string_view page = main_.substr(at, kPage);
      const std::size_t runs = static_cast<unsigned char>(page[kPage - 1]);
      for (std::size_t run = 0; run < runs; ++run) {
        const std::size_t offset = (runs + 1) * 4 + run * 13;
        const std::size_t papx =
            offset < kPage ? static_cast<unsigned char>(page[offset]) * std::size_t{2} : 0;
        if (papx == 0 || papx + 2 >= kPage) {
          continue;
        }
        const std::size_t words = static_cast<unsigned char>(page[papx]);
        const std::size_t start = words == 0 ? papx + 2 : papx + 1;
        const std::size_t length = words == 0
                                       ? static_cast<unsigned char>(page[papx + 1]) * std::size_t{2}
                                       : words * 2 - 1;
        TableParagraph paragraph;
        paragraph.begin = Read32(page, run * 4);
        paragraph.end = Read32(page, run * 4 + 4);
        if (start < kPage && length > 2) {
          ReadProperties(page.substr(start, length).substr(std::min<std::size_t>(2, kPage - start)),
                         paragraph);
        }
        if (paragraph.in_table || paragraph.ends_row) {
          paragraphs_.push_back(std::move(paragraph));
        }
      }
    }
    std::sort(paragraphs_.begin(), paragraphs_.end(),
              [](const TableParagraph& a, const TableParagraph& b) { return a.begin < b.begin; });
    return {};
  }

  static void ReadProperties(std::string_view properties, TableParagraph& out) {
    constexpr unsigned kInTable = 0x2416;
    constexpr unsigned kRowEnd = 0x2417;
    constexpr unsigned kTableDefinition = 0xD608;
    constexpr unsigned kTabs = 0xC615;
    while (properties.size() > 2) {
      const unsigned code = Read16(properties, 0);
      std::size_t size = 0;
      switch (code >> 13U) {
        case 0:
        case 1:
          size = 1;
          break;
        case 2:
        case 4:
        case 5:
          size = 2;
          break;
        case 3:
          size = 4;
          break;
        case 7:
          size = 3;
          break;
        default:
          size = code == kTableDefinition
                     ? Read16(properties, 2) + std::size_t{1}
                     : static_cast<unsigned char>(properties[2]) + std::size_t{1};
          if (code == kTabs && size == 256) {
            return;
          }
      }
      if (code == kRowEnd) {
        out.ends_row = properties[2] != 0;
      } else if (code == kInTable) {
        out.in_table = properties[2] != 0;
      } else if (code == kTableDefinition) {
        ReadDefinition(properties.substr(2, size), out);
      }
      properties.remove_prefix(std::min(properties.size(), size + 2));
    }
  }

  static void ReadDefinition(std::string_view definition, TableParagraph& row) {
    if (definition.size() < 3) {
      return;
    }
    const std::size_t cells = static_cast<unsigned char>(definition[2]);
    constexpr std::size_t kMostCells = 64;
    if (cells > kMostCells || definition.size() < 3 + (cells + 1) * 2) {
      return;
    }
    for (std::size_t i = 0; i <= cells; ++i) {
      row.edges.push_back(static_cast<std::int16_t>(Read16(definition, 3 + i * 2)));
    }
    constexpr std::size_t kCell = 20;
    for (std::size_t i = 0; i < cells; ++i) {
      row.merges.push_back(Read16(definition, 3 + (cells + 1) * 2 + i * kCell) >> 5U & 3U);
    }
  }

  // nullptr outside tables.
  const TableParagraph* ParagraphAt(std::uint32_t place) const {
    auto after = std::upper_bound(
        paragraphs_.begin(), paragraphs_.end(), place,
        [](std::uint32_t at, const TableParagraph& paragraph) { return at < paragraph.begin; });
    if (after == paragraphs_.begin()) {
      return nullptr;
    }
    --after;
    return place < after->end ? &*after : nullptr;
  }

  void BuildText(std::size_t first, std::size_t count, PaperText& out) const {
    std::string line;
    PaperTable table;
    PaperRow row;
    std::vector<bool> fields;  // open ones: is their text shown yet, or still their instruction?
    const std::size_t end = std::min(characters_.size(), first + std::min(count, kMostCharacters));
    const auto close_table = [&] {
      if (!table.rows.empty()) {
        out.tables.push_back(std::move(table));
        table = {};
      }
    };
    for (std::size_t i = std::min(first, end); i < end; ++i) {
      const auto [point, place] = characters_[i];
      constexpr std::size_t kDeepest = 64;
      if (point == 0x13) {
        if (fields.size() < kDeepest) {
          fields.push_back(false);
        }
      } else if (point == 0x14 || point == 0x15) {
        if (!fields.empty() && point == 0x14) {
          fields.back() = true;
        } else if (!fields.empty()) {
          fields.pop_back();
        }
      } else if (std::find(fields.begin(), fields.end(), false) != fields.end()) {
        continue;
      } else if (point == 0x07) {
        const TableParagraph* paragraph = ParagraphAt(place);
        if (paragraph == nullptr || !paragraph->ends_row) {
          row.cells.push_back(Trim(line));
        } else {
          row.edges = paragraph->edges;
          row.merges = paragraph->merges;
          out.text += Join(row.cells, "\t");
          out.text += '\n';
          table.rows.push_back(std::move(row));
          row = {};
        }
        line.clear();
      } else if (point == 0x0D || point == 0x0C || point == 0x0B) {
        if (ParagraphAt(place) != nullptr) {
          line += line.empty() ? "" : " ";
          continue;
        }
        close_table();
        out.text += line;
        out.text += '\n';
        line.clear();
      } else if (point == 0x09) {
        line += ' ';
      } else if (point >= 0xD800 && point < 0xDC00 && i + 1 < end) {
        const char32_t low = characters_[i + 1].first;
        if (low >= 0xDC00 && low < 0xE000) {
          AppendCodePoint(line, 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00));
          ++i;
        }
      } else if (point >= 0x20 && !(point >= 0xD800 && point < 0xE000)) {
        AppendCodePoint(line, point == 0xA0 ? U' ' : point);
      } else if (point == 0x1E) {
        line += '-';
      }
    }
    close_table();
    out.text += line;
  }

  std::string_view main_;
  std::string_view table_;
  std::vector<std::pair<char32_t, std::uint32_t>> characters_;  // with their place in the stream
  std::vector<TableParagraph> paragraphs_;
};

}  // namespace

Result<PaperText> ReadDoc(std::string_view bytes) {
  TRY_ASSIGN(const CompoundFile file, CompoundFile::Open(bytes));
  TRY_ASSIGN(const std::string main, file.Read("WordDocument"));
  constexpr unsigned kWord97 = 0x00C1;
  if (main.size() < 0x200 || Read16(main, 0) != 0xA5EC || Read16(main, 2) < kWord97) {
    return Error{ErrorCode::kInvalid, "document.old_format", {}, "", "before Word 97"};
  }
  const unsigned flags = Read16(main, 0x0A);
  if ((flags & 0x0100U) != 0) {
    return Error{ErrorCode::kInvalid, "document.locked"};
  }
  TRY_ASSIGN(const std::string table, file.Read((flags & 0x0200U) != 0 ? "1Table" : "0Table"));
  return DocReader(main, table).Read();
}

}  // namespace luoshi::document
