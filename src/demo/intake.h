// Writes the example's workbooks into data/example/ and imports them as a clerk does, with a copy
// of each workbook that holds its refusals beside the rows.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/import.h"
#include "demo/hand.h"
#include "demo/workbooks.h"

namespace luoshi::demo {

struct Intake {
  std::int64_t added = 0;
  std::int64_t refused = 0;
};

class Importer {
 public:
  Importer(Hand& hand, std::string folder, std::function<void(std::string_view)> progress)
      : hand_(hand), folder_(std::move(folder)), progress_(std::move(progress)) {}

  // People and households, before anything that refers to them.
  Status ImportPeople(const Town& town, const Population& population);
  Status ImportFees(const Town& town, const Population& population, SeededRandom& random);
  // Each row counts from the day its list was true: 2 March, 2 September, the ends of the months.
  Status ImportMonitoring(const Town& town,
                          const Population& population,
                          int count,
                          SeededRandom& random);
  Status ImportHazards(const Town& town, int per_village, SeededRandom& random);
  Status ImportProjects(const Town& town);
  Status ImportRevenue(const Town& town, int month);

  const Intake& intake() const { return intake_; }

 private:
  Status Import(const Town& town,
                const std::string& name,
                const std::string& content,
                const app::ImportOptions& options);

  Hand& hand_;
  std::string folder_;
  std::function<void(std::string_view)> progress_;
  Intake intake_;
};

}  // namespace luoshi::demo
