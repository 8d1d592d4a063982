// Invariant 11: a number shown is a number allowed. The attacker asks everything one user can ask
// and tries to work out what was kept from him.
#include <set>

#include "app/explain.h"
#include "tests/figures/county.h"

namespace luoshi::testing {
namespace {

using Leaf = std::pair<UnitId, std::string>;  // unit and kind

// Sums of unknown leaves that somebody knows.
class Attacker {
 public:
  void Learn(const std::vector<Leaf>& leaves, std::int64_t sum) {
    equations_[{leaves.begin(), leaves.end()}] = sum;
  }

  // What he knows of the sum of `leaves`, nullopt when it is still open.
  std::optional<std::int64_t> WorkOut(const std::vector<Leaf>& leaves) const {
    const std::set<Leaf> wanted(leaves.begin(), leaves.end());
    if (const auto told = equations_.find(wanted); told != equations_.end()) {
      return told->second;
    }
    if (IsCombination(wanted)) {
      return -1;  // by adding and subtracting what was told; the number itself does not matter
    }
    const auto [low, high] = BoundsOf(wanted);
    return low == high ? std::optional(low) : std::nullopt;
  }

 private:
  static constexpr std::int64_t kPrime = 1'000'003;

  static std::int64_t Inverse(std::int64_t value) {
    std::int64_t out = 1;
    for (std::int64_t power = kPrime - 2; power > 0; power /= 2) {
      out = power % 2 == 1 ? out * value % kPrime : out;
      value = value * value % kPrime;
    }
    return out;
  }

  bool IsCombination(const std::set<Leaf>& wanted) const {
    std::map<Leaf, std::size_t> columns;
    for (const auto& [leaves, sum] : equations_) {
      for (const Leaf& leaf : leaves) {
        columns.emplace(leaf, columns.size());
      }
    }
    using Row = std::vector<std::int64_t>;
    const auto row_of = [&](const std::set<Leaf>& leaves) {
      Row row(columns.size(), 0);
      for (const Leaf& leaf : leaves) {
        const auto column = columns.find(leaf);
        if (column == columns.end()) {
          return Row();
        }
        row[column->second] = 1;
      }
      return row;
    };
    std::vector<Row> basis;
    const auto reduce = [&](Row row) {
      for (const Row& known : basis) {
        const auto lead = static_cast<std::size_t>(
            std::find_if(known.begin(), known.end(), [](auto x) { return x != 0; }) -
            known.begin());
        const std::int64_t factor = row[lead] * Inverse(known[lead]) % kPrime;
        for (std::size_t i = 0; i < row.size(); ++i) {
          row[i] = ((row[i] - factor * known[i]) % kPrime + kPrime) % kPrime;
        }
      }
      return row;
    };
    const auto is_zero = [](const Row& row) {
      return std::all_of(row.begin(), row.end(), [](auto x) { return x == 0; });
    };
    for (const auto& [leaves, sum] : equations_) {
      if (Row row = reduce(row_of(leaves)); !is_zero(row)) {
        basis.push_back(std::move(row));
      }
    }
    const Row row = row_of(wanted);
    return !row.empty() && is_zero(reduce(row));
  }

  // No leaf is negative; one sum inside another leaves a sum too.
  std::pair<std::int64_t, std::int64_t> BoundsOf(const std::set<Leaf>& wanted) const {
    std::map<std::set<Leaf>, std::int64_t> sums = equations_;
    for (int round = 0; round < 2; ++round) {
      const std::map<std::set<Leaf>, std::int64_t> known = sums;
      for (const auto& [outer, more] : known) {
        for (const auto& [inner, less] : known) {
          if (inner.size() < outer.size() &&
              std::includes(outer.begin(), outer.end(), inner.begin(), inner.end())) {
            std::set<Leaf> rest;
            std::set_difference(outer.begin(), outer.end(), inner.begin(), inner.end(),
                                std::inserter(rest, rest.end()));
            sums.emplace(std::move(rest), more - less);
          }
        }
      }
    }
    std::int64_t low = 0;
    std::int64_t high = INT64_MAX;
    for (const auto& [leaves, sum] : sums) {
      if (std::includes(leaves.begin(), leaves.end(), wanted.begin(), wanted.end())) {
        high = std::min(high, sum);
      }
      if (std::includes(wanted.begin(), wanted.end(), leaves.begin(), leaves.end())) {
        low = std::max(low, sum);
      }
    }
    return {low, high};
  }

  std::map<std::set<Leaf>, std::int64_t> equations_;
};

class SmallNumbersAsked : public County {
 protected:
  void SetUp() override {
    County::SetUp();
    const Date from = Day("2024-01-01");
    for (const auto& [user, unit] :
         {std::pair("yi", villages_[0]), std::pair("er", villages_[1])}) {
      ASSERT_TRUE(place().AddUser(user, "village_secretary", unit, from).ok());
    }
    ASSERT_TRUE(place().AddUser("above", "security_officer", county_, from).ok());
    for (const UnitId village : {villages_[0], villages_[1]}) {
      for (const char* name : {"一组", "二组"}) {
        groups_.push_back(Add(std::string(name), UnitLevel::kGroup, village, "2024-01-01"));
      }
    }
  }

  std::vector<UnitId> Units() {
    std::vector<UnitId> out;
    for (const Unit& unit : app().directory()->units()) {
      out.push_back(unit.id);
    }
    return out;
  }

  // The leaves a row adds up.
  std::vector<Leaf> LeavesOf(const figure::Figure& row, const std::vector<figure::Figure>& rows) {
    const auto boundary = app().directory()->BoundaryAt(Day("2026-03-10"));
    std::vector<Leaf> out;
    for (const UnitId unit : Units()) {
      bool inside = boundary->IsWithin(unit, row.unit);
      for (const figure::Figure& other : rows) {
        const bool taken = row.own && !other.own && boundary->IsWithin(unit, other.unit);
        inside = inside && !taken;
      }
      for (const char* kind : {"roof", "well", ""}) {
        if (inside && (row.by.empty() || row.by_value == kind)) {
          out.emplace_back(unit, kind);
        }
      }
    }
    return out;
  }

  // Everything one may ask about the period.
  std::vector<figure::Query> Questions(const std::string& period) {
    std::vector<figure::Query> out;
    for (const UnitId unit : Units()) {
      for (const std::optional<UnitLevel> level :
           {std::optional<UnitLevel>(), std::optional(app().directory()->FindUnit(unit)->level),
            std::optional(UnitLevel::kGroup)}) {
        for (const char* by : {"", "kind"}) {
          figure::Query query;
          query.unit = unit;
          query.level = level;
          query.by = by;
          query.as_of = Day("2026-03-10");
          query.period = period;
          out.push_back(query);
          figure::Query other = query;
          other.axis = figure::Axis::kResponsible;
          out.push_back(other);
          other = query;
          other.as_of = Day("2026-03-03");
          out.push_back(other);
          other = query;
          other.known_at = Day("2026-03-05");
          out.push_back(other);
          other = query;
          other.since = Day("2026-02-01");  // before anything was registered
          out.push_back(other);
        }
      }
    }
    return out;
  }

  void Ask(const access::Scope& scope, const std::string& period, Attacker& attacker) {
    for (figure::Query query : Questions(period)) {
      if (!scope.MayReadFigures(query.unit)) {
        continue;
      }
      query.indicators = {"work.declined_count"};
      const std::vector<figure::Figure> counts = Figures(query, scope);
      for (const figure::Figure& row : counts) {
        if (row.numerator) {
          attacker.Learn(LeavesOf(row, counts), row.numerator->units());
        }
        EXPECT_TRUE(!row.suppressed || (!row.value && !row.gap && row.not_filled == 0));
      }
      query.indicators = {"work.rate"};
      const std::vector<figure::Figure> rates = Figures(query, scope);
      for (const figure::Figure& row : rates) {
        ASSERT_EQ(row.bases.size(), 2U);
        if (!row.bases[1].suppressed && !query.since) {
          attacker.Learn(LeavesOf(row, rates),
                         row.bases[0].denominator.units() - row.bases[1].denominator.units());
        }
      }
      if (query.level || !query.by.empty()) {
        continue;
      }
      app::ExplainQuery why{"work.declined_count", query.unit, false, query.as_of};
      why.period = period;
      const Result<app::Explanation> explained = app::Explain(app(), scope, why);
      ASSERT_TRUE(explained.ok());
      EXPECT_EQ(explained->figure.suppressed, !explained->contributing);
      EXPECT_TRUE(!explained->figure.suppressed || explained->rows.empty());
    }
  }

  // Every sum below five that the user may not open must stay open to him.
  void ExpectSafe(const access::Scope& scope, const std::string& period, const Attacker& attacker) {
    figure::Query query;
    query.indicators = {"work.declined_count"};
    query.as_of = Day("2026-03-10");
    query.period = period;
    for (const UnitId unit : Units()) {
      for (const char* by : {"", "kind"}) {
        query.unit = unit;
        query.by = by;
        query.level = app().directory()->FindUnit(unit)->level;
        const std::vector<figure::Figure> truth = Figures(query);
        for (const figure::Figure& row : truth) {
          if (*row.numerator < Decimal::FromInt(5) && !row.numerator->IsZero() &&
              !scope.MayReadRows(unit, "work")) {
            const std::optional<std::int64_t> found = attacker.WorkOut(LeavesOf(row, truth));
            EXPECT_FALSE(found.has_value())
                << period << " " << NumberOf(unit) << " " << row.by_value << ": "
                << row.numerator->ToString() << " came out as " << *found;
          }
        }
      }
    }
  }

  std::vector<UnitId> groups_;
};

TEST_F(SmallNumbersAsked, NoHiddenNumberCanBeWorkedOut) {
  constexpr int kRounds = 4;
  SeededRandom dice(7);
  const std::vector<UnitId> leaves = [&] {
    std::vector<UnitId> out = groups_;
    out.insert(out.end(), villages_.begin(), villages_.end());
    out.push_back(east_);
    return out;
  }();
  for (int round = 0; round < kRounds; ++round) {
    const int year = 2030 + round;
    for (const UnitId leaf : leaves) {
      for (const char* kind : {"roof", "well"}) {
        const std::int64_t count = dice.Below(3) == 0 ? 0 : dice.Below(round % 2 == 0 ? 4 : 9);
        RegisterMany(static_cast<int>(count), leaf, "declined", {{"kind", kind}, {"year", year}});
      }
    }
  }
  Today("2026-03-10");
  for (const char* user : {"yi", "er", "above"}) {
    const access::Scope scope = ScopeOf(user);
    for (int round = 0; round < kRounds; ++round) {
      Attacker attacker;
      Ask(scope, std::to_string(2030 + round), attacker);
      ExpectSafe(scope, std::to_string(2030 + round), attacker);
    }
  }
}

TEST_F(SmallNumbersAsked, TheAttackerWouldSeeALeak) {
  Attacker attacker;
  const Leaf a{villages_[0], "roof"};
  const Leaf b{villages_[1], "roof"};
  const Leaf c{villages_[2], "roof"};
  attacker.Learn({a, b, c}, 20);
  EXPECT_FALSE(attacker.WorkOut({a}));
  attacker.Learn({b, c}, 17);
  EXPECT_TRUE(attacker.WorkOut({a}));
  EXPECT_FALSE(attacker.WorkOut({b}));
  attacker.Learn({a, b}, 3);
  EXPECT_TRUE(attacker.WorkOut({b}));  // a = 3, so b is nothing
}

TEST_F(SmallNumbersAsked, ASmallNumberIsNullEverywhereForWhoMayNotOpenTheRows) {
  RegisterMany(3, villages_[0], "declined");
  RegisterMany(8, villages_[1], "declined");
  RegisterMany(6, villages_[2], "declined");
  RegisterMany(9, villages_[3], "declined");
  figure::Query query = County::Ask("declined_count", east_, "2026-03-02");
  const std::vector<figure::Figure> rows = Figures(query, ScopeOf("er"));
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_TRUE(rows[0].suppressed);
  EXPECT_FALSE(rows[1].suppressed);  // his own village
  EXPECT_TRUE(rows[2].suppressed);   // the next smallest of those he may not open
  EXPECT_FALSE(rows[3].suppressed);
  // who may open 一村 sees it, and others are still kept from him
  EXPECT_EQ(*Figures(query, ScopeOf("yi"))[0].numerator, Decimal(3, 0));
  // asked for alone, and asked why, nothing more is said
  query.unit = villages_[2];
  query.level = UnitLevel::kVillage;
  EXPECT_TRUE(Figures(query, ScopeOf("er")).front().suppressed);
  const Result<app::Explanation> why = app::Explain(
      app(), ScopeOf("er"), {"work.declined_count", villages_[0], false, Day("2026-03-02")});
  ASSERT_TRUE(why.ok());
  const std::string json = WriteJson(app::ExplanationToJson(app(), *why));
  EXPECT_NE(json.find(R"("contributing":null,"closed":null)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("numerator":null)"), std::string::npos);
  EXPECT_NE(json.find(R"("not_filled":null)"), std::string::npos);
}

TEST_F(SmallNumbersAsked, TheSecondBaseDoesNotTellTheFewWhoDeclined) {
  RegisterMany(30, villages_[0], "done");
  RegisterMany(2, villages_[0], "declined");
  RegisterMany(30, villages_[1], "done");
  for (const int village : {2, 3}) {
    RegisterMany(30, villages_[static_cast<std::size_t>(village)], "done");
    RegisterMany(7, villages_[static_cast<std::size_t>(village)], "declined");
  }
  const std::vector<figure::Figure> rows =
      Figures(County::Ask("rate", east_, "2026-03-02"), ScopeOf("er"));
  EXPECT_EQ(*rows[0].numerator, Decimal(30, 0));
  EXPECT_EQ(rows[0].bases[0].denominator, Decimal(32, 0));
  EXPECT_TRUE(rows[0].bases[1].suppressed);
  EXPECT_FALSE(rows[0].bases[1].value);
  EXPECT_FALSE(rows[0].gap);
  EXPECT_EQ(rows[0].state, figure::State::kNotRated);
  EXPECT_FALSE(rows[1].bases[1].suppressed);  // his own
}

}  // namespace
}  // namespace luoshi::testing
