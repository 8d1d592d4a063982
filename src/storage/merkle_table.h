// merkle_node: hashes of complete subtrees of a journal's Merkle tree, kept at levels 8, 16, 24…
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/sha256.h"
#include "storage/store.h"

namespace luoshi::storage {

struct MerkleNode {
  std::int64_t level = 0;  // covers 2^level events
  std::int64_t node = 0;   // from the left, from 0
  Hash256 hash;
};

Status InsertMerkleNodes(Tx& tx, JurisdictionId jurisdiction, std::span<const MerkleNode> nodes);

// The bytes of `hash` as stored, whatever their number. Must not use the transaction.
using OnMerkleNode =
    std::function<Status(std::int64_t level, std::int64_t node, std::string_view hash)>;
// Nodes first … first+count-1 of one level, by node.
Status ReadMerkleNodes(Tx& tx,
                       JurisdictionId jurisdiction,
                       std::int64_t level,
                       std::int64_t first,
                       std::int64_t count,
                       const OnMerkleNode& on_node);
Status ScanMerkleNodes(Tx& tx,
                       JurisdictionId jurisdiction,
                       const OnMerkleNode& on_node);  // by level, node

}  // namespace luoshi::storage
