#include "rules/expression.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "base/text.h"
#include "rules/form.h"
#include "rules/test_expression.h"

namespace luoshi::rules {
namespace {

std::string Shown(const Value& value) {
  if (value.IsEmpty()) {
    return "unknown";
  }
  if (const std::string* text = value.As<std::string>()) {
    return "'" + *text + "'";
  }
  const Json json = WriteValue(value);
  return json.is_string() ? std::string(TextOf(json.get_string())) : WriteJson(json);
}

// What a vector's expression comes to, in the words of the page.
std::string Outcome(const std::string& source, const JsonObject& given) {
  const Scope scope = VectorScope();
  std::vector<char> raw_terms;
  JsonObject fields_json = given;
  if (const JsonArray* terms = FindArray(given, "terms")) {
    for (const Json& term : *terms) {
      raw_terms.push_back(term.as_bool() ? 1 : 0);
    }
    fields_json.erase("terms");
  }
  const std::unique_ptr<bool[]> terms(new bool[raw_terms.size() + 1]);
  std::copy(raw_terms.begin(), raw_terms.end(), terms.get());
  const Result<Fields> fields = ReadFields(VectorPack().fields, fields_json);
  if (!fields.ok()) {
    return "fields: " + fields.error().pointer + " " + fields.error().key;
  }
  std::string error;
  for (const TypeKind kind : kKinds) {
    const Result<Expression> expression = Expression::Compile(source, scope, kind);
    if (expression.ok()) {
      return Shown(
          expression->Evaluate(Slots(VectorPack(), *fields, ""), {terms.get(), raw_terms.size()}));
    }
    if (error.empty()) {
      error = "error " + expression.error().key + " " + expression.error().pointer;
    }
  }
  return error;
}

TEST(ExpressionPage, EveryVectorHolds) {
  std::ifstream file(LUOSHI_SOURCE_DIR "/docs/formats/expression.md");
  ASSERT_TRUE(file.is_open());
  bool inside = false;
  int number = 0;
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```vectors";
      continue;
    }
    if (!inside) {
      continue;
    }
    const std::size_t arrow = line.rfind(" => ");
    ASSERT_NE(arrow, std::string::npos) << "line " << number;
    const std::size_t with = line.find(" with {", arrow);
    const std::string wanted = line.substr(arrow + 4, with - arrow - 4);
    JsonObject given;
    if (with != std::string::npos) {
      const Result<Json> json = ParseJson(std::string_view(line).substr(with + 6));
      ASSERT_TRUE(json.ok()) << "line " << number;
      given = json->as_object();
    }
    EXPECT_EQ(Outcome(line.substr(0, arrow), given), wanted) << "line " << number << ": " << line;
    ++count;
  }
  EXPECT_GT(count, 120);
}

TEST(Expression, EveryErrorIsASentence) {
  for (const char* source : {"", "n +", "x", "n == 'a'", "status == 'x'", "d / 2", "t == ''",
                             "n in [m]", "age(on)", "exists(rows, r, exists(rows, s, true))"}) {
    const Result<Expression> out = Expression::Compile(source, VectorScope(), TypeKind::kBool);
    ASSERT_FALSE(out.ok()) << source;
    EXPECT_EQ(out.error().code, ErrorCode::kInvalid);
    EXPECT_NE(FindMessage(out.error().key), nullptr) << out.error().key;
    EXPECT_EQ(Message(out.error(), Language::kEn).find('{'), std::string::npos)
        << Message(out.error(), Language::kEn);
  }
}

TEST(Expression, HintsAtTheNearestName) {
  const Result<Expression> key =
      Expression::Compile("status == 'exemt'", VectorScope(), TypeKind::kBool);
  EXPECT_EQ(key.error().params, (Params{{"value", "exemt"}, {"hint", "exempt"}}));
  const Result<Expression> name =
      Expression::Compile("true &&\n  statu == 'paid'", VectorScope(), TypeKind::kBool);
  EXPECT_EQ(name.error().params, (Params{{"name", "statu"}, {"hint", "status"}}));
  EXPECT_EQ(name.error().pointer, "2:3");
}

TEST(Expression, CountsColumnsInCharacters) {
  const Result<Expression> out =
      Expression::Compile("contains(t, '危房') && x", VectorScope(), TypeKind::kBool);
  EXPECT_EQ(out.error().pointer, "1:22");
}

TEST(Expression, SaysWhatATimelineDependsOn) {
  const Expression out =
      *Expression::Compile("q && age(on) >= 60 && n > 1 && exists(rows, r, r.done && q)",
                           VectorScope(), TypeKind::kBool);
  EXPECT_EQ(out.slots(), (std::vector<std::size_t>{0, 6, 11, 13}));
  EXPECT_EQ(out.source(), "q && age(on) >= 60 && n > 1 && exists(rows, r, r.done && q)");
}

TEST(Expression, BringsEveryComparisonOfAnAgeToOneForm) {
  const Expression out = *Expression::Compile(
      "age(on) >= 60 || age(on) > 59 || age(on) < 60 || age(on) <= 59 || 60 <= age(on) || "
      "elapsed(due) > 30 || overdue(handling) || warned(handling) || overdue(handling)",
      VectorScope(), TypeKind::kBool);
  EXPECT_EQ(out.time_terms(), (std::vector<TimeTerm>{{TimeTerm::Kind::kAgeAtLeast, "on", 60},
                                                     {TimeTerm::Kind::kElapsedAtLeast, "due", 31},
                                                     {TimeTerm::Kind::kOverdue, "handling", 0},
                                                     {TimeTerm::Kind::kWarned, "handling", 0}}));
  const Expression young = *Expression::Compile("age(on) <= 59", VectorScope(), TypeKind::kBool);
  std::vector<Value> slots(14);
  slots[6] = Date{0};
  const bool terms[] = {false};
  EXPECT_TRUE(young.IsTrue(slots, terms));
}

TEST(Expression, KeepsTimeOutOfEverythingButMeasures) {
  Scope scope = VectorScope();
  scope.time_terms = false;
  for (const char* source : {"overdue(handling)", "age(on) >= 60"}) {
    EXPECT_EQ(Expression::Compile(source, scope, TypeKind::kBool).error().key,
              "expression.time_not_allowed");
  }
}

TEST(Expression, RefusesWhatIsTooLong) {
  const auto key_of = [](const std::string& source) {
    const Result<Expression> out = Expression::Compile(source, VectorScope(), TypeKind::kBool);
    return out.ok() ? std::string("ok") : out.error().key;
  };
  const auto repeated = [](std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) {
      out += part;
    }
    return out;
  };
  EXPECT_EQ(key_of(repeated("(", 24) + "p" + repeated(")", 24)), "ok");
  EXPECT_EQ(key_of(repeated("(", 25) + "p" + repeated(")", 25)), "expression.too_long");
  EXPECT_EQ(key_of(repeated("!", 24) + "p"), "ok");
  EXPECT_EQ(key_of(repeated("!", 2000) + "p"), "expression.too_long");
  EXPECT_EQ(key_of(repeated("p || ", 254) + "p"), "ok");
  EXPECT_EQ(key_of(repeated("p || ", 255) + "p"), "expression.too_long");
  EXPECT_EQ(key_of(repeated("n + ", 120) + "n == 1"), "ok");
  EXPECT_EQ(key_of(repeated("p ? q : ", 80) + "q"), "ok");
  EXPECT_EQ(key_of(repeated("p ? q : ", 200) + "q"), "expression.too_long");
  EXPECT_EQ(key_of("p" + std::string(4095, ' ')), "ok");
  EXPECT_EQ(key_of("p" + std::string(4096, ' ')), "expression.too_long");
}

TEST(Expression, GivesTheKindThatIsWanted) {
  const Scope scope = VectorScope();
  std::vector<Value> slots(14);
  slots[0] = std::int64_t{3};
  EXPECT_EQ(Expression::Compile("n", scope, TypeKind::kDecimal)->Evaluate(slots),
            Value(Decimal::FromInt(3)));
  EXPECT_FALSE(Expression::Compile("d", scope, TypeKind::kInt).ok());
  EXPECT_TRUE(Expression::Compile("round(d, 0)", scope, TypeKind::kInt).ok());
  EXPECT_TRUE(Expression::Compile("p ? 'x' : t", scope, TypeKind::kEnum).ok());
  EXPECT_FALSE(Expression::Compile("n", scope, TypeKind::kBool).ok());
  slots[11] = GroupRows{Fields{{"done", Value(true)}}};
  EXPECT_EQ(Expression::Compile("rows", scope, TypeKind::kGroup)->Evaluate(slots), slots[11]);
}

TEST(Expression, TakesAValueOfAnotherKindForEmpty) {
  const Expression out = *Expression::Compile("n == 1", VectorScope(), TypeKind::kBool);
  const std::vector<Value> wrong = {Value(std::string("1"))};
  EXPECT_TRUE(out.Evaluate(wrong).IsEmpty());
  EXPECT_TRUE(out.Evaluate({}).IsEmpty());
  EXPECT_TRUE(Expression().Evaluate(wrong).IsEmpty());
  EXPECT_FALSE(Expression().IsTrue({}));
  EXPECT_TRUE(Expression().slots().empty());
  const Expression clock =
      *Expression::Compile("overdue(handling)", VectorScope(), TypeKind::kBool);
  EXPECT_TRUE(clock.Evaluate({}).IsEmpty());
}

TEST(Expression, SeesTheStateOfARecordWithALifecycle) {
  Pack pack = VectorPack();
  pack.lifecycle = Lifecycle{};
  pack.lifecycle->states.resize(2);
  pack.lifecycle->states[0].name = "open";
  pack.lifecycle->states[1].name = "closed";
  const Expression out =
      *Expression::Compile("state == 'closed'", pack.ExpressionScope(), TypeKind::kBool);
  EXPECT_TRUE(out.IsTrue(Slots(pack, {}, "closed")));
  EXPECT_FALSE(out.IsTrue(Slots(pack, {}, "open")));
  EXPECT_EQ(
      Expression::Compile("state == 'done'", pack.ExpressionScope(), TypeKind::kBool).error().key,
      "expression.enum_value");
}

}  // namespace
}  // namespace luoshi::rules
