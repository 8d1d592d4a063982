#include "sheet/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace luoshi::sheet {
namespace {

template <std::size_t N>
bool IsOneOf(std::string_view key, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), key) != words.end();
}

template <std::size_t N>
bool EndsWithOneOf(std::string_view key, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [key](std::string_view word) { return key.ends_with(word); });
}

template <std::size_t N>
bool ContainsOneOf(std::string_view key, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [key](std::string_view word) { return Contains(key, word); });
}

constexpr std::array<std::string_view, 58> kHeadingEnds = {
    "序号", "编号", "姓名", "名称", "性别", "年龄", "民族", "电话", "手机", "号码", "证号", "账号",
    "卡号", "代码", "编码", "日期", "时间", "年月", "时限", "期限", "金额", "资金", "面积", "人数",
    "户数", "数量", "总数", "个数", "次数", "比例", "占比", "备注", "说明", "情况", "类别", "类型",
    "性质", "状态", "原因", "地址", "住址", "地点", "位置", "方式", "标准", "单位", "部门", "职务",
    "关系", "等级", "级别", "内容", "措施", "任务", "进度", "结果", "意见", "年度"};

constexpr std::array<std::string_view, 52> kHeadings = {
    "村",       "村名",   "村居", "行政村", "自然村",   "村组",   "组",       "组别",   "小组",
    "村民小组", "屋场",   "镇",   "乡镇",   "街道",     "社区",   "村(社区)", "村(居)", "片区",
    "网格",     "户主",   "户名", "农户",   "家庭成员", "负责人", "责任人",   "联系人", "网格员",
    "包联干部", "帮扶人", "电话", "手机",   "男",       "女",     "人口",     "合计",   "小计",
    "是否",     "应缴",   "已缴", "未缴",   "实缴",     "签名",   "签字",     "盖章",   "no",
    "no.",      "户",     "人",   "亩",     "元",       "元/亩",  "%"};

constexpr std::array<std::string_view, 13> kHeadingStarts = {
    "是否", "应缴", "已缴", "实缴", "未缴", "应完成", "已完成",
    "完成", "累计", "本月", "本周", "其中", "计划"};

constexpr std::array<std::string_view, 40> kMeasures = {
    "元",   "亩", "户",     "人", "%",        "‰",    "个", "件",   "次",   "名",
    "处",   "家", "岁",     "天", "块",       "头",   "棵", "栋",   "吨",   "公里",
    "千米", "米", "平方米", "m2", "平方公里", "公顷", "斤", "公斤", "千克", "只",
    "口",   "套", "间",     "台", "辆",       "株",   "条", "人次", "户次", "元/亩"};

// The text in the last pair of brackets, and what stands before it.
bool LastBracket(std::string_view key, std::string_view& before, std::string_view& inside) {
  if (!key.ends_with(')')) {
    return false;
  }
  const std::size_t open = key.rfind('(');
  if (open == std::string_view::npos || open == 0) {
    return false;
  }
  before = key.substr(0, open);
  inside = key.substr(open + 1, key.size() - open - 2);
  return true;
}

bool IsFillingMark(std::string_view inside) {
  return inside.starts_with("必填") || inside.starts_with("选填") || inside.starts_with("下拉") ||
         inside.starts_with("格式") || inside.starts_with("如");
}

}  // namespace

bool IsYes(std::string_view cell) {
  static constexpr std::array<std::string_view, 11> kYes = {"√", "✓",   "✔",  "☑",  "是",  "1",
                                                            "y", "yes", "有", "对", "true"};
  return IsOneOf(MatchKey(cell), kYes);
}

bool IsNo(std::string_view cell) {
  static constexpr std::array<std::string_view, 11> kNo = {"×", "✗", "✘",  "✕",  "x",    "否",
                                                           "0", "n", "no", "无", "false"};
  return IsOneOf(MatchKey(cell), kNo);
}

bool IsUnitOfMeasure(std::string_view key) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view power : {"亿", "万", "千", "百"}) {
      if (key.size() > power.size() && key.starts_with(power) && !IsOneOf(key, kMeasures)) {
        key.remove_prefix(power.size());
        more = true;
      }
    }
  }
  return IsOneOf(key, kMeasures);
}

Heading SplitHeading(std::string_view text) {
  const std::string key = MatchKey(text);
  std::string_view words = key;
  Heading out;
  for (bool more = true; more;) {
    more = false;
    while (words.size() > 1 &&
           (words.starts_with('*') || words.ends_with('*') || words.ends_with(':'))) {
      words.starts_with('*') ? words.remove_prefix(1) : words.remove_suffix(1);
      more = true;
    }
    std::string_view before;
    std::string_view inside;
    if (LastBracket(words, before, inside)) {
      if (inside.starts_with("单位:")) {
        inside.remove_prefix(std::string_view("单位:").size());
      }
      if (out.unit_of_measure.empty() && IsUnitOfMeasure(inside)) {
        out.unit_of_measure = inside;
        words = before;
        more = true;
      } else if (IsFillingMark(inside)) {
        words = before;
        more = true;
      }
    }
  }
  const std::size_t slash = words.rfind('/');
  if (out.unit_of_measure.empty() && slash != std::string_view::npos && slash > 0 &&
      IsUnitOfMeasure(words.substr(slash + 1))) {
    out.unit_of_measure = words.substr(slash + 1);
    words = words.substr(0, slash);
  }
  out.words = words;
  return out;
}

std::string UnitOfMeasureIn(std::string_view line) {
  const std::string key = MatchKey(line);
  for (std::size_t at = key.find("单位:"); at != std::string::npos;
       at = key.find("单位:", at + 1)) {
    std::string_view rest = std::string_view(key).substr(at + std::string_view("单位:").size());
    while (rest.ends_with(')')) {
      rest.remove_suffix(1);
    }
    if (IsUnitOfMeasure(rest)) {
      return std::string(rest);
    }
  }
  return "";
}

bool IsKnownHeading(std::string_view text) {
  const std::string words = SplitHeading(text).words;
  constexpr std::size_t kLongest = 20;
  if (words.empty() || CodePointCount(words) > kLongest || Contains(words, ":")) {
    return false;
  }
  return IsOneOf(words, kHeadings) || EndsWithOneOf(words, kHeadingEnds) ||
         std::any_of(kHeadingStarts.begin(), kHeadingStarts.end(),
                     [&](std::string_view start) { return words.starts_with(start); }) ||
         NamesUnit(words) || NamesPerson(words);
}

bool NamesSerial(std::string_view heading) {
  static constexpr std::array<std::string_view, 6> kWords = {"序号", "序",     "no",
                                                             "no.",  "顺序号", "项次"};
  return IsOneOf(SplitHeading(heading).words, kWords);
}

bool NamesPerson(std::string_view heading) {
  static constexpr std::array<std::string_view, 14> kEnds = {
      "姓名",   "户主",   "负责人", "责任人", "联系人", "经办人",   "网格员",
      "参保人", "承包人", "申请人", "监护人", "护林员", "值班人员", "家庭成员"};
  const std::string words = SplitHeading(heading).words;
  return EndsWithOneOf(words, kEnds);
}

bool NamesDay(std::string_view heading) {
  static constexpr std::array<std::string_view, 7> kEnds = {"日期",   "时间", "年月",    "年月日",
                                                            "出生日", "日",   "完成时限"};
  static constexpr std::array<std::string_view, 4> kNot = {"节日", "生日礼", "工作日", "次日"};
  const std::string words = SplitHeading(heading).words;
  return (EndsWithOneOf(words, kEnds) || words == "出生" || words == "时限" ||
          words.ends_with("年月日)")) &&
         !EndsWithOneOf(words, kNot);
}

bool NamesCitizenId(std::string_view heading) {
  static constexpr std::array<std::string_view, 4> kParts = {"身份证", "公民身份", "证件号",
                                                             "身份号码"};
  return ContainsOneOf(SplitHeading(heading).words, kParts);
}

bool NamesPhone(std::string_view heading) {
  static constexpr std::array<std::string_view, 5> kParts = {"电话", "手机", "联系方式", "联系号码",
                                                             "座机"};
  return ContainsOneOf(SplitHeading(heading).words, kParts);
}

bool NamesUnit(std::string_view heading) {
  static constexpr std::array<std::string_view, 26> kWords = {
      "村",         "村名",       "村居",     "行政村", "所属村",    "所在村",   "村社区",
      "村(社区)",   "村(居)",     "村别",     "镇",     "乡镇",      "所属镇",   "镇(街道)",
      "乡镇(街道)", "街道",       "社区",     "单位",   "单位名称",  "填报单位", "村委会",
      "村名称",     "行政村名称", "所在乡镇", "属地",   "村(居)名称"};
  return IsOneOf(SplitHeading(heading).words, kWords);
}

bool NamesCode(std::string_view heading) {
  static constexpr std::array<std::string_view, 10> kEnds = {
      "编号", "编码", "代码", "账号", "帐号", "卡号", "证号", "号码", "文号", "户号"};
  return EndsWithOneOf(SplitHeading(heading).words, kEnds);
}

bool NamesMoney(std::string_view heading) {
  static constexpr std::array<std::string_view, 14> kParts = {
      "金额", "资金", "投资", "收入", "支出", "款",   "税",
      "费",   "产值", "补贴", "补助", "租金", "余额", "预算"};
  return ContainsOneOf(SplitHeading(heading).words, kParts);
}

bool NamesArea(std::string_view heading) { return Contains(SplitHeading(heading).words, "面积"); }

SumWord SumWordIn(std::string_view cell) {
  constexpr std::size_t kLongest = 14;
  std::string key = MatchKey(cell);
  if (CodePointCount(key) > kLongest) {
    return SumWord::kNone;
  }
  // 合计：12户, 小计(元), 本页小计
  const std::size_t cut = key.find_first_of(":(0123456789");
  std::string_view words = std::string_view(key).substr(0, cut);
  if (words.ends_with("小计")) {
    return SumWord::kSubtotal;
  }
  static constexpr std::array<std::string_view, 7> kWords = {"合计",   "总计",   "累计", "共计",
                                                             "总合计", "合计数", "汇总"};
  return IsOneOf(words, kWords) || words.ends_with("合计") || words.ends_with("总计")
             ? SumWord::kTotal
             : SumWord::kNone;
}

bool IsSignatureWord(std::string_view cell) {
  static constexpr std::array<std::string_view, 17> kStarts = {
      "填表人",     "填报人",     "审核人",   "审核",     "制表人",    "制表",
      "单位负责人", "填报日期",   "填表日期", "填报时间", "经办人",    "复核人",
      "审批人",     "主要负责人", "分管领导", "负责人签", "统计负责人"};
  static constexpr std::array<std::string_view, 9> kLabels = {
      "负责人:", "联系电话:", "联系人:", "日期:", "领导签字", "签字:", "签名:", "(盖章)", "(公章)"};
  constexpr std::size_t kLongest = 60;
  const std::string key = MatchKey(cell);
  if (CodePointCount(key) > kLongest) {
    return false;
  }
  const bool starts = std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view word) {
    const std::string_view rest = std::string_view(key).substr(std::min(word.size(), key.size()));
    return key.starts_with(word) &&
           (rest.empty() || rest.starts_with(":") || rest.starts_with("("));
  });
  return starts || ContainsOneOf(key, kLabels);
}

bool IsNoteWord(std::string_view cell) {
  const std::string key = MatchKey(cell);
  return key.starts_with("注:") || key.starts_with("备注:") || key.starts_with("说明:") ||
         key.starts_with("附注") || key.starts_with("填表说明") || key.starts_with("填报说明") ||
         key.starts_with("注1") || key.starts_with("※") || key.starts_with("填报要求");
}

}  // namespace luoshi::sheet
