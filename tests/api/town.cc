#include "tests/api/town.h"

#include "app/builtin.h"
#include "host/files.h"
#include "rules/calendar.h"
#include "tests/support/deployment.h"

namespace luoshi::testing {
namespace {

root::RootCommand Root(app::App& app, std::string kind, JsonObject body) {
  root::RootCommand command;
  command.origin = app.NewOrigin(app.SystemScope("test"));
  command.kind = std::move(kind);
  command.body = std::move(body);
  return command;
}

JsonObject UnitOf(std::int64_t number,
                  const char* code,
                  const char* name,
                  const char* level,
                  std::int64_t parent) {
  return {{"unit", number}, {"code", code}, {"name", name}, {"level", level}, {"parent", parent}};
}

RecordId IdOf(std::string_view what) { return Uuid::Derived({"town", what}); }

}  // namespace

std::string Town::RecordOf(std::string_view what) { return IdOf(what).ToString(); }

std::string Town::IdText(int number) {
  return Uuid::Derived({"id", std::to_string(number)}).ToString();
}

JsonObject Town::HazardCommand(int command, int record, UnitId village) {
  return {{"command", IdText(command)},
          {"act", "create"},
          {"pack", "hazard"},
          {"record", IdText(record)},
          {"set",
           {{"number", "XX-" + std::to_string(record)},
            {"place", "供销社"},
            {"village", NumberOf(village)},
            {"office", 5},
            {"sector", "gas"},
            {"grade", "general"},
            {"hazard", "软管老化"},
            {"found_on", "2026-10-20"},
            {"due", "2026-11-20"}}}};
}

void Town::SetUp() {
  app::InitOptions options;
  options.tenant = "演示县";
  options.example = true;
  options.clock = DateTime::At(*Date::Parse("2026-10-26"), 9);
  ASSERT_TRUE(app::App::Init(folder(), AnyStore(), options, random_).ok());
  Result<std::unique_ptr<app::App>> opened = app::App::Open(folder(), AnyStore(), random_);
  ASSERT_TRUE(opened.ok());
  app_ = *std::move(opened);
  const Status found = Found();
  ASSERT_TRUE(found.ok()) << Describe(found.error());
  const Status filled = Fill();
  ASSERT_TRUE(filled.ok()) << Describe(filled.error());
  ASSERT_TRUE(MakeFolder(out()).ok());
}

void Town::Start() {
  server::ServerOptions options;
  options.out = out();
  service_ = std::make_unique<server::Server>(*app_, options, [this](const std::string& line) {
    const std::lock_guard guard(log_mutex_);
    log_.push_back(line);
  });
  Result<std::unique_ptr<server::Listener>> opened =
      server::Listener::Open(listener_options, *service_);
  ASSERT_TRUE(opened.ok()) << Describe(opened.error());
  listener_ = *std::move(opened);
  thread_ = std::thread([this] { listener_->Run(); });
}

void Town::TearDown() {
  if (listener_) {
    listener_->Stop();
    thread_.join();
  }
}

Answer Town::Ask(std::string_view method, std::string_view target, const Asking& asking) {
  Connection connection(port());
  return connection.Ask(RequestText(method, target, asking));
}

std::vector<std::string> Town::log() {
  const std::lock_guard guard(log_mutex_);
  return log_;
}

Status Town::Found() {
  const access::Scope scope = app_->SystemScope("test");
  std::vector<root::RootCommand> commands;
  const auto add = [&](const char* kind, JsonObject body) {
    commands.push_back(Root(*app_, kind, std::move(body)));
  };
  add("unit.add",
      {{"from", "2026-01-01"},
       {"units",
        {UnitOf(1, "990101", "演示县", "county", 0), UnitOf(2, "990101101", "云溪镇", "town", 1),
         UnitOf(3, "990101101201", "石桥村", "village", 2),
         UnitOf(4, "990101101202", "下桥村", "village", 2),
         UnitOf(5, "", "党政办", "office", 2)}}});
  add("jurisdiction.add", {{"jurisdiction", 1}, {"unit", 1}, {"from", "2026-01-01"}});
  for (const auto& [user, role, unit] :
       {std::tuple("clerk", "office_clerk", 5), std::tuple("deputy", "deputy", 2),
        std::tuple("shiqiao", "village_secretary", 3),
        std::tuple("xiaqiao", "village_secretary", 4), std::tuple("admin", "administrator", 1)}) {
    add("user.add", {{"user", user}, {"title", std::string(user) + "<b>"}});
    add("grant.add",
        {{"grant", user}, {"user", user}, {"role", role}, {"unit", unit}, {"from", "2026-01-01"}});
  }
  add("user.add", {{"user", "outside"}, {"title", "外人"}});
  add("calendar.add", rules::Calendar::WriteYear(app::BuiltinCalendars().front()));
  TRY(app_->Administer(scope, commands));
  std::map<std::string, std::vector<rules::PackFile>> packs = app::BuiltinPacks();
  for (const char* name : {"household", "person", "directive", "task", "bulletin", "import",
                           "hazard", "insurance_fees"}) {
    TRY(app_->EnablePack(scope, std::move(packs.at(name))));
  }
  return {};
}

Status Town::Fill() {
  const access::Scope scope = app_->SystemScope("test");
  const auto submit = [&](const std::string& what, std::string_view pack, JsonObject set,
                          const char* transition) -> Status {
    registers::RecordCommand command;
    command.origin = app_->NewOrigin(scope);
    command.pack = pack;
    command.record = IdOf(what);
    command.set = std::move(set);
    command.act = rules::Act::kCreate;
    if (transition != nullptr) {
      command.act = rules::Act::kMove;
      command.jurisdiction = JurisdictionId{1};
      command.transition = transition;
    }
    TRY(app_->SubmitOne(scope, std::move(command)));
    return {};
  };
  for (const auto& [name, id, village, status] :
       {std::tuple("张三丰", "990101198003074513", 3, "unpaid"),
        std::tuple("李小红", "990101199001010027", 3, "paid"),
        std::tuple("王五一", "990101197505053312", 4, "paid")}) {
    const std::string person = "person " + std::string(name);
    TRY(submit(person, "person", {{"name", name}, {"id_number", id}, {"village", village}},
               nullptr));
    JsonObject fee{{"person", RecordOf(person)}, {"village", village},  {"scheme", "medical"},
                   {"insured_year", 2027},       {"exclusion", "none"}, {"pay_status", status}};
    if (std::string_view(status) == "paid") {
      fee["paid_on"] = "2026-10-01";
    }
    TRY(submit("fee " + std::string(name), "insurance_fees", std::move(fee), nullptr));
  }
  int number = 0;
  for (const int village : {3, 3, 4}) {
    const std::string text = "GZ-" + std::to_string(++number);
    JsonObject set = HazardCommand(0, 0, UnitId{village}).at("set").as_object();
    set["number"] = text;
    set["place"] = number == 1 ? "<script>alert(1)</script>" : "小卖部";
    TRY(submit("hazard " + text, "hazard", std::move(set), nullptr));
  }
  for (const auto& [text, village, due] :
       {std::tuple("RW-1", 3, "2026-10-10"), std::tuple("RW-2", 4, "2026-12-31")}) {
    const std::string what = "task " + std::string(text);
    TRY(submit(what, "task",
               {{"number", text},
                {"name", "整治" + std::string(text)},
                {"region", village},
                {"lead_unit", village},
                {"person", "张某"},
                {"requirement", "清零"},
                {"due", due}},
               nullptr));
    TRY(submit(what, "task", {{"given_on", "2026-10-01"}}, "give"));
  }
  return {};
}

}  // namespace luoshi::testing
