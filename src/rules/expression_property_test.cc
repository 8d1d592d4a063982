#include <array>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "rules/expression.h"
#include "rules/test_expression.h"

namespace luoshi::rules {
namespace {

using Random = std::mt19937_64;

std::size_t Below(Random& random, std::size_t bound) { return random() % bound; }

// A program of the wanted kind. It is right by construction, so each must compile.
std::string Program(Random& random, TypeKind kind, int depth, bool in_row) {
  const auto sub = [&](TypeKind wanted) { return Program(random, wanted, depth - 1, in_row); };
  const auto pick = [&](std::initializer_list<const char*> words) {
    return std::string(words.begin()[Below(random, words.size())]);
  };
  const auto number = [&] { return Below(random, 2) == 0 ? TypeKind::kInt : TypeKind::kDecimal; };
  const bool leaf = depth <= 0;
  if (!leaf && Below(random, 8) == 0) {
    return "(" + sub(TypeKind::kBool) + " ? " + sub(kind) + " : " + sub(kind) + ")";
  }
  if (kind == TypeKind::kInt) {
    if (leaf) {
      return pick({"n", "m", "0", "1", "-7", "9223372036854775807", "year(id)", "size(t)"});
    }
    switch (Below(random, 6)) {
      case 0:
        return "year(" + sub(TypeKind::kDate) + ")";
      case 1:
        return "days_between(" + sub(TypeKind::kDate) + ", " + sub(TypeKind::kDate) + ")";
      case 2:
        return "-" + sub(TypeKind::kInt);
      case 3:
        return in_row ? "n" : "count(rows, r, " + Program(random, TypeKind::kBool, 1, true) + ")";
      case 4:
        return "div(" + sub(number()) + ", " + sub(number()) + ", 0, 'down')";
      default:
        return "(" + sub(kind) + pick({" + ", " - ", " * ", " / ", " % "}) + sub(kind) + ")";
    }
  }
  if (kind == TypeKind::kDecimal) {
    if (leaf) {
      return in_row ? "r.amount" : pick({"d", "e", "0.5", "-0.000000001", "999999999.999999999"});
    }
    switch (Below(random, 4)) {
      case 0:
        return "div(" + sub(number()) + ", " + sub(number()) + ", 9, 'half_up')";
      case 1:
        return "round(" + sub(number()) + ", 2)";
      case 2:
        return in_row ? "d" : "sum(rows, r, " + Program(random, kind, 1, true) + ")";
      default:
        return "(" + sub(kind) + pick({" + ", " - ", " * "}) + sub(number()) + ")";
    }
  }
  if (kind == TypeKind::kDate) {
    return leaf ? pick({"on", "due", "date('2026-09-01')", "date('0001-01-01')", "date(at)"})
                : pick({"min(", "max("}) + sub(kind) + ", " + sub(kind) + ")";
  }
  if (kind == TypeKind::kText) {
    return pick({"t", "id", "'张三'", "\"x\\n\"", "sex(id)"});
  }
  if (leaf) {
    return in_row ? pick({"r.done", "(r.kind == 'a')"})
                  : pick({"p", "q", "true", "false", "(status == 'paid')", "overdue(handling)",
                          "(age(on) >= 60)", "(elapsed(due) < 30)", "contains(tags, 'old')"});
  }
  switch (Below(random, 6)) {
    case 0:
      return "!" + sub(kind);
    case 1:
      return "(" + sub(number()) + pick({" == ", " != ", " < ", " <= ", " > ", " >= "}) +
             sub(number()) + ")";
    case 2:
      return "filled(" + sub(number()) + ")";
    case 3:
      return pick({"contains(", "starts_with("}) + sub(TypeKind::kText) + ", " +
             sub(TypeKind::kText) + ")";
    case 4:
      return in_row ? "r.done"
                    : pick({"exists(", "all("}) + "rows, r, " +
                          Program(random, TypeKind::kBool, 1, true) + ")";
    default:
      return "(" + sub(kind) + pick({" && ", " || "}) + sub(kind) + ")";
  }
}

std::vector<Value> RandomSlots(Random& random) {
  const std::vector<std::vector<Value>> choices = {
      {std::int64_t{0}, std::int64_t{7}, std::numeric_limits<std::int64_t>::min()},
      {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()},
      {Decimal(250, 2), Decimal(std::numeric_limits<std::int64_t>::max(), 9)},
      {Decimal(0, 2), Decimal(std::numeric_limits<std::int64_t>::min(), 0)},
      {std::string("张三丰"), std::string("x")},
      {std::string("11010519491231002X"), std::string("11010519491231002")},
      {Date{0}, Date{20'000}},
      {Date{-700'000}, Date{2'900'000}},
      {DateTime{0}, DateTime{-1}},
      {std::string("paid"), std::string("exempt")},
      {TextList{"old", "poor"}},
      {GroupRows{{}, {{"amount", Value(Decimal(5, 1))}, {"done", Value(true)}}}, GroupRows{}},
      {true, false},
      {true, false}};
  std::vector<Value> out;
  for (const std::vector<Value>& choice : choices) {
    const std::size_t which = Below(random, choice.size() + 1);
    out.push_back(which < choice.size() ? choice[which] : Value());
  }
  return out;
}

TEST(ExpressionProperty, EveryRandomProgramCompilesAndEndsWithTheRightKind) {
  Random random(20260901);
  const Scope scope = VectorScope();
  const bool terms[16] = {true, false, true, true, false};
  int known = 0;
  int compiled = 0;
  for (int i = 0; i < 4000; ++i) {
    const TypeKind kind = std::array{TypeKind::kBool, TypeKind::kInt, TypeKind::kDecimal,
                                     TypeKind::kDate}[Below(random, 4)];
    const std::string source = Program(random, kind, 4, false);
    const Result<Expression> out = Expression::Compile(source, scope, kind);
    if (!out.ok()) {
      ASSERT_EQ(out.error().key, "expression.too_long") << source << " " << out.error().pointer;
      continue;
    }
    ++compiled;
    for (int j = 0; j < 4; ++j) {
      const std::vector<Value> slots = RandomSlots(random);
      const Value value = out->Evaluate(slots, terms);
      if (value.IsEmpty()) {
        continue;
      }
      ++known;
      ASSERT_EQ(kind == TypeKind::kBool, value.As<bool>() != nullptr) << source;
      ASSERT_EQ(kind == TypeKind::kInt, value.As<std::int64_t>() != nullptr) << source;
      ASSERT_EQ(kind == TypeKind::kDecimal, value.As<Decimal>() != nullptr) << source;
      ASSERT_EQ(out->IsTrue(slots, terms), value == Value(true)) << source;
    }
  }
  EXPECT_GT(compiled, 3500);
  EXPECT_GT(known, 2000);
}

TEST(ExpressionProperty, FillingAFieldNeverTurnsAKnownLogicalResultRound) {
  // Kleene: what is known while some operands are unknown stays so when they become known.
  Random random(7);
  const Scope scope = VectorScope();
  for (int i = 0; i < 2000; ++i) {
    std::string source = "p";
    for (int j = 0; j < 5; ++j) {
      const char* operation = Below(random, 2) == 0 ? " && " : " || ";
      source = "(" + std::string(Below(random, 2) == 0 ? "!" : "") + source + operation +
               (Below(random, 2) == 0 ? "p" : "q") + ")";
    }
    const Expression out = *Expression::Compile(source, scope, TypeKind::kBool);
    std::vector<Value> slots(14);
    slots[12] = Below(random, 2) == 0;
    const Value before = out.Evaluate(slots);
    for (const bool q : {true, false}) {
      slots[13] = q;
      const Value after = out.Evaluate(slots);
      ASSERT_FALSE(after.IsEmpty());
      if (!before.IsEmpty()) {
        ASSERT_EQ(before, after) << source;
      }
    }
  }
}

TEST(ExpressionProperty, GarbageNeverDoesMoreThanFail) {
  Random random(42);
  const Scope scope = VectorScope();
  const std::vector<std::string> words = {
      "n",  "d",  "t",    "on", "status", "tags", "rows", "p", "r",     ".",      "(",     ")",
      "[",  "]",  ",",    "'",  "\"",     "'a'",  "1",    ".", "0.5",   "+",      "-",     "!",
      "&&", "||", "==",   "<",  "?",      ":",    "in",   "/", "count", "exists", "age",   "div",
      "%",  "\\", "date", "//", "\n",     "（",   "\xff", " ", "sum",   "round",  "filled"};
  for (int i = 0; i < 20'000; ++i) {
    std::string source;
    for (std::size_t j = Below(random, 24); j > 0; --j) {
      source += Below(random, 12) == 0 ? std::string(1, static_cast<char>(random() & 0xFFU))
                                       : words[Below(random, words.size())];
      source += Below(random, 2) == 0 ? " " : "";
    }
    const Result<Expression> out =
        Expression::Compile(source, scope, kKinds[Below(random, std::size(kKinds))]);
    if (out.ok()) {
      (void)out->Evaluate(RandomSlots(random));
    } else {
      ASSERT_NE(FindMessage(out.error().key), nullptr) << out.error().key;
    }
  }
}

}  // namespace
}  // namespace luoshi::rules
