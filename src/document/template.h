// Templates that offices edit in their own program: an ordinary .docx with words in double braces,
// such as {{日期}} or {{表:收缴率}} (docs/formats/template.md). What a word means is the caller's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "document/paper.h"
#include "document/pdf_fonts.h"

namespace luoshi::document {

// What takes a word's place: text in the format of the word itself, or whole blocks.
using Filling = std::variant<std::string, std::vector<Block>>;

struct TemplateWords {
  // nullopt: unknown. `row` is the key of the repeated table row the word stands in, else "".
  std::function<Result<std::optional<Filling>>(std::string_view word, std::string_view row)> find;
  // The keys of the rows that a table row with these words becomes; nullopt: it stays one row.
  std::function<Result<std::optional<std::vector<std::string>>>(
      const std::vector<std::string>& words)>
      rows;
};

struct FilledTemplate {
  std::string docx;  // the template with every word filled and all else as it was
  Paper paper;       // the same as a model, for the PDF; its title and date are the caller's
};

// The built-in template of a kind of paper (progress, brief, …), for offices to start theirs from:
// page and line grid by GB/T 9704, and the fonts offices have (方正小标宋简体, 黑体, 楷体_GB2312,
// 仿宋_GB2312, Times New Roman) by name; nothing is embedded. An unknown kind gets that of
// `progress`.
std::string BuiltInTemplate(std::string_view kind);

// Words may be cut into runs by the office program, typed as ｛｛…｝｝, and stand in the body, in
// tables, text boxes, headers, footers and notes. A paragraph left with nothing but blanks is taken
// out. `fonts` draw the charts. The same values give the same bytes.
// kInvalid template.unknown naming each with its place, template.unclosed, template.block_in_text
// for blocks anywhere but alone in a paragraph of the body, template.unreadable, document.damaged,
// document.too_large, document.qr_too_long; and what `words` says.
Result<FilledTemplate> FillTemplate(std::string_view docx,
                                    const TemplateWords& words,
                                    const PdfFonts& fonts);
// Only the model: what is needed to know the wording before its 核验码.
Result<Paper> FillTemplate(std::string_view docx, const TemplateWords& words);

}  // namespace luoshi::document
