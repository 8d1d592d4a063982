#include "base/json.h"

#include <algorithm>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.h"

namespace luoshi {
namespace {

Error WrongType(std::string_view name, std::string_view expected) {
  return Error{ErrorCode::kInvalid,
               "json.type",
               {{"expected", std::string(expected)}},
               "/" + std::string(name)};
}

const Json* FindMember(const JsonObject& object, std::string_view name) {
  const Json* value = object.if_contains(boost::json::string_view(name.data(), name.size()));
  return value == nullptr || value->is_null() ? nullptr : value;
}

void WriteCanonical(const Json& value, std::string& out) {
  if (const JsonObject* object = value.if_object()) {
    std::vector<const boost::json::key_value_pair*> members;
    members.reserve(object->size());
    for (const auto& member : *object) {
      members.push_back(&member);
    }
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return a->key() < b->key(); });
    out.push_back('{');
    for (const auto* member : members) {
      if (out.back() != '{') {
        out.push_back(',');
      }
      out += boost::json::serialize(boost::json::string_view(member->key()));
      out.push_back(':');
      WriteCanonical(member->value(), out);
    }
    out.push_back('}');
    return;
  }
  if (const JsonArray* array = value.if_array()) {
    out.push_back('[');
    for (const Json& item : *array) {
      if (out.back() != '[') {
        out.push_back(',');
      }
      WriteCanonical(item, out);
    }
    out.push_back(']');
    return;
  }
  out += boost::json::serialize(value);
}

void WritePretty(const Json& value, const std::string& indent, std::string& out) {
  const std::string deeper = indent + "  ";
  if (const JsonObject* object = value.if_object(); object != nullptr && !object->empty()) {
    out += "{";
    bool first = true;
    for (const auto& member : *object) {
      out += first ? "\n" : ",\n";
      first = false;
      out += deeper + boost::json::serialize(boost::json::string_view(member.key())) + ": ";
      WritePretty(member.value(), deeper, out);
    }
    out += "\n" + indent + "}";
  } else if (const JsonArray* array = value.if_array(); array != nullptr && !array->empty()) {
    out += "[";
    bool first = true;
    for (const Json& item : *array) {
      out += (first ? "\n" : ",\n") + deeper;
      first = false;
      WritePretty(item, deeper, out);
    }
    out += "\n" + indent + "]";
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

Result<Json> ParseJson(std::string_view text) {
  if (!IsValidText(text)) {
    return Error{ErrorCode::kInvalid, "json.syntax", {{"reason", "not UTF-8"}}};
  }
  boost::json::error_code failure;
  Json value = boost::json::parse(boost::json::string_view(text.data(), text.size()), failure);
  if (failure) {
    return Error{ErrorCode::kInvalid, "json.syntax", {{"reason", failure.message()}}};
  }
  return value;
}

std::string WriteJson(const Json& value) { return boost::json::serialize(value); }

std::string CanonicalJson(const Json& value) {
  std::string out;
  WriteCanonical(value, out);
  return out;
}

std::string PrettyJson(const Json& value) {
  std::string out;
  WritePretty(value, "", out);
  out.push_back('\n');
  return out;
}

Result<std::optional<std::string>> OptionalString(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  if (value == nullptr) {
    return std::optional<std::string>();
  }
  const boost::json::string* text = value->if_string();
  if (text == nullptr) {
    return WrongType(name, "string");
  }
  return std::optional<std::string>(std::string(text->data(), text->size()));
}

Result<std::optional<std::int64_t>> OptionalInt(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  if (value == nullptr) {
    return std::optional<std::int64_t>();
  }
  if (!value->is_int64()) {
    return WrongType(name, "integer");
  }
  return std::optional<std::int64_t>(value->get_int64());
}

Result<std::optional<bool>> OptionalBool(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  if (value == nullptr) {
    return std::optional<bool>();
  }
  if (!value->is_bool()) {
    return WrongType(name, "boolean");
  }
  return std::optional<bool>(value->get_bool());
}

Result<std::string> RequiredString(const JsonObject& object, std::string_view name) {
  TRY_ASSIGN(std::optional<std::string> value, OptionalString(object, name));
  if (!value) {
    return Error{ErrorCode::kInvalid,
                 "json.missing",
                 {{"name", std::string(name)}},
                 "/" + std::string(name)};
  }
  return *std::move(value);
}

Result<std::int64_t> RequiredInt(const JsonObject& object, std::string_view name) {
  TRY_ASSIGN(const std::optional<std::int64_t> value, OptionalInt(object, name));
  if (!value) {
    return Error{ErrorCode::kInvalid,
                 "json.missing",
                 {{"name", std::string(name)}},
                 "/" + std::string(name)};
  }
  return *value;
}

const JsonObject* FindObject(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  return value == nullptr ? nullptr : value->if_object();
}

const JsonArray* FindArray(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  return value == nullptr ? nullptr : value->if_array();
}

std::string_view FindText(const JsonObject& object, std::string_view name) {
  const Json* value = FindMember(object, name);
  const boost::json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : TextOf(*text);
}

std::int64_t FindInt(const JsonObject& object, std::string_view name, std::int64_t otherwise) {
  const Json* value = FindMember(object, name);
  return value == nullptr || !value->is_int64() ? otherwise : value->get_int64();
}

}  // namespace luoshi
