// units, packs: what is shared. Everybody who is known may see it.
#include <array>

#include "server/decode.h"
#include "server/handlers.h"

namespace luoshi::server {
namespace {

std::string_view TypeName(rules::FieldType type) {
  // in the order of rules::FieldType
  constexpr std::array<std::string_view, 18> kNames = {
      "text", "int",        "decimal", "money",      "date",        "time",
      "enum", "multi_enum", "bool",    "citizen_id", "credit_code", "phone",
      "unit", "reference",  "carried", "point",      "attachment",  "group"};
  static_assert(kNames.size() == static_cast<std::size_t>(rules::FieldType::kGroup) + 1);
  return kNames.at(static_cast<std::size_t>(type));
}

JsonObject TitleOf(const rules::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

JsonObject PackSummary(const rules::Pack& pack) {
  return {{"pack", pack.name}, {"version", pack.version}, {"title", TitleOf(pack.title)},
          {"line", pack.line}, {"builtin", pack.builtin}, {"hash", pack.hash.ToHex()}};
}

JsonArray FieldsOf(const std::vector<rules::Field>& fields) {
  JsonArray out;
  for (const rules::Field& field : fields) {
    JsonObject json{{"field", field.name},          {"title", TitleOf(field.title)},
                    {"type", TypeName(field.type)}, {"required", field.required},
                    {"personal", field.personal},   {"list", field.list}};
    if (!field.unit_of_measure.empty()) {
      json["unit_of_measure"] = field.unit_of_measure;
    }
    if (!field.values.empty()) {
      JsonArray values;
      for (const rules::EnumValue& value : field.values) {
        values.push_back({{"key", value.key}, {"title", TitleOf(value.title)}});
      }
      json["values"] = std::move(values);
    }
    if (!field.members.empty()) {
      json["members"] = FieldsOf(field.members);
    }
    out.push_back(std::move(json));
  }
  return out;
}

JsonObject LifecycleOf(const rules::Lifecycle& lifecycle) {
  JsonArray states;
  for (const rules::State& state : lifecycle.states) {
    states.push_back(
        {{"state", state.name}, {"title", TitleOf(state.title)}, {"closed", state.closed}});
  }
  JsonArray transitions;
  for (const rules::Transition& transition : lifecycle.transitions) {
    transitions.push_back(
        {{"transition", transition.name},
         {"title", TitleOf(transition.title)},
         {"from", JsonArray(transition.from.begin(), transition.from.end())},
         {"to", transition.to},
         {"who", JsonArray(transition.who.begin(), transition.who.end())},
         {"require", JsonArray(transition.require.begin(), transition.require.end())},
         {"independent", transition.independent}});
  }
  return {{"initial", lifecycle.initial},
          {"closing", TitleOf(lifecycle.closing)},
          {"states", std::move(states)},
          {"transitions", std::move(transitions)}};
}

JsonArray IndicatorsOf(const rules::Pack& pack) {
  JsonArray out;
  for (const rules::Indicator& indicator : pack.indicators) {
    JsonArray bases;
    for (const rules::Base& base : indicator.bases) {
      bases.push_back({{"base", base.name}, {"title", TitleOf(base.title)}});
    }
    out.push_back({{"indicator", pack.name + "." + indicator.name},
                   {"title", TitleOf(indicator.title)},
                   {"unit_of_measure", indicator.unit_of_measure},
                   {"bases", std::move(bases)},
                   {"by", JsonArray(indicator.by.begin(), indicator.by.end())},
                   {"basis", indicator.basis}});
  }
  return out;
}

}  // namespace

Result<Response> ListUnits(Call& call) {
  TRY_ASSIGN(const UnitId top, ReadOptionalUnit(call, "below"));
  TRY_ASSIGN(const std::optional<Date> day, ReadDay(call, "as_of"));
  const auto boundary = call.directory->BoundaryAt(day.value_or(call.app.today()));
  const std::string level = call.Parameter("level");
  JsonArray out;
  for (const UnitId id : boundary->order()) {
    const Unit& unit = *call.directory->FindUnit(id);
    if (!boundary->IsVisible(id) || (top != kNoUnit && !boundary->IsWithin(id, top)) ||
        (!level.empty() && LevelName(unit.level) != level)) {
      continue;
    }
    out.push_back({{"unit", NumberOf(id)},
                   {"code", unit.code},
                   {"name", unit.name},
                   {"level", std::string(LevelName(unit.level))},
                   {"parent", NumberOf(boundary->ParentOf(id))},
                   {"aliases", JsonArray(unit.aliases.begin(), unit.aliases.end())}});
  }
  return JsonResponse(out);
}

Result<Response> ListPacks(Call& call) {
  JsonArray out;
  for (const rules::Pack* pack : call.directory->packs()) {
    out.push_back(PackSummary(*pack));
  }
  return JsonResponse(out);
}

Result<Response> ShowPack(Call& call) {
  const rules::Pack* pack = call.directory->FindPack(call.path.at("pack"));
  if (pack == nullptr) {
    return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", call.path.at("pack")}}};
  }
  JsonObject json = PackSummary(*pack);
  json["basis"] = pack->basis;
  json["notes"] = pack->notes;
  json["key"] = JsonArray(pack->key.begin(), pack->key.end());
  json["region"] = pack->region;
  json["responsible"] = pack->responsible;
  json["fields"] = FieldsOf(pack->fields);
  json["lifecycle"] = pack->lifecycle ? Json(LifecycleOf(*pack->lifecycle)) : Json();
  json["indicators"] = IndicatorsOf(*pack);
  return JsonResponse(json);
}

}  // namespace luoshi::server
