// Templates that offices edit in their own program: an ordinary .docx with placeholders such as
// {{date}} or {{table villages}}. What a placeholder means is the caller's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "document/paper.h"

namespace luoshi::document {

// The body as a Paper: headings by style, paragraphs with bold kept, simple tables, page breaks.
// Placeholders are runs, or a Placeholder block where one stands alone in its paragraph; one that
// an office program has split into pieces is whole again. In table cells they stay as {{text}}.
// kInvalid document.damaged, document.too_large, template.unreadable, template.unclosed.
Result<Paper> ReadTemplate(std::string_view docx);

// What takes a placeholder's place: words, or whole blocks.
using Filling = std::variant<Runs, std::vector<Block>>;
// nullopt: unknown. An error ends the filling.
using Resolver = std::function<Result<std::optional<Filling>>(std::string_view placeholder)>;

// A copy without placeholders. kInvalid template.unknown naming one (the others in `others`),
// template.block_in_text for blocks in the middle of a paragraph or a table cell.
Result<Paper> Fill(const Paper& paper, const Resolver& resolver);

// Every placeholder of the paper, in order, repeated as it is repeated.
std::vector<std::string> PlaceholdersOf(const Paper& paper);

}  // namespace luoshi::document
