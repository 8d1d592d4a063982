// JSON values (Boost.JSON) with one way to read and one way to write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.h"

namespace luoshi {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

// UTF-8 only, nested at most 32 deep, no duplicate keys. kInvalid json.syntax.
Result<Json> ParseJson(std::string_view text);
// Compact, keys in the order they were put in.
std::string WriteJson(const Json& value);
// Compact with every object's keys sorted by bytes: the form that is hashed.
std::string CanonicalJson(const Json& value);
// Indented for people and for files in git.
std::string PrettyJson(const Json& value);

// Typed look at a member of an object. A missing or null member is nullopt; one of the wrong type
// is kInvalid json.type with the member's pointer.
Result<std::optional<std::string>> OptionalString(const JsonObject& object, std::string_view name);
Result<std::optional<std::int64_t>> OptionalInt(const JsonObject& object, std::string_view name);
Result<std::optional<bool>> OptionalBool(const JsonObject& object, std::string_view name);
// As above, but missing is kInvalid json.missing.
Result<std::string> RequiredString(const JsonObject& object, std::string_view name);
Result<std::int64_t> RequiredInt(const JsonObject& object, std::string_view name);
// nullptr when missing, null or not of that kind: for what we wrote ourselves.
const JsonObject* FindObject(const JsonObject& object, std::string_view name);
const JsonArray* FindArray(const JsonObject& object, std::string_view name);
std::string_view FindText(const JsonObject& object, std::string_view name);  // "" when missing
std::int64_t FindInt(const JsonObject& object, std::string_view name, std::int64_t otherwise = 0);

inline std::string_view TextOf(const boost::json::string& text) {
  return {text.data(), text.size()};
}

}  // namespace luoshi
