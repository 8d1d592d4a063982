#include "directive/lexicon.h"

#include <algorithm>
#include <optional>

#include "base/decimal.h"
#include "base/text.h"
#include "directive/reasons.h"

namespace luoshi::directive {
namespace {

constexpr std::string_view kLines[] = {"insurance_fees",
                                       "household_monitoring",
                                       "hazard",
                                       "project",
                                       "revenue",
                                       "land_reclamation",
                                       "relocation",
                                       "living_environment",
                                       "public_request",
                                       "duty_roster",
                                       "flood_duty",
                                       "dispute",
                                       "social_assistance",
                                       "collective_assets",
                                       "investment",
                                       "forest_fire",
                                       "straw_burning",
                                       "ecology_patrol",
                                       "business_environment",
                                       "industry_income",
                                       "construction_land",
                                       "village_team",
                                       "party_organisation",
                                       "grid",
                                       "petition",
                                       "volunteer",
                                       "survey",
                                       "supervision",
                                       "documents",
                                       "assessment",
                                       "publicity",
                                       "data_doubts"};

struct KindName {
  std::string_view name;
  WordKind kind;
};
constexpr KindName kKinds[] = {
    {"line", WordKind::kLine},
    {"doer", WordKind::kDoer},
    {"doer_tail", WordKind::kDoerTail},
    {"doer_head", WordKind::kDoerHead},
    {"collective", WordKind::kCollective},
    {"modal", WordKind::kModal},
    {"action", WordKind::kAction},
    {"adverb", WordKind::kAdverb},
    {"mask", WordKind::kMask},
    {"past", WordKind::kPast},
    {"problem", WordKind::kProblem},
    {"slogan", WordKind::kSlogan},
    {"section_past", WordKind::kSectionPast},
    {"section_problem", WordKind::kSectionProblem},
    {"section_study", WordKind::kSectionStudy},
    {"section_duty", WordKind::kSectionDuty},
    {"boilerplate", WordKind::kBoilerplate},
    {"boilerplate_any", WordKind::kBoilerplateAny},
    {"measure", WordKind::kMeasure},
    {"count", WordKind::kCount},
    {"metric", WordKind::kMetric},
    {"trim", WordKind::kTrim},
    {"open_deadline", WordKind::kOpenDeadline},
    {"table_task", WordKind::kTableTask},
    {"table_lead", WordKind::kTableLead},
    {"table_assist", WordKind::kTableAssist},
    {"table_deadline", WordKind::kTableDeadline},
    {"table_target", WordKind::kTableTarget},
    {"declined", WordKind::kDeclined},
};

template <class Range, class Name>
std::optional<std::size_t> IndexOf(const Range& range, const Name& name) {
  std::size_t at = 0;
  for (const auto& item : range) {
    if (name(item)) {
      return at;
    }
    ++at;
  }
  return std::nullopt;
}

Error BadEntry(const std::string& where, std::string_view entry) {
  return Error{ErrorCode::kInvalid, "lexicon.entry", {{"entry", std::string(entry)}}, where};
}

std::uint64_t EdgeKey(std::uint32_t node, char32_t c) {
  return (static_cast<std::uint64_t>(node) << 32U) | static_cast<std::uint64_t>(c);
}

// "word 3" → word and weight; a weight is the last blank-separated field when it is a number.
bool SplitWeight(std::string_view entry, std::string_view& word, std::int16_t& weight) {
  const std::size_t gap = entry.find_last_of(" \t");
  if (gap == std::string_view::npos) {
    word = entry;
    return true;
  }
  const Result<Decimal> number = Decimal::Parse(entry.substr(gap + 1));
  if (!number.ok() || number->scale() != 0 || number->units() < -99 || number->units() > 99) {
    return false;
  }
  word = TrimAscii(entry.substr(0, gap));
  weight = static_cast<std::int16_t>(number->units());
  return true;
}

}  // namespace

std::span<const std::string_view> LinesOfWork() { return kLines; }

std::u32string FoldWidth(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) {
    if (c >= 0xFF01 && c <= 0xFF5E) {
      c -= 0xFEE0;
    } else if (c == 0x3000 || c == 0xA0 || c == 0x200B || c == 0xFEFF) {
      c = U' ';
    } else if (c == U'﹪' || c == U'％') {
      c = U'%';
    }
  }
  return out;
}

WordTree::WordTree() : nodes_(1), first_(0x10000, 0), edges_(1024) {}

std::size_t WordTree::SlotOf(std::uint64_t key) const {
  const std::size_t mask = edges_.size() - 1;
  std::size_t at = static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 40U) & mask;
  while (edges_[at].key != 0 && edges_[at].key != key) {
    at = (at + 1) & mask;
  }
  return at;
}

void WordTree::Grow() {
  std::vector<Edge> old(edges_.size() * 2);
  old.swap(edges_);
  for (const Edge& edge : old) {
    if (edge.key != 0) {
      edges_[SlotOf(edge.key)] = edge;
    }
  }
}

std::uint32_t& WordTree::NextOf(std::uint32_t node, char32_t c, bool first) {
  if (first && c < first_.size()) {
    return first_[c];
  }
  if (2 * (edge_count_ + 1) > edges_.size()) {
    Grow();
  }
  Edge& edge = edges_[SlotOf(EdgeKey(node, c))];
  if (edge.key == 0) {
    edge.key = EdgeKey(node, c);
    ++edge_count_;
  }
  return edge.node;
}

void WordTree::Add(std::u32string_view text, Word word) {
  LUOSHI_CHECK(!text.empty() && text.size() <= kMaxWord);
  std::uint32_t node = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint32_t& next = NextOf(node, text[at], at == 0);
    if (next == 0) {
      next = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
    }
    node = next;
  }
  word.length = static_cast<std::uint16_t>(text.size());
  nodes_[node].words.push_back(word);
}

void WordTree::Scan(std::u32string_view text,
                    std::size_t begin,
                    std::size_t end,
                    std::vector<Hit>& out) const {
  for (std::size_t at = begin; at < end; ++at) {
    std::uint32_t node = 0;
    for (std::size_t to = at; to < end && to - at < kMaxWord; ++to) {
      const char32_t c = text[to];
      node = to == at && c < first_.size() ? first_[c] : edges_[SlotOf(EdgeKey(node, c))].node;
      if (node == 0) {
        break;
      }
      for (const Word& word : nodes_[node].words) {
        out.push_back(
            Hit{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(to + 1), word});
      }
    }
  }
}

Status Lexicon::AddDeclined(std::string_view entry,
                            std::uint16_t reason,
                            const std::string& where) {
  DeclinedPattern pattern;
  pattern.reason = reason;
  bool absent = false;
  std::string_view rest = entry;
  while (!rest.empty()) {
    const std::size_t stop = rest.find_first_of("+!", rest.front() == '!' ? 1 : 0);
    std::string_view part = rest.substr(0, stop);
    if (part.front() == '!') {
      absent = true;
      part.remove_prefix(1);
    }
    const std::u32string points = FoldWidth(ToCodePoints(TrimAscii(part)));
    if (points.empty() || points.size() > WordTree::kMaxWord) {
      return BadEntry(where, entry);
    }
    const std::string key = FromCodePoints(points);
    const auto fresh = static_cast<std::uint16_t>(declined_ids_.size());
    const auto [found, added] = declined_ids_.try_emplace(key, fresh);
    if (added) {
      words_.Add(points, Word{WordKind::kDeclined, fresh, 0, 0});
    }
    (absent ? pattern.without : pattern.words).push_back(found->second);
    if (stop == std::string_view::npos) {
      break;
    }
    rest = rest[stop] == '+' ? rest.substr(stop + 1) : rest.substr(stop);
  }
  if (pattern.words.empty()) {
    return BadEntry(where, entry);
  }
  pattern.parts = static_cast<std::uint16_t>(pattern.words.size());
  declined_.push_back(std::move(pattern));
  return {};
}

Result<Lexicon> Lexicon::Parse(std::span<const LexiconFile> files) {
  Lexicon out;
  for (const LexiconFile& file : files) {
    std::optional<WordKind> kind;
    std::uint16_t argument = 0;
    std::size_t number = 0;
    for (const std::string& raw : Split(file.content, "\n")) {
      const std::string where = file.name + ":" + std::to_string(++number);
      const std::string line = Trim(raw);
      if (line.empty() || line.front() == '#') {
        continue;
      }
      if (line.front() == '[' && line.back() == ']') {
        const std::string inner = line.substr(1, line.size() - 2);
        const std::size_t gap = inner.find(' ');
        const std::string name = inner.substr(0, gap);
        const std::string which = gap == std::string::npos ? "" : Trim(inner.substr(gap));
        const auto found =
            IndexOf(kKinds, [&name](const KindName& item) { return item.name == name; });
        if (!found) {
          return BadEntry(where, line);
        }
        kind = kKinds[*found].kind;
        std::optional<std::size_t> index = 0;
        if (*kind == WordKind::kLine) {
          index = IndexOf(kLines, [&which](std::string_view item) { return item == which; });
        } else if (*kind == WordKind::kDeclined) {
          index = IndexOf(Reasons(), [&which](const Reason& item) { return item.key == which; });
        } else if (!which.empty()) {
          index.reset();
        }
        if (!index) {
          return BadEntry(where, line);
        }
        argument = static_cast<std::uint16_t>(*index);
        continue;
      }
      if (!kind) {
        return BadEntry(where, line);
      }
      if (*kind == WordKind::kDeclined) {
        TRY(out.AddDeclined(line, argument, where));
        continue;
      }
      std::string_view word;
      std::int16_t weight = 1;
      if (!SplitWeight(line, word, weight)) {
        return BadEntry(where, line);
      }
      const std::u32string points = FoldWidth(ToCodePoints(word));
      if (points.empty() || points.size() > WordTree::kMaxWord) {
        return BadEntry(where, line);
      }
      out.words_.Add(points, Word{*kind, argument, weight, 0});
    }
  }
  return out;
}

}  // namespace luoshi::directive
