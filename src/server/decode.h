// Parameters of a request as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/explain.h"
#include "server/call.h"

namespace luoshi::server {

inline constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::optional<std::int64_t> ReadInteger(std::string_view text);
// http.parameter, at the parameter of this name
Error WrongParameter(const Call& call, std::string_view name);
// "sha256:" and 64 hex digits; kNotFound attachment.missing for anything else.
Result<Hash256> ReadHash(std::string_view text);
// As ReadUnit, of a text from anywhere.
Result<UnitId> FindUnit(const Call& call, const std::string& text, const std::string& pointer);
// Members of a JSON body; kInvalid json.type, date.invalid with the member's pointer.
Result<std::optional<Date>> OptionalDay(const JsonObject& object, std::string_view name);
Result<std::vector<std::string>> OptionalStrings(const JsonObject& object, std::string_view name);

// A unit by code, name, alias, or by number as "id:12". kNotFound unit.unknown, kInvalid
// unit.ambiguous, with pointer "?<name>".
Result<UnitId> ReadUnit(const Call& call, std::string_view name);
// The same; kNoUnit when the parameter is missing.
Result<UnitId> ReadOptionalUnit(const Call& call, std::string_view name);
// How ReadUnit reads it back.
std::string UnitText(const Call& call, UnitId unit);
Result<std::optional<Date>> ReadDay(const Call& call, std::string_view name);
// kInvalid http.parameter outside of 1…most.
Result<std::int64_t> ReadCount(const Call& call,
                               std::string_view name,
                               std::int64_t otherwise,
                               std::int64_t most);
Result<bool> ReadFlag(const Call& call, std::string_view name);
std::vector<std::string> ReadList(const Call& call, std::string_view name);
// set.x=… as {x: …}
std::map<std::string, std::string> ReadFamily(const Call& call, std::string_view prefix);
Result<JsonObject> ReadObject(const Call& call);
Result<figure::Query> ReadFigureQuery(const Call& call);
Result<app::ExplainQuery> ReadExplainQuery(const Call& call);

}  // namespace luoshi::server
