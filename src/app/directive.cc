#include "app/directive.h"

#include "base/text.h"
#include "document/text_extract.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kTextKept = 20'000;  // characters; the whole paper is the attachment

std::string Cut(const std::string& text, std::size_t characters) {
  const std::u32string points = ToCodePoints(text);
  return points.size() <= characters ? text : FromCodePoints(points.substr(0, characters));
}

// 各村, 相关部门: nobody's name. What names a unit becomes its lead unit.
std::optional<UnitId> UnitNamed(const root::Directory& directory,
                                const std::string& name,
                                Date day,
                                UnitId within) {
  const std::vector<UnitId> units = directory.MatchUnits(name, day, within);
  return units.size() == 1 ? std::optional(units.front()) : std::nullopt;
}

std::string Joined(const std::vector<directive::Owner>& owners, directive::OwnerRole role) {
  std::string out;
  for (const directive::Owner& owner : owners) {
    if (owner.role == role) {
      out += (out.empty() ? "" : "、") + owner.name;
    }
  }
  return out;
}

JsonObject FieldsOf(const root::Directory& directory,
                    const RegisteredDirective& registered,
                    const directive::ProposedTask& task,
                    std::size_t index,
                    UnitId unit,
                    Date day) {
  JsonObject set;
  set["number"] = registered.number + "-" + std::to_string(index + 1);
  set["name"] = task.title;
  set["content"] = Cut(task.text, 2'000);
  set["requirement"] = Cut(task.text, 1'000);
  set["region"] = NumberOf(unit);
  UnitId lead = unit;
  JsonArray assist;
  for (const directive::Owner& owner : task.owners) {
    const std::optional<UnitId> named = UnitNamed(directory, owner.name, day, unit);
    if (!named) {
      continue;
    }
    if (owner.role == directive::OwnerRole::kLead && lead == unit) {
      lead = *named;
    } else {
      assist.push_back(JsonObject{{"unit", NumberOf(*named)}});
    }
  }
  set["lead_unit"] = NumberOf(lead);
  if (!assist.empty()) {
    set["assist_units"] = std::move(assist);
  }
  if (const std::string duty = Joined(task.owners, directive::OwnerRole::kLead); !duty.empty()) {
    set["duty"] = Cut("牵头：" + duty, 500);
  }
  if (task.deadline && task.deadline->date && *task.deadline->date >= day) {
    set["due"] = task.deadline->date->ToString();
  }
  std::string targets;
  for (const directive::Target& target : task.targets) {
    targets += (targets.empty() ? "" : "；") + target.metric + std::string(OpText(target.op)) +
               target.value.ToString() + target.unit;
  }
  if (!targets.empty()) {
    set["target_text"] = Cut(targets, 500);
  }
  set["directive"] = registered.record.ToString();
  set["source_sentence"] = Cut(task.text, 2'000);
  set["source_from"] = static_cast<std::int64_t>(task.span.begin);
  set["source_until"] = static_cast<std::int64_t>(task.span.end);
  return set;
}

}  // namespace

directive::Context ContextOf(const root::Directory& directory,
                             const directive::Lexicon& lexicon,
                             std::optional<Date> date) {
  directive::Context context;
  context.date = date;
  context.lexicon = &lexicon;
  for (const Unit& unit : directory.units()) {
    if (unit.level != UnitLevel::kGrid && unit.level != UnitLevel::kGroup) {
      context.units.push_back(
          {unit.name, unit.aliases, std::string(LevelName(unit.level)), unit.code});
    }
  }
  return context;
}

Result<RegisteredDirective> RegisterDirective(App& app,
                                              const access::Scope& scope,
                                              const std::string& bytes,
                                              const directive::Lexicon& lexicon,
                                              const RegisterOptions& options) {
  TRY_ASSIGN(const document::ExtractedText extracted, document::ExtractText(bytes));
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Date today = app.today();
  const std::optional<JurisdictionId> jurisdiction = directory->JurisdictionOf(options.unit, today);
  if (!jurisdiction) {
    return Error{ErrorCode::kInvalid,
                 "unit.no_jurisdiction",
                 {{"name", directory->NameOf(options.unit)}},
                 "/unit"};
  }
  RegisteredDirective out;
  TRY_ASSIGN(out.reading,
             directive::Read(extracted.text, ContextOf(*directory, lexicon, options.date)));
  const Hash256 hash = HashOf(bytes);
  out.number = options.number.empty() ? "来文-" + hash.ToHex().substr(0, 8) : options.number;
  out.record = Uuid::Derived({"directive", std::to_string(NumberOf(*jurisdiction)), out.number});
  TRY(app.PutAttachment(
      *jurisdiction, bytes,
      options.media_type.empty() ? "application/octet-stream" : options.media_type, nullptr));

  const auto command = [&](std::string_view part, std::string_view pack, const RecordId& record) {
    registers::RecordCommand made;
    made.origin = app.NewOrigin(scope);
    made.origin.command = Uuid::Derived({"directive", out.record.AsBytes(), hash.AsBytes(), part});
    made.jurisdiction = *jurisdiction;
    made.pack = pack;
    made.record = record;
    return made;
  };
  CommandGroup group;
  registers::RecordCommand create = command("create", "directive", out.record);
  create.act = rules::Act::kCreate;
  create.set = {{"number", out.number},
                {"name", out.reading.title.empty() ? out.number : Cut(out.reading.title, 300)},
                {"kind", options.kind},
                {"unit", NumberOf(options.unit)},
                {"issued_on", out.reading.date.value_or(today).ToString()},
                {"words", static_cast<std::int64_t>(CodePointCount(extracted.text))},
                {"file", "sha256:" + hash.ToHex()},
                {"text", Cut(extracted.text, kTextKept)}};
  group.commands.push_back(std::move(create));
  registers::RecordCommand read = command("read", "directive", out.record);
  read.act = rules::Act::kMove;
  read.transition = "read";
  read.set = {{"tasks_found", static_cast<std::int64_t>(out.reading.tasks.size())}};
  group.commands.push_back(std::move(read));
  for (std::size_t i = 0; i < out.reading.tasks.size(); ++i) {
    const std::string part = "task " + std::to_string(i + 1);
    const RecordId id = Uuid::Derived({"directive", out.record.AsBytes(), part});
    registers::RecordCommand task = command(part, "task", id);
    task.act = rules::Act::kCreate;
    task.set = FieldsOf(*directory, out, out.reading.tasks[i], i, options.unit,
                        out.reading.date.value_or(today));
    out.tasks.push_back(id);
    group.commands.push_back(std::move(task));
  }
  registers::RecordCommand propose = command("propose", "directive", out.record);
  propose.act = rules::Act::kMove;
  propose.transition = "propose";
  group.commands.push_back(std::move(propose));
  std::vector<CommandGroup> groups;
  groups.push_back(std::move(group));
  std::vector<GroupResult> results = app.Submit(scope, std::move(groups));
  if (!results.front().ok()) {
    return std::move(results.front()).error();
  }
  return out;
}

Result<DeployReport> Deploy(App& app, const access::Scope& scope, const std::string& number) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  std::optional<registers::Record> paper;
  TRY(app.ForEachRecord(scope, "directive", kNoUnit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          const auto found = record.state.fields.find("number");
                          const std::string* text = found == record.state.fields.end()
                                                        ? nullptr
                                                        : found->second.As<std::string>();
                          if (text != nullptr && *text == number) {
                            paper = record;
                          }
                          return {};
                        }));
  if (!paper) {
    return Error{ErrorCode::kNotFound, "directive.unknown", {{"number", number}}};
  }
  std::vector<RecordId> drafts;
  {
    TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
    TRY_ASSIGN(
        const std::vector<RecordId> tasks,
        storage::FindRecords(*tx, paper->jurisdiction, "task", "directive", paper->id.AsBytes()));
    for (const RecordId& task : tasks) {
      TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                 storage::GetRecord(*tx, paper->jurisdiction, task));
      if (row && !row->voided && (row->state == "draft" || row->state == "consulting")) {
        drafts.push_back(task);
      }
    }
  }
  std::vector<CommandGroup> groups;
  for (const RecordId& draft : drafts) {
    registers::RecordCommand give;
    give.origin = app.NewOrigin(scope);
    give.jurisdiction = paper->jurisdiction;
    give.pack = "task";
    give.record = draft;
    give.act = rules::Act::kMove;
    give.transition = "give";
    give.set = {{"given_on", app.today().ToString()}};
    groups.push_back({{std::move(give)}});
  }
  DeployReport report;
  const std::vector<GroupResult> results = app.Submit(scope, std::move(groups));
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok()) {
      report.given.push_back(drafts[i]);
    } else {
      report.incomplete.emplace_back(drafts[i], results[i].error());
    }
  }
  if (!report.given.empty() && paper->state.state == "confirming") {
    registers::RecordCommand confirm;
    confirm.origin = app.NewOrigin(scope);
    confirm.jurisdiction = paper->jurisdiction;
    confirm.pack = "directive";
    confirm.record = paper->id;
    if (report.incomplete.empty()) {
      confirm.act = rules::Act::kMove;
      confirm.transition = "confirm";
    } else {
      confirm.act = rules::Act::kChange;
    }
    confirm.set = {{"tasks_given", static_cast<std::int64_t>(report.given.size())}};
    TRY(app.SubmitOne(scope, std::move(confirm)));
  }
  return report;
}

}  // namespace luoshi::app
