// Tiny worlds (examples/*.world): units, people, records, what happens to them, and what figures
// must then say. docs/formats/pack.md, section “Worlds”, is the format. Only reading happens here;
// names of packs, fields and transitions are for whoever runs a world to judge.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "model/unit.h"

namespace luoshi::pack {

using WorldFields = std::map<std::string, std::string, std::less<>>;  // as written: ParseCell reads

struct WorldUnit {
  std::string name;
  UnitLevel level = UnitLevel::kVillage;
  std::optional<std::size_t> parent;  // index into World::units, smaller than its own
  std::string code;
  std::string peer_class;
  std::vector<std::string> aliases;
  int line = 0;
};

struct WorldUser {
  std::string name;
  std::string role;
  std::string unit;
  int line = 0;
};

enum class WorldVerb {
  kCreate,
  kChange,
  kMove,
  kCorrect,
  kTakeBack,
  kAppend,
  kPause,
  kResume,
  kExtend
};

inline constexpr const char* kAnyError = "*";

struct WorldAct {
  WorldVerb verb = WorldVerb::kCreate;
  Date day;                      // when it was recorded; never before the act above
  std::optional<Date> happened;  // when it happened, if earlier
  std::string user;
  std::string pack;            // kCreate
  std::string label;           // the record's name in this world
  std::string word;            // kMove: transition; kAppend: group; clocks: the clock
  std::string reason;          // kPause, kExtend
  std::optional<Date> due;     // kExtend
  std::optional<Date> of_day;  // kCorrect, kTakeBack: the day of the event that is meant; absent:
                               // the last one that set these fields, or the last of all
  WorldFields fields;          // kCreate, kChange, kMove, kCorrect, kAppend
  std::string refused;  // key of the error it must meet, or kAnyError; "" when it must succeed
  int line = 0;
};

struct WorldExpectation {
  std::string pack;       // a figure: pack and indicator…
  std::string indicator;  // …or a record:
  std::string label;
  WorldFields values;  // unit=, as_of=, value=, state=…
  int line = 0;
};

struct World {
  std::string title;
  std::vector<WorldUnit> units;  // parents before children
  std::vector<WorldUser> users;
  std::vector<WorldAct> acts;  // in the order of their days
  std::vector<WorldExpectation> expectations;
};

inline constexpr std::size_t kMaxWorldActs = 20000;

// kInvalid world.*, with "line" among the parameters and as pointer; all errors at once in
// Error::others.
Result<World> ParseWorld(std::string_view text);

}  // namespace luoshi::pack
