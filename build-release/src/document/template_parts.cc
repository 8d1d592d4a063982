// Made by CMakeLists.txt from template/*.xml.
#include "document/template_parts.h"

#include <array>

namespace luoshi::document {

std::span<const TemplatePart> TemplateParts() {
  static constexpr std::array kParts = {
      TemplatePart{"[Content_Types].xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
  <Default Extension="xml" ContentType="application/xml"/>
  <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
  <Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
  <Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
  <Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
  <Override PartName="/word/header.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
  <Override PartName="/word/footer_odd.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
  <Override PartName="/word/footer_even.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
</Types>
)part"},
      TemplatePart{"_rels/.rels", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>
)part"},
      TemplatePart{"word/document.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- GB/T 9704-2012: A4; top 37 mm, left 28 mm, right 26 mm, bottom 35 mm; 22 lines of 28 characters -->
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
  <w:body><luoshi-body/>    <w:sectPr>
      <w:headerReference w:type="default" r:id="rId3"/>
      <w:headerReference w:type="even" r:id="rId3"/>
      <w:footerReference w:type="default" r:id="rId4"/>
      <w:footerReference w:type="even" r:id="rId5"/>
      <w:pgSz w:w="11906" w:h="16838"/>
      <w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1400" w:footer="1200" w:gutter="0"/>
      <w:docGrid w:type="lines" w:linePitch="580"/>
    </w:sectPr>
  </w:body>
</w:document>
)part"},
      TemplatePart{"word/_rels/document.xml.rels", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
  <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
  <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header.xml"/>
  <Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer_odd.xml"/>
  <Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer_even.xml"/>
  <Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
</Relationships>
)part"},
      TemplatePart{"word/styles.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- w:spacing -5: 28 characters of 16 pt on 156 mm need a quarter of a point less each -->
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:docDefaults>
    <w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"/><w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>
    <w:pPrDefault/>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
  <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="290" w:after="290" w:line="640" w:lineRule="exact"/><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:line="580" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:spacing w:val="-5"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:line="580" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体_GB2312"/><w:spacing w:val="-5"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:line="580" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:spacing w:val="-5"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsBody"><w:name w:val="公文正文"/><w:qFormat/><w:pPr><w:spacing w:line="580" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsMark"><w:name w:val="公文标志"/><w:qFormat/><w:pPr><w:spacing w:before="400" w:after="300"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:color w:val="D80F0F"/><w:sz w:val="72"/><w:szCs w:val="72"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsIssue"><w:name w:val="公文期号"/><w:qFormat/><w:pPr><w:spacing w:line="580" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:rPr><w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsIssuer"><w:name w:val="公文编发"/><w:qFormat/><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="D80F0F"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="8600"/></w:tabs><w:spacing w:line="580" w:lineRule="exact"/><w:ind w:leftChars="100" w:left="320" w:rightChars="100" w:right="320"/><w:jc w:val="left"/></w:pPr><w:rPr><w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsColophon"><w:name w:val="公文版记"/><w:qFormat/><w:pPr><w:tabs><w:tab w:val="right" w:pos="8450"/></w:tabs><w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40"/><w:ind w:left="280" w:right="280"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsCaption"><w:name w:val="公文表题"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsTable"><w:name w:val="公文表格"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsNote"><w:name w:val="公文附注"/><w:qFormat/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="340" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>
  <w:style w:type="paragraph" w:customStyle="1" w:styleId="LsPageNumber"><w:name w:val="公文页码"/><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>
</w:styles>
)part"},
      TemplatePart{"word/settings.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:evenAndOddHeaders/>
  <w:characterSpacingControl w:val="compressPunctuation"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
</w:settings>
)part"},
      TemplatePart{"word/header.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr><w:t>{{演示数据}}</w:t></w:r></w:p></w:hdr>
)part"},
      TemplatePart{"word/footer_odd.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="LsPageNumber"/><w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
)part"},
      TemplatePart{"word/footer_even.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="LsPageNumber"/><w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
)part"},
      TemplatePart{"word/fontTable.xml", R"part(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- What a machine without the fonts of official papers takes in their place -->
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:font w:name="方正小标宋简体"><w:altName w:val="华文中宋"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font>
  <w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>
  <w:font w:name="楷体_GB2312"><w:altName w:val="楷体"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>
  <w:font w:name="黑体"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/></w:font>
  <w:font w:name="宋体"><w:altName w:val="SimSun"/><w:charset w:val="86"/><w:family w:val="roman"/></w:font>
  <w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>
</w:fonts>
)part"},
      TemplatePart{"progress", R"part(<w:p><w:pPr><w:pStyle w:val="LsMark"/></w:pPr><w:r><w:t>{{刊名}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsIssue"/></w:pPr><w:r><w:t>{{刊期}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsIssuer"/></w:pPr><w:r><w:t>{{编发}}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{{编发日期}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{{标题}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsBody"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:r><w:t>{{主送}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsBody"/></w:pPr><w:r><w:t>{{正文}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsBody"/></w:pPr><w:r><w:t>{{落款}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsNote"/><w:pageBreakBefore/></w:pPr><w:r><w:t>{{数据说明}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsNote"/></w:pPr><w:r><w:t>{{核验}}</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="LsNote"/></w:pPr><w:r><w:t>{{版记}}</w:t></w:r></w:p>
)part"},
  };
  return kParts;
}

}  // namespace luoshi::document
