#include "storage/cell_table.h"

#include <map>

namespace luoshi::storage {
namespace {

constexpr Statement kAdd{
    "cell.add",
    "INSERT INTO cell (jurisdiction, measure, period, month, breakdown, region, responsible, day, "
    "known_on, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
    "ON CONFLICT (jurisdiction, measure, period, month, breakdown, region, responsible, day, "
    "known_on) DO UPDATE SET amount = cell.amount + excluded.amount"};
// Later months move by the same amount; then the month itself is there, made from the last total
// before it when it was not.
constexpr Statement kMoveLater{
    "cell_total.move_later",
    "UPDATE cell_total SET amount = amount + ?8 WHERE jurisdiction = ?1 AND measure = ?2 "
    "AND period = ?3 AND breakdown = ?4 AND region = ?5 AND responsible = ?6 AND month > ?7"};
constexpr Statement kAddTotal{
    "cell_total.add",
    "INSERT INTO cell_total (jurisdiction, measure, period, breakdown, region, responsible, month, "
    "amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, COALESCE((SELECT t.amount FROM cell_total t "
    "WHERE t.jurisdiction = ?1 AND t.measure = ?2 AND t.period = ?3 AND t.breakdown = ?4 "
    "AND t.region = ?5 AND t.responsible = ?6 AND t.month < ?7 ORDER BY t.month DESC LIMIT 1), 0) "
    "+ ?8) ON CONFLICT (jurisdiction, measure, period, breakdown, region, responsible, month) "
    "DO UPDATE SET amount = cell_total.amount + ?8"};

constexpr Statement kTotals{
    "cell_total.read",
    "SELECT period, breakdown, region, responsible, amount FROM cell_total "
    "WHERE jurisdiction = ?1 AND measure = ?2 AND period >= ?3 AND period <= ?4 AND month < ?5 "
    "ORDER BY period, breakdown, region, responsible, month"};
constexpr Statement kMonth{
    "cell.read_month",
    "SELECT period, breakdown, region, responsible, SUM(amount) FROM cell "
    "WHERE jurisdiction = ?1 AND measure = ?2 AND period >= ?3 AND period <= ?4 AND month = ?5 "
    "AND day <= ?6 GROUP BY period, breakdown, region, responsible"};
constexpr Statement kKnownLater{
    "cell.read_known_later",
    "SELECT period, breakdown, region, responsible, -SUM(amount) FROM cell "
    "WHERE jurisdiction = ?1 AND measure = ?2 AND period >= ?3 AND period <= ?4 "
    "AND day <= ?5 AND known_on > ?6 GROUP BY period, breakdown, region, responsible"};
constexpr Statement kLater{
    "cell.read_later",
    "SELECT period, breakdown, region, responsible, SUM(amount), day FROM cell "
    "WHERE jurisdiction = ?1 AND measure = ?2 AND period = ?3 AND month >= ?4 AND day > ?5 "
    "GROUP BY period, breakdown, region, responsible, day"};

constexpr Statement kScan{
    "cell.scan",
    "SELECT measure, period, breakdown, region, responsible, day, known_on, amount, month FROM "
    "cell "
    "WHERE jurisdiction = ?1 ORDER BY measure, period, breakdown, region, responsible, day, "
    "known_on"};
constexpr Statement kScanTotals{
    "cell_total.scan",
    "SELECT measure, period, breakdown, region, responsible, month, amount FROM cell_total "
    "WHERE jurisdiction = ?1 ORDER BY measure, period, breakdown, region, responsible, month"};

// Above every period there is: periods are short printable texts.
constexpr std::string_view kLastPeriod = "\x7f";

LeafAmount ReadLeaf(const Row& row) {
  return {row.Text(1), row.Text(0), UnitId{row.Int(2)}, UnitId{row.Int(3)}, row.Int(4)};
}

}  // namespace

Status AddCells(Tx& tx, JurisdictionId jurisdiction, std::span<const CellRow> deltas) {
  std::map<std::pair<CellCoordinate, std::pair<Date, Date>>, std::int64_t> merged;
  std::map<std::pair<CellCoordinate, std::int32_t>, std::int64_t> months;
  for (const CellRow& delta : deltas) {
    merged[{delta.cell, {delta.day, delta.known_on}}] += delta.amount;
    months[{delta.cell, delta.day.month_number()}] += delta.amount;
  }
  std::vector<Param> params;
  params.reserve(merged.size() * 10);
  for (const auto& [key, amount] : merged) {
    if (amount == 0) {
      continue;
    }
    const CellCoordinate& cell = key.first;
    for (const Param& param : {Number(jurisdiction), Number(cell.measure), Text(cell.period),
                               Number(std::int64_t{key.second.first.month_number()}),
                               Text(cell.breakdown), Number(cell.region), Number(cell.responsible),
                               Number(std::int64_t{key.second.first.days}),
                               Number(std::int64_t{key.second.second.days}), Number(amount)}) {
      params.push_back(param);
    }
  }
  TRY(tx.ExecuteMany(kAdd, 10, params));
  params.clear();
  for (const auto& [key, amount] : months) {
    const CellCoordinate& cell = key.first;
    if (amount == 0) {
      continue;  // moved within one month: no total changes
    }
    for (const Param& param : {Number(jurisdiction), Number(cell.measure), Text(cell.period),
                               Text(cell.breakdown), Number(cell.region), Number(cell.responsible),
                               Number(std::int64_t{key.second}), Number(amount)}) {
      params.push_back(param);
    }
  }
  // Latest month first: a total made for an earlier month must not count a later delta twice.
  TRY(tx.ExecuteMany(kMoveLater, 8, params));
  TRY(tx.ExecuteMany(kAddTotal, 8, params));
  return {};
}

Status ReadLeaves(Tx& tx,
                  JurisdictionId jurisdiction,
                  const LeafQuery& query,
                  const OnLeaf& on_leaf) {
  const std::string_view low = query.period ? std::string_view(*query.period) : std::string_view();
  const std::string_view high = query.period ? std::string_view(*query.period) : kLastPeriod;
  const std::int64_t month = query.as_of.month_number();

  // Rows come ordered by leaf and month; the last one of each leaf is its total before this month.
  struct Pending {
    std::string period;
    std::string breakdown;
    UnitId region{};
    UnitId responsible{};
    std::int64_t amount = 0;
  };
  std::optional<Pending> last;
  const auto report = [&]() -> Status {
    return last ? on_leaf({last->breakdown, last->period, last->region, last->responsible,
                           last->amount})
                : Status();
  };
  TRY(tx.Query(kTotals,
               {Number(jurisdiction), Number(query.measure), Text(low), Text(high), Number(month)},
               [&](const Row& row) -> Status {
                 const LeafAmount leaf = ReadLeaf(row);
                 const bool same = last && last->region == leaf.region &&
                                   last->responsible == leaf.responsible &&
                                   last->breakdown == leaf.breakdown && last->period == leaf.period;
                 if (!same) {
                   TRY(report());
                   last = Pending{std::string(leaf.period), std::string(leaf.breakdown),
                                  leaf.region, leaf.responsible, leaf.amount};
                 }
                 last->amount = leaf.amount;
                 return {};
               }));
  TRY(report());
  TRY(tx.Query(kMonth,
               {Number(jurisdiction), Number(query.measure), Text(low), Text(high), Number(month),
                Number(std::int64_t{query.as_of.days})},
               [&](const Row& row) { return on_leaf(ReadLeaf(row)); }));
  if (query.known_at) {
    TRY(tx.Query(
        kKnownLater,
        {Number(jurisdiction), Number(query.measure), Text(low), Text(high),
         Number(std::int64_t{query.as_of.days}), Number(std::int64_t{query.known_at->days})},
        [&](const Row& row) { return on_leaf(ReadLeaf(row)); }));
  }
  return {};
}

Status ReadLaterLeaves(Tx& tx,
                       JurisdictionId jurisdiction,
                       const LeafQuery& query,
                       const std::function<Status(Date day, const LeafAmount&)>& on_leaf) {
  LUOSHI_CHECK(query.period.has_value());
  return tx.Query(
      kLater,
      {Number(jurisdiction), Number(query.measure), Text(*query.period),
       Number(std::int64_t{query.as_of.month_number()}), Number(std::int64_t{query.as_of.days})},
      [&](const Row& row) {
        return on_leaf(Date{static_cast<std::int32_t>(row.Int(5))}, ReadLeaf(row));
      });
}

Status ScanCells(Tx& tx, JurisdictionId jurisdiction, const OnCell& on_cell) {
  return tx.Query(kScan, {Number(jurisdiction)}, [&](const Row& row) {
    return on_cell({{row.Int(0), std::string(row.Text(1)), std::string(row.Text(2)),
                     UnitId{row.Int(3)}, UnitId{row.Int(4)}},
                    Date{static_cast<std::int32_t>(row.Int(5))},
                    Date{static_cast<std::int32_t>(row.Int(6))},
                    row.Int(7)},
                   row.Int(8));
  });
}

Status ScanTotals(Tx& tx,
                  JurisdictionId jurisdiction,
                  const std::function<Status(const TotalRow&)>& on_total) {
  return tx.Query(kScanTotals, {Number(jurisdiction)}, [&](const Row& row) {
    return on_total({{row.Int(0), std::string(row.Text(1)), std::string(row.Text(2)),
                      UnitId{row.Int(3)}, UnitId{row.Int(4)}},
                     static_cast<std::int32_t>(row.Int(5)),
                     row.Int(6)});
  });
}

}  // namespace luoshi::storage
