#include "root/root_journal.h"

#include "base/bytes.h"
#include "base/text.h"
#include "pack/pack_reader.h"
#include "rules/roles.h"

namespace luoshi::root {
namespace {

Error Wrong(std::string_view key, std::string_view pointer, Params params = {}) {
  return Error{ErrorCode::kInvalid, std::string(key), std::move(params),
               "/" + std::string(pointer)};
}

Status CheckUnitId(const Directory& directory, const JsonObject& body, std::string_view name) {
  TRY_ASSIGN(const std::int64_t number, RequiredInt(body, name));
  if (directory.FindUnit(UnitId{number}) == nullptr) {
    return Wrong("unit.unknown", name, {{"text", std::to_string(number)}});
  }
  return {};
}

Status CheckDay(const JsonObject& body, std::string_view name) {
  TRY_ASSIGN(const std::string text, RequiredString(body, name));
  const Result<Date> day = Date::Parse(text);
  return day.ok() ? Status() : Status(Wrong("date.invalid", name, {{"text", text}}));
}

// Real division codes may not enter an example store, where nothing may be taken for real.
bool IsRealCode(std::string_view code) {
  return code.size() >= 6 && !code.starts_with("99") &&
         code.find_first_not_of("0123456789") == std::string_view::npos;
}

Status CheckUnitAdd(const Directory& directory, const JsonObject& body) {
  TRY(CheckDay(body, "from"));
  TRY_ASSIGN(const Date from, Date::Parse(FindText(body, "from")));
  const JsonArray* list = FindArray(body, "units");
  if (list == nullptr || list->empty()) {
    return Wrong("json.missing", "units", {{"name", "units"}});
  }
  std::set<std::string, std::less<>> codes;
  std::int64_t next = NumberOf(directory.next_unit());
  const std::int64_t first = next;
  for (const Json& item : *list) {
    const std::string at = "units/" + std::to_string(next - first);
    const JsonObject* unit = item.if_object();
    if (unit == nullptr) {
      return Wrong("json.type", at, {{"expected", "object"}});
    }
    TRY_ASSIGN(const std::int64_t number, RequiredInt(*unit, "unit"));
    TRY_ASSIGN(const std::string name, RequiredString(*unit, "name"));
    TRY_ASSIGN(const std::string level, RequiredString(*unit, "level"));
    const std::string code(FindText(*unit, "code"));
    const std::int64_t parent = FindInt(*unit, "parent");
    if (number != next || name.empty() || !ParseLevel(level)) {
      return Wrong("unit.malformed", at, {{"name", name}});
    }
    if (parent != 0 && parent >= next) {
      return Wrong("unit.unknown", at + "/parent", {{"text", std::to_string(parent)}});
    }
    if (parent != 0 && parent < first && directory.FindUnit(UnitId{parent}) == nullptr) {
      return Wrong("unit.unknown", at + "/parent", {{"text", std::to_string(parent)}});
    }
    if (!code.empty()) {
      const Unit* other = directory.FindUnitByCode(code, from);
      const bool taken = other != nullptr && other->code == code && !other->until;
      if (taken || !codes.insert(code).second) {
        return Wrong("unit.code_taken", at + "/code", {{"code", code}});
      }
      if (directory.is_example() && IsRealCode(code)) {
        return Wrong("unit.real_code_in_example", at + "/code", {{"code", code}});
      }
    }
    ++next;
  }
  return {};
}

Status CheckUnitMove(const Directory& directory, const JsonObject& body) {
  TRY(CheckUnitId(directory, body, "unit"));
  TRY(CheckUnitId(directory, body, "parent"));
  TRY(CheckDay(body, "from"));
  TRY_ASSIGN(const Date from, Date::Parse(FindText(body, "from")));
  const UnitId unit{FindInt(body, "unit")};
  UnitId above{FindInt(body, "parent")};
  for (int depth = 0; above != kNoUnit && depth < 64; ++depth) {
    if (above == unit) {
      return Wrong("unit.cycle", "parent", {{"name", directory.NameOf(unit)}});
    }
    above = directory.ParentOf(above, from);
  }
  return {};
}

Status CheckUnitEnd(const Directory& directory, const JsonObject& body) {
  TRY(CheckDay(body, "from"));
  TRY_ASSIGN(const Date from, Date::Parse(FindText(body, "from")));
  for (const std::string_view list_name : {"units", "into"}) {
    const JsonArray* list = FindArray(body, list_name);
    if (list == nullptr || list->empty()) {
      return Wrong("json.missing", list_name, {{"name", std::string(list_name)}});
    }
    for (const Json& item : *list) {
      const Unit* unit =
          directory.FindUnit(UnitId{item.is_int64() ? item.get_int64() : std::int64_t{0}});
      if (unit == nullptr || unit->until) {
        return Wrong("unit.unknown", list_name, {{"text", WriteJson(item)}});
      }
    }
  }
  for (const Json& ended : *FindArray(body, "units")) {
    for (const Json& into : *FindArray(body, "into")) {
      UnitId above{into.as_int64()};
      for (int depth = 0; above != kNoUnit && depth < 64; ++depth) {
        if (above == UnitId{ended.as_int64()}) {  // nothing becomes a part of itself
          return Wrong("unit.cycle", "into", {{"name", directory.NameOf(UnitId{into.as_int64()})}});
        }
        above = directory.ParentOf(above, from);
      }
    }
  }
  return {};
}

Status CheckKnownUser(const Directory& directory, const JsonObject& body) {
  TRY_ASSIGN(const std::string user, RequiredString(body, "user"));
  return directory.FindUser(user) != nullptr
             ? Status()
             : Status(Wrong("user.unknown", "user", {{"user", user}}));
}

}  // namespace

Status CheckRootCommand(const Directory& directory, const RootCommand& command) {
  const JsonObject& body = command.body;
  const std::string& kind = command.kind;
  if (kind == "tenant.init") {
    TRY(RequiredString(body, "name"));
    return directory.position() == 0 ? Status() : Status(Wrong("root.already_made", "name"));
  }
  if (directory.position() == 0) {
    return Wrong("root.not_made", "");
  }
  if (kind == "unit.add") {
    return CheckUnitAdd(directory, body);
  }
  if (kind == "unit.change") {
    return CheckUnitId(directory, body, "unit");
  }
  if (kind == "unit.move") {
    return CheckUnitMove(directory, body);
  }
  if (kind == "unit.merge" || kind == "unit.split") {
    return CheckUnitEnd(directory, body);
  }
  if (kind == "jurisdiction.add") {
    TRY(CheckUnitId(directory, body, "unit"));
    TRY(CheckDay(body, "from"));
    TRY_ASSIGN(const std::int64_t number, RequiredInt(body, "jurisdiction"));
    for (const Jurisdiction& known : directory.jurisdictions()) {
      if (NumberOf(known.id) == number && known.unit == UnitId{FindInt(body, "unit")}) {
        return Wrong("root.already_made", "jurisdiction");
      }
    }
    return number > 0 ? Status()
                      : Status(Wrong("json.type", "jurisdiction", {{"expected", "> 0"}}));
  }
  if (kind == "calendar.add") {
    const Result<rules::CalendarYear> year = rules::Calendar::ReadYear(body);
    return year.ok() ? Status() : Status(year.error());
  }
  if (kind == "user.add") {
    TRY_ASSIGN(const std::string user, RequiredString(body, "user"));
    TRY(RequiredString(body, "title"));
    return user.find(':') == std::string::npos
               ? Status()
               : Status(Wrong("user.unknown", "user", {{"user", user}}));
  }
  if (kind == "user.disable") {
    return CheckKnownUser(directory, body);
  }
  if (kind == "post.add") {
    TRY(RequiredString(body, "post"));
    TRY(RequiredString(body, "title"));
    return CheckUnitId(directory, body, "unit");
  }
  if (kind == "post.hold") {
    TRY_ASSIGN(const std::string post, RequiredString(body, "post"));
    if (directory.FindPost(post) == nullptr) {
      return Wrong("post.unknown", "post", {{"post", post}});
    }
    return CheckKnownUser(directory, body);
  }
  if (kind == "grant.add") {
    TRY(RequiredString(body, "grant"));
    TRY_ASSIGN(const std::string role, RequiredString(body, "role"));
    if (rules::FindRole(role) == nullptr) {
      return Wrong("role.unknown", "role", {{"role", role}});
    }
    TRY(CheckDay(body, "from"));
    TRY(CheckKnownUser(directory, body));
    // whoever furnishes an empty deployment has no unit yet to be put in charge of
    return role == "administrator" && FindInt(body, "unit") == 0
               ? Status()
               : CheckUnitId(directory, body, "unit");
  }
  if (kind == "grant.end") {
    TRY_ASSIGN(const std::string grant, RequiredString(body, "grant"));
    if (directory.FindGrant(grant) == nullptr) {
      return Wrong("grant.unknown", "grant", {{"grant", grant}});
    }
    return CheckDay(body, "until");
  }
  if (kind == "pack.enable") {
    TRY(RequiredString(body, "pack"));
    TRY(RequiredString(body, "hash"));
    return {};
  }
  if (kind == "erasure.add") {
    TRY_ASSIGN(const std::string record, RequiredString(body, "record"));
    const Result<Uuid> id = Uuid::Parse(record);
    return id.ok() ? Status() : Status(id.error());
  }
  return Wrong("root.unknown_kind", "kind", {{"kind", kind}});
}

Status AppendRoot(storage::Tx& tx,
                  Directory& directory,
                  std::span<const RootCommand> commands,
                  const journal::Keyring& keyring,
                  Random& random,
                  DateTime now) {
  TRY(CatchUp(tx, directory, keyring));
  TRY_ASSIGN(journal::Appender appender,
             journal::Appender::Open(tx, kRootJournal, keyring, random));
  const PackSource packs = [&](const Hash256& hash) -> Result<rules::Pack> {
    TRY_ASSIGN(const journal::Attachment attachment,
               journal::GetAttachment(tx, kRootJournal, hash, keyring));
    TRY_ASSIGN(std::vector<rules::PackFile> files, ReadPackContent(attachment.content));
    return pack::ReadPack(std::move(files));
  };
  for (const RootCommand& command : commands) {
    TRY_ASSIGN(const std::optional<Event> done,
               journal::FindCommand(tx, kRootJournal, command.origin.command));
    if (done) {
      continue;
    }
    TRY(CheckRootCommand(directory, command));
    Event event;
    event.id = Uuid::Derived({"event", command.origin.command.AsBytes()});
    event.root_position = directory.position();
    event.origin = command.origin;
    event.recorded = now;
    event.counts_on = command.origin.occurred.date();
    event.kind = command.kind;
    event.body = command.body;
    TRY(appender.Append(event));
    TRY(directory.Apply(event, packs));
  }
  return appender.Finish();
}

Status CatchUp(storage::Tx& tx, Directory& directory, const journal::Keyring& keyring) {
  const PackSource packs = [&](const Hash256& hash) -> Result<rules::Pack> {
    TRY_ASSIGN(const journal::Attachment attachment,
               journal::GetAttachment(tx, kRootJournal, hash, keyring));
    TRY_ASSIGN(std::vector<rules::PackFile> files, ReadPackContent(attachment.content));
    return pack::ReadPack(std::move(files));
  };
  return journal::ReadEvents(tx, kRootJournal, {.from = directory.position()},
                             [&](const Event& event) { return directory.Apply(event, packs); });
}

std::string PackContent(const std::vector<rules::PackFile>& files) {
  JsonArray list;
  for (const rules::PackFile& file : files) {
    JsonObject item;
    item["path"] = file.path;
    if (IsValidText(file.content)) {
      item["text"] = file.content;
    } else {
      item["base64"] = ToBase64(file.content);
    }
    list.push_back(std::move(item));
  }
  return CanonicalJson(JsonObject{{"files", std::move(list)}});
}

Result<std::vector<rules::PackFile>> ReadPackContent(std::string_view content) {
  TRY_ASSIGN(const Json json, ParseJson(content));
  const JsonObject* object = json.if_object();
  const JsonArray* list = object == nullptr ? nullptr : FindArray(*object, "files");
  if (list == nullptr) {
    return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "pack"};
  }
  std::vector<rules::PackFile> files;
  for (const Json& item : *list) {
    const JsonObject* file = item.if_object();
    if (file == nullptr) {
      return Error{ErrorCode::kInternal, "root.damaged", {{"position", "?"}}, "pack"};
    }
    const std::string_view base64 = FindText(*file, "base64");
    files.push_back(
        {std::string(FindText(*file, "path")),
         base64.empty() ? std::string(FindText(*file, "text")) : FromBase64(base64).value_or("")});
  }
  return files;
}

}  // namespace luoshi::root
