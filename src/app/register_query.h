// Pages of a register: filtered by state, unit and clear fields, in the order of journal and id.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

struct RegisterQuery {
  std::string pack;
  std::string state;      // "" = any
  UnitId unit = kNoUnit;  // region or responsible unit lies in it, by today's tree
  std::vector<std::pair<std::string, std::string>> equals;  // field, value as JSON writes it
  std::string after;                                        // RegisterPage::next of the page before
  std::size_t limit = 50;                                   // at most 500
  bool total = false;                                       // count too
};

struct RegisterPage {
  std::vector<std::string> records;   // RecordJson without history
  std::string next;                   // "" = this was the last page
  std::optional<std::int64_t> total;  // absent: not asked for, or more than `at_least`
  std::int64_t at_least = 0;          // how far it was counted
};

// A filter that an index has (state, a reference, a choice in lists, few units) is read from it,
// and what several of them have in common without looking at rows. Of the others a bounded number
// of rows is looked at: a page may be short, even empty, and still have a `next`. kNotFound
// pack.unknown; kInvalid register.field, register.cursor.
Result<RegisterPage> ReadRegister(App& app, const access::Scope& scope, const RegisterQuery& query);

}  // namespace luoshi::app
