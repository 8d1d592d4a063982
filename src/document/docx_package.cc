#include "document/docx_package.h"

#include <sstream>

#include <fmt/format.h>

#include "base/text.h"
#include "document/docx_dom.h"
#include "document/template_parts.h"

namespace luoshi::document {

std::string Serialize(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw);
  return out.str();
}

namespace {

// A piece for the middle of a part.
std::string Fragment(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
  return out.str();
}

}  // namespace

Status CompleteStyles(pugi::xml_document& styles, DocxFrame& frame) {
  pugi::xml_node root = styles.child("w:styles");
  if (!root) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
  }
  pugi::xml_document built_in;
  for (const TemplatePart& part : TemplateParts()) {
    if (part.name == "word/styles.xml") {
      TRY(LoadXml(part.content, built_in));
    }
  }
  frame.style_ids = StyleIds(root);
  for (const pugi::xml_node style : built_in.child("w:styles").children("w:style")) {
    if (std::string_view(style.attribute("w:type").value()) != "paragraph") {
      continue;
    }
    const std::string name = StyleKey(style.child("w:name").attribute("w:val").value());
    if (name != "normal" && frame.style_ids.find(name) == frame.style_ids.end()) {
      pugi::xml_node added = root.append_copy(style);
      // The template may have given the id to a style of another name.
      const std::string id = "Ls" + std::string(style.attribute("w:styleId").value());
      added.attribute("w:styleId").set_value(id.c_str());
      frame.style_ids[name] = id;
    }
  }
  return {};
}

void ReadPage(const pugi::xml_node& section, DocxFrame& frame) {
  pugi::xml_document copy;
  pugi::xml_node own = copy.append_copy(section);
  own.remove_child("w:type");  // the next page, not the same
  const auto room = [&own](const char* across, const char* from, const char* until) {
    return own.child("w:pgSz").attribute(across).as_int() -
           own.child("w:pgMar").attribute(from).as_int() -
           own.child("w:pgMar").attribute(until).as_int();
  };
  constexpr int kLeast = 2000;
  constexpr int kMost = 30'000;
  const int width = room("w:w", "w:left", "w:right");
  const int height = room("w:h", "w:top", "w:bottom");
  if (width < kLeast || width > kMost || height < kLeast || height > kMost) {
    return;
  }
  frame.text_width = width;
  frame.section = Fragment(copy);
  frame.turned_section = frame.section;
  frame.turned_width = width;
  if (height <= width) {
    return;  // the template's pages lie already
  }
  frame.turned_width = height;
  const auto turn = [](pugi::xml_node node, const char* to, const std::string& value) {
    pugi::xml_attribute attribute = node.attribute(to);
    (attribute ? attribute : node.append_attribute(to)).set_value(value.c_str());
  };
  pugi::xml_node size = own.child("w:pgSz");
  pugi::xml_node margins = own.child("w:pgMar");
  const std::string across = size.attribute("w:w").value();
  turn(size, "w:w", size.attribute("w:h").value());
  turn(size, "w:h", across);
  turn(size, "w:orient", "landscape");
  // The binding edge, on the left of an upright page, lies above.
  const std::string top = margins.attribute("w:top").value();
  turn(margins, "w:top", margins.attribute("w:left").value());
  turn(margins, "w:left", margins.attribute("w:bottom").value());
  turn(margins, "w:bottom", margins.attribute("w:right").value());
  turn(margins, "w:right", top);
  frame.turned_section = Fragment(copy);
}

Result<std::string> WithPictures(const std::string& relations, std::size_t pictures) {
  pugi::xml_document document;
  TRY(LoadXml(relations, document));
  for (std::size_t i = 1; i <= pictures; ++i) {
    pugi::xml_node relation = document.document_element().append_child("Relationship");
    relation.append_attribute("Id") = fmt::format("rIdLsPicture{}", i).c_str();
    relation.append_attribute("Type") =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
    relation.append_attribute("Target") = fmt::format("media/luoshi{}.png", i).c_str();
  }
  return Serialize(document);
}

Result<std::string> WithPng(const std::string& content_types) {
  pugi::xml_document document;
  TRY(LoadXml(content_types, document));
  pugi::xml_node root = document.document_element();
  for (const pugi::xml_node entry : root.children("Default")) {
    if (MatchKey(entry.attribute("Extension").value()) == "png") {
      return content_types;
    }
  }
  pugi::xml_node entry = root.prepend_child("Default");
  entry.append_attribute("Extension") = "png";
  entry.append_attribute("ContentType") = "image/png";
  return Serialize(document);
}

}  // namespace luoshi::document
