// Names, numbers and telephones of people who do not exist. Everything here is generated: the area
// 990101 is no place in China and numbers begin with 199.
#pragma once

#include <set>
#include <string>

#include "base/date.h"
#include "host/random.h"

namespace luoshi::demo {

// 周明远, 李秀兰: a surname and one or two given characters, drawn independently.
std::string MakeName(SeededRandom& random, bool female);

// Citizen ids of the area 990101 with a right check digit (GB 11643), each given out once.
class CitizenIds {
 public:
  std::string Next(SeededRandom& random, Date born, bool female);

 private:
  std::set<std::string> given_;
};

// The same number with another check digit: wrong for certain.
std::string WithWrongCheckDigit(std::string id);

std::string MakePhone(SeededRandom& random);  // 199 and eight digits

}  // namespace luoshi::demo
