#include "app/rederive.h"

#include <iterator>
#include <set>

#include "register/replay.h"
#include "storage/cell_table.h"

namespace luoshi::app {

Status Rederive(storage::Tx& tx,
                const root::Directory& before,
                const root::Directory& after,
                std::string_view pack_name,
                Date known_on) {
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : after.jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    for (const rules::Pack* pack : after.packs()) {
      const rules::Pack* old_pack = before.FindPack(pack->name);
      const bool touched = pack_name.empty() ? !pack->clocks.empty() : pack->name == pack_name;
      if (!touched || old_pack == nullptr) {
        continue;
      }
      std::vector<storage::RecordRow> rows;
      storage::RecordFilter filter;
      filter.pack = pack->name;
      TRY(storage::ReadRecords(tx, jurisdiction.id, filter,
                               [&](const storage::RecordRow& row) -> Status {
                                 rows.push_back(row);
                                 return {};
                               }));
      std::vector<storage::CellRow> deltas;
      std::vector<RecordId> ids;
      std::vector<storage::DueStepRow> steps;
      std::vector<storage::Lookup> dropped;
      std::vector<storage::Lookup> added;
      for (const storage::RecordRow& row : rows) {
        TRY_ASSIGN(const registers::Record record,
                   registers::OpenRow(tx, after, jurisdiction.id, row, registers::Personal::kClosed,
                                      nullptr));
        const rules::Timeline old_timeline =
            rules::BuildTimeline(*old_pack, record.history, before.calendar());
        const rules::Timeline timeline =
            rules::BuildTimeline(*pack, record.history, after.calendar());
        for (const rules::CellDelta& delta : rules::Difference(old_timeline, timeline)) {
          const rules::CellKey& cell = delta.cell;
          deltas.push_back(
              {{cell.measure, cell.period, cell.breakdown, cell.region, cell.responsible},
               delta.day,
               known_on,
               delta.amount});
        }
        // a field may be put into lists, or taken out of them
        std::vector<storage::Lookup> old_lookups =
            registers::FilterLookupsOf(*old_pack, record.id, record.state.fields);
        std::vector<storage::Lookup> lookups =
            registers::FilterLookupsOf(*pack, record.id, record.state.fields);
        if (old_lookups != lookups) {
          std::move(old_lookups.begin(), old_lookups.end(), std::back_inserter(dropped));
          std::move(lookups.begin(), lookups.end(), std::back_inserter(added));
        }
        ids.push_back(record.id);
        for (storage::DueStepRow& step : registers::DueStepsOf(*pack, record.id, record.state,
                                                               record.history, after.calendar())) {
          steps.push_back(std::move(step));
        }
      }
      TRY(storage::AddCells(tx, jurisdiction.id, deltas));
      TRY(storage::ReplaceDueSteps(tx, jurisdiction.id, ids, steps));
      TRY(storage::RemoveLookups(tx, jurisdiction.id, dropped));
      TRY(storage::AddLookups(tx, jurisdiction.id, added));
    }
  }
  return {};
}

}  // namespace luoshi::app
