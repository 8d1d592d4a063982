#include "app/export.h"

#include <algorithm>

#include "base/text.h"
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
  return "单位：" + directory->NameOf(unit) + "　　截至时间：" + app.today().ToChinese() +
         (directory->is_example() ? "　　演示数据" : "");
}

constexpr const char* kSigned =
    "填表人：　　　　　　　　审核人：　　　　　　　　填表日期：　　　　年　　月　　日";

// A register on its way out. The first rows are held back until they have shown how wide their
// columns are.
class RegisterSheet {
 public:
  // The first `printed` columns are those that are printed.
  RegisterSheet(std::string name,
                std::string title,
                std::string note,
                std::vector<std::string> header,
                std::size_t printed)
      : name_(std::move(name)),
        title_(std::move(title)),
        note_(std::move(note)),
        header_(std::move(header)),
        printed_(printed) {}

  Status Add(std::vector<OutCell> row) {
    constexpr std::size_t kSeenFirst = 500;
    if (begun_) {
      return writer_.AddRow(RowLook::kBody, row);
    }
    held_.push_back(std::move(row));
    return held_.size() < kSeenFirst ? Status() : Begin();
  }

  Result<std::string> Finish(const std::vector<OutCell>& total) {
    if (!begun_) {
      held_.push_back(total);  // sums are the widest numbers
      TRY(Begin(true));
    } else {
      TRY(writer_.AddRow(RowLook::kTotal, total));
    }
    TRY(writer_.AddRow(RowLook::kNote, kSigned));
    return writer_.Finish();
  }

 private:
  // Wide enough for what is in it, up to a breadth at which text is better broken.
  int WidthOf(std::size_t column) const {
    constexpr std::size_t kLeast = 6;
    constexpr std::size_t kMost = 30;
    constexpr std::size_t kMargins = 3;
    // a long heading stands in two lines
    constexpr std::size_t kOneLine = 14;
    const std::size_t heading = DisplayWidth(header_[column]);
    std::size_t width =
        std::max(kLeast, (heading <= kOneLine ? heading : (heading + 1) / 2 + 2) + kMargins);
    for (const std::vector<OutCell>& row : held_) {
      if (column < row.size()) {
        width = std::max(width, DisplayWidth(row[column].text) + kMargins);
      }
    }
    return static_cast<int>(std::min(width, kMost));
  }

  Status Begin(bool last_is_total = false) {
    begun_ = true;
    document::SheetSetup setup;
    setup.name = name_;
    setup.frozen_rows = 3;
    setup.printed = static_cast<int>(printed_);
    int width = 0;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      setup.widths.push_back(WidthOf(i));
      width += i < printed_ ? setup.widths.back() : 0;
    }
    constexpr int kUprightWidth = 100;  // half-width characters an A4 page holds, well readable
    constexpr int kTurnedWidth = 190;
    setup.landscape = width > kUprightWidth;
    setup.large = width > kTurnedWidth;
    TRY(writer_.AddSheet(setup));
    TRY(writer_.AddRow(RowLook::kTitle, title_));
    TRY(writer_.AddRow(RowLook::kNote, note_));
    std::vector<OutCell> row;
    for (const std::string& heading : header_) {
      row.push_back(OutCell::Text(heading));
    }
    TRY(writer_.AddRow(RowLook::kHeader, row));
    for (std::size_t i = 0; i < held_.size(); ++i) {
      const bool total = last_is_total && i + 1 == held_.size();
      TRY(writer_.AddRow(total ? RowLook::kTotal : RowLook::kBody, held_[i]));
    }
    held_.clear();
    return {};
  }

  std::string name_;
  std::string title_;
  std::string note_;
  std::vector<std::string> header_;
  std::size_t printed_;
  std::vector<std::vector<OutCell>> held_;
  document::SheetWriter writer_;
  bool begun_ = false;
};

// Amounts: ages, shares and prices add up to nothing.
bool IsSummed(const rules::Field& field) {
  const std::string& measure = field.unit_of_measure;
  if (measure == "岁" || measure == "%" || measure == "‰" || Contains(measure, "/")) {
    return false;
  }
  return !field.personal && !field.unit_of_measure.empty() &&
         (field.type == rules::FieldType::kDecimal || field.type == rules::FieldType::kMoney ||
          field.type == rules::FieldType::kInt);
}

// nullopt once it is too large to hold.
void AddTo(std::optional<Decimal>& sum, const Value* value) {
  if (value == nullptr || !sum) {
    return;
  }
  const Decimal* decimal = value->As<Decimal>();
  const std::int64_t* whole = value->As<std::int64_t>();
  const Result<Decimal> added =
      Decimal::Add(*sum, decimal != nullptr ? *decimal : Decimal::FromInt(whole ? *whole : 0));
  sum = added.ok() ? std::optional(*added) : std::nullopt;
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
  const auto listed = static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [](const auto* field) { return field->list; }));
  // 序号, the columns of lists and 状态 are printed; the rest lies beside them.
  std::vector<std::string> header = {"序号"};
  for (std::size_t i = 0; i <= columns.size(); ++i) {
    if (i == listed) {
      header.emplace_back("状态");
    }
    if (i < columns.size()) {
      const std::string& measure = columns[i]->unit_of_measure;
      header.push_back(columns[i]->title.zh + (measure.empty() ? "" : "（" + measure + "）"));
    }
  }
  RegisterSheet sheet(pack->title.zh, directory->NameOf(options.unit) + pack->title.zh + "台账",
                      AsOfLine(app, options.unit), std::move(header), listed + 2);
  std::vector<std::optional<Decimal>> sums(columns.size(), Decimal());
  std::int64_t number = 0;
  TRY(app.ForEachRecord(scope, pack_name, options.unit, registers::Personal::kOpened,
                        [&](const registers::Record& record) -> Status {
                          std::vector<OutCell> row = {OutCell::Integer(++number)};
                          const rules::State* state = pack->FindState(record.state.state);
                          for (std::size_t i = 0; i <= columns.size(); ++i) {
                            if (i == listed) {
                              row.push_back(OutCell::Text(state == nullptr ? "" : state->title.zh));
                            }
                            if (i < columns.size()) {
                              const Value* value = Find(record.state.fields, columns[i]->name);
                              row.push_back(
                                  CellOf(*directory, *columns[i], value, options.open_personal));
                              if (IsSummed(*columns[i])) {
                                AddTo(sums[i], value);
                              }
                            }
                          }
                          return sheet.Add(std::move(row));
                        }));
  std::vector<OutCell> total = {OutCell::Text("合计")};
  for (std::size_t i = 0; i <= columns.size(); ++i) {
    if (i == listed) {
      total.emplace_back();
    }
    if (i < columns.size()) {
      const bool summed = i > 0 && IsSummed(*columns[i]) && sums[i];
      total.push_back(i == 0   ? OutCell::Text("共" + std::to_string(number) + "条")
                      : summed ? OutCell::Number(*sums[i])
                               : OutCell());
    }
  }
  return sheet.Finish(total);
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
  TRY(writer.AddRow(RowLook::kNote, kSigned));
  return writer.Finish();
}

}  // namespace luoshi::app
