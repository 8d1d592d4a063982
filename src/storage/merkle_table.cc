#include "storage/merkle_table.h"

namespace luoshi::storage {
namespace {

constexpr Statement kInsert{
    "merkle_node.insert",
    "INSERT INTO merkle_node (jurisdiction, level, node, hash) VALUES (?1, ?2, ?3, ?4)"};
constexpr Statement kRead{"merkle_node.read",
                          "SELECT level, node, hash FROM merkle_node WHERE jurisdiction = ?1 AND "
                          "level = ?2 AND node >= ?3 AND node < ?4 ORDER BY node"};
constexpr Statement kScan{"merkle_node.scan",
                          "SELECT level, node, hash FROM merkle_node WHERE jurisdiction = ?1 "
                          "ORDER BY level, node"};

OnRow Each(const OnMerkleNode& on_node) {
  return [&on_node](const Row& row) { return on_node(row.Int(0), row.Int(1), row.Blob(2)); };
}

}  // namespace

Status InsertMerkleNodes(Tx& tx, JurisdictionId jurisdiction, std::span<const MerkleNode> nodes) {
  std::vector<Param> params;
  params.reserve(nodes.size() * 4);
  for (const MerkleNode& node : nodes) {
    params.push_back(Number(jurisdiction));
    params.push_back(Number(node.level));
    params.push_back(Number(node.node));
    params.push_back(Blob(node.hash.AsBytes()));
  }
  TRY(tx.ExecuteMany(kInsert, 4, params));
  return {};
}

Status ReadMerkleNodes(Tx& tx,
                       JurisdictionId jurisdiction,
                       std::int64_t level,
                       std::int64_t first,
                       std::int64_t count,
                       const OnMerkleNode& on_node) {
  return tx.Query(kRead,
                  {Number(jurisdiction), Number(level), Number(first), Number(first + count)},
                  Each(on_node));
}

Status ScanMerkleNodes(Tx& tx, JurisdictionId jurisdiction, const OnMerkleNode& on_node) {
  return tx.Query(kScan, {Number(jurisdiction)}, Each(on_node));
}

}  // namespace luoshi::storage
