#include "model/event.h"

#include <array>

namespace luoshi {
namespace {

constexpr std::array<std::string_view, 5> kWays = {"self", "phone", "paper", "wechat", "oral"};

}  // namespace

std::string_view EntryWayName(EntryWay way) { return kWays[static_cast<std::size_t>(way)]; }

std::optional<EntryWay> ParseEntryWay(std::string_view name) {
  for (std::size_t i = 0; i < kWays.size(); ++i) {
    if (kWays[i] == name) {
      return static_cast<EntryWay>(i);
    }
  }
  return std::nullopt;
}

}  // namespace luoshi
