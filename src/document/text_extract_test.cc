#include "document/text_extract.h"

#include <gtest/gtest.h>

#include "document/zip.h"

namespace luoshi::document {
namespace {

std::string Extracted(std::string_view bytes) {
  const Result<ExtractedText> text = ExtractText(bytes);
  return text.ok() ? text->text : text.error().key;
}

std::string Docx(std::string_view body, std::string_view header = "") {
  ZipWriter zip;
  zip.Add("_rels/.rels",
          "<Relationships><Relationship Id='r1' Type='x/officeDocument' "
          "Target='word/document.xml'/></Relationships>");
  zip.Add("word/document.xml",
          "<w:document><w:body>" + std::string(body) + "</w:body></w:document>");
  zip.Add("word/_rels/document.xml.rels",
          "<Relationships><Relationship Id='r1' Type='x/numbering' Target='numbering.xml'/>"
          "<Relationship Id='r2' Type='x/styles' Target='styles.xml'/></Relationships>");
  zip.Add("word/numbering.xml",
          "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
          "<w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='%1、'/></w:lvl><w:lvl "
          "w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText "
          "w:val='%1.%2 '/>"
          "</w:lvl></w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num>"
          "</w:numbering>");
  zip.Add("word/styles.xml",
          "<w:styles><w:style w:styleId='H'><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr>"
          "</w:style><w:style w:styleId='H2'><w:basedOn w:val='H'/></w:style></w:styles>");
  if (!header.empty()) {
    zip.Add("word/header1.xml", "<w:hdr>" + std::string(header) + "</w:hdr>");
  }
  return zip.Finish().value();
}

std::string P(std::string_view text) {
  return "<w:p><w:r><w:t>" + std::string(text) + "</w:t></w:r></w:p>";
}

TEST(ExtractText, ReadsPlainTextInAnyOfTheThreeEncodings) {
  EXPECT_EQ(Extracted("一、会议\r\n强调"), "一、会议\n强调");
  EXPECT_EQ(Extracted("\xBB\xE1\xD2\xE9\r\n"), "会议\n");
  EXPECT_EQ(Extracted("\xFE\xFF\x4F\x1A\x8B\xAE"), "会议");
  EXPECT_EQ(Extracted(std::string("\x00\x01\x02\xFF\xFE\x80\x81", 7)), "document.encoding");
}

TEST(ExtractText, ReadsParagraphsWithTheirNumbersAndTablesOfADocx) {
  EXPECT_EQ(Extracted(Docx(
                P("会议纪要") +
                "<w:p><w:pPr><w:pStyle w:val='H2'/><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
                "<w:r><w:t>人居</w:t></w:r><w:r><w:t>环境</w:t></w:r></w:p>"
                "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='5'/></w:numPr></w:pPr>"
                "<w:r><w:t>清垃圾</w:t></w:r></w:p>"
                "<w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>防火</w:t></w:r></w:p>"
                "<w:tbl><w:tr><w:tc>" +
                P("村") + "</w:tc><w:tc>" + P("户") + P("数") + "</w:tc></w:tr><w:tr><w:tc>" +
                P("东沟") + "</w:tc><w:tc>" + P("3") + "</w:tc></w:tr></w:tbl>")),
            "会议纪要\n一、人居环境\n1.1 清垃圾\n二、防火\n村\t户 数\n东沟\t3\n");
}

TEST(ExtractText, LeavesOutDeletedTextAndTakesAlternativesOnce) {
  EXPECT_EQ(Extracted(Docx(
                "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
                "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>增</w:t>"
                "</w:r></w:ins></w:p>"
                "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" +
                P("框") + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>" + P("框") +
                "</mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>"
                "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" +
                P("后"))),
            "留增\n框\n外\n前后\n");
}

TEST(ExtractText, ReadsAWebPageWithoutItsMachinery) {
  EXPECT_EQ(
      Extracted(
          "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body>"
          "<nav><a>首页</a></nav><h1>关于&ldquo;两费&rdquo;的&nbsp;通知</h1>\n<p>各村：<br>请于 "
          "3&#26085;前 a<b</p><script>if (a < b) { x('</p>'); }</script><table><tr><td>村</td>"
          "<td><p>户</p>\n</td></tr><tr><td>东沟<td>3</table><p>未完"),
      "关于“两费”的 通知\n各村：\n请于 3日前 a\n村\t户\n东沟\t3\n未完\n");
}

TEST(ExtractText, SurvivesBrokenMarkup) {
  for (const std::string_view html :
       {"<html><", "<html><!--", "<html><p a='", "<html></", "<html><script>", "<html>&#xFFFFFFFF;",
        "<html>&;&#;", "<html></td></tr></table><td>", "<html><td></nav><nav>"}) {
    EXPECT_TRUE(ExtractText(html).ok()) << html;
  }
}

TEST(ExtractText, SaysWhatToDoAboutFormatsItDoesNotRead) {
  EXPECT_EQ(Extracted("%PDF-1.4\n"), "document.damaged");
  EXPECT_EQ(Extracted("\x89PNG\r\n"), "document.picture");
  EXPECT_EQ(Extracted("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "document.damaged");
  EXPECT_EQ(Extracted("{\\rtf1"), "document.old_format");
  EXPECT_EQ(Extracted("BM"), "BM");  // too short to be a picture
  EXPECT_EQ(Extracted("RIFF"), "RIFF");
  EXPECT_EQ(Extracted("PK\x03\x04 and no more"), "document.damaged");
  ZipWriter zip;
  zip.Add("xl/workbook.xml", "<workbook/>");
  EXPECT_EQ(Extracted(zip.Finish().value()), "document.not_a_text");
}

TEST(ExtractText, RefusesPapersMarkedSecretButNotTalkAboutSecrets) {
  for (const std::string_view marked : {"机密★1年\n关于", "000012　秘 密★\n", "绝密★启用前",
                                        "密级：秘密\n通知", "【机密】", "机密 10年"}) {
    EXPECT_EQ(Extracted(marked), "document.secret") << marked;
  }
  EXPECT_EQ(Extracted(Docx(P("通知"), P("秘密★"))), "document.secret");
  for (const std::string_view open : {"关于加强国家秘密管理的通知\n一、", "机密文件管理办法",
                                      "商业秘密保护", "保守秘密是公民义务"}) {
    EXPECT_TRUE(ExtractText(open).ok()) << open;
  }
  EXPECT_TRUE(ExtractText("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n机密★\n").ok());
}

}  // namespace
}  // namespace luoshi::document
