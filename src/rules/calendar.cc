#include "rules/calendar.h"

#include <algorithm>
#include <string_view>

namespace luoshi::rules {
namespace {

bool IsWeekend(Date day) { return day.weekday() >= 6; }

std::string PointerTo(std::string_view list, std::size_t index) {
  return "/" + std::string(list) + "/" + std::to_string(index);
}

Result<std::set<Date>> ReadDays(const JsonObject& json, std::string_view list, int year) {
  std::set<Date> days;
  const Json* member = json.if_contains(boost::json::string_view(list.data(), list.size()));
  if (member == nullptr) {
    return days;
  }
  const JsonArray* array = member->if_array();
  if (array == nullptr) {
    return Error{
        ErrorCode::kInvalid, "json.type", {{"expected", "array"}}, "/" + std::string(list)};
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    const boost::json::string* text = (*array)[i].if_string();
    if (text == nullptr) {
      return Error{ErrorCode::kInvalid, "json.type", {{"expected", "date"}}, PointerTo(list, i)};
    }
    Result<Date> day = Date::Parse(TextOf(*text));
    if (!day.ok()) {
      day.error().pointer = PointerTo(list, i);
      return std::move(day).error();
    }
    if (day->year() != year) {
      return Error{ErrorCode::kInvalid,
                   "calendar.other_year",
                   {{"day", day->ToString()}, {"year", std::to_string(year)}},
                   PointerTo(list, i)};
    }
    days.insert(*day);
  }
  return days;
}

JsonArray WriteDays(const std::set<Date>& days) {
  JsonArray out;
  for (const Date& day : days) {
    out.emplace_back(day.ToString());
  }
  return out;
}

}  // namespace

Date AddDays(Date day, std::int64_t count) {
  const std::int64_t span = kLastDay.days - kFirstDay.days;
  return {static_cast<std::int32_t>(std::clamp<std::int64_t>(
      day.days + std::clamp(count, -span, span), kFirstDay.days, kLastDay.days))};
}

void Calendar::Add(CalendarYear year) {
  const int number = year.year;
  years_.insert_or_assign(number, std::move(year));
  exceptions_.clear();
  for (const auto& [unused, known] : years_) {
    std::map<Date, std::int64_t> changes;
    for (const Date& day : known.days_off) {
      if (!IsWeekend(day)) {
        changes.emplace(day, -1);
      }
    }
    for (const Date& day : known.days_worked) {
      if (IsWeekend(day)) {
        changes.emplace(day, 1);
      }
    }
    for (const auto& [day, change] : changes) {
      exceptions_.emplace_back(day, change + (exceptions_.empty() ? 0 : exceptions_.back().second));
    }
  }
}

bool Calendar::HasYear(int year) const { return years_.count(year) != 0; }

bool Calendar::IsWorkingDay(Date day) const { return CountUntil(day) != CountUntil(day - 1); }

std::int64_t Calendar::CountUntil(Date day) const {
  const std::int64_t days = std::int64_t{day.days} - kFirstDay.days + 1;
  if (days <= 0) {
    return 0;
  }
  const std::int64_t weekdays = days / 7 * 5 + std::min<std::int64_t>(days % 7, 5);
  const auto after =
      std::upper_bound(exceptions_.begin(), exceptions_.end(), day,
                       [](Date wanted, const auto& exception) { return wanted < exception.first; });
  return weekdays + (after == exceptions_.begin() ? 0 : std::prev(after)->second);
}

Date Calendar::AddWorkingDays(Date day, std::int64_t count) const {
  if (count == 0) {
    return day;
  }
  // The wanted day is the first one on which `wanted` working days have gone by.
  const std::int64_t most = CountUntil(kLastDay);
  const std::int64_t bounded = std::clamp(count, -most, most);
  const std::int64_t wanted =
      bounded > 0 ? CountUntil(day) + bounded : CountUntil(day - 1) + bounded + 1;
  if (wanted <= 0) {
    return kFirstDay;
  }
  // It lies within `reach` of `day` unless many days are off in between; then every day is
  // searched.
  const std::int64_t reach = (bounded > 0 ? bounded : -bounded) * 7 / 5 + 28;
  Date low{static_cast<std::int32_t>(
      std::max<std::int64_t>(kFirstDay.days, day.days - (bounded > 0 ? 0 : reach)))};
  Date high{static_cast<std::int32_t>(
      std::min<std::int64_t>(kLastDay.days, day.days + (bounded > 0 ? reach : 0)))};
  if (CountUntil(high) < wanted) {
    high = kLastDay;
  }
  if (CountUntil(low) >= wanted) {
    low = kFirstDay;
  }
  while (low < high) {
    const Date middle{low.days + (high.days - low.days) / 2};
    if (CountUntil(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::int64_t Calendar::WorkingDaysBetween(Date from, Date until) const {
  return CountUntil(until) - CountUntil(from);
}

bool Calendar::IsProvisional(Date from, Date until) const {
  if (until < from) {
    return false;
  }
  const int last = until.year();
  for (int year = from.year(); year <= last; ++year) {
    if (!HasYear(year)) {
      return true;
    }
  }
  return false;
}

Result<CalendarYear> Calendar::ReadYear(const JsonObject& json) {
  CalendarYear out;
  TRY_ASSIGN(const std::int64_t year, RequiredInt(json, "year"));
  if (year < 1 || year > 9999) {
    return Error{ErrorCode::kInvalid, "calendar.year", {{"year", std::to_string(year)}}, "/year"};
  }
  out.year = static_cast<int>(year);
  TRY_ASSIGN(out.basis, RequiredString(json, "basis"));
  TRY_ASSIGN(out.days_off, ReadDays(json, "off", out.year));
  TRY_ASSIGN(out.days_worked, ReadDays(json, "worked", out.year));
  for (const Date& day : out.days_worked) {
    if (out.days_off.count(day) != 0) {
      return Error{ErrorCode::kInvalid, "calendar.both", {{"day", day.ToString()}}, "/worked"};
    }
    if (!IsWeekend(day)) {
      return Error{
          ErrorCode::kInvalid, "calendar.not_weekend", {{"day", day.ToString()}}, "/worked"};
    }
  }
  return out;
}

JsonObject Calendar::WriteYear(const CalendarYear& year) {
  JsonObject out;
  out["year"] = year.year;
  out["basis"] = year.basis;
  out["off"] = WriteDays(year.days_off);
  out["worked"] = WriteDays(year.days_worked);
  return out;
}

}  // namespace luoshi::rules
