// What every measurement gets, and the list of all of them.
#pragma once

#include <memory>
#include <span>

#include "bench/bench.h"
#include "bench/town.h"

namespace luoshi::bench {

struct Bench {
  const Options& options;
  const app::StoreOpener& opener;
  Random& random;
  std::string folder;          // for files of this run
  std::unique_ptr<Town> town;  // made when first needed
  std::vector<Line> lines;     // done so far

  Result<Town*> NeedTown();
  void Say(std::string_view text) const;
};

// Wall clock since it was made.
class Watch {
 public:
  Watch();
  double seconds() const;

 private:
  std::int64_t began_ns_;
};

struct LineRow {
  std::string_view name;
  Status (*measure)(Bench& bench, Line& line);  // fills everything but the name
};
std::span<const LineRow> LineRows();

// update_lines.cc
Status Update1(Bench& bench, Line& line);
Status Update16(Bench& bench, Line& line);
Status Update256(Bench& bench, Line& line);
Status Import(Bench& bench, Line& line);
// read_lines.cc
Status RecordReads(Bench& bench, Line& line);
Status ListPages(Bench& bench, Line& line);
Status ListTotals(Bench& bench, Line& line);
// figure_lines.cc
Status FiguresPastDay(Bench& bench, Line& line);
Status FiguresToday(Bench& bench, Line& line);
Status ExplainVillage(Bench& bench, Line& line);
// program_lines.cc
Status FirstAnswerEmpty(Bench& bench, Line& line);
Status FirstAnswerFull(Bench& bench, Line& line);
Status IdleMemory(Bench& bench, Line& line);
Status Plan(Bench& bench, Line& line);
Status VerifyHashes(Bench& bench, Line& line);

}  // namespace luoshi::bench
