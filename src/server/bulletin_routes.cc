// bulletins: drafted, issued by somebody else, and read.
#include "app/bulletin.h"
#include "app/papers.h"
#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {
namespace {

Error Unknown(const std::string& number) {
  return {ErrorCode::kNotFound, "bulletin.unknown", {{"number", number}}};
}

Result<Response> Document(Call& call, std::string_view field, const std::string& ending) {
  const std::string& number = call.path.at("number");
  TRY_ASSIGN(const std::optional<registers::Record> record,
             app::FindPaper(call.app, call.scope, "bulletin", number));
  if (!record) {
    return Unknown(number);
  }
  const auto found = record->state.fields.find(field);
  const std::string* name =
      found == record->state.fields.end() ? nullptr : found->second.As<std::string>();
  if (name == nullptr) {
    return Unknown(number);
  }
  TRY_ASSIGN(const Hash256 hash, ReadHash(*name));
  TRY_ASSIGN(journal::Attachment file, call.app.GetAttachment(record->jurisdiction, hash));
  return BytesResponse(std::move(file.content), file.media_type, number + ending);
}

}  // namespace

Result<Response> ListBulletins(Call& call) { return ListPapers(call, "bulletin"); }

Result<Response> PostBulletin(Call& call) {
  TRY_ASSIGN(const JsonObject body, ReadObject(call));
  app::BulletinOptions options;
  TRY_ASSIGN(options.number, RequiredString(body, "number"));
  TRY_ASSIGN(const std::string unit, RequiredString(body, "unit"));
  TRY_ASSIGN(options.unit, FindUnit(call, unit, "/unit"));
  TRY_ASSIGN(const std::optional<Date> as_of, OptionalDay(body, "as_of"));
  options.as_of = as_of.value_or(call.app.today());
  TRY_ASSIGN(options.since, OptionalDay(body, "since"));
  TRY_ASSIGN(const std::optional<std::string> title, OptionalString(body, "title"));
  options.title = title.value_or("");
  TRY_ASSIGN(const std::optional<std::string> issuer, OptionalString(body, "issuer"));
  options.issuer = issuer.value_or("");
  TRY_ASSIGN(options.indicators, OptionalStrings(body, "indicators"));
  TRY_ASSIGN(const document::PdfFonts fonts, document::PdfFonts::Load(call.options.fonts));
  TRY_ASSIGN(const app::Bulletin bulletin,
             app::DraftBulletin(call.app, call.scope, options, fonts));
  return JsonResponse(JsonObject{{"record", bulletin.record.ToString()},
                                 {"number", bulletin.number},
                                 {"code", bulletin.code},
                                 {"pages", bulletin.pages}},
                      201);
}

Result<Response> IssueBulletin(Call& call) {
  TRY(app::IssueBulletin(call.app, call.scope, call.path.at("number")));
  return JsonResponse(JsonObject{{"number", call.path.at("number")}, {"status", "issued"}});
}

Result<Response> BulletinDocx(Call& call) { return Document(call, "file", ".docx"); }

Result<Response> BulletinPdf(Call& call) { return Document(call, "print", ".pdf"); }

}  // namespace luoshi::server
