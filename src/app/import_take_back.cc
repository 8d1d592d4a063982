// Taking an import back: event by event, as far as nobody has built on it.
#include <algorithm>

#include "app/import.h"
#include "base/bytes.h"

namespace luoshi::app {

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

}  // namespace luoshi::app
