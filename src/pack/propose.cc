#include "pack/propose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "pack/node_reader.h"
#include "pack/pack_reader.h"
#include "rules/cell.h"
#include "rules/identity.h"

namespace luoshi::pack {
namespace {

constexpr std::size_t kMostColumns = 200;
constexpr std::size_t kMostValues = 8;
constexpr std::size_t kSampled = 500;

// Headings that need no guessing: their field name, and the English people will read.
struct KnownHeading {
  std::string_view word;  // contained in the heading
  std::string_view name;
};
constexpr KnownHeading kKnownHeadings[] = {{"身份证", "id_number"},
                                           {"信用代码", "credit_code"},
                                           {"户主", "household_head"},
                                           {"姓名", "person_name"},
                                           {"电话", "phone"},
                                           {"手机", "phone"},
                                           {"联系方式", "phone"},
                                           {"村", "village"},
                                           {"社区", "village"},
                                           {"单位", "unit"},
                                           {"网格", "grid"},
                                           {"状态", "status"},
                                           {"进度", "progress"},
                                           {"办理情况", "status"},
                                           {"完成时限", "due"},
                                           {"截止", "due"},
                                           {"时限", "due"},
                                           {"日期", "on_day"},
                                           {"时间", "on_day"},
                                           {"面积", "area"},
                                           {"金额", "amount"},
                                           {"人数", "people"},
                                           {"户数", "households"},
                                           {"地址", "address"},
                                           {"备注", "remark"},
                                           {"问题", "problem"},
                                           {"项目", "project"},
                                           {"名称", "item"},
                                           {"性别", "sex"},
                                           {"年度", "year"}};

// Columns that number the rows say nothing.
constexpr std::string_view kNumbering[] = {"序号", "编号", "no", "no."};
constexpr std::string_view kUnitHeadings[] = {"村", "社区", "单位", "村居", "行政村"};

enum class Kind { kUnit, kCitizenId, kPhone, kDate, kInt, kDecimal, kEnum, kText };

struct Column {
  std::string heading;
  std::string name;
  Kind kind = Kind::kText;
  std::string unit_of_measure;
  std::vector<std::string> values;  // kEnum
  bool personal = false;
  bool is_state = false;  // where the row stands: 状态, 进度, 是否…
  bool filled = true;     // in every row
};

bool IsFilled(const std::string& cell) { return !Trim(cell).empty(); }

// The header is the first row with at least two cells, all different and none a number, that has a
// row as wide below it. A title line has one cell.
std::optional<std::size_t> FindHeader(const SheetRows& rows) {
  for (std::size_t i = 0; i < std::min<std::size_t>(rows.size(), 20); ++i) {
    std::set<std::string> seen;
    std::size_t filled = 0;
    bool words = true;
    for (const std::string& cell : rows[i]) {
      if (!IsFilled(cell)) {
        continue;
      }
      ++filled;
      const std::string plain = Nfkc(Trim(cell));
      words = words && !Decimal::Parse(plain).ok() && seen.insert(MatchKey(cell)).second;
    }
    if (filled >= 2 && words) {
      return i;
    }
  }
  return std::nullopt;
}

// 面积（亩） → 亩; also when the cells carry it, as 12.5亩.
std::string UnitInHeading(std::string_view heading) {
  const std::string plain = Nfkc(heading);
  for (const char* unit :
       {"万元", "元", "亩", "公顷", "平方米", "公里", "米", "人", "户", "个", "次", "吨", "公斤"}) {
    if (Contains(plain, "(" + std::string(unit) + ")")) {
      return unit;
    }
  }
  if (Contains(plain, "金额")) {
    return "元";
  }
  if (Contains(plain, "面积")) {
    return "亩";
  }
  if (Contains(plain, "人数")) {
    return "人";
  }
  return Contains(plain, "户数") ? "户" : "";
}

std::string WithoutUnit(std::string_view cell) {
  std::string text = Replaced(Nfkc(Trim(cell)), ",", "");
  for (const std::string_view unit : {"万元", "元", "亩", "人", "户", "个", "次"}) {
    if (text.size() > unit.size() &&
        std::string_view(text).substr(text.size() - unit.size()) == unit) {
      return Trim(std::string_view(text).substr(0, text.size() - unit.size()));
    }
  }
  return text;
}

bool LooksLikePhone(const std::string& text) {
  const bool digits = std::all_of(text.begin(), text.end(),
                                  [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  return digits && ((text.size() == 11 && text[0] == '1') ||
                    (text.size() >= 11 && text.size() <= 13 && text[0] == '0'));
}

bool LooksLikeDate(const std::string& cell) {
  rules::Field field;
  field.type = rules::FieldType::kDate;
  const std::string text = Nfkc(Trim(cell));
  // A bare number could be a serial day of Excel: it is a number until a person says otherwise.
  return !Decimal::Parse(text).ok() && rules::ParseCell(field, text, 2026).ok();
}

bool HeadingSays(std::string_view heading, std::string_view word) {
  return Contains(MatchKey(heading), word);
}

class Proposal {
 public:
  Proposal(const SheetRows& rows, std::size_t header) : rows_(rows), header_(header) {}

  void ReadColumns() {
    const std::vector<std::string>& headings = rows_[header_];
    for (std::size_t i = 0; i < headings.size(); ++i) {
      const std::string heading = Trim(Replaced(headings[i], "\n", ""));
      const std::string key = MatchKey(heading);
      if (heading.empty() ||
          std::find(std::begin(kNumbering), std::end(kNumbering), key) != std::end(kNumbering)) {
        continue;
      }
      Column column;
      column.heading = heading;
      column.name = NameFor(heading);
      Guess(column, i);
      columns_.push_back(std::move(column));
    }
    if (unit_.empty()) {
      AddUnitColumn();
    }
  }

  std::string Yaml(std::string_view name, std::string_view title) const {
    std::string out = "pack: " + std::string(name) + "\n";
    out += "title: {zh: " + Quoted(title) + ", en: " + Quoted(WordsOf(name)) + "}\n";
    out += "notes: 由表格生成的初稿，请核对各列的类型后启用。\n";
    out += "record:\n  key: [" + Join(Key(), ", ") + "]\n  region: " + unit_ + "\n";
    out += "  title: " + TitleField() + "\n  fields:\n";
    for (const Column& column : columns_) {
      out += "    " + column.name + ": " + FieldYaml(column) + "\n";
    }
    out += Figures();
    return out;
  }

 private:
  std::string NameFor(std::string_view heading) {
    std::string name;
    for (const KnownHeading& known : kKnownHeadings) {
      if (Contains(heading, known.word)) {
        name = known.name;
        break;
      }
    }
    if (HeadingSays(heading, "应") && !name.empty()) {
      name = "should_" + name;
    } else if (HeadingSays(heading, "已") && !name.empty()) {
      name = "done_" + name;
    }
    if (name.empty()) {
      name = "column_" + std::to_string(names_.size() + 1);
    }
    std::string fresh = name;
    for (int n = 2; !names_.insert(fresh).second; ++n) {
      fresh = name + "_" + std::to_string(n);
    }
    return fresh;
  }

  void Guess(Column& column, std::size_t index) {
    const std::string key = MatchKey(column.heading);
    const bool is_unit = std::find(std::begin(kUnitHeadings), std::end(kUnitHeadings), key) !=
                             std::end(kUnitHeadings) ||
                         HeadingSays(column.heading, "村名") ||
                         HeadingSays(column.heading, "单位名称") ||
                         HeadingSays(column.heading, "所属村");
    std::vector<std::string> cells;
    for (std::size_t row = header_ + 1; row < rows_.size() && cells.size() < kSampled; ++row) {
      if (index < rows_[row].size() && IsFilled(rows_[row][index])) {
        cells.push_back(Trim(rows_[row][index]));
      } else if (!IsTotal(rows_[row])) {
        column.filled = false;
      }
    }
    const auto all = [&](const auto& holds) {
      return !cells.empty() && std::all_of(cells.begin(), cells.end(), holds);
    };
    const auto is_number = [](const std::string& cell) {
      return Decimal::Parse(WithoutUnit(cell)).ok();
    };
    const auto is_integer = [](const std::string& cell) {
      const Result<Decimal> value = Decimal::Parse(WithoutUnit(cell));
      return value.ok() && value->scale() == 0;
    };
    column.unit_of_measure = UnitInHeading(column.heading);
    if (is_unit && unit_.empty()) {
      column.kind = Kind::kUnit;
      unit_ = column.name;
    } else if (HeadingSays(column.heading, "身份证") || all(rules::IsCitizenId)) {
      column.kind = Kind::kCitizenId;
      column.personal = true;
    } else if (HeadingSays(column.heading, "电话") || HeadingSays(column.heading, "手机") ||
               all(LooksLikePhone)) {
      column.kind = Kind::kPhone;
      column.personal = true;
    } else if (all(LooksLikeDate)) {
      column.kind = Kind::kDate;
    } else if (all(is_integer) && column.unit_of_measure != "元" &&
               column.unit_of_measure != "万元" && column.unit_of_measure != "亩") {
      column.kind = Kind::kInt;
    } else if (all(is_number)) {
      column.kind = Kind::kDecimal;
    } else {
      GuessText(column, cells);
    }
  }

  // Few different words are a list to choose from; names and addresses of people are sealed.
  static void GuessText(Column& column, const std::vector<std::string>& cells) {
    for (const char* word : {"姓名", "户主", "住址", "地址", "银行", "账号"}) {
      column.personal = column.personal || HeadingSays(column.heading, word);
    }
    std::set<std::string> keys;
    std::vector<std::string> values;
    for (const std::string& cell : cells) {
      if (keys.insert(MatchKey(cell)).second) {
        values.push_back(cell);
      }
    }
    for (const char* word : {"状态", "进度", "进展", "办理情况", "是否"}) {
      column.is_state = column.is_state || HeadingSays(column.heading, word);
    }
    const bool repeats = column.is_state || cells.size() >= 2 * values.size();
    const bool is_short = std::all_of(values.begin(), values.end(), [](const std::string& value) {
      return CodePointCount(value) <= 20;
    });
    if (!column.personal && !values.empty() && values.size() <= kMostValues && repeats &&
        is_short) {
      column.kind = Kind::kEnum;
      column.values = std::move(values);
    }
  }

  static bool IsTotal(const std::vector<std::string>& row) {
    return std::none_of(row.begin(), row.end(), IsFilled) ||
           std::any_of(row.begin(), row.end(), [](const std::string& cell) {
             const std::string key = MatchKey(cell);
             return key == "合计" || key == "总计" || key == "小计";
           });
  }

  // Every record lies somewhere: a sheet without such a column gets one.
  void AddUnitColumn() {
    Column column;
    column.heading = "所属单位";
    column.name = NameFor("所属单位");
    column.kind = Kind::kUnit;
    unit_ = column.name;
    columns_.insert(columns_.begin(), std::move(column));
  }

  // What tells the rows apart: an id, else the unit and the first text that is no choice.
  std::vector<std::string> Key() const {
    for (const Column& column : columns_) {
      if (column.kind == Kind::kCitizenId) {
        return {column.name};
      }
    }
    for (const Column& column : columns_) {
      if (column.kind == Kind::kText && column.filled) {
        return {unit_, column.name};
      }
    }
    return {unit_};
  }

  std::string TitleField() const {
    for (const Column& column : columns_) {
      if (column.kind == Kind::kText && column.filled) {
        return column.name;
      }
    }
    return unit_;
  }

  static std::string Quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        out.push_back('\\');
      }
      out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    return out + "\"";
  }

  static std::string FieldYaml(const Column& column) {
    std::string out =
        "{title: {zh: " + Quoted(column.heading) + ", en: " + Quoted(WordsOf(column.name)) + "}";
    switch (column.kind) {
      case Kind::kUnit:
        out += ", type: unit, required: true, list: true";
        break;
      case Kind::kCitizenId:
        out += ", type: citizen_id";
        break;
      case Kind::kPhone:
        out += ", type: phone";
        break;
      case Kind::kDate:
        out += ", type: date, list: true";
        break;
      case Kind::kInt:
        out += ", type: int, list: true";
        break;
      case Kind::kDecimal:
        out += ", type: decimal, scale: 2, list: true";
        break;
      case Kind::kEnum:
        out += ", type: enum, list: true, values: {" + Values(column) + "}";
        break;
      case Kind::kText:
        out += ", type: text, max_length: 2000, list: true";
        break;
    }
    if (!column.unit_of_measure.empty() &&
        (column.kind == Kind::kInt || column.kind == Kind::kDecimal)) {
      out += ", unit_of_measure: " + column.unit_of_measure;
    }
    if (column.personal) {
      out += ", personal: true";
    }
    return out + "}";
  }

  static std::string Values(const Column& column) {
    std::string out;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      out += (i == 0 ? "" : ", ") + ("value_" + std::to_string(i + 1)) +
             ": {title: {zh: " + Quoted(column.values[i]) +
             ", en: " + Quoted("value " + std::to_string(i + 1)) + "}}";
    }
    return out;
  }

  static bool IsNumber(const Column& column) {
    return (column.kind == Kind::kInt || column.kind == Kind::kDecimal) && !column.personal;
  }

  // 应收 beside 已收: a rate. Otherwise how many rows there are.
  std::string Figures() const {
    for (const Column& should : columns_) {
      if (!IsNumber(should) || !Contains(should.heading, "应")) {
        continue;
      }
      for (const Column& done : columns_) {
        const bool pairs = IsNumber(done) && done.kind == should.kind && &done != &should &&
                           (Contains(done.heading, "已") || Contains(done.heading, "实"));
        if (pairs) {
          return Rate(should, done);
        }
      }
    }
    for (const Column& column : columns_) {
      if (column.kind == Kind::kEnum && column.is_state) {
        if (std::string rate = StateRate(column); !rate.empty()) {
          return rate;
        }
      }
    }
    return "measures:\n  records: {title: 条数 | Records, count: \"true\"}\n"
           "indicators:\n  record_count: {title: 条数 | Number of records, numerator: records, "
           "unit_of_measure: 条}\n";
  }

  // A column of states with one that says done: how many rows have come there.
  static std::string StateRate(const Column& column) {
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      const std::string& value = column.values[i];
      const bool done = value.rfind("已", 0) == 0 || value.rfind("完成", 0) == 0 ||
                        value.rfind("办结", 0) == 0 || value.rfind("销号", 0) == 0;
      if (done) {
        return "measures:\n  records: {title: 条数 | Records, count: \"true\"}\n  done: {title: "
               "{zh: " +
               Quoted(value) + ", en: Done}, count: \"" + column.name + " == 'value_" +
               std::to_string(i + 1) +
               "'\"}\nindicators:\n  completion_rate: {title: 完成率 | Completion rate, numerator: "
               "done, base: records, gap_unit: 条}\n";
      }
    }
    return {};
  }

  static std::string Rate(const Column& should, const Column& done) {
    const std::string unit =
        should.unit_of_measure.empty() ? "" : ", unit_of_measure: " + should.unit_of_measure;
    const std::string scale = should.kind == Kind::kDecimal ? ", scale: 2" : "";
    const auto measure = [&](const char* name, const Column& column) {
      return std::string("  ") + name + ": {title: {zh: " + Quoted(column.heading) +
             ", en: " + Quoted(WordsOf(column.name)) + "}, sum: " + column.name + scale + unit +
             "}\n";
    };
    std::string out = "measures:\n" + measure("should", should) + measure("done", done);
    out +=
        "indicators:\n  completion_rate: {title: 完成率 | Completion rate, numerator: done, "
        "base: should";
    if (!should.unit_of_measure.empty()) {
      out += ", gap_unit: " + should.unit_of_measure;
    }
    return out + "}\n";
  }

  const SheetRows& rows_;
  std::size_t header_;
  std::vector<Column> columns_;
  std::set<std::string> names_ = {"state"};  // taken by lifecycles
  std::string unit_;
};

}  // namespace

Result<std::string> ProposePack(const SheetRows& rows,
                                std::string_view name,
                                std::string_view title) {
  if (!IsName(name)) {
    return Error{ErrorCode::kInvalid, "pack.name", {{"name", std::string(name)}}};
  }
  if (rows.size() > kMaxSheetRows || std::any_of(rows.begin(), rows.end(), [](const auto& row) {
        return row.size() > kMostColumns;
      })) {
    return Error{ErrorCode::kInvalid, "sheet.too_large", {{"most", std::to_string(kMaxSheetRows)}}};
  }
  const std::optional<std::size_t> header = FindHeader(rows);
  if (!header.has_value()) {
    return Error{ErrorCode::kInvalid, "sheet.no_header"};
  }
  const bool has_row =
      std::any_of(rows.begin() + static_cast<std::ptrdiff_t>(*header) + 1, rows.end(),
                  [](const auto& row) { return std::any_of(row.begin(), row.end(), IsFilled); });
  if (!has_row) {
    return Error{ErrorCode::kInvalid, "sheet.no_rows"};
  }
  Proposal proposal(rows, *header);
  proposal.ReadColumns();
  std::string yaml = proposal.Yaml(name, Trim(title).empty() ? name : title);
  // The proposal answers for itself: what is refused is told now, not when the clerk enables it.
  std::vector<Error> errors = CheckFiles({{"pack.yaml", yaml}});
  if (!errors.empty()) {
    std::string about;
    for (const auto& [key, value] : errors.front().params) {
      about = key == "name" ? value : about;
    }
    const bool refused = errors.front().key.rfind("pack.refused_", 0) == 0;
    Error error = std::move(errors.front());
    if (refused) {
      Error refusal{ErrorCode::kInvalid, "sheet.refused", {{"name", about}}};
      refusal.others.push_back(std::move(error));
      return refusal;
    }
    return error;
  }
  return yaml;
}

}  // namespace luoshi::pack
