#include "pack/node_reader.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace luoshi::pack {
namespace {

constexpr std::size_t kMostErrors = 100;
constexpr std::size_t kMostText = 4096;

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

void Problems::Add(int line, int column, std::string key, Params params) {
  Add(Error{ErrorCode::kInvalid, std::move(key), std::move(params), Place(path_, line, column)});
}

void Problems::Add(const YamlNode& node, std::string key, Params params) {
  Add(node.line, node.column, std::move(key), std::move(params));
}

void Problems::Add(Error error) {
  if (errors_.size() < kMostErrors) {
    errors_.push_back(std::move(error));
  }
}

Error Problems::Take() {
  LUOSHI_CHECK(!errors_.empty());
  Error first = std::move(errors_.front());
  first.others.assign(std::make_move_iterator(errors_.begin() + 1),
                      std::make_move_iterator(errors_.end()));
  errors_.clear();
  return first;
}

std::string Nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  // One slip in four letters is a slip; more is another word.
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  if (word.size() > 64) {
    return best;
  }
  for (const std::string& candidate : known) {
    const std::size_t distance = EditDistance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

bool IsName(std::string_view text) {
  if (text.empty() || text.size() > 48 || text.front() < 'a' || text.front() > 'z') {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string WordsOf(std::string_view name) { return Replaced(name, "_", " "); }

MapReader::MapReader(const YamlNode& node, Problems& problems) : node_(node), problems_(problems) {
  is_map_ = node.kind == YamlNode::Kind::kMap;
  if (!is_map_) {
    problems_.Add(node, "pack.expected_map");
  }
}

const YamlNode* MapReader::Node(std::string_view key, Need need) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
    asked_.emplace_back(key);
  }
  const YamlNode* found = node_.Find(key);
  if (found == nullptr && need == Need::kRequired && is_map_) {
    problems_.Add(node_, "pack.missing_key", {{"key", std::string(key)}});
  }
  return found;
}

std::string MapReader::Text(std::string_view key, Need need) {
  const YamlNode* found = Node(key, need);
  return found == nullptr ? std::string() : ReadText(*found, problems_);
}

std::string MapReader::Name(std::string_view key, Need need) {
  const YamlNode* found = Node(key, need);
  if (found == nullptr) {
    return {};
  }
  std::string name = ReadText(*found, problems_);
  if (!IsName(name)) {
    problems_.Add(*found, "pack.name", {{"name", name}});
  }
  return name;
}

std::optional<std::int64_t> MapReader::Int(std::string_view key,
                                           std::int64_t least,
                                           std::int64_t most) {
  const YamlNode* found = Node(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  const std::string& text = found->text;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (found->kind != YamlNode::Kind::kText || failure != std::errc() ||
      end != text.data() + text.size() || value < least || value > most) {
    problems_.Add(*found, "pack.expected_int",
                  {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
    return std::nullopt;
  }
  return value;
}

std::optional<luoshi::Decimal> MapReader::DecimalOf(std::string_view key) {
  const YamlNode* found = Node(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  Result<luoshi::Decimal> value = luoshi::Decimal::Parse(found->text);
  if (!value.ok()) {
    Error error = std::move(value).error();
    problems_.Add(*found, error.key, error.params);
    return std::nullopt;
  }
  return *value;
}

bool MapReader::Flag(std::string_view key, bool otherwise) {
  return Word(key, {"false", "true"}, otherwise ? 1 : 0) == 1;
}

std::vector<std::string> MapReader::Texts(std::string_view key) {
  const YamlNode* found = Node(key);
  std::vector<std::string> texts;
  if (found == nullptr) {
    return texts;
  }
  if (found->kind == YamlNode::Kind::kText) {
    texts.push_back(ReadText(*found, problems_));
    return texts;
  }
  if (found->kind == YamlNode::Kind::kMap) {
    problems_.Add(*found, "pack.expected_list");
    return texts;
  }
  for (const YamlNode& item : found->items) {
    std::string text = ReadText(item, problems_);
    if (std::find(texts.begin(), texts.end(), text) != texts.end()) {
      problems_.Add(item, "pack.twice", {{"name", text}});
      continue;
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

rules::Title MapReader::TitleOf(std::string_view key, Need need, std::string_view fallback) {
  const YamlNode* found = Node(key, need);
  return found == nullptr ? rules::Title{} : ReadTitle(*found, problems_, fallback);
}

std::size_t MapReader::Word(std::string_view key,
                            const std::vector<std::string>& words,
                            std::size_t otherwise) {
  const YamlNode* found = Node(key);
  if (found == nullptr) {
    return otherwise;
  }
  const std::string text = ReadText(*found, problems_);
  const auto at = std::find(words.begin(), words.end(), text);
  if (at == words.end()) {
    problems_.Add(*found, "pack.unknown_word", {{"word", text}, {"known", Join(words, ", ")}});
    return otherwise;
  }
  return static_cast<std::size_t>(at - words.begin());
}

void MapReader::Finish() {
  for (const YamlMember& member : node_.members) {
    if (std::find(asked_.begin(), asked_.end(), member.key) != asked_.end()) {
      continue;
    }
    // {message: one, two}: what follows the comma became a key of its own.
    if (Contains(member.key, " ") && member.value.text.empty() && !member.value.quoted) {
      problems_.Add(member.line, member.column, "pack.unquoted_comma", {{"text", member.key}});
      continue;
    }
    const std::string near = Nearest(member.key, asked_);
    if (near.empty()) {
      problems_.Add(member.line, member.column, "pack.unknown_key",
                    {{"key", member.key}, {"known", Join(asked_, ", ")}});
    } else {
      problems_.Add(member.line, member.column, "pack.unknown_key_near",
                    {{"key", member.key}, {"near", near}});
    }
  }
}

rules::Title ReadTitle(const YamlNode& node, Problems& problems, std::string_view fallback) {
  rules::Title title;
  if (node.kind == YamlNode::Kind::kMap) {
    MapReader reader(node, problems);
    title.zh = reader.Text("zh");
    title.en = reader.Text("en");
    reader.Finish();
  } else {
    const std::string text = ReadText(node, problems);
    const std::size_t bar = text.find('|');
    title.zh = Trim(std::string_view(text).substr(0, bar));
    if (bar != std::string::npos) {
      title.en = Trim(std::string_view(text).substr(bar + 1));
    }
  }
  if (title.en.empty()) {
    title.en = WordsOf(fallback);
  }
  if (title.zh.empty() || title.en.empty()) {
    problems.Add(node, "pack.title_missing");
  }
  return title;
}

std::string ReadText(const YamlNode& node, Problems& problems) {
  if (node.kind != YamlNode::Kind::kText) {
    problems.Add(node, "pack.expected_text");
    return {};
  }
  if (node.text.size() > kMostText) {
    problems.Add(node, "pack.text_too_long", {{"most", std::to_string(kMostText)}});
    return {};
  }
  return node.text;
}

void ForEachName(const YamlNode* node,
                 Problems& problems,
                 const std::function<void(const YamlMember&)>& each) {
  if (node == nullptr) {
    return;
  }
  if (node->kind != YamlNode::Kind::kMap) {
    problems.Add(*node, "pack.expected_map");
    return;
  }
  for (const YamlMember& member : node->members) {
    if (!IsName(member.key)) {
      problems.Add(member.line, member.column, "pack.name", {{"name", member.key}});
      continue;
    }
    each(member);
  }
}

}  // namespace luoshi::pack
