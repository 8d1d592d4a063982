// What a column plainly holds, by its heading and its cells, and its cells in one form.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "document/sheet_reader.h"
#include "model/ids.h"
#include "sheet/header.h"

namespace luoshi::sheet {

enum class ColumnKind { kText, kPerson, kNumber, kDay, kCitizenId, kPhone, kUnit };

// What has been seen in a column.
struct Profile {
  std::size_t cells = 0;
  std::size_t numbers = 0;  // with or without a unit of measure
  std::size_t leading_zeros = 0;
  std::string measure;          // the unit of measure its cells write: 条
  bool mixed_measures = false;  // 2000条 and 3台 in one column: no numbers then
  std::size_t days = 0;
  std::size_t citizen_ids = 0;  // ruined ones too
  std::size_t phones = 0;
  // a value written once above its rows, blank below
  std::size_t blanks = 0;   // in rows that hold something else
  std::size_t repeats = 0;  // the value of the row above again
  std::string last;
  bool first_is_blank = false;
};
void Observe(const document::SheetCell& cell, Profile& profile);
ColumnKind KindOf(const Column& column, const Profile& profile, bool have_units);
bool WrittenOnce(const Profile& profile);

// Names of units, as the caller's directory knows them.
struct Units {
  // None, one or several; `within` narrows when it is not kNoUnit.
  std::function<std::vector<UnitId>(std::string_view text)> match;
  std::function<std::string(UnitId)> code;
};

// One unit, or unit.unknown, unit.ambiguous.
Result<UnitId> FindUnit(const Units& units, std::string_view text);

// A cell in the one form of its column's kind: ISO days (2025-11 where no day is written), plain
// decimals in the unit of the heading, ids without blanks, phones joined by ；, names without inner
// blanks, unit codes. "" for a lone dash. `year` completes 3月5日; 0: none is known. On failure the
// text stays as it was written.
struct PlainValue {
  std::string text;
  std::vector<Error> errors;
};
PlainValue ReadPlain(const Column& column,
                     ColumnKind kind,
                     std::string_view unit_of_measure,
                     const document::SheetCell& cell,
                     int year,
                     const Units& units);

// Several phones in one cell, each in its one form; empty when a part is none.
std::vector<std::string> SplitPhones(std::string_view text);
// 张 三 → 张三; 买买提•阿不都 → 买买提·阿不都.
std::string CleanName(std::string_view text);
// 0.85 shown as 85% → 85.
std::string PercentOf(std::string_view plain);
// #N/A, a formula never calculated, a number that lost digits; ok: none of these.
Status CheckCell(const document::SheetCell& cell, std::string_view heading);
bool LooksLikeCitizenId(std::string_view text);

}  // namespace luoshi::sheet
