#include "register/working_set.h"

#include "register/refuse.h"

namespace luoshi::registers {

rules::RecordState Loaded::Fold(const rules::History& changes) const {
  rules::RecordState out = rules::Fold(*pack, changes);
  if (stored > 0 && !filled && !out.voided) {
    for (auto at = out.fields.begin(); at != out.fields.end();) {
      at = IsPersonal(*pack, at->first) ? out.fields.erase(at) : std::next(at);
    }
    out.fields.insert(personal.begin(), personal.end());
  }
  return out;
}

Result<Loaded*> WorkingSet::Load(JurisdictionId jurisdiction,
                                 const RecordId& id,
                                 const rules::Pack& pack) {
  const Place at{jurisdiction, id};
  if (const auto known = records_.find(at); known != records_.end()) {
    Loaded& loaded = known->second;
    if (loaded.history.empty()) {
      loaded.pack = &pack;  // asked for before under another register, where it was not either
    }
    return loaded.pack == &pack ? Result<Loaded*>(&loaded) : Result<Loaded*>(Missing(id));
  }
  Loaded loaded;
  loaded.pack = &pack;
  loaded.jurisdiction = jurisdiction;
  loaded.id = id;
  TRY_ASSIGN(const std::optional<storage::RecordRow> row,
             storage::GetRecord(tx_, jurisdiction, id));
  if (row) {
    if (row->pack != pack.name) {
      return Missing(id);
    }
    TRY_ASSIGN(Record record,
               OpenRow(tx_, directory_, jurisdiction, *row, Personal::kOpened, &keyring_));
    loaded.history = std::move(record.history);
    loaded.stored = loaded.history.size();
    loaded.state = std::move(record.state);
    loaded.erased = record.erased;
    loaded.position = record.position;
    loaded.sealed = row->sealed;
    for (const auto& [name, value] : loaded.state.fields) {
      if (IsPersonal(pack, name)) {
        loaded.personal[name] = value;
      }
    }
    loaded.timeline = rules::BuildTimeline(pack, loaded.history, directory_.calendar());
    if (!loaded.state.voided) {
      loaded.lookups = LookupsOf(pack, loaded.id, loaded.state.fields, keyring_);
    }
  }
  return &records_.emplace(at, std::move(loaded)).first->second;
}

Status WorkingSet::FillHistory(Loaded& loaded) {
  if (loaded.filled || loaded.stored == 0 || loaded.erased) {
    return {};
  }
  TRY_ASSIGN(rules::History stored,
             ReadHistory(tx_, *loaded.pack, loaded.jurisdiction, loaded.id, &keyring_));
  if (stored.size() != loaded.stored) {
    return Refuse(ErrorCode::kConflict, "journal.fenced",
                  {{"journal", std::to_string(NumberOf(loaded.jurisdiction))}});
  }
  std::move(stored.begin(), stored.end(), loaded.history.begin());
  loaded.filled = true;
  return {};
}

Result<bool> WorkingSet::IsOpenTo(const access::Scope& scope,
                                  JurisdictionId jurisdiction,
                                  const RecordId& id,
                                  std::string_view pack) {
  const auto of_register = [&](std::string_view name) { return pack.empty() || name == pack; };
  if (const auto here = records_.find({jurisdiction, id}); here != records_.end()) {
    const Loaded& loaded = here->second;
    return !loaded.history.empty() && !loaded.state.voided && of_register(loaded.pack->name) &&
           MayRead(scope, *loaded.pack, loaded.state.fields);
  }
  TRY_ASSIGN(const std::optional<storage::RecordRow> row,
             storage::GetRecord(tx_, jurisdiction, id));
  const rules::Pack* there = row ? directory_.FindPack(row->pack) : nullptr;
  return there != nullptr && !row->voided && of_register(row->pack) && MayRead(scope, *there, *row);
}

Status WorkingSet::CheckReferences(const access::Scope& scope,
                                   const Loaded& loaded,
                                   const Fields& set) {
  for (const auto& [name, value] : set) {
    if (const UnitId* unit = value.As<UnitId>();
        unit != nullptr && directory_.FindUnit(*unit) == nullptr) {
      return Refuse(ErrorCode::kInvalid, "unit.unknown",
                    {{"text", std::to_string(NumberOf(*unit))}}, PointerOf(name));
    }
    const rules::Field* field = loaded.pack->FindField(name);
    const Uuid* target = value.As<Uuid>();
    if (field == nullptr || target == nullptr || field->type != rules::FieldType::kReference) {
      continue;
    }
    const auto stands = loaded.state.fields.find(name);
    if (stands != loaded.state.fields.end() && stands->second == value) {
      continue;
    }
    TRY_ASSIGN(const bool open, IsOpenTo(scope, loaded.jurisdiction, *target, field->target));
    if (!open) {
      return Refuse(ErrorCode::kInvalid, "reference.missing",
                    {{"field", field->title.zh}, {"record", target->ToString()}}, PointerOf(name));
    }
  }
  return {};
}

Result<Value> WorkingSet::LinkedField(const Loaded& loaded,
                                      const rules::Field& field,
                                      const Fields& links) {
  const rules::Field* reference = loaded.pack->FindField(field.carried_reference);
  const auto link = links.find(field.carried_reference);
  const Uuid* target = link == links.end() ? nullptr : link->second.As<Uuid>();
  const rules::Pack* other =
      reference == nullptr ? nullptr : directory_.FindPack(reference->target);
  if (target == nullptr || other == nullptr) {
    return Value();
  }
  TRY_ASSIGN(const Loaded* linked, Load(loaded.jurisdiction, *target, *other));
  const auto value = linked->state.fields.find(field.carried_field);
  return value == linked->state.fields.end() ? Value() : value->second;
}

Status WorkingSet::SetCarried(const Loaded& loaded, const Fields& before, Fields& set) {
  Fields links = before;
  for (const auto& [name, value] : set) {
    links.insert_or_assign(name, value);
  }
  for (const rules::Field& field : loaded.pack->fields) {
    if (field.type == rules::FieldType::kCarried &&
        (set.count(field.carried_reference) > 0 || set.count(field.name) > 0)) {
      TRY_ASSIGN(const Value value, LinkedField(loaded, field, links));
      set.erase(field.name);
      if (!value.IsEmpty() || loaded.state.fields.count(field.name) > 0) {
        set[field.name] = value;
      }
    }
  }
  return {};
}

Status WorkingSet::CheckKey(const Loaded& loaded, const Fields& after, bool voided) {
  const std::optional<std::string> tag =
      voided ? std::nullopt : KeyTag(*loaded.pack, after, keyring_);
  if (!tag) {
    return {};
  }
  TRY_ASSIGN(std::vector<RecordId> holders,
             storage::FindRecords(tx_, loaded.jurisdiction, loaded.pack->name, "", *tag));
  for (auto at = keys_.lower_bound({loaded.jurisdiction, *tag, RecordId()});
       at != keys_.end() && std::get<0>(*at) == loaded.jurisdiction && std::get<1>(*at) == *tag;
       ++at) {
    holders.push_back(std::get<2>(*at));
  }
  for (const RecordId& holder : holders) {
    const auto here = records_.find({loaded.jurisdiction, holder});
    const bool holds =
        here == records_.end() || KeyTag(*loaded.pack, here->second.state.fields, keyring_) == tag;
    if (holder != loaded.id && holds) {
      std::string names;
      for (const std::string& name : loaded.pack->key) {
        const rules::Field* field = loaded.pack->FindField(name);
        names += (names.empty() ? "" : "＋") + (field == nullptr ? name : field->title.zh);
      }
      return Refuse(ErrorCode::kInvalid, "record.key_taken",
                    {{"register", loaded.pack->title.zh}, {"fields", names}}, "/set");
    }
  }
  keys_.emplace(loaded.jurisdiction, *tag, loaded.id);
  return {};
}

void WorkingSet::Change(Loaded& loaded) {
  before_.emplace(Place(loaded.jurisdiction, loaded.id), loaded);
  loaded.dirty = true;
}

void WorkingSet::DropGroup() {
  for (auto& [place, loaded] : before_) {
    records_.insert_or_assign(place, std::move(loaded));
  }
  before_.clear();
}

}  // namespace luoshi::registers
