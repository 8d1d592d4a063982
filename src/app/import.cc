#include "app/import.h"

#include <algorithm>

#include "app/import_table.h"
#include "base/bytes.h"
#include "base/text.h"
#include "document/sheet_annotate.h"
#include "rules/cell.h"
#include "rules/form.h"

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
           Table table,
           Hash256 file)
      : app_(app),
        scope_(scope),
        options_(options),
        pack_(pack),
        table_(std::move(table)),
        file_(file),
        directory_(app.directory()),
        fields_(MapColumns(table_, pack, options.columns)) {
    occurred_ = options.occurred.ms == 0 ? app.clock().Now() : options.occurred;
  }

  const std::map<int, const rules::Field*>& fields() const { return fields_; }
  const Table& table() const { return table_; }
  const JsonArray& applied() const { return applied_; }

  // Applies rows from `first` on, in commits of bounded size.
  Status Run(ImportReport& report) {
    for (std::size_t at = 0; at < table_.rows.size(); at += kRowsPerCommit) {
      const std::size_t end = std::min(at + kRowsPerCommit, table_.rows.size());
      const Status status = Chunk(at, end, report);
      if (!status.ok()) {
        report.stopped_after = at == 0 ? 0 : table_.rows[at - 1].number;
        report.stop_reason = Message(status.error(), Language::kZh);
        return {};
      }
    }
    return {};
  }

  const std::vector<RecordId>& touched() const { return touched_; }

 private:
  struct Prepared {
    const TableRow* row = nullptr;
    CommandGroup group;
    RowOutcome outcome = RowOutcome::kSame;
    RecordId record;
  };

  Status Chunk(std::size_t begin, std::size_t end, ImportReport& report) {
    std::vector<Prepared> prepared;
    {
      TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app_.store().Begin(storage::Access::kRead));
      for (std::size_t i = begin; i < end; ++i) {
        ++report.read;
        Prepared row;
        row.row = &table_.rows[i];
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
              const TableRow& row,
              const Error& error,
              const std::string& heading) {
    ++report.refused;
    if (report.refusals.size() < kRefusalsKept) {
      report.refusals.push_back({row.number, RowOutcome::kRefused, error, heading, {}});
    }
  }

  Result<Value> Read(const rules::Field& field, const document::SheetCell& cell) {
    if (cell.ruined) {
      return Error{ErrorCode::kInvalid,
                   "field.ruined_number",
                   {{"field", field.title.zh}, {"text", cell.text}}};
    }
    if (field.type == rules::FieldType::kUnit) {
      const Date day = occurred_.date();
      std::vector<UnitId> units = directory_->MatchUnits(cell.text, day, options_.within);
      if (units.empty() && options_.within != kNoUnit) {
        units = directory_->MatchUnits(cell.text, day);
      }
      if (units.empty()) {
        return Error{ErrorCode::kInvalid, "unit.unknown", {{"text", Trim(cell.text)}}};
      }
      if (units.size() > 1) {
        return Error{ErrorCode::kInvalid, "unit.ambiguous", {{"text", Trim(cell.text)}}};
      }
      return Value(units.front());
    }
    return rules::ParseCell(field, cell.text, occurred_.date().year());
  }

  // The fields of one pack that a row fills. `heading` names the cell when it fails.
  Result<Fields> ReadRow(const TableRow& row,
                         const std::map<int, const rules::Field*>& fields,
                         std::string& heading) {
    Fields out;
    for (const auto& [column, field] : fields) {
      const auto cell = row.cells.find(column);
      if (cell == row.cells.end() || field->type == rules::FieldType::kReference) {
        continue;
      }
      Result<Value> value = Read(*field, cell->second);
      if (!value.ok()) {
        for (const TableColumn& named : table_.columns) {
          if (named.column == column) {
            heading = named.heading;
          }
        }
        return AtColumn(std::move(value).error(), heading);
      }
      if (!value->IsEmpty()) {
        out[field->name] = *std::move(value);
      }
    }
    return out;
  }

  Status AddConstants(const rules::Pack& pack, Fields& fields) {
    for (const auto& [name, text] : options_.constants) {
      const rules::Field* field = pack.FindField(name);
      if (field == nullptr || fields.count(name) > 0) {
        continue;
      }
      document::SheetCell cell;
      cell.text = text;
      TRY_ASSIGN(fields[name], Read(*field, cell));
    }
    return {};
  }

  CommandId CommandOf(const TableRow& row, std::string_view part) const {
    return Uuid::Derived(
        {"import", file_.AsBytes(), pack_.name, table_.sheet, std::to_string(row.number), part});
  }

  registers::RecordCommand NewCommand(const TableRow& row,
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
    for (const auto& [column, field] : fields_) {
      const auto cell = prepared.row->cells.find(column);
      if (field == &reference && cell != prepared.row->cells.end() && target->key.size() == 1) {
        const rules::Field* key = target->FindField(target->key.front());
        TRY_ASSIGN(Value value, Read(*key, cell->second));
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
    const std::map<int, const rules::Field*> columns = MapColumns(table_, *target, {});
    TRY_ASSIGN(Fields made, ReadRow(*prepared.row, columns, heading));
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
    TRY_ASSIGN(Fields fields, ReadRow(*prepared.row, fields_, heading));
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
    if (found.empty()) {
      command.act = rules::Act::kCreate;
      command.record = Uuid::Derived({"import-record", command.origin.command.AsBytes()});
      command.set = rules::WriteFields(fields);
      prepared.outcome = RowOutcome::kNew;
      prepared.record = command.record;
      prepared.group.commands.push_back(std::move(command));
      return {};
    }
    prepared.record = found.front();
    TRY_ASSIGN(const registers::Record record,
               registers::LoadRecord(tx, *directory_, *jurisdiction, found.front(),
                                     registers::Personal::kOpened, &app_.keyring()));
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
  Table table_;
  Hash256 file_;
  std::shared_ptr<const root::Directory> directory_;
  std::map<int, const rules::Field*> fields_;
  DateTime occurred_;
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
  TRY_ASSIGN(Table table, ReadTable(*workbook, options.sheet, *pack, options.columns));
  Importer importer(app, scope, options, *pack, std::move(table), file);
  ImportReport report;
  report.sheet = importer.table().sheet;
  report.sheet_index = importer.table().sheet_index;
  report.header_row = importer.table().header_row;
  for (const TableColumn& column : importer.table().columns) {
    const auto field = importer.fields().find(column.column);
    report.columns.push_back(
        {column.heading, field == importer.fields().end() ? "" : field->second->name});
  }
  TRY(importer.Run(report));
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

Result<TakeBackReport> TakeBackImport(App& app,
                                      const access::Scope& scope,
                                      const std::string& number,
                                      const std::string& reason) {
  const RecordId id = Uuid::Derived({"import", number});
  TRY_ASSIGN(const registers::Record record,
             app.FindRecord(scope, id, registers::Personal::kClosed));
  std::string list_name;
  for (const rules::Change& change : record.history) {
    if (change.transition == "apply") {
      list_name = change.reason;
    }
  }
  const std::optional<std::string> raw =
      list_name.size() > 7 ? FromHex(list_name.substr(7)) : std::nullopt;
  if (!raw || raw->size() != 32) {
    return Error{ErrorCode::kNotFound, "import.unknown", {{"number", number}}};
  }
  Hash256 hash;
  std::copy(raw->begin(), raw->end(), hash.bytes.begin());
  TRY_ASSIGN(const journal::Attachment attachment, app.GetAttachment(record.jurisdiction, hash));
  TRY_ASSIGN(const Json json, ParseJson(attachment.content));
  TakeBackReport report;
  std::vector<CommandGroup> groups;
  std::vector<RecordId> records;
  // Last first: what came later in the file may stand on what came before.
  const JsonArray& events = json.as_array();
  for (auto at = events.rbegin(); at != events.rend(); ++at) {
    const JsonObject& one = at->as_object();
    TRY_ASSIGN(const EventId event, Uuid::Parse(FindText(one, "event")));
    TRY_ASSIGN(const RecordId target, Uuid::Parse(FindText(one, "record")));
    const JurisdictionId jurisdiction{FindInt(one, "jurisdiction")};
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(const std::optional<storage::RecordRow> row,
               storage::GetRecord(*tx, jurisdiction, target));
    if (!row || row->voided) {
      continue;
    }
    registers::RecordCommand command;
    command.origin = app.NewOrigin(scope);
    command.origin.command = Uuid::Derived({"take-back", event.AsBytes()});
    command.jurisdiction = jurisdiction;
    command.pack = row->pack;
    command.record = target;
    command.act = rules::Act::kTakeBack;
    command.target = event;
    command.reason = reason;
    groups.push_back({{std::move(command)}});
    records.push_back(target);
  }
  const std::vector<GroupResult> results = app.Submit(scope, std::move(groups));
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok()) {
      ++report.taken_back;
    } else {
      report.left.push_back(records[i]);
    }
  }
  return report;
}

Result<std::string> AnnotatedWorkbook(const std::string& content, const ImportReport& report) {
  std::map<int, std::string> notes;
  for (const ImportedRow& row : report.refusals) {
    std::string& note = notes[row.row];
    note += (note.empty() ? "" : "；") + (row.column.empty() ? "" : row.column + "：") +
            Message(row.error, Language::kZh);
  }
  notes[report.header_row] = "校验结果";
  return document::AnnotateWorkbook(content, report.sheet_index, report.header_row, "校验结果",
                                    notes);
}

}  // namespace luoshi::app
