// Events with everything in them that an event may hold, from a seed.
#pragma once

#include <string>

#include "host/random.h"
#include "model/event.h"

namespace luoshi::journal {

inline std::string RandomText(SeededRandom& random) {
  static const char* const kPieces[] = {"北山村", "a", "\"", "\\", "\n", "二〇二六",
                                        "\x01",   "/", "🏠",  "。", " ",  "0.50"};
  std::string out;
  for (std::int64_t left = random.Below(8); left > 0; --left) {
    out += kPieces[random.Below(12)];
  }
  return out;
}

inline Json RandomJson(SeededRandom& random, int depth) {
  switch (random.Below(depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return random.Below(2) == 1;
    case 2:
      return static_cast<std::int64_t>(random.Next()) >> random.Below(64);
    case 3:
    case 4:
      return Json(RandomText(random));
    case 5: {
      JsonArray out;
      for (std::int64_t left = random.Below(4); left > 0; --left) {
        out.push_back(RandomJson(random, depth - 1));
      }
      return out;
    }
    default: {
      JsonObject out;
      for (std::int64_t left = random.Below(4); left > 0; --left) {
        out[RandomText(random)] = RandomJson(random, depth - 1);
      }
      return out;
    }
  }
}

inline JsonObject RandomObject(SeededRandom& random, int depth) {
  JsonObject out;
  for (std::int64_t left = random.Below(6); left > 0; --left) {
    out[RandomText(random)] = RandomJson(random, depth - 1);
  }
  return out;
}

inline Uuid RandomId(SeededRandom& random) {
  Uuid id;
  random.Fill(id.bytes);
  return id;
}

inline Event RandomEvent(SeededRandom& random) {
  Event event;
  event.id = RandomId(random);
  event.jurisdiction = JurisdictionId{static_cast<std::int64_t>(random.Next())};
  event.position = static_cast<Position>(random.Next() >> 1);
  event.root_position = static_cast<Position>(random.Next() >> 1);
  event.origin.command = RandomId(random);
  event.origin.actor = {RandomText(random), RandomText(random)};
  if (random.Below(2) == 1) {
    event.origin.on_behalf_of = OnBehalfOf{"", static_cast<EntryWay>(random.Below(5))};
  }
  event.origin.occurred = {random.Below(4'000'000'000'000) - 2'000'000'000'000};
  event.recorded = {random.Below(4'000'000'000'000) - 2'000'000'000'000};
  event.counts_on = {static_cast<std::int32_t>(random.Below(60'000)) - 20'000};
  event.kind = RandomText(random);
  event.record = RandomId(random);
  event.body = RandomObject(random, 4);
  event.personal = RandomObject(random, 3);
  return event;
}

}  // namespace luoshi::journal
