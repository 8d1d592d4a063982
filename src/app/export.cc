#include "app/export.h"

#include <algorithm>

#include "document/sheet_writer.h"
#include "rules/form.h"

namespace luoshi::app {
namespace {

using document::OutCell;
using document::RowLook;

const Value* Find(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() || found->second.IsEmpty() ? nullptr : &found->second;
}

std::string TextOf(const Fields& fields, std::string_view name) {
  const Value* value = Find(fields, name);
  const std::string* text = value == nullptr ? nullptr : value->As<std::string>();
  return text == nullptr ? std::string() : *text;
}

std::string NameOf(const root::Directory& directory, const Value& value) {
  const UnitId* unit = value.As<UnitId>();
  return unit == nullptr ? std::string() : directory.NameOf(*unit);
}

OutCell CellOf(const root::Directory& directory,
               const rules::Field& field,
               const Value* value,
               bool open_personal) {
  if (value == nullptr) {
    return {};
  }
  if (const Decimal* number = value->As<Decimal>()) {
    return OutCell::Number(*number);
  }
  if (const std::int64_t* number = value->As<std::int64_t>()) {
    return OutCell::Integer(*number);
  }
  if (const Date* day = value->As<Date>()) {
    return OutCell::Day(*day);
  }
  std::string text =
      rules::ShowValue(field, *value, [&](const Value& shown) { return NameOf(directory, shown); });
  return OutCell::Text(field.personal && !open_personal ? rules::Mask(field, text)
                                                        : std::move(text));
}

std::string AsOfLine(const App& app, UnitId unit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  return "单位：" + directory->NameOf(unit) + "　　截至：" + app.today().ToChinese() +
         (directory->is_example() ? "　　演示数据" : "");
}

}  // namespace

Result<std::string> ExportRegister(App& app,
                                   const access::Scope& scope,
                                   std::string_view pack_name,
                                   const ExportOptions& options) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const rules::Pack* pack = directory->FindPack(pack_name);
  if (pack == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", std::string(pack_name)}}};
  }
  std::vector<const rules::Field*> columns;
  for (const bool listed : {true, false}) {
    for (const rules::Field& field : pack->fields) {
      if (field.list == listed && field.type != rules::FieldType::kAttachment &&
          field.type != rules::FieldType::kGroup) {
        columns.push_back(&field);
      }
    }
  }
  document::SheetWriter writer;
  document::SheetSetup setup;
  setup.name = pack->title.zh;
  setup.frozen_rows = 3;
  setup.widths.push_back(6);
  for (const rules::Field* field : columns) {
    setup.widths.push_back(field->type == rules::FieldType::kCitizenId ? 22 : 14);
  }
  setup.widths.push_back(12);
  TRY(writer.AddSheet(setup));
  TRY(writer.AddRow(RowLook::kTitle, directory->NameOf(options.unit) + pack->title.zh + "台账"));
  TRY(writer.AddRow(RowLook::kNote, AsOfLine(app, options.unit)));
  std::vector<OutCell> row = {OutCell::Text("序号")};
  for (const rules::Field* field : columns) {
    const bool measured = !field->unit_of_measure.empty();
    row.push_back(
        OutCell::Text(field->title.zh + (measured ? "（" + field->unit_of_measure + "）" : "")));
  }
  row.push_back(OutCell::Text("状态"));
  TRY(writer.AddRow(RowLook::kHeader, row));
  std::int64_t number = 0;
  TRY(app.ForEachRecord(scope, pack_name, options.unit, registers::Personal::kOpened,
                        [&](const registers::Record& record) -> Status {
                          row = {OutCell::Integer(++number)};
                          for (const rules::Field* field : columns) {
                            row.push_back(CellOf(*directory, *field,
                                                 Find(record.state.fields, field->name),
                                                 options.open_personal));
                          }
                          const rules::State* state = pack->FindState(record.state.state);
                          row.push_back(OutCell::Text(state == nullptr ? "" : state->title.zh));
                          return writer.AddRow(RowLook::kBody, row);
                        }));
  row = {OutCell::Text("合计")};
  row.push_back(OutCell::Integer(number));
  row.resize(columns.size() + 2);
  TRY(writer.AddRow(RowLook::kTotal, row));
  TRY(writer.AddRow(RowLook::kNote, "填表人：　　　　　　　　审核人：　　　　　　　　"));
  return writer.Finish();
}

Result<std::string> ExportTasks(App& app, const access::Scope& scope, UnitId unit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const rules::Pack* pack = directory->FindPack("task");
  if (pack == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", "task"}}};
  }
  struct Line {
    std::string due;
    std::string number;
    Fields fields;
    std::string state;
  };
  std::vector<Line> lines;
  TRY(app.ForEachRecord(scope, "task", unit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          if (record.state.state != "dropped") {
                            const Value* due = Find(record.state.fields, "due");
                            lines.push_back({due == nullptr ? "9999" : due->As<Date>()->ToString(),
                                             TextOf(record.state.fields, "number"),
                                             record.state.fields, record.state.state});
                          }
                          return {};
                        }));
  // 来文-3-10 comes after 来文-3-9
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tuple(a.due, a.number.size(), a.number) <
           std::tuple(b.due, b.number.size(), b.number);
  });
  document::SheetWriter writer;
  document::SheetSetup setup;
  setup.name = "任务清单";
  setup.widths = {6, 26, 46, 20, 12, 16, 18, 12, 14, 16};
  setup.frozen_rows = 3;
  TRY(writer.AddSheet(setup));
  TRY(writer.AddRow(RowLook::kTitle, directory->NameOf(unit) + "重点工作任务清单"));
  TRY(writer.AddRow(RowLook::kNote, AsOfLine(app, unit)));
  std::vector<OutCell> row;
  for (const char* title : {"序号", "重点工作", "工作内容", "目标", "责任领导", "牵头单位",
                            "配合单位", "责任人", "完成时限", "备注"}) {
    row.push_back(OutCell::Text(title));
  }
  TRY(writer.AddRow(RowLook::kHeader, row));
  std::int64_t number = 0;
  std::int64_t closed = 0;
  for (const Line& line : lines) {
    const Fields& fields = line.fields;
    std::string assist;
    if (const Value* units = Find(fields, "assist_units")) {
      for (const Fields& member : *units->As<GroupRows>()) {
        if (const Value* named = Find(member, "unit")) {
          assist += (assist.empty() ? "" : "、") + NameOf(*directory, *named);
        }
      }
    }
    const Value* lead = Find(fields, "lead_unit");
    const Value* due = Find(fields, "due");
    const rules::State* state = pack->FindState(line.state);
    const bool overdue =
        due != nullptr && *due->As<Date>() < app.today() && (state == nullptr || !state->closed);
    closed += line.state == "closed" ? 1 : 0;
    row = {OutCell::Integer(++number),
           OutCell::Text(TextOf(fields, "name")),
           OutCell::Text(TextOf(fields, "content")),
           OutCell::Text(TextOf(fields, "target_text")),
           OutCell::Text(TextOf(fields, "leader")),
           OutCell::Text(lead == nullptr ? "" : NameOf(*directory, *lead)),
           OutCell::Text(assist),
           OutCell::Text(TextOf(fields, "person")),
           due == nullptr ? OutCell() : OutCell::Day(*due->As<Date>()),
           OutCell::Text((state == nullptr ? line.state : state->title.zh) +
                         (overdue ? "（逾期）" : ""))};
    TRY(writer.AddRow(RowLook::kBody, row));
  }
  row = {OutCell::Text("合计"),
         OutCell::Text(std::to_string(number) + "项，已办结" + std::to_string(closed) + "项")};
  row.resize(10);
  TRY(writer.AddRow(RowLook::kTotal, row));
  TRY(writer.AddRow(RowLook::kNote, "填表人：　　　　　　　　审核人：　　　　　　　　"));
  return writer.Finish();
}

}  // namespace luoshi::app
