// One request on its way through a handler: who asks, of what, with which values of the path.
#pragma once

#include <mutex>
#include <string>

#include "app/app.h"
#include "server/http.h"

namespace luoshi::server {

struct ServerOptions {
  std::string actor = "clerk";  // who asks when the header Luoshi-Actor names nobody
  std::string out = "out";      // folder of the five files
  std::string fonts;            // folder of open fonts; "" = the system's only
};

struct Call {
  app::App& app;
  const ServerOptions& options;
  const Request& request;
  access::Scope scope;                                   // made anew for each request
  std::map<std::string, std::string, std::less<>> path;  // {record} → its value
  std::shared_ptr<const root::Directory> directory;      // as of the beginning of the request

  // "" when missing.
  std::string Parameter(std::string_view name) const;
};

Response JsonResponse(const Json& json, int status = 200);
Response JsonTextResponse(std::string json);  // JSON already
// `name` is offered as the file's name when it is not "".
Response BytesResponse(std::string bytes, std::string_view media_type, const std::string& name);
Response HtmlResponse(std::string html);

}  // namespace luoshi::server
