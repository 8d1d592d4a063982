#include "document/template.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "document/docx_blocks.h"
#include "document/docx_dom.h"
#include "document/docx_package.h"
#include "document/template_fill.h"
#include "document/template_parts.h"
#include "document/text_parts.h"
#include "document/xml.h"
#include "document/zip.h"

namespace luoshi::document {
namespace {

// What people call a part with words in it; "" for all others.
std::string PlaceOf(std::string_view name) {
  for (const auto& [prefix, place] :
       {std::pair("word/header", "页眉"), std::pair("word/footer", "页脚"),
        std::pair("word/footnotes", "脚注"), std::pair("word/endnotes", "尾注")}) {
    if (name.starts_with(prefix) && name.ends_with(".xml")) {
      return place;
    }
  }
  return {};
}

class Package {
 public:
  explicit Package(const TemplateWords& words) : filler_(words) {}

  Status Fill(std::string_view docx) {
    TRY_ASSIGN(ZipReader zip, ZipReader::Open(docx));
    part_ = FindDocumentPart(zip);
    styles_part_ = part_.empty() ? "" : FindRelated(zip, part_, "/styles");
    if (part_ != "word/document.xml" || styles_part_.empty()) {
      return Error{ErrorCode::kInvalid, "template.unreadable"};
    }
    for (const std::string& name : zip.names()) {
      if (name.ends_with('/')) {
        continue;
      }
      const std::string place = PlaceOf(name);
      if (name != part_ && name != styles_part_ && place.empty()) {
        continue;
      }
      TRY_ASSIGN(const std::string xml, zip.Read(name));
      TRY(LoadXml(xml, trees_[name]));
    }
    pugi::xml_node body = trees_[part_].child("w:document").child("w:body");
    if (!body) {
      return Error{ErrorCode::kInvalid, "template.unreadable"};
    }
    const TemplateReader reader(trees_[styles_part_].child("w:styles"));
    ReadPage(SectionOf(body), frame_);
    TRY(filler_.FillBody(body, reader, frame_.text_width));
    for (const auto& [name, tree] : trees_) {
      if (const std::string place = PlaceOf(name); !place.empty()) {
        TRY(filler_.FillWords(tree, place));
      }
    }
    TRY(filler_.Finish());
    paper_.page_header = HeaderText(zip, body);
    paper_.blocks = std::move(filler_.blocks);
    zip_.emplace(std::move(zip));
    return {};
  }

  Result<std::string> Write(const PdfFonts& fonts) {
    std::size_t pictures = 0;
    std::vector<std::string> written;
    std::vector<std::string> media;
    if (!filler_.slots.empty()) {
      TRY(CompleteStyles(trees_[styles_part_], frame_));
      for (const std::vector<Block>& slot : filler_.slots) {
        TRY_ASSIGN(DocxBody body, WriteBlocks(slot, frame_, fonts, media.size()));
        written.push_back(std::move(body.xml));
        std::move(body.pictures.begin(), body.pictures.end(), std::back_inserter(media));
      }
      pictures = media.size();
    }
    ZipWriter out;
    const std::set<std::string> names(zip_->names().begin(), zip_->names().end());
    for (const std::string& name : names) {
      if (name.ends_with('/')) {
        continue;
      }
      std::string bytes;
      if (name == part_) {
        TRY_ASSIGN(bytes, WithSlots(Serialize(trees_[name]), written));
      } else if (trees_.count(name) > 0) {
        bytes = Serialize(trees_[name]);
      } else {
        TRY_ASSIGN(bytes, zip_->Read(name));
        if (name == "word/_rels/document.xml.rels" && pictures > 0) {
          TRY_ASSIGN(bytes, WithPictures(bytes, pictures));
        } else if (name == "[Content_Types].xml" && pictures > 0) {
          TRY_ASSIGN(bytes, WithPng(bytes));
        }
      }
      out.Add(name, bytes);
    }
    for (std::size_t i = 0; i < media.size(); ++i) {
      out.Add(fmt::format("word/media/luoshi{}.png", i + 1), media[i]);
    }
    return out.Finish();
  }

  Paper TakePaper() { return std::move(paper_); }

 private:
  static pugi::xml_node SectionOf(const pugi::xml_node& body) {
    pugi::xml_node section;  // the last one holds the page set-up of the whole
    for (const pugi::xml_node child : body.children("w:sectPr")) {
      section = child;
    }
    return section;
  }

  std::string HeaderText(const ZipReader& zip, const pugi::xml_node& body) {
    for (const pugi::xml_node header : SectionOf(body).children("w:headerReference")) {
      if (std::string_view(header.attribute("w:type").value()) == "default") {
        const auto tree =
            trees_.find(FindRelatedById(zip, part_, header.attribute("r:id").value()));
        return tree == trees_.end() ? std::string() : PlainTextOf(tree->second);
      }
    }
    return {};
  }

  // The blocks need not be parsed again: their text takes the place of the slots.
  static Result<std::string> WithSlots(const std::string& xml,
                                       const std::vector<std::string>& blocks) {
    const std::string slot = fmt::format("<{}/>", kSlot);
    std::string out;
    std::size_t at = 0;
    for (const std::string& block : blocks) {
      const std::size_t next = xml.find(slot, at);
      if (next == std::string::npos) {
        return Error{ErrorCode::kInvalid, "template.unreadable"};
      }
      out.append(xml, at, next - at).append(block);
      at = next + slot.size();
    }
    out.append(xml, at);
    return out;
  }

  TemplateFiller filler_;
  std::string part_;
  std::string styles_part_;
  std::map<std::string, pugi::xml_document> trees_;
  std::optional<ZipReader> zip_;
  DocxFrame frame_;
  Paper paper_;
};

}  // namespace

std::string BuiltInTemplate(std::string_view kind) {
  const auto part_of = [](std::string_view name) {
    for (const TemplatePart& part : TemplateParts()) {
      if (part.name == name) {
        return part.content;
      }
    }
    return std::string_view();
  };
  const std::string_view body = part_of(part_of(kind).empty() ? "progress" : kind);
  ZipWriter zip;
  for (const TemplatePart& part : TemplateParts()) {
    if (part.name.find('.') != std::string_view::npos) {
      zip.Add(part.name, Replaced(part.content, "<luoshi-body/>", body));
    }
  }
  return zip.Finish().value();
}

Result<FilledTemplate> FillTemplate(std::string_view docx,
                                    const TemplateWords& words,
                                    const PdfFonts& fonts) {
  Package package(words);
  TRY(package.Fill(docx));
  FilledTemplate out;
  TRY_ASSIGN(out.docx, package.Write(fonts));
  out.paper = package.TakePaper();
  return out;
}

Result<Paper> FillTemplate(std::string_view docx, const TemplateWords& words) {
  Package package(words);
  TRY(package.Fill(docx));
  return package.TakePaper();
}

}  // namespace luoshi::document
