// What the commands share: the opened deployment, printing, and failing with a sentence.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/cli.h"

namespace luoshi::cli {

// Options that several commands have.
struct Common {
  std::string data = "data";
  std::string actor = "clerk";
  std::string format = "table";  // or "json"
};

void AddData(CLI::App& command, Common& common);
void AddActor(CLI::App& command, Common& common);
void AddFormat(CLI::App& command, Common& common);

struct Session {
  std::unique_ptr<app::App> app;
  access::Scope scope;
};
Result<Session> OpenSession(const Environment& environment, const Common& common);

// A unit by code, name, alias or number; unit.unknown, unit.ambiguous.
Result<UnitId> FindUnit(const app::App& app, const std::string& text);
// Absent text: nullopt.
Result<std::optional<Date>> ReadDay(const std::string& text);

// Columns padded by display width, those of numbers set to the right; the first row is the header.
void PrintTable(const std::vector<std::vector<std::string>>& rows);
void PrintJson(const Json& json);
// The sentence in Chinese and English on stderr, with what else was wrong.
int Fail(const Error& error);

// Each adds its commands below `root`; a command that runs sets `exit_code`.
void AddSetupCommands(CLI::App& root, const Environment& environment, int& exit_code);
void AddFigureCommands(CLI::App& root, const Environment& environment, int& exit_code);
void AddReadCommands(CLI::App& root, const Environment& environment, int& exit_code);
void AddWriteCommands(CLI::App& root, const Environment& environment, int& exit_code);
void AddBulletinCommands(CLI::App& root, const Environment& environment, int& exit_code);
void AddServeCommand(CLI::App& root, const Environment& environment, int& exit_code);
void AddBenchCommand(CLI::App& root, const Environment& environment, int& exit_code);

// Runs a body that gives a Status and turns it into an exit code.
template <class Body>
void Execute(int& exit_code, Body&& body) {
  const Status status = body();
  exit_code = status.ok() ? static_cast<int>(ExitCode::kDone) : Fail(status.error());
}

}  // namespace luoshi::cli
