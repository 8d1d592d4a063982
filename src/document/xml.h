// A SAX reader of XML parts from outside (expat): no document type, no entities of its own, a
// bounded depth; and the escaping for what we write.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/zip.h"

namespace luoshi::document {

// The attributes of a start tag, looked up by local name. Valid during the call only.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // "" when absent.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;

 private:
  const char** pairs_;
};

// Names come without their prefix: office programs disagree about prefixes, never about names.
class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;
  virtual void Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void End(std::string_view name) = 0;
  virtual void Text(std::string_view /*piece*/) {}

 protected:
  void Fail(Error error);  // the parse ends with this error
  void Stop();             // the parse ends well, nothing more is delivered
  // Where the tag being reported begins and how long it is, in bytes of the part.
  std::size_t TagOffset() const;
  std::size_t TagLength() const;

 private:
  friend class XmlParser;
  class XmlParser* parser_ = nullptr;
};

constexpr int kMaxXmlDepth = 256;

// kInvalid document.damaged when not well-formed, too deep, or with a document type.
Status ParseXml(const ZipReader& zip, const std::string& entry, XmlHandler& handler);
Status ParseXmlText(std::string_view text, XmlHandler& handler);

// For text and attribute values. Characters that XML 1.0 cannot hold are left out.
std::string EscapeXml(std::string_view text);
void AppendEscaped(std::string& out, std::string_view text);

// The target of the first relationship whose type ends with `type_end` in the rels part of `part`
// ("" for the package), as an entry name; "" when there is none.
std::string FindRelated(const ZipReader& zip, const std::string& part, std::string_view type_end);
// By relationship id.
std::string FindRelatedById(const ZipReader& zip, const std::string& part, std::string_view id);

}  // namespace luoshi::document
