#include "figure/conceal.h"

#include <algorithm>
#include <set>

#include "figure/small_numbers.h"
#include "storage/cell_table.h"

namespace luoshi::figure {
namespace {

constexpr std::int64_t kSmall = 5;  // below five a number may point at people

bool MayOpen(const Surroundings& around, const Query& query, UnitId unit, const std::string& pack) {
  return !query.published && around.may_open && around.may_open(unit, pack);
}

// A number that must not be known when it is small: a sum of measures, or what lies between two
// bases (应缴 − 愿缴 are those who said no).
struct Secret {
  std::vector<std::pair<const rules::Measure*, std::int64_t>> terms;  // with their signs
  std::optional<std::size_t> base;  // it is told by this base; absent: by the numerator
};

std::vector<Secret> SecretsOf(const rules::Pack& pack, const rules::Indicator& indicator) {
  std::vector<Secret> out;
  const auto add = [&](const std::vector<std::string>& names, std::optional<std::size_t> base) {
    Secret sum;
    sum.base = base;
    bool secret = false;
    for (const std::string& name : names) {
      const rules::Measure* measure = pack.FindMeasure(name);
      sum.terms.emplace_back(measure, 1);
      secret = secret || measure->hide_small;
      if (measure->hide_small && names.size() > 1) {
        // another indicator may show the rest of the sum
        out.push_back({{{measure, 1}}, base});
      }
    }
    if (secret) {
      out.push_back(std::move(sum));
    }
  };
  add(indicator.numerator, std::nullopt);
  for (std::size_t base = 0; base < indicator.bases.size(); ++base) {
    add(indicator.bases[base].measures, base);
  }
  const auto all = std::find_if(indicator.bases.begin(), indicator.bases.end(),
                                [](const rules::Base& base) { return base.name == "all"; });
  for (std::size_t base = 0; base < indicator.bases.size(); ++base) {
    if (indicator.bases[base].name != "willing" || all == indicator.bases.end()) {
      continue;
    }
    Secret declined;
    declined.base = base;
    for (const std::string& name : all->measures) {
      declined.terms.emplace_back(pack.FindMeasure(name), 1);
    }
    for (const std::string& name : indicator.bases[base].measures) {
      declined.terms.emplace_back(pack.FindMeasure(name), -1);
    }
    out.push_back(std::move(declined));
  }
  return out;
}

// The secret's leaves on one day, with and without the breakdown, and what of them is hidden.
class Judgement {
 public:
  static Result<std::unique_ptr<Judgement>> Read(storage::Tx& tx,
                                                 const Surroundings& around,
                                                 const Query& query,
                                                 const root::Boundary& boundary,
                                                 const Secret& secret,
                                                 const std::string& period,
                                                 const std::string& pack,
                                                 Date day) {
    std::map<std::int32_t, std::map<std::string, std::int64_t>> amounts;
    std::set<std::string> values;
    std::set<JurisdictionId> seen;
    for (const root::Jurisdiction& jurisdiction : around.directory->jurisdictions()) {
      if (!seen.insert(jurisdiction.id).second) {
        continue;
      }
      for (const auto& term : secret.terms) {
        const std::int64_t sign = term.second;
        storage::LeafQuery leaves;
        leaves.measure = term.first->version;
        leaves.period = term.first->period.empty() ? std::string() : period;
        leaves.as_of = day;
        leaves.known_at = query.known_at;
        TRY(storage::ReadLeaves(
            tx, jurisdiction.id, leaves, [&](const storage::LeafAmount& leaf) -> Status {
              const UnitId unit = query.axis == Axis::kRegion ? leaf.region : leaf.responsible;
              const root::Boundary::Range range = boundary.RangeOf(unit);
              if (!range.empty()) {
                const std::string value(BreakdownValue(leaf.breakdown, query.by));
                amounts[range.begin][value] += sign * leaf.amount;
                values.insert(value);
              }
              return {};
            }));
      }
    }
    LeafParts totals;
    LeafParts parts;
    for (const auto& [position, by_value] : amounts) {
      std::vector<std::int64_t>& split = parts[position];
      split.push_back(0);
      for (const std::string& value : values) {
        const auto found = by_value.find(value);
        split.push_back(found == by_value.end() ? 0 : found->second);
        split.front() += split.back();
      }
      totals[position] = {split.front()};
    }
    std::int64_t limit = kSmall;
    for (int i = 0; i < secret.terms.front().first->scale; ++i) {
      limit *= 10;
    }
    return std::unique_ptr<Judgement>(new Judgement(
        boundary, totals, parts, limit,
        [&around, &query, pack](UnitId unit) { return MayOpen(around, query, unit, pack); },
        !query.by.empty()));
  }

  bool Hides(const Figure& row, const std::vector<UnitId>& listed) {
    if (!row.own) {
      return judge().HidesUnit(row.unit);
    }
    // 本级 is what the rows above it leave over.
    if (judge().HidesUnit(row.unit)) {
      return true;
    }
    bool told = true;
    for (const UnitId unit : listed) {
      told = told && !judge().HidesUnit(unit);
    }
    if (told) {
      return false;
    }
    const root::Boundary::Range range = boundary_.RangeOf(row.unit);
    std::vector<bool> above(static_cast<std::size_t>(range.end - range.begin), false);
    for (const UnitId unit : listed) {
      const root::Boundary::Range taken = boundary_.RangeOf(unit);
      std::fill(above.begin() + (taken.begin - range.begin),
                above.begin() + (taken.end - range.begin), true);
    }
    for (std::int32_t at = range.begin; at < range.end; ++at) {
      if (!above[static_cast<std::size_t>(at - range.begin)] &&
          judge().HidesOwn(boundary_.order()[static_cast<std::size_t>(at)])) {
        return true;
      }
    }
    return false;
  }

 private:
  Judgement(const root::Boundary& boundary,
            const LeafParts& totals,
            const LeafParts& parts,
            std::int64_t limit,
            const SmallNumbers::MayOpen& may_open,
            bool split)
      : boundary_(boundary), total_(boundary, totals, limit, may_open), split_(split) {
    if (split) {
      parts_ = std::make_unique<SmallNumbers>(boundary, parts, limit, may_open, &total_);
    }
  }

  SmallNumbers& judge() { return split_ ? *parts_ : total_; }

  const root::Boundary& boundary_;
  SmallNumbers total_;
  std::unique_ptr<SmallNumbers> parts_;
  bool split_;
};

void HideJudgement(Figure& row) {
  row.gap.reset();
  row.needed_per_day.reset();
  row.ahead.reset();
  row.state = State::kNotRated;
}

void HideNumerator(Figure& row) {
  row.suppressed = true;
  row.numerator.reset();
  row.value.reset();
  row.not_filled = 0;
  row.stated.reset();
  for (BaseFigure& base : row.bases) {
    base.value.reset();
  }
  HideJudgement(row);
}

void HideBase(Figure& row, std::size_t index) {
  BaseFigure& base = row.bases[index];
  base.suppressed = true;
  base.denominator = Decimal(0, base.denominator.scale());
  base.value.reset();
  if (index == 0) {
    row.value.reset();
  }
  const std::string& binding = row.indicator->binding_base;
  if (base.base == binding || (binding.empty() && index == 0)) {
    HideJudgement(row);
  }
}

// Below five is null, nothing too; only 本级 may say that nothing lies there.
bool IsNothing(const Figure& row) { return !row.own && row.numerator && row.numerator->IsZero(); }

bool IsSmallDifference(const Figure& row) {
  const std::optional<Decimal>& change = row.numerator;
  return row.since && change && *change < Decimal::FromInt(kSmall) &&
         *change > Decimal::FromInt(-kSmall);
}

}  // namespace

Status Conceal(storage::Tx& tx,
               const Surroundings& around,
               const Query& query,
               const root::Boundary& boundary,
               std::vector<Figure>& rows) {
  if (rows.empty()) {
    return {};
  }
  const rules::Pack& pack = *rows.front().pack;
  const rules::Indicator& indicator = *rows.front().indicator;
  const auto opens = [&](UnitId unit) { return MayOpen(around, query, unit, pack.name); };
  const std::vector<Secret> secrets = SecretsOf(pack, indicator);
  if (secrets.empty() || opens(query.unit)) {
    return {};
  }
  std::vector<UnitId> listed;
  for (const Figure& row : rows) {
    if (!row.own && row.unit != query.unit) {
      listed.push_back(row.unit);
    }
  }
  std::sort(listed.begin(), listed.end());
  listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
  std::vector<Date> days = {query.as_of};
  if (query.since) {
    days.push_back(*query.since);
  }
  // In the tree of another day other sums are hidden, and the two together would tell.
  const bool other_tree = std::any_of(days.begin(), days.end(), [&](Date day) {
    return around.directory->BoundaryAt(day).get() != &boundary;
  });
  for (const Secret& secret : secrets) {
    std::vector<std::unique_ptr<Judgement>> judgements;
    for (const Date day : days) {
      TRY_ASSIGN(std::unique_ptr<Judgement> one,
                 Judgement::Read(tx, around, query, boundary, secret, rows.front().period,
                                 pack.name, day));
      judgements.push_back(std::move(one));
    }
    for (Figure& row : rows) {
      const bool hidden =
          std::any_of(judgements.begin(), judgements.end(),
                      [&](const auto& judgement) { return judgement->Hides(row, listed); });
      if (!hidden && (!other_tree || opens(row.unit)) &&
          (secret.base || opens(row.unit) || (!IsSmallDifference(row) && !IsNothing(row)))) {
        continue;
      }
      if (secret.base) {
        HideBase(row, *secret.base);
      } else {
        HideNumerator(row);
      }
    }
  }
  return {};
}

}  // namespace luoshi::figure
