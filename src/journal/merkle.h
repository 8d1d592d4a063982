// The Merkle tree of RFC 6962 over the events of a journal: hashing and checking, no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "model/ids.h"
#include "storage/merkle_table.h"

namespace luoshi::journal {

Hash256 LeafHash(std::string_view bytes);                     // SHA-256(0x00 ‖ bytes)
Hash256 NodeHash(const Hash256& left, const Hash256& right);  // SHA-256(0x01 ‖ left ‖ right)
Hash256 EmptyTreeHash();                                      // SHA-256 of nothing

// Every how many levels the hashes of complete subtrees are stored: reading a proof then touches at
// most 2^8 leaves or nodes of each stored level.
inline constexpr int kStoredLevels = 8;

// Folds leaf hashes to a tree hash, holding log2(n) hashes.
class MerkleTree {
 public:
  // Complete subtrees of the levels that are stored and that this leaf completes are appended to
  // `stored` when it is given.
  void Add(const Hash256& leaf, std::vector<storage::MerkleNode>* stored = nullptr);
  std::int64_t size() const { return size_; }
  Hash256 Root() const;
  std::string Save() const;  // the frontier, as the head row keeps it
  // kInternal journal.frontier_damaged.
  static Result<MerkleTree> Load(std::string_view saved);
  // The roots of the complete subtrees, largest first: one for each bit of size().
  const std::vector<Hash256>& frontier() const { return frontier_; }

 private:
  std::int64_t size_ = 0;
  std::vector<Hash256> frontier_;
};

// Whether `proof` leads from a leaf to `root` (RFC 9162 2.1.3.2). Any input gives true or false.
bool VerifyInclusion(const Hash256& leaf,
                     Position position,
                     Position tree_size,
                     const std::vector<Hash256>& proof,
                     const Hash256& root);
// Whether the tree of `first` events is a prefix of the tree of `second` (RFC 9162 2.1.4.2). The
// empty tree is a prefix of every tree, by an empty proof.
bool VerifyConsistency(Position first,
                       Position second,
                       const Hash256& first_root,
                       const Hash256& second_root,
                       const std::vector<Hash256>& proof);

}  // namespace luoshi::journal
