#include "figure/small_numbers.h"

#include <algorithm>

namespace luoshi::figure {
namespace {

bool Contains(const std::vector<UnitId>& list, UnitId unit) {
  return std::find(list.begin(), list.end(), unit) != list.end();
}

}  // namespace

SmallNumbers::SmallNumbers(const root::Boundary& boundary,
                           const LeafParts& leaves,
                           std::int64_t limit,
                           MayOpen may_open,
                           SmallNumbers* total)
    : boundary_(boundary), may_open_(std::move(may_open)), limit_(limit), total_(total) {
  for (const auto& [position, amounts] : leaves) {
    parts_ = std::max(parts_, amounts.size());
  }
  before_.emplace_back(parts_, 0);
  for (const auto& [position, amounts] : leaves) {
    // what the reader may open he can take away from any sum; only the rest is a secret
    if (may_open_(boundary.order()[static_cast<std::size_t>(position)])) {
      continue;
    }
    positions_.push_back(position);
    Amounts sum = before_.back();
    for (std::size_t part = 0; part < amounts.size(); ++part) {
      sum[part] += amounts[part];
    }
    before_.push_back(std::move(sum));
  }
}

SmallNumbers::Amounts SmallNumbers::SumOf(root::Boundary::Range range) const {
  const auto index = [&](std::int32_t position) {
    return static_cast<std::size_t>(
        std::lower_bound(positions_.begin(), positions_.end(), position) - positions_.begin());
  };
  Amounts out = before_[index(range.end)];
  const Amounts& first = before_[index(range.begin)];
  for (std::size_t part = 0; part < parts_; ++part) {
    out[part] -= first[part];
  }
  return out;
}

bool SmallNumbers::IsSmall(const Amounts& amounts) const {
  return std::any_of(amounts.begin(), amounts.end(),
                     [&](std::int64_t amount) { return amount != 0 && amount < limit_; });
}

bool SmallNumbers::HidesUnit(UnitId unit) {
  if (parts_ == 0 || may_open_(unit)) {
    return false;
  }
  if (const auto found = hidden_.find(unit); found != hidden_.end()) {
    return found->second;
  }
  // From the top: what is below something hidden is hidden too, or it could be bounded from below.
  std::vector<UnitId> path;
  for (UnitId at = unit; at != kNoUnit; at = boundary_.ParentOf(at)) {
    path.push_back(at);
  }
  bool hidden = IsSmall(SumOf(boundary_.RangeOf(path.back()))) ||
                (total_ != nullptr && total_->HidesUnit(path.back()));
  for (std::size_t i = path.size() - 1; i > 0 && !hidden; --i) {
    hidden = Contains(HiddenBelow(path[i]), path[i - 1]);
  }
  return hidden_[unit] = hidden;
}

bool SmallNumbers::HidesOwn(UnitId unit) {
  return parts_ != 0 && !may_open_(unit) && (HidesUnit(unit) || Contains(HiddenBelow(unit), unit));
}

const std::vector<UnitId>& SmallNumbers::HiddenBelow(UnitId unit) {
  const auto found = hidden_below_.find(unit);
  if (found != hidden_below_.end()) {
    return found->second;
  }
  struct Member {
    UnitId unit;
    Amounts amounts;
  };
  std::vector<Member> rest;
  std::vector<UnitId> hidden;
  Amounts together(parts_, 0);
  const auto hide = [&](const Member& member) {
    hidden.push_back(member.unit);
    for (std::size_t part = 0; part < parts_; ++part) {
      together[part] += member.amounts[part];
    }
  };
  const auto take = [&](UnitId who, root::Boundary::Range range) {
    Member member{who, SumOf(range)};
    const bool nothing = std::all_of(member.amounts.begin(), member.amounts.end(),
                                     [](std::int64_t amount) { return amount == 0; });
    if (nothing || may_open_(who)) {
      return;
    }
    const bool in_total = total_ != nullptr && Contains(total_->HiddenBelow(unit), who);
    if (in_total || IsSmall(member.amounts)) {
      hide(member);
    } else {
      rest.push_back(std::move(member));
    }
  };
  const root::Boundary::Range range = boundary_.RangeOf(unit);
  take(unit, {range.begin, range.begin + 1});
  for (std::int32_t at = range.begin + 1; at < range.end;) {
    const UnitId child = boundary_.order()[static_cast<std::size_t>(at)];
    take(child, boundary_.RangeOf(child));
    at = boundary_.RangeOf(child).end;
  }
  // The sum of what is hidden can be worked out, so it must be neither of one nor small itself.
  std::stable_sort(rest.begin(), rest.end(), [](const Member& a, const Member& b) {
    return a.amounts.front() < b.amounts.front();
  });
  for (const Member& next : rest) {
    if (hidden.empty() || (hidden.size() > 1 && !IsSmall(together))) {
      break;
    }
    hide(next);
  }
  return hidden_below_[unit] = std::move(hidden);
}

}  // namespace luoshi::figure
