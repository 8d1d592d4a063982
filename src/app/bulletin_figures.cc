#include "app/bulletin_figures.h"

#include <algorithm>

#include "app/issued.h"
#include "app/papers.h"
#include "base/json_number.h"

namespace luoshi::app {
namespace {

std::optional<Decimal> NumberIn(const JsonObject& figure, const char* name, int scale) {
  const Json* value = figure.if_contains(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  const Result<Decimal> read = DecimalOf(*value);
  const Result<Decimal> scaled = read.ok() ? read->Rescaled(scale) : read;
  return scaled.ok() ? std::optional(*scaled) : std::nullopt;
}

const std::string* TextOf(const registers::Record& record, std::string_view name) {
  const auto found = record.state.fields.find(name);
  return found == record.state.fields.end() ? nullptr : found->second.As<std::string>();
}

}  // namespace

std::optional<Decimal> Section::Change(const figure::Figure& figure) const {
  const auto found = before.find(figure.unit);
  if (found == before.end() || figure.own || !found->second.value || !figure.value) {
    return std::nullopt;
  }
  const Result<Decimal> change = Decimal::Subtract(*figure.value, *found->second.value);
  return change.ok() ? std::optional(*change) : std::nullopt;
}

bool Section::WasChanged(UnitId unit) const {
  const auto then = before.find(unit);
  const auto today = now.find(unit);
  return then != before.end() && today != now.end() &&
         (then->second.value != today->second.value ||
          then->second.numerator != today->second.numerator);
}

FigureBook::FigureBook(
    App& app, const access::Scope& scope, UnitId unit, Date as_of, const LastIssue* last)
    : app_(app),
      scope_(scope),
      directory_(app.directory()),
      unit_(unit),
      as_of_(as_of),
      last_(last) {}

std::string FigureBook::NameOf(UnitId unit) const {
  const Unit* found = directory_->FindUnit(unit);
  return found != nullptr && (found->parent == unit_ || unit == unit_) ? found->name
                                                                       : directory_->NameOf(unit);
}

Result<const Section*> FigureBook::Read(const std::string& indicator,
                                        std::optional<UnitLevel> level) {
  const UnitLevel own = directory_->FindUnit(unit_)->level;
  if (level && static_cast<int>(*level) == static_cast<int>(own) + 1) {
    level.reset();  // the same units
  }
  const Section*& known = read_[{indicator, level ? static_cast<int>(*level) : -1}];
  if (known != nullptr) {
    return known;
  }
  figure::Query query;
  query.unit = unit_;
  query.as_of = as_of_;
  query.level = own;
  query.indicators = {indicator};
  TRY_ASSIGN(std::vector<figure::Figure> wholes, app_.Figures(scope_, query));
  Section section;
  section.whole = std::move(wholes.front());
  query.level = level;
  query.period = section.whole.period;
  TRY_ASSIGN(section.rows, app_.Figures(scope_, query));
  std::erase_if(section.rows, [&](const figure::Figure& figure) {
    return directory_->FindUnit(figure.unit)->level == UnitLevel::kOffice;
  });
  TRY(Compare(section, level));
  sections_.push_back(std::move(section));
  Section& kept = sections_.back();
  kept.ranking = figure::Rank(kept.rows, *directory_);
  known = &kept;
  return known;
}

Status FigureBook::Compare(Section& section, std::optional<UnitLevel> level) {
  if (last_ == nullptr) {
    return {};
  }
  const std::string name = section.whole.pack->name + "." + section.whole.indicator->name;
  const auto read = [&](std::optional<Date> known_at, std::map<UnitId, Stated>& into) -> Status {
    figure::Query query;
    query.unit = unit_;
    query.as_of = last_->as_of;
    query.known_at = known_at;
    query.period = section.whole.period;
    query.indicators = {name};
    query.level = directory_->FindUnit(unit_)->level;
    for (const bool below : {false, true}) {
      TRY_ASSIGN(const std::vector<figure::Figure> figures, app_.Figures(scope_, query));
      for (const figure::Figure& figure : figures) {
        if (!figure.own) {
          into.emplace(figure.unit, Stated{figure.value, figure.numerator});
        }
      }
      query.level = level;
      if (below) {
        break;
      }
    }
    return {};
  };
  TRY(read(std::nullopt, section.now));
  std::map<UnitId, Stated> issued;
  std::map<UnitId, const Json*> printed;
  for (const Json& json : last_->figures) {
    const JsonObject& figure = json.as_object();
    const Json* own = figure.if_contains("own");
    if (FindText(figure, "indicator") != name ||
        FindText(figure, "period") != section.whole.period ||
        (own != nullptr && own->is_bool() && own->as_bool())) {
      continue;
    }
    for (const auto& [unit, stated] : section.now) {
      const Unit& found = *directory_->FindUnit(unit);
      if (found.code.empty() ? FindInt(figure, "unit") == NumberOf(unit)
                             : FindText(figure, "unit") == found.code) {
        const int scale = section.whole.indicator->scale;
        const int counted = stated.numerator ? stated.numerator->scale() : 0;
        issued.emplace(
            unit, Stated{NumberIn(figure, "value", scale), NumberIn(figure, "numerator", counted)});
        printed.emplace(unit, &json);
      }
    }
  }
  if (issued.empty()) {
    return read(last_->as_of, section.before);  // as it would have been issued
  }
  section.before = std::move(issued);
  JsonArray changed;
  for (const auto& [unit, json] : printed) {
    if (section.WasChanged(unit)) {
      changed.push_back(*json);
    }
  }
  if (changed.empty()) {
    return {};
  }
  TRY_ASSIGN(const std::vector<SinceIssued> since, CompareWithIssued(app_, scope_, changed));
  for (const SinceIssued& figure : since) {
    section.late_rows[figure.issued.unit] = figure.late_rows;
  }
  return {};
}

Result<std::vector<const Section*>> FigureBook::ReadDefault(const std::vector<std::string>& named) {
  figure::Query query;
  query.unit = unit_;
  query.as_of = as_of_;
  query.level = directory_->FindUnit(unit_)->level;
  query.indicators = named;
  TRY_ASSIGN(const std::vector<figure::Figure> wholes, app_.Figures(scope_, query));
  std::vector<const Section*> out;
  for (const figure::Figure& whole : wholes) {
    const bool nothing = whole.bases.empty() || whole.bases.front().denominator.IsZero();
    if (!named.empty() || (whole.target && !nothing)) {
      TRY_ASSIGN(const Section* section,
                 Read(whole.pack->name + "." + whole.indicator->name, std::nullopt));
      out.push_back(section);
    }
  }
  if (out.empty()) {
    return Error{ErrorCode::kInvalid, "bulletin.empty", {}, "/indicators"};
  }
  return out;
}

Result<std::optional<LastIssue>> FindLastIssue(
    App& app, const access::Scope& scope, UnitId unit, std::optional<Date> day, Date before) {
  std::optional<LastIssue> last;
  std::optional<registers::Record> found;
  TRY(app.ForEachRecord(scope, "bulletin", unit, registers::Personal::kClosed,
                        [&](const registers::Record& record) -> Status {
                          const auto as_of = record.state.fields.find("as_of");
                          const Date* counted = as_of == record.state.fields.end()
                                                    ? nullptr
                                                    : as_of->second.As<Date>();
                          const auto of = record.state.fields.find("unit");
                          const bool issued = record.state.state == "issued" ||
                                              record.state.state == "printed" ||
                                              record.state.state == "corrected";
                          if (!issued || counted == nullptr || *of->second.As<UnitId>() != unit ||
                              (day ? *counted != *day : *counted >= before)) {
                            return {};
                          }
                          if (!last || last->as_of < *counted ||
                              (last->as_of == *counted && found->position < record.position)) {
                            const std::string* number = TextOf(record, "number");
                            last = LastIssue{number == nullptr ? "" : *number, *counted, {}};
                            found = record;
                          }
                          return {};
                        }));
  if (!found) {
    return day ? std::optional(LastIssue{"", *day, {}}) : std::nullopt;
  }
  TRY_ASSIGN(const journal::Attachment file, PaperFile(app, *found, "figures"));
  TRY_ASSIGN(const Json frozen, ParseJson(file.content));
  if (const JsonArray* rows =
          frozen.is_object() ? FindArray(frozen.as_object(), "figures") : nullptr) {
    last->figures = *rows;
  }
  return last;
}

}  // namespace luoshi::app
