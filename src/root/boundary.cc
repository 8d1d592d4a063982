#include "root/boundary.h"

#include <algorithm>
#include <numeric>

#include "root/directory.h"

namespace luoshi::root {
namespace {

std::size_t Index(UnitId unit) { return static_cast<std::size_t>(NumberOf(unit)); }

}  // namespace

Boundary::Boundary(const Directory& directory, Date day)
    : ranges_(directory.units().size() + 1),
      parents_(directory.units().size() + 1, kNoUnit),
      visible_(directory.units().size() + 1, false) {
  const UnitTable& units = directory.units();
  for (const Unit& unit : units) {
    UnitId parent = directory.ParentOf(unit.id, std::max(day, unit.from));
    const bool ended = unit.until && *unit.until < day;
    if (ended && unit.successors.size() == 1) {
      parent = unit.successors.front();
    } else if (ended) {
      for (const UnitId successor : unit.successors) {
        confounders_[successor].push_back(unit.id);
      }
    } else if (unit.from <= day) {
      visible_[Index(unit.id)] = true;
    }
    for (const UnitId successor : unit.successors) {
      if (units[Index(successor) - 1].from > day) {
        // Not there yet on this day: its later records may belong to any unit that became it.
        confounders_[unit.id].push_back(successor);
      }
    }
    parents_[Index(unit.id)] = parent;
  }
  // The children of unit n stand at first[n] … first[n + 1]; those of 0 are the roots.
  std::vector<std::size_t> first(units.size() + 2, 0);
  for (const Unit& unit : units) {
    ++first[Index(parents_[Index(unit.id)]) + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<UnitId> children(units.size());
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  for (const Unit& unit : units) {
    children[next[Index(parents_[Index(unit.id)])]++] = unit.id;
  }
  const auto before = [&](UnitId a, UnitId b) {
    const Unit& left = units[Index(a) - 1];
    const Unit& right = units[Index(b) - 1];
    return std::tie(left.level, left.code, left.id) < std::tie(right.level, right.code, right.id);
  };
  for (std::size_t parent = 0; parent + 1 < first.size(); ++parent) {
    const auto from = children.begin() + static_cast<std::ptrdiff_t>(first[parent]);
    const auto to = children.begin() + static_cast<std::ptrdiff_t>(first[parent + 1]);
    if (!std::is_sorted(from, to, before)) {
      std::sort(from, to, before);
    }
  }
  // Depth first without recursion: a hostile tree may be deep.
  order_.reserve(units.size());
  std::vector<UnitId> open;
  std::copy(first.begin(), first.end() - 1, next.begin());
  const auto enter = [&](UnitId unit) {
    const auto position = static_cast<std::int32_t>(order_.size());
    ranges_[Index(unit)].begin = position;
    if (visible_[Index(unit)]) {
      levels_[static_cast<std::size_t>(units[Index(unit) - 1].level)].push_back(position);
    }
    order_.push_back(unit);
    open.push_back(unit);
  };
  for (std::size_t root = first[0]; root < first[1]; ++root) {
    enter(children[root]);
    while (!open.empty()) {
      const std::size_t unit = Index(open.back());
      if (next[unit] < first[unit + 1]) {
        enter(children[next[unit]++]);
      } else {
        ranges_[unit].end = static_cast<std::int32_t>(order_.size());
        open.pop_back();
      }
    }
  }
}

Boundary::Range Boundary::RangeOf(UnitId unit) const {
  return Index(unit) < ranges_.size() ? ranges_[Index(unit)] : Range{};
}

UnitId Boundary::ParentOf(UnitId unit) const {
  return Index(unit) < parents_.size() ? parents_[Index(unit)] : kNoUnit;
}

std::vector<UnitId> Boundary::ChildrenOf(UnitId unit) const {
  std::vector<UnitId> out;
  const Range range = RangeOf(unit);
  for (std::int32_t at = range.begin + 1; at < range.end;) {
    const UnitId child = order_[static_cast<std::size_t>(at)];
    if (IsVisible(child)) {
      out.push_back(child);
    }
    at = RangeOf(child).end;
  }
  return out;
}

std::vector<UnitId> Boundary::DescendantsAt(UnitId unit, UnitLevel level) const {
  std::vector<UnitId> out;
  const Range range = RangeOf(unit);
  const std::vector<std::int32_t>& positions = levels_[static_cast<std::size_t>(level)];
  for (auto at = std::lower_bound(positions.begin(), positions.end(), range.begin);
       at != positions.end() && *at < range.end; ++at) {
    out.push_back(order_[static_cast<std::size_t>(*at)]);
  }
  return out;
}

bool Boundary::IsVisible(UnitId unit) const {
  return Index(unit) < visible_.size() && visible_[Index(unit)];
}

std::vector<UnitId> Boundary::ConfoundersOf(UnitId unit) const {
  const auto found = confounders_.find(unit);
  return found == confounders_.end() ? std::vector<UnitId>() : found->second;
}

bool Boundary::IsWithin(UnitId unit, UnitId ancestor) const {
  const Range range = RangeOf(unit);
  return !range.empty() && RangeOf(ancestor).Contains(range.begin);
}

}  // namespace luoshi::root
