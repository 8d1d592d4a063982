// Journals: append-only, hashed sequences of events, one per jurisdiction, with a Merkle tree
// (RFC 6962 hashing) over each. docs/formats/event.md has the bytes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "journal/keyring.h"
#include "model/event.h"
#include "storage/store.h"

namespace luoshi::journal {

// The state of one journal. `root` is the Merkle tree hash over all its events (of nothing:
// SHA-256 of the empty string).
struct Head {
  JurisdictionId jurisdiction{};
  Position size = 0;
  Hash256 root;
  DateTime recorded;  // of the last event; the recorded times of a journal never fall
};

// An empty journal has size 0 and need not have been made before.
Result<Head> ReadHead(storage::Tx& tx, JurisdictionId jurisdiction);
Result<std::vector<Head>> ReadHeads(storage::Tx& tx);  // by jurisdiction, every one with events

// Appends to one journal inside one transaction. Opens and makes record keys as needed.
class Appender {
 public:
  static Result<Appender> Open(storage::Tx& tx,
                               JurisdictionId jurisdiction,
                               const Keyring& keyring,
                               Random& random);
  Position next() const;  // the position the next event will get

  // Takes position and jurisdiction, seals `event.personal` under the record's key (making the key
  // when the record is new), hashes. Nothing is written before Finish.
  Status Append(Event& event);
  // Writes all appended events and advances the head by compare-and-set on its old position:
  // kConflict journal.fenced when somebody else appended in between.
  Status Finish();

  Appender(Appender&&) noexcept;
  Appender& operator=(Appender&&) noexcept;
  ~Appender();

 private:
  struct State;
  explicit Appender(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The bytes of an event as stored and hashed, and back. Decoding needs no key: it leaves `personal`
// empty. kInternal journal.damaged with the position.
std::string EncodeEvent(const Event& event, std::string_view sealed, std::string_view salt);
struct DecodedEvent {
  Event event;
  std::string sealed;  // ciphertext of the personal part; "" when there is none
};
Result<DecodedEvent> DecodeEvent(std::string_view bytes);
Hash256 LeafHash(std::string_view bytes);  // SHA-256(0x00 ‖ bytes)

// How to open personal parts while reading. Without a keyring they stay empty; a record whose key
// was destroyed keeps its personal part empty too.
struct ReadOptions {
  Position from = 0;
  Position until = INT64_MAX;  // exclusive
  const Keyring* keyring = nullptr;
};

using OnEvent = std::function<Status(const Event&)>;
Status ReadEvents(storage::Tx& tx,
                  JurisdictionId jurisdiction,
                  const ReadOptions& options,
                  const OnEvent& on_event);
Status ReadRecordEvents(storage::Tx& tx,
                        JurisdictionId jurisdiction,
                        const RecordId& record,
                        const ReadOptions& options,
                        const OnEvent& on_event);
// The event a command became, if it was applied already.
Result<std::optional<Event>> FindCommand(storage::Tx& tx,
                                         JurisdictionId jurisdiction,
                                         const CommandId& command);

// The key of a record; nullopt when it never had one or it was destroyed.
Result<std::optional<SecretKey>> RecordKey(storage::Tx& tx,
                                           JurisdictionId jurisdiction,
                                           const RecordId& record,
                                           const Keyring& keyring);
// Destroys it: what was sealed under it can never be read again; hashes and proofs stay.
Status DestroyRecordKey(storage::Tx& tx, JurisdictionId jurisdiction, const RecordId& record);

// ---- Merkle tree, checkpoints, proofs
// --------------------------------------------------------------

// Folds leaf hashes to a tree hash, holding log2(n) hashes.
class MerkleTree {
 public:
  void Add(const Hash256& leaf);
  std::int64_t size() const { return size_; }
  Hash256 Root() const;
  std::string Save() const;  // the frontier, as the head row keeps it
  static Result<MerkleTree> Load(std::string_view saved);

 private:
  std::int64_t size_ = 0;
  std::vector<Hash256> frontier_;  // roots of the complete subtrees, largest first
};

// Sibling hashes from leaf to root (RFC 6962 2.1.1). kNotFound journal.no_such_position.
Result<std::vector<Hash256>> InclusionProof(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            Position position,
                                            Position tree_size);
bool VerifyInclusion(const Hash256& leaf,
                     Position position,
                     Position tree_size,
                     const std::vector<Hash256>& proof,
                     const Hash256& root);
// That the tree of `first` events is a prefix of the tree of `second` (RFC 6962 2.1.2).
Result<std::vector<Hash256>> ConsistencyProof(storage::Tx& tx,
                                              JurisdictionId jurisdiction,
                                              Position first,
                                              Position second);
bool VerifyConsistency(Position first,
                       Position second,
                       const Hash256& first_root,
                       const Hash256& second_root,
                       const std::vector<Hash256>& proof);

// One signed line a journal: docs/formats/checkpoint.md.
std::string CheckpointLine(const Head& head, std::string_view origin, const Keyring& keyring);
struct Checkpoint {
  std::string origin;
  Head head;
  std::string public_key;
};
// kInvalid checkpoint.malformed, checkpoint.signature.
Result<Checkpoint> ReadCheckpointLine(std::string_view line);

// Re-derives every leaf and tree hash of one journal and compares with its head and stored nodes:
// kInternal verify.* with the first position that differs. Returns the number of events.
Result<std::int64_t> VerifyHashes(storage::Tx& tx, JurisdictionId jurisdiction);
// The tree hash over the first `size` events, from the stored bytes.
Result<Hash256> RootAt(storage::Tx& tx, JurisdictionId jurisdiction, Position size);

// ---- Followers' cursors
// ----------------------------------------------------------------------------

// How far a follower has read a journal; 0 for one that never did.
Result<Position> ReadCursor(storage::Tx& tx,
                            std::string_view follower,
                            JurisdictionId jurisdiction);
Status WriteCursor(storage::Tx& tx,
                   std::string_view follower,
                   JurisdictionId jurisdiction,
                   Position position);

// ---- Attachments
// -----------------------------------------------------------------------------------

// Content-addressed: the hash of the plain content names it. Storing twice is storing once. Sealed
// under `seal_for`'s key when given.
Result<Hash256> PutAttachment(storage::Tx& tx,
                              JurisdictionId jurisdiction,
                              std::string_view content,
                              std::string_view media_type,
                              const RecordId* seal_for,
                              const Keyring& keyring,
                              Random& random);
struct Attachment {
  std::string content;
  std::string media_type;
};
// kNotFound attachment.missing; also when its record was erased.
Result<Attachment> GetAttachment(storage::Tx& tx,
                                 JurisdictionId jurisdiction,
                                 const Hash256& hash,
                                 const Keyring& keyring);

}  // namespace luoshi::journal
