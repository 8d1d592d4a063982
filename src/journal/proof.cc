#include "journal/proof.h"

#include <algorithm>
#include <bit>

#include "journal/event_codec.h"
#include "journal/head.h"
#include "storage/event_table.h"

namespace luoshi::journal {
namespace {

// The complete subtree number `node` of `level`, from the stored level at or below it.
Result<Hash256> SubtreeHash(storage::Tx& tx,
                            JurisdictionId jurisdiction,
                            int level,
                            std::int64_t node) {
  const int base = level / kStoredLevels * kStoredLevels;
  const std::int64_t count = std::int64_t{1} << (level - base);
  const std::int64_t first = node << (level - base);
  MerkleTree fold;
  const auto add = [&](std::int64_t at, const Hash256& hash) -> Status {
    if (at != first + fold.size()) {
      return DamagedAt(jurisdiction, (first + fold.size()) << base, "missing below a proof");
    }
    fold.Add(hash);
    return {};
  };
  if (base == 0) {
    TRY(storage::ScanEvents(tx, jurisdiction, first, count, [&](const storage::EventRow& row) {
      return add(row.position, LeafHash(row.content));
    }));
  } else {
    TRY(storage::ReadMerkleNodes(
        tx, jurisdiction, base, first, count,
        [&](std::int64_t, std::int64_t at, std::string_view raw) -> Status {
          TRY_ASSIGN(const Hash256 hash, HashFrom(raw));
          return add(at, hash);
        }));
  }
  if (fold.size() != count) {
    return DamagedAt(jurisdiction, (first + fold.size()) << base, "missing below a proof");
  }
  return fold.Root();
}

// The hash over events begin…end-1, which are the right child of some node, or all: so `begin` is a
// multiple of every complete subtree they fall into.
Result<Hash256> RangeHash(storage::Tx& tx,
                          JurisdictionId jurisdiction,
                          Position begin,
                          Position end) {
  std::vector<Hash256> parts;
  while (begin < end) {
    const auto size =
        static_cast<Position>(std::bit_floor(static_cast<std::uint64_t>(end - begin)));
    const int level = std::countr_zero(static_cast<std::uint64_t>(size));
    TRY_ASSIGN(const Hash256 part, SubtreeHash(tx, jurisdiction, level, begin >> level));
    parts.push_back(part);
    begin += size;
  }
  Hash256 hash = parts.back();
  for (std::size_t i = parts.size() - 1; i > 0; --i) {
    hash = NodeHash(parts[i - 1], hash);
  }
  return hash;
}

// Where RFC 6962 splits more than one event: the largest power of two below `size`.
Position SplitAt(Position size) {
  return static_cast<Position>(std::bit_floor(static_cast<std::uint64_t>(size - 1)));
}

// kNotFound unless the journal has `size` events and, where asked, one at `position`.
Status CheckThere(storage::Tx& tx, JurisdictionId jurisdiction, Position position, Position size) {
  TRY_ASSIGN(const Head head, ReadHead(tx, jurisdiction));
  if (position < 0 || position > size || size > head.size) {
    return Error{ErrorCode::kNotFound,
                 "journal.no_such_position",
                 {{"position", std::to_string(std::max(position, size))},
                  {"size", std::to_string(head.size)}}};
  }
  return {};
}

}  // namespace

Result<std::vector<Hash256>> InclusionProof(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            Position position,
                                            Position tree_size) {
  // One more than the position must fit: position < tree_size.
  TRY(CheckThere(tx, jurisdiction, position < 0 || position == INT64_MAX ? -1 : position + 1,
                 tree_size));
  std::vector<Hash256> proof;
  Position begin = 0;
  Position end = tree_size;
  while (end - begin > 1) {
    const Position middle = begin + SplitAt(end - begin);
    const bool left = position < middle;
    TRY_ASSIGN(const Hash256 sibling, left ? RangeHash(tx, jurisdiction, middle, end)
                                           : RangeHash(tx, jurisdiction, begin, middle));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Hash256>> ConsistencyProof(storage::Tx& tx,
                                              JurisdictionId jurisdiction,
                                              Position first,
                                              Position second) {
  TRY(CheckThere(tx, jurisdiction, first, second));
  std::vector<Hash256> proof;
  if (first == 0 || first == second) {
    return proof;
  }
  Position begin = 0;
  Position end = second;
  while (first != end) {
    const Position middle = begin + SplitAt(end - begin);
    const bool left = first <= middle;
    TRY_ASSIGN(const Hash256 sibling, left ? RangeHash(tx, jurisdiction, middle, end)
                                           : RangeHash(tx, jurisdiction, begin, middle));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  if (begin != 0) {  // else this is the first tree as a whole, whose hash is known
    TRY_ASSIGN(const Hash256 shared, RangeHash(tx, jurisdiction, begin, end));
    proof.push_back(shared);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<Hash256> RootAt(storage::Tx& tx, JurisdictionId jurisdiction, Position size) {
  TRY(CheckThere(tx, jurisdiction, size, size));
  return size == 0 ? EmptyTreeHash() : RangeHash(tx, jurisdiction, 0, size);
}

}  // namespace luoshi::journal
