// The JSON form of figures and explanations that the command line and the API share.
#pragma once

#include "app/app.h"
#include "app/explain.h"

namespace luoshi::app {

JsonArray FiguresToJson(App& app,
                        const std::vector<figure::Figure>& figures,
                        const std::map<JurisdictionId, Position>& positions);
JsonObject ExplanationToJson(App& app, const Explanation& explanation);
// "insurance_fees@1:0a1b2c3d4e5f": name, version and content of the pack that says how to count.
std::string DefinitionVersion(const rules::Pack& pack);
// Journal heads now.
Result<std::map<JurisdictionId, Position>> HeadPositions(App& app);

}  // namespace luoshi::app
