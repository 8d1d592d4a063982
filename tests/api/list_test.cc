// Lists read from indexes against the whole register read and sifted.
#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

class Lists : public Town {
 protected:
  // Hazards of both villages, five sectors, two offices in charge, some sent on to the next state.
  void AddHazards() {
    constexpr std::array<const char*, 5> kSectors = {"gas", "road", "food", "mines", "other"};
    SeededRandom random(5);
    JsonArray commands;
    for (int number = 100; number < 220; ++number) {
      JsonObject command = HazardCommand(number, number, random.Below(3) == 0 ? shiqiao : xiaqiao);
      JsonObject& set = command.at("set").as_object();
      set["sector"] = kSectors[static_cast<std::size_t>(random.Below(5))];
      set["office"] = random.Below(4) == 0 ? NumberOf(shiqiao) : 5;
      commands.push_back(std::move(command));
    }
    for (int number = 100; number < 220; number += 3) {
      commands.push_back({{"command", IdText(number + 1'000)},
                          {"act", "move"},
                          {"pack", "hazard"},
                          {"record", IdText(number)},
                          {"jurisdiction", 1},
                          {"transition", "claim"},
                          {"set", {{"rectified_on", "2026-10-25"}, {"result", "已换软管"}}}});
    }
    const Answer answer = Post("/api/v1/commands", WriteJson(commands), "shiqiao");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Answer other = Post("/api/v1/commands", WriteJson(commands), "xiaqiao");
    ASSERT_EQ(other.status, 200) << other.body;
  }

  // All pages of seven, in the order they come.
  std::vector<JsonObject> All(const std::string& filter) {
    std::vector<JsonObject> out;
    std::string after;
    do {
      const Answer answer = Get("/api/v1/registers/hazard?limit=7&" + filter +
                                (after.empty() ? "" : "&after=" + after));
      EXPECT_EQ(answer.status, 200) << answer.body;
      const JsonObject page = answer.json().as_object();
      for (const Json& record : page.at("records").as_array()) {
        out.push_back(record.as_object());
      }
      after = FindText(page, "next");
    } while (!after.empty());
    return out;
  }
};

std::vector<std::string> IdsOf(const std::vector<JsonObject>& records) {
  std::vector<std::string> out;
  for (const JsonObject& record : records) {
    out.emplace_back(FindText(record, "record"));
  }
  return out;
}

TEST_F(Lists, FiltersTogetherGiveWhatEachLeavesOfTheWholeRegister) {
  Start();
  AddHazards();
  const std::vector<JsonObject> whole = All("");
  ASSERT_GT(whole.size(), 100U);
  EXPECT_TRUE(std::is_sorted(whole.begin(), whole.end(), [](const auto& a, const auto& b) {
    return FindText(a, "record") < FindText(b, "record");
  }));
  for (const char* state : {"", "found", "review", "closed"}) {
    for (const char* sector : {"", "gas", "fireworks"}) {
      for (const std::int64_t village : {std::int64_t{0}, NumberOf(shiqiao), NumberOf(xiaqiao)}) {
        std::vector<JsonObject> wanted;
        for (const JsonObject& record : whole) {
          const JsonObject& fields = *FindObject(record, "fields");
          const bool lies = village == 0 || FindInt(fields, "village") == village ||
                            FindInt(fields, "office") == village;
          const bool stands = *state == '\0' || FindText(record, "state") == state;
          const bool is = *sector == '\0' || FindText(fields, "sector") == sector;
          if (lies && stands && is) {
            wanted.push_back(record);
          }
        }
        std::string filter = "total=true";
        filter += *state == '\0' ? "" : "&state=" + std::string(state);
        filter += *sector == '\0' ? "" : "&field.sector=" + std::string(sector);
        filter += village == 0 ? "" : "&unit=id:" + std::to_string(village);
        EXPECT_EQ(IdsOf(All(filter)), IdsOf(wanted)) << filter;
      }
    }
  }
}

}  // namespace
}  // namespace luoshi::testing
