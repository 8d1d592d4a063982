#include "pack/yaml.h"

#include <algorithm>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.h"

namespace luoshi::pack {
namespace {

// Leaves yaml-cpp's parser from inside a callback; never leaves this file.
struct Stop {
  Error error;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, std::string_view path) : path_(path) {
    lines_ = Split(text, "\n");
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      Refuse(mark, "pack.yaml_forbidden", "---");
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { AddText(mark, {}, false); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(mark, "pack.yaml_forbidden", "*");
  }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    Refuse(mark, "pack.yaml_forbidden", "&" + name);
  }
  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t,
                const std::string& value) override {
    RefuseTag(mark, tag);
    // "\0" and halves of characters can be escaped into a text that was well-formed.
    if (!IsValidText(value)) {
      Refuse(mark, "pack.not_text", {});
    }
    AddText(mark, value, tag == "!");
  }
  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    RefuseTag(mark, tag);
    Open(mark, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    RefuseTag(mark, tag);
    Open(mark, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { Close(); }

  Error At(const YAML::Mark& mark, std::string key, Params params) const {
    return Error{ErrorCode::kInvalid, std::move(key), std::move(params),
                 Place(path_, mark.line + 1, Column(mark))};
  }
  YamlNode TakeRoot() { return std::move(root_); }

 private:
  // yaml-cpp counts bytes; people count characters.
  int Column(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0 || static_cast<std::size_t>(mark.line) >= lines_.size()) {
      return 1;
    }
    const std::string& line = lines_[static_cast<std::size_t>(mark.line)];
    const std::size_t bytes = std::min(line.size(), static_cast<std::size_t>(mark.column));
    return static_cast<int>(CodePointCount(std::string_view(line).substr(0, bytes))) + 1;
  }

  [[noreturn]] void Refuse(const YAML::Mark& mark, std::string key, std::string what) const {
    throw Stop{At(mark, std::move(key), {{"what", std::move(what)}})};
  }

  // "?" is what yaml-cpp gives to plain content, "!" to quoted text.
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") {
      Refuse(mark, "pack.yaml_forbidden", tag);
    }
  }

  bool WantsKey() const {
    return !open_.empty() && open_.back()->kind == YamlNode::Kind::kMap && !has_key_;
  }

  void AddText(const YAML::Mark& mark, const std::string& value, bool quoted) {
    if (WantsKey()) {
      SetKey(mark, value);
      return;
    }
    YamlNode* node = Add(mark);
    node->text = value;
    node->quoted = quoted;
  }

  void SetKey(const YAML::Mark& mark, const std::string& key) {
    if (key == "<<") {
      Refuse(mark, "pack.yaml_forbidden", key);
    }
    YamlNode& map = *open_.back();
    for (const YamlMember& member : map.members) {
      if (member.key == key) {
        Refuse(mark, "pack.yaml_duplicate_key", key);
      }
    }
    // A limit that no honest pack meets keeps the search above from growing quadratic.
    if (map.members.size() >= 1000) {
      Refuse(mark, "pack.yaml_too_large", key);
    }
    YamlMember member;
    member.key = key;
    member.line = mark.line + 1;
    member.column = Column(mark);
    map.members.push_back(std::move(member));
    has_key_ = true;
  }

  YamlNode* Add(const YAML::Mark& mark) {
    YamlNode node;
    node.line = mark.line + 1;
    node.column = Column(mark);
    if (open_.empty()) {
      root_ = std::move(node);
      return &root_;
    }
    YamlNode& parent = *open_.back();
    if (parent.kind == YamlNode::Kind::kList) {
      parent.items.push_back(std::move(node));
      return &parent.items.back();
    }
    has_key_ = false;
    parent.members.back().value = std::move(node);
    return &parent.members.back().value;
  }

  void Open(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (WantsKey()) {
      Refuse(mark, "pack.yaml_forbidden", "? key");
    }
    if (open_.size() >= static_cast<std::size_t>(kMaxYamlDepth)) {
      Refuse(mark, "pack.yaml_too_deep", std::to_string(kMaxYamlDepth));
    }
    YamlNode* node = Add(mark);
    node->kind = kind;
    open_.push_back(node);
  }

  void Close() {
    open_.pop_back();
    has_key_ = false;
  }

  std::string path_;
  std::vector<std::string> lines_;
  YamlNode root_;
  // Parents of what is being read. A vector grows only at its last element, which is never a
  // parent still open below another one, so the pointers stay good.
  std::vector<YamlNode*> open_;
  bool has_key_ = false;
  int documents_ = 0;
};

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const YamlMember& member : members) {
    if (member.key == key) {
      return &member.value;
    }
  }
  return nullptr;
}

std::string Place(std::string_view path, int line, int column) {
  return std::string(path) + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Result<YamlNode> ParseYaml(std::string_view text, std::string_view path) {
  if (text.size() > kMaxYamlBytes) {
    return Error{ErrorCode::kInvalid,
                 "pack.yaml_too_large",
                 {{"what", std::string(path)}},
                 Place(path, 1, 1)};
  }
  if (!IsValidText(text)) {
    return Error{ErrorCode::kInvalid, "pack.not_text", {}, Place(path, 1, 1)};
  }
  Builder builder(text, path);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    return stop.error;
  } catch (const YAML::Exception& exception) {
    return builder.At(exception.mark, "pack.yaml_syntax", {{"reason", exception.msg}});
  }
  return builder.TakeRoot();
}

}  // namespace luoshi::pack
