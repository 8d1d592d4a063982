#include "journal/merkle.h"

#include <bit>
#include <cstring>

#include "base/bytes.h"

namespace luoshi::journal {
namespace {

constexpr std::size_t kHashBytes = 32;

Sha256& Hasher() {
  thread_local Sha256 hasher;  // making one costs more than hashing a small event
  return hasher;
}

Error Damaged() { return Error{ErrorCode::kInternal, "journal.frontier_damaged"}; }

}  // namespace

Hash256 LeafHash(std::string_view bytes) {
  Sha256& hasher = Hasher();
  hasher.Update(std::string_view("\x00", 1));
  hasher.Update(bytes);
  return hasher.Finish();
}

Hash256 NodeHash(const Hash256& left, const Hash256& right) {
  std::array<char, 1 + 2 * kHashBytes> block{};
  block[0] = 1;
  std::memcpy(block.data() + 1, left.bytes.data(), kHashBytes);
  std::memcpy(block.data() + 1 + kHashBytes, right.bytes.data(), kHashBytes);
  Sha256& hasher = Hasher();
  hasher.Update({block.data(), block.size()});
  return hasher.Finish();
}

Hash256 EmptyTreeHash() { return HashOf({}); }

void MerkleTree::Add(const Hash256& leaf, std::vector<storage::MerkleNode>* stored) {
  Hash256 hash = leaf;
  int level = 0;
  // Each trailing one of the size is a complete subtree that this leaf pairs with.
  for (std::int64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = NodeHash(frontier_.back(), hash);
    frontier_.pop_back();
    ++level;
    if (stored != nullptr && level % kStoredLevels == 0) {
      stored->push_back({level, size_ >> level, hash});
    }
  }
  frontier_.push_back(hash);
  ++size_;
}

Hash256 MerkleTree::Root() const {
  if (frontier_.empty()) {
    return EmptyTreeHash();
  }
  Hash256 root = frontier_.back();
  for (std::size_t i = frontier_.size() - 1; i > 0; --i) {
    root = NodeHash(frontier_[i - 1], root);
  }
  return root;
}

std::string MerkleTree::Save() const {
  std::string out;
  AppendU64(out, static_cast<std::uint64_t>(size_));
  for (const Hash256& hash : frontier_) {
    out += hash.AsBytes();
  }
  return out;
}

Result<MerkleTree> MerkleTree::Load(std::string_view saved) {
  ByteReader reader(saved);
  const std::optional<std::uint64_t> size = reader.U64();
  if (!size || *size > static_cast<std::uint64_t>(INT64_MAX) ||
      reader.rest().size() != kHashBytes * static_cast<std::size_t>(std::popcount(*size))) {
    return Damaged();
  }
  MerkleTree tree;
  tree.size_ = static_cast<std::int64_t>(*size);
  while (const auto raw = reader.Take(kHashBytes)) {
    Hash256 hash;
    std::memcpy(hash.bytes.data(), raw->data(), kHashBytes);
    tree.frontier_.push_back(hash);
  }
  return tree;
}

bool VerifyInclusion(const Hash256& leaf,
                     Position position,
                     Position tree_size,
                     const std::vector<Hash256>& proof,
                     const Hash256& root) {
  if (position < 0 || position >= tree_size) {
    return false;
  }
  Position node = position;
  Position last = tree_size - 1;
  Hash256 hash = leaf;
  for (const Hash256& sibling : proof) {
    if (last == 0) {
      return false;
    }
    if ((node & 1) != 0 || node == last) {
      hash = NodeHash(sibling, hash);
      // On the ragged right edge a node has no sibling until it is a right child.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(Position first,
                       Position second,
                       const Hash256& first_root,
                       const Hash256& second_root,
                       const std::vector<Hash256>& proof) {
  if (first < 0 || first > second) {
    return false;
  }
  if (first == 0) {
    return proof.empty() && first_root == EmptyTreeHash() &&
           (second > 0 || second_root == first_root);
  }
  if (first == second) {
    return proof.empty() && first_root == second_root;
  }
  // A complete first tree is itself the first node of the path, and is left out of the proof.
  const bool complete = std::has_single_bit(static_cast<std::uint64_t>(first));
  if (!complete && proof.empty()) {
    return false;
  }
  Position node = first - 1;
  Position last = second - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  Hash256 old_hash = complete ? first_root : proof.front();
  Hash256 new_hash = old_hash;
  for (std::size_t i = complete ? 0 : 1; i < proof.size(); ++i) {
    if (last == 0) {
      return false;
    }
    if ((node & 1) != 0 || node == last) {
      old_hash = NodeHash(proof[i], old_hash);
      new_hash = NodeHash(proof[i], new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, proof[i]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == first_root && new_hash == second_root;
}

}  // namespace luoshi::journal
