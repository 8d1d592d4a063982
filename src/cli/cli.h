// The command line: a thin edge over app/. Every command has --help; exit codes are documented in
// ExitCode.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/app.h"
#include "base/json.h"

namespace luoshi::cli {

// 0 done; 1 the input was refused; 2 wrong usage; 3 not found; 4 not allowed; 5 try again later;
// 6 a defect or a difference that verify found.
enum class ExitCode : int {
  kDone = 0,
  kRefused = 1,
  kUsage = 2,
  kNotFound = 3,
  kForbidden = 4,
  kUnavailable = 5,
  kInternal = 6,
};
ExitCode ExitCodeOf(const Error& error);

struct BenchRequest {
  std::vector<std::string> only;
  std::int64_t records = 20'000;
  std::int64_t seconds = 3;
  std::string data;
  std::string baseline;  // content of the file; "" = none
};

// What main/ hands in: the pieces this module may not name.
struct Environment {
  app::StoreOpener opener;
  Random* random = nullptr;
  std::string fonts;  // folder of open fonts; "" = the system's only
  std::function<Status(const std::string& data, const std::string& out, bool small)> demo;
  // {"lines": […], "slower": […]}, as bench/ makes them.
  std::function<Result<JsonObject>(const BenchRequest& request)> bench;
};

int Run(int argc, const char* const* argv, const Environment& environment);

}  // namespace luoshi::cli
