#include "storage/store.h"

#include <algorithm>

namespace luoshi::storage {

Uuid Row::Id(int column) const {
  const std::string_view raw = Blob(column);
  Uuid out;
  LUOSHI_CHECK(raw.size() == out.bytes.size());
  std::copy(raw.begin(), raw.end(), out.bytes.begin());
  return out;
}

}  // namespace luoshi::storage
