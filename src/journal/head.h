// The state of each journal.
#pragma once

#include <vector>

#include "base/date.h"
#include "base/sha256.h"
#include "storage/store.h"

namespace luoshi::journal {

// `root` is the Merkle tree hash over all its events (of nothing: SHA-256 of the empty string).
struct Head {
  JurisdictionId jurisdiction{};
  Position size = 0;
  Hash256 root;
  DateTime recorded;  // of the last event; the recorded times of a journal never fall
};

// An empty journal has size 0 and need not have been made before. kInternal
// journal.frontier_damaged.
Result<Head> ReadHead(storage::Tx& tx, JurisdictionId jurisdiction);
Result<std::vector<Head>> ReadHeads(storage::Tx& tx);  // by jurisdiction, every one with events

// 32 bytes of a column or file; kInternal journal.frontier_damaged for any other number.
Result<Hash256> HashFrom(std::string_view raw);

}  // namespace luoshi::journal
