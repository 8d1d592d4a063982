// Tags and texts of web pages, however untidy. Internal to document.
#pragma once

#include <string>
#include <string_view>

namespace luoshi::document {

struct HtmlTag {
  std::string name;  // lower case
  bool closing = false;
  bool empty = false;           // <br/>
  std::string_view attributes;  // as written

  // By lower-case name, prefix included; "" when absent. Entities in it stay as they are.
  std::string Attribute(std::string_view wanted) const;
};

class HtmlHandler {
 public:
  HtmlHandler() = default;
  HtmlHandler(const HtmlHandler&) = delete;
  HtmlHandler& operator=(const HtmlHandler&) = delete;
  virtual ~HtmlHandler() = default;
  virtual void OnTag(const HtmlTag& tag) = 0;
  virtual void OnText(std::string_view piece) = 0;  // entities decoded
};

// Never fails. Comments, and what stands in script and style, are left out.
void ScanHtml(std::string_view html, HtmlHandler& handler);

}  // namespace luoshi::document
