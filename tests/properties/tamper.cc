#include "tests/properties/tamper.h"

#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "base/text.h"

namespace luoshi::properties {
namespace {

enum class Kind { kInt, kFlag, kText, kBytes };

struct Column {
  const char* name;
  Kind kind;
  bool key;
  bool flips = true;
};

struct Table {
  const char* name;
  std::vector<Column> columns;
  const char* where = "1 = 1";  // rows that say something
};

// The total of a month in which the cell moved. Another one says what the month before says.
constexpr const char* kMovedMonth =
    "(SELECT SUM(c.amount) FROM cell c WHERE c.jurisdiction = cell_total.jurisdiction "
    "AND c.measure = cell_total.measure AND c.period = cell_total.period "
    "AND c.breakdown = cell_total.breakdown AND c.region = cell_total.region "
    "AND c.responsible = cell_total.responsible AND c.month = cell_total.month) <> 0 "
    "AND amount <> 0";

// A row of `cell` with amount 0 says nothing wherever it lies; where an attachment lies besides and
// its media type are not covered by its hash. What is not here (`meta`, `migration`, cursors and
// refusals of followers) is no part of what journals say.
const std::vector<Table>& Tables() {
  static const std::vector<Table> tables = {{"event",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"position", Kind::kInt, true},
                                              {"command", Kind::kBytes, false},
                                              {"record", Kind::kBytes, false},
                                              {"content", Kind::kBytes, false}}},
                                            {"journal_head",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"size", Kind::kInt, false},
                                              {"frontier", Kind::kBytes, false},
                                              {"root", Kind::kBytes, false},
                                              {"recorded", Kind::kInt, false}}},
                                            {"merkle_node",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"level", Kind::kInt, true},
                                              {"node", Kind::kInt, true},
                                              {"hash", Kind::kBytes, false}}},
                                            {"record_key",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"record", Kind::kBytes, true},
                                              {"wrapped", Kind::kBytes, false}}},
                                            {"attachment",
                                             {{"jurisdiction", Kind::kInt, true, false},
                                              {"hash", Kind::kBytes, true},
                                              {"sealed_for", Kind::kBytes, false},
                                              {"content", Kind::kBytes, false}}},
                                            {"record",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"id", Kind::kBytes, true},
                                              {"pack", Kind::kText, false},
                                              {"state", Kind::kText, false},
                                              {"voided", Kind::kFlag, false},
                                              {"region", Kind::kInt, false},
                                              {"responsible", Kind::kInt, false},
                                              {"position", Kind::kInt, false},
                                              {"fields", Kind::kText, false},
                                              {"sealed", Kind::kBytes, false},
                                              {"history", Kind::kText, false}}},
                                            {"record_lookup",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"pack", Kind::kText, true},
                                              {"field", Kind::kText, true},
                                              {"tag", Kind::kBytes, true},
                                              {"record", Kind::kBytes, true}}},
                                            {"due_step",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"at", Kind::kInt, true},
                                              {"record", Kind::kBytes, true},
                                              {"clock", Kind::kText, true},
                                              {"step", Kind::kText, true},
                                              {"anchor", Kind::kBytes, false}}},
                                            {"cell",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"measure", Kind::kInt, true},
                                              {"period", Kind::kText, true},
                                              {"month", Kind::kInt, true},
                                              {"breakdown", Kind::kText, true},
                                              {"region", Kind::kInt, true},
                                              {"responsible", Kind::kInt, true},
                                              {"day", Kind::kInt, true},
                                              {"known_on", Kind::kInt, true},
                                              {"amount", Kind::kInt, false}},
                                             "amount <> 0"},
                                            {"cell_total",
                                             {{"jurisdiction", Kind::kInt, true},
                                              {"measure", Kind::kInt, true},
                                              {"period", Kind::kText, true},
                                              {"breakdown", Kind::kText, true},
                                              {"region", Kind::kInt, true},
                                              {"responsible", Kind::kInt, true},
                                              {"month", Kind::kInt, true},
                                              {"amount", Kind::kInt, false}},
                                             kMovedMonth}};
  return tables;
}

// A cell of a row, written as SQL that both databases read.
std::string Literal(storage::Store& store, Kind kind, const std::string& raw) {
  switch (kind) {
    case Kind::kInt:
    case Kind::kFlag:
      return raw;
    case Kind::kText:
      return "'" + Replaced(raw, "'", "''") + "'";
    case Kind::kBytes:
      return store.Kind() == "postgres" ? "'\\x" + ToHex(raw) + "'::bytea"
                                        : "x'" + ToHex(raw) + "'";
  }
  return {};
}

Status Run(storage::Store& store, const std::vector<std::string>& statements) {
  return storage::WithTransaction(store, [&](storage::Tx& tx) -> Status {
    for (const std::string& sql : statements) {
      TRY(tx.Execute({sql, sql}, {}));
    }
    return {};
  });
}

Result<std::vector<std::string>> ReadRow(storage::Tx& tx, const Table& table, std::int64_t offset) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) {
    names.emplace_back(column.name);
  }
  const std::string sql = "SELECT " + Join(names, ", ") + " FROM " + table.name + " WHERE " +
                          table.where + " ORDER BY " + Join(names, ", ") + " LIMIT 1 OFFSET " +
                          std::to_string(offset);
  std::vector<std::string> out;
  TRY(tx.Query({sql, sql}, {}, [&](const storage::Row& row) -> Status {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const int at = static_cast<int>(i);
      switch (table.columns[i].kind) {
        case Kind::kInt:
        case Kind::kFlag:
          out.push_back(std::to_string(row.Int(at)));
          break;
        case Kind::kText:
          out.emplace_back(row.Text(at));
          break;
        case Kind::kBytes:
          out.emplace_back(row.Blob(at));
          break;
      }
    }
    return {};
  }));
  return out;
}

}  // namespace

Status DeleteAllThatFollows(storage::Store& store) {
  std::vector<std::string> statements;
  for (const char* table : {"record", "record_lookup", "due_step", "cell", "cell_total",
                            "follower_cursor", "merkle_node"}) {
    statements.push_back(std::string("DELETE FROM ") + table);
  }
  return Run(store, statements);
}

std::vector<std::string> FlippedColumns() {
  std::vector<std::string> out;
  for (const Table& table : Tables()) {
    for (const Column& column : table.columns) {
      if (column.flips) {
        out.push_back(std::string(table.name) + "." + column.name);
      }
    }
  }
  return out;
}

Result<std::vector<std::string>> StoredColumns(storage::Store& store) {
  const std::string sql =
      store.Kind() == "postgres"
          ? "SELECT table_name || '.' || column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() ORDER BY 1"
          : "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1";
  std::vector<std::string> out;
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store.Begin(storage::Access::kRead));
  TRY(tx->Query({"columns", sql}, {}, [&](const storage::Row& row) -> Status {
    out.emplace_back(row.Text(0));
    return {};
  }));
  return out;
}

Result<std::optional<Flip>> FlipSomething(storage::Store& store,
                                          const std::string& place,
                                          const std::function<std::int64_t(std::int64_t)>& roll) {
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(roll(static_cast<std::int64_t>(bound)));
  };
  const std::string table_name = place.substr(0, place.find('.'));
  const std::string column_name = place.substr(table_name.size() + 1);
  const Table& table = *std::find_if(Tables().begin(), Tables().end(),
                                     [&](const Table& one) { return one.name == table_name; });
  const auto chosen = static_cast<std::size_t>(
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const Column& one) { return one.name == column_name; }) -
      table.columns.begin());
  const Column& column = table.columns[chosen];
  std::vector<std::string> row;
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, store.Begin(storage::Access::kRead));
    std::int64_t count = 0;
    const std::string sql =
        std::string("SELECT COUNT(*) FROM ") + table.name + " WHERE " + table.where;
    TRY(tx->Query({sql, sql}, {}, [&](const storage::Row& answer) -> Status {
      count = answer.Int(0);
      return {};
    }));
    if (count == 0) {
      return std::optional<Flip>();
    }
    TRY_ASSIGN(row, ReadRow(*tx, table, roll(count)));
  }
  std::string changed = row[chosen];
  if (column.kind == Kind::kInt || column.kind == Kind::kFlag) {
    const std::int64_t bit = column.kind == Kind::kFlag ? 1 : std::int64_t{1} << roll(12);
    changed = std::to_string(std::strtoll(changed.c_str(), nullptr, 10) ^ bit);
  } else if (changed.empty()) {
    return std::optional<Flip>();
  } else {
    const std::size_t at = below(changed.size());
    const auto byte = static_cast<unsigned char>(changed[at]);
    if (column.kind == Kind::kText && (byte < 0x21 || byte > 0x7d)) {
      return std::optional<Flip>();  // it stays text
    }
    changed[at] =
        static_cast<char>(column.kind == Kind::kText ? (byte % 2 == 0 ? byte + 1 : byte - 1)
                                                     : byte ^ (1U << below(8)));
  }
  const auto update = [&](const std::string& from, const std::string& to) {
    std::string where;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].key) {
        where += (where.empty() ? "" : " AND ") + std::string(table.columns[i].name) + " = " +
                 Literal(store, table.columns[i].kind, i == chosen ? from : row[i]);
      }
    }
    return std::string("UPDATE ") + table.name + " SET " + column.name + " = " +
           Literal(store, column.kind, to) + " WHERE " + where;
  };
  Flip flip;
  flip.what = update(row[chosen], changed);
  flip.undo = {update(changed, row[chosen])};
  const Status done = Run(store, {flip.what});
  if (!done.ok() && done.error().key == "storage.duplicate") {
    return std::optional<Flip>();  // another row is there
  }
  if (!done.ok()) {
    return done.error();
  }
  return std::optional<Flip>(std::move(flip));
}

Status UndoFlip(storage::Store& store, const Flip& flip) { return Run(store, flip.undo); }

}  // namespace luoshi::properties
