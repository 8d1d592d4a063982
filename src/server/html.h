// HTML made of escaped text. Nothing that comes from data is ever put in as markup.
#pragma once

#include <string>
#include <string_view>

namespace luoshi::server {

std::string Escape(std::string_view text);      // & < > " '
std::string EncodePart(std::string_view text);  // a value of a query, percent-encoded
std::string Link(std::string_view address, std::string_view text);
// A whole page with the one style sheet; `body` is markup.
std::string Page(std::string_view title, std::string_view body);

}  // namespace luoshi::server
