#include "storage/event_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kInsert{"event.insert",
                            "INSERT INTO event (jurisdiction, position, command, record, content) "
                            "VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr Statement kScan{"event.scan",
                          "SELECT position, command, record, content FROM event "
                          "WHERE jurisdiction = ?1 AND position >= ?2 "
                          "ORDER BY position LIMIT ?3"};
// The key comes along: looking it up for each event would be a round trip each.
constexpr Statement kPage{
    "event.page",
    "SELECT e.position, e.content, k.wrapped FROM event e "
    "LEFT JOIN record_key k ON k.jurisdiction = e.jurisdiction AND k.record = e.record "
    "WHERE e.jurisdiction = ?1 AND e.position >= ?2 AND e.position < ?3 "
    "ORDER BY e.position LIMIT ?4"};
constexpr Statement kPageRecord{
    "event.page_record",
    "SELECT e.position, e.content, k.wrapped FROM event e "
    "LEFT JOIN record_key k ON k.jurisdiction = e.jurisdiction AND k.record = e.record "
    "WHERE e.jurisdiction = ?1 AND e.position >= ?2 AND e.position < ?3 AND e.record = ?5 "
    "ORDER BY e.position LIMIT ?4"};
constexpr Statement kFindCommand{
    "event.find_command",
    "SELECT position, content FROM event WHERE jurisdiction = ?1 AND command = ?2"};

OnRow Keyed(const OnContent& on_content) {
  return [&on_content](const Row& row) {
    return on_content({row.Int(0), row.Blob(1), row.IsNull(2) ? std::string_view() : row.Blob(2)});
  };
}

}  // namespace

Status InsertEvents(Tx& tx,
                    JurisdictionId jurisdiction,
                    Position first,
                    std::span<const NewEvent> events) {
  std::vector<Param> params;
  params.reserve(events.size() * 5);
  for (const NewEvent& event : events) {
    params.push_back(Number(jurisdiction));
    params.push_back(Number(first++));
    params.push_back(Blob(event.command));
    params.push_back(Blob(event.record));
    params.push_back(Blob(event.content));
  }
  TRY(tx.ExecuteMany(kInsert, 5, params));
  return {};
}

Status ScanEvents(Tx& tx,
                  JurisdictionId jurisdiction,
                  Position from,
                  std::int64_t limit,
                  const std::function<Status(const EventRow&)>& on_row) {
  return tx.Query(kScan, {Number(jurisdiction), Number(from), Number(limit)},
                  [&on_row](const Row& row) {
                    return on_row({row.Int(0), row.Blob(1), row.Blob(2), row.Blob(3)});
                  });
}

Status PageEvents(Tx& tx,
                  JurisdictionId jurisdiction,
                  const EventRange& range,
                  const OnContent& on_content) {
  return tx.Query(
      kPage, {Number(jurisdiction), Number(range.from), Number(range.until), Number(range.limit)},
      Keyed(on_content));
}

Status PageRecordEvents(Tx& tx,
                        JurisdictionId jurisdiction,
                        const RecordId& record,
                        const EventRange& range,
                        const OnContent& on_content) {
  return tx.Query(kPageRecord,
                  {Number(jurisdiction), Number(range.from), Number(range.until),
                   Number(range.limit), Blob(record)},
                  Keyed(on_content));
}

Status FindEventOfCommand(Tx& tx,
                          JurisdictionId jurisdiction,
                          const CommandId& command,
                          const OnContent& on_content) {
  return tx.Query(kFindCommand, {Number(jurisdiction), Blob(command)},
                  [&on_content](const Row& row) {
                    return on_content({row.Int(0), row.Blob(1), {}});
                  });
}

}  // namespace luoshi::storage
