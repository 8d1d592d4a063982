// The figures a bulletin is made of: each read once, compared with the issue before, and frozen.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/app.h"

namespace luoshi::app {

// What the issue before printed of one figure, and what the same day's figure is now.
struct Stated {
  std::optional<Decimal> value;
  std::optional<Decimal> numerator;
};

// One indicator: the unit as a whole and the units of one level below it.
struct Section {
  figure::Figure whole;
  std::vector<figure::Figure> rows;  // in the order of the tree; ranking keeps pointers into it
  std::vector<figure::Ranked> ranking;
  std::map<UnitId, Stated> before;  // as issued, or as known then; empty without a comparison
  std::map<UnitId, Stated> now;     // that day's figures by what is known today
  std::map<UnitId, std::int64_t> late_rows;  // entries since that changed what was issued

  std::optional<Decimal> Change(const figure::Figure& figure) const;  // of the value since `before`
  bool WasChanged(UnitId unit) const;  // late rows or corrections moved the figure of that day
};

// The issue before: found by its day, or the last one of the unit.
struct LastIssue {
  std::string number;
  Date as_of;
  JsonArray figures;  // as its 冻结的数据 holds them; empty when nothing was issued that day
};

class FigureBook {
 public:
  // Nothing is owned; all must outlive the book. `last` may be nullptr: no comparison.
  FigureBook(App& app, const access::Scope& scope, UnitId unit, Date as_of, const LastIssue* last);

  // The units of `level` below; nullopt: the level right below the unit.
  Result<const Section*> Read(const std::string& indicator,  // pack.name
                              std::optional<UnitLevel> level);
  // What is reported when nothing is named: all with a target and something to count. kInvalid
  // bulletin.empty.
  Result<std::vector<const Section*>> ReadDefault(const std::vector<std::string>& named);
  // Every section read, in that order.
  const std::list<Section>& sections() const { return sections_; }

  const root::Directory& directory() const { return *directory_; }
  UnitId unit() const { return unit_; }
  Date as_of() const { return as_of_; }
  const LastIssue* last() const { return last_; }
  // Without the town when it lies right below the unit reported on.
  std::string NameOf(UnitId unit) const;

 private:
  Status Compare(Section& section, std::optional<UnitLevel> level);

  App& app_;
  const access::Scope& scope_;
  std::shared_ptr<const root::Directory> directory_;
  UnitId unit_;
  Date as_of_;
  const LastIssue* last_;
  std::list<Section> sections_;
  std::map<std::pair<std::string, int>, const Section*> read_;
};

// The issued bulletin of `unit` whose figures are as of `day`, or without a day the last one before
// `before`. When nothing was issued on a day that was named: that day without figures. nullopt when
// there is nothing to compare with.
Result<std::optional<LastIssue>> FindLastIssue(
    App& app, const access::Scope& scope, UnitId unit, std::optional<Date> day, Date before);

}  // namespace luoshi::app
