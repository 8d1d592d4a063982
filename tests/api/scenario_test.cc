// One row a case: who asks what, the status, what must and what must never be in the answer.
#include "host/files.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

struct Scenario {
  const char* actor;
  const char* target;
  int status;
  std::vector<std::string> has;
  std::vector<std::string> lacks;
};

class Reading : public Town {};

TEST_F(Reading, EachActorGetsWhatIsHisAndNothingElse) {
  ASSERT_TRUE(WriteFile(out() + "/figures.json", "[1]").ok());
  ASSERT_TRUE(WriteFile(folder() + "/secret.txt", "geheim").ok());
  Start();
  const std::string zhang = "/api/v1/records/" + RecordOf("person 张三丰");
  const std::string gz3 = "/api/v1/records/" + RecordOf("hazard GZ-3");
  const std::string field = "/api/v1/registers/hazard?field.number=GZ-1";
  const std::vector<Scenario> scenarios = {
      {"", "/api/v1/health", 200, {"\"演示县\"", "\"example\":true", "2026-10-26"}, {}},
      {"nobody", "/api/v1/health", 200, {}, {}},
      {"nobody", "/api/v1/units", 401, {"user.unknown", "\"title\":\"unauthenticated\""}, {}},
      {"", "/api/v1/units", 200, {"990101101201", "党政办"}, {}},
      {"", "/api/v1/units?level=village", 200, {"石桥村"}, {"云溪镇"}},
      {"", "/api/v1/units?below=990101101201", 200, {"石桥村"}, {"下桥村"}},
      {"", "/api/v1/packs", 200, {"insurance_fees", "城乡居民两费"}, {}},
      {"", "/api/v1/packs/hazard", 200, {"\"closing\"", "\"grade\"", "rectification_rate"}, {}},
      {"", "/api/v1/packs/nothing", 404, {"pack.unknown"}, {}},
      {"", "/api/v1/registers/hazard", 200, {"GZ-1", "GZ-2", "GZ-3"}, {"history"}},
      {"shiqiao", "/api/v1/registers/hazard", 200, {"GZ-1", "GZ-2"}, {"GZ-3"}},
      {"xiaqiao", "/api/v1/registers/hazard", 200, {"GZ-3"}, {"GZ-1", "GZ-2"}},
      {"admin", "/api/v1/registers/hazard", 200, {"\"records\":[]"}, {"GZ-"}},
      {"outside", "/api/v1/registers/person", 200, {"\"records\":[]"}, {"张"}},
      {"", "/api/v1/registers/hazard?unit=下桥村", 200, {"GZ-3"}, {"GZ-1", "GZ-2"}},
      {"", "/api/v1/registers/hazard?state=closed", 200, {"\"records\":[]"}, {}},
      {"", field.c_str(), 200, {"GZ-1"}, {"GZ-2", "GZ-3"}},
      {"", "/api/v1/registers/hazard?field.nothing=1", 422, {"register.field"}, {}},
      {"",
       "/api/v1/registers/person?field.id_number=990101198003074513",
       422,
       {"register.field"},
       {}},
      {"", "/api/v1/registers/hazard?after=x", 422, {"register.cursor"}, {}},
      {"", "/api/v1/registers/hazard?limit=501", 400, {"http.parameter"}, {}},
      {"", "/api/v1/registers/hazard?stat=found", 400, {"http.parameter"}, {}},
      {"", "/api/v1/registers/hazard?state=a&state=b", 400, {"http.parameter"}, {}},
      {"", "/api/v1/registers/person", 200, {"9901**********4513", "张*"}, {"三丰", "8003074513"}},
      {"", zhang.c_str(), 200, {"张*", "\"history\"", "1980"}, {"三丰", "19800307"}},
      {"xiaqiao", zhang.c_str(), 404, {"record.missing"}, {"张"}},
      {"shiqiao", gz3.c_str(), 404, {"record.missing"}, {"小卖部"}},
      {"", "/api/v1/records/x", 400, {"uuid.invalid"}, {}},
      {"",
       "/api/v1/figures?unit=云溪镇&indicator=insurance_fees.collection_rate",
       200,
       {"\"numerator\":1,\"denominator\":2", "下桥村", "\"journal_positions\""},
       {}},
      {"outside", "/api/v1/figures?unit=云溪镇", 403, {"access.figures"}, {"value"}},
      {"", "/api/v1/figures", 400, {"http.parameter_missing", "?unit"}, {}},
      {"", "/api/v1/figures?unit=月球村", 404, {"unit.unknown"}, {}},
      {"", "/api/v1/figures?unit=云溪镇&as_of=2026-13-01", 400, {"http.parameter"}, {}},
      {"", "/api/v1/figures?unit=云溪镇&indicator=a.b", 404, {"indicator.unknown"}, {}},
      {"",
       "/api/v1/explain?unit=石桥村&indicator=hazard.rectification_rate",
       200,
       {"\"contributing\":2", "\"closed\":0"},
       {}},
      {"xiaqiao",
       "/api/v1/explain?unit=云溪镇&indicator=hazard.rectification_rate",
       200,
       {"\"contributing\":3", "\"closed\":2", "小卖部"},
       {"script"}},
      {"xiaqiao",
       "/api/v1/explain?unit=石桥村&indicator=insurance_fees.unreached_count",
       200,
       {"\"figure\""},
       {}},
      {"", "/api/v1/tasks", 200, {"RW-1", "RW-2", "\"overdue\":true"}, {}},
      {"xiaqiao", "/api/v1/tasks", 200, {"RW-2"}, {"RW-1", "\"overdue\":true"}},
      {"", "/api/v1/tasks.xlsx?unit=云溪镇", 200, {"PK"}, {}},
      {"shiqiao", "/api/v1/inbox", 200, {"RW-1", "\"pack\":\"task\""}, {"RW-2"}},
      {"admin", "/api/v1/inbox", 200, {"[]"}, {"RW-"}},
      {"", "/api/v1/directives", 200, {"\"records\":[]"}, {}},
      {"", "/api/v1/bulletins", 200, {"\"records\":[]"}, {}},
      {"", "/api/v1/bulletins/第1期.pdf", 404, {"bulletin.unknown"}, {}},
      {"", "/api/v1/changes?jurisdiction=1", 200, {"record.create", "GZ-1"}, {"三丰", "19800307"}},
      {"xiaqiao", "/api/v1/changes?jurisdiction=1", 200, {"GZ-3"}, {"GZ-1", "GZ-2"}},
      {"", "/api/v1/changes?jurisdiction=0", 403, {"access.administer"}, {}},
      {"admin",
       "/api/v1/changes?jurisdiction=0&limit=2",
       200,
       {"tenant.init", "\"more\":true"},
       {}},
      {"", "/api/v1/changes?jurisdiction=7", 404, {"changes.no_journal"}, {}},
      {"", "/api/v1/changes?jurisdiction=x", 400, {"http.parameter"}, {}},
      {"", "/files/figures.json", 200, {"[1]"}, {}},
      {"deputy", "/files/figures.json", 404, {}, {"[1]"}},
      {"", "/files/..%2Fsecret.txt", 404, {}, {"geheim"}},
      {"", "/files/../secret.txt", 404, {}, {"geheim"}},
      {"", "/files/%2e%2e/secret.txt", 404, {}, {"geheim"}},
      {"", "/files/tasks.xlsx", 404, {}, {}},
      {"", "/api/v1/nothing", 404, {"http.path"}, {}},
      {"", "/api/v2/units", 404, {"http.path"}, {}},
      {"", "/api/v1/units%00", 400, {"http.target"}, {}},
      {"", "/api/v1/units?level=%ff", 400, {"http.target"}, {}},
      {"", "/api/v1/units?level=%zz", 400, {"http.target"}, {}},
  };
  for (const Scenario& scenario : scenarios) {
    SCOPED_TRACE(std::string(scenario.actor) + " " + scenario.target);
    const Answer answer = Get(scenario.target, scenario.actor);
    EXPECT_EQ(answer.status, scenario.status) << answer.body.substr(0, 500);
    for (const std::string& text : scenario.has) {
      EXPECT_TRUE(answer.Has(text)) << text << " in " << answer.body.substr(0, 2'000);
    }
    for (const std::string& text : scenario.lacks) {
      EXPECT_FALSE(answer.Has(text)) << text;
    }
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
  }
  EXPECT_TRUE(log().empty());
}

TEST_F(Reading, PagesOfARegisterMeetWithoutGapOrOverlap) {
  Start();
  std::set<std::string> seen;
  std::string after;
  for (int page = 0; page < 3; ++page) {
    const Answer answer = Get("/api/v1/registers/hazard?limit=1&total=true" +
                              (after.empty() ? "" : "&after=" + after));
    const JsonObject json = answer.json().as_object();
    EXPECT_EQ(json.at("total"), Json(3));
    ASSERT_EQ(json.at("records").as_array().size(), 1U);
    seen.insert(
        std::string(TextOf(json.at("records").as_array()[0].as_object().at("record").as_string())));
    after = json.at("next").is_null() ? "" : std::string(TextOf(json.at("next").as_string()));
  }
  EXPECT_EQ(seen.size(), 3U);
  const JsonObject rest = Get("/api/v1/registers/hazard?after=" + after).json().as_object();
  EXPECT_TRUE(rest.at("records").as_array().empty());
  EXPECT_TRUE(rest.at("next").is_null());
}

TEST_F(Reading, ChangesAreReadOnFromTheirNextPosition) {
  Start();
  const JsonObject first = Get("/api/v1/changes?jurisdiction=1&limit=5").json().as_object();
  EXPECT_EQ(first.at("events").as_array().size(), 5U);
  EXPECT_EQ(first.at("next"), Json(5));
  EXPECT_TRUE(first.at("more").as_bool());
  const JsonObject rest = Get("/api/v1/changes?jurisdiction=1&after=5").json().as_object();
  EXPECT_EQ(rest.at("events").as_array()[0].as_object().at("position"), Json(5));
  EXPECT_FALSE(rest.at("more").as_bool());
  const std::string end = std::to_string(rest.at("next").as_int64() + 1'000);
  const JsonObject none = Get("/api/v1/changes?jurisdiction=1&after=" + end).json().as_object();
  EXPECT_TRUE(none.at("events").as_array().empty());
}

TEST_F(Reading, AnEndedGrantBitesAtTheNextRequest) {
  Start();
  EXPECT_TRUE(Get("/api/v1/registers/hazard", "shiqiao").Has("GZ-1"));
  root::RootCommand end;
  end.origin = app().NewOrigin(app().SystemScope("test"));
  end.kind = "grant.end";
  end.body = {{"grant", "shiqiao"}, {"until", "2026-10-25"}};
  ASSERT_TRUE(app().Administer(app().SystemScope("test"), std::span(&end, 1)).ok());
  EXPECT_FALSE(Get("/api/v1/registers/hazard", "shiqiao").Has("GZ-1"));
}

TEST_F(Reading, AMethodThatIsNotAnsweredIsNamed) {
  Start();
  const Answer answer = Ask("DELETE", "/api/v1/units");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.at("allow"), "GET");
  EXPECT_EQ(Ask("GET", "/api/v1/directives/x/deploy").headers.at("allow"), "POST");
}

TEST_F(Reading, HeadGivesTheHeadAlone) {
  Start();
  Connection connection(port());
  ASSERT_TRUE(
      connection.Send("HEAD /api/v1/packs HTTP/1.1\r\nHost: localhost\r\n\r\n"
                      "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n"
                      "Connection: close\r\n\r\n"));
  std::string all;
  while (true) {  // the answer has a length and no body, so it is read as bytes
    const Answer answer = connection.Read();
    all += answer.body;
    if (answer.status == 0 || answer.headers.count("connection") > 0) {
      break;
    }
  }
  EXPECT_EQ(all.find("insurance_fees"), std::string::npos);
}

}  // namespace
}  // namespace luoshi::testing
