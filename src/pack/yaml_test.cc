#include "pack/yaml.h"

#include <gtest/gtest.h>

#include "pack/pack_reader.h"

namespace luoshi::pack {
namespace {

std::string KeyAndPlace(std::string_view text) {
  const Result<YamlNode> node = ParseYaml(text, "pack.yaml");
  return node.ok() ? "ok" : node.error().key + " " + node.error().pointer;
}

TEST(ParseYaml, KeepsEveryScalarAsTheTextWritten) {
  const Result<YamlNode> node = ParseYaml("a: 0012\nb: yes\nc: 1.50\nd:\ne: \"no\"\n", "p");
  ASSERT_TRUE(node.ok());
  EXPECT_EQ(node->Find("a")->text, "0012");
  EXPECT_EQ(node->Find("b")->text, "yes");
  EXPECT_EQ(node->Find("c")->text, "1.50");
  EXPECT_EQ(node->Find("d")->text, "");
  EXPECT_TRUE(node->Find("e")->quoted);
  EXPECT_EQ(node->Find("f"), nullptr);
}

TEST(ParseYaml, RefusesWhatHidesContent) {
  EXPECT_EQ(KeyAndPlace("a: &x 1\n"), "pack.yaml_forbidden pack.yaml:1:4");
  EXPECT_EQ(KeyAndPlace("a: 1\nb: !!int 2\n"), "pack.yaml_forbidden pack.yaml:2:4");
  EXPECT_EQ(KeyAndPlace("a: {b: 1}\nc:\n  <<: {b: 2}\n"), "pack.yaml_forbidden pack.yaml:3:3");
  EXPECT_EQ(KeyAndPlace("a: 1\n---\nb: 2\n"), "pack.yaml_forbidden pack.yaml:2:1");
  EXPECT_EQ(KeyAndPlace("? [a]\n: 1\n").substr(0, 19), "pack.yaml_forbidden");
  EXPECT_EQ(KeyAndPlace("a: &x 1\nb: *x\n").substr(0, 19), "pack.yaml_forbidden");
  EXPECT_EQ(KeyAndPlace("b: *x\n").substr(0, 9), "pack.yaml");
}

TEST(ParseYaml, RefusesAKeyWrittenTwice) {
  EXPECT_EQ(KeyAndPlace("a: 1\nb: {c: 1, c: 2}\n"), "pack.yaml_duplicate_key pack.yaml:2:11");
}

TEST(ParseYaml, CountsColumnsInCharacters) {
  EXPECT_EQ(KeyAndPlace("{名称: 1, 名称: 2}\n"), "pack.yaml_duplicate_key pack.yaml:1:9");
}

TEST(ParseYaml, BoundsSizeAndDepth) {
  EXPECT_EQ(KeyAndPlace(std::string(kMaxYamlBytes + 1, ' ')).substr(0, 19), "pack.yaml_too_large");
  const std::string closed = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(KeyAndPlace(closed), "pack.yaml_too_deep pack.yaml:1:17");
  EXPECT_NE(KeyAndPlace(std::string(100000, '[')), "ok");
  EXPECT_EQ(KeyAndPlace("a: [1, 2\n").substr(0, 16), "pack.yaml_syntax");
  EXPECT_EQ(KeyAndPlace("a: \xff\n").substr(0, 13), "pack.not_text");
  EXPECT_EQ(KeyAndPlace("a: \"\\0\"\n"), "pack.not_text pack.yaml:1:4");
}

}  // namespace
}  // namespace luoshi::pack
