#include "app/units_csv.h"

#include <unordered_map>

#include "base/text.h"
#include "document/sheet_reader.h"
#include "pack/propose.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kUnitsPerEvent = 1'000;

UnitLevel LevelOfCode(std::string_view code) {
  switch (code.size()) {
    case 2:
      return UnitLevel::kProvince;
    case 4:
      return UnitLevel::kCity;
    case 6:
      return UnitLevel::kCounty;
    case 9:
      return UnitLevel::kTown;
    case 12:
      return UnitLevel::kVillage;
    default:
      return UnitLevel::kGrid;
  }
}

struct Columns {
  int code = -1;
  int name = -1;
  int aliases = -1;
  std::vector<int> parents;  // the nearest first
};

Columns ReadHeader(const document::SheetRow& row) {
  Columns columns;
  std::map<std::string, int> parents;
  for (const document::SheetCell& cell : row.cells) {
    const std::string key = MatchKey(cell.text);
    if (key == "code" || key == "代码") {
      columns.code = cell.column;
    } else if (key == "name" || key == "名称") {
      columns.name = cell.column;
    } else if (key == "aliases" || key == "别名") {
      columns.aliases = cell.column;
    } else {
      parents[key] = cell.column;
    }
  }
  for (const char* name :
       {"parent", "上级", "streetcode", "areacode", "citycode", "provincecode"}) {
    const auto found = parents.find(name);
    if (found != parents.end()) {
      columns.parents.push_back(found->second);
    }
  }
  return columns;
}

}  // namespace

Result<std::int64_t> ImportUnits(App& app,
                                 const access::Scope& scope,
                                 const std::string& content,
                                 Date from) {
  TRY_ASSIGN(const std::unique_ptr<document::Workbook> workbook, document::OpenWorkbook(content));
  const std::shared_ptr<const root::Directory> directory = app.directory();
  std::unordered_map<std::string, std::int64_t> numbers;
  for (const Unit& unit : directory->units()) {
    if (!unit.code.empty()) {
      numbers[unit.code] = NumberOf(unit.id);
    }
  }
  std::int64_t next = NumberOf(directory->next_unit());
  std::optional<Columns> columns;
  JsonArray list;
  Status status;
  TRY(workbook->ForEachRow(0, [&](const document::SheetRow& row) {
    if (!columns) {
      columns = ReadHeader(row);
      return columns->code >= 0 && columns->name >= 0;
    }
    const auto text = [&](int column) {
      for (const document::SheetCell& cell : row.cells) {
        if (cell.column == column) {
          return Trim(cell.text);
        }
      }
      return std::string();
    };
    const std::string code = text(columns->code);
    const std::string name = text(columns->name);
    if (code.empty() || name.empty() || numbers.count(code) > 0) {
      return true;
    }
    std::int64_t parent = 0;
    std::string named;
    for (const int column : columns->parents) {
      named = text(column);
      if (!named.empty()) {
        const auto known = numbers.find(named);
        if (known == numbers.end()) {
          status = Error{ErrorCode::kInvalid,
                         "units.no_parent",
                         {{"code", code}, {"parent", named}},
                         "row " + std::to_string(row.number)};
          return false;
        }
        parent = known->second;
        break;
      }
    }
    JsonObject unit{{"unit", next},
                    {"code", code},
                    {"name", name},
                    {"level", std::string(LevelName(LevelOfCode(code)))}};
    if (parent != 0) {
      unit["parent"] = parent;
    }
    JsonArray aliases;
    if (columns->aliases >= 0) {
      for (const std::string& alias : Split(Replaced(text(columns->aliases), ";", "；"), "；")) {
        if (!Trim(alias).empty()) {
          aliases.emplace_back(Trim(alias));
        }
      }
    }
    if (!aliases.empty()) {
      unit["aliases"] = std::move(aliases);
    }
    list.push_back(std::move(unit));
    numbers[code] = next++;
    return true;
  }));
  TRY(status);
  if (!columns || columns->code < 0 || columns->name < 0) {
    return Error{ErrorCode::kInvalid, "units.no_header"};
  }
  std::vector<root::RootCommand> commands;
  for (std::size_t at = 0; at < list.size(); at += kUnitsPerEvent) {
    JsonArray part(
        list.begin() + static_cast<std::ptrdiff_t>(at),
        list.begin() + static_cast<std::ptrdiff_t>(std::min(at + kUnitsPerEvent, list.size())));
    root::RootCommand command;
    command.origin = app.NewOrigin(scope);
    command.kind = "unit.add";
    command.body = {{"from", from.ToString()}, {"units", std::move(part)}};
    commands.push_back(std::move(command));
  }
  TRY(app.Administer(scope, commands));
  return static_cast<std::int64_t>(list.size());
}

Result<std::string> PackFromSheet(const std::string& content,
                                  const std::string& name,
                                  const std::string& title) {
  TRY_ASSIGN(const std::unique_ptr<document::Workbook> workbook, document::OpenWorkbook(content));
  pack::SheetRows rows;
  TRY(workbook->ForEachRow(0, [&](const document::SheetRow& row) {
    std::vector<std::string> texts;
    for (const document::SheetCell& cell : row.cells) {
      texts.resize(static_cast<std::size_t>(cell.column) + 1);
      texts.back() = cell.text;
    }
    rows.push_back(std::move(texts));
    return rows.size() < pack::kMaxSheetRows;
  }));
  return pack::ProposePack(rows, name, title);
}

}  // namespace luoshi::app
