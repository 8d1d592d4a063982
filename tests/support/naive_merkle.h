// The tree of RFC 6962 as its definition reads: recursive, slow, and easy to see right. What tests
// compare the journal's proofs with.
#pragma once

#include <cstddef>
#include <vector>

#include "base/sha256.h"

namespace luoshi::testing {

inline std::size_t NaiveSplit(std::size_t size) {
  std::size_t split = 1;
  while (split * 2 < size) {
    split *= 2;
  }
  return split;
}

inline Hash256 NaiveRoot(const std::vector<Hash256>& leaves, std::size_t begin, std::size_t end) {
  if (begin == end) {
    return HashOf("");
  }
  if (end - begin == 1) {
    return leaves[begin];
  }
  const std::size_t middle = begin + NaiveSplit(end - begin);
  return HashOf(std::string("\x01") + std::string(NaiveRoot(leaves, begin, middle).AsBytes()) +
                std::string(NaiveRoot(leaves, middle, end).AsBytes()));
}

inline void NaivePath(const std::vector<Hash256>& leaves,
                      std::size_t at,
                      std::size_t begin,
                      std::size_t end,
                      std::vector<Hash256>& out) {
  if (end - begin == 1) {
    return;
  }
  const std::size_t middle = begin + NaiveSplit(end - begin);
  if (at < middle) {
    NaivePath(leaves, at, begin, middle, out);
    out.push_back(NaiveRoot(leaves, middle, end));
  } else {
    NaivePath(leaves, at, middle, end, out);
    out.push_back(NaiveRoot(leaves, begin, middle));
  }
}

// PATH(at, D[size])
inline std::vector<Hash256> NaiveInclusion(const std::vector<Hash256>& leaves,
                                           std::size_t at,
                                           std::size_t size) {
  std::vector<Hash256> out;
  NaivePath(leaves, at, 0, size, out);
  return out;
}

inline void NaiveSubproof(const std::vector<Hash256>& leaves,
                          std::size_t first,
                          std::size_t begin,
                          std::size_t end,
                          bool whole,
                          std::vector<Hash256>& out) {
  if (first == end) {
    if (!whole) {
      out.push_back(NaiveRoot(leaves, begin, end));
    }
    return;
  }
  const std::size_t middle = begin + NaiveSplit(end - begin);
  if (first <= middle) {
    NaiveSubproof(leaves, first, begin, middle, whole, out);
    out.push_back(NaiveRoot(leaves, middle, end));
  } else {
    NaiveSubproof(leaves, first, middle, end, false, out);
    out.push_back(NaiveRoot(leaves, begin, middle));
  }
}

// PROOF(first, D[second]); empty when `first` is 0.
inline std::vector<Hash256> NaiveConsistency(const std::vector<Hash256>& leaves,
                                             std::size_t first,
                                             std::size_t second) {
  std::vector<Hash256> out;
  if (first > 0) {
    NaiveSubproof(leaves, first, 0, second, true, out);
  }
  return out;
}

}  // namespace luoshi::testing
