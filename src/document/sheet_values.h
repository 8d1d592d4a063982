// What the text of a sheet's cell means: numbers, serial dates, number formats. Internal to
// document.
#pragma once

#include <string>
#include <string_view>

#include "document/sheet_reader.h"

namespace luoshi::document {

// What a sheet itself accepts in a cell: 32,767 characters.
constexpr std::size_t kMaxCellBytes = std::size_t{32'767} * 4;
// And in one row, since cells may share one long string.
constexpr std::size_t kMaxRowBytes = std::size_t{16} << 20;
// Cells are reused from row to row; one longer than this gives its memory back.
constexpr std::size_t kKeptCellBytes = 4096;

// Text files have no types. What looks like a number that a sheet would keep unharmed is one;
// anything with leading zeros or more than 15 digits is an id and stays text. A long number in
// exponent form is what Excel makes of an id: ruined.
void ClassifyText(SheetCell& cell);
// Number text of a cell, exponent or not, as plain decimal text; false when it is no number.
// A fraction is cut to the 15 significant digits that a sheet shows.
bool PlainNumber(std::string_view raw, std::string& plain, bool& ruined);
// A plain non-negative decimal number of days as ISO text; false when it is no day up to year 9999.
bool SerialToIso(std::string_view plain, bool epoch_1904, std::string& iso);
// By id for the built-in ones, else by code: does it show days or times?
bool IsDateFormat(int id, std::string_view code);
bool IsPercentFormat(int id, std::string_view code);
// "AB12" → 27 and 12; row 0 when absent. False when malformed.
bool ParseReference(std::string_view reference, int& column, int& row);

}  // namespace luoshi::document
