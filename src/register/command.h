// What may be asked of a record, and what comes of it.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "model/event.h"
#include "rules/history.h"

namespace luoshi::registers {

struct RecordCommand {
  Origin origin;
  JurisdictionId jurisdiction{};
  std::string pack;
  RecordId record;
  rules::Act act = rules::Act::kChange;
  JsonObject set;     // fields to set, clear and personal alike (rules/form.h has the JSON form)
  JsonObject append;  // repeat groups: rows to add
  JsonObject seen;    // the values it saw of the fields it changes; only these may make it stale
  std::string transition;   // kMove
  EventId target;           // kCorrect, kTakeBack
  std::string clock;        // kPause, kResume, kExtend, kStep
  std::string reason;       // kPause, kExtend, kCorrect, kTakeBack
  std::optional<Date> due;  // kExtend
  std::string step;         // kStep
  std::string holder;       // kStep
};

struct Applied {
  RecordId record;
  JurisdictionId jurisdiction{};
  EventId event;
  Position position = 0;
  bool repeated = false;  // this command id had been applied before; nothing changed now
};

// The JSON form of commands, as the API and files have it (docs/formats/command.md). kInvalid with
// a pointer.
Result<RecordCommand> ReadCommand(const JsonObject& json);
JsonObject WriteCommand(const RecordCommand& command);

}  // namespace luoshi::registers
