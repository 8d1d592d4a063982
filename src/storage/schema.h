// The tables, once for both databases. A change to a released schema is a new migration at the end;
// order matters, none is ever edited.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace luoshi::storage {

struct Migration {
  std::string_view name;
  std::string_view sql;  // statements separated by ';' with the words of Dialect in braces
};

std::span<const Migration> Migrations();

// What the two databases spell differently.
struct Dialect {
  std::string_view text;       // {text}: text that compares by bytes
  std::string_view bytes;      // {bytes}
  std::string_view clustered;  // {clustered}: rows lie in the order of their primary key
};

std::string InDialect(std::string_view sql, const Dialect& dialect);

}  // namespace luoshi::storage
