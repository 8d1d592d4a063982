#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "base/sha256.h"
#include "rules/cell.h"
#include "rules/form.h"
#include "rules/identity.h"
#include "rules/test_field.h"

namespace luoshi::rules {
namespace {

using Random = std::mt19937_64;

std::string RandomCitizenId(Random& random) {
  const Date day{static_cast<std::int32_t>(random() % 40'000) - 20'000};
  std::string text = day.ToString();
  std::erase(text, '-');
  text = std::to_string(110'000 + random() % 500'000) + text + std::to_string(100 + random() % 900);
  for (const char c : std::string_view("0123456789X")) {
    if (IsCitizenId(text + c)) {
      return text + c;
    }
  }
  return "";
}

Value RandomValue(Random& random, const Field& field) {
  const auto number = static_cast<std::int64_t>(random()) >> (random() % 64);
  switch (field.type) {
    case FieldType::kText:
      return std::string("张三'\"\\\n") + std::to_string(random());
    case FieldType::kInt:
      return number;
    case FieldType::kDecimal:
    case FieldType::kMoney:
      return Decimal(number, 2);
    case FieldType::kDate:
      return Date{static_cast<std::int32_t>(random() % 3'600'000) - 700'000};
    case FieldType::kTime:
      return DateTime{static_cast<std::int64_t>(random() % 250'000'000'000'000) -
                      60'000'000'000'000};
    case FieldType::kEnum:
      return field.values[random() % field.values.size()].key;
    case FieldType::kMultiEnum:
      return random() % 2 == 0 ? TextList{"paid"} : TextList{"both", "unpaid"};
    case FieldType::kBool:
      return random() % 2 == 0;
    case FieldType::kCitizenId:
      return RandomCitizenId(random);
    case FieldType::kCreditCode:
      return std::string("91350100M000100Y43");
    case FieldType::kPhone:
      return random() % 2 == 0 ? "13" + std::to_string(100'000'000 + random() % 900'000'000)
                               : "0717-" + std::to_string(1'000'000 + random() % 9'000'000);
    case FieldType::kUnit:
      return UnitId{static_cast<std::int64_t>(random() >> 1U) | 1};
    case FieldType::kReference:
      return Uuid::Derived({std::to_string(random())});
    case FieldType::kPoint:
      return Point{Decimal(static_cast<std::int64_t>(random() % 360'000'000) - 180'000'000, 6),
                   Decimal(static_cast<std::int64_t>(random() % 180'000'000) - 90'000'000, 6)};
    case FieldType::kAttachment:
      return "sha256:" + HashOf(std::to_string(random())).ToHex();
    case FieldType::kGroup: {
      GroupRows rows(1 + random() % 3);
      for (Fields& row : rows) {
        for (const Field& member : field.members) {
          if (random() % 2 == 0) {
            row[member.name] = RandomValue(random, member);
          }
        }
      }
      return rows;
    }
    case FieldType::kCarried:
      break;
  }
  return {};
}

std::vector<Field> EveryField() {
  std::vector<Field> out;
  for (const FieldType type :
       {FieldType::kText, FieldType::kInt, FieldType::kDecimal, FieldType::kMoney, FieldType::kDate,
        FieldType::kTime, FieldType::kEnum, FieldType::kMultiEnum, FieldType::kBool,
        FieldType::kCitizenId, FieldType::kCreditCode, FieldType::kPhone, FieldType::kUnit,
        FieldType::kReference, FieldType::kPoint, FieldType::kAttachment}) {
    out.push_back(MakeEnum(type));
    out.back().name = "f" + std::to_string(out.size());
  }
  Field group = MakeField(FieldType::kGroup);
  group.name = "group";
  group.members = out;
  out.push_back(group);
  return out;
}

TEST(FormProperty, AValueWrittenAndReadIsTheSame) {
  Random random(3);
  for (int i = 0; i < 500; ++i) {
    Fields fields;
    const std::vector<Field> definitions = EveryField();
    for (const Field& field : definitions) {
      const Value value = RandomValue(random, field);
      const Json json = *ParseJson(WriteJson(WriteValue(value)));
      const Result<Value> back = ReadValue(field, json);
      ASSERT_TRUE(back.ok()) << WriteJson(json) << " " << back.error().key;
      ASSERT_EQ(*back, value) << WriteJson(json);
      ASSERT_EQ(WriteJson(WriteValue(*back)), WriteJson(json));
      fields[field.name] = value;
    }
    ASSERT_EQ(*ReadFields(definitions, WriteFields(fields)), fields);
  }
}

TEST(FormProperty, WhatIsShownInAListCanBeImportedAgain) {
  Random random(4);
  for (int i = 0; i < 500; ++i) {
    for (const Field& field : EveryField()) {
      if (field.type == FieldType::kGroup || field.type == FieldType::kAttachment ||
          field.type == FieldType::kUnit || field.type == FieldType::kReference ||
          field.type == FieldType::kPoint || field.type == FieldType::kTime) {
        continue;
      }
      const Value value = RandomValue(random, field);
      if (const Date* day = value.As<Date>();
          day != nullptr && (day->year() < 1800 || day->year() > 2199)) {
        continue;  // no day of an office
      }
      const std::string shown = ShowValue(field, value, {});
      const Result<Value> back = ParseCell(field, shown, 0);
      ASSERT_TRUE(back.ok()) << shown << " " << back.error().key;
      ASSERT_EQ(*back, value) << shown;
    }
  }
}

TEST(FormProperty, NoCellDoesMoreThanFail) {
  Random random(5);
  const std::vector<std::string> words = {
      "2026", "9",    "-",     ".",        "/",  "年", "月", "日", "T",  ":",  "万",  "亿", "千",
      "元",   "%",    ",",     "￥",       "三", "十", "E+", "1",  "0",  "X",  "√",   "、", " ",
      "\xe4", "已缴", "45963", "99999999", "百", "两", "九", "−",  "时", "分", "\xff"};
  for (int i = 0; i < 1500; ++i) {
    std::string cell;
    for (std::size_t j = random() % 10; j > 0; --j) {
      cell += words[random() % words.size()];
    }
    for (const Field& field : EveryField()) {
      const Result<Value> value = ParseCell(field, cell, 2026);
      if (!value.ok()) {
        ASSERT_NE(FindMessage(value.error().key), nullptr) << value.error().key;
      } else if (field.type != FieldType::kUnit && field.type != FieldType::kReference) {
        ASSERT_TRUE(ReadValue(field, WriteValue(*value)).ok()) << cell;
      }
    }
  }
}

}  // namespace
}  // namespace luoshi::rules
