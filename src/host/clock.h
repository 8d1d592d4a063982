// The only source of time. An example store runs on a clock that is set; everybody else on the
// system's. Safe to read from many threads.
#pragma once

#include <atomic>

#include "base/date.h"

namespace luoshi {

class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  virtual DateTime Now() const = 0;
};

class SystemClock : public Clock {
 public:
  DateTime Now() const override;
};

class SetClock : public Clock {
 public:
  explicit SetClock(DateTime now) : ms_(now.ms) {}
  DateTime Now() const override { return {ms_.load()}; }
  void Set(DateTime now) { ms_.store(now.ms); }

 private:
  std::atomic<std::int64_t> ms_;
};

}  // namespace luoshi
