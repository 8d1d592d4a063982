#include "directive/reader.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "base/json_number.h"
#include "base/text.h"
#include "directive/reasons.h"

namespace luoshi::directive {
namespace {

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

const Lexicon& Words() {
  static const Lexicon words = [] {
    std::vector<LexiconFile> files;
    for (const char* name : {"declined", "doers", "instructions", "lines", "measures", "tone"}) {
      const std::string path = std::string(LUOSHI_SOURCE_DIR) + "/lexicons/" + name + ".txt";
      files.push_back(LexiconFile{std::string(name) + ".txt", ReadWhole(path)});
    }
    Result<Lexicon> lexicon = Lexicon::Parse(files);
    if (!lexicon.ok()) {
      ADD_FAILURE() << lexicon.error().pointer << " " << Message(lexicon.error(), Language::kEn);
    }
    return std::move(lexicon).value();
  }();
  return words;
}

Reading ReadText(std::string_view text, std::optional<Date> date = std::nullopt) {
  Context context;
  context.date = date;
  context.lexicon = &Words();
  Result<Reading> reading = Read(text, context);
  EXPECT_TRUE(reading.ok());
  return reading.ok() ? *reading : Reading{};
}

Date Day(std::string_view text) { return *Date::Parse(text); }

// The first task whose text holds `part`.
const ProposedTask* Find(const Reading& reading, std::string_view part) {
  for (const ProposedTask& task : reading.tasks) {
    if (Contains(task.text, part)) {
      return &task;
    }
  }
  return nullptr;
}

std::string OwnersOf(const ProposedTask& task) {
  std::string out;
  for (const Owner& owner : task.owners) {
    out += (out.empty() ? "" : " ") + owner.name +
           (owner.role == OwnerRole::kLead ? ":lead" : ":assist");
  }
  return out;
}

std::string TargetsOf(const ProposedTask& task) {
  std::string out;
  for (const Target& target : task.targets) {
    out += (out.empty() ? "" : " ") + std::string(OpText(target.op)) + target.value.ToString() +
           target.unit;
  }
  return out;
}

// A span holds its text and lies inside the whole; a title is short; a line is of the closed list.
void ExpectSound(std::string_view text, const Reading& reading) {
  const std::u32string points = ToCodePoints(text);
  const auto at = [&points](Span span) {
    if (span.begin > span.end || span.end > points.size()) {
      return std::string("outside");
    }
    return FromCodePoints(points.substr(span.begin, span.end - span.begin));
  };
  for (const ProposedTask& task : reading.tasks) {
    EXPECT_EQ(at(task.span), task.text);
    EXPECT_FALSE(task.title.empty());
    EXPECT_LE(CodePointCount(task.title), 24U) << task.title;
    EXPECT_GE(task.confidence, 0);
    EXPECT_LE(task.confidence, 100);
    if (task.line) {
      const auto lines = LinesOfWork();
      EXPECT_NE(std::find(lines.begin(), lines.end(), *task.line), lines.end());
    }
  }
  for (const Fact& fact : reading.facts) {
    EXPECT_EQ(at(fact.span), fact.text);
  }
  for (const Declined& declined : reading.declined) {
    EXPECT_EQ(at(declined.span), declined.text);
    EXPECT_NE(FindReason(declined.reason), nullptr);
    EXPECT_FALSE(declined.basis.empty());
    EXPECT_FALSE(declined.lawful_way.empty());
  }
}

const ProposedTask& Only(const Reading& reading) {
  static const ProposedTask none;
  EXPECT_EQ(reading.tasks.size(), 1U);
  return reading.tasks.empty() ? none : reading.tasks.front();
}

TEST(ReadOwners, DepartmentsThatLeadAndVillagesThatAssist) {
  const Reading reading = ReadText("财政、水利等部门要牵头，各村要主动配合，建好项目库。");
  EXPECT_EQ(OwnersOf(Only(reading)), "财政:lead 水利:lead 各村:assist");
}

TEST(ReadOwners, UnitsAreNamedByTheirAlias) {
  Context context;
  context.lexicon = &Words();
  context.units = {KnownUnit{"石门村", {"石门"}, "village", "1"},
                   KnownUnit{"镇农业农村办公室", {"农业农村办"}, "office", "2"}};
  const auto reading = Read("农业农村办牵头，石门要在年底前完成土地复耕。", context);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(OwnersOf(Only(*reading)), "镇农业农村办公室:lead 石门村:lead");
}

TEST(ReadOwners, AUnitThatIsDoneSomethingToIsNoOwner) {
  const Reading reading = ReadText("镇里要加大对各村的支持力度，建立资金台账。");
  EXPECT_EQ(OwnersOf(Only(reading)), "");
}

struct DeadlineCase {
  const char* words;
  const char* date;  // "" when no day can be known
};

TEST(ReadDeadline, IsWorkedOutAgainstTheDateOfTheText) {
  // 2025-11-05 is a Wednesday
  constexpr DeadlineCase kCases[] = {
      {"年底前", "2025-12-31"},
      {"明年底前", "2026-12-31"},
      {"本周五下班前", "2025-11-07"},
      {"下周一前", "2025-11-10"},
      {"月底前", "2025-11-30"},
      {"12月20日前", "2025-12-20"},
      {"1月10日前", "2026-01-10"},
      {"两个月内", "2026-01-05"},
      {"会后三日内", "2025-11-08"},
      {"第四季度末", "2025-12-31"},
      {"2026年3月底前", "2026-03-31"},
      {"下月5日前", "2025-12-05"},
      {"明天下班前", "2025-11-06"},
      {"一周内", "2025-11-12"},
      {"汛期前", ""},
      {"立即", ""},
      {"第一时间", ""},
      {"５日内", "2025-11-10"},
  };
  for (const DeadlineCase& one : kCases) {
    const Reading reading =
        ReadText("各村要" + std::string(one.words) + "完成隐患排查。", Day("2025-11-05"));
    ASSERT_EQ(reading.tasks.size(), 1U) << one.words;
    const auto& deadline = reading.tasks.front().deadline;
    ASSERT_TRUE(deadline.has_value()) << one.words;
    EXPECT_EQ(deadline->date ? deadline->date->ToString() : "", one.date) << one.words;
  }
}

TEST(ReadDeadline, HasNoDayWhenTheTextHasNoYear) {
  const Reading reading = ReadText("各村要在年底前完成隐患排查。");
  ASSERT_TRUE(Only(reading).deadline.has_value());
  EXPECT_FALSE(Only(reading).deadline->date.has_value());
}

TEST(ReadDeadline, TimesThatAreOverAreNone) {
  const Reading reading = ReadText("截至10月底，各村要对照台账完成整改。", Day("2025-11-05"));
  EXPECT_FALSE(Only(reading).deadline.has_value());
}

struct AmountCase {
  const char* text;
  const char* expected;
};

TEST(ReadTarget, NumbersToBeReachedKeepValueUnitAndDirection) {
  constexpr AmountCase kCases[] = {
      {"各村要确保收缴率达到98.5%以上。", ">=98.5%"},
      {"各村要完成三百亩撂荒地复耕。", "=300亩"},
      {"各村要确保隐患动态清零。", "=0"},
      {"各村要实现网格巡查全覆盖。", "=100%"},
      {"镇财政所要压减一般性支出5%。", "-=5%"},
      {"各村要推动参保率提高3个百分点。", "+=3个百分点"},
      {"各村要把返工率控制在2%以内。", "<=2%"},
      {"各村要储备项目不少于两个。", ">=2个"},
      {"财政所要完成税收8,180万元。", "=8180万元"},
      {"各村要确保参保率达到百分之九十五。", "=95%"},
  };
  for (const AmountCase& one : kCases) {
    const Reading reading = ReadText(one.text);
    ASSERT_EQ(reading.tasks.size(), 1U) << one.text;
    EXPECT_EQ(TargetsOf(reading.tasks.front()), one.expected) << one.text;
  }
}

TEST(ReadFact, NumbersThatAreStatedHaveAMetric) {
  const Reading reading =
      ReadText("截至目前，全镇税收完成了7084.3万元，占全年任务8180万元的86.6%。");
  EXPECT_TRUE(reading.tasks.empty());
  ASSERT_EQ(reading.facts.size(), 3U);
  EXPECT_EQ(reading.facts[0].metric, "税收");
  EXPECT_EQ(reading.facts[0].value, Decimal(70843, 1));
  EXPECT_EQ(reading.facts[0].unit, "万元");
  EXPECT_EQ(reading.facts[2].value, Decimal(866, 1));
}

TEST(ReadFact, SlogansAndRoughNumbersAreNone) {
  EXPECT_TRUE(ReadText("这里有数千户人家、三个方面的经验、千头万绪的事情，办事要走完最后一米。")
                  .facts.empty());
}

TEST(ReadTask, PraiseHistoryAndSlogansAreNone) {
  for (const char* text : {"今年以来，各村环境整治取得了明显成效。", "在此，我向大家表示感谢！",
                           "要提高政治站位，统一思想，凝聚共识。", "成绩的取得，离不开大家的辛苦。",
                           "各村的责任是否真正落到了人头？"}) {
    EXPECT_TRUE(ReadText(text).tasks.empty()) << text;
  }
}

TEST(ReadTask, AnInstructionUnderProblemsIsNone) {
  EXPECT_TRUE(ReadText("一、存在的问题和不足\n一是排查不细。部分村整改缓慢，必须高度重视。\n")
                  .tasks.empty());
}

TEST(ReadTask, TitleIsTheActNotTheBeginning) {
  const Reading reading = ReadText(
      "入冬以后火灾易发，各单位不能大意，要对照清单，马上组织开展一次不留死角的消防安全隐患排查。");
  EXPECT_EQ(Only(reading).title, "组织开展一次不留死角的消防安全隐患排查");
  EXPECT_EQ(Only(reading).line, "hazard");
}

TEST(ReadTask, PathHoldsTheHeadingsEvenWhenTheNumberingIsWrong) {
  const Reading reading = ReadText(
      "一、总体要求\n二、重点任务\n（一）安全生产\n各村要立即排查自建房隐患。\n（三）森林防火\n"
      "护林员要每天巡查林区。\n四、保障措施\n财政所要安排专项资金，建立台账。\n");
  ASSERT_EQ(reading.tasks.size(), 3U);
  EXPECT_EQ(reading.tasks[0].path, (std::vector<std::string>{"重点任务", "安全生产"}));
  EXPECT_EQ(reading.tasks[1].path, (std::vector<std::string>{"重点任务", "森林防火"}));
  EXPECT_EQ(reading.tasks[2].path, (std::vector<std::string>{"保障措施"}));
}

TEST(ReadTask, ASentenceThroughManyLinesOfWorkIsSplit) {
  const Reading reading =
      ReadText("要做好困难群众救助，开展安全生产排查，抓好森林防火巡查，力争全年没有进京非访。");
  ASSERT_EQ(reading.tasks.size(), 3U);
  EXPECT_EQ(reading.tasks[0].line, "social_assistance");
  EXPECT_EQ(reading.tasks[1].line, "hazard");
  EXPECT_EQ(reading.tasks[2].line, "forest_fire");
  ASSERT_EQ(reading.declined.size(), 1U);
  EXPECT_EQ(reading.declined[0].reason, "petitioner_tracking");
}

TEST(ReadTask, HowItIsDoneIsAddedToTheTaskBefore) {
  const Reading reading = ReadText("各村要开展矛盾纠纷排查。要坚持因地制宜的方法，保持耐心。");
  EXPECT_TRUE(Contains(Only(reading).text, "保持耐心"));
}

struct DeclinedCase {
  const char* text;
  const char* reason;
};

TEST(ReadDeclined, EachReasonIsFoundAndMakesNoTask) {
  constexpr DeclinedCase kCases[] = {
      {"要建立重点信访人名单，安排专人盯守。", "petitioner_tracking"},
      {"要做好舆情监控。", "opinion_watching"},
      {"对干部完成情况排名并通报到个人。", "person_ranking"},
      {"要每天完成学习强国积分任务。", "checkin_points"},
      {"各村要把APP安装率提高到90%。", "app_quota"},
      {"要设立红黑榜，对落后农户曝光。", "household_blacklist"},
      {"要加强特殊人群管控。", "special_group_control"},
      {"要加强社会面治安管控。", "police_work"},
      {"即日起全镇干部取消双休。", "rest_day_removal"},
      {"县里将随时查岗，手机实时定位。", "location_tracking"},
      {"未完成的实行一票否决。", "veto_without_basis"},
      {"每发现一处火点对村罚款200元。", "collective_penalty"},
      {"拒不搬迁的停发低保，直到签字为止。", "coerced_consent"},
      {"要排查村干部亲属图谱。", "kin_and_assets"},
      {"对寻衅滋事的严肃处理。", "personal_accusation"},
      {"要把秘密级文件录入系统。", "secret_matter"},
  };
  for (const DeclinedCase& one : kCases) {
    const Reading reading = ReadText(one.text);
    ASSERT_EQ(reading.declined.size(), 1U) << one.text;
    EXPECT_EQ(reading.declined[0].reason, one.reason);
    EXPECT_TRUE(reading.tasks.empty()) << one.text;
  }
  EXPECT_EQ(std::size(kCases), Reasons().size()) << "a reason has no example";
}

TEST(ReadDeclined, WhatIsLawfulIsNotDeclined) {
  for (const char* text :
       {"取消双休的，要安排补休。", "依据安全生产法，要实行一票否决。",
        "要依法办理信访事项，按期答复。", "要及时回应社会关切。", "防汛期间要落实打卡值守。"}) {
    EXPECT_TRUE(ReadText(text).declined.empty()) << text;
  }
}

TEST(ReadDeclined, TheLawfulPartOfTheSentenceIsStillATask) {
  const Reading reading = ReadText("宣传办要加强舆情监控，对群众提出的问题及时回应社会关切。");
  EXPECT_EQ(reading.declined.size(), 1U);
  EXPECT_EQ(Only(reading).line, "public_request");
  EXPECT_FALSE(Contains(Only(reading).text, "舆情"));
}

TEST(Reasons, SayBasisAndLawfulWayInBothLanguages) {
  for (const Reason& reason : Reasons()) {
    for (const std::string_view text : {reason.title_zh, reason.title_en, reason.basis_zh,
                                        reason.basis_en, reason.way_zh, reason.way_en}) {
      EXPECT_FALSE(text.empty()) << reason.key;
    }
    EXPECT_TRUE(Contains(ReadWhole(std::string(LUOSHI_SOURCE_DIR) + "/docs/formats/directive.md"),
                         reason.key))
        << reason.key << " is not in the published table";
  }
}

TEST(ParseLexicon, NamesTheLineOfAnEntryThatDoesNotFit) {
  for (const char* content : {"word", "[line nowhere]\nx", "[nothing]\nx", "[action]\nx 1000",
                              "[declined petitioner_tracking]\na++b", "[action extra]\nx"}) {
    const auto lexicon = Lexicon::Parse(std::vector<LexiconFile>{{"f.txt", content}});
    ASSERT_FALSE(lexicon.ok()) << content;
    EXPECT_EQ(lexicon.error().key, "lexicon.entry");
    EXPECT_EQ(lexicon.error().pointer.substr(0, 6), "f.txt:");
  }
}

TEST(ReadTextLimits, WhatIsNotTextOrTooLongIsRefused) {
  Context context;
  context.lexicon = &Words();
  EXPECT_EQ(Read("\xff\xfe", context).error().key, "directive.not_text");
  EXPECT_EQ(Read(std::string(kMaxTextBytes + 1, 'a'), context).error().key, "directive.too_long");
  EXPECT_TRUE(Read("", context).ok());
}

TEST(ReadTextLimits, GarbageIsReadSoundly) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same garbage each time
  const std::u32string parts[] = {
      U"一、",   U"（一）", U"1.",     U"①",          U"一是",       U"第一，",
      U"关于",   U"\n",     U"\t",     U"要",         U"各村",       U"完成",
      U"排查",   U"，",     U"。",     U"；",         U"：",         U"“",
      U"”",      U"\"",     U"(",      U")",          U"年底前",     U"12月20日前",
      U"98.36%", U"三百亩", U"百分之", U"\u3000",     U" ",          U"红黑榜",
      U"农户",   U"非访",   U"隐患",   U"责任单位：", U"\U0001F600", U"9999999999999999999999",
      U"由",     U"等部门", U"负责",   U"的",         U"同志们，"};
  for (int round = 0; round < 400; ++round) {
    std::u32string points;
    const std::size_t length = random() % 120;
    for (std::size_t i = 0; i < length; ++i) {
      points += parts[random() % std::size(parts)];
    }
    const std::string text = FromCodePoints(points);
    ExpectSound(text, ReadText(text, Day("2026-02-28")));
  }
}

TEST(ReadTextLimits, LongTextsOfOneKindStayProportionate) {
  for (const char* part : {"要", "一是", "各村、", "（", "“", "12", "年底前", "责任单位：", "\t",
                           "一、\n", "各村要完成排查，", "要坚持。", "100%、", "非访舆情监控，"}) {
    std::string text;
    while (text.size() < 300'000) {
      text += part;
    }
    const Reading reading = ReadText(text);
    std::size_t size = 0;
    for (const ProposedTask& task : reading.tasks) {
      size += task.text.size();
    }
    for (const Fact& fact : reading.facts) {
      size += fact.text.size();
    }
    EXPECT_LT(size, 60 * text.size()) << part;
  }
}

TEST(ReadingToJson, WritesAbsentAsNullAndNumbersInTheirUnit) {
  const Reading reading =
      ReadText("各村要完成隐患排查。\n截至目前，满意度达到了98.36%。\n要做好舆情监控。");
  const JsonObject json = ReadingToJson(reading).as_object();
  EXPECT_TRUE(json.at("title").is_null());
  EXPECT_TRUE(json.at("date").is_null());
  const JsonObject& task = json.at("tasks").at(0).as_object();
  EXPECT_TRUE(task.at("deadline").is_null());
  EXPECT_EQ(task.at("span"), (JsonArray{0, 10}));
  EXPECT_EQ(task.at("owners").at(0).at("role"), "lead");
  EXPECT_GT(*DecimalOf(task.at("confidence")), Decimal(4, 1));
  EXPECT_LE(*DecimalOf(task.at("confidence")), Decimal(1, 0));
  EXPECT_EQ(WriteJson(json.at("facts").at(0).at("value")), "98.36");
  EXPECT_EQ(json.at("declined").at(0).at("reason"), "opinion_watching");
}

// Our own texts beside what a clerk expects of each: tests/directive_texts/.
void ExpectAsWritten(const std::filesystem::path& path) {
  const std::string text = ReadWhole(path.string());
  const auto expected = ParseJson(
      ReadWhole(path.parent_path().string() + "/" + path.stem().string() + ".expect.json"));
  ASSERT_TRUE(expected.ok()) << path;
  const JsonObject& want = expected->as_object();
  const std::string_view day = FindText(want, "context_date");
  const Reading reading =
      ReadText(text, day.empty() ? std::nullopt : std::optional<Date>(Day(day)));
  ExpectSound(text, reading);
  EXPECT_EQ(reading.title, FindText(want, "title"));
  EXPECT_EQ(reading.date ? reading.date->ToString() : "", FindText(want, "date"));
  for (const Json& item : *FindArray(want, "tasks")) {
    const JsonObject& one = item.as_object();
    const ProposedTask* task = Find(reading, FindText(one, "in"));
    ASSERT_NE(task, nullptr) << path << " " << FindText(one, "in");
    if (one.contains("title")) {
      EXPECT_EQ(task->title, FindText(one, "title"));
    }
    if (one.contains("line")) {
      EXPECT_EQ(task->line.value_or(""), FindText(one, "line")) << task->text;
    }
    if (one.contains("date")) {
      EXPECT_EQ(task->deadline && task->deadline->date ? task->deadline->date->ToString() : "",
                FindText(one, "date"))
          << task->text;
    }
    if (one.contains("deadline")) {
      EXPECT_EQ(task->deadline ? task->deadline->text : "", FindText(one, "deadline"));
    }
    if (one.contains("path")) {
      ASSERT_FALSE(task->path.empty());
      EXPECT_EQ(task->path.back(), FindText(one, "path"));
    }
    for (const auto& [name, all] :
         {std::pair("owners", OwnersOf(*task)), std::pair("targets", TargetsOf(*task))}) {
      if (const JsonArray* list = FindArray(one, name)) {
        std::string joined;
        for (const Json& entry : *list) {
          joined += (joined.empty() ? "" : " ") + std::string(TextOf(entry.as_string()));
        }
        EXPECT_EQ(all, joined) << task->text;
      }
    }
  }
  for (const Json& part : *FindArray(want, "no_task")) {
    EXPECT_EQ(Find(reading, TextOf(part.as_string())), nullptr) << part;
  }
  std::vector<std::string> facts;
  for (const Fact& fact : reading.facts) {
    facts.push_back(fact.value.ToString() + fact.unit);
  }
  std::vector<std::string> wanted;
  for (const Json& fact : *FindArray(want, "facts")) {
    wanted.emplace_back(TextOf(fact.as_string()));
  }
  EXPECT_EQ(facts, wanted) << path;
  std::vector<std::string> reasons;
  for (const Declined& declined : reading.declined) {
    reasons.push_back(declined.reason);
  }
  wanted.clear();
  for (const Json& reason : *FindArray(want, "declined")) {
    wanted.emplace_back(TextOf(reason.as_string()));
  }
  EXPECT_EQ(reasons, wanted) << path;
}

TEST(ReadOwnTexts, AsAClerkWouldExpect) {
  int texts = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LUOSHI_SOURCE_DIR) +
                                                               "/tests/directive_texts")) {
    if (entry.path().extension() == ".txt") {
      ++texts;
      ExpectAsWritten(entry.path());
    }
  }
  EXPECT_GE(texts, 5);
}

// Real speeches lie beside the checkout on some machines; they are not part of the repository.
std::optional<std::string> Speech(std::string_view number) {
  const std::filesystem::path folder = std::string(LUOSHI_SOURCE_DIR) + "/../shared/texts";
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().filename().string().rfind(number, 0) == 0) {
      return ReadWhole(entry.path().string());
    }
  }
  return std::nullopt;
}

bool HasFact(const Reading& reading, std::string_view value, std::string_view metric) {
  for (const Fact& fact : reading.facts) {
    if (fact.value.ToString() + fact.unit == value && Contains(fact.metric, metric)) {
      return true;
    }
  }
  return false;
}

bool HasDeclined(const Reading& reading, std::string_view reason) {
  for (const Declined& declined : reading.declined) {
    if (declined.reason == reason) {
      return true;
    }
  }
  return false;
}

bool HasLine(const Reading& reading, std::string_view line) {
  for (const ProposedTask& task : reading.tasks) {
    if (task.line == line) {
      return true;
    }
  }
  return false;
}

TEST(ReadSpeeches, TheLongOneGivesItsTasksFactsAndRefusals) {
  const auto text = Speech("001");
  if (!text) {
    GTEST_SKIP() << "no speech here";
  }
  const Reading reading = ReadText(*text);
  ExpectSound(*text, reading);
  for (const char* line :
       {"household_monitoring", "living_environment", "hazard", "dispute", "insurance_fees",
        "project", "relocation", "social_assistance", "collective_assets", "grid"}) {
    EXPECT_TRUE(HasLine(reading, line)) << line;
  }
  for (const ProposedTask& task : reading.tasks) {
    if (task.line == "insurance_fees") {
      EXPECT_EQ(OwnersOf(task), "各村:lead");
      EXPECT_TRUE(Contains(task.title, "按时完成")) << task.title;
    }
    if (task.line == "project") {
      EXPECT_EQ(OwnersOf(task), "发展改革:lead 财政:lead 各村:assist");
    }
    EXPECT_FALSE(Contains(task.text, "红黑榜"));
    EXPECT_FALSE(Contains(task.text, "舆情"));
  }
  EXPECT_TRUE(HasFact(reading, "76%", "风险消除率"));
  EXPECT_TRUE(HasFact(reading, "98.36%", "满意度"));
  EXPECT_EQ(reading.facts.size(), 2U);
  EXPECT_TRUE(HasDeclined(reading, "household_blacklist"));
  EXPECT_TRUE(HasDeclined(reading, "opinion_watching"));
}

TEST(ReadSpeeches, TheCutOneGivesItsFactsAndTheDisciplineTask) {
  const auto text = Speech("000");
  if (!text) {
    GTEST_SKIP() << "no speech here";
  }
  const Reading reading = ReadText(*text);
  ExpectSound(*text, reading);
  EXPECT_EQ(reading.date, Day("2025-11-01"));
  EXPECT_TRUE(HasFact(reading, "83%", "收缴率"));
  EXPECT_TRUE(HasFact(reading, "300亩", "撂荒地"));
  bool discipline = false;
  bool goal = false;
  for (const ProposedTask& task : reading.tasks) {
    discipline = discipline || OwnersOf(task) == "镇纪委:lead";
    goal = goal || (task.line == "insurance_fees" && TargetsOf(task) == "=100%");
  }
  EXPECT_TRUE(discipline);
  EXPECT_TRUE(goal);
}

TEST(ReadSpeeches, TheRallyGivesFewTasksAndDeclinesThePetitionQuota) {
  const auto text = Speech("004");
  if (!text) {
    GTEST_SKIP() << "no speech here";
  }
  const Reading reading = ReadText(*text);
  ExpectSound(*text, reading);
  EXPECT_TRUE(HasDeclined(reading, "petitioner_tracking"));
  EXPECT_TRUE(HasLine(reading, "hazard"));
  EXPECT_TRUE(HasLine(reading, "social_assistance"));
  EXPECT_LE(reading.tasks.size(), 12U);
}

TEST(Reader, WhoIsCalledInAChatDoesItAndAnswersAreNoTasks) {
  const Reading reading = ReadText(
      "【河口镇工作群】\n党政办-小周 9:05\n@水利站 @财政所 东坝的抽水机，今天下班前修好。\n"
      "水利站-老胡 9:07\n收到，马上去\n小周：@所有人 各村后天中午前把低洼户名单报上来\n",
      Day("2026-03-09"));
  ASSERT_EQ(reading.tasks.size(), 2U);
  EXPECT_EQ(OwnersOf(reading.tasks[0]), "水利站:lead 财政所:lead");
  EXPECT_EQ(reading.tasks[0].deadline->date, Day("2026-03-09"));
  EXPECT_EQ(OwnersOf(reading.tasks[1]), "各村:lead");
  EXPECT_EQ(reading.tasks[1].deadline->date, Day("2026-03-11"));
}

TEST(Reader, AnOrderByMouthIsATaskOfWhomItNamesAndNotOfWhoGaveIt) {
  const Reading reading = ReadText("镇长：各村周五下班前报送鱼塘面积", Day("2026-03-09"));
  ASSERT_EQ(reading.tasks.size(), 1U);
  EXPECT_EQ(OwnersOf(reading.tasks[0]), "各村:lead");
  EXPECT_EQ(reading.tasks[0].deadline->date, Day("2026-03-13"));
}

TEST(Reader, ATimeOfTheDayIsOneOfTodayOrOfTheDayNamed) {
  const auto day = [](const char* text) {
    const Reading reading = ReadText(text, Day("2026-03-09"));
    return reading.tasks.size() == 1 && reading.tasks[0].deadline ? reading.tasks[0].deadline->date
                                                                  : std::nullopt;
  };
  EXPECT_EQ(day("各村要于下午4点前清理完垃圾。"), Day("2026-03-09"));
  EXPECT_EQ(day("应急办要检查发电机，明天上午补足柴油。"), Day("2026-03-10"));
  EXPECT_EQ(day("各村要在明早7点以前核实人数。"), Day("2026-03-10"));
  EXPECT_EQ(day("明天上午县里来人，各村要清理垃圾。"), std::nullopt);
}

TEST(Reader, ARowBetweenBarsIsOneTask) {
  const Reading reading = ReadText(
      "| 序号 | 工作内容 | 责任单位 | 完成时限 |\n|---|---|---|---|\n"
      "| 1 | 修补东坝涵管 | 水利站 | 5月20日 |\n| 2 | 清点图书室藏书 | 文化站 | 6月5日 |\n",
      Day("2026-03-09"));
  ASSERT_EQ(reading.tasks.size(), 2U);
  EXPECT_EQ(OwnersOf(reading.tasks[0]), "水利站:lead");
  EXPECT_EQ(reading.tasks[1].deadline->date, Day("2026-06-05"));
}

TEST(Reader, PraiseThatNobodyWentOverTheHeadIsNotDeclined) {
  EXPECT_TRUE(ReadText("东坝村全年没有一起越级上访，值得肯定。").declined.empty());
  EXPECT_FALSE(ReadText("各村要盯住人，严防越级上访。").declined.empty());
}

}  // namespace
}  // namespace luoshi::directive
