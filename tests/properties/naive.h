// Figures the slow way: every history is read from the journals, folded as of the day, and asked
// what the measures say. Nothing of cells, totals, rows or timelines is used.
//
// As known at the end of day K: only changes recorded by then are in the histories, and packs and
// calendars are those of then. So a correction known later has not happened yet, and a measure that
// was defined later is zero.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"

namespace luoshi::properties {

class Naive {
 public:
  static Result<Naive> Read(app::App& app);

  // One line for every figure that is not nought: see Line.
  std::map<std::string, std::string> Figures(const figure::Query& query) const;

  std::size_t records() const { return records_.size(); }

 private:
  struct Record {
    std::string pack;
    rules::History history;
  };
  struct Contribution {
    std::int64_t measure = 0;
    std::string period;
    std::map<std::string, std::string> by;
    UnitId region = kNoUnit;
    UnitId responsible = kNoUnit;
    std::int64_t amount = 0;
  };
  using Contributions = std::vector<Contribution>;
  const Contributions& On(Date day, std::optional<Date> known_at) const;
  void Add(const Record& record, Date day, std::optional<Date> known_at, Contributions& out) const;

  std::shared_ptr<const root::Directory> directory_;
  std::vector<Date> root_known_on_;  // by root position
  std::vector<Record> records_;
  mutable std::map<std::pair<Date, std::optional<Date>>, Contributions> cache_;
};

// What a figure is about, and what it says: key and line of Naive::Figures.
std::string KeyOf(const figure::Figure& figure);
std::string LineOf(const figure::Figure& figure);
bool IsNought(const figure::Figure& figure);

}  // namespace luoshi::properties
