// Checkpoints: one signed line a journal, to be printed, mailed or pinned to a wall, by which
// anybody can hold a journal to what it once was (docs/formats/checkpoint.md).
#pragma once

#include <string>
#include <string_view>

#include "journal/head.h"
#include "journal/keyring.h"

namespace luoshi::journal {

// `origin` names the deployment; bytes that are not printable ASCII are percent-encoded.
std::string CheckpointLine(const Head& head, std::string_view origin, const Keyring& keyring);

struct Checkpoint {
  std::string origin;
  Head head;
  std::string public_key;  // the one the line names: compare it with the one you know
};
// Reads the one way of writing there is and checks the signature by the key in the line. kInvalid
// checkpoint.malformed, checkpoint.signature.
Result<Checkpoint> ReadCheckpointLine(std::string_view line);

}  // namespace luoshi::journal
