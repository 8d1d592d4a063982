#include "demo/field_work.h"

namespace luoshi::demo {

Date DayOf(int month, int day) {
  const Result<Date> date = Date::FromCivil(2026, month, day);
  LUOSHI_CHECK(date.ok());
  return *date;
}

Status Agenda::Work(Hand& hand, Date last, const std::function<void(std::string_view)>& progress) {
  while (!steps_.empty() && steps_.begin()->first <= last) {
    const Date day = steps_.begin()->first;
    if (day > hand.today()) {
      TRY(hand.GoTo(day, 17, 30));
    }
    if (day.weekday() == 1) {
      progress("办理进行到 " + day.ToString());
    }
    // A step may add further ones, for this day too.
    for (std::size_t i = 0; i < steps_[day].size(); ++i) {
      const Step step = steps_[day][i];
      TRY(step());
    }
    TRY(hand.Flush());
    steps_.erase(day);
  }
  return last > hand.today() ? hand.GoTo(last, 17, 30) : Status();
}

Date WorkingDay(const app::App& app, Date day) {
  const auto directory = app.directory();
  while (!directory->calendar().IsWorkingDay(day)) {
    day = day + 1;
  }
  return day;
}

std::size_t VillageOf(const Town& town, UnitId region) {
  for (std::size_t i = 0; i < town.villages.size(); ++i) {
    if (town.villages[i].unit == region) {
      return i;
    }
  }
  LUOSHI_CHECK(false);
  return 0;
}

const Village& KeeperOf(const Town& town, std::size_t village, Date day) {
  const bool merged = day >= MergerDay() && town.code == "990101101" && village == 12;
  return town.villages[merged ? 0 : village];
}

Row NewRow(const Town& town, std::string_view name) {
  Row row;
  row.record = Uuid::Derived({"demo", "record", town.code, name});
  return row;
}

}  // namespace luoshi::demo
