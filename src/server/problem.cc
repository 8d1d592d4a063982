#include "server/problem.h"

#include <algorithm>
#include <array>

#include "server/html.h"

namespace luoshi::server {
namespace {

struct StatusRow {
  std::string_view key;
  int status;
};

// What is wrong with the request itself rather than with what it asks for.
constexpr std::array<StatusRow, 11> kByKey = {{{"http.body_too_large", 413},
                                               {"http.header_too_large", 431},
                                               {"http.malformed", 400},
                                               {"http.method", 405},
                                               {"http.parameter", 400},
                                               {"http.parameter_missing", 400},
                                               {"http.target", 400},
                                               {"json.missing", 400},
                                               {"json.syntax", 400},
                                               {"json.type", 400},
                                               {"uuid.invalid", 400}}};

int ByCode(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return 422;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kForbidden:
      return 403;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

JsonObject One(const Error& error) {
  JsonObject json;
  json["key"] = error.key;
  json["detail"] = Message(error, Language::kZh);
  json["detail_en"] = Message(error, Language::kEn);
  json["pointer"] = error.pointer.empty() ? Json() : Json(error.pointer);
  return json;
}

}  // namespace

int StatusOf(const Error& error) {
  const auto found = std::find_if(kByKey.begin(), kByKey.end(),
                                  [&](const StatusRow& row) { return row.key == error.key; });
  return found == kByKey.end() ? ByCode(error.code) : found->status;
}

JsonObject ProblemOf(const Error& error) {
  JsonObject json;
  json["type"] = "urn:luoshi:problem:" + error.key;
  json["title"] = std::string(CodeName(error.code));
  json["status"] = StatusOf(error);
  for (auto& [name, value] : One(error)) {
    json[name] = value;
  }
  JsonArray errors;
  for (const Error& other : error.others) {
    errors.push_back(One(other));
  }
  json["errors"] = std::move(errors);
  return json;
}

Response ProblemResponse(const Error& error) {
  Response response;
  response.status = StatusOf(error);
  response.headers = {{"Content-Type", "application/problem+json; charset=utf-8"}};
  if (response.status == 503) {
    response.headers.emplace_back("Retry-After", "1");
  }
  response.body = WriteJson(ProblemOf(error));
  return response;
}

Response ProblemPage(const Error& error) {
  Response response;
  response.status = StatusOf(error);
  response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  response.body =
      Page("落实", "<header><h1>没能完成</h1></header><main><section><p>" +
                       Escape(Message(error, Language::kZh)) + "</p><p class=\"soft\">" +
                       Escape(Message(error, Language::kEn)) + "</p><p>" + Link("/", "回到首页") +
                       "</p></section></main>");
  return response;
}

}  // namespace luoshi::server
