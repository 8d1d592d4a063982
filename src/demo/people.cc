#include "demo/people.h"

#include <array>

namespace luoshi::demo {
namespace {

constexpr int kYear = 2026;

std::string Padded(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// How many live in a household; in percent of the households.
int MemberCount(SeededRandom& random) {
  constexpr std::array<int, 7> kShares = {8, 20, 28, 24, 13, 5, 2};
  std::int64_t draw = random.Below(100);
  for (std::size_t i = 0; i < kShares.size(); ++i) {
    draw -= kShares[i];
    if (draw < 0) {
      return static_cast<int>(i) + 1;
    }
  }
  return 3;
}

Date BirthDay(SeededRandom& random, int age) {
  const Result<Date> first = Date::FromCivil(kYear - age - 1, 9, 2);
  LUOSHI_CHECK(first.ok());
  return *first + static_cast<int>(random.Below(365));  // `age` full years on 2026-09-01
}

// Ages of head, spouse, children, then the head's parents.
std::vector<int> Ages(SeededRandom& random, int members) {
  const int head = 26 + static_cast<int>(random.Below(50));
  std::vector<int> ages = {head};
  if (members > 1) {
    ages.push_back(std::max(22, head - 5 + static_cast<int>(random.Below(9))));
  }
  while (static_cast<int>(ages.size()) < members) {
    const int child = head - 22 - static_cast<int>(random.Below(12));
    const int parent = head + 21 + static_cast<int>(random.Below(10));
    const bool elder = static_cast<int>(ages.size()) >= 4 && parent <= 96;
    ages.push_back(elder ? parent : std::max(0, child));
  }
  return ages;
}

std::string MedicalReason(SeededRandom& random, int age) {
  const std::int64_t draw = random.Below(1'000);
  if (draw < 32 && age >= 20 && age < 65) {
    return "职工参保";
  }
  if (draw < 52) {
    return "异地参保";
  }
  if (draw < 57 && age >= 18 && age <= 24) {
    return draw < 54 ? "参军" : "在校参保";
  }
  return "是";
}

}  // namespace

int AgeOf(const Person& person) {
  const bool had_birthday =
      person.born.month() < 9 || (person.born.month() == 9 && person.born.day() <= 1);
  return kYear - person.born.year() - (had_birthday ? 0 : 1);
}

Population MakePopulation(const Town& town, SeededRandom& random, CitizenIds& ids) {
  Population out;
  for (const Village& village : town.villages) {
    std::vector<Household>& households = out.villages.emplace_back();
    for (int i = 0; i < village.households; ++i) {
      Household household;
      const auto place = static_cast<std::size_t>(i);
      household.number = village.code.substr(6) + "-" + Padded(place + 1, 4);
      household.address = village.name + std::to_string(place % 8 + 1) + "组" +
                          std::to_string(place / 8 + 1) + "号";
      household.land_hundredths = 80 + static_cast<int>(random.Below(900));
      const std::int64_t draw = random.Below(1'000);
      household.entitlement = draw < 8 ? "特困" : draw < 40 ? "低保户" : draw < 150 ? "脱贫户" : "";
      const int members = MemberCount(random);
      const std::vector<int> ages = Ages(random, members);
      const bool head_female = random.Below(6) == 0;
      for (std::size_t k = 0; k < ages.size(); ++k) {
        Person person;
        person.number = household.number + "-" + Padded(k + 1, 2);
        person.female = k == 0 ? head_female : k == 1 ? !head_female : random.Below(2) == 0;
        person.name = MakeName(random, person.female);
        person.born = BirthDay(random, ages[k]);
        person.id = ids.Next(random, person.born, person.female);
        person.phone = ages[k] >= 14 ? MakePhone(random) : "";
        person.resident = random.Below(100) < 72;
        person.medical_reason = MedicalReason(random, ages[k]);
        person.person_class = household.entitlement == "特困"     ? "特困人员"
                              : household.entitlement == "低保户" ? "低保对象"
                              : random.Below(100) == 0            ? "重残"
                              : ages[k] >= 80                     ? "老年人"
                              : ages[k] >= 3 && ages[k] <= 17     ? "学生"
                                                                  : "一般居民";
        household.persons.push_back(std::move(person));
      }
      households.push_back(std::move(household));
    }
  }
  return out;
}

}  // namespace luoshi::demo
