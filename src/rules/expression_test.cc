#include "rules/expression.h"

#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "base/messages.h"
#include "base/text.h"
#include "rules/form.h"

namespace luoshi::rules {
namespace {

Field MakeField(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  field.scale = 2;
  return field;
}

Field MakeEnum(std::string name, FieldType type, std::initializer_list<const char*> keys) {
  Field field = MakeField(std::move(name), type);
  for (const char* key : keys) {
    field.values.push_back({key, {}, {}});
  }
  return field;
}

// The fields that docs/formats/expression.md names.
const Pack& VectorPack() {
  static const Pack pack = [] {
    Pack out;
    Field rows = MakeField("rows", FieldType::kGroup);
    rows.members = {MakeField("amount", FieldType::kDecimal),
                    MakeEnum("kind", FieldType::kEnum, {"a", "b"}),
                    MakeField("done", FieldType::kBool)};
    out.fields = {MakeField("n", FieldType::kInt),
                  MakeField("m", FieldType::kInt),
                  MakeField("d", FieldType::kDecimal),
                  MakeField("e", FieldType::kDecimal),
                  MakeField("t", FieldType::kText),
                  MakeField("id", FieldType::kText),
                  MakeField("on", FieldType::kDate),
                  MakeField("due", FieldType::kDate),
                  MakeField("at", FieldType::kTime),
                  MakeEnum("status", FieldType::kEnum, {"unpaid", "paid", "exempt"}),
                  MakeEnum("tags", FieldType::kMultiEnum, {"poor", "old", "sick"}),
                  rows,
                  MakeField("p", FieldType::kBool),
                  MakeField("q", FieldType::kBool)};
    Clock handling;
    handling.name = "handling";
    out.clocks = {handling};
    return out;
  }();
  return pack;
}

Scope VectorScope() {
  Scope scope = VectorPack().ExpressionScope();
  scope.time_terms = true;
  return scope;
}

constexpr TypeKind kKinds[] = {TypeKind::kBool,  TypeKind::kInt,      TypeKind::kDecimal,
                               TypeKind::kText,  TypeKind::kDate,     TypeKind::kTime,
                               TypeKind::kEnum,  TypeKind::kEnumList, TypeKind::kUnit,
                               TypeKind::kPoint, TypeKind::kGroup,    TypeKind::kReference};

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

// ---- Random programs ---------------------------------------------------------------------------

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
