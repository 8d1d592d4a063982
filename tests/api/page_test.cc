// The pages for people: what they show, to whom, and that data never becomes markup.
#include "host/files.h"
#include "server/html.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

class Pages : public Town {
 protected:
  void SetUp() override {
    Town::SetUp();
    Start();
  }
};

TEST_F(Pages, TheFirstPageShowsProgressTasksAndWhereNumbersComeFrom) {
  const Answer page = Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  for (const char* text : {"云溪镇工作进度", "演示数据", "演示县", "截至 2026年10月26日", "收缴率",
                           "66.7%", "石桥村", "下桥村", "整治RW-1", "逾期",
                           "/explain?indicator=insurance_fees.collection_rate", "lang=\"zh-CN\""}) {
    EXPECT_TRUE(page.Has(text)) << text;
  }
  EXPECT_FALSE(page.Has("<script"));
  EXPECT_FALSE(page.Has("http://")) << "nothing comes from outside";
  EXPECT_FALSE(page.Has("张三丰"));
}

TEST_F(Pages, EveryLinkOfAPageOpens) {
  ASSERT_TRUE(WriteFile(out() + "/checkpoint.txt", "line").ok());
  std::set<std::string> seen = {"/"};
  std::vector<std::string> queue = {"/"};
  while (!queue.empty() && seen.size() < 200) {
    const std::string address = queue.back();
    queue.pop_back();
    const Answer page = Get(address);
    EXPECT_EQ(page.status, 200) << address;
    if (!page.Has("<html")) {
      continue;
    }
    for (std::size_t at = page.body.find("href=\"/"); at != std::string::npos;
         at = page.body.find("href=\"/", at + 1)) {
      const std::size_t from = at + 6;
      std::string link = page.body.substr(from, page.body.find('"', from) - from);
      for (std::size_t amp = link.find("&amp;"); amp != std::string::npos;
           amp = link.find("&amp;")) {
        link.replace(amp, 5, "&");
      }
      if (seen.insert(link).second) {
        queue.push_back(link);
      }
    }
  }
  EXPECT_GE(seen.size(), 10U);
  EXPECT_EQ(seen.count("/files/checkpoint.txt"), 1U);
  EXPECT_EQ(seen.count("/files/tasks.xlsx"), 0U) << "it is not there";
}

TEST_F(Pages, AnExplanationShowsDefinitionRowsAndACountOfTheRest) {
  const std::string target = "/explain?unit=云溪镇&indicator=hazard.rectification_rate";
  const Answer page = Get(target);
  EXPECT_EQ(page.status, 200) << page.body;
  for (const char* text : {"口径", "分子", "分母", "未填", "共 3 条", "&lt;script&gt;alert(1)",
                           "state == &#39;closed&#39;", "换一天看"}) {
    EXPECT_TRUE(page.Has(text)) << text;
  }
  EXPECT_FALSE(page.Has("<script>"));
  const Answer other = Ask("GET", target, {.actor = "xiaqiao"});
  EXPECT_TRUE(other.Has("2 条您无权打开"));
  EXPECT_FALSE(other.Has("alert(1)"));
}

TEST_F(Pages, APersonsNameIsMaskedInAnExplanation) {
  const Answer page = Get("/explain?unit=石桥村&indicator=person.population");
  EXPECT_TRUE(page.Has("张*"));
  EXPECT_FALSE(page.Has("三丰"));
}

TEST_F(Pages, ANumberThatIsKeptBackDoesNotShowInItsExplanation) {
  const std::string target = "unit=石桥村&indicator=insurance_fees.declined_count";
  const Answer page = Get("/explain?" + target, "xiaqiao");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.Has("少于5")) << page.body;
  EXPECT_FALSE(page.Has("共 "));
  EXPECT_TRUE(Get("/api/v1/explain?" + target, "xiaqiao").Has("\"contributing\":null"));
}

TEST_F(Pages, SomebodyWithoutAGrantIsToldWhatToDo) {
  const Answer page = Get("/", "outside");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.Has("请联系系统管理员"));
  EXPECT_FALSE(page.Has("收缴率"));
}

TEST_F(Pages, AnErrorIsAPageForPeople) {
  const Answer page = Get("/explain?unit=月球村&indicator=a.b");
  EXPECT_EQ(page.status, 404);
  EXPECT_TRUE(page.Has("<html"));
  EXPECT_TRUE(page.Has("找不到单位"));
  const Answer attack = Get("/?unit=%3Cscript%3E");
  EXPECT_FALSE(attack.Has("<script"));
}

TEST(Html, EscapesWhatCouldBeMarkup) {
  EXPECT_EQ(server::Escape("<a href='x'>&\"石"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;石");
  EXPECT_EQ(server::EncodePart("a b/石&"), "a%20b%2F%E7%9F%B3%26");
}

}  // namespace
}  // namespace luoshi::testing
