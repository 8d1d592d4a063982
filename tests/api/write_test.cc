// Commands, papers, imports, bulletins and attachments over HTTP.
#include "base/sha256.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

class Writing : public Town {
 protected:
  void SetUp() override {
    Town::SetUp();
    Start();
  }
  static std::string Text(const Json& json, std::string_view name) {
    return std::string(FindText(json.as_object(), name));
  }
  static JsonObject Change(int command,
                           const std::string& record,
                           JsonObject set,
                           JsonObject seen) {
    return {{"command", IdText(command)}, {"act", "change"},       {"pack", "hazard"},
            {"record", record},           {"set", std::move(set)}, {"seen", std::move(seen)}};
  }
};

TEST_F(Writing, ACommandIsAppliedOnceWhateverIsSent) {
  const std::string body = WriteJson(HazardCommand(1, 1, shiqiao));
  const Answer first = Post("/api/v1/commands", body, "shiqiao");
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(Text(first.json(), "status"), "applied");
  const Answer again = Post("/api/v1/commands", body, "shiqiao");
  EXPECT_EQ(Text(again.json(), "status"), "repeated");
  EXPECT_EQ(Text(again.json(), "event"), Text(first.json(), "event"));
  EXPECT_EQ(Get("/api/v1/registers/hazard?total=true").json().as_object().at("total"), Json(4));
}

TEST_F(Writing, ADryRunKeepsNothing) {
  const std::string body = WriteJson(HazardCommand(1, 1, shiqiao));
  EXPECT_EQ(Post("/api/v1/commands?dry_run=true", body).status, 200);
  EXPECT_EQ(Get("/api/v1/records/" + IdText(1)).status, 404);
  EXPECT_EQ(Text(Post("/api/v1/commands", body).json(), "status"), "applied");
}

TEST_F(Writing, AStaleCommandIsRefusedWithBothValues) {
  const std::string record = RecordOf("hazard GZ-2");
  ASSERT_EQ(Post("/api/v1/commands",
                 WriteJson(Change(1, record, {{"place", "粮站"}}, {{"place", "小卖部"}})))
                .status,
            200);
  const Answer stale = Post(
      "/api/v1/commands", WriteJson(Change(2, record, {{"place", "学校"}}, {{"place", "小卖部"}})));
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.headers.at("content-type"), "application/problem+json; charset=utf-8");
  EXPECT_EQ(Text(stale.json(), "key"), "record.stale");
  EXPECT_EQ(Text(stale.json(), "pointer"), "/seen/place");
  EXPECT_TRUE(stale.Has("小卖部"));
  EXPECT_TRUE(stale.Has("粮站"));
}

TEST_F(Writing, ARefusalTellsAStrangerNothingAboutTheRecord) {
  const std::string body =
      WriteJson(Change(1, RecordOf("hazard GZ-2"), {{"place", "学校"}}, {{"place", "猜一猜"}}));
  for (const char* actor : {"xiaqiao", "outside", "admin"}) {
    const Answer answer = Post("/api/v1/commands", body, actor);
    EXPECT_EQ(answer.status, 404) << actor;
    EXPECT_FALSE(answer.Has("小卖部")) << actor;
  }
}

TEST_F(Writing, OfAListEachStandsOrFallsAlone) {
  JsonArray list;
  list.push_back(HazardCommand(1, 1, shiqiao));
  list.push_back(HazardCommand(2, 2, xiaqiao));  // not his village
  list.push_back("nothing");
  JsonObject incomplete = HazardCommand(3, 3, shiqiao);
  incomplete["set"].as_object().erase("hazard");
  list.push_back(incomplete);
  list.push_back(HazardCommand(4, 4, shiqiao));
  const Answer answer = Post("/api/v1/commands", WriteJson(list), "shiqiao");
  EXPECT_EQ(answer.status, 200);
  const JsonArray answers = answer.json().as_array();
  ASSERT_EQ(answers.size(), 5U);
  const auto problem = [&](std::size_t i) {
    return answers[i].as_object().at("problem").as_object();
  };
  EXPECT_EQ(Text(answers[0], "status"), "applied");
  EXPECT_EQ(FindText(problem(1), "key"), "access.rows");
  EXPECT_EQ(problem(1).at("status"), Json(403));
  EXPECT_EQ(FindText(problem(2), "key"), "json.type");
  EXPECT_EQ(FindText(problem(2), "pointer"), "/2");
  EXPECT_EQ(FindText(problem(3), "key"), "field.required");
  EXPECT_TRUE(FindText(problem(3), "pointer").starts_with("/3/")) << problem(3);
  EXPECT_EQ(Text(answers[4], "status"), "applied");
}

TEST_F(Writing, ANewRecordLiesWhereItsRegionLies) {
  JsonObject command = HazardCommand(1, 1, shiqiao);
  command["jurisdiction"] = 77;
  const Answer answer = Post("/api/v1/commands", WriteJson(command));
  EXPECT_EQ(answer.json().as_object().at("jurisdiction"), Json(1));
  JsonObject change = Change(2, IdText(1), {{"place", "粮站"}}, {});
  change["jurisdiction"] = 77;
  EXPECT_EQ(Post("/api/v1/commands", WriteJson(change)).status, 404);
}

TEST_F(Writing, JsonThatIsNoneOrTooMuchIsRefused) {
  EXPECT_EQ(Post("/api/v1/commands", "{").status, 400);
  EXPECT_EQ(Post("/api/v1/commands", "").status, 400);
  EXPECT_EQ(Post("/api/v1/commands", "7").status, 400);
  EXPECT_EQ(Post("/api/v1/commands", "{}").status, 400);
  EXPECT_EQ(Post("/api/v1/commands", std::string(1'000, '[')).status, 400);
  EXPECT_EQ(Post("/api/v1/commands", "[]").body, "[]");
  std::string many = "[0";
  for (int i = 0; i < 1'000; ++i) {
    many += ",0";
  }
  EXPECT_TRUE(Post("/api/v1/commands", many + "]").Has("command.too_many"));
  EXPECT_EQ(Post("/api/v1/commands", "\xff\xfe").status, 400);
}

TEST_F(Writing, APaperBecomesDraftTasksAndIsGivenOut) {
  const std::string speech =
      "在全镇重点工作推进会上的讲话\n2026年10月20日\n"
      "一、抓好两费收缴。各村要在11月15日前完成城乡居民医保收缴任务，由石桥村牵头。\n";
  const Answer read = Post("/api/v1/plan", speech);
  EXPECT_EQ(read.status, 200) << read.body;
  EXPECT_FALSE(read.json().as_object().at("tasks").as_array().empty());
  EXPECT_TRUE(Get("/api/v1/directives").Has("\"records\":[]"));

  const Answer made =
      Post("/api/v1/directives?unit=云溪镇&number=云讲〔2026〕1号&kind=speech", speech);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_FALSE(made.json().as_object().at("drafts").as_array().empty());
  EXPECT_TRUE(Get("/api/v1/directives").Has("云讲〔2026〕1号"));
  const Answer deployed = Post("/api/v1/directives/云讲〔2026〕1号/deploy", "");
  EXPECT_EQ(deployed.status, 200) << deployed.body;
  EXPECT_TRUE(deployed.json().as_object().contains("given"));
  EXPECT_EQ(Post("/api/v1/directives/没有的/deploy", "").status, 404);
}

TEST_F(Writing, AWorkbookIsImportedCheckedAndTakenBack) {
  const std::string csv =
      "编号,场所,村,监管单位,领域,等级,隐患描述,发现日期,整改时限\n"
      "DR-1,旅馆,石桥村,党政办,gas,一般,软管老化,2026-10-01,2026-11-01\n"
      "DR-2,旅馆,月球村,党政办,gas,一般,软管老化,2026-10-01,2026-11-01\n";
  const std::string target = "/api/v1/imports?register=hazard&unit=云溪镇&file_name=a.csv";
  const Answer tried = Post(target + "&dry_run=true", csv);
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(Text(tried.json(), "status"), "dry_run");
  EXPECT_EQ(FindInt(tried.json().as_object(), "refused"), 1);
  EXPECT_FALSE(Get("/api/v1/registers/hazard").Has("DR-1"));
  const Answer done = Post(target, csv);
  EXPECT_EQ(FindInt(done.json().as_object(), "added"), 1) << done.body;
  EXPECT_TRUE(Get("/api/v1/registers/hazard").Has("DR-1"));
  const std::string number = Text(done.json(), "number");
  const Answer back = Post("/api/v1/imports/" + number + "/take_back", R"({"reason":"传错了"})");
  EXPECT_EQ(FindInt(back.json().as_object(), "taken_back"), 1) << back.body;
  EXPECT_FALSE(Get("/api/v1/registers/hazard").Has("DR-1"));
  EXPECT_EQ(Post("/api/v1/imports?register=hazard", "nothing").status, 422);
  EXPECT_EQ(Post("/api/v1/imports", csv).status, 400);
}

TEST_F(Writing, ABulletinIsDraftedIssuedByAnotherAndRead) {
  const std::string body =
      R"({"number":"第1期","unit":"云溪镇","indicators":["insurance_fees.collection_rate"]})";
  const Answer draft = Post("/api/v1/bulletins", body);
  ASSERT_EQ(draft.status, 201) << draft.body;
  EXPECT_EQ(Post("/api/v1/bulletins/第1期/issue", "").status, 403);
  EXPECT_EQ(Post("/api/v1/bulletins/第1期/issue", "", "deputy").status, 200);
  const Answer pdf = Get("/api/v1/bulletins/第1期.pdf");
  EXPECT_TRUE(pdf.body.starts_with("%PDF"));
  EXPECT_EQ(pdf.headers.at("content-type"), "application/pdf");
  EXPECT_TRUE(Get("/api/v1/bulletins/第1期.docx").body.starts_with("PK"));
  EXPECT_TRUE(Get("/api/v1/bulletins").Has("issued"));
  EXPECT_EQ(Get("/api/v1/bulletins/第1期.pdf", "outside").status, 404);
  EXPECT_EQ(Post("/api/v1/bulletins", R"({"number":"第2期"})").status, 400);
}

TEST_F(Writing, AnAttachmentIsOpenedThroughARecordThatNamesIt) {
  const std::string content = "a photo";
  const std::string target = "/api/v1/attachments?pack=hazard&unit=石桥村";
  const Answer stored =
      Ask("POST", target,
          {.actor = "shiqiao", .body = content, .headers = "Content-Type: image/jpeg\r\n"});
  ASSERT_EQ(stored.status, 201) << stored.body;
  const std::string name = Text(stored.json(), "attachment");
  EXPECT_EQ(name, "sha256:" + HashOf(content).ToHex());
  const std::string record = RecordOf("hazard GZ-2");
  const std::string address =
      "/api/v1/attachments/1/" + HashOf(content).ToHex() + "?record=" + record;
  EXPECT_EQ(Get(address).status, 404) << "no record names it yet";
  ASSERT_EQ(Post("/api/v1/commands", WriteJson(Change(1, record, {{"photos", name}}, {}))).status,
            200);
  const Answer opened = Get(address);
  EXPECT_EQ(opened.body, content);
  EXPECT_EQ(opened.headers.at("content-type"), "image/jpeg");
  EXPECT_TRUE(opened.headers.at("content-disposition").starts_with("attachment"));
  EXPECT_EQ(Get(address, "xiaqiao").status, 404);
  EXPECT_EQ(Get("/api/v1/attachments/1/zz?record=" + record).status, 404);
  EXPECT_EQ(Ask("POST", target, {.actor = "xiaqiao", .body = content}).status, 403);
}

}  // namespace
}  // namespace luoshi::testing
