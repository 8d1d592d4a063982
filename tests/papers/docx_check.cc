#include "tests/papers/docx_check.h"

#include <algorithm>
#include <map>
#include <set>

#include <pugixml.hpp>

#include "base/text.h"
#include "document/zip.h"

namespace luoshi::testing {
namespace {

// ECMA-376 part 1, annex A.1 (wml.xsd): CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_SectPr, CT_Style,
// CT_Settings (those we write), and wp:CT_Inline of annex A.4.
const std::map<std::string, std::string, std::less<>>& Orders() {
  static const std::map<std::string, std::string, std::less<>> kOrders = {
      {"w:pPr",
       "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
       "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
       "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
       "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
       "rPr sectPr pPrChange"},
      {"w:rPr",
       "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
       "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
       "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"},
      {"w:tblPr",
       "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
       "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
       "tblDescription"},
      {"w:tblBorders", "top left start bottom right end insideH insideV"},
      {"w:tblCellMar", "top left start bottom right end"},
      {"w:tcPr",
       "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
       "vAlign hideMark"},
      {"w:pBdr", "top left bottom right between bar"},
      {"w:sectPr",
       "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
       "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
       "docGrid printerSettings"},
      {"w:style",
       "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
       "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr "
       "tblStylePr"},
      {"w:styles", "docDefaults latentStyles style"},
      {"w:docDefaults", "rPrDefault pPrDefault"},
      {"w:settings",
       "writeProtection view zoom removePersonalInformation mirrorMargins evenAndOddHeaders "
       "defaultTabStop characterSpacingControl compat rsids themeFontLang clrSchemeMapping"},
      {"w:font", "altName panose1 charset family notTrueType pitch sig"},
      {"w:tbl", "tblPr tblGrid tr"},
      {"w:tr", "tblPrEx trPr tc"},
      {"w:body", "@any sectPr"},
      {"w:tc", "tcPr @any"},
      {"w:p", "pPr @any"},
      {"w:r", "rPr @any"},
      {"wp:inline", "extent effectExtent docPr cNvGraphicFramePr graphic"},
  };
  return kOrders;
}

class Checker {
 public:
  explicit Checker(const document::ZipReader& zip) : zip_(zip) {}

  std::vector<std::string> Run() {
    for (const char* part : {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
                             "word/styles.xml", "word/_rels/document.xml.rels"}) {
      if (!zip_.Has(part)) {
        Breach(part, "is missing");
      }
    }
    for (const std::string& name : zip_.names()) {
      if (name.ends_with(".xml") || name.ends_with(".rels")) {
        CheckPart(name);
      }
    }
    CheckTypes();
    CheckReferences();
    return std::move(breaches_);
  }

 private:
  void Breach(const std::string& where, const std::string& what) {
    breaches_.push_back(where + ": " + what);
  }

  void CheckPart(const std::string& name) {
    pugi::xml_document& tree = parts_[name];
    const Result<std::string> xml = zip_.Read(name);
    if (!xml.ok() || !tree.load_buffer(xml->data(), xml->size())) {
      Breach(name, "is no XML");
      return;
    }
    Walk(name, tree.document_element());
  }

  void Walk(const std::string& part, const pugi::xml_node& node) {
    const std::string_view name = node.name();
    CheckOrder(part, node);
    if (name == "w:tbl") {
      CheckGrid(part, node);
    }
    if (name == "w:tc" && std::string_view(node.last_child().name()) != "w:p") {
      Breach(part, "a cell does not end with a paragraph");
    }
    if (name == "wp:docPr" && !drawings_.insert(node.attribute("id").as_string()).second) {
      Breach(part, "two drawings share a number");
    }
    if (name == "w:pStyle") {
      styles_used_.insert(node.attribute("w:val").value());
    }
    if (name == "w:style") {
      if (!styles_.insert(node.attribute("w:styleId").value()).second) {
        Breach(part, std::string("two styles are called ") + node.attribute("w:styleId").value());
      }
    }
    if (name == "w:t" && Contains(node.text().get(), "{{")) {
      Breach(part, std::string("a word is left: ") + node.text().get());
    }
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view key = attribute.name();
      if (key == "r:id" || key == "r:embed") {
        references_.emplace_back(part, attribute.value());
      }
    }
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) {
        Walk(part, child);
      }
    }
  }

  void CheckOrder(const std::string& part, const pugi::xml_node& node) {
    const std::vector<std::string> order = OrderOf(node.name());
    if (order.empty()) {
      return;
    }
    const auto any = std::find(order.begin(), order.end(), "@any");
    auto reached = order.begin();
    for (const pugi::xml_node child : node.children()) {
      if (child.type() != pugi::node_element) {
        continue;
      }
      const std::string_view full = child.name();
      const std::string_view local = full.substr(full.find(':') + 1);
      auto found = std::find(order.begin(), order.end(), local);
      if (found == order.end()) {
        found = any;
      }
      if (found == order.end()) {
        Breach(part, std::string(full) + " has no place in " + node.name());
      } else if (found < reached) {
        Breach(part, std::string(full) + " stands too late in " + node.name());
      } else {
        reached = found;
      }
    }
  }

  void CheckGrid(const std::string& part, const pugi::xml_node& table) {
    const auto columns = std::distance(table.child("w:tblGrid").children("w:gridCol").begin(),
                                       table.child("w:tblGrid").children("w:gridCol").end());
    for (const pugi::xml_node row : table.children("w:tr")) {
      std::ptrdiff_t filled = 0;
      for (const pugi::xml_node cell : row.children("w:tc")) {
        filled += cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1);
      }
      if (filled != columns) {
        Breach(part, "a row fills " + std::to_string(filled) + " of " + std::to_string(columns) +
                         " columns");
      }
    }
  }

  void CheckTypes() {
    std::set<std::string> endings;
    std::set<std::string> named;
    for (const pugi::xml_node type : parts_["[Content_Types].xml"].document_element().children()) {
      const std::string_view kind = type.name();
      if (kind == "Default") {
        endings.insert(type.attribute("Extension").value());
      } else {
        const std::string part = std::string(type.attribute("PartName").value()).substr(1);
        named.insert(part);
        if (!zip_.Has(part)) {
          Breach("[Content_Types].xml", part + " is not there");
        }
      }
    }
    for (const std::string& name : zip_.names()) {
      const std::string ending = name.substr(name.rfind('.') + 1);
      if (name != "[Content_Types].xml" && named.count(name) == 0 &&
          (ending == "xml" || endings.count(ending) == 0)) {
        Breach(name, "has no content type");
      }
    }
  }

  void CheckReferences() {
    std::map<std::string, std::set<std::string>> known;
    for (const auto& [name, tree] : parts_) {
      if (!name.ends_with(".rels")) {
        continue;
      }
      // word/_rels/document.xml.rels speaks for word/document.xml
      const std::size_t at = name.find("_rels/");
      const std::string folder = name.substr(0, at);
      const std::string owner = folder + name.substr(at + 6, name.size() - at - 11);
      for (const pugi::xml_node relation : tree.document_element().children()) {
        if (!known[owner].insert(relation.attribute("Id").value()).second) {
          Breach(name, std::string("two relations are called ") + relation.attribute("Id").value());
        }
        const std::string target = relation.attribute("Target").value();
        const bool outside =
            std::string_view(relation.attribute("TargetMode").value()) == "External";
        if (!outside && !zip_.Has(target.starts_with('/') ? target.substr(1) : folder + target)) {
          Breach(name, target + " is not there");
        }
      }
    }
    for (const auto& [part, id] : references_) {
      if (known[part].count(id) == 0) {
        Breach(part, "refers to " + id + ", which is not there");
      }
    }
    for (const std::string& style : styles_used_) {
      if (styles_.count(style) == 0) {
        Breach("word/styles.xml", style + " is not there");
      }
    }
  }

  const document::ZipReader& zip_;
  std::map<std::string, pugi::xml_document> parts_;
  std::vector<std::string> breaches_;
  std::set<std::string> drawings_;
  std::set<std::string> styles_;
  std::set<std::string> styles_used_;
  std::vector<std::pair<std::string, std::string>> references_;
};

}  // namespace

std::vector<std::string> OrderOf(std::string_view element) {
  const auto found = Orders().find(element);
  return found == Orders().end() ? std::vector<std::string>() : Split(found->second, " ");
}

std::vector<std::string> CheckDocx(std::string_view bytes) {
  const Result<document::ZipReader> zip = document::ZipReader::Open(bytes);
  return zip.ok() ? Checker(*zip).Run() : std::vector<std::string>{zip.error().key};
}

}  // namespace luoshi::testing
