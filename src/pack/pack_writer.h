// Writing a pack back as pack.yaml.
#pragma once

#include <string>

#include "rules/definition.h"

namespace luoshi::pack {

// The pack as pack.yaml in one canonical form: ReadPack makes the same pack of it, with the same
// versions of measures. Comments and the order of keys of the original are not kept.
std::string WritePack(const rules::Pack& pack);

}  // namespace luoshi::pack
