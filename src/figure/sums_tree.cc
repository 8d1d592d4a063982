#include "figure/sums_tree.h"

#include <algorithm>
#include <numeric>

namespace luoshi::figure {
namespace {

// Calls with each `field=value` of "a=1;b=2".
template <class OnPart>
void ForEachPart(std::string_view breakdown, const OnPart& on_part) {
  while (!breakdown.empty()) {
    const std::size_t end = breakdown.find(';');
    const std::string_view part = breakdown.substr(0, end);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      on_part(part.substr(0, equals), part.substr(equals + 1));
    }
    breakdown.remove_prefix(end == std::string_view::npos ? breakdown.size() : end + 1);
  }
}

// Into the leaves alone.
void AddLeaf(const Numbering& numbering,
             Totals& totals,
             UnitId region,
             UnitId responsible,
             std::int64_t amount) {
  const auto add = [&](Column& column, UnitId unit, std::int64_t part) {
    if (const std::uint32_t slot = numbering.SlotOf(unit); slot != Numbering::kNone) {
      column.Add(slot, part);
    }
  };
  add(totals.region, region, amount);
  if (responsible != region) {
    add(totals.shift, responsible, amount);
    add(totals.shift, region, -amount);
  }
}

// Into the leaves and everything above them.
void AddPath(const Numbering& numbering,
             Totals& totals,
             UnitId region,
             UnitId responsible,
             std::int64_t amount) {
  const auto add = [&](Column& column, UnitId unit, std::int64_t part) {
    for (std::uint32_t slot = numbering.SlotOf(unit); slot != Numbering::kNone;
         slot = numbering.ParentOf(slot)) {
      column.Add(slot, part);
    }
  };
  add(totals.region, region, amount);
  if (responsible != region) {
    add(totals.shift, responsible, amount);
    add(totals.shift, region, -amount);
  }
}

std::size_t BytesOf(const Totals& totals) {
  return totals.region.MemoryBytes() + totals.shift.MemoryBytes();
}

}  // namespace

Numbering::Numbering(const root::Boundary& boundary) {
  const std::vector<UnitId>& order = boundary.order();
  std::int64_t most = 0;
  for (const UnitId unit : order) {
    most = std::max(most, NumberOf(unit));
  }
  slots_.assign(static_cast<std::size_t>(most) + 1, kNone);
  // In the order of the tree the units above a position are those whose ranges are still open.
  std::vector<std::uint32_t> depths(order.size());
  std::vector<std::int32_t> open;
  std::vector<std::uint32_t> first(1, 0);  // slots of depth n begin at first[n]
  for (std::size_t at = 0; at < order.size(); ++at) {
    while (!open.empty() && open.back() <= static_cast<std::int32_t>(at)) {
      open.pop_back();
    }
    depths[at] = static_cast<std::uint32_t>(open.size());
    open.push_back(boundary.RangeOf(order[at]).end);
    first.resize(std::max(first.size(), open.size() + 1), 0);
    ++first[open.size()];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  parents_.resize(order.size(), kNone);
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::uint32_t slot = first[depths[at]]++;
    slots_[static_cast<std::size_t>(NumberOf(order[at]))] = slot;
    const UnitId parent = boundary.ParentOf(order[at]);
    parents_[slot] = depths[at] == 0 ? kNone : slots_[static_cast<std::size_t>(NumberOf(parent))];
  }
}

std::uint32_t Numbering::SlotOf(UnitId unit) const {
  const auto number = static_cast<std::size_t>(NumberOf(unit));
  return number < slots_.size() ? slots_[number] : kNone;
}

std::size_t Numbering::MemoryBytes() const {
  return (slots_.capacity() + parents_.capacity()) * sizeof(std::uint32_t);
}

std::int64_t Column::At(std::uint32_t slot) const {
  const std::uint32_t page = slot / kPage < pages_.size() ? pages_[slot / kPage] : kNoPage;
  return page == kNoPage ? 0 : values_[page * std::size_t{kPage} + slot % kPage];
}

void Column::Add(std::uint32_t slot, std::int64_t amount) {
  if (slot / kPage >= pages_.size()) {
    pages_.resize(slot / kPage + 1, kNoPage);
  }
  std::uint32_t& page = pages_[slot / kPage];
  if (page == kNoPage) {
    page = static_cast<std::uint32_t>(values_.size() / kPage);
    values_.resize(values_.size() + kPage, 0);
  }
  values_[page * std::size_t{kPage} + slot % kPage] += amount;
}

void Column::SumUp(const Numbering& numbering) {
  for (std::size_t page = pages_.size(); page-- > 0;) {
    for (std::uint32_t in = kPage; in-- > 0 && pages_[page] != kNoPage;) {
      const auto slot = static_cast<std::uint32_t>(page * kPage + in);
      const std::int64_t amount = values_[pages_[page] * std::size_t{kPage} + in];
      if (amount != 0 && numbering.ParentOf(slot) != Numbering::kNone) {
        Add(numbering.ParentOf(slot), amount);
      }
    }
  }
}

std::size_t Column::MemoryBytes() const {
  return pages_.capacity() * sizeof(std::uint32_t) + values_.capacity() * sizeof(std::int64_t);
}

std::uint32_t MeasureSums::LaneOf(std::string_view breakdown) {
  if (const auto known = lane_of_.find(breakdown); known != lane_of_.end()) {
    return known->second;
  }
  Lane lane = {&all_};
  ForEachPart(breakdown, [&](std::string_view field, std::string_view value) {
    lane.push_back(&by_[std::string(field)][std::string(value)]);
  });
  lanes_.push_back(std::move(lane));
  const auto number = static_cast<std::uint32_t>(lanes_.size() - 1);
  lane_of_.emplace(breakdown, number);
  return number;
}

void MeasureSums::Load(const Numbering& numbering, const storage::LeafAmount& leaf) {
  for (Totals* totals : lanes_[LaneOf(leaf.breakdown)]) {
    AddLeaf(numbering, *totals, leaf.region, leaf.responsible, leaf.amount);
  }
}

void MeasureSums::AddLater(Date day, const storage::LeafAmount& leaf) {
  const auto [at, made] =
      later_.try_emplace({day, LaneOf(leaf.breakdown), leaf.region, leaf.responsible}, 0);
  at->second += leaf.amount;
  if (at->second == 0) {
    later_.erase(at);
  }
}

void MeasureSums::SumUp(const Numbering& numbering) {
  const auto finish = [&](Totals& totals) {
    for (Column* column : {&totals.region, &totals.shift}) {
      column->SumUp(numbering);
      column->ShrinkToFit();
    }
  };
  finish(all_);
  for (auto& [field, values] : by_) {
    for (auto& [value, totals] : values) {
      finish(totals);
    }
  }
}

void MeasureSums::Add(const Numbering& numbering, Date today, const storage::CellRow& cell) {
  if (cell.day > today) {
    AddLater(cell.day, {cell.cell.breakdown, cell.cell.period, cell.cell.region,
                        cell.cell.responsible, cell.amount});
    return;
  }
  for (Totals* totals : lanes_[LaneOf(cell.cell.breakdown)]) {
    AddPath(numbering, *totals, cell.cell.region, cell.cell.responsible, cell.amount);
  }
}

void MeasureSums::MoveTo(const Numbering& numbering, Date today) {
  while (!later_.empty() && std::get<0>(later_.begin()->first) <= today) {
    const auto& [day, lane, region, responsible] = later_.begin()->first;
    for (Totals* totals : lanes_[lane]) {
      AddPath(numbering, *totals, region, responsible, later_.begin()->second);
    }
    later_.erase(later_.begin());
  }
}

const std::map<std::string, Totals>* MeasureSums::By(std::string_view field) const {
  const auto found = by_.find(field);
  return found == by_.end() ? nullptr : &found->second;
}

std::size_t MeasureSums::MemoryBytes() const {
  std::size_t out = sizeof(*this) + BytesOf(all_);
  for (const auto& [field, values] : by_) {
    for (const auto& [value, totals] : values) {
      out += sizeof(totals) + BytesOf(totals);
    }
  }
  constexpr std::size_t kMapNode = 32;
  return out + later_.size() * (sizeof(decltype(later_)::value_type) + kMapNode);
}

}  // namespace luoshi::figure
