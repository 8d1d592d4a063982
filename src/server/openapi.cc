#include "server/openapi.h"

#include "server/routes.h"

namespace luoshi::server {
namespace {

constexpr std::string_view kApi = "/api/v1";

JsonObject ParameterOf(std::string_view name,
                       std::string_view in,
                       std::string_view about,
                       bool required) {
  return {{"name", name},
          {"in", in},
          {"description", about},
          {"required", required},
          {"schema", {{"type", "string"}}}};
}

JsonArray ParametersOf(const Route& route) {
  JsonArray out;
  for (std::size_t open = route.path.find('{'); open != std::string_view::npos;
       open = route.path.find('{', open + 1)) {
    const std::string_view name =
        route.path.substr(open + 1, route.path.find('}', open) - open - 1);
    out.push_back(ParameterOf(name, "path", "", true));
  }
  for (const Parameter& parameter : route.parameters) {
    JsonObject json = ParameterOf(parameter.name, "query", parameter.about, parameter.required);
    if (parameter.repeated) {
      json["schema"] = {{"type", "array"}, {"items", {{"type", "string"}}}};
      json["explode"] = true;
    }
    out.push_back(std::move(json));
  }
  if (!route.anonymous) {
    out.push_back(ParameterOf("Luoshi-Actor", "header", "以谁的身份 who asks", false));
  }
  return out;
}

JsonObject OperationOf(const Route& route) {
  JsonObject json;
  json["summary"] = route.summary;
  json["description"] = "权限 Permission: " + std::string(route.permission);
  json["parameters"] = ParametersOf(route);
  if (route.body != Body::kNone) {
    const char* type = route.body == Body::kJson ? "application/json" : "application/octet-stream";
    json["requestBody"] = {
        {"required", true}, {"description", route.body_about}, {"content", {{type, JsonObject()}}}};
  }
  json["responses"] = {
      {"200", {{"description", "OK"}, {"content", {{route.answers, JsonObject()}}}}},
      {"default", {{"$ref", "#/components/responses/Problem"}}}};
  return json;
}

// What every error looks like (problem.cc).
JsonObject ProblemSchema() {
  const JsonObject text = {{"type", "string"}};
  return {{"type", "object"},
          {"required", {"type", "title", "status", "key", "detail", "detail_en"}},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"key", text},
            {"detail", text},
            {"detail_en", text},
            {"pointer", {{"type", "string"}, {"nullable", true}}},
            {"errors", {{"type", "array"}, {"items", {{"type", "object"}}}}}}}};
}

}  // namespace

JsonObject OpenApiDocument() {
  JsonObject paths;
  for (const Route& route : Routes()) {
    if (!route.path.starts_with(kApi)) {
      continue;
    }
    if (!paths.contains(route.path)) {
      paths[route.path] = JsonObject();
    }
    const bool get = route.method == "GET";
    paths[route.path].as_object()[get ? "get" : "post"] = OperationOf(route);
  }
  const JsonObject problem = {
      {"description", "application/problem+json"},
      {"content",
       {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  JsonObject out;
  out["openapi"] = "3.0.3";
  out["info"] = {{"title", "落实 Luoshi"}, {"version", "v1"}};
  out["paths"] = std::move(paths);
  out["components"] = {{"responses", {{"Problem", problem}}},
                       {"schemas", {{"Problem", ProblemSchema()}}}};
  return out;
}

}  // namespace luoshi::server
