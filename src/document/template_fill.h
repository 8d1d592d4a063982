// Filling the parts of a .docx in place. Internal to document.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "document/template.h"
#include "document/template_read.h"

namespace luoshi::document {

// Stands in the tree where blocks go; the n-th one is for the n-th of TemplateFiller::slots.
constexpr const char* kSlot = "luoshi-slot";

class TemplateFiller {
 public:
  explicit TemplateFiller(const TemplateWords& words) : words_(words) {}

  // <w:body>: fills its words, puts a slot where blocks go, and reads what it has become.
  // A red head (公文标志) that is too long for `text_width` (twentieths of a point) is set smaller:
  // it stands on one line.
  Status FillBody(const pugi::xml_node& body, const TemplateReader& reader, int text_width);
  // Words only: a header, a footer, notes. `place` as people call it: 页眉.
  Status FillWords(const pugi::xml_node& part, const std::string& place);
  // Every unknown word with its place, once all parts were filled.
  Status Finish();

  std::vector<Block> blocks;  // the body as a model
  std::vector<std::vector<Block>> slots;

 private:
  struct Spot {
    std::string place;
    std::string row;  // key of the repeated row
    bool alone_in_body = false;
  };
  Status FillFlow(const pugi::xml_node& flow, const TemplateReader& reader);
  Status FillTable(const pugi::xml_node& table, const TemplateReader& reader);
  // Fills a paragraph's own words; `blocks_out` gets the blocks when it is one word standing for
  // blocks. Says whether words were filled and nothing but blanks is left.
  Result<bool> FillParagraph(const pugi::xml_node& paragraph,
                             const Spot& spot,
                             std::vector<Block>* blocks_out);
  Status FillAll(const pugi::xml_node& node, const Spot& spot);
  Result<Filling> Find(const std::string& word, const Spot& spot);

  const TemplateWords& words_;
  std::vector<Error> unknown_;
  int text_width_ = 0;
  int paragraph_ = 0;
  int table_ = 0;
  std::size_t repeated_ = 0;
};

// The text of a header or footer without fields, blanks trimmed: 演示数据.
std::string PlainTextOf(const pugi::xml_node& part);

}  // namespace luoshi::document
