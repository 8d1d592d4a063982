#include "app/import_table.h"

#include <algorithm>

#include "base/text.h"

namespace luoshi::app {
namespace {

constexpr int kHeaderSearch = 30;

const rules::Field* FieldOfHeading(const rules::Pack& pack, std::string_view heading) {
  const std::string key = MatchKey(heading);
  if (key.empty()) {
    return nullptr;
  }
  for (const rules::Field& field : pack.fields) {
    if (MatchKey(field.title.zh) == key || MatchKey(field.title.en) == key ||
        MatchKey(field.name) == key) {
      return &field;
    }
  }
  for (const rules::Field& field : pack.fields) {
    for (const std::string& alias : field.aliases) {
      if (MatchKey(alias) == key) {
        return &field;
      }
    }
  }
  return nullptr;
}

// 合计, 小计, 总计 in one of the first three cells: a sum, not a person.
bool IsSum(const TableRow& row) {
  int looked = 0;
  for (const auto& [column, cell] : row.cells) {
    const std::string key = MatchKey(cell.text);
    if (key == "合计" || key == "小计" || key == "总计" || key == "累计" ||
        (key.ends_with("合计") && CodePointCount(key) <= 8)) {
      return true;
    }
    if (++looked == 3) {
      break;
    }
  }
  return false;
}

// 填表人：…, 审核人：…, 备注：…, 注：… below a table.
bool IsSignature(const TableRow& row) {
  static const std::vector<std::string_view> kWords = {
      "填表人",     "填报人",   "审核人",   "制表人",     "负责人：",  "负责人:",
      "单位负责人", "填报日期", "填表日期", "联系电话：", "联系电话:", "注：",
      "注:",        "备注：",   "备注:",    "说明：",     "说明:"};
  const std::string first = Trim(row.cells.begin()->second.text);
  return row.cells.size() <= 4 &&
         std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
           return std::string_view(first).starts_with(word);
         });
}

}  // namespace

std::map<int, const rules::Field*> MapColumns(const Table& table,
                                              const rules::Pack& pack,
                                              const std::map<std::string, std::string>& chosen) {
  std::map<int, const rules::Field*> out;
  std::vector<const rules::Field*> taken;
  for (const TableColumn& column : table.columns) {
    const auto choice = chosen.find(column.heading);
    const rules::Field* field = choice != chosen.end() ? pack.FindField(choice->second)
                                                       : FieldOfHeading(pack, column.heading);
    const bool computed =
        field != nullptr && (field->derived || field->type == rules::FieldType::kCarried ||
                             field->type == rules::FieldType::kGroup);
    if (field == nullptr || computed ||
        std::find(taken.begin(), taken.end(), field) != taken.end()) {
      continue;
    }
    taken.push_back(field);
    out[column.column] = field;
  }
  return out;
}

Result<Table> ReadTable(const document::Workbook& workbook,
                        const std::string& sheet,
                        const rules::Pack& pack,
                        const std::map<std::string, std::string>& columns) {
  std::size_t index = workbook.sheets().size();
  for (std::size_t i = 0; i < workbook.sheets().size(); ++i) {
    const document::SheetInfo& info = workbook.sheets()[i];
    if (index == workbook.sheets().size() && (sheet.empty() ? !info.hidden : info.name == sheet)) {
      index = i;
    }
  }
  if (index == workbook.sheets().size()) {
    return Error{ErrorCode::kNotFound, "import.no_sheet", {{"sheet", sheet}}};
  }
  Table table;
  table.sheet = workbook.sheets()[index].name;
  table.sheet_index = index;

  std::vector<TableRow> rows;
  TRY(workbook.ForEachRow(index, [&](const document::SheetRow& row) {
    TableRow kept;
    kept.number = row.number;
    for (const document::SheetCell& cell : row.cells) {
      if (!Trim(cell.text).empty()) {
        kept.cells.emplace(cell.column, cell);
      }
    }
    if (!kept.cells.empty()) {
      rows.push_back(std::move(kept));
    }
    return true;
  }));
  std::size_t header = rows.size();
  std::size_t best = 1;  // a single match may be a title that happens to be a field's name
  for (std::size_t i = 0; i < rows.size() && i < kHeaderSearch; ++i) {
    std::size_t matched = 0;
    for (const auto& [column, cell] : rows[i].cells) {
      const bool named =
          columns.count(Trim(cell.text)) > 0 || FieldOfHeading(pack, cell.text) != nullptr;
      matched += named ? std::size_t{1} : 0;
    }
    if (matched > best) {
      best = matched;
      header = i;
    }
  }
  if (header == rows.size()) {
    return Error{ErrorCode::kInvalid,
                 "import.no_header",
                 {{"sheet", table.sheet}, {"register", pack.title.zh}},
                 table.sheet};
  }
  table.header_row = rows[header].number;
  for (const auto& [column, cell] : rows[header].cells) {
    table.columns.push_back({column, Trim(cell.text)});
  }
  for (std::size_t i = header + 1; i < rows.size(); ++i) {
    if (!IsSum(rows[i]) && !IsSignature(rows[i])) {
      table.rows.push_back(std::move(rows[i]));
    }
  }
  if (table.rows.empty()) {
    return Error{ErrorCode::kInvalid, "import.no_rows", {{"sheet", table.sheet}}, table.sheet};
  }
  return table;
}

}  // namespace luoshi::app
