// The hands that type the example in: commands queued by who gives them, sent many at a time.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"

namespace luoshi::demo {

// A record as field work sees it in a list.
struct Row {
  RecordId record;
  JurisdictionId jurisdiction{};
  UnitId region = kNoUnit;
  std::string state;
  Fields fields;  // clear ones

  std::string Text(std::string_view field) const;  // "" when not filled in or no text
};

class Hand {
 public:
  explicit Hand(app::App& app) : app_(app) {}

  app::App& app() { return app_; }
  Date today() const { return app_.today(); }
  // Ends the day before: what is queued is sent, grants are looked up anew.
  Status GoTo(Date day, int hour, int minute = 0);

  Result<const access::Scope*> As(const std::string& user);

  // A command of `user` about a record he sees. Its id follows from `name` and the record.
  Result<registers::RecordCommand> Command(const std::string& user,
                                           std::string_view name,
                                           std::string_view pack,
                                           const Row& row,
                                           rules::Act act);
  Result<registers::RecordCommand> Move(const std::string& user,
                                        std::string_view pack,
                                        const Row& row,
                                        std::string_view transition,
                                        JsonObject set = {},
                                        std::string_view turn = "");
  // Every queued command has to be accepted, in the order queued.
  Status Queue(const std::string& user, registers::RecordCommand command);
  Status Flush();
  // Sends it alone, after what is queued; it has to be refused with this key.
  Status ExpectRefused(const std::string& user,
                       registers::RecordCommand command,
                       std::string_view key);
  // The event that a command of this hand became.
  Result<EventId> EventOf(const CommandId& command) const;

  std::int64_t accepted() const { return accepted_; }
  std::int64_t refused() const { return refused_; }

 private:
  struct Batch {
    std::string user;
    std::vector<app::CommandGroup> groups;
  };

  app::App& app_;
  std::map<std::string, access::Scope> scopes_;
  std::vector<Batch> queue_;
  std::map<CommandId, EventId> events_;
  std::int64_t accepted_ = 0;
  std::int64_t refused_ = 0;
};

// The records of a pack below a unit, in the order of their ids.
Result<std::vector<Row>> Rows(Hand& hand,
                              const std::string& user,
                              std::string_view pack,
                              UnitId unit);

// kInternal demo.unexpected
Error Unexpected(std::string_view step, const Error* error = nullptr);

}  // namespace luoshi::demo
