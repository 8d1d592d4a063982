#include "document/docx_dom.h"

#include "document/xml.h"

namespace luoshi::document {
namespace {

class Nothing : public XmlHandler {
 public:
  void Start(std::string_view, const XmlAttributes&) override {}
  void End(std::string_view) override {}
};

}  // namespace

Status LoadXml(std::string_view xml, pugi::xml_document& document) {
  Nothing nothing;
  TRY(ParseXmlText(xml, nothing));
  const pugi::xml_parse_result parsed = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_auto);
  if (!parsed) {
    return Error{ErrorCode::kInvalid, "document.damaged", {}, {}, parsed.description()};
  }
  return {};
}

std::string StyleKey(std::string_view name) {
  std::string key(name);
  for (char& c : key) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

std::map<std::string, std::string, std::less<>> StyleIds(const pugi::xml_node& styles) {
  std::map<std::string, std::string, std::less<>> ids;
  for (const pugi::xml_node style : styles.children("w:style")) {
    if (std::string_view(style.attribute("w:type").value()) == "paragraph") {
      ids.emplace(StyleKey(style.child("w:name").attribute("w:val").value()),
                  style.attribute("w:styleId").value());
    }
  }
  return ids;
}

}  // namespace luoshi::document
