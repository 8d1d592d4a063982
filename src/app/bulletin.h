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
  RecordId record;  // of the built-in pack `bulletin`
  std::string number;
  std::string code;  // 核验码: what the last page prints and the QR holds
  std::string docx;
  std::string pdf;
  int pages = 0;
};

// Computes, sets both documents and sends them to be checked (核稿): figures, wording and documents
// are attachments of the record, and 核验码 is the hash of figures and wording.
Result<Bulletin> DraftBulletin(App& app,
                               const access::Scope& scope,
                               const BulletinOptions& options,
                               const document::PdfFonts& fonts);

// 签发, by somebody other than who drafted it. From then on it does not change; a later 更正 does.
Status IssueBulletin(App& app, const access::Scope& scope, const std::string& number);

}  // namespace luoshi::app
