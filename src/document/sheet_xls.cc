// BIFF8 ([MS-XLS]): .xls of Excel 97 to 2003, .et of WPS. A stream of records; the sheets of the
// book stand one after the other in it.
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "document/compound_file.h"
#include "document/sheet_parts.h"
#include "document/sheet_values.h"

namespace luoshi::document {
namespace {

enum RecordType : std::uint16_t {
  kFormula = 0x0006,
  kEof = 0x000A,
  kDateMode = 0x0022,
  kFilePass = 0x002F,
  kContinue = 0x003C,
  kColumnInfo = 0x007D,
  kBoundSheet = 0x0085,
  kMulRk = 0x00BD,
  kExtendedFormat = 0x00E0,
  kMergedCells = 0x00E5,
  kSharedStrings = 0x00FC,
  kLabelShared = 0x00FD,
  kNumber = 0x0203,
  kLabel = 0x0204,
  kBoolError = 0x0205,
  kString = 0x0207,
  kRow = 0x0208,
  kRk = 0x027E,
  kRichLabel = 0x00D6,
  kFormat = 0x041E,
  kBegin = 0x0809,
};

struct Record {
  std::uint16_t type = 0;
  std::size_t begin = 0;  // of its body in the stream
  std::uint16_t size = 0;
};

// Goes over the records of a stream.
class Records {
 public:
  Records(std::string_view stream, std::size_t at) : stream_(stream), at_(at) {}
  bool Next(Record& record) {
    if (at_ + 4 > stream_.size()) {
      return false;
    }
    record.type = Read16(stream_, at_);
    record.size = Read16(stream_, at_ + 2);
    record.begin = at_ + 4;
    at_ = record.begin + record.size;
    return at_ <= stream_.size();
  }
  std::uint16_t PeekType() const { return Read16(stream_, at_); }
  std::string_view BodyOf(const Record& record) const {
    return stream_.substr(record.begin, record.size);
  }

 private:
  std::string_view stream_;
  std::size_t at_;
};

std::string Latin1ToUtf8(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    if (c != '\0') {
      AppendCodePoint(out, static_cast<unsigned char>(c));
    }
  }
  return out;
}

// The pieces of a record and of the CONTINUE records behind it. A string that crosses a border says
// anew on the other side whether its characters have one byte or two.
class Pieces {
 public:
  explicit Pieces(std::vector<std::string_view> pieces) : pieces_(std::move(pieces)) {}
  bool AtEnd() {
    while (piece_ < pieces_.size() && at_ >= pieces_[piece_].size()) {
      ++piece_;
      at_ = 0;
    }
    return piece_ >= pieces_.size();
  }
  std::uint32_t Number(int bytes) {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
      value |= static_cast<std::uint32_t>(Byte()) << (8 * i);
    }
    return value;
  }
  void Skip(std::size_t count) {
    while (count > 0 && !AtEnd()) {
      const std::size_t here = std::min(count, pieces_[piece_].size() - at_);
      at_ += here;
      count -= here;
    }
  }
  // A string of `length` characters whose head (flags) comes next.
  std::string Text(std::size_t length) {
    const unsigned flags = Byte();
    const std::size_t runs = (flags & 8U) != 0 ? Number(2) : 0;
    const std::size_t extra = (flags & 4U) != 0 ? Number(4) : 0;
    std::string out;
    bool wide = (flags & 1U) != 0;
    while (length > 0 && piece_ < pieces_.size()) {
      if (at_ >= pieces_[piece_].size()) {
        if (AtEnd()) {
          break;
        }
        wide = (Byte() & 1U) != 0;
      }
      const std::size_t width = wide ? 2 : 1;
      const std::size_t fits = std::min(length, (pieces_[piece_].size() - at_) / width);
      if (fits == 0) {
        at_ = pieces_[piece_].size();
        continue;
      }
      const std::string_view raw = pieces_[piece_].substr(at_, fits * width);
      out += wide ? Utf16ToUtf8(raw) : Latin1ToUtf8(raw);
      at_ += fits * width;
      length -= fits;
    }
    Skip(runs * 4 + extra);
    return out;
  }

 private:
  unsigned char Byte() { return AtEnd() ? 0 : static_cast<unsigned char>(pieces_[piece_][at_++]); }

  std::vector<std::string_view> pieces_;
  std::size_t piece_ = 0;
  std::size_t at_ = 0;
};

double DoubleOf(std::string_view body, std::size_t at) {
  std::uint64_t bits = static_cast<std::uint64_t>(Read32(body, at)) |
                       static_cast<std::uint64_t>(Read32(body, at + 4)) << 32;
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// An RK number: 30 bits of a double or an integer, either times 1/100.
double RkOf(std::uint32_t raw) {
  double value = 0;
  if ((raw & 2U) != 0) {
    value = static_cast<double>(static_cast<std::int32_t>(raw) >> 2);
  } else {
    const std::uint64_t bits = static_cast<std::uint64_t>(raw & 0xFFFFFFFCU) << 32;
    std::memcpy(&value, &bits, sizeof value);
  }
  return (raw & 1U) != 0 ? value / 100 : value;
}

std::string_view ErrorText(unsigned code) {
  switch (code) {
    case 0x00:
      return "#NULL!";
    case 0x07:
      return "#DIV/0!";
    case 0x0F:
      return "#VALUE!";
    case 0x17:
      return "#REF!";
    case 0x1D:
      return "#NAME?";
    case 0x24:
      return "#NUM!";
    default:
      return "#N/A";
  }
}

class XlsReader {
 public:
  XlsReader(std::string_view stream, MemoryWorkbook& book) : stream_(stream), book_(book) {}

  Status Read() {
    TRY(ReadGlobals());
    if (places_.empty()) {
      return Error{ErrorCode::kInvalid, "document.not_a_sheet"};
    }
    for (const auto& [info, begin] : places_) {
      TRY(ReadSheet(info, begin));
    }
    return {};
  }

 private:
  Status ReadGlobals() {
    Records records(stream_, 0);
    Record record;
    bool first = true;
    while (records.Next(record) && record.type != kEof) {
      const std::string_view body = records.BodyOf(record);
      if (first) {
        first = false;
        constexpr unsigned kBiff8 = 0x0600;
        if (record.type != kBegin || Read16(body, 0) != kBiff8) {
          return Error{ErrorCode::kInvalid, "document.old_format", {}, "", "before BIFF8"};
        }
      } else if (record.type == kFilePass) {
        return Error{ErrorCode::kInvalid, "document.locked"};
      } else if (record.type == kDateMode) {
        epoch_1904_ = Read16(body, 0) == 1;
      } else if (record.type == kFormat) {
        formats_[Read16(body, 0)] =
            Pieces({body.substr(std::min<std::size_t>(body.size(), 4))}).Text(Read16(body, 2));
      } else if (record.type == kExtendedFormat) {
        styles_.push_back(Read16(body, 2));
      } else if (record.type == kBoundSheet && body.size() > 8) {
        const int kind = static_cast<unsigned char>(body[5]);
        if (kind == 0) {  // no chart, no macro sheet
          SheetInfo info;
          info.name = Pieces({body.substr(7)}).Text(static_cast<unsigned char>(body[6]));
          info.hidden = (body[4] & 3) != 0;
          places_.emplace_back(std::move(info), Read32(body, 0));
        }
      } else if (record.type == kSharedStrings) {
        TRY(ReadSharedStrings(records, record));
      }
    }
    for (const int style : styles_) {
      const auto format = formats_.find(style);
      const std::string_view code = format == formats_.end() ? std::string_view() : format->second;
      is_date_.push_back(IsDateFormat(style, code));
      is_percent_.push_back(IsPercentFormat(style, code));
    }
    return {};
  }

  Status ReadSharedStrings(Records& records, const Record& head) {
    std::vector<std::string_view> pieces = {records.BodyOf(head)};
    Record more;
    while (records.PeekType() == kContinue && records.Next(more)) {
      pieces.push_back(records.BodyOf(more));
    }
    Pieces text(std::move(pieces));
    text.Skip(4);
    const std::uint32_t count = text.Number(4);
    for (std::uint32_t i = 0; i < count && !text.AtEnd(); ++i) {
      const std::size_t length = text.Number(2);
      const std::string one = Trim(text.Text(length));
      TRY_ASSIGN(const MemoryWorkbook::Shared shared, book_.Share(one));
      strings_.push_back(shared);
    }
    return {};
  }

  Status ReadSheet(const SheetInfo& info, std::uint32_t begin) {
    book_.BeginSheet(info);
    Records records(stream_, begin);
    Record record;
    row_ = -1;
    pending_ = {};
    if (!records.Next(record) || record.type != kBegin) {
      return Error{ErrorCode::kInvalid, "document.damaged", {}, "", "no sheet where the book says"};
    }
    int depth = 0;  // charts in the sheet are sheets inside it
    while (records.Next(record)) {
      if (record.type == kBegin) {
        ++depth;
      } else if (record.type == kEof) {
        if (depth == 0) {
          return {};
        }
        --depth;
      } else if (depth == 0) {
        TRY(Take(record, records.BodyOf(record)));
      }
    }
    return Error{ErrorCode::kInvalid, "document.damaged", {}, "", "sheet cut off"};
  }

  Status Take(const Record& record, std::string_view body) {
    switch (record.type) {
      case kLabelShared: {
        Place(body);
        const std::uint32_t index = Read32(body, 6);
        if (index >= strings_.size()) {
          return Error{ErrorCode::kInvalid, "document.damaged", {}, "", "no shared string"};
        }
        return book_.AddShared(column_, strings_[index]);
      }
      case kNumber:
        Place(body);
        return AddNumber(DoubleOf(body, 6), Read16(body, 4), false);
      case kRk:
        Place(body);
        return AddNumber(RkOf(Read32(body, 6)), Read16(body, 4), false);
      case kMulRk: {
        Place(body);
        for (std::size_t at = 4; at + 8 <= body.size(); at += 6, ++column_) {
          TRY(AddNumber(RkOf(Read32(body, at + 2)), Read16(body, at), false));
        }
        return {};
      }
      case kLabel:
      case kRichLabel:
        Place(body);
        return AddText(
            Pieces({body.substr(std::min<std::size_t>(body.size(), 8))}).Text(Read16(body, 6)),
            false);
      case kBoolError: {
        Place(body);
        const unsigned value = body.size() > 7 ? static_cast<unsigned char>(body[6]) : 0;
        return body.size() > 7 && body[7] != 0
                   ? AddPlain(CellKind::kError, std::string(ErrorText(value)))
                   : AddPlain(CellKind::kBool, value != 0 ? "TRUE" : "FALSE");
      }
      case kFormula:
        Place(body);
        return AddFormula(body);
      case kString:  // the text a formula came to
        if (pending_) {
          column_ = *std::exchange(pending_, std::nullopt);
          return AddText(
              Pieces({body.substr(std::min<std::size_t>(body.size(), 2))}).Text(Read16(body, 0)),
              true);
        }
        return {};
      case kRow:
        if (body.size() >= 16 && (Read16(body, 12) & 0x20U) != 0) {
          book_.HideRow(Read16(body, 0) + 1);
        }
        return {};
      case kColumnInfo:
        if ((Read16(body, 8) & 1U) != 0) {
          book_.HideColumns(Read16(body, 0), std::min<int>(Read16(body, 2), 255));
        }
        return {};
      case kMergedCells:
        for (std::size_t at = 2; at + 8 <= body.size(); at += 8) {
          book_.Merge({Read16(body, at) + 1, Read16(body, at + 2) + 1, Read16(body, at + 4),
                       Read16(body, at + 6)});
        }
        return {};
      default:
        return {};
    }
  }

  void Place(std::string_view body) {
    const int row = Read16(body, 0);
    column_ = Read16(body, 2);
    if (row != row_) {
      row_ = row;
      book_.BeginRow(row + 1, false);
    }
  }

  Status AddPlain(CellKind kind, std::string text) {
    SheetCell cell;
    cell.column = column_;
    cell.kind = kind;
    cell.text = std::move(text);
    return book_.Add(cell);
  }

  Status AddText(const std::string& text, bool formula) {
    SheetCell cell;
    cell.column = column_;
    cell.text = Trim(text);
    cell.formula = formula;
    return book_.Add(cell);
  }

  Status AddNumber(double value, unsigned style, bool formula) {
    SheetCell& cell = number_;
    cell.column = column_;
    cell.formula = formula;
    cell.kind = CellKind::kNumber;
    cell.ruined = false;
    cell.percent = style < is_percent_.size() && is_percent_[style];
    // seventeen digits say what the double is; PlainNumber cuts to the fifteen that a sheet shows
    raw_.clear();
    constexpr double kWhole = 1e15;
    if (value > -kWhole && value < kWhole &&
        value == static_cast<double>(static_cast<std::int64_t>(value))) {
      fmt::format_to(std::back_inserter(raw_), "{}", static_cast<std::int64_t>(value));
    } else {
      fmt::format_to(std::back_inserter(raw_), "{:.17g}", value);
    }
    if (!PlainNumber(raw_, cell.text, cell.ruined)) {
      return AddPlain(CellKind::kError, "#NUM!");  // not a finite number
    }
    if (style < is_date_.size() && is_date_[style] && SerialToIso(cell.text, epoch_1904_, iso_)) {
      cell.kind = CellKind::kDate;
      cell.text = iso_;
    }
    return book_.Add(cell);
  }

  Status AddFormula(std::string_view body) {
    pending_ = {};
    constexpr unsigned kNoNumber = 0xFFFF;
    if (Read16(body, 12) != kNoNumber) {
      return AddNumber(DoubleOf(body, 6), Read16(body, 4), true);
    }
    const int kind = body.size() > 8 ? static_cast<unsigned char>(body[6]) : 3;
    const unsigned value = body.size() > 8 ? static_cast<unsigned char>(body[8]) : 0;
    if (kind == 0) {
      pending_ = column_;
    } else if (kind == 1) {
      return AddPlain(CellKind::kBool, value != 0 ? "TRUE" : "FALSE");
    } else if (kind == 2) {
      return AddPlain(CellKind::kError, std::string(ErrorText(value)));
    }
    return {};
  }

  std::string_view stream_;
  MemoryWorkbook& book_;
  std::vector<std::pair<SheetInfo, std::uint32_t>> places_;
  std::vector<MemoryWorkbook::Shared> strings_;
  std::map<int, std::string> formats_;
  std::vector<int> styles_;
  std::vector<bool> is_date_;
  std::vector<bool> is_percent_;
  std::optional<int> pending_;  // column of the formula whose text comes next
  SheetCell number_;
  std::string raw_;
  std::string iso_;
  int row_ = -1;
  int column_ = 0;
  bool epoch_1904_ = false;
};

}  // namespace

Result<std::unique_ptr<Workbook>> OpenXls(std::string_view bytes) {
  TRY_ASSIGN(const CompoundFile file, CompoundFile::Open(bytes));
  if (!file.Has("Workbook")) {
    return Error{ErrorCode::kInvalid, "document.old_format", {}, "", "no BIFF8 stream"};
  }
  TRY_ASSIGN(const std::string stream, file.Read("Workbook"));
  auto book = std::make_unique<MemoryWorkbook>("xls");
  TRY(XlsReader(stream, *book).Read());
  book->Finish();
  return std::unique_ptr<Workbook>(std::move(book));
}

}  // namespace luoshi::document
