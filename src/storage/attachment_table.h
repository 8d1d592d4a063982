// attachment: files by the hash of their plain content. `sealed_for` says under which records' keys
// the content can be opened (journal/attachments.cc has its bytes); "" when it lies open.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "storage/store.h"

namespace luoshi::storage {

struct AttachmentRow {
  std::string media_type;
  std::string sealed_for;
  std::string content;
};

Result<std::optional<AttachmentRow>> FindAttachment(Tx& tx,
                                                    JurisdictionId jurisdiction,
                                                    const Hash256& hash);
// False when there is one already.
Result<bool> InsertAttachment(Tx& tx,
                              JurisdictionId jurisdiction,
                              const Hash256& hash,
                              std::string_view media_type,
                              std::string_view sealed_for,
                              std::string_view content);
// The same content for a new circle of records. False when `sealed_for` is not `from` any more.
Result<bool> ResealAttachment(Tx& tx,
                              JurisdictionId jurisdiction,
                              const Hash256& hash,
                              std::string_view from,
                              std::string_view sealed_for,
                              std::string_view content);

// The name of every attachment there is.
Status ScanAttachments(Tx& tx,
                       const std::function<Status(JurisdictionId, const Hash256&)>& on_attachment);

}  // namespace luoshi::storage
