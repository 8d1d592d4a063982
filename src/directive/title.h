// Short titles: a verb and its object from a clause. Internal to the module.
#pragma once

#include <string>

#include "directive/scan.h"

namespace luoshi::directive {

inline constexpr std::size_t kMaxTitle = 24;  // characters

// The act of a clause: without subject (it ends at `subject_end`), modal, adverbs, term and
// brackets; shortened to kMaxTitle by leaving out what only describes.
// `original` is the unfolded text.
std::string TitleOf(
    const Stretch& stretch, Text original, Span clause, std::size_t subject_end, Span deadline);

// Where the act of a clause begins: behind subject, modal, adverbs and term.
std::size_t SkipToAct(const Stretch& stretch, Span clause, std::size_t subject_end, Span deadline);

// A heading as a topic: 关于“两费”收缴工作 → “两费”收缴.
std::string TopicOf(Text heading);

}  // namespace luoshi::directive
