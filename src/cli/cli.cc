#include "cli/cli.h"

#include <cstdio>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"

namespace luoshi::cli {

ExitCode ExitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::kInvalid:
    case ErrorCode::kConflict:
      return ExitCode::kRefused;
    case ErrorCode::kNotFound:
      return ExitCode::kNotFound;
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kForbidden:
      return ExitCode::kForbidden;
    case ErrorCode::kUnavailable:
      return ExitCode::kUnavailable;
    case ErrorCode::kInternal:
      return ExitCode::kInternal;
  }
  return ExitCode::kInternal;
}

int Fail(const Error& error) {
  const auto print = [](const Error& one) {
    std::cerr << Message(one, Language::kZh) << "\n  " << Message(one, Language::kEn) << "  ["
              << one.key << (one.pointer.empty() ? "" : " " + one.pointer) << "]\n";
    if (!one.detail.empty()) {
      std::cerr << "  " << one.detail << "\n";
    }
  };
  print(error);
  for (const Error& other : error.others) {
    print(other);
  }
  return static_cast<int>(ExitCodeOf(error));
}

void AddData(CLI::App& command, Common& common) {
  command.add_option("--data", common.data, "数据目录 folder of the deployment")
      ->capture_default_str();
}

void AddActor(CLI::App& command, Common& common) {
  command.add_option("--actor", common.actor, "以谁的身份 who asks")->capture_default_str();
}

void AddFormat(CLI::App& command, Common& common) {
  command.add_option("--format", common.format, "json 或 table")
      ->check(CLI::IsMember({"json", "table"}))
      ->capture_default_str();
}

Result<Session> OpenSession(const Environment& environment, const Common& common) {
  TRY_ASSIGN(std::unique_ptr<app::App> opened,
             app::App::Open(common.data, environment.opener, *environment.random));
  TRY_ASSIGN(access::Scope scope, opened->ScopeOf(common.actor));
  return Session{std::move(opened), std::move(scope)};
}

Result<UnitId> FindUnit(const app::App& app, const std::string& text) {
  const std::shared_ptr<const root::Directory> directory = app.directory();
  const std::vector<UnitId> units = directory->MatchUnits(text, app.today());
  if (units.size() == 1) {
    return units.front();
  }
  if (const Unit* unit = directory->FindUnitByCode(text, app.today()); unit != nullptr) {
    return unit->id;
  }
  return Error{ErrorCode::kNotFound,
               units.empty() ? "unit.unknown" : "unit.ambiguous",
               {{"text", text}},
               "--unit"};
}

Result<std::optional<Date>> ReadDay(const std::string& text) {
  if (text.empty()) {
    return std::optional<Date>();
  }
  TRY_ASSIGN(const Date day, Date::Parse(text));
  return std::optional<Date>(day);
}

namespace {

// What may stand in a column of numbers.
bool IsNumber(const std::string& text) {
  return text.empty() || text == "—" || text == "不显示" ||
         (text.find_first_not_of("+-.0123456789%") == std::string::npos &&
          text.find_first_of("0123456789") != std::string::npos && text.size() < 20 &&
          text.find('-', 1) == std::string::npos);
}

}  // namespace

void PrintTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  std::vector<bool> numbers;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    numbers.resize(widths.size(), rows.size() > 1);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
      numbers[i] = numbers[i] && (&row == &rows.front() || IsNumber(row[i]));
    }
  }
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t padding = widths[i] - DisplayWidth(row[i]);
      line.append(numbers[i] ? padding : 0, ' ');
      line += row[i];
      if (i + 1 < row.size()) {
        line.append((numbers[i] ? 0 : padding) + 2, ' ');
      }
    }
    std::cout << line << "\n";
  }
}

void PrintJson(const Json& json) { std::cout << PrettyJson(json); }

int Run(int argc, const char* const* argv, const Environment& environment) {
  CLI::App root("落实 Luoshi — 把部署变成核实过的结果");
  root.require_subcommand(1);
  int exit_code = static_cast<int>(ExitCode::kDone);
  AddSetupCommands(root, environment, exit_code);
  AddFigureCommands(root, environment, exit_code);
  AddReadCommands(root, environment, exit_code);
  AddWriteCommands(root, environment, exit_code);
  AddBulletinCommands(root, environment, exit_code);
  AddServeCommand(root, environment, exit_code);
  AddBenchCommand(root, environment, exit_code);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return root.exit(failure) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  } catch (const std::exception& defect) {
    return Fail(Error{ErrorCode::kInternal, "program.defect", {}, "", defect.what()});
  }
  return exit_code;
}

}  // namespace luoshi::cli
