#include "journal/merkle.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "host/random.h"
#include "journal/naive_merkle.h"

namespace luoshi::journal {
namespace {

std::vector<Hash256> Leaves(std::int64_t count) {
  std::vector<Hash256> out;
  for (std::int64_t i = 0; i < count; ++i) {
    out.push_back(LeafHash("event " + std::to_string(i)));
  }
  return out;
}

// The test vectors that Certificate Transparency implementations share.
TEST(MerkleTree, GivesThePublishedRootsOfRfc6962) {
  const std::vector<std::string> inputs = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  MerkleTree tree;
  EXPECT_EQ(tree.Root().ToHex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const std::string& input : inputs) {
    tree.Add(LeafHash(*FromHex(input)));
  }
  EXPECT_EQ(tree.Root().ToHex(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(MerkleTree, HasTheRootOfTheDefinitionAtEverySizeAndSurvivesSaving) {
  const std::vector<Hash256> leaves = Leaves(600);
  NaiveTree naive(leaves);
  MerkleTree tree;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    ASSERT_EQ(tree.Root(), naive.Root(size)) << size;
    const Result<MerkleTree> loaded = MerkleTree::Load(tree.Save());
    ASSERT_TRUE(loaded.ok());
    ASSERT_EQ(loaded->Root(), tree.Root());
    ASSERT_EQ(loaded->size(), tree.size());
    if (size < leaves.size()) {
      tree.Add(leaves[size]);
    }
  }
}

TEST(MerkleTree, StoresExactlyTheCompleteSubtreesOfEveryEighthLevel) {
  constexpr std::int64_t kSize = 65'536 * 2 + 300;
  const std::vector<Hash256> leaves = Leaves(kSize);
  NaiveTree naive(leaves);
  MerkleTree tree;
  std::vector<storage::MerkleNode> stored;
  for (const Hash256& leaf : leaves) {
    tree.Add(leaf, &stored);
  }
  std::size_t by_level[17] = {};
  for (const storage::MerkleNode& node : stored) {
    ASSERT_TRUE(node.level == 8 || node.level == 16);
    ++by_level[node.level];
    if (node.level == 16 || node.node % 37 == 0) {
      const auto begin = static_cast<std::size_t>(node.node << node.level);
      ASSERT_EQ(node.hash, naive.Hash(begin, begin + (std::size_t{1} << node.level)));
    }
  }
  EXPECT_EQ(by_level[8], 513U);
  EXPECT_EQ(by_level[16], 2U);
}

TEST(MerkleTree, LoadsNothingButWhatWasSaved) {
  MerkleTree tree;
  for (const Hash256& leaf : Leaves(5)) {
    tree.Add(leaf);
  }
  const std::string saved = tree.Save();
  for (std::size_t size = 0; size < saved.size(); ++size) {
    EXPECT_EQ(MerkleTree::Load(saved.substr(0, size)).error().key, "journal.frontier_damaged");
  }
  EXPECT_FALSE(MerkleTree::Load(saved + "x").ok());
  EXPECT_FALSE(MerkleTree::Load(std::string(8, '\xff') + std::string(64 * 32, 'x')).ok());
}

TEST(VerifyInclusion, AcceptsEveryTrueProofAndNothingElse) {
  const std::vector<Hash256> leaves = Leaves(70);
  NaiveTree naive(leaves);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const Hash256 root = naive.Root(size);
    for (std::size_t at = 0; at < size; ++at) {
      const auto position = static_cast<Position>(at);
      const auto tree_size = static_cast<Position>(size);
      std::vector<Hash256> proof = naive.Inclusion(at, size);
      ASSERT_TRUE(VerifyInclusion(leaves[at], position, tree_size, proof, root));
      ASSERT_FALSE(VerifyInclusion(leaves[(at + 1) % 70], position, tree_size, proof, root));
      ASSERT_FALSE(VerifyInclusion(leaves[at], position, tree_size, proof, leaves[69]) &&
                   size != 70);
      ASSERT_FALSE(VerifyInclusion(leaves[at], tree_size, tree_size, proof, root));
      for (std::size_t other = 0; other < size; ++other) {
        ASSERT_EQ(VerifyInclusion(leaves[at], static_cast<Position>(other), tree_size, proof, root),
                  other == at);
      }
      proof.push_back(root);
      ASSERT_FALSE(VerifyInclusion(leaves[at], position, tree_size, proof, root));
      proof.pop_back();
      if (!proof.empty()) {
        proof[at % proof.size()].bytes[at % 32] ^= 1;
        ASSERT_FALSE(VerifyInclusion(leaves[at], position, tree_size, proof, root));
        proof[at % proof.size()].bytes[at % 32] ^= 1;
        proof.pop_back();
        ASSERT_FALSE(VerifyInclusion(leaves[at], position, tree_size, proof, root));
      }
    }
  }
}

TEST(VerifyConsistency, AcceptsEveryTrueProofAndNothingElse) {
  const std::vector<Hash256> leaves = Leaves(70);
  NaiveTree naive(leaves);
  for (std::size_t second = 0; second <= leaves.size(); ++second) {
    const Hash256 second_root = naive.Root(second);
    for (std::size_t first = 0; first <= second; ++first) {
      const Hash256 first_root = naive.Root(first);
      const auto a = static_cast<Position>(first);
      const auto b = static_cast<Position>(second);
      std::vector<Hash256> proof = naive.Consistency(first, second);
      ASSERT_TRUE(VerifyConsistency(a, b, first_root, second_root, proof)) << a << " " << b;
      ASSERT_FALSE(VerifyConsistency(b + 1, b, first_root, second_root, proof));
      ASSERT_FALSE(VerifyConsistency(-1, b, first_root, second_root, proof));
      proof.push_back(second_root);
      ASSERT_FALSE(VerifyConsistency(a, b, first_root, second_root, proof));
      proof.pop_back();
      Hash256 other = first_root;
      other.bytes[first % 32] ^= 128;
      ASSERT_FALSE(VerifyConsistency(a, b, other, second_root, proof));
      if (!proof.empty()) {
        proof[second % proof.size()].bytes[first % 32] ^= 1;
        ASSERT_FALSE(VerifyConsistency(a, b, first_root, second_root, proof));
        proof[second % proof.size()].bytes[first % 32] ^= 1;
        proof.pop_back();
        ASSERT_FALSE(VerifyConsistency(a, b, first_root, second_root, proof));
      }
    }
  }
}

TEST(VerifyProofs, NeverCrashOnRandomInput) {
  SeededRandom random(20'260'901);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Hash256> proof(static_cast<std::size_t>(random.Below(70)));
    const auto a = static_cast<Position>(random.Next() >> random.Below(64));
    const auto b = static_cast<Position>(random.Next() >> random.Below(64));
    EXPECT_FALSE(VerifyInclusion(LeafHash("a"), a, b, proof, LeafHash("b")));
    EXPECT_FALSE(VerifyConsistency(a, b, LeafHash("a"), LeafHash("b"), proof));
  }
}

}  // namespace
}  // namespace luoshi::journal
