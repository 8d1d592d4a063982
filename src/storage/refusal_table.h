// follower_refusal: what followers asked for and were refused, the newest of each journal. Nobody
// waits for a follower's answer, so it is kept here, where whoever runs the program finds it. Not
// derived from journals and not part of any state: losing it loses a hint.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "storage/store.h"

namespace luoshi::storage {

struct RefusalRow {
  std::string follower;
  CommandId command;
  RecordId record;
  std::string reason;  // the error's key and pointer; never its words, which may name somebody
  DateTime at;
  bool operator==(const RefusalRow&) const = default;
};

inline constexpr std::int64_t kMostRefusals = 1'000;  // kept of each journal

Status PutRefusals(Tx& tx, JurisdictionId jurisdiction, std::span<const RefusalRow> rows);
// What was taken after all.
Status RemoveRefusals(Tx& tx,
                      JurisdictionId jurisdiction,
                      std::string_view follower,
                      std::span<const CommandId> commands);
// The newest first.
Result<std::vector<RefusalRow>> ReadRefusals(Tx& tx, JurisdictionId jurisdiction);
Result<std::int64_t> CountRefusals(Tx& tx);  // of all journals

}  // namespace luoshi::storage
