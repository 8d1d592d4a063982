// bulletin draft, reply, issue, compare, template, words.
#include <iostream>

#include "app/bulletin.h"
#include "app/bulletin_compare.h"
#include "base/text.h"
#include "cli/command.h"
#include "host/files.h"

namespace luoshi::cli {
namespace {

void AddDraft(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    app::BulletinOptions bulletin;
    std::string unit;
    std::string as_of;
    std::string since;
    std::string reply_by;
    std::string out = ".";
    std::string template_file;
  };
  auto options = std::make_shared<Options>();
  CLI::App& draft = *root.add_subcommand("draft", "拟稿送审 Compute, set, send to be checked");
  AddData(draft, options->common);
  AddActor(draft, options->common);
  draft.add_option("--unit", options->unit, "单位 unit")->required();
  draft.add_option("--number", options->bulletin.number, "期号 number")->required();
  draft.add_option("--as-of", options->as_of, "截至 as of this day");
  draft.add_option("--since", options->since, "上期截至 day of the last issue (found if absent)");
  draft.add_option("--reply-by", options->reply_by, "滞后单位说明期限 until when units may reply");
  draft.add_option("--title", options->bulletin.title, "标题 title");
  draft.add_option("--issuer", options->bulletin.issuer, "编发单位 issuer");
  draft.add_option("--to", options->bulletin.to, "主送 addressee");
  draft.add_option("--copies", options->bulletin.copies, "抄送 copies to");
  draft.add_flag("!--no-red-head", options->bulletin.red_head, "不用红头 without the red head");
  draft.add_option("--indicator", options->bulletin.indicators, "模板.指标 pack.indicator");
  draft.add_option("--template", options->template_file, "自己的 .docx 模板 own template");
  draft.add_option("--out", options->out, "目录 folder")->capture_default_str();
  draft.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(options->bulletin.unit, FindUnit(*session.app, options->unit));
      TRY_ASSIGN(const std::optional<Date> as_of, ReadDay(options->as_of));
      options->bulletin.as_of = as_of.value_or(session.app->today());
      TRY_ASSIGN(options->bulletin.since, ReadDay(options->since));
      TRY_ASSIGN(options->bulletin.reply_by, ReadDay(options->reply_by));
      if (!options->template_file.empty()) {
        TRY_ASSIGN(options->bulletin.template_docx, ReadFile(options->template_file));
      }
      TRY_ASSIGN(const document::PdfFonts fonts, document::PdfFonts::Load(environment.fonts));
      TRY_ASSIGN(const app::Bulletin bulletin,
                 app::DraftBulletin(*session.app, session.scope, options->bulletin, fonts));
      TRY(MakeFolder(options->out));
      TRY(WriteFile(options->out + "/bulletin.docx", bulletin.docx));
      TRY(WriteFile(options->out + "/bulletin.pdf", bulletin.pdf));
      std::cout << bulletin.number << "：" << bulletin.pages << " 页，核验码 " << bulletin.code
                << "，待签发\n";
      if (!bulletin.unheard.empty()) {
        std::cout << "被列为滞后、尚未说明：" << Join(bulletin.unheard, "、") << "\n";
      }
      if (!bulletin.missing.empty()) {
        std::cout << "PDF 字体缺字：" << Join(bulletin.missing, "") << "，请核对打印件\n";
      }
      return {};
    });
  });
}

void AddReplyAndIssue(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string number;
    std::string unit;
    std::string matter;
    std::string reply;
  };
  auto options = std::make_shared<Options>();
  CLI::App& reply = *root.add_subcommand("reply", "说明 What a unit named as behind says");
  AddData(reply, options->common);
  AddActor(reply, options->common);
  reply.add_option("number", options->number, "期号 number")->required();
  reply.add_option("text", options->reply, "说明 its reply")->required();
  reply.add_option("--unit", options->unit, "单位 unit")->required();
  reply.add_option("--matter", options->matter, "指标名称 title of one indicator");
  reply.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      return app::ReplyToBulletin(*session.app, session.scope, options->number, unit,
                                  options->matter, options->reply);
    });
  });
  CLI::App& issue = *root.add_subcommand("issue", "签发 Issue a checked draft");
  AddData(issue, options->common);
  AddActor(issue, options->common);
  issue.add_option("number", options->number, "期号 number")->required();
  issue.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      return app::IssueBulletin(*session.app, session.scope, options->number);
    });
  });
}

void AddCompare(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string number;
    std::string file;
  };
  auto options = std::make_shared<Options>();
  CLI::App& compare =
      *root.add_subcommand("compare", "核对回稿 Numbers changed in a returned paper");
  AddData(compare, options->common);
  AddActor(compare, options->common);
  compare.add_option("number", options->number, "期号 number")->required();
  compare.add_option("file", options->file, "回稿 the paper that came back (.docx)")->required();
  compare.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const std::string docx, ReadFile(options->file));
      TRY_ASSIGN(const std::vector<app::NumberChange> changes,
                 app::CompareReturned(*session.app, session.scope, options->number, docx));
      if (changes.empty()) {
        std::cout << "回稿的数字与拟稿一致\n";
        return {};
      }
      std::vector<std::vector<std::string>> rows = {{"拟稿", "回稿", "所在行"}};
      for (const app::NumberChange& change : changes) {
        rows.push_back({change.printed.empty() ? "（无）" : change.printed,
                        change.returned.empty() ? "（删去）" : change.returned, change.line});
      }
      PrintTable(rows);
      return {};
    });
  });
}

void AddTemplateAndWords(CLI::App& root, const Environment& environment, int& exit_code) {
  struct Options {
    Common common;
    std::string file;
    std::string unit;
  };
  auto options = std::make_shared<Options>();
  CLI::App& form = *root.add_subcommand("template", "模板 Write the built-in template, to edit");
  form.add_option("file", options->file, "写到 file (.docx)")->required();
  form.callback([options, &exit_code] {
    Execute(exit_code,
            [&]() -> Status { return WriteFile(options->file, app::BulletinTemplate()); });
  });
  CLI::App& words = *root.add_subcommand("words", "模板用词 What a template may say, and as what");
  AddData(words, options->common);
  AddActor(words, options->common);
  words.add_option("--unit", options->unit, "单位 unit")->required();
  words.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status {
      TRY_ASSIGN(const Session session, OpenSession(environment, options->common));
      TRY_ASSIGN(const UnitId unit, FindUnit(*session.app, options->unit));
      TRY_ASSIGN(const std::vector<app::WordValue> values,
                 app::BulletinWordList(*session.app, session.scope, unit));
      std::vector<std::vector<std::string>> rows = {{"写法", "现值"}};
      for (const app::WordValue& value : values) {
        rows.push_back({"{{" + value.word + "}}", value.value});
      }
      PrintTable(rows);
      return {};
    });
  });
}

}  // namespace

void AddBulletinCommands(CLI::App& root, const Environment& environment, int& exit_code) {
  CLI::App& command = *root.add_subcommand("bulletin", "进度通报 Draft, hear and issue bulletins");
  command.require_subcommand(1);
  AddDraft(command, environment, exit_code);
  AddReplyAndIssue(command, environment, exit_code);
  AddCompare(command, environment, exit_code);
  AddTemplateAndWords(command, environment, exit_code);
}

}  // namespace luoshi::cli
