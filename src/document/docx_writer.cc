#include "document/docx_writer.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/text.h"
#include "document/docx_blocks.h"
#include "document/docx_dom.h"
#include "document/template_parts.h"
#include "document/text_parts.h"
#include "document/xml.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

constexpr std::string_view kHeaderToken = "{{page_header}}";

std::string Serialize(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw);
  return out.str();
}

// Adds the built-in styles the template lacks and tells every style's id by its name.
Result<std::string> CompleteStyles(const std::string& styles_xml, DocxFrame& frame) {
  pugi::xml_document own;
  pugi::xml_document built_in;
  TRY(LoadXml(styles_xml, own));
  for (const TemplatePart& part : TemplateParts()) {
    if (part.name == "word/styles.xml") {
      TRY(LoadXml(part.content, built_in));
    }
  }
  pugi::xml_node root = own.child("w:styles");
  if (!root) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
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
  return Serialize(own);
}

int TextWidth(const pugi::xml_node& section) {
  constexpr int kDefault = 8845;  // 156 mm
  const int width = section.child("w:pgSz").attribute("w:w").as_int() -
                    section.child("w:pgMar").attribute("w:left").as_int() -
                    section.child("w:pgMar").attribute("w:right").as_int();
  constexpr int kLeast = 2000;
  constexpr int kMost = 30'000;
  return width >= kLeast && width <= kMost ? width : kDefault;
}

Result<std::string> WithRelations(const std::string& rels, std::size_t pictures) {
  pugi::xml_document document;
  TRY(LoadXml(rels, document));
  for (std::size_t i = 1; i <= pictures; ++i) {
    pugi::xml_node relation = document.document_element().append_child("Relationship");
    relation.append_attribute("Id") = fmt::format("rIdLsPicture{}", i).c_str();
    relation.append_attribute("Type") =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
    relation.append_attribute("Target") = fmt::format("media/luoshi{}.png", i).c_str();
  }
  return Serialize(document);
}

Result<std::string> WithPng(const std::string& types) {
  pugi::xml_document document;
  TRY(LoadXml(types, document));
  pugi::xml_node root = document.document_element();
  for (const pugi::xml_node entry : root.children("Default")) {
    if (MatchKey(entry.attribute("Extension").value()) == "png") {
      return types;
    }
  }
  pugi::xml_node entry = root.prepend_child("Default");
  entry.append_attribute("Extension") = "png";
  entry.append_attribute("ContentType") = "image/png";
  return Serialize(document);
}

}  // namespace

std::string DefaultTemplate() {
  ZipWriter zip;
  for (const TemplatePart& part : TemplateParts()) {
    zip.Add(part.name, part.content);
  }
  return zip.Finish().value();
}

Result<std::string> WriteDocx(const Paper& paper,
                              std::string_view template_bytes,
                              const PdfFonts& fonts) {
  const std::string built_in = template_bytes.empty() ? DefaultTemplate() : std::string();
  TRY_ASSIGN(const ZipReader zip,
             ZipReader::Open(template_bytes.empty() ? std::string_view(built_in) : template_bytes));
  const std::string part = FindDocumentPart(zip);
  const std::string styles_part = part.empty() ? "" : FindRelated(zip, part, "/styles");
  if (part != "word/document.xml" || styles_part.empty()) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
  }
  TRY_ASSIGN(const std::string document_xml, zip.Read(part));
  pugi::xml_document document;
  TRY(LoadXml(document_xml, document));
  pugi::xml_node body = document.child("w:document").child("w:body");
  if (!body) {
    return Error{ErrorCode::kInvalid, "template.unreadable"};
  }
  pugi::xml_node section;  // the last one holds the page set-up of the whole
  for (const pugi::xml_node child : body.children("w:sectPr")) {
    section = child;
  }
  for (pugi::xml_node child = body.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    if (child != section) {
      body.remove_child(child);
    }
    child = next;
  }
  DocxFrame frame;
  frame.text_width = TextWidth(section);
  TRY_ASSIGN(const std::string styles_xml, zip.Read(styles_part));
  TRY_ASSIGN(const std::string styles, CompleteStyles(styles_xml, frame));
  TRY_ASSIGN(const DocxBody content, WriteBlocks(paper, frame, fonts));
  // A marker is replaced by the finished text: the blocks need not be parsed again.
  constexpr const char* kMarker = "luoshi-body";
  body.prepend_child(kMarker);
  const std::string whole = Serialize(document);
  const std::string with_body = Replaced(whole, "<luoshi-body/>", content.xml);
  LUOSHI_CHECK(with_body.size() + 14 == whole.size() + content.xml.size());

  const std::string rels = "word/_rels/document.xml.rels";
  ZipWriter out;
  const std::set<std::string> names(zip.names().begin(), zip.names().end());
  for (const std::string& name : names) {
    if (name.ends_with('/')) {
      continue;
    }
    TRY_ASSIGN(std::string bytes, zip.Read(name));
    if (name == part) {
      bytes = with_body;
    } else if (name == styles_part) {
      bytes = styles;
    } else if (name == rels) {
      TRY_ASSIGN(bytes, WithRelations(bytes, content.pictures.size()));
    } else if (name == "[Content_Types].xml" && !content.pictures.empty()) {
      TRY_ASSIGN(bytes, WithPng(bytes));
    } else if (name.starts_with("word/header")) {
      bytes = Replaced(bytes, kHeaderToken, EscapeXml(paper.page_header));
    }
    out.Add(name, bytes);
  }
  for (std::size_t i = 0; i < content.pictures.size(); ++i) {
    out.Add(fmt::format("word/media/luoshi{}.png", i + 1), content.pictures[i]);
  }
  return out.Finish();
}

}  // namespace luoshi::document
