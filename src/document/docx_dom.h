// A part of a .docx as a tree (pugixml), for reading and completing templates. Internal to
// document.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "base/result.h"

namespace luoshi::document {

// Checked by the strict SAX reader first: well-formed, no document type, bounded depth; then every
// walk over the tree is bounded too. kInvalid document.damaged.
Status LoadXml(std::string_view xml, pugi::xml_document& document);
// How style names are compared: office programs disagree about their case.
std::string StyleKey(std::string_view name);
std::map<std::string, std::string, std::less<>> StyleIds(const pugi::xml_node& styles);

}  // namespace luoshi::document
