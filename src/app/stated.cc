#include "app/stated.h"

#include <algorithm>
#include <set>

#include "register/record.h"
#include "storage/record_table.h"

namespace luoshi::app {
namespace {

constexpr const char* kPack = "stated";
constexpr int kLasts = 31;  // days for which what was stated is held against a figure

std::string KeyOf(const std::string& indicator, const std::string& period, UnitId unit) {
  return indicator + "|" + period + "|" + std::to_string(NumberOf(unit));
}

template <class T>
std::optional<T> FieldOf(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  const T* value = found == fields.end() ? nullptr : found->second.As<T>();
  return value == nullptr ? std::nullopt : std::optional<T>(*value);
}

}  // namespace

Result<StatedFigures> StatedFigures::Read(storage::Tx& tx, const root::Directory& directory) {
  StatedFigures out;
  if (directory.FindPack(kPack) == nullptr) {
    return out;
  }
  std::set<JurisdictionId> seen;
  for (const root::Jurisdiction& jurisdiction : directory.jurisdictions()) {
    if (!seen.insert(jurisdiction.id).second) {
      continue;
    }
    storage::RecordFilter filter;
    filter.pack = kPack;
    std::vector<storage::RecordRow> rows;
    TRY(storage::ReadRecords(tx, jurisdiction.id, filter,
                             [&](const storage::RecordRow& row) -> Status {
                               rows.push_back(row);
                               return {};
                             }));
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return a.position < b.position;  // as entered
    });
    for (const storage::RecordRow& row : rows) {
      TRY_ASSIGN(const registers::Record record,
                 registers::OpenRow(tx, directory, jurisdiction.id, row,
                                    registers::Personal::kClosed, nullptr));
      const Fields& fields = record.state.fields;
      const std::optional<std::string> indicator = FieldOf<std::string>(fields, "indicator");
      const std::optional<Decimal> value = FieldOf<Decimal>(fields, "value");
      const std::optional<Date> day = FieldOf<Date>(fields, "as_of");
      if (!indicator || !value || !day) {
        continue;
      }
      figure::Stated stated;
      stated.value = *value;
      stated.numerator = FieldOf<Decimal>(fields, "numerator");
      stated.denominator = FieldOf<Decimal>(fields, "denominator");
      stated.day = *day;
      stated.source = FieldOf<std::string>(fields, "source").value_or("");
      const std::string period = FieldOf<std::string>(fields, "indicator_period").value_or("");
      out.stated_[KeyOf(*indicator, period, record.region)].push_back(std::move(stated));
    }
  }
  for (auto& [key, list] : out.stated_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.day < b.day; });
  }
  return out;
}

std::optional<figure::Stated> StatedFigures::Find(const rules::Pack& pack,
                                                  const rules::Indicator& indicator,
                                                  UnitId unit,
                                                  const std::string& period,
                                                  Date day) const {
  const auto found = stated_.find(KeyOf(pack.name + "." + indicator.name, period, unit));
  if (found == stated_.end()) {
    return std::nullopt;
  }
  std::optional<figure::Stated> last;
  for (const figure::Stated& stated : found->second) {
    if (stated.day <= day && stated.day > day - kLasts) {
      last = stated;
    }
  }
  return last;
}

}  // namespace luoshi::app
