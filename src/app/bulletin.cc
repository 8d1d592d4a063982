#include "app/bulletin.h"

#include <algorithm>

#include "app/bulletin_text.h"
#include "app/bulletin_words.h"
#include "app/figures_json.h"
#include "app/papers.h"
#include "base/text.h"
#include "document/pdf_writer.h"
#include "document/template.h"

namespace luoshi::app {
namespace {

using document::Block;
using document::Runs;

// Everything that is printed, as text lines: what 核验码 vouches for beside the figures.
std::string Wording(const std::vector<Block>& blocks) {
  std::string out;
  const auto add = [&](const Runs& runs) {
    for (const document::TextRun& run : runs) {
      out += run.text;
    }
    out += "\n";
  };
  for (const Block& block : blocks) {
    if (const auto* heading = std::get_if<document::Heading>(&block)) {
      add(heading->runs);
    } else if (const auto* paragraph = std::get_if<document::Paragraph>(&block)) {
      add(paragraph->runs);
    } else if (const auto* table = std::get_if<document::Table>(&block)) {
      out += table->caption + "\n";
      for (const document::TableRow& row : table->rows) {
        out += Join(row.cells, "\t") + "\n";
      }
    } else if (const auto* notes = std::get_if<document::Notes>(&block)) {
      out += Join(notes->lines, "\n") + "\n";
    }
  }
  return out;
}

std::string TextOf(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  const std::string* text = found == fields.end() ? nullptr : found->second.As<std::string>();
  return text == nullptr ? std::string() : *text;
}

template <class Kind>
Kind ValueOr(const Fields& fields, std::string_view name, Kind otherwise) {
  const auto found = fields.find(name);
  const Kind* value = found == fields.end() ? nullptr : found->second.As<Kind>();
  return value == nullptr ? otherwise : *value;
}

std::vector<Hearing> HearingsOf(const registers::Record& record) {
  std::vector<Hearing> out;
  const auto found = record.state.fields.find("hearing");
  const GroupRows* rows =
      found == record.state.fields.end() ? nullptr : found->second.As<GroupRows>();
  for (std::size_t i = 0; rows != nullptr && i < rows->size(); ++i) {
    const Fields& row = (*rows)[i];
    Hearing hearing;
    hearing.unit = ValueOr(row, "unit", kNoUnit);
    hearing.matter = TextOf(row, "matter");
    hearing.asked_on = ValueOr(row, "asked_on", Date{});
    hearing.reply_by = ValueOr(row, "reply_by", Date{});
    hearing.reply = TextOf(row, "reply");
    if (row.count("replied_on") > 0) {
      hearing.replied_on = ValueOr(row, "replied_on", Date{});
    }
    out.push_back(std::move(hearing));
  }
  return out;
}

JsonArray WriteHearings(const std::vector<Hearing>& hearings) {
  JsonArray out;
  for (const Hearing& hearing : hearings) {
    JsonObject row{{"unit", NumberOf(hearing.unit)},
                   {"matter", hearing.matter},
                   {"asked_on", hearing.asked_on.ToString()},
                   {"reply_by", hearing.reply_by.ToString()}};
    if (!hearing.reply.empty()) {
      row["reply"] = hearing.reply;
      row["replied_on"] = hearing.replied_on->ToString();
    }
    out.push_back(std::move(row));
  }
  return out;
}

// Who is named as behind on what, with what was asked and said of it before.
std::vector<Hearing> Ask(const FigureBook& book,
                         const std::vector<Hearing>& before,
                         Date today,
                         Date reply_by) {
  std::vector<Hearing> out;
  for (const Section& section : book.sections()) {
    for (const figure::Figure& figure : section.rows) {
      const std::string& matter = figure.indicator->title.zh;
      const auto same = [&](const Hearing& hearing) {
        return hearing.unit == figure.unit && hearing.matter == matter;
      };
      if (figure.own || !IsBehind(figure) || std::any_of(out.begin(), out.end(), same)) {
        continue;
      }
      const auto asked = std::find_if(before.begin(), before.end(), same);
      out.push_back(asked != before.end()
                        ? *asked
                        : Hearing{figure.unit, matter, today, reply_by, "", std::nullopt});
    }
  }
  return out;
}

Result<registers::Record> FindUnissued(App& app,
                                       const access::Scope& scope,
                                       const std::string& number) {
  TRY_ASSIGN(std::optional<registers::Record> record, FindPaper(app, scope, "bulletin", number));
  if (!record) {
    return Error{ErrorCode::kNotFound, "bulletin.unknown", {{"number", number}}};
  }
  if (record->state.state != "draft" && record->state.state != "checking") {
    return Error{ErrorCode::kConflict, "bulletin.issued", {{"number", number}}};
  }
  return *std::move(record);
}

registers::RecordCommand CommandFor(App& app,
                                    const access::Scope& scope,
                                    JurisdictionId jurisdiction,
                                    const RecordId& record,
                                    rules::Act act) {
  registers::RecordCommand command;
  command.origin = app.NewOrigin(scope);
  command.jurisdiction = jurisdiction;
  command.pack = "bulletin";
  command.record = record;
  command.act = act;
  return command;
}

// A new record, or the one that was drafted before, on its way to be checked.
Status Send(App& app,
            const access::Scope& scope,
            JurisdictionId jurisdiction,
            const RecordId& id,
            const registers::Record* before,
            JsonObject fields) {
  CommandGroup group;
  const auto move = [&](const char* transition) {
    registers::RecordCommand command = CommandFor(app, scope, jurisdiction, id, rules::Act::kMove);
    command.transition = transition;
    group.commands.push_back(std::move(command));
  };
  if (before != nullptr && before->state.state == "checking") {
    move("send_back");
  }
  registers::RecordCommand set = CommandFor(
      app, scope, jurisdiction, id, before == nullptr ? rules::Act::kCreate : rules::Act::kChange);
  set.set = std::move(fields);
  group.commands.push_back(std::move(set));
  move("check");
  std::vector<CommandGroup> groups;
  groups.push_back(std::move(group));
  std::vector<GroupResult> results = app.Submit(scope, std::move(groups));
  return results.front().ok() ? Status() : Status(std::move(results.front()).error());
}

}  // namespace

Result<Bulletin> DraftBulletin(App& app,
                               const access::Scope& scope,
                               const BulletinOptions& options,
                               const document::PdfFonts& fonts) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const Unit* unit = directory->FindUnit(options.unit);
  const std::optional<JurisdictionId> jurisdiction =
      directory->JurisdictionOf(options.unit, app.today());
  if (unit == nullptr || !jurisdiction) {
    return Error{ErrorCode::kInvalid,
                 "unit.no_jurisdiction",
                 {{"name", directory->NameOf(options.unit)}},
                 "/unit"};
  }
  TRY_ASSIGN(const std::optional<registers::Record> before,
             FindPaper(app, scope, "bulletin", options.number));
  if (before && before->state.state != "dropped") {
    TRY(FindUnissued(app, scope, options.number));
  }
  const registers::Record* draft = before && before->state.state != "dropped" ? &*before : nullptr;
  TRY_ASSIGN(const std::optional<LastIssue> last,
             FindLastIssue(app, scope, options.unit, options.since, options.as_of));
  FigureBook book(app, scope, options.unit, options.as_of, last ? &*last : nullptr);
  TRY_ASSIGN(const std::vector<const Section*> sections, book.ReadDefault(options.indicators));

  PaperWords paper;
  paper.mark = options.red_head ? unit->name + "重点工作进度通报" : "";
  paper.number = options.number;
  paper.issuer = options.issuer.empty() ? unit->name : options.issuer;
  paper.title =
      options.title.empty() ? "关于" + unit->name + "重点工作进展情况的通报" : options.title;
  paper.to = options.to;
  paper.copies = options.copies;
  paper.date = app.today();
  std::vector<Hearing> hearings = draft == nullptr ? std::vector<Hearing>{} : HearingsOf(*draft);
  BulletinWords words(book, paper, sections, hearings);
  const document::TemplateWords meaning = words.words();
  const std::string built_in =
      options.template_docx.empty() ? document::BuiltInTemplate("progress") : std::string();
  const std::string& form = options.template_docx.empty() ? built_in : options.template_docx;
  // Once to know which figures the template asks for, so that who is behind on them is asked; once
  // for the wording that 核验码 vouches for; and once with the code in it.
  TRY(document::FillTemplate(form, meaning));
  const Date reply_by =
      options.reply_by.value_or(directory->calendar().AddWorkingDays(app.today(), 2));
  hearings = Ask(book, hearings, app.today(), reply_by);
  TRY_ASSIGN(const document::Paper uncoded, document::FillTemplate(form, meaning));
  JsonArray frozen;
  TRY_ASSIGN(const auto positions, HeadPositions(app));
  for (const Section& section : book.sections()) {
    std::vector<figure::Figure> all = section.rows;
    all.push_back(section.whole);
    for (Json& figure : FiguresToJson(app, all, positions)) {
      frozen.push_back(std::move(figure));
    }
  }
  const std::string frozen_text = CanonicalJson(JsonObject{{"title", paper.title},
                                                           {"number", options.number},
                                                           {"as_of", options.as_of.ToString()},
                                                           {"figures", std::move(frozen)},
                                                           {"hearing", WriteHearings(hearings)},
                                                           {"wording", Wording(uncoded.blocks)}});
  paper.code = Grouped(HashOf(frozen_text));
  TRY_ASSIGN(document::FilledTemplate filled, document::FillTemplate(form, meaning, fonts));
  filled.paper.title = paper.title;
  filled.paper.date = app.today();
  TRY_ASSIGN(document::PdfFile pdf, document::WritePdf(filled.paper, fonts));

  Bulletin out;
  out.number = options.number;
  out.code = paper.code;
  out.docx = std::move(filled.docx);
  out.pages = pdf.pages;
  out.pdf = std::move(pdf.bytes);
  for (const char32_t point : pdf.missing) {
    AppendCodePoint(out.missing.emplace_back(), point);
  }
  for (const Hearing& hearing : hearings) {
    const std::string name = book.NameOf(hearing.unit);
    if (hearing.reply.empty() &&
        std::find(out.unheard.begin(), out.unheard.end(), name) == out.unheard.end()) {
      out.unheard.push_back(name);
    }
  }
  const auto keep = [&](const std::string& bytes, std::string_view type) -> Result<std::string> {
    TRY_ASSIGN(const Hash256 hash, app.PutAttachment(*jurisdiction, bytes, type, nullptr));
    return "sha256:" + hash.ToHex();
  };
  constexpr std::string_view kDocx =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  TRY_ASSIGN(const std::string figures, keep(frozen_text, "application/json"));
  TRY_ASSIGN(const std::string file, keep(out.docx, kDocx));
  TRY_ASSIGN(const std::string print, keep(out.pdf, "application/pdf"));
  out.record = draft != nullptr
                   ? draft->id
                   : RecordId(Uuid::Derived({"bulletin", std::to_string(NumberOf(*jurisdiction)),
                                             options.number, out.code}));
  JsonObject fields{{"number", options.number},
                    {"name", paper.title},
                    {"kind", "progress"},
                    {"unit", NumberOf(options.unit)},
                    {"as_of", options.as_of.ToString()},
                    {"code", out.code},
                    {"figures", figures},
                    {"file", file},
                    {"print", print}};
  if (!hearings.empty() || draft != nullptr) {
    fields["hearing"] = WriteHearings(hearings);
  }
  TRY(Send(app, scope, *jurisdiction, out.record, draft, std::move(fields)));
  return out;
}

std::string BulletinTemplate() { return document::BuiltInTemplate("progress"); }

Result<std::vector<WordValue>> BulletinWordList(App& app, const access::Scope& scope, UnitId unit) {
  TRY_ASSIGN(const std::optional<LastIssue> last,
             FindLastIssue(app, scope, unit, std::nullopt, app.today()));
  FigureBook book(app, scope, unit, app.today(), last ? &*last : nullptr);
  TRY_ASSIGN(const std::vector<const Section*> sections, book.ReadDefault({}));
  const PaperWords paper{"（刊名）", "（期号）", "（编发单位）", "（标题）",
                         "（主送）", "（抄送）", "（核验码）",   app.today()};
  const std::vector<Hearing> hearings;
  BulletinWords words(book, paper, sections, hearings);
  const document::TemplateWords meaning = words.words();
  std::vector<WordValue> out;
  for (const std::string& word : words.Known()) {
    TRY_ASSIGN(const std::optional<document::Filling> filling, meaning.find(word, ""));
    LUOSHI_CHECK(filling.has_value());
    const std::string* text = std::get_if<std::string>(&*filling);
    out.push_back({word, text == nullptr ? "（单独占一段的表、图或文字）" : *text});
  }
  return out;
}

Status ReplyToBulletin(App& app,
                       const access::Scope& scope,
                       const std::string& number,
                       UnitId unit,
                       const std::string& matter,
                       const std::string& reply) {
  TRY_ASSIGN(const registers::Record record, FindUnissued(app, scope, number));
  std::vector<Hearing> hearings = HearingsOf(record);
  bool asked = false;
  for (Hearing& hearing : hearings) {
    if (hearing.unit == unit && (matter.empty() || hearing.matter == matter)) {
      hearing.reply = Trim(reply);
      hearing.replied_on = app.today();
      asked = true;
    }
  }
  if (!asked || Trim(reply).empty()) {
    return Error{ErrorCode::kNotFound,
                 "bulletin.not_asked",
                 {{"number", number}, {"unit", app.directory()->NameOf(unit)}}};
  }
  registers::RecordCommand command =
      CommandFor(app, scope, record.jurisdiction, record.id, rules::Act::kChange);
  command.set = {{"hearing", WriteHearings(hearings)}};
  command.seen = {{"hearing", WriteHearings(HearingsOf(record))}};
  TRY(app.SubmitOne(scope, std::move(command)));
  return {};
}

Status IssueBulletin(App& app, const access::Scope& scope, const std::string& number) {
  TRY_ASSIGN(const registers::Record draft, FindUnissued(app, scope, number));
  const std::vector<Hearing> hearings = HearingsOf(draft);
  for (const Hearing& hearing : hearings) {
    if (hearing.reply.empty() && app.today() < hearing.reply_by) {
      return Error{
          ErrorCode::kConflict,
          "bulletin.not_heard",
          {{"unit", app.directory()->NameOf(hearing.unit)}, {"day", hearing.reply_by.ToChinese()}}};
    }
  }
  if (!hearings.empty()) {
    TRY_ASSIGN(const journal::Attachment file, PaperFile(app, draft, "figures"));
    TRY_ASSIGN(const Json frozen, ParseJson(file.content));
    const JsonArray* printed = FindArray(frozen.as_object(), "hearing");
    if (printed == nullptr || *printed != WriteHearings(hearings)) {
      return Error{ErrorCode::kConflict, "bulletin.reply_unprinted", {{"number", number}}};
    }
  }
  registers::RecordCommand issue =
      CommandFor(app, scope, draft.jurisdiction, draft.id, rules::Act::kMove);
  issue.transition = "issue";
  issue.set = {{"issued_on", app.today().ToString()}};
  TRY(app.SubmitOne(scope, std::move(issue)));
  return {};
}

}  // namespace luoshi::app
