// Bulletins 进度通报: figures and lists in a document, frozen by an event.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "document/pdf_fonts.h"

namespace luoshi::app {

struct BulletinOptions {
  std::string number;     // 第12期
  UnitId unit = kNoUnit;  // whose progress, broken down to the level below
  Date as_of;
  std::optional<Date> since;            // the day of the last issue: 较上期
  std::string title;                    // "" = made from unit and day
  std::string issuer;                   // 云溪镇党政办公室
  std::vector<std::string> indicators;  // "pack.name"; empty: all with a target
  std::string template_docx;            // "" = the built-in one
};

struct Bulletin {
  RecordId record;   // of the built-in pack `bulletin`, issued
  std::string code;  // 核验码: what the last page prints and the QR holds
  std::string docx;
  std::string pdf;
  int pages = 0;
  Json figures;  // what it froze
};

// Computes, writes both documents, and issues: an event holds the hash of figures and wording, the
// documents are attachments. What was issued does not change; a later bulletin corrects it.
Result<Bulletin> IssueBulletin(App& app,
                               const access::Scope& scope,
                               const BulletinOptions& options,
                               const document::PdfFonts& fonts);

}  // namespace luoshi::app
