// plan, tasks, export, verify: what only looks.
#include <iostream>

#include "app/builtin.h"
#include "app/directive.h"
#include "app/export.h"
#include "app/followers.h"
#include "app/plan.h"
#include "app/read.h"
#include "app/verify.h"
#include "base/text.h"
#include "cli/command.h"
#include "host/files.h"

namespace luoshi::cli {
namespace {

void AddPlan(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string file;
    std::string date;
    bool text = false;
  };
  auto options = std::make_shared<Options>();
  options->common.data.clear();
  CLI::App& command = *root.add_subcommand("plan", "读文件 Read a paper and propose tasks");
  command.add_option("file", options->file, "讲话、通知、纪要 .txt .docx .html")->required();
  command.add_option("--data", options->common.data,
                     "用其中的单位和别名 use its units and aliases");
  command.add_option("--date", options->date, "成文日期 date of the text, 2026-09-01");
  command.add_flag("--text", options->text, "只输出提取的文字 print the extracted text only");
  AddFormat(command, options->common);
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const std::string bytes, ReadFile(options->file));
      TRY_ASSIGN(const std::optional<Date> date, ReadDay(options->date));
      std::unique_ptr<app::App> opened;
      if (!options->common.data.empty()) {
        TRY_ASSIGN(opened,
                   app::App::Open(options->common.data, environment.opener, *environment.random));
      }
      TRY_ASSIGN(const app::Plan plan,
                 app::ReadPlan(bytes, date, opened ? opened->directory().get() : nullptr));
      if (options->text) {
        std::cout << plan.text;
        return {};
      }
      if (options->common.format == "json") {
        PrintJson(plan.json);
        return {};
      }
      std::vector<std::vector<std::string>> rows = {
          {"", "任务", "牵头／配合", "时限", "目标", "条线"}};
      int number = 0;
      for (const directive::ProposedTask& task : plan.reading.tasks) {
        std::string owners;
        for (const directive::Owner& owner : task.owners) {
          owners += (owners.empty() ? "" : "、") + owner.name;
        }
        std::string targets;
        for (const directive::Target& target : task.targets) {
          targets += target.metric + std::string(directive::OpText(target.op)) +
                     target.value.ToString() + target.unit + " ";
        }
        rows.push_back({std::to_string(++number), task.title, owners,
                        !task.deadline        ? ""
                        : task.deadline->date ? task.deadline->date->ToString()
                                              : task.deadline->text,
                        targets, task.line.value_or("")});
      }
      std::cout << plan.reading.title << "\n";
      PrintTable(rows);
      for (const directive::Fact& fact : plan.reading.facts) {
        std::cout << "数据  " << fact.metric << " " << fact.value.ToString() << fact.unit << "\n";
      }
      for (const directive::Declined& declined : plan.reading.declined) {
        std::cout << "本系统不承办  " << declined.text << "\n    依据：" << declined.basis
                  << "\n    可以：" << declined.lawful_way << "\n";
      }
      return {};
    });
  });
}

void AddLists(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string pack;
    std::string unit;
    std::string out;
    bool open = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& tasks = *root.add_subcommand("tasks", "任务清单 The list of tasks as .xlsx");
  AddData(tasks, options->common);
  AddActor(tasks, options->common);
  tasks.add_option("--unit", options->unit, "单位 unit")->required();
  tasks.add_option("--out", options->out, "文件 file")->required();
  tasks.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      TRY_ASSIGN(const std::string bytes, app::ExportTasks(*session.app, session.scope, unit));
      return WriteFile(options->out, bytes);
    });
  });
  CLI::App& command = *root.add_subcommand("export", "导出台账 A register as .xlsx");
  AddData(command, options->common);
  AddActor(command, options->common);
  command.add_option("register", options->pack, "业务模板 pack")->required();
  command.add_option("--unit", options->unit, "单位 unit")->required();
  command.add_option("--out", options->out, "文件 file")->required();
  command.add_flag("--open", options->open, "不遮盖个人信息 personal data unmasked");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      TRY_ASSIGN(
          const std::string bytes,
          app::ExportRegister(*session.app, session.scope, options->pack, {unit, options->open}));
      return WriteFile(options->out, bytes);
    });
  });
}

JsonArray RefusalsToJson(const std::vector<app::Refusal>& refusals) {
  JsonArray out;
  for (const app::Refusal& one : refusals) {
    out.push_back(JsonObject{{"jurisdiction", NumberOf(one.jurisdiction)},
                             {"follower", one.follower},
                             {"record", one.record.ToString()},
                             {"reason", one.reason},
                             {"at", one.at.ToString()}});
  }
  return out;
}

void AddVerify(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string checkpoint;
    bool hashes = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *root.add_subcommand("verify", "核对 Re-derive everything stored and compare");
  AddData(command, options->common);
  AddFormat(command, options->common);
  command.add_option("--checkpoint", options->checkpoint, "核验文件 hold the journals to it");
  command.add_flag("--hashes", options->hashes, "只查哈希树 the trees alone");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const std::unique_ptr<app::App> opened,
                 app::App::Open(options->common.data, environment.opener, *environment.random));
      app::VerifyOptions verify;
      verify.hashes_only = options->hashes;
      if (!options->checkpoint.empty()) {
        TRY_ASSIGN(verify.checkpoint, ReadFile(options->checkpoint));
      }
      TRY_ASSIGN(const app::VerifyReport report, app::Verify(*opened, verify));
      TRY_ASSIGN(const std::vector<app::Refusal> refusals, app::ReadRefusals(*opened));
      if (options->common.format == "json") {
        PrintJson(JsonObject{{"journals", report.journals},
                             {"events", report.events},
                             {"records", report.records},
                             {"cells", report.cells},
                             {"attachments", report.attachments},
                             {"checkpoints", report.checkpoints},
                             {"follower_refusals", RefusalsToJson(refusals)}});
      } else {
        std::cout << "一致：" << report.journals << " 份变动记录，" << report.events << " 条，"
                  << report.records << " 个记录，" << report.cells << " 个数据格，"
                  << report.attachments << " 个附件，" << report.checkpoints << " 行核验\n";
        if (!refusals.empty()) {
          std::cout << "系统自动办理时有 " << refusals.size()
                    << " 件未被接受（不影响一致性，请查看原因）：\n";
        }
        for (const app::Refusal& one : refusals) {
          std::cout << "  " << one.at.ToString() << " " << one.follower << " "
                    << NumberOf(one.jurisdiction) << "/" << one.record.ToString() << " "
                    << one.reason << "\n";
        }
      }
      return {};
    });
  });
}

void PrintPiece(std::string_view piece) {
  std::cout.write(piece.data(), static_cast<std::streamsize>(piece.size()));
}

void AddRead(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string file;
    std::string pack;
    std::string date;
  };
  auto options = std::make_shared<Options>();
  options->common.data.clear();
  options->common.format = "json";
  CLI::App& command = *root.add_subcommand(
      "read", "读表格 Say what a sheet or a paper's tables hold; store nothing");
  command.add_option("file", options->file, "表格或文稿 any sheet or paper")->required();
  command.add_option("--data", options->common.data,
                     "用其中的单位、别名和模板 use its units, aliases and packs");
  command.add_option("--register", options->pack, "按此台账的字段 as fields of this register");
  command.add_option("--date", options->date, "表格的日期 day of the sheet, 2026-09-01");
  command.add_option("--format", options->common.format, "json")
      ->check(CLI::IsMember({"json"}))
      ->capture_default_str();
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      app::ReadOptions read;
      TRY_ASSIGN(read.date, ReadDay(options->date));
      std::unique_ptr<app::App> opened;
      std::shared_ptr<const root::Directory> directory;
      std::optional<rules::Pack> builtin;
      if (!options->common.data.empty()) {
        TRY_ASSIGN(opened,
                   app::App::Open(options->common.data, environment.opener, *environment.random));
        directory = opened->directory();
        read.directory = directory.get();
        read.units_on = read.date.value_or(opened->today());
      }
      if (!options->pack.empty()) {
        if (directory != nullptr) {
          read.pack = directory->FindPack(options->pack);
        } else {
          TRY_ASSIGN(builtin, app::ReadBuiltinPack(options->pack));
          read.pack = &*builtin;
        }
        if (read.pack == nullptr) {
          return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", options->pack}}};
        }
      }
      TRY_ASSIGN(std::string bytes, ReadFile(options->file));
      return app::ReadToJson(std::move(bytes), read, PrintPiece);
    });
  });
}

}  // namespace

void AddReadCommands(CLI::App& root, const Environment& environment, int& exit_code) {
  AddPlan(root, environment, exit_code);
  AddRead(root, environment, exit_code);
  AddLists(root, environment, exit_code);
  AddVerify(root, environment, exit_code);
}

}  // namespace luoshi::cli
