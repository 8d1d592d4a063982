#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/json_number.h"
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

// The first byte of a decimal among the strings; no UTF-8 has it.
constexpr char kExact = '\xFF';

std::string_view ExactDigits(std::string_view text) {
  if (text.size() < 2 || text.front() != kExact) {
    return {};
  }
  text.remove_prefix(1);
  return text.find_first_not_of("-.0123456789") == std::string_view::npos ? text
                                                                          : std::string_view();
}

void WriteText(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') {
      continue;
    }
    out.append(text, done, i - done);
    done = i + 1;
    out.push_back('\\');
    switch (c) {
      case '\b':
        out.push_back('b');
        break;
      case '\f':
        out.push_back('f');
        break;
      case '\n':
        out.push_back('n');
        break;
      case '\r':
        out.push_back('r');
        break;
      case '\t':
        out.push_back('t');
        break;
      case '"':
      case '\\':
        out.push_back(static_cast<char>(c));
        break;
      default:
        out += "u00";
        out.push_back(kHex[c >> 4]);
        out.push_back(kHex[c & 15]);
    }
  }
  out.append(text, done);
  out.push_back('"');
}

// What is neither an array nor an object.
void WriteScalar(const Json& value, std::string& out) {
  if (const boost::json::string* text = value.if_string()) {
    const std::string_view exact = ExactDigits(TextOf(*text));
    if (exact.empty()) {
      WriteText(TextOf(*text), out);
    } else {
      out += exact;
    }
  } else if (value.is_int64()) {
    out += std::to_string(value.get_int64());
  } else {
    out += boost::json::serialize(value);
  }
}

using Member = boost::json::key_value_pair;

void WriteCompact(const Json& value, bool sorted, std::string& out) {
  if (const JsonObject* object = value.if_object()) {
    const auto write = [&](const Member& member) {
      if (out.back() != '{') {
        out.push_back(',');
      }
      WriteText({member.key().data(), member.key().size()}, out);
      out.push_back(':');
      WriteCompact(member.value(), sorted, out);
    };
    out.push_back('{');
    if (sorted) {
      std::vector<const Member*> members;
      members.reserve(object->size());
      for (const Member& member : *object) {
        members.push_back(&member);
      }
      std::sort(members.begin(), members.end(),
                [](const Member* a, const Member* b) { return a->key() < b->key(); });
      for (const Member* member : members) {
        write(*member);
      }
    } else {
      for (const Member& member : *object) {
        write(member);
      }
    }
    out.push_back('}');
  } else if (const JsonArray* array = value.if_array()) {
    out.push_back('[');
    for (const Json& item : *array) {
      if (out.back() != '[') {
        out.push_back(',');
      }
      WriteCompact(item, sorted, out);
    }
    out.push_back(']');
  } else {
    WriteScalar(value, out);
  }
}

void WritePretty(const Json& value, const std::string& indent, std::string& out) {
  const std::string deeper = indent + "  ";
  if (const JsonObject* object = value.if_object(); object != nullptr && !object->empty()) {
    out += "{";
    bool first = true;
    for (const Member& member : *object) {
      out += first ? "\n" : ",\n";
      first = false;
      out += deeper;
      WriteText({member.key().data(), member.key().size()}, out);
      out += ": ";
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
    WriteCompact(value, false, out);
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

std::string WriteJson(const Json& value) {
  std::string out;
  WriteCompact(value, false, out);
  return out;
}

std::string CanonicalJson(const Json& value) {
  std::string out;
  WriteCompact(value, true, out);
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

Json ExactNumber(const Decimal& value) {
  if (value.scale() == 0) {
    return value.units();
  }
  return boost::json::string(kExact + value.ToString());
}

Json ExactNumber(const std::optional<Decimal>& value) {
  return value ? ExactNumber(*value) : Json();
}

Result<Decimal> DecimalOf(const Json& value) {
  if (value.is_int64()) {
    return Decimal::FromInt(value.get_int64());
  }
  if (const boost::json::string* text = value.if_string()) {
    if (const std::string_view exact = ExactDigits(TextOf(*text)); !exact.empty()) {
      return Decimal::Parse(exact);
    }
  }
  constexpr std::ptrdiff_t kKept = 15;  // digits that survive a double
  std::array<char, 64> written{};
  if (value.is_double()) {
    const auto [end, failure] = std::to_chars(written.data(), written.data() + written.size(),
                                              value.get_double(), std::chars_format::fixed);
    const std::string_view text(written.data(), static_cast<std::size_t>(end - written.data()));
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (failure == std::errc() && digits <= kKept) {
      return Decimal::Parse(text);
    }
  }
  return Error{ErrorCode::kInvalid, "decimal.invalid", {{"text", WriteJson(value).substr(0, 64)}}};
}

}  // namespace luoshi
