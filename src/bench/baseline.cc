#include "bench/baseline.h"

#include <map>

namespace luoshi::bench {
namespace {

constexpr double kSlower = 0.75;

double NumberAt(const JsonObject& line, std::string_view name) {
  const Json* value = line.if_contains(name);
  return value == nullptr || !value->is_number() ? 0 : value->to_number<double>();
}

}  // namespace

Result<JsonArray> Slower(const JsonArray& lines, const std::string& baseline) {
  TRY_ASSIGN(const Json read, ParseJson(baseline));
  const JsonObject* const run = read.if_object();
  const JsonArray* const earlier = run == nullptr ? nullptr : FindArray(*run, "lines");
  if (earlier == nullptr) {
    return Error{ErrorCode::kInvalid, "bench.baseline", {}, "--baseline"};
  }
  std::map<std::string, double, std::less<>> before;
  for (const Json& line : *earlier) {
    if (const JsonObject* object = line.if_object()) {
      before.emplace(FindText(*object, "line"), NumberAt(*object, "ratio"));
    }
  }
  JsonArray out;
  for (const Json& line : lines) {
    const JsonObject& object = line.as_object();
    const auto found = before.find(FindText(object, "line"));
    const double now = NumberAt(object, "ratio");
    if (found != before.end() && now < found->second * kSlower) {
      out.push_back({{"line", found->first}, {"ratio_before", found->second}, {"ratio", now}});
    }
  }
  return out;
}

}  // namespace luoshi::bench
