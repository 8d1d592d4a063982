#include "host/clock.h"

#include <chrono>

namespace luoshi {

DateTime SystemClock::Now() const {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace luoshi
