#include "rules/identity.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "rules/test_field.h"

namespace luoshi::rules {
namespace {

TEST(CitizenId, IsRightWithItsDateAndCheckDigit) {
  EXPECT_TRUE(IsCitizenId("11010519491231002X"));
  EXPECT_FALSE(IsCitizenId("110105194912310021"));
  EXPECT_FALSE(IsCitizenId("11010519491231002x"));
  EXPECT_FALSE(IsCitizenId("11010519491231002"));
  EXPECT_FALSE(IsCitizenId("1101051949123100２X"));
  // the check digit is right, the 30th of February is not
  EXPECT_FALSE(IsCitizenId("110105194902300021"));
  int days_that_do_not_exist = 0;
  for (const char c : std::string_view("0123456789X")) {
    days_that_do_not_exist += IsCitizenId(std::string("11010519490230002") + c) ? 1 : 0;
  }
  EXPECT_EQ(days_that_do_not_exist, 0);
}

TEST(CitizenId, EverySingleWrongDigitIsFound) {
  const std::string right = "11010519491231002X";
  for (std::size_t i = 0; i < 17; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = right;
      wrong[i] = c;
      EXPECT_EQ(IsCitizenId(wrong), wrong == right) << wrong;
    }
  }
}

TEST(CreditCode, IsRightWithItsCheckCharacter) {
  EXPECT_TRUE(IsCreditCode("91350100M000100Y43"));
  EXPECT_FALSE(IsCreditCode("91350100M000100Y44"));
  EXPECT_FALSE(IsCreditCode("91350100M000100I43"));  // no I, O, S, V, Z
  EXPECT_FALSE(IsCreditCode("91350100M000100Y4"));
  EXPECT_FALSE(IsCreditCode(""));
}

TEST(Mask, HidesWhatNamesAPerson) {
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "张三"), "张*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "欧阳修远"), "欧*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), "张"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kCitizenId), "11010519491231002X"), "1101**********002X");
  EXPECT_EQ(Mask(MakeField(FieldType::kCitizenId), "1101"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kPhone), "13812345678"), "138****5678");
  EXPECT_EQ(Mask(MakeField(FieldType::kPhone), "0717-1234567"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kDate), "1949-12-31"), "*");
  EXPECT_EQ(Mask(MakeField(FieldType::kText), ""), "");
}

}  // namespace
}  // namespace luoshi::rules
