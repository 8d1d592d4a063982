// The way into the root journal: a command is checked against the Directory, becomes an event, and
// is folded, all inside the caller's transaction.
#pragma once

#include <span>
#include <vector>

#include "journal/journal.h"
#include "root/directory.h"

namespace luoshi::root {

// `kind` and `body` are those of the event it asks for (docs/formats/event.md lists them).
struct RootCommand {
  Origin origin;
  std::string kind;
  JsonObject body;
};

// kInvalid root.* with a pointer into the body when the command contradicts the directory: unknown
// or ended units, a code used twice, a cycle, an unknown user, a pack that does not exist…
Status CheckRootCommand(const Directory& directory, const RootCommand& command);

// Appends and folds all of them or none. A command id that was applied before is passed over.
// Advances `directory`, which the caller publishes after the transaction is committed.
Status AppendRoot(storage::Tx& tx,
                  Directory& directory,
                  std::span<const RootCommand> commands,
                  const journal::Keyring& keyring,
                  Random& random,
                  DateTime now);

// Folds the root events that `directory` has not seen yet.
Status CatchUp(storage::Tx& tx, Directory& directory, const journal::Keyring& keyring);

// A pack's files as the attachment that pack.enable names by hash, and back.
std::string PackContent(const std::vector<rules::PackFile>& files);
Result<std::vector<rules::PackFile>> ReadPackContent(std::string_view content);

}  // namespace luoshi::root
