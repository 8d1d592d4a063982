// import, directive, deploy, submit, backup, restore: what changes something.
#include <iostream>

#include "app/backup.h"
#include "app/builtin.h"
#include "app/directive.h"
#include "app/import.h"
#include "base/text.h"
#include "cli/command.h"
#include "host/files.h"

namespace luoshi::cli {
namespace {

// "a=b" options as a map.
Result<std::map<std::string, std::string>> Pairs(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> out;
  for (const std::string& text : texts) {
    const std::size_t equal = text.find('=');
    if (equal == std::string::npos) {
      return Error{ErrorCode::kInvalid, "cli.pair", {{"text", text}}, text};
    }
    out[text.substr(0, equal)] = text.substr(equal + 1);
  }
  return out;
}

std::string FileName(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

void AddImport(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    app::ImportOptions import;
    std::string file;
    std::string unit;
    std::string date;
    std::vector<std::string> columns;
    std::vector<std::string> constants;
    std::string annotated;
    std::string take_back;
    std::string reason = "导入有误";
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = *root.add_subcommand("import", "导入表格 Import a sheet into a register");
  AddData(command, options->common);
  AddActor(command, options->common);
  AddFormat(command, options->common);
  command.add_option("file", options->file, ".xlsx 或 .csv");
  command.add_option("--register", options->import.pack, "导入到 pack");
  command.add_option("--unit", options->unit, "单位名在其下查找 units are looked up below it");
  command.add_option("--sheet", options->import.sheet, "工作表 sheet");
  command.add_option("--map", options->columns, "表头=字段 heading=field");
  command.add_option("--set", options->constants, "字段=值 field=value for every row");
  command.add_option("--date", options->date, "数据日期 the day the rows were true");
  command.add_flag("--dry-run", options->import.dry_run, "只检查 check only");
  command.add_flag("--full", options->import.full, "全量 who is not in it is reported as gone");
  command.add_option("--annotated", options->annotated, "校验结果另存 write errors beside rows");
  command.add_option("--take-back", options->take_back,
                     "撤回某次导入 undo the import of this number");
  command.add_option("--reason", options->reason, "撤回原因 reason")->capture_default_str();
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      if (!options->take_back.empty()) {
        TRY_ASSIGN(
            const app::TakeBackReport report,
            app::TakeBackImport(*session.app, session.scope, options->take_back, options->reason));
        std::cout << "已撤回 " << report.taken_back << " 条，保留 " << report.left.size()
                  << " 条（后来有人改过）\n";
        for (const RecordId& record : report.left) {
          std::cout << "  " << record.ToString() << "\n";
        }
        return {};
      }
      TRY_ASSIGN(const std::string content, ReadFile(options->file));
      TRY_ASSIGN(options->import.columns, Pairs(options->columns));
      TRY_ASSIGN(options->import.constants, Pairs(options->constants));
      options->import.file_name = FileName(options->file);
      if (!options->unit.empty()) {
        TRY_ASSIGN(options->import.within, FindUnit(*session.app, options->unit));
      }
      TRY_ASSIGN(const std::optional<Date> date, ReadDay(options->date));
      if (date) {
        options->import.occurred = DateTime::At(*date, 12);
      }
      TRY_ASSIGN(const app::ImportReport report,
                 app::Import(*session.app, session.scope, content, options->import));
      if (!options->annotated.empty()) {
        TRY_ASSIGN(const std::string annotated, app::AnnotatedWorkbook(content, report));
        TRY(WriteFile(options->annotated, annotated));
      }
      if (options->common.format == "json") {
        JsonArray refusals;
        for (const app::ImportedRow& row : report.refusals) {
          refusals.push_back({{"row", row.row},
                              {"column", row.column},
                              {"key", row.error.key},
                              {"message", Message(row.error, Language::kZh)}});
        }
        PrintJson(JsonObject{{"number", report.number},
                             {"read", report.read},
                             {"added", report.added},
                             {"changed", report.changed},
                             {"same", report.same},
                             {"refused", report.refused},
                             {"stopped_after", report.stopped_after},
                             {"errors", std::move(refusals)}});
      } else {
        std::cout << (report.number.empty() ? "试运行" : "导入 " + report.number) << "：读到 "
                  << report.read << " 行，新增 " << report.added << "，更新 " << report.changed
                  << "，无变化 " << report.same << "，拒收 " << report.refused << "\n";
        for (const app::ImportColumn& column : report.columns) {
          std::cout << "  " << column.heading << " → "
                    << (column.field.empty() ? "（不导入）" : column.field) << "\n";
        }
        for (const app::ImportedRow& row : report.refusals) {
          std::cout << "  第 " << row.row << " 行"
                    << (row.column.empty() ? "" : "“" + row.column + "”") << "："
                    << Message(row.error, Language::kZh) << "\n";
        }
        if (!report.gone.empty()) {
          std::cout << "名单中没有的：" << report.gone.size() << " 条（未作改动）\n";
        }
      }
      if (report.stopped_after != 0 || !report.stop_reason.empty()) {
        return Error{
            ErrorCode::kUnavailable,
            "import.stopped",
            {{"row", std::to_string(report.stopped_after)}, {"reason", report.stop_reason}}};
      }
      return {};
    });
  });
}

void AddDeploy(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string file;
    std::string unit;
    std::string date;
    app::RegisterOptions paper;
    std::string number;
  };
  auto options = std::make_shared<Options>();
  CLI::App& directive =
      *root.add_subcommand("directive", "收文分解 Register a paper and make draft tasks of it");
  AddData(directive, options->common);
  AddActor(directive, options->common);
  directive.add_option("file", options->file, ".txt .docx .html")->required();
  directive.add_option("--unit", options->unit, "收文单位 unit")->required();
  directive.add_option("--number", options->paper.number, "文号 number");
  directive.add_option("--kind", options->paper.kind, "speech notice minutes plan instruction")
      ->capture_default_str();
  directive.add_option("--date", options->date, "成文日期 date of the text");
  directive.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const std::string bytes, ReadFile(options->file));
      TRY_ASSIGN(options->paper.unit, FindUnit(*session.app, options->unit));
      TRY_ASSIGN(options->paper.date, ReadDay(options->date));
      TRY_ASSIGN(const app::RegisteredDirective registered,
                 app::RegisterDirective(*session.app, session.scope, bytes, app::BuiltinLexicon(),
                                        options->paper));
      std::cout << registered.number << "：拟任务 " << registered.tasks.size() << " 项，数据 "
                << registered.reading.facts.size() << " 项，不承办 "
                << registered.reading.declined.size() << " 句\n";
      return {};
    });
  });
  CLI::App& deploy =
      *root.add_subcommand("deploy", "交办 Give out the complete drafts of a directive");
  AddData(deploy, options->common);
  AddActor(deploy, options->common);
  deploy.add_option("directive", options->number, "文号或编号 its number")->required();
  deploy.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const app::DeployReport report,
                 app::Deploy(*session.app, session.scope, options->number));
      std::cout << "已交办 " << report.given.size() << " 项，未交办 " << report.incomplete.size()
                << " 项\n";
      for (const auto& [record, error] : report.incomplete) {
        std::cout << "  " << record.ToString().substr(0, 8) << "：" << Message(error, Language::kZh)
                  << "\n";
      }
      return {};
    });
  });
}

void AddSubmit(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string file;
    bool dry_run = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *root.add_subcommand("submit", "提交办理 Submit commands from a JSON file (an array)");
  AddData(command, options->common);
  AddActor(command, options->common);
  command.add_option("file", options->file, "JSON，docs/formats/command.md")->required();
  command.add_flag("--dry-run", options->dry_run, "只检查 check only");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const std::string text, ReadFile(options->file));
      TRY_ASSIGN(const Json json, ParseJson(text));
      const JsonArray* list = json.if_array();
      if (list == nullptr) {
        return Error{ErrorCode::kInvalid, "json.type", {{"expected", "array"}}, options->file};
      }
      std::vector<app::CommandGroup> groups;
      for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonObject* object = (*list)[i].if_object();
        if (object == nullptr) {
          return Error{
              ErrorCode::kInvalid, "json.type", {{"expected", "object"}}, "/" + std::to_string(i)};
        }
        Result<registers::RecordCommand> read = registers::ReadCommand(*object);
        if (!read.ok()) {
          Error error = std::move(read).error();
          error.pointer = "/" + std::to_string(i) + error.pointer;
          return error;
        }
        read->origin.actor = session.scope.actor();
        if (read->origin.occurred.ms == 0) {
          read->origin.occurred = session.app->clock().Now();
        }
        groups.push_back({{*std::move(read)}});
      }
      const std::vector<app::GroupResult> results =
          options->dry_run ? session.app->DryRun(session.scope, std::move(groups))
                           : session.app->Submit(session.scope, std::move(groups));
      JsonArray answers;
      for (const app::GroupResult& result : results) {
        if (result.ok()) {
          const registers::Applied& applied = result->front();
          answers.push_back({{"record", applied.record.ToString()},
                             {"event", applied.event.ToString()},
                             {"position", applied.position},
                             {"repeated", applied.repeated}});
        } else {
          answers.push_back({{"key", result.error().key},
                             {"pointer", result.error().pointer},
                             {"message", Message(result.error(), Language::kZh)}});
        }
      }
      PrintJson(answers);
      return {};
    });
  });
}

void AddBackup(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string folder;
    std::string keys;
  };
  auto options = std::make_shared<Options>();
  CLI::App& backup = *root.add_subcommand("backup", "备份 Copy data and keys to two places");
  AddData(backup, options->common);
  backup.add_option("to", options->folder, "数据备份目录 folder for the data")->required();
  backup.add_option("--keys", options->keys, "密钥备份目录 folder for the keys, kept elsewhere")
      ->required();
  backup.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const std::unique_ptr<app::App> opened,
                 app::App::Open(options->common.data, environment.opener, *environment.random));
      return app::BackUp(*opened, options->folder, options->keys);
    });
  });
  CLI::App& restore = *root.add_subcommand("restore", "恢复 Make a deployment from a backup");
  AddData(restore, options->common);
  restore.add_option("from", options->folder, "数据备份目录 folder of the data")->required();
  restore.add_option("--keys", options->keys, "密钥备份目录 folder of the keys")->required();
  restore.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      return app::Restore(options->common.data, options->folder, options->keys, environment.opener,
                          *environment.random);
    });
  });
}

}  // namespace

void AddWriteCommands(CLI::App& root, const Environment& environment, int& exit_code) {
  AddImport(root, environment, exit_code);
  AddDeploy(root, environment, exit_code);
  AddSubmit(root, environment, exit_code);
  AddBackup(root, environment, exit_code);
}

}  // namespace luoshi::cli
