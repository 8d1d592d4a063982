// Which unit a row of a sheet is about: by its own cell, by the line it stands under, by the
// sheet's name or title.
#pragma once

#include <memory>
#include <string>

#include "root/directory.h"
#include "sheet/mapping.h"

namespace luoshi::app {

// Names on `day` as the directory knows them, below `within` first. Without a directory nothing is
// known. The directory must outlive the answer.
sheet::Units UnitsOf(const root::Directory* directory, Date day, UnitId within);

// The unit a whole table is about: its sheet's name, or a title such as 填报单位：北山村; kNoUnit
// when none of them names exactly one.
UnitId SheetUnit(const sheet::Reading& reading,
                 const std::string& sheet_name,
                 const sheet::Units& units);

// Fills the register's region where the row has no cell for it: from its section, else the sheet.
void PlaceRow(const sheet::Row& row,
              const std::vector<sheet::MappedColumn>& mapped,
              const rules::Field& region,
              UnitId of_sheet,
              const sheet::Units& units,
              sheet::RowValues& values);

}  // namespace luoshi::app
