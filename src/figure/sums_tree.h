// The numbers that Sums keeps: for each measure, period and value of a breakdown, what every unit
// of one tree holds in all. Plain data; whoever uses it from many threads guards it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "root/boundary.h"
#include "storage/cell_table.h"

namespace luoshi::figure {

// The units of a boundary by level of depth and, inside one, in the order of the tree: every unit
// comes after the one above it, and siblings stand side by side.
class Numbering {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  explicit Numbering(const root::Boundary& boundary);
  std::uint32_t SlotOf(UnitId unit) const;  // kNone: not in the tree
  std::uint32_t ParentOf(std::uint32_t slot) const { return parents_[slot]; }  // kNone above a root
  std::size_t size() const { return parents_.size(); }
  std::size_t MemoryBytes() const;

 private:
  std::vector<std::uint32_t> slots_;    // by unit number
  std::vector<std::uint32_t> parents_;  // by slot
};

// A number for every slot. Where nothing was ever added, nothing is kept.
class Column {
 public:
  std::int64_t At(std::uint32_t slot) const;
  void Add(std::uint32_t slot, std::int64_t amount);
  // Adds every number to that of the slot above it, the lowest first: amounts become totals.
  void SumUp(const Numbering& numbering);
  void ShrinkToFit() { values_.shrink_to_fit(); }
  std::size_t MemoryBytes() const;

 private:
  static constexpr std::uint32_t kPage = 8;  // a cache line; what is scattered stays small
  static constexpr std::uint32_t kNoPage = UINT32_MAX;

  std::vector<std::uint32_t> pages_;  // which page of `values_` holds slots n·8 … n·8 + 7
  std::vector<std::int64_t> values_;
};

// By region; by responsible unit is that plus `shift`. Most cells lie with the unit of their region
// on both axes and cost nothing twice.
struct Totals {
  Column region;
  Column shift;
};

// What cells of one measure and period add up to at the end of a day, in all and by breakdown; what
// counts on later days only waits.
class MeasureSums {
 public:
  // Loading: amounts of leaves as of the day, the later ones, then SumUp once.
  void Load(const Numbering& numbering, const storage::LeafAmount& leaf);
  void AddLater(Date day, const storage::LeafAmount& leaf);
  void SumUp(const Numbering& numbering);

  // Afterwards: a delta that counts by `today`, or later.
  void Add(const Numbering& numbering, Date today, const storage::CellRow& cell);
  // What counts on the days until `today`, which did not by then, counts now.
  void MoveTo(const Numbering& numbering, Date today);

  const Totals& all() const { return all_; }
  // By value; nullptr: cells of this measure are not split by the field.
  const std::map<std::string, Totals>* By(std::string_view field) const;
  std::size_t MemoryBytes() const;

 private:
  // Every column that a leaf with this breakdown counts in.
  using Lane = std::vector<Totals*>;
  std::uint32_t LaneOf(std::string_view breakdown);

  Totals all_;
  std::map<std::string, std::map<std::string, Totals>, std::less<>> by_;  // field → value
  std::map<std::string, std::uint32_t, std::less<>> lane_of_;             // breakdown → lane
  std::deque<Lane> lanes_;
  // (day, lane, region, responsible) → amount
  std::map<std::tuple<Date, std::uint32_t, UnitId, UnitId>, std::int64_t> later_;
};

}  // namespace luoshi::figure
