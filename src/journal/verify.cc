#include "journal/verify.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/event_codec.h"
#include "journal/merkle.h"
#include "storage/event_table.h"
#include "storage/head_table.h"

namespace luoshi::journal {
namespace {

constexpr std::int64_t kScanEvents = 16'384;

struct Difference {
  Position first = 0;
  Position last = 0;
};

// What the stored events say by themselves.
struct Derived {
  MerkleTree tree;
  std::vector<storage::MerkleNode> nodes;
  std::int64_t recorded = INT64_MIN;
};

Error Differs(std::string key, JurisdictionId jurisdiction, Position position, Position last) {
  return Error{ErrorCode::kInternal,
               std::move(key),
               {{"journal", std::to_string(NumberOf(jurisdiction))},
                {"position", std::to_string(position)},
                {"last", std::to_string(last)}}};
}

Error Differs(std::string key, JurisdictionId jurisdiction, Position position) {
  return Differs(std::move(key), jurisdiction, position, position);
}

Status Take(JurisdictionId jurisdiction, const storage::EventRow& row, Derived& derived) {
  const Position expected = derived.tree.size();
  if (row.position != expected) {
    return Differs("verify.gap", jurisdiction, std::min(row.position, expected));
  }
  const std::optional<EventHeader> header = ReadEventHeader(row.content);
  if (!header || header->jurisdiction != jurisdiction || header->position != row.position ||
      header->command != row.command || header->record != row.record) {
    return Differs("verify.columns", jurisdiction, row.position);
  }
  derived.recorded = header->recorded;
  derived.tree.Add(LeafHash(row.content), &derived.nodes);
  return {};
}

Result<Derived> Derive(storage::Tx& tx, JurisdictionId jurisdiction) {
  Derived derived;
  // Negative positions are asked for too: nothing may stand there.
  Position from = INT64_MIN;
  std::int64_t taken = kScanEvents;
  while (taken == kScanEvents) {
    taken = 0;
    TRY(storage::ScanEvents(tx, jurisdiction, from, kScanEvents,
                            [&](const storage::EventRow& row) -> Status {
                              ++taken;
                              from = row.position + 1;
                              return Take(jurisdiction, row, derived);
                            }));
  }
  std::sort(derived.nodes.begin(), derived.nodes.end(),
            [](const storage::MerkleNode& a, const storage::MerkleNode& b) {
              return std::pair(a.level, a.node) < std::pair(b.level, b.node);
            });
  return derived;
}

Difference Covered(std::int64_t level, std::int64_t node) {
  if (level < 0 || level > 62 || node < 0 || node > (INT64_MAX >> level) - 1) {
    return {};
  }
  return {node << level, ((node + 1) << level) - 1};
}

// The first node that is missing, wrong or too many, lowest level first: it lies closest.
Result<std::optional<Difference>> CompareNodes(storage::Tx& tx,
                                               JurisdictionId jurisdiction,
                                               const Derived& derived) {
  std::optional<Difference> found;
  auto next = derived.nodes.begin();
  TRY(storage::ScanMerkleNodes(
      tx, jurisdiction,
      [&](std::int64_t level, std::int64_t node, std::string_view hash) -> Status {
        if (found) {
          return {};
        }
        if (next == derived.nodes.end()) {
          found = Covered(level, node);
        } else if (level != next->level || node != next->node || hash != next->hash.AsBytes()) {
          found = Covered(next->level, next->node);
        } else {
          ++next;
        }
        return {};
      }));
  if (!found && next != derived.nodes.end()) {
    found = Covered(next->level, next->node);
  }
  return found;
}

// The first complete subtree in which two frontiers of the same size differ.
std::optional<Difference> CompareFrontiers(const MerkleTree& derived, const MerkleTree& stored) {
  Position begin = 0;
  for (std::size_t i = 0; i < derived.frontier().size(); ++i) {
    const auto size =
        static_cast<Position>(std::bit_floor(static_cast<std::uint64_t>(derived.size() - begin)));
    if (derived.frontier()[i] != stored.frontier()[i]) {
      return Difference{begin, begin + size - 1};
    }
    begin += size;
  }
  return std::nullopt;
}

}  // namespace

Result<std::int64_t> VerifyHashes(storage::Tx& tx, JurisdictionId jurisdiction) {
  TRY_ASSIGN(const Derived derived, Derive(tx, jurisdiction));
  TRY_ASSIGN(const std::optional<Difference> node, CompareNodes(tx, jurisdiction, derived));
  TRY_ASSIGN(const std::optional<storage::HeadRow> head, storage::FindHead(tx, jurisdiction));
  const Position size = derived.tree.size();
  if (!head) {
    if (size == 0 && !node) {
      return 0;
    }
    return Differs(size > 0 ? "verify.head" : "verify.node", jurisdiction, 0);
  }
  if (head->size > size) {
    return Differs("verify.gap", jurisdiction, size);
  }
  if (head->size < size || size == 0) {  // an empty journal has no head row
    return Differs("verify.head", jurisdiction, std::max<Position>(head->size, 0));
  }
  const Result<MerkleTree> stored = MerkleTree::Load(head->frontier);
  const bool comparable = stored.ok() && stored->size() == size;
  if (head->root != derived.tree.Root().AsBytes()) {
    if (node) {
      return Differs("verify.content", jurisdiction, node->first, node->last);
    }
    const auto tail = comparable ? CompareFrontiers(derived.tree, *stored) : std::nullopt;
    if (tail && stored->Root().AsBytes() == head->root) {
      return Differs("verify.content", jurisdiction, tail->first, tail->last);
    }
    return Differs("verify.head", jurisdiction, size - 1);
  }
  if (node) {
    return Differs("verify.node", jurisdiction, node->first, node->last);
  }
  if (head->frontier != derived.tree.Save() || head->recorded != derived.recorded) {
    return Differs("verify.head", jurisdiction, size - 1);
  }
  return size;
}

}  // namespace luoshi::journal
