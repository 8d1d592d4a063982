#include "server/decode.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"

namespace luoshi::server {

Error WrongParameter(const Call& call, std::string_view name) {
  return {ErrorCode::kInvalid,
          "http.parameter",
          {{"name", std::string(name)}, {"value", call.Parameter(name)}},
          "?" + std::string(name)};
}

std::optional<std::int64_t> ReadInteger(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = failure == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(out) : std::nullopt;
}

std::string Call::Parameter(std::string_view name) const {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

Result<UnitId> FindUnit(const Call& call, const std::string& text, const std::string& pointer) {
  if (text.starts_with("id:")) {
    const std::optional<std::int64_t> number = ReadInteger(std::string_view(text).substr(3));
    const UnitId unit{number.value_or(0)};
    if (call.directory->FindUnit(unit) != nullptr) {
      return unit;
    }
  }
  if (const Unit* unit = call.directory->FindUnitByCode(text, call.app.today()); unit != nullptr) {
    return unit->id;
  }
  const std::vector<UnitId> units = call.directory->MatchUnits(text, call.app.today());
  if (units.size() == 1) {
    return units.front();
  }
  return Error{units.empty() ? ErrorCode::kNotFound : ErrorCode::kInvalid,
               units.empty() ? "unit.unknown" : "unit.ambiguous",
               {{"text", text}},
               pointer};
}

Result<UnitId> ReadUnit(const Call& call, std::string_view name) {
  return FindUnit(call, call.Parameter(name), "?" + std::string(name));
}

Result<UnitId> ReadOptionalUnit(const Call& call, std::string_view name) {
  return call.Parameter(name).empty() ? Result<UnitId>(kNoUnit) : ReadUnit(call, name);
}

std::string UnitText(const Call& call, UnitId unit) {
  const Unit* found = call.directory->FindUnit(unit);
  if (found != nullptr && !found->code.empty()) {
    const Unit* same = call.directory->FindUnitByCode(found->code, call.app.today());
    if (same != nullptr && same->id == unit) {
      return found->code;
    }
  }
  return "id:" + std::to_string(NumberOf(unit));
}

Result<std::optional<Date>> ReadDay(const Call& call, std::string_view name) {
  const std::string text = call.Parameter(name);
  if (text.empty()) {
    return std::optional<Date>();
  }
  Result<Date> day = Date::Parse(text);
  if (!day.ok()) {
    return WrongParameter(call, name);
  }
  return std::optional<Date>(*day);
}

Result<std::int64_t> ReadCount(const Call& call,
                               std::string_view name,
                               std::int64_t otherwise,
                               std::int64_t most) {
  const std::string text = call.Parameter(name);
  if (text.empty()) {
    return otherwise;
  }
  const std::optional<std::int64_t> number = ReadInteger(text);
  if (!number || *number < 1 || *number > most) {
    return WrongParameter(call, name);
  }
  return *number;
}

Result<bool> ReadFlag(const Call& call, std::string_view name) {
  const std::string text = call.Parameter(name);
  if (text.empty() || text == "false") {
    return false;
  }
  return text == "true" ? Result<bool>(true) : Result<bool>(WrongParameter(call, name));
}

std::vector<std::string> ReadList(const Call& call, std::string_view name) {
  std::vector<std::string> out;
  const auto [begin, end] = call.request.query.equal_range(name);
  for (auto at = begin; at != end; ++at) {
    out.push_back(at->second);
  }
  return out;
}

std::map<std::string, std::string> ReadFamily(const Call& call, std::string_view prefix) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : call.request.query) {
    if (name.starts_with(prefix)) {
      out.emplace(name.substr(prefix.size()), value);
    }
  }
  return out;
}

Result<JsonObject> ReadObject(const Call& call) {
  TRY_ASSIGN(const Json json, ParseJson(call.request.body));
  const JsonObject* object = json.if_object();
  if (object == nullptr) {
    return Error{ErrorCode::kInvalid, "json.type", {{"expected", "object"}}};
  }
  return *object;
}

Result<Hash256> ReadHash(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  Hash256 hash;
  const std::optional<std::string> raw =
      text.starts_with(kPrefix) ? FromHex(text.substr(kPrefix.size())) : std::nullopt;
  if (!raw || raw->size() != hash.bytes.size()) {
    return Error{ErrorCode::kNotFound, "attachment.missing"};
  }
  std::copy(raw->begin(), raw->end(), hash.bytes.begin());
  return hash;
}

Result<std::optional<Date>> OptionalDay(const JsonObject& object, std::string_view name) {
  TRY_ASSIGN(const std::optional<std::string> text, OptionalString(object, name));
  if (!text) {
    return std::optional<Date>();
  }
  Result<Date> day = Date::Parse(*text);
  if (!day.ok()) {
    Error error = std::move(day).error();
    error.pointer = "/" + std::string(name);
    return error;
  }
  return std::optional<Date>(*day);
}

Result<std::vector<std::string>> OptionalStrings(const JsonObject& object, std::string_view name) {
  const Json* member = object.if_contains(name);
  std::vector<std::string> out;
  if (member == nullptr || member->is_null()) {
    return out;
  }
  const JsonArray* list = member->if_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (const auto* text = (*list)[i].if_string()) {
      out.emplace_back(TextOf(*text));
    }
  }
  if (list == nullptr || out.size() != list->size()) {
    return Error{ErrorCode::kInvalid,
                 "json.type",
                 {{"expected", "array of strings"}},
                 "/" + std::string(name)};
  }
  return out;
}

Result<figure::Query> ReadFigureQuery(const Call& call) {
  figure::Query query;
  TRY_ASSIGN(query.unit, ReadUnit(call, "unit"));
  if (const std::string level = call.Parameter("level"); !level.empty()) {
    query.level = ParseLevel(level);
    if (!query.level) {
      return Error{ErrorCode::kInvalid, "unit.level", {{"level", level.substr(0, 64)}}, "?level"};
    }
  }
  TRY_ASSIGN(const std::optional<Date> as_of, ReadDay(call, "as_of"));
  query.as_of = as_of.value_or(call.app.today());
  TRY_ASSIGN(query.since, ReadDay(call, "since"));
  TRY_ASSIGN(query.known_at, ReadDay(call, "known_at"));
  TRY_ASSIGN(query.boundary, ReadDay(call, "boundary"));
  if (const std::string period = call.Parameter("period"); !period.empty()) {
    query.period = period;
  }
  query.by = call.Parameter("by");
  query.indicators = ReadList(call, "indicator");
  const std::string axis = call.Parameter("axis");
  if (!axis.empty() && axis != "region" && axis != "responsible") {
    return WrongParameter(call, "axis");
  }
  if (const std::string against = call.Parameter("against"); !against.empty()) {
    query.against = figure::ParseAgainst(against);
    if (!query.against) {
      return WrongParameter(call, "against");
    }
  }
  TRY_ASSIGN(query.forecast, ReadFlag(call, "forecast"));
  query.axis = axis == "responsible" ? figure::Axis::kResponsible : figure::Axis::kRegion;
  return query;
}

Result<app::ExplainQuery> ReadExplainQuery(const Call& call) {
  TRY_ASSIGN(const figure::Query figure, ReadFigureQuery(call));
  app::ExplainQuery query;
  query.indicator = call.Parameter("indicator");
  query.unit = figure.unit;
  query.as_of = figure.as_of;
  query.known_at = figure.known_at;
  query.period = figure.period;
  TRY_ASSIGN(query.own, ReadFlag(call, "own"));
  TRY_ASSIGN(const std::int64_t limit, ReadCount(call, "limit", 200, 1'000));
  query.limit = static_cast<std::size_t>(limit);
  return query;
}

}  // namespace luoshi::server
