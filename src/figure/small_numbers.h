// Small numbers (少于5): which sums of an indicator are kept from whoever may not open the rows
// below them. docs/formats/cell.md, section “Small numbers”, says the rule and why it holds.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "root/boundary.h"

namespace luoshi::figure {

// What the leaves hold, by position in the tree. The parts of a leaf (a total and its breakdown)
// are shown or kept together, because they add up.
using LeafParts = std::map<std::int32_t, std::vector<std::int64_t>>;

class SmallNumbers {
 public:
  using MayOpen = std::function<bool(UnitId)>;

  // Nothing is no secret here: it points at nobody, and cannot cover anybody. `limit`: from this
  // amount on, in units of the measure's scale, a number may be shown. `total`, where `leaves` are
  // broken down: the same without the breakdown. What it hides is hidden here too, for the parts
  // add up to it.
  SmallNumbers(const root::Boundary& boundary,
               const LeafParts& leaves,
               std::int64_t limit,
               MayOpen may_open,
               SmallNumbers* total = nullptr);

  // The sum over a unit and all below it.
  bool HidesUnit(UnitId unit);
  // What the unit holds itself.
  bool HidesOwn(UnitId unit);

 private:
  using Amounts = std::vector<std::int64_t>;
  // The children of a unit, and the unit itself for what is its own, that are kept back while the
  // unit's sum is shown.
  const std::vector<UnitId>& HiddenBelow(UnitId unit);
  Amounts SumOf(root::Boundary::Range range) const;
  bool IsSmall(const Amounts& amounts) const;

  const root::Boundary& boundary_;
  MayOpen may_open_;
  std::int64_t limit_;
  SmallNumbers* total_;
  std::size_t parts_ = 0;
  std::vector<std::int32_t> positions_;  // of leaves that are closed to the reader, ascending
  std::vector<Amounts> before_;          // sums of all before it; one more than positions
  std::map<UnitId, bool> hidden_;
  std::map<UnitId, std::vector<UnitId>> hidden_below_;
};

}  // namespace luoshi::figure
