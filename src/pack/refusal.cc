#include "pack/refusal.h"

#include <algorithm>

#include "pack/word_lists.h"

namespace luoshi::pack {
namespace {

using rules::EnumValue;
using rules::Expression;
using rules::Field;
using rules::FieldType;
using rules::Indicator;
using rules::Measure;
using rules::Pack;
using rules::Title;

// Words that nothing in a pack may be about, whoever it is about.
struct Forbidden {
  WordList list;
  const char* key;
};
constexpr Forbidden kForbidden[] = {
    {WordList::kLocation, "pack.refused_location"},
    {WordList::kPoints, "pack.refused_points"},
    {WordList::kHouseholdBlackList, "pack.refused_black_list"},
    {WordList::kPetitioners, "pack.refused_petitioners"},
    {WordList::kOpinion, "pack.refused_opinion"},
    {WordList::kPrivateLife, "pack.refused_private_life"},
    {WordList::kStaffRanking, "pack.refused_staff_figure"},
};

bool Says(WordList list, std::string_view name, const Title& title) {
  return HasWord(list, name) || HasWord(list, title.zh) || HasWord(list, title.en);
}

bool Says(WordList list, const Field& field) {
  return Says(list, field.name, field.title) ||
         std::any_of(field.aliases.begin(), field.aliases.end(),
                     [&](const std::string& alias) { return HasWord(list, alias); });
}

class Refuser {
 public:
  explicit Refuser(const Pack& pack) : pack_(pack) {}

  std::vector<Error> Run() {
    const std::string top = "/title";
    CheckWords(pack_.name, pack_.title, {}, top);
    for (const Field& field : pack_.fields) {
      const std::string at = "/record/fields/" + field.name;
      CheckField(field, at);
      for (const Field& member : field.members) {
        CheckField(member, at + "/members/" + member.name);
      }
    }
    if (pack_.lifecycle.has_value()) {
      for (const rules::State& state : pack_.lifecycle->states) {
        CheckWords(state.name, state.title, {}, "/lifecycle/states/" + state.name);
      }
      for (const rules::Transition& transition : pack_.lifecycle->transitions) {
        CheckWords(transition.name, transition.title, {},
                   "/lifecycle/transitions/" + transition.name);
      }
    }
    for (const Measure& measure : pack_.measures) {
      const std::string at = "/measures/" + measure.name;
      CheckWords(measure.name, measure.title, {}, at);
      CheckStaff(measure.by, measure.period, at);
    }
    for (const Indicator& indicator : pack_.indicators) {
      CheckIndicator(indicator, "/indicators/" + indicator.name);
    }
    for (const rules::Check& check : pack_.checks) {
      CheckWords(check.name, check.message, {}, "/checks/" + check.name);
    }
    return std::move(errors_);
  }

 private:
  void Add(const std::string& pointer, const char* key, std::string name) {
    errors_.emplace_back(ErrorCode::kInvalid, key, Params{{"name", std::move(name)}}, pointer);
  }

  void CheckWords(std::string_view name,
                  const Title& title,
                  const std::vector<std::string>& aliases,
                  const std::string& at) {
    for (const Forbidden& forbidden : kForbidden) {
      const bool said = Says(forbidden.list, name, title) ||
                        std::any_of(aliases.begin(), aliases.end(), [&](const std::string& alias) {
                          return HasWord(forbidden.list, alias);
                        });
      if (said) {
        Add(at, forbidden.key, title.zh);
      }
    }
    if (IsAboutResidents() && Says(WordList::kBlackList, name, title)) {
      Add(at, "pack.refused_black_list", title.zh);
    }
  }

  // A pack with a citizen id on its record, or named by a person or household, is about them.
  bool IsAboutResidents() const {
    const auto is_resident = [](std::string_view name) {
      return name == "person" || name == "household";
    };
    return is_resident(pack_.name) ||
           std::any_of(pack_.fields.begin(), pack_.fields.end(), [&](const Field& field) {
             const bool in_key =
                 std::find(pack_.key.begin(), pack_.key.end(), field.name) != pack_.key.end();
             return field.type == FieldType::kCitizenId || (in_key && is_resident(field.target));
           });
  }

  void CheckField(const Field& field, const std::string& at) {
    CheckWords(field.name, field.title, field.aliases, at);
    for (const EnumValue& value : field.values) {
      CheckWords(value.key, value.title, value.aliases, at + "/values/" + value.key);
    }
    // A text may describe; a number or a choice out of a list grades.
    const bool grades = field.type == FieldType::kInt || field.type == FieldType::kDecimal ||
                        field.type == FieldType::kMoney || field.type == FieldType::kEnum ||
                        field.type == FieldType::kCarried;
    if (grades && IsAboutResidents() && Says(WordList::kGrade, field) &&
        !Says(WordList::kEntitlement, field)) {
      Add(at, "pack.refused_grading", field.title.zh);
    }
    if ((field.type == FieldType::kAttachment || field.type == FieldType::kPoint) &&
        field.reason.empty() && IsForced(field)) {
      Add(at, "pack.refused_forced_evidence", field.title.zh);
    }
    if (pack_.basis.empty() && Says(WordList::kPenalty, field)) {
      Add(at, "pack.refused_penalty", field.title.zh);
    }
  }

  // 国办函〔2026〕12号: no forced upload of photos and positions where they are not needed.
  bool IsForced(const Field& field) const {
    if (field.required || field.required_if.has_value()) {
      return true;
    }
    if (!pack_.lifecycle.has_value()) {
      return false;
    }
    const auto& transitions = pack_.lifecycle->transitions;
    return std::any_of(transitions.begin(), transitions.end(), [&](const auto& transition) {
      const std::vector<std::string>& wanted = transition.require;
      return std::find(wanted.begin(), wanted.end(), field.name) != wanted.end();
    });
  }

  const Field* FieldNamed(std::string_view name) const {
    const auto found = std::find_if(pack_.fields.begin(), pack_.fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == pack_.fields.end() ? nullptr : &*found;
  }

  void CheckStaff(const std::vector<std::string>& by,
                  const std::string& period,
                  const std::string& at) {
    std::vector<std::string> names = by;
    names.push_back(period);
    for (const std::string& name : names) {
      const Field* field = FieldNamed(name);
      if (field != nullptr && Says(WordList::kStaff, *field)) {
        Add(at, "pack.refused_staff_figure", field->title.zh);
      }
    }
  }

  void CheckIndicator(const Indicator& indicator, const std::string& at) {
    CheckWords(indicator.name, indicator.title, {}, at);
    CheckStaff(indicator.by, indicator.period, at);
    if (indicator.basis.empty() && Says(WordList::kPenalty, indicator.name, indicator.title)) {
      Add(at, "pack.refused_penalty", indicator.title.zh);
    }
    CheckWillingness(indicator, at);
  }

  static bool IsWillingness(const Field& field) {
    return std::any_of(field.values.begin(), field.values.end(), [](const EnumValue& value) {
      return Says(WordList::kUnwilling, value.key, value.title);
    });
  }

  // True when the measure reads a field by which people may say no, or is split by one.
  bool ReadsWillingness(std::string_view name) const {
    for (const Measure& measure : pack_.measures) {
      if (measure.name != name) {
        continue;
      }
      const auto reads = [&](const Expression& expression) {
        return std::any_of(expression.slots().begin(), expression.slots().end(),
                           [&](std::size_t slot) {
                             return slot < pack_.fields.size() && IsWillingness(pack_.fields[slot]);
                           });
      };
      return reads(measure.where) || (measure.amount.has_value() && reads(*measure.amount)) ||
             std::any_of(measure.by.begin(), measure.by.end(), [&](const std::string& by) {
               const Field* field = FieldNamed(by);
               return field != nullptr && IsWillingness(*field);
             });
    }
    return false;
  }

  // Design §8: rates with willingness in them print both bases and bind to the second; a count of
  // those who said no is 少于5 when small.
  void CheckWillingness(const Indicator& indicator, const std::string& at) {
    const auto reads = [&](const std::vector<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return ReadsWillingness(name); });
    };
    const bool splits =
        std::any_of(indicator.by.begin(), indicator.by.end(), [&](const std::string& name) {
          const Field* field = FieldNamed(name);
          return field != nullptr && IsWillingness(*field);
        });
    if (indicator.bases.empty()) {
      if ((splits || reads(indicator.numerator)) && !indicator.hide_small) {
        Add(at, "pack.refused_small_numbers", indicator.title.zh);
      }
      return;
    }
    bool willing = reads(indicator.numerator);
    bool has_all = false;
    bool has_willing = false;
    for (const rules::Base& base : indicator.bases) {
      willing = willing || reads(base.measures);
      has_all = has_all || base.name == "all";
      has_willing = has_willing || (base.name == "willing" && reads(base.measures));
    }
    if (willing && !(has_all && has_willing && indicator.binding_base == "willing")) {
      Add(at, "pack.refused_willingness", indicator.title.zh);
    }
    if (splits && !indicator.hide_small) {
      Add(at, "pack.refused_small_numbers", indicator.title.zh);
    }
  }

  const Pack& pack_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> CheckRefusals(const Pack& pack) { return Refuser(pack).Run(); }

}  // namespace luoshi::pack
