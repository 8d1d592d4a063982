// What Word 2007 and WPS insist on in a .docx and LibreOffice forgives: ECMA-376 part 1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luoshi::testing {

// Every breach of: parts and relations that are named are there; each part has a content type;
// children stand in the order of the schema; rows fill their grid; cells end with a paragraph;
// styles and pictures that are referred to exist; drawings have numbers of their own. Empty: sound.
std::vector<std::string> CheckDocx(std::string_view bytes);

// The names of the ordered children of an element: "w:pPr". Empty: not checked.
std::vector<std::string> OrderOf(std::string_view element);

}  // namespace luoshi::testing
