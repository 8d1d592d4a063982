// The parts of pack.yaml, one function each; pack_reader.cc puts them together. Private to pack.
#pragma once

#include "pack/node_reader.h"
#include "rules/definition.h"

namespace luoshi::pack {

// The names of enum FieldType in YAML, in its order.
const std::vector<std::string>& FieldTypeWords();
const std::vector<std::string>& LimitUnitWords();
const std::vector<std::string>& StepKindWords();
const std::vector<std::string>& TrajectoryWords();

// "15 working_days", "-3 days", "2 hours"; nullopt after reporting.
std::optional<rules::Limit> ReadLimit(const YamlNode& node, Problems& problems);
// "0-09-01", "-1-09-01" or {year: -1, month: 9, day: 1}.
std::optional<rules::YearDay> ReadYearDay(const YamlNode& node, Problems& problems);

// Compiles the text of `node`; an error of the language is reported at its place in the file.
std::optional<rules::Expression> ReadExpression(const YamlNode& node,
                                                const rules::Scope& scope,
                                                rules::TypeKind wanted,
                                                Problems& problems);

// Fields without their expressions, then the expressions, once the scope is known.
std::vector<rules::Field> ReadFields(const YamlNode& node, Problems& problems);
void ReadFieldExpressions(const YamlNode& node,
                          const rules::Scope& scope,
                          std::vector<rules::Field>& fields,
                          Problems& problems);

// The lifecycle without guards, then the guards.
rules::Lifecycle ReadLifecycle(const YamlNode& node, Problems& problems);
void ReadGuards(const YamlNode& node,
                const rules::Scope& scope,
                rules::Lifecycle& lifecycle,
                Problems& problems);
std::vector<rules::Clock> ReadClocks(const YamlNode* node, Problems& problems);

// REQUIRES: pack.fields, pack.lifecycle and pack.clocks are filled. Fills measures and indicators
// with versions.
void ReadFigures(const YamlNode* measures,
                 const YamlNode* indicators,
                 rules::Pack& pack,
                 Problems& problems);

}  // namespace luoshi::pack
