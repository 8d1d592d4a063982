// Papers and attachments as whoever asks may open them: an attachment is opened through a record
// that names it.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

// The record of a built-in pack (directive, bulletin) with this number; nullopt when there is none
// in the scope. Of several the one written last.
Result<std::optional<registers::Record>> FindPaper(App& app,
                                                   const access::Scope& scope,
                                                   std::string_view pack,
                                                   const std::string& number);

// What an attachment field of a paper holds; the scope was asked when the record was found.
// kNotFound attachment.missing.
Result<journal::Attachment> PaperFile(App& app,
                                      const registers::Record& record,
                                      std::string_view field);

// kNotFound record.missing, attachment.missing: also when the record does not name it, or names it
// in a personal field.
Result<journal::Attachment> OpenAttachment(App& app,
                                           const access::Scope& scope,
                                           JurisdictionId jurisdiction,
                                           const Hash256& hash,
                                           const RecordId& record);

struct StoredAttachment {
  JurisdictionId jurisdiction{};
  Hash256 hash;
};
// For a record of `pack` in `unit` that names it or soon will; with `seal_for` under the key of
// that record. kForbidden access.rows; kInvalid unit.no_jurisdiction, attachment.*
Result<StoredAttachment> StoreAttachment(App& app,
                                         const access::Scope& scope,
                                         std::string_view pack,
                                         UnitId unit,
                                         const std::string& content,
                                         const std::string& media_type,
                                         const std::optional<RecordId>& seal_for);

}  // namespace luoshi::app
