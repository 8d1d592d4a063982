#include "journal/appender.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <openssl/crypto.h>

#include "journal/event_codec.h"
#include "journal/head.h"
#include "journal/merkle.h"
#include "journal/record_keys.h"
#include "storage/event_table.h"
#include "storage/head_table.h"
#include "storage/key_table.h"

namespace luoshi::journal {

struct Appender::State {
  storage::Tx& tx;
  const JurisdictionId jurisdiction;
  const Keyring& keyring;
  Random& random;
  Position first = 0;  // the size of the journal when this was opened
  DateTime recorded;
  MerkleTree tree;
  std::vector<storage::NewEvent> events;
  std::vector<storage::MerkleNode> nodes;
  std::vector<storage::NewKey> new_keys;
  std::unordered_map<RecordId, SecretKey> keys;

  State(storage::Tx& a_tx, JurisdictionId a_jurisdiction, const Keyring& ring, Random& a_random)
      : tx(a_tx), jurisdiction(a_jurisdiction), keyring(ring), random(a_random) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (auto& entry : keys) {
      OPENSSL_cleanse(entry.second.data(), entry.second.size());
    }
  }

  Result<SecretKey> KeyOf(const RecordId& record) {
    if (const auto found = keys.find(record); found != keys.end()) {
      return found->second;
    }
    TRY_ASSIGN(std::optional<SecretKey> key, SealingKey(tx, jurisdiction, record, keyring));
    if (!key) {
      key = Keyring::NewKey(random);
      new_keys.push_back({record, keyring.Wrap(*key, random)});
    }
    keys.emplace(record, *key);
    return *key;
  }
};

Appender::Appender(std::unique_ptr<State> state) : state_(std::move(state)) {}
Appender::Appender(Appender&&) noexcept = default;
Appender& Appender::operator=(Appender&&) noexcept = default;
Appender::~Appender() = default;

Result<Appender> Appender::Open(storage::Tx& tx,
                                JurisdictionId jurisdiction,
                                const Keyring& keyring,
                                Random& random) {
  auto state = std::make_unique<State>(tx, jurisdiction, keyring, random);
  TRY_ASSIGN(const std::optional<storage::HeadRow> head, storage::FindHead(tx, jurisdiction));
  if (head) {
    TRY_ASSIGN(state->tree, MerkleTree::Load(head->frontier));
    if (state->tree.size() != head->size || state->tree.Root().AsBytes() != head->root) {
      return Error{ErrorCode::kInternal, "journal.frontier_damaged"};
    }
    state->first = head->size;
    state->recorded = {head->recorded};
  } else {
    state->recorded = {INT64_MIN};
  }
  return Appender(std::move(state));
}

Position Appender::next() const { return state_->tree.size(); }

Status Appender::Append(Event& event) {
  State& state = *state_;
  TRY(CheckStorable(event));
  event.jurisdiction = state.jurisdiction;
  event.position = next();
  event.recorded = std::max(event.recorded, state.recorded);
  std::string sealed;
  if (!event.personal.empty()) {
    TRY_ASSIGN(SecretKey key, state.KeyOf(event.record));
    sealed = SealPersonal(key, event, state.random);
    OPENSSL_cleanse(key.data(), key.size());
  }
  std::array<std::uint8_t, kSaltBytes> salt{};
  state.random.Fill(salt);
  std::string content =
      EncodeEvent(event, sealed, {reinterpret_cast<const char*>(salt.data()), salt.size()});
  LUOSHI_CHECK(content.size() <= kMaxEventBytes);
  state.tree.Add(LeafHash(content), &state.nodes);
  state.recorded = event.recorded;
  state.events.push_back({event.origin.command, event.record, std::move(content)});
  return {};
}

Status Appender::Finish() {
  State& state = *state_;
  if (state.events.empty()) {
    return {};
  }
  storage::HeadRow head;
  head.jurisdiction = state.jurisdiction;
  head.size = state.tree.size();
  head.frontier = state.tree.Save();
  head.root = state.tree.Root().AsBytes();
  head.recorded = state.recorded.ms;
  // The head first: who loses the race learns it here, not from a duplicate position below.
  TRY_ASSIGN(const bool advanced, state.first == 0
                                      ? storage::InsertHead(state.tx, head)
                                      : storage::AdvanceHead(state.tx, head, state.first));
  if (!advanced) {
    return Error{ErrorCode::kConflict,
                 "journal.fenced",
                 {{"journal", std::to_string(NumberOf(state.jurisdiction))}}};
  }
  TRY(storage::InsertKeys(state.tx, state.jurisdiction, state.new_keys));
  TRY(storage::InsertMerkleNodes(state.tx, state.jurisdiction, state.nodes));
  return storage::InsertEvents(state.tx, state.jurisdiction, state.first, state.events);
}

}  // namespace luoshi::journal
