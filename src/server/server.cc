#include "server/server.h"

#include <algorithm>
#include <exception>

#include "server/html.h"
#include "server/problem.h"
#include "server/routes.h"

namespace luoshi::server {
namespace {

bool IsOwnHost(std::string_view host) {
  if (host.starts_with("[::1]")) {
    return true;
  }
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || (name.starts_with("127.") &&
                                 name.find_first_not_of("0123456789.") == std::string_view::npos);
}

// There is no sign-in yet, so a page of some other site must not be able to speak for the clerk:
// neither by a form sent here nor by a name of its own that it lets point here.
Status CheckOrigin(const Request& request) {
  const std::string_view host = request.Header("host");
  if (!host.empty() && !IsOwnHost(host)) {
    return Error{ErrorCode::kForbidden, "server.foreign"};
  }
  const std::string_view origin = request.Header("origin");
  if (!origin.empty() && origin != "http://" + std::string(host)) {
    return Error{ErrorCode::kForbidden, "server.foreign"};
  }
  return {};
}

// A misspelt filter must not silently filter nothing.
Status CheckParameters(const Route& route, const Request& request) {
  for (auto at = request.query.begin(); at != request.query.end(); ++at) {
    const auto found = std::find_if(
        route.parameters.begin(), route.parameters.end(), [&](const Parameter& parameter) {
          const std::string_view name = parameter.name;
          return name.ends_with(".*") ? at->first.starts_with(name.substr(0, name.size() - 1))
                                      : at->first == name;
        });
    const bool twice = request.query.count(at->first) > 1;
    if (found == route.parameters.end() || (twice && !found->repeated)) {
      return Error{ErrorCode::kInvalid,
                   "http.parameter",
                   {{"name", at->first}, {"value", at->second}},
                   "?" + at->first};
    }
  }
  for (const Parameter& parameter : route.parameters) {
    const auto found = request.query.find(parameter.name);
    if (parameter.required && (found == request.query.end() || found->second.empty())) {
      return Error{ErrorCode::kInvalid,
                   "http.parameter_missing",
                   {{"name", std::string(parameter.name)}},
                   "?" + std::string(parameter.name)};
    }
  }
  return {};
}

void Secure(Response& response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
      "frame-ancestors 'none'");
}

}  // namespace

Response JsonResponse(const Json& json, int status) {
  Response response = JsonTextResponse(WriteJson(json));
  response.status = status;
  return response;
}

Response JsonTextResponse(std::string json) {
  Response response;
  response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
  response.body = std::move(json);
  return response;
}

Response BytesResponse(std::string bytes, std::string_view media_type, const std::string& name) {
  Response response;
  response.headers = {{"Content-Type", std::string(media_type)}};
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename*=UTF-8''" + EncodePart(name));
  response.body = std::move(bytes);
  return response;
}

Response HtmlResponse(std::string html) {
  Response response;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  response.body = std::move(html);
  return response;
}

Server::Server(app::App& app, ServerOptions options, Log log)
    : app_(app), options_(std::move(options)), log_(std::move(log)) {}

Admission Server::Admit(const Request& head) const {
  Admission admission;
  admission.body_limit = kJsonBody;
  const Match match = FindRoute(head.method, head.path);
  if (match.route != nullptr) {
    admission.body_limit = match.route->body == Body::kBytes ? kBytesBody : kJsonBody;
    admission.cost = match.route->cost;
  }
  return admission;
}

Response Server::Handle(const Request& request) {
  Response response;
  try {
    Result<Response> result = Dispatch(request);
    response = result.ok() ? *std::move(result) : Answer(request, result.error());
  } catch (const std::exception& defect) {
    response =
        Answer(request, Error(ErrorCode::kInternal, "program.defect", {}, "", defect.what()));
  }
  Secure(response);
  return response;
}

Response Server::Refuse(const Error& error) const {
  Response response = ProblemResponse(error);
  Secure(response);
  return response;
}

Response Server::Answer(const Request& request, const Error& error) {
  const bool program = !request.path.empty() && request.path.front() == "api";
  const Error shown = error.code == ErrorCode::kInternal ? Incident(error) : error;
  return program ? ProblemResponse(shown) : ProblemPage(shown);
}

Error Server::Incident(const Error& error) {
  const std::string number = NewId(app_.clock(), app_.random()).ToString();
  log_("incident " + number + " " + error.key + " " + error.pointer + " " + error.detail);
  return {ErrorCode::kInternal, "server.incident", {{"incident", number}}};
}

Result<Response> Server::Dispatch(const Request& request) {
  TRY(CheckOrigin(request));
  Match match = FindRoute(request.method, request.path);
  if (match.route == nullptr) {
    if (match.allowed.empty()) {
      return Error{ErrorCode::kNotFound, "http.path"};
    }
    std::string allowed;
    for (const std::string_view method : match.allowed) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(method);
    }
    Response response =
        ProblemResponse(Error(ErrorCode::kInvalid, "http.method", {{"allowed", allowed}}));
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  TRY(CheckParameters(*match.route, request));
  TRY(app_.Refresh());  // another process may have granted or revoked something
  const std::string_view header = request.Header("luoshi-actor");
  Result<access::Scope> scope =
      match.route->anonymous
          ? Result<access::Scope>(app_.SystemScope("server"))
          : app_.ScopeOf(header.empty() ? std::string_view(options_.actor) : header);
  if (!scope.ok()) {
    return std::move(scope).error();
  }
  Call call{app_, options_, request, *std::move(scope), std::move(match.path), app_.directory()};
  return match.route->handler(call);
}

}  // namespace luoshi::server
