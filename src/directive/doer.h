// Who shall do it: units by name or alias, offices and posts as written. Internal to the module.
#pragma once

#include <vector>

#include "directive/scan.h"

namespace luoshi::directive {

struct FoundOwners {
  std::vector<Owner> owners;
  std::size_t subject_end = 0;  // behind the subject when it opens the stretch, else its begin
};

// The doers of [begin, end): those before 要, 负责, 牵头, 配合…, and those behind 由 and behind
// labels such as 牵头单位：.
FoundOwners FindOwners(const Stretch& stretch,
                       std::size_t begin,
                       std::size_t end,
                       const std::vector<KnownUnit>& units);

// The names in a table cell or behind a label.
std::vector<Owner> NamesIn(const Stretch& stretch,
                           std::size_t begin,
                           std::size_t end,
                           OwnerRole role,
                           const std::vector<KnownUnit>& units);

// Adds owners that are not in the list yet; the first role stays.
void AddOwners(std::vector<Owner>& owners, const std::vector<Owner>& more);

// A tree that finds the names and aliases of units; Word::argument is the index + 1.
WordTree UnitTree(const std::vector<KnownUnit>& units);

}  // namespace luoshi::directive
