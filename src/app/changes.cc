#include "app/changes.h"

#include <algorithm>

namespace luoshi::app {

Result<Changes> ReadChanges(App& app,
                            const access::Scope& scope,
                            JurisdictionId jurisdiction,
                            Position from,
                            std::int64_t limit) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const std::vector<root::Jurisdiction>& known = directory->jurisdictions();
  const bool there = std::any_of(known.begin(), known.end(), [&](const root::Jurisdiction& one) {
    return one.id == jurisdiction;
  });
  if (jurisdiction == kRootJournal ? !scope.MayAdminister() : !there) {
    return jurisdiction == kRootJournal
               ? Error{ErrorCode::kForbidden, "access.administer"}
               : Error{ErrorCode::kNotFound,
                       "changes.no_journal",
                       {{"journal", std::to_string(NumberOf(jurisdiction))}},
                       "?jurisdiction"};
  }
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY_ASSIGN(const journal::Head head, journal::ReadHead(*tx, jurisdiction));
  Changes out;
  out.next = std::min(from, head.size);
  const Position until = out.next + std::min(limit, head.size - out.next);
  std::map<RecordId, bool> open;
  TRY(journal::ReadEvents(
      *tx, jurisdiction, {.from = out.next, .until = until}, [&](const Event& event) -> Status {
        bool shown = jurisdiction == kRootJournal;
        if (!shown) {
          auto known_record = open.find(event.record);
          if (known_record == open.end()) {
            TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                       storage::GetRecord(*tx, jurisdiction, event.record));
            const rules::Pack* pack = row ? directory->FindPack(row->pack) : nullptr;
            const bool may = pack != nullptr && registers::MayRead(scope, *pack, *row);
            known_record = open.emplace(event.record, may).first;
          }
          shown = known_record->second;
        }
        if (shown) {
          out.events.push_back(event);
        }
        return {};
      }));
  out.next = until;
  out.more = until < head.size;
  return out;
}

}  // namespace luoshi::app
