// The value of one field of a record. Empty (std::monostate) means not filled in; in expressions it
// makes a comparison unknown.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/uuid.h"
#include "model/ids.h"

namespace luoshi {

struct Point {
  Decimal longitude;  // degrees, scale 6
  Decimal latitude;
  bool operator==(const Point&) const = default;
};

struct Value;
using Fields = std::map<std::string, Value, std::less<>>;  // by field name
using GroupRows = std::vector<Fields>;                     // the rows of a repeat group
using TextList = std::vector<std::string>;  // the chosen keys of a multi-enum, sorted

struct Value {
  std::variant<std::monostate,
               bool,
               std::int64_t,
               Decimal,
               std::string,
               Date,
               DateTime,
               TextList,
               UnitId,
               Uuid,
               Point,
               GroupRows>
      content;

  Value() = default;
  template <class T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, Value>)
      // A value is its content; `requires` keeps copying and moving apart.
      // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload): above
      Value(T&& from)
      : content(std::forward<T>(from)) {}

  bool IsEmpty() const { return content.index() == 0; }
  template <class T>
  const T* As() const {
    return std::get_if<T>(&content);
  }
  bool operator==(const Value& other) const;
};

}  // namespace luoshi
