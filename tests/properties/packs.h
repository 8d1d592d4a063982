// The packs that random histories run on: people (personal fields), fees (references, carried and
// derived fields, money, two bases), cases (clocks, pauses, extensions, a responsible office).
#pragma once

#include <vector>

#include "rules/definition.h"

namespace luoshi::properties {

std::vector<rules::PackFile> PersonPack();
// Version 2 changes one measure, adds another and a field.
std::vector<rules::PackFile> FeesPack(int version);
// Version 2 has another limit.
std::vector<rules::PackFile> CasesPack(int version);

}  // namespace luoshi::properties
