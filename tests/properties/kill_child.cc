// The program that kill_test starts and kills. Says on its standard output what was acknowledged,
// one line each, as soon as it was.
//
//   kill_child submit <folder> <first number> <groups>
//   kill_child import <folder> <sheet file> <unit>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "app/import.h"
#include "host/files.h"
#include "tests/properties/kill_work.h"
#include "tests/support/deployment.h"

namespace luoshi::properties {
namespace {

constexpr int kGroupsAtOnce = 5;

// Past every buffer of ours: what the pipe has, the parent reads, however this process ends.
void Say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(1, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    std::abort();
  }
}

Status Submit(app::App& app, int first, int groups) {
  const access::Scope scope = app.SystemScope("test");
  for (int at = first; at < first + groups; at += kGroupsAtOnce) {
    const std::vector<app::CommandGroup> batch = KillGroups(at, kGroupsAtOnce, app.clock().Now());
    const std::vector<app::GroupResult> results = app.Submit(scope, batch);
    std::string lines;
    for (const app::GroupResult& result : results) {
      if (!result.ok()) {
        return result.error();
      }
    }
    for (int i = 0; i < kGroupsAtOnce; ++i) {
      Say("acknowledged " + std::to_string(at + i));
    }
  }
  return {};
}

Status Run(const std::string& what, const std::string& folder, char** arguments) {
  SystemRandom random;
  TRY_ASSIGN(const std::unique_ptr<app::App> app,
             app::App::Open(folder, testing::AnyStore(), random));
  Say("ready");
  if (what == "submit") {
    return Submit(*app, std::atoi(arguments[0]), std::atoi(arguments[1]));
  }
  TRY_ASSIGN(const std::string content, ReadFile(arguments[0]));
  TRY_ASSIGN(const app::ImportReport report,
             app::Import(*app, app->SystemScope("test"), content,
                         KillImport(UnitId{std::atoi(arguments[1])})));
  Say("imported " + std::to_string(report.added) + " " + std::to_string(report.refused));
  return {};
}

}  // namespace
}  // namespace luoshi::properties

int main(int count, char** arguments) {
  if (count != 5) {
    return 2;
  }
  const luoshi::Status status = luoshi::properties::Run(arguments[1], arguments[2], arguments + 3);
  if (!status.ok()) {
    luoshi::properties::Say("failed " + luoshi::testing::Describe(status.error()));
    return 1;
  }
  luoshi::properties::Say("done");
  return 0;
}
