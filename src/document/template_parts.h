// The built-in template, made at build time from template/*.xml. Internal to document.
#pragma once

#include <span>
#include <string_view>

namespace luoshi::document {

struct TemplatePart {
  std::string_view name;  // of the entry in the .docx, or of the kind of paper whose body it is
  std::string_view content;
};
std::span<const TemplatePart> TemplateParts();

}  // namespace luoshi::document
