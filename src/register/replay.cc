#include "register/replay.h"

#include "rules/clock.h"
#include "rules/form.h"

namespace luoshi::registers {

storage::RecordRow RowOf(const rules::Pack& pack,
                         const RecordId& id,
                         const rules::RecordState& state,
                         const rules::History& history,
                         Position position) {
  storage::RecordRow row;
  row.id = id;
  row.pack = pack.name;
  row.state = state.state;
  row.voided = state.voided;
  row.region = RegionOf(pack, state.fields);
  row.responsible = ResponsibleOf(pack, state.fields);
  row.position = position;
  Fields clear;
  for (const auto& [name, value] : state.fields) {
    const rules::Field* field = pack.FindField(name);
    if (field != nullptr && !field->personal && !value.IsEmpty()) {
      clear[name] = value;
    }
  }
  row.fields = CanonicalJson(rules::WriteFields(clear));
  JsonArray changes;
  for (const rules::Change& change : history) {
    changes.push_back(rules::WriteChange(ClearPart(pack, change)));
  }
  row.history = CanonicalJson(changes);
  return row;
}

std::vector<storage::DueStepRow> DueStepsOf(const rules::Pack& pack,
                                            const RecordId& id,
                                            const rules::RecordState& state,
                                            const rules::History& history,
                                            const rules::Calendar& calendar) {
  std::vector<storage::DueStepRow> out;
  if (pack.clocks.empty() || state.voided) {
    return out;
  }
  for (const rules::DueStep& step : rules::PendingSteps(pack, history, calendar)) {
    out.push_back({step.at, id, step.clock, step.step->name, step.anchor});
  }
  return out;
}

Result<Replayed> Replay(storage::Tx& tx,
                        const root::Directory& directory,
                        JurisdictionId jurisdiction,
                        const RecordId& id,
                        const journal::Keyring& keyring,
                        const std::vector<Epoch>& epochs) {
  Replayed out;
  const rules::Pack* pack = nullptr;
  rules::History history;
  rules::Timeline timeline;
  std::size_t epoch = 0;
  const auto step = [&](Position root_position, Date known_on) {
    rules::Timeline next = rules::BuildTimeline(*directory.PackAt(pack->name, root_position),
                                                history, directory.CalendarAt(root_position));
    for (rules::CellDelta& delta : rules::Difference(timeline, next)) {
      out.deltas.push_back({std::move(delta), known_on});
    }
    timeline = std::move(next);
  };
  const auto pass_epochs = [&](Position root_position) {
    for (; epoch < epochs.size() && epochs[epoch].root_position < root_position; ++epoch) {
      const Epoch& passed = epochs[epoch];
      if (pack != nullptr && !history.empty() &&
          (passed.pack.empty() || passed.pack == pack->name)) {
        step(passed.root_position + 1, passed.known_on);
      }
    }
  };
  Position last = 0;
  bool personal_seen = false;
  TRY(journal::ReadRecordEvents(
      tx, jurisdiction, id, {.keyring = &keyring}, [&](const Event& event) -> Status {
        const std::string name(FindText(event.body, "pack"));
        pack = directory.FindPack(name);
        if (pack == nullptr || directory.PackAt(name, event.root_position) == nullptr) {
          return Error{ErrorCode::kInternal, "pack.unknown", {{"pack", name}}};
        }
        pass_epochs(event.root_position);
        TRY_ASSIGN(rules::Change change, ChangeOf(*pack, event));
        personal_seen = personal_seen || !event.personal.empty();
        history.push_back(std::move(change));
        step(event.root_position, event.recorded.date());
        last = event.position;
        ++out.events;
        return {};
      }));
  if (pack == nullptr) {
    return out;
  }
  pass_epochs(INT64_MAX);
  const rules::RecordState state = rules::Fold(*pack, history);
  Fields personal;
  for (const auto& [name, value] : state.fields) {
    if (IsPersonal(*pack, name) && !value.IsEmpty()) {
      personal[name] = value;
    }
  }
  out.sealed_part = SealedPart(personal, history);
  TRY_ASSIGN(const std::optional<journal::SecretKey> key,
             journal::RecordKey(tx, jurisdiction, id, keyring));
  out.erased = !key && !personal_seen;
  out.row = RowOf(*pack, id, state, history, last);
  if (!state.voided) {
    out.lookups = LookupsOf(*pack, id, state.fields, keyring);
  }
  out.due_steps = DueStepsOf(*pack, id, state, history, directory.calendar());
  return out;
}

}  // namespace luoshi::registers
