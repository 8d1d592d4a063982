// The tree of RFC 6962 as its definition reads: recursive, slow, and easy to see right. What tests
// compare the journal's proofs with. It remembers the hashes of large ranges, nothing else.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"

namespace luoshi::journal {

class NaiveTree {
 public:
  explicit NaiveTree(std::vector<Hash256> leaves) : leaves_(std::move(leaves)) {}

  // MTH(D[size])
  Hash256 Root(std::size_t size) { return Hash(0, size); }

  // PATH(at, D[size])
  std::vector<Hash256> Inclusion(std::size_t at, std::size_t size) {
    std::vector<Hash256> out;
    Path(at, 0, size, out);
    return out;
  }

  // PROOF(first, D[second]); empty when `first` is 0.
  std::vector<Hash256> Consistency(std::size_t first, std::size_t second) {
    std::vector<Hash256> out;
    if (first > 0) {
      Subproof(first, 0, second, true, out);
    }
    return out;
  }

  // MTH(D[begin:end])
  Hash256 Hash(std::size_t begin, std::size_t end) {
    if (begin == end) {
      return HashOf("");
    }
    if (end - begin == 1) {
      return leaves_[begin];
    }
    if (const auto known = known_.find({begin, end}); known != known_.end()) {
      return known->second;
    }
    const std::size_t middle = begin + Split(end - begin);
    const Hash256 left = Hash(begin, middle);
    const Hash256 right = Hash(middle, end);
    const Hash256 hash =
        HashOf("\x01" + std::string(left.AsBytes()) + std::string(right.AsBytes()));
    if (end - begin >= 128) {
      known_[{begin, end}] = hash;
    }
    return hash;
  }

 private:
  static std::size_t Split(std::size_t size) {
    std::size_t split = 1;
    while (split * 2 < size) {
      split *= 2;
    }
    return split;
  }

  void Path(std::size_t at, std::size_t begin, std::size_t end, std::vector<Hash256>& out) {
    if (end - begin == 1) {
      return;
    }
    const std::size_t middle = begin + Split(end - begin);
    if (at < middle) {
      Path(at, begin, middle, out);
      out.push_back(Hash(middle, end));
    } else {
      Path(at, middle, end, out);
      out.push_back(Hash(begin, middle));
    }
  }

  void Subproof(std::size_t first,
                std::size_t begin,
                std::size_t end,
                bool whole,
                std::vector<Hash256>& out) {
    if (first == end) {
      if (!whole) {
        out.push_back(Hash(begin, end));
      }
      return;
    }
    const std::size_t middle = begin + Split(end - begin);
    if (first <= middle) {
      Subproof(first, begin, middle, whole, out);
      out.push_back(Hash(middle, end));
    } else {
      Subproof(first, middle, end, false, out);
      out.push_back(Hash(begin, middle));
    }
  }

  std::vector<Hash256> leaves_;
  std::map<std::pair<std::size_t, std::size_t>, Hash256> known_;
};

}  // namespace luoshi::journal
