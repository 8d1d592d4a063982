// Reading packs. docs/formats/pack.md is the format.
#pragma once

#include <vector>

#include "base/result.h"
#include "rules/definition.h"

namespace luoshi::pack {

// A pack from its files, wherever they lay; one of them is pack.yaml, in the root or in one folder
// that all of them share. On failure (kInvalid) the error carries every other one in `others`, each
// with "pack.yaml:line:column" as pointer: pack.*, expression.*, decimal.*. What comes back is
// consistent in itself (CheckConsistency); whether Luoshi takes it in is for CheckRefusals.
Result<rules::Pack> ReadPack(std::vector<rules::PackFile> files);

// Everything wrong with a pack in files: what ReadPack finds or, when it reads, what CheckPack
// refuses, with the places in pack.yaml. Empty: the pack is good.
std::vector<Error> CheckFiles(const std::vector<rules::PackFile>& files);

// How far the first error and all it carries go, flat.
std::vector<Error> Flatten(Error error);

inline constexpr std::size_t kMaxPackFiles = 200;
inline constexpr std::size_t kMaxPackBytes = std::size_t{16} * 1024 * 1024;

}  // namespace luoshi::pack
