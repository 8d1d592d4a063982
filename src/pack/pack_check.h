// Is a pack in itself consistent, and is it one that Luoshi takes in?
#pragma once

#include <vector>

#include "base/error.h"
#include "rules/definition.h"

namespace luoshi::pack {

// What CheckConsistency and CheckRefusals find, all at once. Empty: the pack may be taken in. Each
// error (kInvalid) points into pack.yaml as "/indicators/collection_rate/by".
std::vector<Error> CheckPack(const rules::Pack& pack);

// Every name means something, every state can be reached, measures read clear fields only, and so
// on: pack.* except pack.refused_*.
std::vector<Error> CheckConsistency(const rules::Pack& pack);

// What only several packs together show: the targets of references and carried fields.
std::vector<Error> CheckPackSet(const std::vector<rules::Pack>& packs);

}  // namespace luoshi::pack
