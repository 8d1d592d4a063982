#include "root/boundary.h"

#include <algorithm>

#include "root/directory.h"

namespace luoshi::root {
namespace {

std::size_t Index(UnitId unit) { return static_cast<std::size_t>(NumberOf(unit)); }

}  // namespace

Boundary::Boundary(const Directory& directory, Date day)
    : directory_(&directory),
      ranges_(directory.units().size() + 1),
      parents_(directory.units().size() + 1, kNoUnit),
      visible_(directory.units().size() + 1, false) {
  const std::vector<Unit>& units = directory.units();
  std::vector<std::vector<UnitId>> children(units.size() + 1);
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
    children[Index(parent)].push_back(unit.id);
  }
  for (std::vector<UnitId>& list : children) {
    std::sort(list.begin(), list.end(), [&](UnitId a, UnitId b) {
      const Unit& left = units[Index(a) - 1];
      const Unit& right = units[Index(b) - 1];
      return std::tie(left.level, left.code, left.id) < std::tie(right.level, right.code, right.id);
    });
  }
  // Depth first without recursion: a hostile tree may be deep.
  struct Visit {
    UnitId unit;
    std::size_t next = 0;
  };
  order_.reserve(units.size());
  std::vector<Visit> stack;
  for (const UnitId top : children[0]) {
    stack.push_back({top});
    ranges_[Index(top)].begin = static_cast<std::int32_t>(order_.size());
    order_.push_back(top);
    while (!stack.empty()) {
      Visit& visit = stack.back();
      const std::vector<UnitId>& below = children[Index(visit.unit)];
      if (visit.next == below.size()) {
        ranges_[Index(visit.unit)].end = static_cast<std::int32_t>(order_.size());
        stack.pop_back();
        continue;
      }
      const UnitId child = below[visit.next++];
      ranges_[Index(child)].begin = static_cast<std::int32_t>(order_.size());
      order_.push_back(child);
      stack.push_back({child});
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
  for (std::int32_t at = range.begin; at < range.end; ++at) {
    const UnitId below = order_[static_cast<std::size_t>(at)];
    if (IsVisible(below) && directory_->FindUnit(below)->level == level) {
      out.push_back(below);
    }
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
