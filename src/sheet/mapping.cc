#include "sheet/mapping.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "rules/cell.h"
#include "sheet/words.h"

namespace luoshi::sheet {
namespace {

using document::CellKind;
using document::SheetCell;
using rules::Field;
using rules::FieldType;

// The field whose title, name or alias these words are.
const Field* FieldOf(const rules::Pack& pack, std::string_view heading) {
  const std::string key = MatchKey(heading);
  const std::string words = SplitHeading(heading).words;
  if (key.empty()) {
    return nullptr;
  }
  for (const std::string& wanted : {key, words}) {
    const auto is_it = [&](const std::string& name) {
      return !name.empty() && (MatchKey(name) == wanted || SplitHeading(name).words == wanted);
    };
    for (const Field& field : pack.fields) {
      if (is_it(field.title.zh) || is_it(field.title.en) || is_it(field.name)) {
        return &field;
      }
    }
    for (const Field& field : pack.fields) {
      if (std::any_of(field.aliases.begin(), field.aliases.end(), is_it)) {
        return &field;
      }
    }
  }
  return nullptr;
}

bool IsComputed(const Field& field) {
  return field.derived || field.type == FieldType::kCarried || field.type == FieldType::kGroup;
}

// 已缴 as a heading of ticks: the enum field and key it names. Only the one field that has it.
std::pair<const Field*, std::string> ChoiceOf(const rules::Pack& pack, std::string_view heading) {
  const std::string key = SplitHeading(heading).words;
  std::pair<const Field*, std::string> out{nullptr, ""};
  for (const Field& field : pack.fields) {
    if (field.type != FieldType::kEnum || IsComputed(field)) {
      continue;
    }
    for (const rules::EnumValue& value : field.values) {
      const bool named =
          MatchKey(value.title.zh) == key ||
          std::any_of(value.aliases.begin(), value.aliases.end(), [&](const std::string& alias) {
            return CodePointCount(alias) > 1 && MatchKey(alias) == key;
          });
      if (named) {
        if (out.first != nullptr) {
          return {nullptr, ""};
        }
        out = {&field, value.key};
      }
    }
  }
  return out;
}

// 应缴人数; with a blank leaf its group.
std::string HeadingOf(const Column& column) {
  return column.title.empty() ? document::ColumnName(column.column) : JoinedTitle(column);
}

const std::string* ChosenFor(const Column& column,
                             const std::map<std::string, std::string>& chosen) {
  if (column.title.empty() || chosen.empty()) {
    return nullptr;
  }
  for (const std::string& name :
       {JoinedTitle(column), column.title.back(), document::ColumnName(column.column)}) {
    const auto found = chosen.find(name);
    if (found != chosen.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

bool IsNumeric(const Field& field) {
  const FieldType type = rules::ValueType(field);
  return type == FieldType::kInt || type == FieldType::kDecimal || type == FieldType::kMoney;
}

bool IsBareNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.,-") == std::string_view::npos;
}

}  // namespace

IsHeading HeadingsOf(const rules::Pack& pack, const std::map<std::string, std::string>& chosen) {
  return [&pack, chosen](std::string_view text) {
    return chosen.count(std::string(text)) > 0 || FieldOf(pack, text) != nullptr;
  };
}

std::vector<MappedColumn> MapColumns(const Reading& reading,
                                     const rules::Pack& pack,
                                     const std::map<std::string, std::string>& chosen) {
  std::vector<MappedColumn> out;
  std::set<const Field*> taken;
  std::set<int> placed;
  const auto place = [&](const Column& column, const Field* field, std::string choice) {
    if (field == nullptr || IsComputed(*field) || placed.count(column.column) > 0 ||
        (taken.count(field) > 0 && choice.empty())) {
      return;
    }
    taken.insert(field);
    placed.insert(column.column);
    out.push_back({column.column, HeadingOf(column), field, reading.UnitOfMeasureOf(column),
                   std::move(choice)});
  };
  for (const Column& column : reading.columns()) {
    if (const std::string* name = ChosenFor(column, chosen)) {
      placed.insert(name->empty() ? column.column : -1);
      place(column, pack.FindField(*name), "");
    }
  }
  for (const Column& column : reading.columns()) {
    if (!column.title.empty()) {
      place(column, FieldOf(pack, JoinedTitle(column)), "");
    }
  }
  // the last level alone, then the first, where no other column says the same
  for (const bool last : {true, false}) {
    for (const Column& column : reading.columns()) {
      if (column.title.size() < 2) {
        continue;
      }
      const std::string& level = last ? column.title.back() : column.title.front();
      const auto same = std::count_if(
          reading.columns().begin(), reading.columns().end(), [&](const Column& other) {
            return !other.title.empty() &&
                   (last ? other.title.back() : other.title.front()) == level;
          });
      if (same == 1) {
        place(column, FieldOf(pack, level), "");
      }
    }
  }
  std::set<const Field*> ticked;
  for (const Column& column : reading.columns()) {
    if (!column.title.empty() && placed.count(column.column) == 0) {
      const auto [field, key] = ChoiceOf(pack, column.title.back());
      if (field != nullptr && (taken.count(field) == 0 || ticked.count(field) > 0)) {
        ticked.insert(field);
        place(column, field, key);
      }
    }
  }
  // the register's region under a name its pack does not list: 村居名称
  const Field* region = pack.FindField(pack.region);
  for (const Column& column : reading.columns()) {
    if (region != nullptr && taken.count(region) == 0 && !column.title.empty() &&
        NamesUnit(column.title.back())) {
      place(column, region, "");
    }
  }
  std::sort(out.begin(), out.end(),
            [](const MappedColumn& a, const MappedColumn& b) { return a.column < b.column; });
  return out;
}

Result<Value> ReadCell(const Field& field,
                       const SheetCell& cell,
                       std::string_view unit_of_measure,
                       int year,
                       const Units& units,
                       Error* note) {
  TRY(CheckCell(cell, field.title.zh));
  const FieldType type = rules::ValueType(field);
  if (type == FieldType::kUnit) {
    if (!units.match) {
      return Value(cell.text);  // no units are known: the name as it stands
    }
    TRY_ASSIGN(const UnitId unit, FindUnit(units, cell.text));
    return Value(unit);
  }
  std::string text = cell.percent ? PercentOf(cell.text) + "%" : cell.text;
  if (cell.percent && field.unit_of_measure != "%") {
    text.pop_back();
  }
  if (type == FieldType::kInt && cell.kind == CellKind::kText) {
    const std::string written = MatchKey(text);  // 2026年, 2026年度
    if (written.size() > 4 && (written.substr(4) == "年" || written.substr(4) == "年度")) {
      text = written.substr(0, 4);
    }
  }
  if (IsNumeric(field) && !unit_of_measure.empty() && IsBareNumber(text)) {
    text += unit_of_measure;
  } else if (type == FieldType::kText && NamesPerson(field.title.zh)) {
    text = CleanName(text);
  } else if (type == FieldType::kCitizenId) {
    text = Replaced(MatchKey(text), "-", "");
  } else if (type == FieldType::kPhone) {
    const std::vector<std::string> phones = SplitPhones(text);
    if (phones.size() > 1 && note != nullptr) {
      *note = {ErrorCode::kInvalid, "cell.more_phones", {{"field", field.title.zh}}};
    }
    text = phones.empty() ? text : phones.front();
  } else if (type == FieldType::kDate && cell.kind == CellKind::kDate) {
    text = text.substr(0, 10);
  }
  Result<Value> value = rules::ParseCell(field, text, year);
  if (!value.ok() && type == FieldType::kEnum && value.error().key == "field.enum_value" &&
      (IsYes(text) || IsNo(text))) {
    // the ways to tick are many; the pack names one of them
    for (const std::string_view word : IsYes(text) ? std::vector<std::string_view>{"√", "是"}
                                                   : std::vector<std::string_view>{"×", "否"}) {
      Result<Value> ticked = rules::ParseCell(field, word, year);
      if (ticked.ok()) {
        return ticked;
      }
    }
  }
  return value;
}

RowValues ReadRow(const Row& row,
                  const std::vector<MappedColumn>& columns,
                  int year,
                  const Units& units) {
  RowValues out;
  std::map<const Field*, int> ticked;
  for (const MappedColumn& mapped : columns) {
    const SheetCell* cell = row.line.At(mapped.column);
    const Field& field = *mapped.field;
    if (cell == nullptr) {
      continue;
    }
    if (!mapped.choice.empty()) {
      const std::string key = MatchKey(cell->text);
      if (IsYes(cell->text) || key == SplitHeading(mapped.heading).words) {
        if (!ticked.emplace(&field, mapped.column).second) {
          out.fields.erase(field.name);
          out.errors.push_back(
              {mapped.column,
               {ErrorCode::kInvalid, "cell.two_ticks", {{"field", field.title.zh}}}});
        } else {
          out.fields[field.name] = mapped.choice;
        }
      } else if (!IsNo(cell->text)) {
        out.errors.push_back({mapped.column,
                              {ErrorCode::kInvalid,
                               "field.bool",
                               {{"field", mapped.heading}, {"text", cell->text}}}});
      }
      continue;
    }
    Error note;
    Result<Value> value = ReadCell(field, *cell, mapped.unit_of_measure, year, units, &note);
    if (!value.ok()) {
      out.errors.push_back({mapped.column, std::move(value).error()});
      continue;
    }
    if (!note.key.empty()) {
      out.notes.push_back({mapped.column, std::move(note)});
    }
    if (!value->IsEmpty()) {
      out.fields[field.name] = *std::move(value);
    }
  }
  return out;
}

}  // namespace luoshi::sheet
