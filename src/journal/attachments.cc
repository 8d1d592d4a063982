#include "journal/attachments.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <openssl/crypto.h>

#include "base/bytes.h"
#include "journal/record_keys.h"
#include "storage/attachment_table.h"
#include "storage/key_table.h"

namespace luoshi::journal {
namespace {

// A sealed content has a key of its own. `sealed_for` lists who holds it: for each record its id
// and the content's key sealed under the record's key. So two records may hold the same paper, and
// erasing one leaves it to the other.
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kSealedKeyBytes = 12 + 32 + 16;
constexpr std::size_t kHolderBytes = kIdBytes + kSealedKeyBytes;

Error Damaged(const Hash256& hash) {
  return Error{ErrorCode::kInternal, "attachment.damaged", {{"hash", hash.ToHex()}}};
}

Error Missing(const Hash256& hash) {
  return Error{ErrorCode::kNotFound, "attachment.missing", {{"hash", hash.ToHex()}}};
}

bool IsMediaType(std::string_view text) {
  return !text.empty() && text.size() <= 255 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string Context(JurisdictionId jurisdiction, const Hash256& hash) {
  std::string out(hash.AsBytes());
  AppendU64(out, static_cast<std::uint64_t>(NumberOf(jurisdiction)));
  return out;
}

bool Holds(std::string_view sealed_for, const RecordId& record) {
  for (std::size_t at = 0; at + kHolderBytes <= sealed_for.size(); at += kHolderBytes) {
    if (sealed_for.substr(at, kIdBytes) == record.AsBytes()) {
      return true;
    }
  }
  return false;
}

// The content's key as one holder has it; nullopt when the holder's own key is gone.
Result<std::optional<SecretKey>> OpenHolder(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            const Hash256& hash,
                                            std::string_view holder,
                                            const Keyring& keyring) {
  TRY_ASSIGN(const RecordId record, Uuid::FromBytes(holder.substr(0, kIdBytes)));
  TRY_ASSIGN(const std::optional<SecretKey> key, RecordKey(tx, jurisdiction, record, keyring));
  if (!key) {
    return std::optional<SecretKey>();
  }
  TRY_ASSIGN(std::string raw,
             Keyring::Open(*key, holder.substr(kIdBytes), Context(jurisdiction, hash)));
  std::optional<SecretKey> out(std::in_place);
  std::memcpy(out->data(), raw.data(), out->size());
  OPENSSL_cleanse(raw.data(), raw.size());
  return out;
}

// By the first holder whose key still lives; nullopt when none does.
Result<std::optional<SecretKey>> ContentKey(storage::Tx& tx,
                                            JurisdictionId jurisdiction,
                                            const Hash256& hash,
                                            std::string_view sealed_for,
                                            const Keyring& keyring) {
  std::optional<SecretKey> out;
  if (sealed_for.size() % kHolderBytes != 0) {
    return Damaged(hash);
  }
  for (std::size_t at = 0; at < sealed_for.size() && !out; at += kHolderBytes) {
    TRY_ASSIGN(out,
               OpenHolder(tx, jurisdiction, hash, sealed_for.substr(at, kHolderBytes), keyring));
  }
  return out;
}

Result<SecretKey> KeyFor(storage::Tx& tx,
                         JurisdictionId jurisdiction,
                         const RecordId& record,
                         const Keyring& keyring,
                         Random& random) {
  TRY_ASSIGN(const std::optional<SecretKey> there, SealingKey(tx, jurisdiction, record, keyring));
  if (there) {
    return *there;
  }
  const SecretKey key = Keyring::NewKey(random);
  const storage::NewKey row{record, keyring.Wrap(key, random)};
  TRY(storage::InsertKeys(tx, jurisdiction, {&row, 1}));
  return key;
}

std::string Holder(const SecretKey& record_key,
                   const RecordId& record,
                   const SecretKey& content_key,
                   std::string_view context,
                   Random& random) {
  return std::string(record.AsBytes()) +
         Keyring::Seal(record_key,
                       {reinterpret_cast<const char*>(content_key.data()), content_key.size()},
                       context, random);
}

}  // namespace

Result<Hash256> PutAttachment(storage::Tx& tx,
                              JurisdictionId jurisdiction,
                              std::string_view content,
                              std::string_view media_type,
                              const RecordId* seal_for,
                              const Keyring& keyring,
                              Random& random) {
  if (!IsMediaType(media_type)) {
    return Error{ErrorCode::kInvalid, "attachment.malformed"};
  }
  if (content.size() > kMaxAttachmentBytes) {
    return Error{ErrorCode::kInvalid,
                 "attachment.too_large",
                 {{"limit", std::to_string(kMaxAttachmentBytes >> 20)}}};
  }
  const Hash256 hash = HashOf(content);
  TRY_ASSIGN(const std::optional<storage::AttachmentRow> there,
             storage::FindAttachment(tx, jurisdiction, hash));
  if (there && there->sealed_for.empty()) {
    return hash;
  }
  std::string sealed_for;
  std::string sealed;
  std::string_view stored = content;
  if (seal_for != nullptr) {
    TRY_ASSIGN(const SecretKey record_key, KeyFor(tx, jurisdiction, *seal_for, keyring, random));
    if (there && Holds(there->sealed_for, *seal_for)) {
      return hash;
    }
    const std::string context = Context(jurisdiction, hash);
    std::optional<SecretKey> content_key;
    if (there) {
      TRY_ASSIGN(content_key, ContentKey(tx, jurisdiction, hash, there->sealed_for, keyring));
    }
    if (content_key) {
      sealed_for = there->sealed_for;
      stored = there->content;
    } else {
      content_key = Keyring::NewKey(random);
      sealed = Keyring::Seal(*content_key, content, context, random);
      stored = sealed;
    }
    sealed_for += Holder(record_key, *seal_for, *content_key, context, random);
  }
  TRY_ASSIGN(
      const bool written,
      there
          ? storage::ResealAttachment(tx, jurisdiction, hash, there->sealed_for, sealed_for, stored)
          : storage::InsertAttachment(tx, jurisdiction, hash, media_type, sealed_for, stored));
  if (!written) {
    return Error{ErrorCode::kConflict,
                 "journal.fenced",
                 {{"journal", std::to_string(NumberOf(jurisdiction))}}};
  }
  return hash;
}

Result<Attachment> GetAttachment(storage::Tx& tx,
                                 JurisdictionId jurisdiction,
                                 const Hash256& hash,
                                 const Keyring& keyring) {
  TRY_ASSIGN(std::optional<storage::AttachmentRow> row,
             storage::FindAttachment(tx, jurisdiction, hash));
  if (!row) {
    return Missing(hash);
  }
  if (!row->sealed_for.empty()) {
    TRY_ASSIGN(const std::optional<SecretKey> key,
               ContentKey(tx, jurisdiction, hash, row->sealed_for, keyring));
    if (!key) {
      return Missing(hash);
    }
    TRY_ASSIGN(row->content, Keyring::Open(*key, row->content, Context(jurisdiction, hash)));
  }
  if (HashOf(row->content) != hash) {
    return Damaged(hash);
  }
  return Attachment{std::move(row->content), std::move(row->media_type)};
}

Status CheckAttachment(storage::Tx& tx,
                       JurisdictionId jurisdiction,
                       const Hash256& hash,
                       const Keyring& keyring,
                       const std::function<bool(const RecordId&)>& is_erased) {
  TRY_ASSIGN(const std::optional<storage::AttachmentRow> row,
             storage::FindAttachment(tx, jurisdiction, hash));
  if (!row) {
    return Missing(hash);
  }
  const std::string_view holders = row->sealed_for;
  if (holders.empty()) {
    return HashOf(row->content) == hash ? Status() : Status(Damaged(hash));
  }
  if (holders.size() % kHolderBytes != 0) {
    return Damaged(hash);
  }
  for (std::size_t at = 0; at < holders.size(); at += kHolderBytes) {
    const std::string_view holder = holders.substr(at, kHolderBytes);
    TRY_ASSIGN(const std::optional<SecretKey> key,
               OpenHolder(tx, jurisdiction, hash, holder, keyring));
    if (key) {
      TRY_ASSIGN(const std::string content,
                 Keyring::Open(*key, row->content, Context(jurisdiction, hash)));
      if (HashOf(content) != hash) {
        return Damaged(hash);
      }
      continue;
    }
    TRY_ASSIGN(const RecordId record, Uuid::FromBytes(holder.substr(0, kIdBytes)));
    if (!is_erased(record)) {
      return Damaged(hash);
    }
  }
  return {};
}

}  // namespace luoshi::journal
