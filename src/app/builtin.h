// What comes with the program: packs, calendars and lexicons, built into the binary.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "directive/lexicon.h"
#include "rules/calendar.h"
#include "rules/definition.h"

namespace luoshi::app {

// Pack name → its files, paths relative to the pack's folder.
std::map<std::string, std::vector<rules::PackFile>> BuiltinPacks();
// kNotFound pack.unknown.
Result<rules::Pack> ReadBuiltinPack(const std::string& name);
std::vector<rules::CalendarYear> BuiltinCalendars();
// Parsed once; lives as long as the program.
const directive::Lexicon& BuiltinLexicon();

}  // namespace luoshi::app
