#include "pack/word_lists.h"

#include "base/text.h"

namespace luoshi::pack {
namespace {

constexpr std::string_view kLocation[] = {
    "行踪",           "轨迹",      "实时位置",      "位置记录",
    "定位记录",       "历史位置",  "行程码",        "location history",
    "location track", "gps track", "live location", "whereabouts"};
constexpr std::string_view kPoints[] = {
    "打卡",    "签到次数",    "签到率",        "积分",           "登录次数",
    "登录率",  "登录时长",    "在线时长",      "在线率",         "学习时长",
    "活跃度",  "安装率",      "点赞数",        "转发数",         "check in",
    "checkin", "clock in",    "reward points", "points ranking", "login",
    "logins",  "login count", "online time",   "study time",     "install rate"};
constexpr std::string_view kGrade[] = {
    "评分",   "得分",     "打分",     "分值",     "信用分",     "星级",         "等级",
    "等次",   "管控级别", "风险级别", "危险程度", "排名",       "score",        "grade",
    "rating", "rank",     "ranking",  "stars",    "risk level", "control level"};
constexpr std::string_view kEntitlement[] = {
    "残疾等级",         "伤残等级",   "护理等级",    "失能等级",     "缴费档次",
    "补助档次",         "救助档次",   "低保等级",    "房屋安全等级", "劳动能力等级",
    "disability grade", "care grade", "payment tier"};
constexpr std::string_view kStaff[] = {
    "责任人",   "经办人",  "承办人", "办理人",   "填报人", "上报人",   "报告人",      "登记人",
    "干部",     "网格员",  "调解员", "包联领导", "包保人", "工作人员", "职工姓名",    "owner",
    "reporter", "handler", "staff",  "officer",  "cadre",  "clerk",    "grid worker", "mediator"};
constexpr std::string_view kStaffRanking[] = {
    "个人排名", "干部排名",   "人员排名",     "员工排名",      "网格员排名",
    "个人积分", "个人完成率", "人均办件排名", "staff ranking", "personal ranking"};
constexpr std::string_view kBlackList[] = {"黑名单", "黑榜", "失信", "blacklist", "black list"};
constexpr std::string_view kHouseholdBlackList[] = {"农户黑名单",
                                                    "农户黑榜",
                                                    "家庭黑名单",
                                                    "家庭黑榜",
                                                    "住户黑榜",
                                                    "村民黑榜",
                                                    "村民黑名单",
                                                    "红黑榜农户",
                                                    "household blacklist",
                                                    "household black list"};
constexpr std::string_view kPetitioners[] = {
    "非访", "赴京", "赴省",         "上访人员", "上访人",     "信访重点人",
    "缠访", "闹访", "重点人员稳控", "稳控",     "petitioner", "petitioners"};
constexpr std::string_view kOpinion[] = {"舆情监控", "舆情监测", "网评",
                                         "言论监测", "账号监测", "opinion monitoring"};
constexpr std::string_view kPrivateLife[] = {
    "亲属图谱",    "家族关系",       "亲属关系图",      "名下车辆",     "名下房产",
    "名下住房",    "车牌",           "银行流水",        "银行账单",     "用电比对",
    "family tree", "bank statement", "bank statements", "licence plate"};
constexpr std::string_view kPenalty[] = {"一票否决", "罚款", "扣款",    "处罚", "扣分",
                                         "取消资格", "veto", "penalty", "fine", "deduction"};
constexpr std::string_view kUnwilling[] = {"暂不参保", "不参保",  "不愿",      "不搬迁",
                                           "不同意",   "拒绝",    "放弃",      "不签",
                                           "declined", "refused", "unwilling", "disagrees"};

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      return false;
    }
  }
  return true;
}

// Lower case, everything that is no letter or digit a single blank, one blank at each end.
std::string Spaced(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (letter) {
      out.push_back(c);
    } else if (out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.back() != ' ') {
    out.push_back(' ');
  }
  return out;
}

}  // namespace

std::span<const std::string_view> Words(WordList list) {
  switch (list) {
    case WordList::kLocation:
      return kLocation;
    case WordList::kPoints:
      return kPoints;
    case WordList::kGrade:
      return kGrade;
    case WordList::kEntitlement:
      return kEntitlement;
    case WordList::kStaff:
      return kStaff;
    case WordList::kStaffRanking:
      return kStaffRanking;
    case WordList::kBlackList:
      return kBlackList;
    case WordList::kHouseholdBlackList:
      return kHouseholdBlackList;
    case WordList::kPetitioners:
      return kPetitioners;
    case WordList::kOpinion:
      return kOpinion;
    case WordList::kPrivateLife:
      return kPrivateLife;
    case WordList::kPenalty:
      return kPenalty;
    case WordList::kUnwilling:
      return kUnwilling;
  }
  return {};
}

bool HasWord(WordList list, std::string_view text) {
  const std::string match = MatchKey(text);
  const std::string spaced = Spaced(text);
  for (const std::string_view word : Words(list)) {
    if (IsAscii(word) ? Contains(spaced, " " + std::string(word) + " ") : Contains(match, word)) {
      return true;
    }
  }
  return false;
}

}  // namespace luoshi::pack
