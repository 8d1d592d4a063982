// A town small enough to know every row of, and a server over it.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/listener.h"
#include "server/server.h"
#include "tests/api/client.h"
#include "tests/support/temporary_folder.h"

namespace luoshi::testing {

// 演示县 › 云溪镇 › 石桥村, 下桥村; 党政办. Users: clerk (党政办), deputy (云溪镇), shiqiao and
// xiaqiao (village secretaries), admin, outside (a user without any grant).
//
// 石桥村 has 张三丰, who has not paid, and 李小红, who has; 下桥村 has 王五一, who has paid.
// Hazards GZ-1 and GZ-2 lie in 石桥村, GZ-3 in 下桥村. The task RW-1 of 石桥村 is overdue, RW-2 of
// 下桥村 is not. It is 2026-10-26.
class Town : public ::testing::Test {
 protected:
  static constexpr std::string_view kIdOfZhang = "990101198003074513";

  void SetUp() override;
  void TearDown() override;

  // For what a test wants otherwise; before Start.
  server::ListenerOptions listener_options;
  void Start();

  void StopListening() { listener_->Stop(); }

  std::uint16_t port() const { return listener_->port(); }
  Answer Ask(std::string_view method, std::string_view target, const Asking& asking = {});
  Answer Get(std::string_view target, const std::string& actor = "") {
    return Ask("GET", target, {.actor = actor});
  }
  Answer Post(std::string_view target, const std::string& body, const std::string& actor = "") {
    return Ask("POST", target, {.actor = actor, .body = body});
  }
  app::App& app() { return *app_; }
  const std::string& folder() const { return folder_.path(); }
  std::string out() const { return folder_.path() + "/out"; }
  std::vector<std::string> log();

  // The command that creates a hazard; `command` and `record` are the last digits of their ids.
  static JsonObject HazardCommand(int command, int record, UnitId village);
  static std::string IdText(int number);
  // Of what Fill made: "person 张三丰", "fee 张三丰", "hazard GZ-1", "task RW-1".
  static std::string RecordOf(std::string_view what);

  UnitId town{2};
  UnitId shiqiao{3};
  UnitId xiaqiao{4};

 private:
  Status Found();
  Status Fill();

  TemporaryFolder folder_;
  SystemRandom random_;
  std::unique_ptr<app::App> app_;
  std::unique_ptr<server::Server> service_;
  std::unique_ptr<server::Listener> listener_;
  std::thread thread_;
  std::mutex log_mutex_;
  std::vector<std::string> log_;
};

}  // namespace luoshi::testing
