// What else of a .docx must know of blocks that were put in: styles, relations, content types.
// Internal to document.
#pragma once

#include <cstddef>
#include <string>

#include <pugixml.hpp>

#include "document/docx_blocks.h"

namespace luoshi::document {

// Adds the built-in styles (公文正文, 公文表格, …) the template lacks and notes every style's id.
Status CompleteStyles(pugi::xml_document& styles, DocxFrame& frame);
// Page size, margins and their XML, of the section that holds the whole.
void ReadPage(const pugi::xml_node& section, DocxFrame& frame);
Result<std::string> WithPictures(const std::string& relations, std::size_t pictures);
Result<std::string> WithPng(const std::string& content_types);
std::string Serialize(const pugi::xml_document& document);

}  // namespace luoshi::document
