// Ids of records in order, read from ranges of indexes a page at a time, and their intersection.
#pragma once

#include <optional>
#include <vector>

#include "storage/record_table.h"

namespace luoshi::app {

// The ids of several ranges together, each once.
class IdStream {
 public:
  IdStream(storage::Tx& tx, JurisdictionId jurisdiction, std::vector<storage::IdRange> ranges);

  // The first id that is at least `wanted`; nullopt when there is none. REQUIRES: `wanted` does not
  // go back
  Result<std::optional<RecordId>> AtLeast(const RecordId& wanted);

 private:
  Status Read(const RecordId& wanted);

  storage::Tx* tx_;
  JurisdictionId jurisdiction_;
  std::vector<storage::IdRange> ranges_;
  std::vector<RecordId> page_;
  std::size_t next_ = 0;
  std::int64_t given_ = 0;  // of this page
  std::int64_t page_size_;
  bool last_page_ = false;
  bool started_ = false;
};

// The ids that are in every stream, one call after the other; nullopt at the end. REQUIRES: at
// least one stream
class IdIntersection {
 public:
  IdIntersection(std::vector<IdStream> streams, const RecordId& after);
  Result<std::optional<RecordId>> Next();

 private:
  std::vector<IdStream> streams_;
  RecordId after_;
};

}  // namespace luoshi::app
