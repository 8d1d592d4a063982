// The composition root: the only place that names concrete databases.
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>

#include "bench/baseline.h"
#include "bench/bench.h"
#include "cli/cli.h"
#include "demo/demo.h"
#include "host/random.h"
#include "storage_postgres/postgres_store.h"
#include "storage_sqlite/sqlite_store.h"

namespace {

using luoshi::Error;
using luoshi::ErrorCode;
using luoshi::Result;

Result<std::unique_ptr<luoshi::storage::Store>> OpenStore(const std::string& address) {
  constexpr std::string_view kSqlite = "sqlite:";
  constexpr std::string_view kPostgres = "postgres:";
  if (address.starts_with(kSqlite)) {
    return luoshi::storage_sqlite::OpenSqlite(address.substr(kSqlite.size()));
  }
  if (address.starts_with(kPostgres)) {
    return luoshi::storage_postgres::OpenPostgres(address.substr(kPostgres.size()));
  }
  return Error{ErrorCode::kInvalid, "storage.unknown_kind", {{"address", address}}};
}

// LUOSHI_FONTS, or the open fonts beside the checkout that tools/fonts.sh fetched.
std::string FontFolder() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, before any thread starts
  if (const char* named = std::getenv("LUOSHI_FONTS"); named != nullptr) {
    return named;
  }
  std::error_code failure;
  const std::filesystem::path fonts = ".cache/fonts";
  return std::filesystem::is_directory(fonts, failure) ? fonts.string() : std::string();
}

Result<luoshi::JsonObject> Measure(const luoshi::cli::BenchRequest& request,
                                   luoshi::Random& random) {
  luoshi::bench::Options options;
  options.program = "/proc/self/exe";
  options.data = request.data;
  options.records = request.records;
  options.seconds = request.seconds;
  options.only = request.only;
  options.progress = [](std::string_view line) { std::cerr << line << std::endl; };
  TRY_ASSIGN(const std::vector<luoshi::bench::Line> lines,
             luoshi::bench::Run(options, OpenStore, random));
  luoshi::JsonArray measured;
  for (const luoshi::bench::Line& line : lines) {
    measured.push_back(LineToJson(line));
  }
  luoshi::JsonArray slower;
  if (!request.baseline.empty()) {
    TRY_ASSIGN(slower, luoshi::bench::Slower(measured, request.baseline));
  }
  return luoshi::JsonObject{{"lines", std::move(measured)}, {"slower", std::move(slower)}};
}

}  // namespace

int main(int argc, char** argv) {
  try {
    luoshi::SystemRandom random;
    luoshi::cli::Environment environment;
    environment.opener = OpenStore;
    environment.random = &random;
    environment.fonts = FontFolder();
    environment.demo = [&](const std::string& data, const std::string& out, bool small) {
      luoshi::demo::DemoOptions options;
      options.data = data;
      options.out = out;
      options.fonts = environment.fonts;
      options.size = small ? luoshi::demo::Size::kSmall : luoshi::demo::Size::kFull;
      options.progress = [](std::string_view line) { std::cout << line << std::endl; };
      return luoshi::demo::RunDemo(options, OpenStore, random);
    };
    environment.bench = [&random](const luoshi::cli::BenchRequest& request) {
      return Measure(request, random);
    };
    return luoshi::cli::Run(argc, argv, environment);
  } catch (const std::exception& defect) {
    std::cerr << defect.what() << "\n";
    return static_cast<int>(luoshi::cli::ExitCode::kInternal);
  }
}
