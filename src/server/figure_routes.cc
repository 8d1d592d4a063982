// figures, explain: the same JSON as the command line.
#include "app/figures_json.h"
#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {

Result<Response> ListFigures(Call& call) {
  TRY_ASSIGN(const figure::Query query, ReadFigureQuery(call));
  TRY_ASSIGN(const auto positions, app::HeadPositions(call.app));
  TRY_ASSIGN(const std::vector<figure::Figure> figures, call.app.Figures(call.scope, query));
  return JsonResponse(app::FiguresToJson(call.app, figures, positions));
}

Result<Response> ExplainFigure(Call& call) {
  TRY_ASSIGN(const app::ExplainQuery query, ReadExplainQuery(call));
  TRY_ASSIGN(const app::Explanation explanation, app::Explain(call.app, call.scope, query));
  return JsonResponse(app::ExplanationToJson(call.app, explanation));
}

}  // namespace luoshi::server
