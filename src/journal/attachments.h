// Files that events refer to by hash.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "journal/keyring.h"
#include "storage/store.h"

namespace luoshi::journal {

inline constexpr std::size_t kMaxAttachmentBytes = std::size_t{1} << 28;  // 256 MiB

// Content-addressed: the hash of the plain content names it within its jurisdiction. Storing twice
// is storing once; the first media type stays. With `seal_for` it is encrypted and lives as long as
// the key of one of the records it was stored for; without, it lies open, even if it was sealed for
// some record before. kInvalid attachment.malformed (media type), attachment.too_large; kConflict
// journal.record_erased, journal.fenced (somebody else stored it just now: try again).
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
// kNotFound attachment.missing; also when all its records were erased. kInternal
// attachment.damaged when the content is not what the hash names.
Result<Attachment> GetAttachment(storage::Tx& tx,
                                 JurisdictionId jurisdiction,
                                 const Hash256& hash,
                                 const Keyring& keyring);

// For verification: that the content is what its hash says, by every holder who was not erased.
// kInternal attachment.damaged, keys.wrong; kNotFound attachment.missing.
Status CheckAttachment(storage::Tx& tx,
                       JurisdictionId jurisdiction,
                       const Hash256& hash,
                       const Keyring& keyring,
                       const std::function<bool(const RecordId&)>& is_erased);

}  // namespace luoshi::journal
