// Proofs about a stored journal, checked by VerifyInclusion and VerifyConsistency.
#pragma once

#include <vector>

#include "journal/merkle.h"
#include "storage/store.h"

namespace luoshi::journal {

// Each of these reads at most some 2^8 events and nodes of each stored level, never the journal.
// kNotFound journal.no_such_position for what lies beyond the head; kInternal journal.damaged where
// a row is missing.

// Sibling hashes from leaf to root (RFC 6962 2.1.1).
Result<std::vector<Hash256>> InclusionProof(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            Position position,
                                            Position tree_size);
// That the tree of `first` events is a prefix of the tree of `second` (RFC 6962 2.1.2); empty when
// `first` is 0.
Result<std::vector<Hash256>> ConsistencyProof(storage::Tx& tx,
                                              JurisdictionId jurisdiction,
                                              Position first,
                                              Position second);
// The tree hash over the first `size` events.
Result<Hash256> RootAt(storage::Tx& tx, JurisdictionId jurisdiction, Position size);

}  // namespace luoshi::journal
