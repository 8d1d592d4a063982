// Figures beside those of another day: 较上日, 本周, 较上月末, 同比, and what the pace of the last
// weeks makes of the deadline. Each asks the same question again as of that day.
#pragma once

#include "figure/figure.h"

namespace luoshi::figure {

// The day compared with, at its end: the day before; the Sunday before the week of `day`; the last
// day of the month before; the same day of the year before, of 29 February 28 February.
Date DayAgainst(Against against, Date day);

// Fills Figure::comparison, as Query::against says. 同比 of an indicator with years as periods is
// that of the year before.
Status AddComparisons(storage::Tx& tx,
                      const Surroundings& around,
                      const Query& query,
                      std::vector<Figure>& figures);
// Fills Figure::forecast of units with a deadline still to come.
Status AddForecasts(storage::Tx& tx,
                    const Surroundings& around,
                    const Query& query,
                    std::vector<Figure>& figures);

}  // namespace luoshi::figure
