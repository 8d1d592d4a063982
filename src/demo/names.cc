#include "demo/names.h"

#include <array>
#include <string_view>

namespace luoshi::demo {
namespace {

constexpr std::array<std::string_view, 48> kSurnames = {
    "周", "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "向"};

constexpr std::array<std::string_view, 40> kMale = {
    "明", "远", "国", "建", "军", "志", "强", "光", "华", "平", "德", "福", "贵", "春",
    "生", "林", "海", "山", "川", "江", "学", "文", "武", "东", "成", "兴", "旺", "宏",
    "伟", "勇", "刚", "永", "长", "天", "顺", "祥", "安", "庆", "立", "才"};

constexpr std::array<std::string_view, 36> kFemale = {
    "秀", "兰", "英", "芳", "梅", "桂", "花", "玉", "珍", "翠", "霞", "红",
    "丽", "琴", "凤", "菊", "莲", "香", "月", "素", "群", "淑", "清", "云",
    "小", "燕", "敏", "静", "春", "会", "碧", "琼", "惠", "先", "娟", "蓉"};

template <std::size_t kSize>
std::string_view Pick(SeededRandom& random, const std::array<std::string_view, kSize>& list) {
  return list[static_cast<std::size_t>(random.Below(static_cast<std::int64_t>(kSize)))];
}

std::string Padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

char CheckDigit(std::string_view first17) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kDigits = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sum += (first17[i] - '0') * kWeights[i];
  }
  return kDigits[static_cast<std::size_t>(sum % 11)];
}

}  // namespace

std::string MakeName(SeededRandom& random, bool female) {
  std::string name(Pick(random, kSurnames));
  const int given = random.Below(5) == 0 ? 1 : 2;
  for (int i = 0; i < given; ++i) {
    name += female ? Pick(random, kFemale) : Pick(random, kMale);
  }
  return name;
}

std::string CitizenIds::Next(SeededRandom& random, Date born, bool female) {
  const std::string start =
      "990101" + Padded(born.year(), 4) + Padded(born.month(), 2) + Padded(born.day(), 2);
  // An odd number is a man's. 500 of each a day: never used up here.
  std::int64_t number = random.Below(500) * 2 + (female ? 0 : 1);
  while (true) {
    std::string id = start + Padded(number, 3);
    id += CheckDigit(id);
    if (given_.insert(id).second) {
      return id;
    }
    number = (number + 2) % 1'000;
  }
}

std::string WithWrongCheckDigit(std::string id) {
  id.back() = id.back() == '7' ? '3' : '7';
  return id;
}

std::string MakePhone(SeededRandom& random) { return "199" + Padded(random.Below(100'000'000), 8); }

}  // namespace luoshi::demo
