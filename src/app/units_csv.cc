#include "app/units_csv.h"

#include <unordered_map>

#include "base/text.h"
#include "document/sheet_reader.h"
#include "pack/propose.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kUnitsPerEvent = 1'000;
constexpr std::size_t kEventsPerCommit = 20;

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

struct NewUnit {
  std::string code;
  std::string name;
  std::int64_t parent = 0;
  std::vector<std::string> aliases;
};

// Rows of the file that are not units yet, in its order.
class Reader {
 public:
  Reader(const root::Directory& directory, Date from)
      : directory_(directory), from_(from), next_(NumberOf(directory.next_unit())) {}

  // False: no further row is needed.
  bool Take(const document::SheetRow& row) {
    if (!columns_) {
      columns_ = ReadHeader(row);
      return has_header();
    }
    NewUnit unit{Text(row, columns_->code), Text(row, columns_->name), 0, {}};
    if (unit.code.empty() || unit.name.empty() || NumberOfCode(unit.code)) {
      return true;
    }
    for (const int column : columns_->parents) {
      const std::string named = Text(row, column);
      if (!named.empty()) {
        const std::optional<std::int64_t> parent = NumberOfCode(named);
        if (!parent) {
          status_ = Error{ErrorCode::kInvalid,
                          "units.no_parent",
                          {{"code", unit.code}, {"parent", named}},
                          "row " + std::to_string(row.number)};
          return false;
        }
        unit.parent = *parent;
        break;
      }
    }
    for (const std::string& alias :
         Split(Replaced(Text(row, columns_->aliases), ";", "；"), "；")) {
      if (std::string trimmed = Trim(alias); !trimmed.empty()) {
        unit.aliases.push_back(std::move(trimmed));
      }
    }
    numbers_.emplace(unit.code, next_++);
    units_.push_back(std::move(unit));
    return true;
  }

  bool has_header() const { return columns_ && columns_->code >= 0 && columns_->name >= 0; }
  const Status& status() const { return status_; }
  const std::vector<NewUnit>& units() const { return units_; }

 private:
  static std::string Text(const document::SheetRow& row, int column) {
    for (const document::SheetCell& cell : row.cells) {
      if (cell.column == column) {
        return Trim(cell.text);
      }
    }
    return {};
  }

  std::optional<std::int64_t> NumberOfCode(const std::string& code) const {
    if (const auto own = numbers_.find(code); own != numbers_.end()) {
      return own->second;
    }
    const Unit* known = directory_.FindUnitByCode(code, from_);
    return known == nullptr ? std::nullopt : std::optional(NumberOf(known->id));
  }

  const root::Directory& directory_;
  const Date from_;
  std::int64_t next_;
  std::optional<Columns> columns_;
  std::unordered_map<std::string, std::int64_t> numbers_;
  std::vector<NewUnit> units_;
  Status status_;
};

JsonObject UnitToJson(const NewUnit& unit, std::int64_t number) {
  JsonObject json{{"unit", number},
                  {"code", unit.code},
                  {"name", unit.name},
                  {"level", std::string(LevelName(LevelOfCode(unit.code)))}};
  if (unit.parent != 0) {
    json["parent"] = unit.parent;
  }
  if (!unit.aliases.empty()) {
    json["aliases"] = JsonArray(unit.aliases.begin(), unit.aliases.end());
  }
  return json;
}

}  // namespace

Result<std::int64_t> ImportUnits(App& app,
                                 const access::Scope& scope,
                                 const std::string& content,
                                 Date from,
                                 const UnitsProgress& progress) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  Reader reader(*directory, from);
  {
    TRY_ASSIGN(const std::unique_ptr<document::Workbook> workbook, document::OpenWorkbook(content));
    TRY(workbook->ForEachRow(0, [&](const document::SheetRow& row) { return reader.Take(row); }));
  }
  TRY(reader.status());
  if (!reader.has_header()) {
    return Error{ErrorCode::kInvalid, "units.no_header"};
  }
  const std::vector<NewUnit>& units = reader.units();
  const std::int64_t first = NumberOf(directory->next_unit());
  std::vector<root::RootCommand> commands;
  for (std::size_t at = 0; at < units.size();) {
    JsonArray part;
    for (; at < units.size() && part.size() < kUnitsPerEvent; ++at) {
      part.push_back(UnitToJson(units[at], first + static_cast<std::int64_t>(at)));
    }
    root::RootCommand command;
    command.origin = app.NewOrigin(scope);
    command.kind = "unit.add";
    command.body = {{"from", from.ToString()}, {"units", std::move(part)}};
    commands.push_back(std::move(command));
    if (commands.size() == kEventsPerCommit || at == units.size()) {
      TRY(app.Administer(scope, commands));
      commands.clear();
      if (progress) {
        progress(static_cast<std::int64_t>(at), static_cast<std::int64_t>(units.size()));
      }
    }
  }
  return static_cast<std::int64_t>(units.size());
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
