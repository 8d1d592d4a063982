// A county of random records under the example's packs: 10 towns, 300 villages, a journal for each
// town. Of the records 45 % are persons, 45 % their insurance fees, 10 % hazards. Everything
// follows from a record's number, so nothing needs to be remembered.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/app.h"
#include "bench/bench.h"

namespace luoshi::bench {

class Town {
 public:
  static constexpr int kTowns = 10;
  static constexpr int kVillagesPerTown = 30;
  static constexpr std::string_view kActor = "clerk";

  // Opens what `folder` holds when it has as many records, else makes it. kInvalid
  // bench.other_town.
  static Result<std::unique_ptr<Town>> Make(const std::string& folder,
                                            std::int64_t records,
                                            const app::StoreOpener& opener,
                                            Random& random,
                                            const std::function<void(std::string_view)>& progress);

  const std::string& folder() const { return folder_; }
  std::int64_t records() const { return records_; }
  std::int64_t fees() const { return records_ * 45 / 100; }
  std::int64_t hazards() const { return records_ - 2 * fees(); }
  // Records a second while it was filled, in batches of 1,000; 0 when it was there already.
  double filled_per_second() const { return filled_per_second_; }

  static RecordId PersonOf(std::int64_t number);
  static RecordId FeeOf(std::int64_t number);
  static RecordId HazardOf(std::int64_t number);
  static UnitId VillageOf(std::int64_t number);
  static UnitId TownOf(std::int64_t number);
  static JurisdictionId JournalOf(std::int64_t number);

  // Nobody else may have it open; closed again with Close.
  Result<app::App*> Open(const app::StoreOpener& opener, Random& random);
  void Close() { app_.reset(); }

 private:
  explicit Town(std::string folder, std::int64_t records)
      : folder_(std::move(folder)), records_(records) {}
  Status Found();
  Status Fill(const std::function<void(std::string_view)>& progress);

  std::string folder_;
  std::int64_t records_;
  double filled_per_second_ = 0;
  std::unique_ptr<app::App> app_;
};

}  // namespace luoshi::bench
