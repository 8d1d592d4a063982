#include "document/xml.h"

#include <cstring>
#include <memory>
#include <optional>

#include <expat.h>

namespace luoshi::document {
namespace {

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Error Damaged(std::string detail) {
  return {ErrorCode::kInvalid, "document.damaged", {}, {}, std::move(detail)};
}

}  // namespace

std::string_view XmlAttributes::Get(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == name) {
      return pair[1];
    }
  }
  return {};
}

bool XmlAttributes::Has(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == name) {
      return true;
    }
  }
  return false;
}

class XmlParser {
 public:
  explicit XmlParser(XmlHandler& handler) : handler_(handler), expat_(XML_ParserCreate(nullptr)) {
    LUOSHI_CHECK(expat_ != nullptr);
    XML_SetUserData(expat_.get(), this);
    XML_SetElementHandler(expat_.get(), &XmlParser::OnStart, &XmlParser::OnEnd);
    XML_SetCharacterDataHandler(expat_.get(), &XmlParser::OnText);
    XML_SetStartDoctypeDeclHandler(expat_.get(), &XmlParser::OnDoctype);
    handler_.parser_ = this;
  }
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;
  ~XmlParser() { handler_.parser_ = nullptr; }

  // False once nothing more is wanted.
  Result<bool> Feed(std::string_view piece, bool last) {
    if (done_) {
      return false;
    }
    const XML_Status status =
        XML_Parse(expat_.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    if (error_.has_value()) {
      return *error_;
    }
    if (status != XML_STATUS_OK && !done_) {
      return Damaged(std::string(XML_ErrorString(XML_GetErrorCode(expat_.get()))) + " at line " +
                     std::to_string(XML_GetCurrentLineNumber(expat_.get())));
    }
    return !done_;
  }

  void Fail(Error error) {
    if (!done_) {
      error_ = std::move(error);
      Stop();
    }
  }
  void Stop() {
    done_ = true;
    XML_StopParser(expat_.get(), XML_FALSE);
  }
  std::size_t TagOffset() const {
    return static_cast<std::size_t>(XML_GetCurrentByteIndex(expat_.get()));
  }
  std::size_t TagLength() const {
    return static_cast<std::size_t>(XML_GetCurrentByteCount(expat_.get()));
  }

 private:
  static void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto* self = static_cast<XmlParser*>(data);
    if (self->done_) {
      return;
    }
    if (++self->depth_ > kMaxXmlDepth) {
      self->Fail(Damaged("nested too deep"));
      return;
    }
    self->handler_.Start(LocalName(name), XmlAttributes(attributes));
  }
  static void OnEnd(void* data, const XML_Char* name) {
    auto* self = static_cast<XmlParser*>(data);
    if (!self->done_) {
      --self->depth_;
      self->handler_.End(LocalName(name));
    }
  }
  static void OnText(void* data, const XML_Char* text, int length) {
    auto* self = static_cast<XmlParser*>(data);
    if (!self->done_) {
      self->handler_.Text({text, static_cast<std::size_t>(length)});
    }
  }
  static void OnDoctype(
      void* data, const XML_Char*, const XML_Char*, const XML_Char*, int /*has_internal*/) {
    static_cast<XmlParser*>(data)->Fail(Damaged("has a document type"));
  }

  struct Free {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
  };
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> expat_;
  std::optional<Error> error_;
  int depth_ = 0;
  bool done_ = false;
};

void XmlHandler::Fail(Error error) { parser_->Fail(std::move(error)); }
void XmlHandler::Stop() { parser_->Stop(); }
std::size_t XmlHandler::TagOffset() const { return parser_->TagOffset(); }
std::size_t XmlHandler::TagLength() const { return parser_->TagLength(); }

Status ParseXml(const ZipReader& zip, const std::string& entry, XmlHandler& handler) {
  XmlParser parser(handler);
  bool stopped = false;
  // An early stop travels through Stream as an error of our own that is taken back here.
  const Status streamed = zip.Stream(entry, [&](std::string_view piece) -> Status {
    TRY_ASSIGN(const bool more, parser.Feed(piece, false));
    if (!more) {
      stopped = true;
      return Error{ErrorCode::kInternal, "document.damaged"};
    }
    return {};
  });
  if (stopped) {
    return {};
  }
  TRY(streamed);
  TRY(parser.Feed({}, true));
  return {};
}

Status ParseXmlText(std::string_view text, XmlHandler& handler) {
  XmlParser parser(handler);
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  while (!text.empty()) {
    TRY_ASSIGN(const bool more, parser.Feed(text.substr(0, kPiece), false));
    if (!more) {
      return {};
    }
    text.remove_prefix(std::min(kPiece, text.size()));
  }
  TRY(parser.Feed({}, true));
  return {};
}

void AppendEscaped(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        // U+FFFE and U+FFFF are the only other characters XML forbids in well-formed UTF-8.
        if (static_cast<unsigned char>(c) >= 0x20 && text.substr(i, 3) != "\xEF\xBF\xBE" &&
            text.substr(i, 3) != "\xEF\xBF\xBF") {
          out.push_back(c);
        } else if (c == '\xEF') {
          i += 2;
        }
    }
  }
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  AppendEscaped(out, text);
  return out;
}

namespace {

class Relations : public XmlHandler {
 public:
  Relations(std::string_view type_end, std::string_view id) : type_end_(type_end), id_(id) {}
  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Get("TargetMode") == "External") {
      return;
    }
    const bool wanted =
        id_.empty() ? attributes.Get("Type").ends_with(type_end_) : attributes.Get("Id") == id_;
    if (wanted) {
      target = attributes.Get("Target");
      Stop();
    }
  }
  void End(std::string_view) override {}
  std::string target;

 private:
  std::string_view type_end_;
  std::string_view id_;
};

// Part names in relationships are relative to the folder of the part, with . and ..
std::string Resolve(std::string_view folder, std::string_view target) {
  std::vector<std::string_view> parts;
  const auto add = [&parts](std::string_view path) {
    while (!path.empty()) {
      const std::size_t slash = path.find('/');
      const std::string_view part = path.substr(0, slash);
      if (part == "..") {
        if (!parts.empty()) {
          parts.pop_back();
        }
      } else if (!part.empty() && part != ".") {
        parts.push_back(part);
      }
      path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
  };
  if (!target.starts_with('/')) {
    add(folder);
  }
  add(target);
  std::string out;
  for (const std::string_view part : parts) {
    out += out.empty() ? "" : "/";
    out += part;
  }
  return out;
}

std::string Related(const ZipReader& zip,
                    const std::string& part,
                    std::string_view type_end,
                    std::string_view id) {
  const std::size_t slash = part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash);
  const std::string name = slash == std::string::npos ? part : part.substr(slash + 1);
  const std::string rels = (folder.empty() ? "" : folder + "/") + "_rels/" + name + ".rels";
  Relations relations(type_end, id);
  if (!zip.Has(rels) || !ParseXml(zip, rels, relations).ok() || relations.target.empty()) {
    return {};
  }
  std::string target = Resolve(folder, relations.target);
  return zip.Has(target) ? target : std::string();
}

}  // namespace

std::string FindRelated(const ZipReader& zip, const std::string& part, std::string_view type_end) {
  return Related(zip, part, type_end, {});
}

std::string FindRelatedById(const ZipReader& zip, const std::string& part, std::string_view id) {
  return id.empty() ? std::string() : Related(zip, part, {}, id);
}

}  // namespace luoshi::document
