// What a pack defines: one record type with its form, lifecycle, clocks, measures, indicators and
// checks. Plain values, filled by pack/ and read by everybody else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/sha256.h"
#include "rules/expression.h"

namespace luoshi::rules {

struct Title {
  std::string zh;
  std::string en;
};

// ---- Form ---------------------------------------------------------------------------------------

enum class FieldType {
  kText,
  kInt,
  kDecimal,
  kMoney,  // yuan, two decimals
  kDate,
  kTime,
  kEnum,
  kMultiEnum,
  kBool,
  kCitizenId,   // GB 11643, check digit; X upper case
  kCreditCode,  // GB 32100 统一社会信用代码
  kPhone,
  kUnit,
  kReference,
  kCarried,  // a copy of a linked record's field that the engine keeps by events
  kPoint,
  kAttachment,  // text: "sha256:<hex>"
  kGroup,       // repeat group
};

struct EnumValue {
  std::string key;
  Title title;
  std::vector<std::string> aliases;  // how sheets write it: √, 是, 已缴费…
};

struct Field {
  std::string name;
  Title title;
  FieldType type = FieldType::kText;
  bool personal = false;  // sealed wherever it lies; no measure, clock or lifecycle reads it
  bool required = false;
  bool list = false;                 // shown as a column of lists and exports
  std::vector<std::string> aliases;  // column headings of sheets
  std::vector<EnumValue> values;     // kEnum, kMultiEnum
  std::string unit_of_measure;       // kInt, kDecimal: 亩, 人, 万元…
  int scale = 0;                     // kDecimal, kMoney: digits behind the point
  std::optional<Decimal> minimum;
  std::optional<Decimal> maximum;
  std::int64_t max_length = 500;  // kText, in characters
  std::string target;             // kReference: the pack it points to
  std::string carried_reference;  // kCarried: through which reference field…
  std::string carried_field;      // …which field of the linked record
  // kCarried: what that field is there; `values`, `scale` and `unit_of_measure` repeat it too
  FieldType carried_type = FieldType::kText;
  // kGroup; expressions of a member see the members of its own row (MemberScope)
  std::vector<Field> members;
  // A value computed when the command is decided. Only `year`, `sex` and copies of a personal field
  // may read sealed fields here: that is how a coarse clear field is declared.
  std::optional<Expression> derived;
  std::optional<Expression> visible;  // absent: always; a hidden field must be empty
  std::optional<Expression> required_if;
  std::optional<Expression> constraint;
  Title constraint_message;
  std::string reason;  // why a required photo or position is asked for; shown beside it
};

FieldType ValueType(const Field& field);  // its type; of a carried field, that of what it copies
Type TypeOf(const Field& field);          // as expressions see it
Scope MemberScope(const Field& group);    // the members in their order, as slots

// ---- Lifecycle ----------------------------------------------------------------------------------

struct State {
  std::string name;
  Title title;
  bool closed = false;  // the item has ended here; business clocks stop
};

struct Transition {
  std::string name;
  Title title;
  std::vector<std::string> from;
  std::string to;
  std::vector<std::string> who;  // roles; empty: whoever may change the record
  std::optional<Expression> guard;
  Title guard_message;
  std::vector<std::string> require;  // fields that must be filled after it, evidence among them
  bool independent =
      false;             // not by who handled, reported, or wrote it down for them (invariant 8)
  bool returns = false;  // 退回, 反弹: counted
};

struct Lifecycle {
  std::string initial;
  std::vector<State> states;
  std::vector<Transition> transitions;
  Title closing;  // 办结, 销号, 化解, 验收, 风险消除
};

// ---- Clocks -------------------------------------------------------------------------------------

enum class LimitUnit { kDays, kWorkingDays, kHours };

struct Limit {
  std::int64_t amount = 0;
  LimitUnit unit = LimitUnit::kDays;
};

enum class StepKind { kReminder, kWarning, kOverdue, kEscalation };

struct ClockStep {
  std::string name;
  StepKind kind = StepKind::kReminder;
  Limit offset;                     // after the due moment; negative: before it
  std::vector<std::string> notify;  // roles told
  std::string assign;               // kEscalation: the role that holds the item from then on
};

struct Clock {
  std::string name;
  Title title;
  bool business = false;  // true: 总用时, never reset; false: 本环节用时, per stay in a state
  std::vector<std::string> states;           // it runs while the record is in one of these
  std::vector<std::string> pauses;           // typed reasons for which it may be paused
  std::vector<std::string> pause_approver;   // roles; empty: it cannot be paused
  std::vector<std::string> extend_approver;  // roles; empty: it cannot be extended
  std::optional<Limit> limit;                // either a limit counted from its start…
  std::string due_field;  // …or a date field of the record that holds the deadline
  std::vector<ClockStep> steps;
};

// ---- Measures and indicators --------------------------------------------------------------------

// An additive number. `where` true: the record contributes 1 (count) or `amount` (sum).
struct Measure {
  std::string name;
  Title title;
  Expression where;
  std::optional<Expression> amount;  // absent: count
  int scale = 0;                     // of the sum
  std::string unit_of_measure;
  std::string period;           // the field that names the period (int, text or enum); "" = none
  std::vector<std::string> by;  // enum or bool fields whose values split the cell, sorted
  bool hide_small = false;      // small: hide
  std::int64_t version = 0;     // hash of all of the above with the pack's name; never 0
};

struct Base {
  std::string name;  // "all", "willing"
  Title title;
  std::vector<std::string> measures;  // summed; empty only for indicators that are plain amounts
};

enum class TrajectoryKind { kNone, kMonths, kDays, kWorkingDays };

// A day of the period's year, shifted: {-1, 9, 1} for insured year 2027 is 2026-09-01.
struct YearDay {
  int year_shift = 0;
  int month = 1;
  int day = 1;
};

struct Trajectory {
  TrajectoryKind kind = TrajectoryKind::kNone;
  YearDay from;   // the plan is 0 before this day…
  YearDay until;  // …and the target on this one, linear in between by months, days or working days
};

struct Indicator {
  std::string name;
  Title title;
  std::vector<std::string> numerator;  // measures, summed
  std::vector<Base> bases;  // the first is the primary one; targets bind to `binding_base`
  std::string binding_base;
  std::string period;  // as the measures'; "" = none
  std::vector<std::string> by;
  std::string unit_of_measure;  // "%" with bases; else the measure's
  std::string gap_unit;         // 人, 亩, 户: what is still missing is counted in
  int scale = 1;                // digits behind the point of the value; half-up
  bool more_is_better = true;
  std::optional<Decimal> target;  // in unit_of_measure; a task bound to the indicator overrides it
  Trajectory trajectory;
  std::string basis;    // law, notice or decision it rests on
  bool ranked = false;  // may units be ranked by it at all
  bool hide_small = false;
  // Counts the records on which one of its measures is unknown (未填): `where` is, or it is true
  // and the amount or the period is. Has a name, a version, and the indicator's period and `by`;
  // `where` stays default-made, for a timeline never evaluates it. Version 0: nothing is counted.
  Measure not_filled;
};

// ---- Pack ---------------------------------------------------------------------------------------

struct Check {
  std::string name;
  Expression holds;
  Title message;
};

// A document the pack can fill.
struct DocumentTemplate {
  std::string name;
  Title title;
  std::string file;  // path among Pack::files
};

// A file of the pack other than pack.yaml: a document template or a worked example.
struct PackFile {
  std::string path;  // relative, with /
  std::string content;
};

struct Pack {
  std::string name;  // also the name of its record type and, by default, of its line of work
  std::int64_t version = 1;
  Title title;
  std::string line;  // line-of-work id
  std::string basis;
  std::string notes;             // what is left open for the county to fill, and why
  bool builtin = false;          // task, directive, bulletin, import: there without being enabled
  std::vector<std::string> key;  // fields that name one record; import finds it by them
  std::vector<Field> fields;
  std::string region;        // the unit field that is the region leaf
  std::string responsible;   // the unit field of the responsible axis; "" = region
  std::string assisting;     // who else sees it: a unit field, or a group whose rows name units
  std::string record_title;  // the field that names a record to people
  std::optional<Lifecycle> lifecycle;
  std::vector<Clock> clocks;
  std::vector<Measure> measures;
  std::vector<Indicator> indicators;
  std::vector<Check> checks;
  std::vector<DocumentTemplate> documents;
  std::vector<PackFile> files;
  Hash256 hash;  // of its content: names the attachment it lies in

  const Field* FindField(std::string_view field) const;
  const State* FindState(std::string_view state) const;
  const Transition* FindTransition(std::string_view transition) const;
  const Clock* FindClock(std::string_view clock) const;
  const Measure* FindMeasure(std::string_view measure) const;
  const Indicator* FindIndicator(std::string_view indicator) const;
  // The slots of expressions: fields in their order, then `state` when there is a lifecycle. The
  // clocks are named in it; time_terms is off, for whoever compiles measures to turn on.
  Scope ExpressionScope() const;
};

}  // namespace luoshi::rules
