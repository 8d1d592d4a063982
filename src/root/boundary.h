// The tree of units as it stands from one day on. It is numbered so that a subtree is a range of
// positions; a sum over a unit is a sum over the leaves in its range.
//
// What a unit was before it was merged stays a leaf below its successor, so a merger rebuilds
// nothing. What cannot be divided (a unit that was split, or one that did not exist yet in this
// version) hangs as a hidden leaf at the nearest unit that certainly holds it; the visible units
// beside it are then not comparable (不可比).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "model/unit.h"

namespace luoshi::root {

class Directory;

class Boundary {
 public:
  struct Range {
    std::int32_t begin = 0;
    std::int32_t end = 0;  // exclusive; begin == end: not in the tree
    bool Contains(std::int32_t position) const { return position >= begin && position < end; }
    bool empty() const { return begin == end; }
  };

  // The tree as of `day`. Cost: one pass over all units; 29 bytes a unit. Keeps nothing of the
  // directory.
  Boundary(const Directory& directory, Date day);

  Range RangeOf(UnitId unit) const;
  // kNoUnit for a root and for what is not in the tree.
  UnitId ParentOf(UnitId unit) const;
  // Valid on this day, in the order of their codes.
  std::vector<UnitId> ChildrenOf(UnitId unit) const;
  // In the order of the tree. Cost: what is found, whatever lies between.
  std::vector<UnitId> DescendantsAt(UnitId unit, UnitLevel level) const;
  bool IsVisible(UnitId unit) const;
  // The hidden leaves that may hold a part of what is `unit`'s: it is comparable while these are 0.
  std::vector<UnitId> ConfoundersOf(UnitId unit) const;
  bool IsWithin(UnitId unit, UnitId ancestor) const;  // itself included
  const std::vector<UnitId>& order() const { return order_; }

 private:
  std::vector<UnitId> order_;    // by position
  std::vector<Range> ranges_;    // by unit number
  std::vector<UnitId> parents_;  // by unit number
  std::vector<bool> visible_;    // by unit number
  // positions of the visible units of each level, ascending
  std::array<std::vector<std::int32_t>, static_cast<std::size_t>(UnitLevel::kOffice) + 1> levels_;
  std::map<UnitId, std::vector<UnitId>> confounders_;
};

}  // namespace luoshi::root
