// A filled template's paragraphs and tables as blocks of a Paper. Internal to document.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "document/paper.h"

namespace luoshi::document {

class TemplateReader {
 public:
  // `styles` is <w:styles>; an empty node for a template without any.
  explicit TemplateReader(const pugi::xml_node& styles);

  // The paragraph as one or two blocks (a page break before it). Red heads are put together from
  // paragraphs of the styles 公文标志, 公文期号, 公文编发.
  void AddParagraph(const pugi::xml_node& paragraph, std::vector<Block>& out) const;
  // Grid columns with their widths, one or two header rows, 合计 rows.
  void AddTable(const pugi::xml_node& table, std::vector<Block>& out) const;

  // Half points of a red head's letters; 0 for other paragraphs.
  int MarkSize(const pugi::xml_node& paragraph) const;

  static bool BreaksPage(const pugi::xml_node& paragraph);

 private:
  struct Style {
    std::string name;  // lower case
    std::optional<int> heading;
    std::optional<bool> indent;
    std::optional<Align> align;
    int size = 0;  // half points; 0 unknown
  };
  const Style& StyleOf(const pugi::xml_node& properties) const;
  Align AlignOf(const pugi::xml_node& properties) const;
  bool AddToMasthead(const std::string& style, const Runs& runs, std::vector<Block>& out) const;

  std::map<std::string, Style> styles_;
  std::string default_style_;
};

}  // namespace luoshi::document
