// Units by number, in blocks that the copies of a Directory share until one of them changes a
// block: a tree of 665,000 units is copied in microseconds.
#pragma once

#include <memory>
#include <vector>

#include "model/unit.h"

namespace luoshi::root {

class UnitTable {
 public:
  class Iterator {
   public:
    using value_type = Unit;
    using difference_type = std::ptrdiff_t;
    Iterator(const UnitTable* table, std::size_t index) : table_(table), index_(index) {}
    const Unit& operator*() const { return (*table_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const UnitTable* table_;
    std::size_t index_;
  };

  std::size_t size() const { return size_; }
  // By index from 0: the unit of number index + 1. REQUIRES: index < size()
  const Unit& operator[](std::size_t index) const {
    return (*blocks_[index / kBlock])[index % kBlock];
  }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

  // Views of units taken from this table before are void afterwards; those of its copies stay.
  void Add(Unit unit) {
    if (size_ % kBlock == 0) {
      blocks_.push_back(std::make_shared<std::vector<Unit>>());
    }
    OwnBlock(size_ / kBlock).push_back(std::move(unit));
    ++size_;
  }
  Unit& Change(std::size_t index) { return OwnBlock(index / kBlock)[index % kBlock]; }

 private:
  static constexpr std::size_t kBlock = 512;

  std::vector<Unit>& OwnBlock(std::size_t block) {
    std::shared_ptr<std::vector<Unit>>& own = blocks_[block];
    if (own.use_count() > 1) {
      own = std::make_shared<std::vector<Unit>>(*own);
    }
    return *own;
  }

  std::vector<std::shared_ptr<std::vector<Unit>>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace luoshi::root
