#include "base/date.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace luoshi {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kChinaOffsetMs = std::int64_t{8} * 3'600'000;

std::chrono::year_month_day Civil(const Date& date) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

std::int64_t FloorDiv(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

// Exactly `count` digits from the front of `text`, taken off it; -1 if they are not there.
int TakeDigits(std::string_view& text, std::size_t count) {
  if (text.size() < count) {
    return -1;
  }
  int out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return -1;
    }
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return out;
}

bool TakeChar(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

Error Invalid(std::string_view text) {
  return Error{ErrorCode::kInvalid, "date.invalid", {{"text", std::string(text.substr(0, 64))}}};
}

std::string Dashed(int year, int month, int day) {
  std::array<char, 48> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", year, month, day);
  return {buffer.data(), static_cast<std::size_t>(size)};
}

}  // namespace

int Date::year() const { return static_cast<int>(Civil(*this).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(Civil(*this).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(Civil(*this).day())); }

int Date::weekday() const {
  const std::int64_t since_monday = days + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(since_monday - FloorDiv(since_monday, 7) * 7) + 1;
}

std::int32_t Date::month_number() const { return year() * 12 + month() - 1; }

std::string Date::ToString() const { return Dashed(year(), month(), day()); }

std::string Date::ToChinese() const {
  return std::to_string(year()) + "年" + std::to_string(month()) + "月" + std::to_string(day()) +
         "日";
}

Result<Date> Date::Parse(std::string_view text) {
  std::string_view rest = text;
  const int year = TakeDigits(rest, 4);
  const bool first = TakeChar(rest, '-');
  const int month = TakeDigits(rest, 2);
  const bool second = TakeChar(rest, '-');
  const int day = TakeDigits(rest, 2);
  if (!first || !second || !rest.empty()) {
    return Invalid(text);
  }
  return FromCivil(year, month, day);
}

Result<Date> Date::FromCivil(int year, int month, int day) {
  const std::chrono::year_month_day civil{std::chrono::year{year},
                                          std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
  if (year < 1 || year > 9999 || month < 1 || day < 1 || !civil.ok()) {
    return Invalid(Dashed(year, month, day));
  }
  return Date{static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count())};
}

int Date::DaysInMonth(int year, int month) {
  const std::chrono::year_month_day_last last{
      std::chrono::year{year},
      std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(month)}}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

Date DateTime::date() const {
  return {static_cast<std::int32_t>(FloorDiv(ms + kChinaOffsetMs, kDayMs))};
}

int DateTime::minute_of_day() const {
  const std::int64_t local = ms + kChinaOffsetMs;
  return static_cast<int>((local - FloorDiv(local, kDayMs) * kDayMs) / 60'000);
}

std::string DateTime::ToString() const {
  const std::int64_t local = ms + kChinaOffsetMs;
  const std::int64_t in_day = local - FloorDiv(local, kDayMs) * kDayMs;
  std::array<char, 32> buffer{};
  const int size =
      std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d.%03d+08:00",
                    static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60),
                    static_cast<int>(in_day / 1000 % 60), static_cast<int>(in_day % 1000));
  return date().ToString() + std::string(buffer.data(), static_cast<std::size_t>(size));
}

DateTime DateTime::At(Date day, int hour, int minute) {
  return {day.days * kDayMs - kChinaOffsetMs + (hour * 60LL + minute) * 60'000};
}

Result<DateTime> DateTime::Parse(std::string_view text) {
  TRY_ASSIGN(const Date day, Date::Parse(text.substr(0, 10)));
  std::string_view rest = text.substr(10);
  if (rest.empty()) {
    return At(day);
  }
  if (!TakeChar(rest, 'T') && !TakeChar(rest, ' ')) {
    return Invalid(text);
  }
  const int hour = TakeDigits(rest, 2);
  const bool colon = TakeChar(rest, ':');
  const int minute = TakeDigits(rest, 2);
  if (!colon || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    return Invalid(text);
  }
  std::int64_t ms = (hour * 60LL + minute) * 60'000;
  if (TakeChar(rest, ':')) {
    const int second = TakeDigits(rest, 2);
    if (second < 0 || second > 59) {
      return Invalid(text);
    }
    ms += second * 1000LL;
    if (TakeChar(rest, '.')) {
      std::int64_t weight = 100;
      while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
        ms += weight * (rest.front() - '0');
        weight /= 10;
        rest.remove_prefix(1);
      }
    }
  }
  std::int64_t offset = kChinaOffsetMs;
  if (TakeChar(rest, 'Z')) {
    offset = 0;
  } else if (!rest.empty()) {
    const bool west = rest.front() == '-';
    if (!TakeChar(rest, '+') && !TakeChar(rest, '-')) {
      return Invalid(text);
    }
    const int hours = TakeDigits(rest, 2);
    const bool separator = TakeChar(rest, ':');
    const int minutes = TakeDigits(rest, 2);
    if (!separator || hours < 0 || hours > 14 || minutes < 0 || minutes > 59) {
      return Invalid(text);
    }
    offset = (hours * 60LL + minutes) * 60'000 * (west ? -1 : 1);
  }
  if (!rest.empty()) {
    return Invalid(text);
  }
  return DateTime{day.days * kDayMs + ms - offset};
}

}  // namespace luoshi
