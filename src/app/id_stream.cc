#include "app/id_stream.h"

#include <algorithm>

namespace luoshi::app {
namespace {

constexpr std::int64_t kSmallestPage = 8;
constexpr std::int64_t kFirstPage = 32;
constexpr std::int64_t kLargestPage = 512;

// One more, or one less; carries on from the last byte.
RecordId Stepped(RecordId id, bool up) {
  const std::uint8_t edge = up ? 0xff : 0;
  for (auto byte = id.bytes.rbegin(); byte != id.bytes.rend(); ++byte) {
    const bool carries = *byte == edge;
    *byte = static_cast<std::uint8_t>(up ? *byte + 1 : *byte - 1);
    if (!carries) {
      break;
    }
  }
  return id;
}

}  // namespace

IdStream::IdStream(storage::Tx& tx,
                   JurisdictionId jurisdiction,
                   std::vector<storage::IdRange> ranges)
    : tx_(&tx), jurisdiction_(jurisdiction), ranges_(std::move(ranges)), page_size_(kFirstPage) {}

Status IdStream::Read(const RecordId& wanted) {
  // What is asked is what comes after an id; before the nil id there is none, and no record has it.
  const RecordId after = wanted.IsNil() ? wanted : Stepped(wanted, false);
  if (started_) {  // larger while most of a page is wanted, smaller while it is jumped over
    const bool wanted_most = 2 * given_ >= page_size_;
    page_size_ =
        std::clamp(wanted_most ? 2 * page_size_ : page_size_ / 2, kSmallestPage, kLargestPage);
  }
  page_.clear();
  next_ = 0;
  given_ = 0;
  for (const storage::IdRange& range : ranges_) {
    TRY_ASSIGN(const std::vector<RecordId> ids,
               storage::ReadIds(*tx_, jurisdiction_, range, after, page_size_));
    page_.insert(page_.end(), ids.begin(), ids.end());
  }
  if (ranges_.size() > 1) {
    std::sort(page_.begin(), page_.end());
    page_.erase(std::unique(page_.begin(), page_.end()), page_.end());
  }
  // Of what several ranges gave, only so many are sure to have nothing missing between them.
  last_page_ = page_.size() < static_cast<std::size_t>(page_size_);
  page_.resize(std::min(page_.size(), static_cast<std::size_t>(page_size_)));
  started_ = true;
  return {};
}

Result<std::optional<RecordId>> IdStream::AtLeast(const RecordId& wanted) {
  const auto skip = [&] {
    const auto from = page_.begin() + static_cast<std::ptrdiff_t>(next_);
    next_ = static_cast<std::size_t>(std::lower_bound(from, page_.end(), wanted) - page_.begin());
  };
  skip();
  if (next_ == page_.size() && !(started_ && last_page_)) {
    TRY(Read(wanted));
    skip();
  }
  if (next_ == page_.size()) {
    return std::optional<RecordId>();
  }
  ++given_;
  return std::optional<RecordId>(page_[next_]);
}

IdIntersection::IdIntersection(std::vector<IdStream> streams, const RecordId& after)
    : streams_(std::move(streams)), after_(after) {}

Result<std::optional<RecordId>> IdIntersection::Next() {
  RecordId wanted = Stepped(after_, true);
  for (std::size_t agreed = 0, at = 0; agreed < streams_.size(); at = (at + 1) % streams_.size()) {
    TRY_ASSIGN(const std::optional<RecordId> found, streams_[at].AtLeast(wanted));
    if (!found) {
      return found;
    }
    agreed = *found == wanted ? agreed + 1 : 1;
    wanted = *found;
  }
  after_ = wanted;
  return std::optional<RecordId>(wanted);
}

}  // namespace luoshi::app
