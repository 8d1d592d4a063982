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
  std::optional<Date> since;  // the day of the issue compared with; absent: the last one issued
  std::string title;          // "" = made from the unit
  std::string issuer;         // 云溪镇党政办公室; "" = the unit
  std::string to;             // 主送; may be empty
  std::string copies;         // 抄送; may be empty
  bool red_head = true;
  std::optional<Date> reply_by;         // for units named as behind; absent: in two working days
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
  std::vector<std::string> missing;  // characters no font of the PDF can show
  std::vector<std::string> unheard;  // units named as behind that have not said why
};

// Computes, fills the template, and sends both documents to be checked (送审): figures, wording and
// documents are attachments of the record, and 核验码 is the hash of figures and wording. A number
// that is not issued yet is set anew, with what units have said meanwhile. kConflict
// bulletin.issued; kInvalid bulletin.empty, unit.no_jurisdiction, template.*.
Result<Bulletin> DraftBulletin(App& app,
                               const access::Scope& scope,
                               const BulletinOptions& options,
                               const document::PdfFonts& fonts);

// The built-in template, to be edited in an office program.
std::string BulletinTemplate();

// Every word a template may use and what it would be printed as today, for whoever makes one.
struct WordValue {
  std::string word;
  std::string value;
};
Result<std::vector<WordValue>> BulletinWordList(App& app, const access::Scope& scope, UnitId unit);

// What a unit named as behind says, on all it was asked about or one matter. To be printed, the
// bulletin is drafted anew. kNotFound bulletin.unknown, bulletin.not_asked; kConflict
// bulletin.issued.
Status ReplyToBulletin(App& app,
                       const access::Scope& scope,
                       const std::string& number,
                       UnitId unit,
                       const std::string& matter,  // an indicator's title; "" = all
                       const std::string& reply);

// 签发, by somebody other than who drafted it. From then on it does not change; a later 更正 does.
// kConflict bulletin.not_heard while a unit named as behind may still reply,
// bulletin.reply_unprinted when one did after the draft.
Status IssueBulletin(App& app, const access::Scope& scope, const std::string& number);

}  // namespace luoshi::app
