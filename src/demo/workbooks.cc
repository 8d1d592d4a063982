#include "demo/workbooks.h"

#include <array>

#include "document/sheet_writer.h"

namespace luoshi::demo {
namespace {

using document::OutCell;
using document::RowLook;
using document::SheetWriter;

// One sheet as an office sets it.
struct Sheet {
  std::string name;
  std::string title;
  std::string note;
  std::vector<std::string> header;
  std::vector<std::vector<OutCell>> rows;
  std::vector<OutCell> total;
  std::string foot = "填表人：　　　　审核人：　　　　（演示数据，人名、号码均为虚构）";
};

std::vector<OutCell> Texts(const std::vector<std::string>& texts) {
  std::vector<OutCell> out;
  for (const std::string& text : texts) {
    out.push_back(text.empty() ? OutCell() : OutCell::Text(text));
  }
  return out;
}

std::vector<OutCell> TotalRow(std::size_t count, std::string_view unit) {
  return {OutCell::Text("合计"), OutCell::Text(std::to_string(count) + std::string(unit))};
}

Status Write(SheetWriter& writer, const Sheet& sheet) {
  document::SheetSetup setup;
  setup.name = sheet.name;
  setup.widths.assign(sheet.header.size(), 14);
  setup.frozen_rows = 3;
  TRY(writer.AddSheet(setup));
  TRY(writer.AddRow(RowLook::kTitle, sheet.title + "（演示数据）"));
  TRY(writer.AddRow(RowLook::kNote, sheet.note));
  TRY(writer.AddRow(RowLook::kHeader, Texts(sheet.header)));
  for (const std::vector<OutCell>& row : sheet.rows) {
    TRY(writer.AddRow(RowLook::kBody, row));
  }
  if (!sheet.total.empty()) {
    TRY(writer.AddRow(RowLook::kTotal, sheet.total));
  }
  return writer.AddRow(RowLook::kNote, sheet.foot);
}

Result<std::string> Book(const std::vector<Sheet>& sheets) {
  SheetWriter writer;
  for (const Sheet& sheet : sheets) {
    TRY(Write(writer, sheet));
  }
  return writer.Finish();
}

OutCell Number(std::size_t row) { return OutCell::Integer(static_cast<std::int64_t>(row)); }

std::string Hundredths(std::int64_t value) { return Decimal(value, 2).ToString(); }

// 2026-09-01 as one of the ways people write a day.
OutCell DayCell(Date day, std::size_t way) {
  if (way % 3 == 0) {
    return OutCell::Day(day);
  }
  const std::string separator = way % 3 == 1 ? "." : "/";
  return OutCell::Text(std::to_string(day.year()) + separator + std::to_string(day.month()) +
                       separator + std::to_string(day.day()));
}

Date Day(int month, int day) {
  const Result<Date> date = Date::FromCivil(2026, month, day);
  LUOSHI_CHECK(date.ok());
  return *date;
}

}  // namespace

Result<std::string> PeopleWorkbook(const Town& town,
                                   std::size_t village,
                                   const std::vector<Household>& households) {
  const Village& place = town.villages[village];
  Sheet homes;
  homes.name = "农户";
  homes.title = town.name + place.name + "农户台账";
  homes.note = "填报单位：" + place.name + "村民委员会　填报日期：2026年8月31日";
  homes.header = {"户编号",   "户主姓名", "户主身份证号", "联系电话", "村名",
                  "户籍人口", "常住人口", "家庭住址",     "承包面积", "农户类别"};
  Sheet people;
  people.name = "人员";
  people.title = town.name + place.name + "人员台账";
  people.note = homes.note;
  people.header = {"序号",     "人员编号", "户编号", "姓名",    "性别",
                   "身份证号", "联系电话", "村名",   "是否常住"};
  for (const Household& household : households) {
    const Person& head = household.persons.front();
    std::int64_t residents = 0;
    for (const Person& person : household.persons) {
      residents += person.resident ? 1 : 0;
      people.rows.push_back({Number(people.rows.size() + 1), OutCell::Text(person.number),
                             OutCell::Text(household.number), OutCell::Text(person.name),
                             OutCell::Text(person.female ? "女" : "男"), OutCell::Text(person.id),
                             person.phone.empty() ? OutCell() : OutCell::Text(person.phone),
                             OutCell::Text(place.alias),
                             OutCell::Text(person.resident ? "√" : "否")});
    }
    homes.rows.push_back(
        {OutCell::Text(household.number), OutCell::Text(head.name), OutCell::Text(head.id),
         OutCell::Text(head.phone), OutCell::Text(place.alias),
         OutCell::Integer(static_cast<std::int64_t>(household.persons.size())),
         OutCell::Integer(residents), OutCell::Text(household.address),
         OutCell::Number(Decimal(household.land_hundredths, 2)),
         household.entitlement.empty() ? OutCell() : OutCell::Text(household.entitlement)});
  }
  homes.total = TotalRow(homes.rows.size(), "户");
  people.total = TotalRow(people.rows.size(), "人");
  // Rows that no register may take in: a mistyped number, one that a sheet ruined, a village that
  // is none of ours. Every third village has them.
  if (village % 3 == 0 && !households.empty()) {
    const Person& model = households.front().persons.front();
    const std::string number = households.front().number;
    const auto bad = [&](const std::string& suffix, const std::string& id,
                         const std::string& where) {
      people.rows.push_back(
          {Number(people.rows.size() + 1), OutCell::Text(place.code.substr(6) + "-" + suffix),
           OutCell::Text(number), OutCell::Text("待核"), OutCell::Text("男"), OutCell::Text(id),
           OutCell(), OutCell::Text(where), OutCell::Text("是")});
    };
    bad("9001", WithWrongCheckDigit(model.id), place.alias);
    bad("9002", "9.90101E+17", place.alias);
    bad("9003", model.id, "桃花源村");
  }
  return Book({homes, people});
}

Result<std::string> FeesWorkbook(const Town& town,
                                 std::size_t village,
                                 const std::vector<Household>& households,
                                 SeededRandom& random) {
  const Village& place = town.villages[village];
  Sheet sheet;
  sheet.name = "两费台账";
  sheet.title = town.name + place.name + "2027年度城乡居民两费征缴台账";
  sheet.note = "填报单位：" + place.name + "村民委员会　截至时间：2026年9月4日";
  sheet.header = {"序号",     "姓名",     "身份证号码", "村",      "险种",
                  "人员类别", "是否应缴", "缴费情况",   "缴费时间"};
  const auto add = [&](const Person& person, std::string_view scheme, std::string_view due) {
    const std::string& kind = person.person_class;
    const bool free = kind == "特困人员" || kind == "低保对象" || kind == "重残";
    const bool is_due = due == "是";
    const bool early = is_due && !free && random.Below(100) < 6;
    const auto day = static_cast<std::size_t>(random.Below(3));
    const std::string_view status = !is_due                     ? "未缴费"
                                    : free                      ? "代缴"
                                    : early && village % 2 == 0 ? "√"
                                    : early                     ? "已缴费"
                                    : village % 2 == 0          ? "×"
                                                                : "未缴";
    sheet.rows.push_back({Number(sheet.rows.size() + 1), OutCell::Text(person.name),
                          OutCell::Text(person.id), OutCell::Text(place.alias),
                          OutCell::Text(std::string(scheme)), OutCell::Text(kind),
                          OutCell::Text(std::string(due)), OutCell::Text(std::string(status)),
                          early ? DayCell(Day(9, 1) + static_cast<int>(day), day) : OutCell()});
  };
  for (const Household& household : households) {
    for (const Person& person : household.persons) {
      add(person, "医保", person.medical_reason);
      const int age = AgeOf(person);
      if (age >= 16 && age < 60 && person.person_class != "学生") {
        add(person, "养老", person.medical_reason == "是" ? "是" : person.medical_reason);
      }
    }
  }
  sheet.total = TotalRow(sheet.rows.size(), "人次");
  if (village % 4 == 1 && !households.empty()) {
    // somebody who stands in no register of persons, and a state that is none
    const Person& model = households.front().persons.front();
    sheet.rows.push_back({Number(sheet.rows.size() + 1), OutCell::Text("待核"),
                          OutCell::Text(WithWrongCheckDigit(model.id)), OutCell::Text(place.alias),
                          OutCell::Text("医保"), OutCell::Text("一般居民"), OutCell::Text("是"),
                          OutCell::Text("未缴"), OutCell()});
    sheet.rows.push_back({Number(sheet.rows.size() + 1), OutCell::Text(model.name),
                          OutCell::Text(model.id), OutCell::Text(place.alias),
                          OutCell::Text("医保"), OutCell::Text("一般居民"), OutCell::Text("是"),
                          OutCell::Text("下周来缴"), OutCell()});
  }
  return Book({sheet});
}

Result<std::string> MonitoringWorkbook(const Town& town,
                                       const Population& population,
                                       int count,
                                       SeededRandom& random) {
  constexpr std::array<std::string_view, 3> kKinds = {"脱贫不稳定户", "边缘易致贫户",
                                                      "突发严重困难户"};
  constexpr std::array<std::string_view, 6> kRisks = {"因病", "因学",     "因残、缺劳动力",
                                                      "因灾", "务工不稳", "产业项目失败"};
  constexpr std::array<std::string_view, 3> kChannels = {"自主申报", "干部排查", "预警"};
  Sheet sheet;
  sheet.name = "监测对象";
  sheet.title = town.name + "防返贫监测对象台账";
  sheet.note = "填报单位：" + town.name + "农业农村办　填报日期：2026年3月2日";
  sheet.header = {"序号",     "户编号",   "户主",     "户主身份证号", "村名",     "家庭人口",
                  "监测类别", "识别方式", "发现时间", "识别期限",     "致贫风险", "教育保障",
                  "医疗保障", "住房保障", "饮水保障", "劳动力"};
  const std::size_t villages = town.villages.size();
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::vector<Household>& households = population.villages[at % villages];
    const std::size_t turn = at / villages;
    if (turn >= households.size()) {
      continue;
    }
    // spread over the list, each household once
    const Household& household =
        households[turn * (households.size() /
                           ((static_cast<std::size_t>(count) + villages - 1) / villages))];
    const Person& head = household.persons.front();
    const Date found = Day(1, 5) + static_cast<int>(random.Below(45));
    sheet.rows.push_back({Number(at + 1), OutCell::Text(household.number), OutCell::Text(head.name),
                          OutCell::Text(head.id), OutCell::Text(town.villages[at % villages].alias),
                          Number(household.persons.size()),
                          OutCell::Text(std::string(kKinds[at % kKinds.size()])),
                          OutCell::Text(std::string(kChannels[at % kChannels.size()])),
                          DayCell(found, at), DayCell(found + (at % 45 == 7 ? 50 : 100), at + 1),
                          OutCell::Text(std::string(kRisks[at % kRisks.size()])),
                          OutCell::Text("√"), OutCell::Text("√"), OutCell::Text("√"),
                          OutCell::Text("√"), OutCell::Text(at % 4 == 0 ? "弱劳动力" : "有")});
  }
  sheet.total = TotalRow(sheet.rows.size(), "户");
  return Book({sheet});
}

std::string MakePlace(SeededRandom& random, const Village& village) {
  constexpr std::array<std::string_view, 8> kPlaces = {
      "便民超市", "小学食堂", "农资店", "老年活动室", "榨油坊", "快递点", "农家乐", "加工车间"};
  const auto place = static_cast<std::size_t>(random.Below(8));
  return village.name + std::string(kPlaces[place]);
}

Result<std::string> HazardWorkbook(const Town& town, int per_village, SeededRandom& random) {
  struct Kind {
    std::string_view sector;
    std::string_view text;
  };
  constexpr std::array<Kind, 7> kKinds = {{{"消防", "灭火器过期，疏散通道堆放杂物"},
                                           {"用火用电", "电线私拉乱接，插座老化发热"},
                                           {"道路交通", "临水临崖路段缺少警示标志"},
                                           {"自建房", "自建房墙体出现裂缝，仍有人居住"},
                                           {"燃气", "液化气瓶与灶具之间软管超期"},
                                           {"食品", "食品留样不全，后厨纱窗破损"},
                                           {"人员密集场所", "安全出口指示灯不亮"}}};
  Sheet sheet;
  sheet.name = "隐患";
  sheet.title = town.name + "安全生产隐患排查台账";
  sheet.note = "填报单位：" + town.name + "应急办　填报日期：2026年9月2日";
  sheet.header = {"隐患编号", "场所名称", "属地",     "领域",     "隐患等级", "判定依据",
                  "隐患描述", "来源",     "发现日期", "整改期限", "责任单位", "管控措施",
                  "整改责任", "整改措施", "整改资金", "应急预案"};
  std::size_t row = 0;
  for (const Village& village : town.villages) {
    for (int i = 0; i < per_village; ++i, ++row) {
      const Kind& kind = kKinds[row % kKinds.size()];
      const bool major = row % 23 == 7;
      const Date found = Day(8, 18) + static_cast<int>(random.Below(14));
      std::vector<OutCell> cells = Texts(
          {town.code.substr(6) + "-H" + std::to_string(1'001 + row), MakePlace(random, village),
           village.alias, std::string(kind.sector), major ? "重大隐患" : "一般",
           major ? "本行业重大隐患判定标准（示例条款）" : "", std::string(kind.text),
           row % 3 == 0    ? "自查"
           : row % 11 == 5 ? "上级交办"
                           : "排查"});
      cells.push_back(DayCell(found, row));
      cells.push_back(DayCell(found + 24 + static_cast<int>(row % 9), row + 1));
      const std::vector<OutCell> rest =
          Texts(major ? std::vector<std::string>{"应急办", "停用并设警戒", "场所负责人",
                                                 "拆除重装并检测", "场所自筹", "现场处置方案"}
                      : std::vector<std::string>{"应急办", "", "", "", "", ""});
      cells.insert(cells.end(), rest.begin(), rest.end());
      sheet.rows.push_back(std::move(cells));
    }
  }
  return Book({sheet});
}

Result<std::string> ProjectWorkbook(const Town& town) {
  struct Row {
    std::string_view name;
    std::string_view kind;
    std::string_view library;
    std::size_t village;
    std::int64_t total;  // 万元
    std::int64_t plan;
    std::int64_t done;
    std::int64_t land;  // 亩
  };
  constexpr std::array<Row, 12> kRows = {
      {{"高山茶叶初制加工厂", "产业项目", "县级", 11, 1'260, 680, 412, 18},
       {"中药材烘干仓储中心", "产业项目", "市级", 3, 2'400, 1'100, 530, 32},
       {"冷水鱼养殖基地二期", "招商引资", "县级", 8, 3'600, 1'500, 760, 46},
       {"集镇供水管网改造", "基建", "省级", 0, 1'850, 900, 655, 0},
       {"石桥村人居环境整治", "民生项目", "县级", 0, 420, 420, 300, 0},
       {"村道安防工程", "基建", "县级", 4, 560, 380, 240, 0},
       {"梨园采摘观光带", "招商引资", "县级", 7, 2'100, 600, 150, 60},
       {"小型农产品冷链站", "产业项目", "市级", 2, 980, 500, 210, 9},
       {"河道生态治理", "生态环保", "省级", 8, 1'320, 700, 480, 0},
       {"养老服务站改造", "民生项目", "县级", 1, 260, 260, 190, 0},
       {"竹木加工园", "招商引资", "县级", 4, 4'200, 800, 0, 85},
       {"光伏提水泵站", "产业项目", "县级", 5, 310, 160, 60, 3}}};
  Sheet sheet;
  sheet.name = "项目";
  sheet.title = town.name + "2026年度重点项目库";
  sheet.note = "填报单位：" + town.name + "经发办　单位：万元、亩";
  sheet.header = {"项目编号",
                  "项目名称",
                  "项目类别",
                  "项目库级别",
                  "建设地点",
                  "牵头单位",
                  "包联领导",
                  "投资单位",
                  "年度",
                  "总投资（万元）",
                  "年度计划投资（万元）",
                  "累计完成投资（万元）",
                  "用地（亩）",
                  "用地落实"};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const Row& row = kRows[i];
    const bool attracted = row.kind == "招商引资";
    sheet.rows.push_back(
        {OutCell::Text("XM-2026-" + std::to_string(101 + i)), OutCell::Text(std::string(row.name)),
         OutCell::Text(std::string(row.kind)), OutCell::Text(std::string(row.library)),
         OutCell::Text(town.villages[row.village].alias), OutCell::Text("经发办"),
         OutCell::Text("常务副镇长"), attracted ? OutCell::Text("演示投资有限公司") : OutCell(),
         OutCell::Integer(2026), OutCell::Integer(row.total), OutCell::Integer(row.plan),
         OutCell::Integer(row.done), OutCell::Integer(row.land),
         OutCell::Text(i % 4 == 2 ? "否" : "是")});
  }
  sheet.total = TotalRow(sheet.rows.size(), "个");
  return Book({sheet});
}

Result<std::string> RevenueWorkbook(const Town& town, int month) {
  // Tenths of 万元. The first eight make 70,843; the ninth comes in October.
  constexpr std::array<std::int64_t, 10> kMonths = {0,     10'124, 6'552, 9'037, 9'865,
                                                    8'713, 10'246, 8'429, 7'877, 5'126};
  constexpr std::int64_t kTarget = 81'800;
  struct Part {
    std::string_view tax;
    std::string_view payer;
    std::int64_t permille;
  };
  constexpr std::array<Part, 5> kParts = {{{"增值税", "实体企业", 462},
                                           {"所得税", "实体企业", 187},
                                           {"契税", "其他", 96},
                                           {"耕占税", "其他", 58},
                                           {"其他税种", "其他", 0}}};
  const bool first = town.code == "990101101";
  const std::int64_t share = first ? 1'000 : town.code == "990101102" ? 260 : 210;
  Sheet sheet;
  sheet.name = "税收";
  sheet.title = month == 0 ? town.name + "2026年度税收目标"
                           : town.name + "2026年" + std::to_string(month) + "月税收入库情况";
  sheet.note = "填报单位：" + town.name + "财政所　单位：万元";
  sheet.header = {"单位", "年份", "月份", "类别", "税种", "纳税主体", "金额（万元）", "数据来源"};
  const auto add = [&](std::string_view kind, std::string_view tax, std::string_view payer,
                       std::int64_t hundredths) {
    sheet.rows.push_back({OutCell::Text(town.name), OutCell::Integer(2026), OutCell::Integer(month),
                          OutCell::Text(std::string(kind)), OutCell::Text(std::string(tax)),
                          OutCell::Text(std::string(payer)),
                          OutCell::Number(Decimal(hundredths, 2)), OutCell::Text("财政")});
  };
  const std::int64_t whole =
      (month == 0 ? kTarget : kMonths[static_cast<std::size_t>(month)]) * 10 * share / 1'000;
  if (month == 0) {
    add("目标任务", "合计", "合计", whole);
  } else {
    std::int64_t rest = whole;
    for (const Part& part : kParts) {
      const std::int64_t amount = part.permille == 0 ? rest : whole * part.permille / 1'000;
      add("入库", part.tax, part.payer, amount);
      rest -= amount;
    }
    sheet.total = {OutCell::Text("合计"),
                   OutCell(),
                   OutCell(),
                   OutCell(),
                   OutCell(),
                   OutCell(),
                   OutCell::Text(Hundredths(whole)),
                   OutCell()};
  }
  return Book({sheet});
}

}  // namespace luoshi::demo
