// Keeps small numbers out of the rows of one indicator (invariant 11).
#pragma once

#include <vector>

#include "figure/figure.h"

namespace luoshi::figure {

// Takes out of `rows`, which are all rows of one indicator and one query, what the reader may not
// know: numbers below five where he may not open the rows, and as many others as it takes that they
// cannot be worked out. What is hidden does not depend on how the question was put.
Status Conceal(storage::Tx& tx,
               const Surroundings& around,
               const Query& query,
               const root::Boundary& boundary,
               std::vector<Figure>& rows);

}  // namespace luoshi::figure
