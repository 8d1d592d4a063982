// Who lives in the example's villages.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "demo/county.h"
#include "demo/names.h"

namespace luoshi::demo {

struct Person {
  std::string number;  // 101201-0012-03
  std::string name;
  std::string id;
  std::string phone;  // "" for children
  Date born;
  bool female = false;
  bool resident = true;
  std::string person_class;    // as sheets write it: 一般居民, 低保对象…
  std::string medical_reason;  // 是否应缴: 是, 职工医保, 异地参保…
};

struct Household {
  std::string number;  // 101201-0012
  std::string address;
  std::vector<Person> persons;  // the first is the head
  int land_hundredths = 0;      // 亩, two places
  std::string entitlement;      // 户类别; "" for none
};

struct Population {
  // In the order of the town's villages.
  std::vector<std::vector<Household>> villages;
};

Population MakePopulation(const Town& town, SeededRandom& random, CitizenIds& ids);

// Full years on the first day of the collection period.
int AgeOf(const Person& person);

}  // namespace luoshi::demo
