// Compiles any bytes as an expression of every kind, and evaluates what compiles on records that
// are empty, ordinary and extreme. Held: no crash, no endless run; what cannot be compiled says why
// with a known sentence; what is known is of the kind that was wanted.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "base/messages.h"
#include "rules/expression.h"

namespace {

using luoshi::Date;
using luoshi::DateTime;
using luoshi::Decimal;
using luoshi::Fields;
using luoshi::GroupRows;
using luoshi::TextList;
using luoshi::Value;
using luoshi::rules::Expression;
using luoshi::rules::Scope;
using luoshi::rules::Type;
using luoshi::rules::TypeKind;

constexpr std::array kKinds = {TypeKind::kBool,      TypeKind::kInt,      TypeKind::kDecimal,
                               TypeKind::kText,      TypeKind::kDate,     TypeKind::kTime,
                               TypeKind::kEnum,      TypeKind::kEnumList, TypeKind::kUnit,
                               TypeKind::kReference, TypeKind::kPoint,    TypeKind::kGroup};

// The fields of docs/formats/expression.md, so that its vectors are useful seeds.
const Scope& FuzzScope() {
  static const Scope scope = [] {
    const auto of = [](TypeKind kind) { return Type{kind, {}, {}}; };
    const Type rows{TypeKind::kGroup,
                    {},
                    {{"amount", of(TypeKind::kDecimal)},
                     {"kind", Type{TypeKind::kEnum, {"a", "b"}, {}}},
                     {"done", of(TypeKind::kBool)}}};
    Scope out;
    out.variables = {{"n", of(TypeKind::kInt)},
                     {"m", of(TypeKind::kInt)},
                     {"d", of(TypeKind::kDecimal)},
                     {"e", of(TypeKind::kDecimal)},
                     {"t", of(TypeKind::kText)},
                     {"id", of(TypeKind::kText)},
                     {"on", of(TypeKind::kDate)},
                     {"due", of(TypeKind::kDate)},
                     {"at", of(TypeKind::kTime)},
                     {"status", Type{TypeKind::kEnum, {"unpaid", "paid", "exempt"}, {}}},
                     {"tags", Type{TypeKind::kEnumList, {"poor", "old", "sick"}, {}}},
                     {"rows", rows},
                     {"p", of(TypeKind::kBool)},
                     {"q", of(TypeKind::kBool)}};
    out.clocks = {"handling"};
    out.time_terms = true;
    return out;
  }();
  return scope;
}

const std::array<std::vector<Value>, 3>& Records() {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  static const std::array<std::vector<Value>, 3> records = {
      std::vector<Value>{},
      std::vector<Value>{std::int64_t{3}, std::int64_t{0}, Decimal(250, 2), Decimal(0, 2),
                         std::string("张三丰"), std::string("11010519491231002X"), Date{20'000},
                         Date{20'030}, DateTime{0}, std::string("paid"), TextList{"old"},
                         GroupRows{{}, {{"amount", Value(Decimal(15, 1))}, {"done", Value(true)}}},
                         true, false},
      std::vector<Value>{kLeast, kMost, Decimal(kLeast, 0), Decimal(kMost, 9), std::string("\xff"),
                         std::string("110105"), Date{-700'000}, Date{2'900'000}, DateTime{-1},
                         std::string("gone"), TextList{"", "old"}, GroupRows{}, false, Value()}};
  return records;
}

void Require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool IsOfKind(const Value& value, TypeKind kind) {
  return (kind == TypeKind::kBool) == (value.As<bool>() != nullptr) &&
         (kind == TypeKind::kInt) == (value.As<std::int64_t>() != nullptr) &&
         (kind == TypeKind::kDecimal) == (value.As<Decimal>() != nullptr) &&
         (kind == TypeKind::kDate) == (value.As<Date>() != nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  for (const TypeKind kind : kKinds) {
    const luoshi::Result<Expression> expression = Expression::Compile(source, FuzzScope(), kind);
    if (!expression.ok()) {
      Require(luoshi::FindMessage(expression.error().key) != nullptr);
      continue;
    }
    constexpr std::array<bool, 4> kTerms = {true, false, true, false};
    for (const std::vector<Value>& record : Records()) {
      const Value value = expression->Evaluate(record, kTerms);
      Require(value.IsEmpty() || IsOfKind(value, kind));
      Require(expression->IsTrue(record, kTerms) == (value == Value(true)));
    }
  }
  return 0;
}
