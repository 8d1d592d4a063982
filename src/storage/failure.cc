#include "storage/failure.h"

#include <utility>

namespace luoshi::storage {

Error Busy(std::string detail) {
  return {ErrorCode::kUnavailable, "storage.busy", {}, {}, std::move(detail)};
}

Error Full(std::string detail) {
  return {ErrorCode::kUnavailable, "storage.full", {}, {}, std::move(detail)};
}

Error Unreachable(std::string detail) {
  return {ErrorCode::kUnavailable, "storage.unreachable", {}, {}, std::move(detail)};
}

Error Duplicate(std::string detail) {
  return {ErrorCode::kConflict, "storage.duplicate", {}, {}, std::move(detail)};
}

Error Failed(std::string detail) {
  return {ErrorCode::kInternal, "storage.failed", {}, {}, std::move(detail)};
}

}  // namespace luoshi::storage
