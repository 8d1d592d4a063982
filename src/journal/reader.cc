#include "journal/reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "journal/event_codec.h"
#include "storage/event_table.h"

namespace luoshi::journal {
namespace {

constexpr std::int64_t kPageEvents = 256;
constexpr std::size_t kPageBytes = std::size_t{1} << 22;

struct Buffered {
  Position position = 0;
  std::string content;
  std::string wrapped;
};

// Bytes at a place where they belong, opened when that can be done.
Result<Event> Read(JurisdictionId jurisdiction, const Buffered& row, const Keyring* keyring) {
  Result<DecodedEvent> decoded = DecodeEvent(row.content);
  if (!decoded.ok()) {
    return DamagedAt(jurisdiction, row.position, decoded.error().detail);
  }
  Event& event = decoded->event;
  if (event.position != row.position || event.jurisdiction != jurisdiction) {
    return DamagedAt(jurisdiction, row.position, "another event's bytes");
  }
  if (keyring != nullptr && !decoded->sealed.empty() && !row.wrapped.empty()) {
    TRY_ASSIGN(const SecretKey key, keyring->Unwrap(row.wrapped));
    TRY_ASSIGN(event.personal, OpenPersonal(key, event, decoded->sealed));
  }
  return std::move(event);
}

using ReadPage = std::function<Status(const storage::EventRange&, const storage::OnContent&)>;

// Takes rows until the page is full by bytes; the rest is asked for again.
Result<std::vector<Buffered>> TakePage(const ReadPage& read_page, storage::EventRange range) {
  std::vector<Buffered> page;
  std::size_t bytes = 0;
  bool full = false;
  range.limit = kPageEvents;
  Status read = read_page(range, [&](const storage::KeyedContent& row) -> Status {
    if (bytes > kPageBytes) {
      full = true;
      return Error{ErrorCode::kInternal, "journal.damaged"};  // only ends the query
    }
    bytes += row.content.size();
    page.push_back({row.position, std::string(row.content), std::string(row.wrapped)});
    return {};
  });
  if (!read.ok() && !full) {
    return std::move(read).error();
  }
  return page;
}

Status ReadPages(JurisdictionId jurisdiction,
                 const ReadOptions& options,
                 bool dense,
                 const ReadPage& read_page,
                 const OnEvent& on_event) {
  Position next = std::max<Position>(options.from, 0);
  while (next < options.until) {
    TRY_ASSIGN(const std::vector<Buffered> page, TakePage(read_page, {next, options.until, 0}));
    if (page.empty()) {
      return {};
    }
    for (const Buffered& row : page) {
      if (dense && row.position != next) {
        return DamagedAt(jurisdiction, next, "missing");
      }
      TRY_ASSIGN(const Event event, Read(jurisdiction, row, options.keyring));
      TRY(on_event(event));
      next = row.position + 1;
    }
  }
  return {};
}

}  // namespace

Status ReadEvents(storage::Tx& tx,
                  JurisdictionId jurisdiction,
                  const ReadOptions& options,
                  const OnEvent& on_event) {
  const ReadPage page = [&](const storage::EventRange& range,
                            const storage::OnContent& on_content) {
    return storage::PageEvents(tx, jurisdiction, range, on_content);
  };
  return ReadPages(jurisdiction, options, true, page, on_event);
}

Status ReadRecordEvents(storage::Tx& tx,
                        JurisdictionId jurisdiction,
                        const RecordId& record,
                        const ReadOptions& options,
                        const OnEvent& on_event) {
  const ReadPage page = [&](const storage::EventRange& range,
                            const storage::OnContent& on_content) {
    return storage::PageRecordEvents(tx, jurisdiction, record, range, on_content);
  };
  return ReadPages(jurisdiction, options, false, page, on_event);
}

Result<std::optional<Event>> FindCommand(storage::Tx& tx,
                                         JurisdictionId jurisdiction,
                                         const CommandId& command) {
  std::optional<Event> out;
  TRY(storage::FindEventOfCommand(
      tx, jurisdiction, command, [&](const storage::KeyedContent& row) -> Status {
        TRY_ASSIGN(out, Read(jurisdiction, {row.position, std::string(row.content), {}}, nullptr));
        return {};
      }));
  return out;
}

}  // namespace luoshi::journal
