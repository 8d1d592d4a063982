// Every sentence an error can show, in Chinese and English, by key. A new error is a row in
// messages.cc; tests/meta/check_messages.py holds that each key used exists and each row is used.
#pragma once

#include <span>
#include <string_view>

namespace luoshi {

struct MessageRow {
  std::string_view key;  // noun.reason
  std::string_view zh;   // says what is wrong and what to do; {name} is filled from Error::params
  std::string_view en;
};

std::span<const MessageRow> Messages();               // sorted by key
const MessageRow* FindMessage(std::string_view key);  // nullptr if there is none

}  // namespace luoshi
