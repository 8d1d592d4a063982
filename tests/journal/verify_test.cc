#include "tests/journal/fixture.h"

namespace luoshi::journal {
namespace {

using storage::Access;

struct Cell {
  std::string read;   // SELECT of one blob; no parameters
  std::string write;  // UPDATE of the same to ?1
};

class VerifyTest : public JournalTest {
 protected:
  // Flips one bit of the cell and gives the error of VerifyHashes, rolling back afterwards.
  Error AfterFlip(const Cell& cell) {
    Error out;
    InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
      std::string raw;
      ASSERT_TRUE(tx.Query({cell.read, cell.read}, {}, [&raw](const storage::Row& row) -> Status {
                      raw = row.Blob(0);
                      return {};
                    }).ok());
      ASSERT_FALSE(raw.empty()) << cell.read;
      const auto at =
          static_cast<std::size_t>(random_.Below(static_cast<std::int64_t>(raw.size())));
      raw[at] = static_cast<char>(raw[at] ^ (1 << random_.Below(8)));
      const Result<std::int64_t> changed =
          tx.Execute({cell.write, cell.write}, {storage::Blob(raw)});
      ASSERT_TRUE(changed.ok() && *changed == 1) << cell.write;
      const Result<std::int64_t> verified = VerifyHashes(tx, kTown);
      ASSERT_FALSE(verified.ok()) << cell.write << " byte " << at;
      out = verified.error();
    });
    return out;
  }

  // The key of the error after a statement without parameters, or "sound".
  std::string After(const std::string& sql) {
    std::string out = "sound";
    InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
      const Result<std::int64_t> changed = tx.Execute({sql, sql}, {});
      ASSERT_TRUE(changed.ok()) << sql << changed.error().detail;
      ASSERT_GT(*changed, 0) << sql;
      const Result<std::int64_t> verified = VerifyHashes(tx, kTown);
      if (!verified.ok()) {
        EXPECT_EQ(verified.error().code, ErrorCode::kInternal);
        EXPECT_EQ(verified.error().params[0].second, "42");
        out = verified.error().key + " " + verified.error().params[1].second;
      }
    });
    return out;
  }
};

constexpr std::int64_t kSize = 700;

TEST_P(VerifyTest, FindsAnyFlippedBitOfAnEventAndItsPlace) {
  Append(kSize);
  for (int round = 0; round < 60; ++round) {
    const Position position = random_.Below(kSize);
    const std::string where = " WHERE position = " + std::to_string(position);
    for (const std::string column : {"content", "command", "record"}) {
      const Error error = AfterFlip({"SELECT " + column + " FROM event" + where,
                                     "UPDATE event SET " + column + " = ?1" + where});
      const Position first = std::stoll(error.params[1].second);
      const Position last = std::stoll(error.params[2].second);
      if (error.key == "verify.columns") {
        EXPECT_EQ(first, position);
      } else {
        EXPECT_EQ(error.key, "verify.content");
        EXPECT_LE(first, position);
        EXPECT_GE(last, position);
        EXPECT_LT(last - first, 256);
      }
    }
  }
}

TEST_P(VerifyTest, FindsAnyFlippedBitOfTheHeadAndOfTheTree) {
  Append(kSize);
  for (int round = 0; round < 60; ++round) {
    for (const std::string column : {"frontier", "root"}) {
      EXPECT_EQ(AfterFlip({"SELECT " + column + " FROM journal_head",
                           "UPDATE journal_head SET " + column + " = ?1"})
                    .key,
                "verify.head");
    }
    const std::string where = " WHERE node = " + std::to_string(round % 2);
    const Error error = AfterFlip(
        {"SELECT hash FROM merkle_node" + where, "UPDATE merkle_node SET hash = ?1" + where});
    EXPECT_EQ(error.key, "verify.node");
    EXPECT_EQ(error.params[1].second, std::to_string(256 * (round % 2)));
  }
}

TEST_P(VerifyTest, FindsRowsThatAreMissingMovedOrTooMany) {
  Append(kSize);
  EXPECT_EQ(After("DELETE FROM event WHERE position = 0"), "verify.gap 0");
  EXPECT_EQ(After("DELETE FROM event WHERE position = 123"), "verify.gap 123");
  EXPECT_EQ(After("DELETE FROM event WHERE position = 699"), "verify.gap 699");
  EXPECT_EQ(After("UPDATE event SET position = 5000 WHERE position = 12"), "verify.gap 12");
  EXPECT_EQ(After("UPDATE event SET position = -1 WHERE position = 12"), "verify.gap -1");
  EXPECT_EQ(After("UPDATE event SET jurisdiction = 43 WHERE position = 699"), "verify.gap 699");
  EXPECT_EQ(After("DELETE FROM event"), "verify.gap 0");
  EXPECT_EQ(After("DELETE FROM journal_head"), "verify.head 0");
  EXPECT_EQ(After("UPDATE journal_head SET size = 699"), "verify.head 699");
  EXPECT_EQ(After("UPDATE journal_head SET size = -1"), "verify.head 0");
  EXPECT_EQ(After("UPDATE journal_head SET size = 701"), "verify.gap 700");
  EXPECT_EQ(After("UPDATE journal_head SET recorded = recorded + 1"), "verify.head 699");
  EXPECT_EQ(After("DELETE FROM merkle_node WHERE node = 1"), "verify.node 256");
  EXPECT_EQ(After("DELETE FROM merkle_node"), "verify.node 0");
  EXPECT_EQ(After("UPDATE merkle_node SET node = 2 WHERE node = 1"), "verify.node 256");
  EXPECT_EQ(After("UPDATE merkle_node SET level = 7 WHERE node = 1"), "verify.node 0");
  EXPECT_EQ(After("UPDATE merkle_node SET level = 9999 WHERE node = 1"), "verify.node 256");
  EXPECT_EQ(After("INSERT INTO merkle_node (jurisdiction, level, node, hash) "
                  "SELECT 42, 16, 0, root FROM journal_head"),
            "verify.node 0");
  EXPECT_EQ(After("UPDATE event SET content = (SELECT b.content FROM event b WHERE b.position = 3) "
                  "WHERE position = 9"),
            "verify.columns 9");
  EXPECT_EQ(After("INSERT INTO journal_head (jurisdiction, size, frontier, root, recorded) "
                  "SELECT 43, size, frontier, root, recorded FROM journal_head"),
            "sound");
  InTransaction(store(), Access::kWrite, [](storage::Tx& tx) {
    const std::string move = "UPDATE journal_head SET jurisdiction = 43";
    ASSERT_TRUE(tx.Execute({move, move}, {}).ok());
    EXPECT_EQ(VerifyHashes(tx, kTown).error().key, "verify.head");
    EXPECT_EQ(VerifyHashes(tx, JurisdictionId{43}).error().key, "verify.gap");
  });
}

TEST_P(VerifyTest, FindsDamageBehindTheLastStoredNodeByTheFrontier) {
  Append(256 + 64 + 8);
  const auto flip = [this](Position position) {
    const std::string where = " WHERE position = " + std::to_string(position);
    Error error;
    do {  // until the flip is in what no column repeats
      error =
          AfterFlip({"SELECT content FROM event" + where, "UPDATE event SET content = ?1" + where});
    } while (error.key == "verify.columns");
    return error.key + " " + error.params[1].second + "-" + error.params[2].second;
  };
  EXPECT_EQ(flip(10), "verify.content 0-255");
  EXPECT_EQ(flip(300), "verify.content 256-319");
  EXPECT_EQ(flip(327), "verify.content 320-327");
}

LUOSHI_FOR_ALL_STORES(VerifyTest);

}  // namespace
}  // namespace luoshi::journal
