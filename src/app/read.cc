#include "app/read.h"

#include <algorithm>
#include <map>

#include "app/sheet_units.h"
#include "base/json.h"
#include "base/text.h"
#include "document/sheet_reader.h"
#include "rules/form.h"
#include "sheet/mapping.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kProblemsKept = 100'000;
constexpr int kMostTables = 50;

// Writes JSON piece by piece; the pieces are Boost's.
class Writer {
 public:
  explicit Writer(const Sink& sink) : sink_(sink) {}
  void Raw(std::string_view text) {
    buffer_ += text;
    constexpr std::size_t kPiece = std::size_t{1} << 16;
    if (buffer_.size() > kPiece) {
      Flush();
    }
  }
  void Value(const Json& json) { Raw(WriteJson(json)); }
  void Flush() {
    sink_(buffer_);
    buffer_.clear();
  }

 private:
  const Sink& sink_;
  std::string buffer_;
};

class SheetWriter {
 public:
  SheetWriter(Writer& writer, const ReadOptions& options)
      : writer_(writer),
        options_(options),
        year_(options.date ? options.date->year() : 0),
        units_(UnitsOf(options.directory, options.units_on, kNoUnit)) {}

  // All tables of one sheet, one object each.
  Status Write(const document::Workbook& book, std::size_t sheet) {
    const document::SheetInfo& info = book.sheets()[sheet];
    const sheet::IsHeading is_heading = options_.pack != nullptr
                                            ? sheet::HeadingsOf(*options_.pack, {})
                                            : [](std::string_view) { return false; };
    int first_row = 1;
    for (int table = 0; table < kMostTables; ++table) {
      TRY_ASSIGN(sheet::Reading reading, sheet::Reading::Open(book, sheet, is_heading, first_row));
      if (!reading.has_table() && reading.titles().empty()) {
        return {};  // an empty sheet says nothing
      }
      errors_ = {};
      notes_ = {};
      writer_.Raw(any_ ? ",{" : "{");
      any_ = true;
      writer_.Raw("\"name\":");
      writer_.Value(Json(info.name));
      if (info.hidden) {
        writer_.Raw(",\"hidden\":true");
      }
      Heading(reading);
      writer_.Raw(",\"rows\":[");
      const Status status =
          options_.pack != nullptr ? FieldRows(reading, info.name) : PlainRows(reading);
      writer_.Raw("],\"skipped\":[");
      Skips(reading);
      writer_.Raw("],\"errors\":[");
      if (!status.ok()) {
        Add(errors_, 0, -1, status.error());
      }
      writer_.Raw(errors_.json);
      writer_.Raw("],\"notes\":[");
      writer_.Raw(notes_.json);
      writer_.Raw("]}");
      TRY(status);
      first_row = reading.next_table();
      if (first_row == 0) {
        return {};
      }
    }
    return {};
  }

 private:
  // Problems as the text they will be: a sheet of a hundred thousand wrong ids stays small.
  struct Problems {
    std::string json;
    std::size_t count = 0;
  };

  static void Add(Problems& list, int row, int column, const Error& error) {
    if (list.count > kProblemsKept) {
      return;
    }
    const bool last = list.count++ == kProblemsKept;
    const Error shown = last ? Error{ErrorCode::kInvalid,
                                     "sheet.more_errors",
                                     {{"limit", std::to_string(kProblemsKept)}}}
                             : error;
    list.json += list.json.empty() ? "" : ",";
    list.json += WriteJson(
        JsonObject{{"row", row == 0 || last ? Json() : Json(row)},
                   {"column", column < 0 || last ? Json() : Json(document::ColumnName(column))},
                   {"key", shown.key},
                   {"message", Message(shown, Language::kZh)}});
  }

  void Heading(const sheet::Reading& reading) {
    std::map<int, const sheet::MappedColumn*> fields;
    if (options_.pack != nullptr) {
      mapped_ = sheet::MapColumns(reading, *options_.pack, {});
      for (const sheet::MappedColumn& mapped : mapped_) {
        fields[mapped.column] = &mapped;
      }
      if (mapped_.empty() && reading.has_table()) {
        Add(errors_, 0, -1,
            {ErrorCode::kInvalid,
             "import.no_header",
             {{"register", options_.pack->title.zh}, {"sheet", ""}}});
      }
    }
    JsonArray rows;
    for (const int row : reading.header_rows()) {
      rows.emplace_back(row);
    }
    JsonArray columns;
    for (const sheet::Column& column : reading.columns()) {
      const auto field = fields.find(column.column);
      JsonArray title;
      for (const std::string& level : column.title) {
        title.emplace_back(level);
      }
      JsonObject one = {
          {"column", document::ColumnName(column.column)},
          {"title", std::move(title)},
          {"field", field == fields.end() ? Json() : Json(field->second->field->name)}};
      if (column.hidden) {
        one["hidden"] = true;
      }
      columns.push_back(std::move(one));
    }
    writer_.Raw(",\"header_rows\":");
    writer_.Value(rows);
    writer_.Raw(",\"columns\":");
    writer_.Value(columns);
  }

  void OneRow(const sheet::Row& row, JsonObject values, bool ok) {
    writer_.Raw(first_ ? "" : ",");
    first_ = false;
    JsonObject out = {{"row", row.line.number}, {"values", std::move(values)}, {"ok", ok}};
    if (row.line.hidden) {
      out["hidden"] = true;
    }
    writer_.Value(out);
  }

  Json Shown(const Value& value) const {
    if (const UnitId* unit = value.As<UnitId>()) {
      return Json(units_.code(*unit));
    }
    return rules::WriteValue(value);
  }

  Status FieldRows(sheet::Reading& reading, const std::string& name) {
    first_ = true;
    const rules::Field* region = options_.pack->FindField(options_.pack->region);
    const UnitId of_sheet = region == nullptr ? kNoUnit : SheetUnit(reading, name, units_);
    return reading.ForEachRow([&](const sheet::Row& row) {
      sheet::RowValues values = sheet::ReadRow(row, mapped_, year_, units_);
      if (region != nullptr) {
        PlaceRow(row, mapped_, *region, of_sheet, units_, values);
      }
      JsonObject object;
      for (const auto& [field, value] : values.fields) {
        object[field] = Shown(value);
      }
      for (const sheet::Problem& problem : values.errors) {
        Add(errors_, row.line.number, problem.column, problem.error);
      }
      for (const sheet::Problem& problem : values.notes) {
        Add(notes_, row.line.number, problem.column, problem.error);
      }
      OneRow(row, std::move(object), values.errors.empty());
      return true;
    });
  }

  Status PlainRows(sheet::Reading& reading) {
    first_ = true;
    struct Plain {
      const sheet::Column* column = nullptr;
      sheet::ColumnKind kind = sheet::ColumnKind::kText;
      std::string unit_of_measure;
      std::string letter;
    };
    std::vector<Plain> columns;
    for (const sheet::Column& column : reading.columns()) {
      columns.push_back(
          {&column,
           sheet::KindOf(column, reading.ProfileOf(column.column), options_.directory != nullptr),
           reading.UnitOfMeasureOf(column), document::ColumnName(column.column)});
    }
    return reading.ForEachRow([&](const sheet::Row& row) {
      JsonObject object;
      bool ok = true;
      for (const document::SheetCell& cell : row.line.cells) {
        const auto found = std::find_if(columns.begin(), columns.end(), [&](const Plain& plain) {
          return plain.column->column == cell.column;
        });
        if (found == columns.end()) {
          object[document::ColumnName(cell.column)] = cell.text;
          continue;
        }
        const sheet::PlainValue value = sheet::ReadPlain(
            *found->column, found->kind, found->unit_of_measure, cell, year_, units_);
        for (const Error& error : value.errors) {
          ok = false;
          Add(errors_, row.line.number, cell.column, error);
        }
        if (!value.text.empty()) {
          object[found->letter] = value.text;
        }
      }
      OneRow(row, std::move(object), ok);
      return true;
    });
  }

  void Skips(const sheet::Reading& reading) {
    bool first = true;
    for (const sheet::Skipped& skipped : reading.skipped()) {
      writer_.Raw(first ? "" : ",");
      first = false;
      writer_.Value(
          JsonObject{{"row", skipped.row}, {"why", std::string(sheet::KeyOf(skipped.why))}});
    }
  }

  Writer& writer_;
  const ReadOptions& options_;
  int year_;
  sheet::Units units_;
  std::vector<sheet::MappedColumn> mapped_;
  Problems errors_;
  Problems notes_;
  bool any_ = false;
  bool first_ = true;
};

}  // namespace

Status ReadToJson(std::string bytes, const ReadOptions& options, const Sink& sink) {
  Writer writer(sink);
  const document::Opened opened = document::OpenAny(std::move(bytes));
  writer.Raw("{\"format\":");
  writer.Value(opened.format.empty() ? Json() : Json(opened.format));
  writer.Raw(",\"refused\":");
  if (opened.refused) {
    const Error& error = *opened.refused;
    writer.Value(JsonObject{{"key", error.key}, {"message", Message(error, Language::kZh)}});
  } else {
    writer.Raw("null");
  }
  writer.Raw(",\"sheets\":[");
  Status status;
  if (opened.workbook != nullptr) {
    SheetWriter sheets(writer, options);
    for (std::size_t i = 0; i < opened.workbook->sheets().size() && status.ok(); ++i) {
      status = sheets.Write(*opened.workbook, i);
    }
  }
  writer.Raw("]}\n");
  writer.Flush();
  return status;
}

}  // namespace luoshi::app
