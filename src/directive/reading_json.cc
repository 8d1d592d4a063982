#include "base/json_number.h"
#include "directive/reader.h"

namespace luoshi::directive {
namespace {

Json Text8(const std::string& text) { return Json(boost::json::string(text)); }
Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Text8(text); }

// Whole values without a point, others with the digits that say something.
Json NumberOf(const Decimal& value) {
  Decimal shortest = value;
  for (int scale = value.scale(); scale > 0; --scale) {
    const Result<Decimal> shorter = shortest.Rescaled(scale - 1, Rounding::kDown);
    if (!shorter.ok() || *shorter != value) {
      break;
    }
    shortest = *shorter;
  }
  return ExactNumber(shortest);
}

Json SpanOf(const Span& span) {
  return JsonArray(
      {Json(static_cast<std::int64_t>(span.begin)), Json(static_cast<std::int64_t>(span.end))});
}

Json DeadlineOf(const std::optional<Deadline>& deadline) {
  if (!deadline) {
    return nullptr;
  }
  JsonObject out;
  out["text"] = Text8(deadline->text);
  out["date"] = deadline->date ? Text8(deadline->date->ToString()) : Json(nullptr);
  return out;
}

Json TaskOf(const ProposedTask& task) {
  JsonObject out;
  out["title"] = Text8(task.title);
  out["text"] = Text8(task.text);
  out["span"] = SpanOf(task.span);
  JsonArray path;
  for (const std::string& heading : task.path) {
    path.push_back(Text8(heading));
  }
  out["path"] = std::move(path);
  JsonArray owners;
  for (const Owner& owner : task.owners) {
    JsonObject item;
    item["name"] = Text8(owner.name);
    item["role"] = owner.role == OwnerRole::kLead ? "lead" : "assist";
    owners.push_back(std::move(item));
  }
  out["owners"] = std::move(owners);
  out["deadline"] = DeadlineOf(task.deadline);
  JsonArray targets;
  for (const Target& target : task.targets) {
    JsonObject item;
    item["text"] = Text8(target.text);
    item["metric"] = OrNull(target.metric);
    item["value"] = NumberOf(target.value);
    item["unit"] = OrNull(target.unit);
    const std::string_view op = OpText(target.op);
    item["op"] = boost::json::string_view(op.data(), op.size());
    targets.push_back(std::move(item));
  }
  out["targets"] = std::move(targets);
  out["line"] = task.line ? Text8(*task.line) : Json(nullptr);
  out["confidence"] = NumberOf(Decimal(task.confidence, 2));
  return out;
}

}  // namespace

std::string_view OpText(TargetOp op) {
  switch (op) {
    case TargetOp::kEqual:
      return "=";
    case TargetOp::kAtLeast:
      return ">=";
    case TargetOp::kAtMost:
      return "<=";
    case TargetOp::kRaise:
      return "+=";
    case TargetOp::kLower:
      return "-=";
  }
  return "=";
}

Json ReadingToJson(const Reading& reading) {
  JsonObject out;
  out["title"] = OrNull(reading.title);
  out["date"] = reading.date ? Text8(reading.date->ToString()) : Json(nullptr);
  JsonArray tasks;
  for (const ProposedTask& task : reading.tasks) {
    tasks.push_back(TaskOf(task));
  }
  out["tasks"] = std::move(tasks);
  JsonArray facts;
  for (const Fact& fact : reading.facts) {
    JsonObject item;
    item["text"] = Text8(fact.text);
    item["metric"] = OrNull(fact.metric);
    item["value"] = NumberOf(fact.value);
    item["unit"] = OrNull(fact.unit);
    facts.push_back(std::move(item));
  }
  out["facts"] = std::move(facts);
  JsonArray declined;
  for (const Declined& one : reading.declined) {
    JsonObject item;
    item["text"] = Text8(one.text);
    item["span"] = SpanOf(one.span);
    item["reason"] = Text8(one.reason);
    declined.push_back(std::move(item));
  }
  out["declined"] = std::move(declined);
  return out;
}

}  // namespace luoshi::directive
