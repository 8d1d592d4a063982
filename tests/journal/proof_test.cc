#include "journal/naive_merkle.h"
#include "tests/journal/fixture.h"

namespace luoshi::journal {
namespace {

using storage::Access;

class ProofTest : public JournalTest {
 protected:
  static void CheckPair(storage::Tx& tx, NaiveTree& naive, Position smaller, Position size) {
    const auto part = static_cast<std::size_t>(smaller);
    const auto whole = static_cast<std::size_t>(size);
    const Hash256 root = naive.Root(whole);
    ASSERT_EQ(*RootAt(tx, kTown, size), root) << size;
    if (smaller < size) {
      const auto proof = InclusionProof(tx, kTown, smaller, size);
      ASSERT_TRUE(proof.ok()) << proof.error().key;
      ASSERT_EQ(*proof, naive.Inclusion(part, whole)) << smaller << " of " << size;
      ASSERT_TRUE(VerifyInclusion(naive.Hash(part, part + 1), smaller, size, *proof, root));
    }
    const auto proof = ConsistencyProof(tx, kTown, smaller, size);
    ASSERT_TRUE(proof.ok()) << proof.error().key;
    ASSERT_EQ(*proof, naive.Consistency(part, whole)) << smaller << " in " << size;
    ASSERT_TRUE(VerifyConsistency(smaller, size, naive.Root(part), root, *proof));
  }
};

TEST_P(ProofTest, AreThoseOfTheDefinitionForAllSmallJournals) {
  Append(70);
  InTransaction(store(), Access::kRead, [](storage::Tx& tx) {
    NaiveTree naive(StoredLeaves(tx));
    for (Position size = 0; size <= 70; ++size) {
      for (Position smaller = 0; smaller <= size; ++smaller) {
        CheckPair(tx, naive, smaller, size);
        if (HasFatalFailure()) {
          return;
        }
      }
    }
  });
}

TEST_P(ProofTest, AreThoseOfTheDefinitionAroundEveryStoredLevel) {
  std::vector<Event> events;
  for (int i = 0; i < 65'536 + 600; ++i) {
    Event event = MakeEvent();
    event.body = {};
    event.personal = {};
    events.push_back(std::move(event));
  }
  ASSERT_TRUE(AppendAll(events).ok());
  InTransaction(store(), Access::kRead, [](storage::Tx& tx) {
    NaiveTree naive(StoredLeaves(tx));
    const std::vector<Position> places = {1,      127,    255,    256,    257,    511,    512,
                                          767,    769,    32'767, 32'768, 65'279, 65'535, 65'536,
                                          65'537, 65'791, 65'792, 65'793, 66'135, 66'136};
    for (const Position size : places) {
      for (const Position smaller : places) {
        if (smaller <= size) {
          CheckPair(tx, naive, smaller, size);
          if (HasFatalFailure()) {
            return;
          }
        }
      }
    }
    EXPECT_EQ(*VerifyHashes(tx, kTown), 66'136);
  });
}

TEST_P(ProofTest, OfWhatIsNotThereAreRefused) {
  Append(10);
  InTransaction(store(), Access::kRead, [](storage::Tx& tx) {
    for (const auto& [position, size] : {std::pair<Position, Position>{10, 10},
                                         {0, 0},
                                         {0, 11},
                                         {-1, 10},
                                         {3, -1},
                                         {5, 3},
                                         {INT64_MAX, INT64_MAX}}) {
      const auto proof = InclusionProof(tx, kTown, position, size);
      ASSERT_FALSE(proof.ok()) << position << " " << size;
      EXPECT_EQ(proof.error().key, "journal.no_such_position");
      EXPECT_EQ(proof.error().code, ErrorCode::kNotFound);
    }
    EXPECT_EQ(ConsistencyProof(tx, kTown, 5, 11).error().key, "journal.no_such_position");
    EXPECT_EQ(ConsistencyProof(tx, kTown, 6, 5).error().key, "journal.no_such_position");
    EXPECT_EQ(ConsistencyProof(tx, kTown, -1, 5).error().key, "journal.no_such_position");
    EXPECT_EQ(RootAt(tx, kTown, 11).error().key, "journal.no_such_position");
    EXPECT_EQ(RootAt(tx, kTown, -1).error().key, "journal.no_such_position");
    EXPECT_EQ(InclusionProof(tx, JurisdictionId{43}, 0, 1).error().key, "journal.no_such_position");
  });
}

TEST_P(ProofTest, NameTheFirstRowThatIsMissingBelowThem) {
  Append(300);
  InTransaction(store(), Access::kWrite, [](storage::Tx& tx) {
    const storage::Statement gap{"test.gap", "DELETE FROM event WHERE position = ?1"};
    ASSERT_TRUE(tx.Execute(gap, {storage::Number(std::int64_t{270})}).ok());
    const auto root = RootAt(tx, kTown, 300);
    EXPECT_EQ(root.error().key, "journal.damaged");
    EXPECT_EQ(root.error().params[1].second, "270");
    const storage::Statement node{"test.node", "DELETE FROM merkle_node WHERE level = ?1"};
    ASSERT_TRUE(tx.Execute(node, {storage::Number(std::int64_t{8})}).ok());
    EXPECT_EQ(RootAt(tx, kTown, 256).error().params[1].second, "0");
  });
}

TEST_P(ProofTest, LeadFromACheckpointToALaterOne) {
  Append(100);
  std::string before;
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    before = CheckpointLine(*ReadHead(tx, kTown), "beishan", keyring());
  });
  Append(500);
  InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
    const std::string after = CheckpointLine(*ReadHead(tx, kTown), "beishan", keyring());
    const Result<Checkpoint> first = ReadCheckpointLine(before);
    const Result<Checkpoint> second = ReadCheckpointLine(after);
    ASSERT_TRUE(first.ok() && second.ok());
    const auto proof = ConsistencyProof(tx, kTown, first->head.size, second->head.size);
    EXPECT_TRUE(VerifyConsistency(first->head.size, second->head.size, first->head.root,
                                  second->head.root, *proof));
    Hash256 other = first->head.root;
    other.bytes[0] ^= 1;
    EXPECT_FALSE(
        VerifyConsistency(first->head.size, second->head.size, other, second->head.root, *proof));
  });
}

LUOSHI_FOR_ALL_STORES(ProofTest);

}  // namespace
}  // namespace luoshi::journal
