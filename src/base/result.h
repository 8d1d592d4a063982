// Result<T> is a value or an Error; Status is Result<void>. Expected failures travel in these; an
// exception means a defect and is caught only at the edges (request, job, command line).
#pragma once

#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "base/error.h"

namespace luoshi {

// A defect: something the code relied on does not hold. No input of a user may cause one.
class BugError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void ThrowBug(const char* condition, const char* file, int line);

template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return Error{…};` both read naturally.
  // NOLINTNEXTLINE(google-explicit-constructor): see above
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): see above
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& value() & { return Checked(); }
  const T& value() const& { return const_cast<Result*>(this)->Checked(); }
  T&& value() && { return std::move(Checked()); }
  T& operator*() & { return Checked(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(Checked()); }
  T* operator->() { return &Checked(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok()
  Error& error() & { return std::get<1>(content_); }
  const Error& error() const& { return std::get<1>(content_); }
  Error&& error() && { return std::get<1>(std::move(content_)); }

 private:
  T& Checked() {
    if (!ok()) {
      ThrowBug(std::get<1>(content_).key.c_str(), __FILE__, __LINE__);
    }
    return *std::get_if<0>(&content_);
  }
  std::variant<T, Error> content_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): `return Error{…};`
  Result(Error error) : error_(std::move(error)) {}
  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  Error& error() & { return *error_; }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

// REQUIRES-style check: throws BugError when the code itself is wrong.
#define LUOSHI_CHECK(condition)                           \
  do {                                                    \
    if (!(condition)) {                                   \
      ::luoshi::ThrowBug(#condition, __FILE__, __LINE__); \
    }                                                     \
  } while (false)

#define LUOSHI_JOIN_INNER(a, b) a##b
#define LUOSHI_JOIN(a, b) LUOSHI_JOIN_INNER(a, b)

// NOLINTBEGIN(bugprone-macro-parentheses): names and declarations cannot stand in parentheses.

// TRY(expression): leaves the function with the error of a Status or Result, if there is one. The
// counter keeps the name its own when the expression holds a lambda that uses TRY too.
#define TRY(expression) TRY_INNER(expression, LUOSHI_JOIN(luoshi_status_, __COUNTER__))
#define TRY_INNER(expression, name)             \
  do {                                          \
    if (auto name = (expression); !name.ok()) { \
      return std::move(name).error();           \
    }                                           \
  } while (false)

// TRY_ASSIGN(auto x, expression): binds the value or leaves with the error.
#define TRY_ASSIGN(left, expression) \
  TRY_ASSIGN_INNER(left, expression, LUOSHI_JOIN(luoshi_result_, __COUNTER__))
#define TRY_ASSIGN_INNER(left, expression, name) \
  auto name = (expression);                      \
  if (!name.ok()) {                              \
    return std::move(name).error();              \
  }                                              \
  left = std::move(name).value()

// NOLINTEND(bugprone-macro-parentheses)

}  // namespace luoshi
