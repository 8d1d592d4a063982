// What the killed program and the test that kills it both know.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "app/import.h"

namespace luoshi::properties {

// The village of all records: the first unit but one.
inline constexpr UnitId kKillVillage{2};

// Number `i` is a group of two commands: a person, and that person's fee.
RecordId KillPerson(int number);
RecordId KillFee(int number);
std::vector<app::CommandGroup> KillGroups(int first, int count, DateTime now);

// A sheet in which every row makes a person and that person's fee.
std::string KillSheet(int first, int rows);
app::ImportOptions KillImport(UnitId within);

}  // namespace luoshi::properties
