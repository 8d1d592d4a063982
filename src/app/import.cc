#include "app/import.h"

#include <algorithm>

#include "app/sheet_units.h"
#include "base/bytes.h"
#include "base/text.h"
#include "document/sheet_annotate.h"
#include "rules/form.h"
#include "sheet/mapping.h"
#include "sheet/reading.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kRowsPerCommit = 500;
constexpr std::size_t kRefusalsKept = 10'000;

Error AtColumn(Error error, const std::string& heading) {
  error.params.emplace_back("column", heading);
  return error;
}

class Importer {
 public:
  Importer(App& app,
           const access::Scope& scope,
           const ImportOptions& options,
           const rules::Pack& pack,
           Hash256 file)
      : app_(app),
        scope_(scope),
        options_(options),
        pack_(pack),
        file_(file),
        directory_(app.directory()) {
    occurred_ = options.occurred.ms == 0 ? app.clock().Now() : options.occurred;
    units_ = UnitsOf(directory_.get(), occurred_.date(), options.within);
  }

  const JsonArray& applied() const { return applied_; }

  // Applies the rows of one table, in commits of bounded size, as they are read. An error is one of
  // the file; a store that gives up stops the import and stands in the report.
  Status Run(const std::string& sheet,
             std::size_t sheet_index,
             sheet::Reading& reading,
             ImportReport& report) {
    sheet_ = sheet;
    sheet_index_ = sheet_index;
    reading_ = &reading;
    mapped_ = sheet::MapColumns(reading, pack_, options_.columns);
    of_sheet_ = SheetUnit(reading, sheet, units_);
    rows_.clear();
    TRY(reading.ForEachRow([&](const sheet::Row& row) {
      rows_.push_back(row);
      return rows_.size() < kRowsPerCommit || Apply(report);
    }));
    if (!rows_.empty() && report.stop_reason.empty()) {
      Apply(report);
    }
    return {};
  }

  const std::vector<RecordId>& touched() const { return touched_; }

 private:
  struct Prepared {
    const sheet::Row* row = nullptr;
    CommandGroup group;
    RowOutcome outcome = RowOutcome::kSame;
    RecordId record;
  };

  // False: the store gave up.
  bool Apply(ImportReport& report) {
    const Status status = Chunk(report);
    if (status.ok()) {
      last_durable_ = rows_.back().line.number;
    } else {
      report.stopped_after = last_durable_;
      report.stop_reason = Message(status.error(), Language::kZh);
    }
    rows_.clear();
    return status.ok();
  }

  Status Chunk(ImportReport& report) {
    std::vector<Prepared> prepared;
    {
      TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app_.store().Begin(storage::Access::kRead));
      for (const sheet::Row& one : rows_) {
        ++report.read;
        Prepared row;
        row.row = &one;
        std::string heading;
        const Status status = Prepare(*tx, row, heading);
        if (!status.ok()) {
          Refuse(report, *row.row, status.error(), heading);
          continue;
        }
        prepared.push_back(std::move(row));
      }
    }
    std::vector<CommandGroup> groups;
    for (Prepared& row : prepared) {
      groups.push_back(std::move(row.group));
    }
    // a row that changes nothing has no commands; the queue answers it with an empty list
    const std::vector<GroupResult> results =
        options_.dry_run ? app_.DryRun(scope_, groups) : app_.Submit(scope_, groups);
    for (std::size_t i = 0; i < prepared.size(); ++i) {
      const GroupResult& result = results[i];
      if (!result.ok()) {
        if (result.error().code == ErrorCode::kUnavailable ||
            result.error().code == ErrorCode::kInternal) {
          return result.error();
        }
        Refuse(report, *prepared[i].row, result.error(), "");
        continue;
      }
      touched_.push_back(prepared[i].record);
      bool repeated = !result->empty();
      for (const registers::Applied& one : *result) {
        repeated = repeated && one.repeated;
        applied_.push_back({{"jurisdiction", NumberOf(one.jurisdiction)},
                            {"record", one.record.ToString()},
                            {"event", one.event.ToString()}});
      }
      const RowOutcome outcome = repeated ? RowOutcome::kSame : prepared[i].outcome;
      report.added += outcome == RowOutcome::kNew ? 1 : 0;
      report.changed += outcome == RowOutcome::kChanged ? 1 : 0;
      report.same += outcome == RowOutcome::kSame ? 1 : 0;
    }
    return {};
  }

  void Refuse(ImportReport& report,
              const sheet::Row& row,
              const Error& error,
              const std::string& heading) {
    ++report.refused;
    if (report.refusals.size() < kRefusalsKept) {
      report.refusals.push_back(
          {row.line.number, RowOutcome::kRefused, error, heading, {}, sheet_index_});
    }
  }

  // The fields of one pack that a row fills. `heading` names the cell when it fails.
  Result<Fields> ReadRow(const sheet::Row& row,
                         const rules::Pack& pack,
                         const std::vector<sheet::MappedColumn>& columns,
                         std::string& heading) {
    sheet::RowValues values = sheet::ReadRow(row, columns, occurred_.date().year(), units_);
    for (sheet::Problem& problem : values.errors) {
      const auto column = std::find_if(
          columns.begin(), columns.end(),
          [&](const sheet::MappedColumn& one) { return one.column == problem.column; });
      if (column != columns.end() && column->field->type == rules::FieldType::kReference) {
        continue;  // Resolve reads it
      }
      heading = column == columns.end() ? "" : column->heading;
      return AtColumn(std::move(problem.error), heading);
    }
    if (const rules::Field* region = pack.FindField(pack.region);
        region != nullptr && options_.constants.count(region->name) == 0) {
      PlaceRow(row, columns, *region, of_sheet_, units_, values);
    }
    for (const rules::Field& field : pack.fields) {
      if (field.type == rules::FieldType::kReference) {
        values.fields.erase(field.name);
      }
    }
    return std::move(values.fields);
  }

  Status AddConstants(const rules::Pack& pack, Fields& fields) {
    for (const auto& [name, text] : options_.constants) {
      const rules::Field* field = pack.FindField(name);
      if (field == nullptr || fields.count(name) > 0) {
        continue;
      }
      document::SheetCell cell;
      cell.text = text;
      TRY_ASSIGN(fields[name], ReadCell(*field, cell));
    }
    return {};
  }

  Result<Value> ReadCell(const rules::Field& field, const document::SheetCell& cell) const {
    return sheet::ReadCell(field, cell, "", occurred_.date().year(), units_, nullptr);
  }

  CommandId CommandOf(const sheet::Row& row, std::string_view part) const {
    return Uuid::Derived(
        {"import", file_.AsBytes(), pack_.name, sheet_, std::to_string(row.line.number), part});
  }

  registers::RecordCommand NewCommand(const sheet::Row& row,
                                      std::string_view part,
                                      const rules::Pack& pack) const {
    registers::RecordCommand command;
    command.origin.command = CommandOf(row, part);
    command.origin.actor = scope_.actor();
    command.origin.occurred = occurred_;
    command.pack = pack.name;
    return command;
  }

  Result<std::vector<RecordId>> Find(storage::Tx& tx,
                                     JurisdictionId jurisdiction,
                                     const rules::Pack& pack,
                                     const Fields& fields) {
    if (const std::optional<std::string> key = registers::KeyTag(pack, fields, app_.keyring())) {
      return storage::FindRecords(tx, jurisdiction, pack.name, "", *key);
    }
    return std::vector<RecordId>();
  }

  // The record a reference means: named in its own column by the target's key, or known by the id
  // number in the same row; one that is not there yet is made from this row.
  Status Resolve(storage::Tx& tx,
                 Prepared& prepared,
                 JurisdictionId jurisdiction,
                 const rules::Field& reference,
                 Fields& fields,
                 std::string& heading) {
    const rules::Pack* target = directory_->FindPack(reference.target);
    if (target == nullptr) {
      return {};
    }
    for (const sheet::MappedColumn& mapped : mapped_) {
      const document::SheetCell* cell = prepared.row->line.At(mapped.column);
      if (mapped.field == &reference && cell != nullptr && target->key.size() == 1) {
        const rules::Field* key = target->FindField(target->key.front());
        TRY_ASSIGN(Value value, ReadCell(*key, *cell));
        Fields named;
        named[key->name] = std::move(value);
        TRY_ASSIGN(const std::vector<RecordId> found, Find(tx, jurisdiction, *target, named));
        if (!found.empty()) {
          fields[reference.name] = found.front();
          return {};
        }
      }
    }
    for (const rules::Field& own : target->fields) {
      if (own.type != rules::FieldType::kCitizenId) {
        continue;
      }
      for (const rules::Field& mine : pack_.fields) {
        const auto value = fields.find(mine.name);
        const std::string* text = value == fields.end() ? nullptr : value->second.As<std::string>();
        if (mine.type == rules::FieldType::kCitizenId && text != nullptr) {
          TRY_ASSIGN(const std::vector<RecordId> found,
                     storage::FindRecords(tx, jurisdiction, target->name, own.name,
                                          registers::PersonalTag(own, *text, app_.keyring())));
          if (!found.empty()) {
            fields[reference.name] = found.front();
            return {};
          }
        }
      }
    }
    if (!reference.required) {
      return {};
    }
    const std::vector<sheet::MappedColumn> columns = sheet::MapColumns(*reading_, *target, {});
    TRY_ASSIGN(Fields made, ReadRow(*prepared.row, *target, columns, heading));
    TRY(AddConstants(*target, made));
    registers::RecordCommand create = NewCommand(*prepared.row, "create " + target->name, *target);
    create.act = rules::Act::kCreate;
    // a second row about the same person in this file finds the same id
    const std::optional<std::string> key = registers::KeyTag(*target, made, app_.keyring());
    create.record = key ? Uuid::Derived({"import-record", target->name, *key})
                        : Uuid::Derived({"import-record", create.origin.command.AsBytes()});
    create.jurisdiction = jurisdiction;
    create.set = rules::WriteFields(made);
    fields[reference.name] = create.record;
    if (made_.insert(create.record).second) {
      prepared.group.commands.push_back(std::move(create));
    }
    return {};
  }

  Status Prepare(storage::Tx& tx, Prepared& prepared, std::string& heading) {
    TRY_ASSIGN(Fields fields, ReadRow(*prepared.row, pack_, mapped_, heading));
    TRY(AddConstants(pack_, fields));
    const UnitId region = registers::RegionOf(pack_, fields);
    if (region == kNoUnit) {
      const rules::Field* field = pack_.FindField(pack_.region);
      return Error{ErrorCode::kInvalid,
                   "field.required",
                   {{"field", field == nullptr ? pack_.region : field->title.zh}}};
    }
    const std::optional<JurisdictionId> jurisdiction =
        directory_->JurisdictionOf(region, occurred_.date());
    if (!jurisdiction) {
      return Error{
          ErrorCode::kInvalid, "unit.no_jurisdiction", {{"name", directory_->NameOf(region)}}};
    }
    for (const rules::Field& field : pack_.fields) {
      if (field.type == rules::FieldType::kReference && fields.count(field.name) == 0) {
        TRY(Resolve(tx, prepared, *jurisdiction, field, fields, heading));
      }
    }
    TRY_ASSIGN(const std::vector<RecordId> found, Find(tx, *jurisdiction, pack_, fields));
    registers::RecordCommand command = NewCommand(*prepared.row, "row", pack_);
    command.jurisdiction = *jurisdiction;
    std::optional<registers::Record> there;
    if (!found.empty()) {
      TRY_ASSIGN(there, registers::LoadRecord(tx, *directory_, *jurisdiction, found.front(),
                                              registers::Personal::kOpened, &app_.keyring()));
    }
    // Whether a row says the same as a record is told to whoever may open that; to others it is a
    // new row, which finds its key taken.
    if (!there || !registers::MayRead(scope_, pack_, there->state.fields)) {
      command.act = rules::Act::kCreate;
      command.record = Uuid::Derived({"import-record", command.origin.command.AsBytes()});
      command.set = rules::WriteFields(fields);
      prepared.outcome = RowOutcome::kNew;
      prepared.record = command.record;
      prepared.group.commands.push_back(std::move(command));
      return {};
    }
    prepared.record = found.front();
    const registers::Record& record = *there;
    Fields changed;
    for (const auto& [name, value] : fields) {
      const auto current = record.state.fields.find(name);
      if (current == record.state.fields.end() || !(current->second == value)) {
        changed[name] = value;
        command.seen[name] =
            current == record.state.fields.end() ? Json() : rules::WriteValue(current->second);
      }
    }
    if (changed.empty()) {
      prepared.outcome = RowOutcome::kSame;
      return {};
    }
    command.act = rules::Act::kChange;
    command.record = found.front();
    command.set = rules::WriteFields(changed);
    prepared.outcome = RowOutcome::kChanged;
    prepared.group.commands.push_back(std::move(command));
    return {};
  }

  App& app_;
  const access::Scope& scope_;
  const ImportOptions& options_;
  const rules::Pack& pack_;
  Hash256 file_;
  std::shared_ptr<const root::Directory> directory_;
  DateTime occurred_;
  sheet::Units units_;
  // the table that is being read
  std::string sheet_;
  std::size_t sheet_index_ = 0;
  const sheet::Reading* reading_ = nullptr;
  std::vector<sheet::MappedColumn> mapped_;
  UnitId of_sheet_ = kNoUnit;
  std::vector<sheet::Row> rows_;  // not yet applied
  int last_durable_ = 0;
  JsonArray applied_;
  std::set<RecordId> made_;
  std::vector<RecordId> touched_;
};

std::string ImportNumber(const Hash256& file, const rules::Pack& pack) {
  return pack.name + "-" + file.ToHex().substr(0, 12);
}

// The record of the import itself, from received to applied, with the events it made beside it.
Status Record(App& app,
              const access::Scope& scope,
              const ImportOptions& options,
              const std::string& content,
              const Importer& importer,
              ImportReport& report) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const rules::Pack* pack = directory->FindPack("import");
  if (pack == nullptr || options.within == kNoUnit) {
    return {};
  }
  const std::optional<JurisdictionId> jurisdiction =
      directory->JurisdictionOf(options.within, app.today());
  if (!jurisdiction) {
    return {};
  }
  const RecordId id = Uuid::Derived({"import", report.number});
  TRY_ASSIGN(const Hash256 list, app.PutAttachment(*jurisdiction, CanonicalJson(importer.applied()),
                                                   "application/json", nullptr));
  const auto submit = [&](std::string_view part, registers::RecordCommand command) -> Status {
    command.origin = app.NewOrigin(scope);
    command.origin.command = Uuid::Derived({"import", report.number, part, list.AsBytes()});
    command.jurisdiction = *jurisdiction;
    command.pack = pack->name;
    command.record = id;
    TRY(app.SubmitOne(scope, std::move(command)));
    return {};
  };
  registers::RecordCommand create;
  create.act = rules::Act::kCreate;
  create.set = {{"number", report.number},
                {"file_name", options.file_name},
                {"target", options.pack},
                {"unit", NumberOf(options.within)},
                {"imported_on", app.today().ToString()}};
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY_ASSIGN(const std::optional<storage::RecordRow> known,
             storage::GetRecord(*tx, *jurisdiction, id));
  if (known) {
    return {};  // imported before: what happened then stands in its record
  }
  TRY(submit("create", std::move(create)));
  // The file holds personal data: it is sealed under the import's own key and named by its hash.
  TRY_ASSIGN(const Hash256 file,
             app.PutAttachment(*jurisdiction, content,
                               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                               nullptr));
  registers::RecordCommand map;
  map.act = rules::Act::kMove;
  map.transition = "map";
  JsonArray mapping;
  for (const ImportColumn& column : report.columns) {
    mapping.push_back({{"heading", column.heading}, {"field", column.field}});
  }
  map.set = {{"file", "sha256:" + file.ToHex()}, {"mapping", std::move(mapping)}};
  TRY(submit("map", std::move(map)));
  registers::RecordCommand preview;
  preview.act = rules::Act::kMove;
  preview.transition = "preview";
  preview.set = {{"rows_read", report.read}};
  TRY(submit("preview", std::move(preview)));
  registers::RecordCommand apply;
  apply.act = rules::Act::kMove;
  apply.transition = "apply";
  apply.reason = "sha256:" + list.ToHex();  // the list of events it made
  apply.set = {{"rows_added", report.added},
               {"rows_changed", report.changed},
               {"rows_same", report.same},
               {"rows_refused", report.refused}};
  return submit("apply", std::move(apply));
}

// The sheet of that name, else every one that is not hidden: a workbook may have one a village.
Result<std::vector<std::size_t>> SheetsToRead(const document::Workbook& workbook,
                                              const std::string& name) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < workbook.sheets().size(); ++i) {
    const document::SheetInfo& info = workbook.sheets()[i];
    if (name.empty() ? !info.hidden : info.name == name) {
      out.push_back(i);
    }
  }
  if (out.empty() && name.empty()) {
    return Error{ErrorCode::kInvalid, "import.no_table"};
  }
  if (out.empty()) {
    return Error{ErrorCode::kNotFound, "import.no_sheet", {{"sheet", name}}};
  }
  return out;
}

// The tables of one sheet whose headings name two fields or more: one alone may be a title that
// happens to be a field's name.
Status ImportSheet(const document::Workbook& workbook,
                   std::size_t index,
                   const rules::Pack& pack,
                   const ImportOptions& options,
                   Importer& importer,
                   ImportReport& report,
                   std::optional<Error>& no_table) {
  const std::string& name = workbook.sheets()[index].name;
  const sheet::IsHeading is_heading = sheet::HeadingsOf(pack, options.columns);
  constexpr int kMostTables = 50;
  int first_row = 1;
  for (int table = 0; table < kMostTables; ++table) {
    TRY_ASSIGN(sheet::Reading reading,
               sheet::Reading::Open(workbook, index, is_heading, first_row));
    const std::vector<sheet::MappedColumn> mapped =
        sheet::MapColumns(reading, pack, options.columns);
    if (mapped.size() < 2) {
      if (!no_table) {
        no_table = Error{ErrorCode::kInvalid,
                         "import.no_header",
                         {{"sheet", name}, {"register", pack.title.zh}},
                         name};
      }
      return {};
    }
    if (report.columns.empty()) {
      report.sheet = name;
      report.sheet_index = index;
      report.header_row = reading.header_rows().back();
      for (const sheet::Column& column : reading.columns()) {
        const auto found = std::find_if(
            mapped.begin(), mapped.end(),
            [&](const sheet::MappedColumn& one) { return one.column == column.column; });
        report.columns.push_back(
            {sheet::JoinedTitle(column), found == mapped.end() ? "" : found->field->name});
      }
    }
    report.header_rows[index] = reading.header_rows().back();
    TRY(importer.Run(name, index, reading, report));
    first_row = reading.next_table();
    if (first_row == 0 || !report.stop_reason.empty()) {
      return {};
    }
  }
  return {};
}

}  // namespace

Result<ImportReport> Import(App& app,
                            const access::Scope& scope,
                            const std::string& content,
                            const ImportOptions& options) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const rules::Pack* pack = directory->FindPack(options.pack);
  if (pack == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", options.pack}}};
  }
  const Hash256 file = HashOf(content);
  TRY_ASSIGN(const std::unique_ptr<document::Workbook> workbook, document::OpenWorkbook(content));
  TRY_ASSIGN(const std::vector<std::size_t> sheets, SheetsToRead(*workbook, options.sheet));
  Importer importer(app, scope, options, *pack, file);
  ImportReport report;
  std::optional<Error> no_table;
  for (const std::size_t index : sheets) {
    TRY(ImportSheet(*workbook, index, *pack, options, importer, report, no_table));
    if (!report.stop_reason.empty()) {
      break;
    }
  }
  if (report.columns.empty()) {
    return *no_table;
  }
  if (report.read == 0) {
    return Error{ErrorCode::kInvalid, "import.no_rows", {{"sheet", report.sheet}}, report.sheet};
  }
  if (options.full) {
    const std::set<RecordId> touched(importer.touched().begin(), importer.touched().end());
    TRY(app.ForEachRecord(scope, pack->name, options.within, registers::Personal::kClosed,
                          [&](const registers::Record& record) -> Status {
                            if (touched.count(record.id) == 0) {
                              report.gone.push_back(record.id);
                            }
                            return {};
                          }));
  }
  if (!options.dry_run) {
    report.number = ImportNumber(file, *pack);
    TRY(Record(app, scope, options, content, importer, report));
  }
  return report;
}

Result<std::string> AnnotatedWorkbook(const std::string& content, const ImportReport& report) {
  std::string out = content;
  for (const auto& [sheet, header_row] : report.header_rows) {
    std::map<int, std::string> notes;
    for (const ImportedRow& row : report.refusals) {
      if (row.sheet_index == sheet) {
        std::string& note = notes[row.row];
        note += (note.empty() ? "" : "；") + (row.column.empty() ? "" : row.column + "：") +
                Message(row.error, Language::kZh);
      }
    }
    notes[header_row] = "校验结果";
    TRY_ASSIGN(out, document::AnnotateWorkbook(out, sheet, header_row, "校验结果", notes));
  }
  return out;
}

}  // namespace luoshi::app
