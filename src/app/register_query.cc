#include "app/register_query.h"

#include <algorithm>
#include <charconv>

#include "app/id_stream.h"
#include "app/record_json.h"

namespace luoshi::app {
namespace {

constexpr std::size_t kMostPage = 500;
constexpr std::int64_t kMostLooked = 20'000;    // rows a page looks at
constexpr std::int64_t kMostCounted = 10'000;   // the largest exact total
constexpr std::int64_t kMostCounting = 50'000;  // rows a total looks at
constexpr std::size_t kMostUnits = 64;          // whose ranges are read side by side

struct Cursor {
  JurisdictionId jurisdiction{};
  RecordId record;
};

// "<jurisdiction>.<record>"
Result<Cursor> ReadCursor(const std::string& text) {
  const Error wrong(ErrorCode::kInvalid, "register.cursor", {}, "?after");
  const std::size_t dot = text.find('.');
  std::int64_t number = 0;
  const char* begin = text.data();
  const char* end = dot == std::string::npos ? begin : begin + dot;
  const auto [stop, failure] = std::from_chars(begin, end, number);
  if (failure != std::errc() || stop != end || begin == end) {
    return wrong;
  }
  const Result<Uuid> record = Uuid::Parse(std::string_view(text).substr(dot + 1));
  return record.ok() ? Result<Cursor>(Cursor{JurisdictionId{number}, *record})
                     : Result<Cursor>(wrong);
}

// Whether a stored value is the one asked for; of a list, whether it holds it.
bool IsValue(const Json& stored, const std::string& asked) {
  if (const JsonArray* list = stored.if_array()) {
    return std::any_of(list->begin(), list->end(),
                       [&](const Json& item) { return IsValue(item, asked); });
  }
  return stored.is_string() ? TextOf(stored.get_string()) == asked : WriteJson(stored) == asked;
}

class Reader {
 public:
  Reader(App& app, const access::Scope& scope, const RegisterQuery& query)
      : app_(app),
        scope_(scope),
        query_(query),
        directory_(app.directory()),
        boundary_(directory_->BoundaryAt(app.today())) {}

  Status CheckFields() const {
    const rules::Pack* pack = directory_->FindPack(query_.pack);
    if (pack == nullptr) {
      return Error{ErrorCode::kNotFound, "pack.unknown", {{"pack", query_.pack.substr(0, 64)}}};
    }
    for (const auto& [name, value] : query_.equals) {
      const rules::Field* field = pack->FindField(name);
      // a personal value is not searched by comparing it with rows
      if (field == nullptr || field->personal) {
        return Error{ErrorCode::kInvalid,
                     "register.field",
                     {{"field", name.substr(0, 64)}},
                     "?field." + name.substr(0, 64)};
      }
    }
    return {};
  }

  // Calls `on_row` for what matches after `from`, in order; it says whether to go on. Returns where
  // it stopped, nullopt at the end of everything.
  using OnMatch = std::function<Result<bool>(JurisdictionId, const storage::RecordRow&)>;
  Result<std::optional<Cursor>> Scan(storage::Tx& tx,
                                     const Cursor& from,
                                     std::int64_t most,
                                     const OnMatch& on_row) {
    std::int64_t looked = 0;
    for (const JurisdictionId jurisdiction : Jurisdictions()) {
      if (jurisdiction < from.jurisdiction) {
        continue;
      }
      TRY_ASSIGN(std::optional<std::vector<IdStream>> streams, StreamsIn(tx, jurisdiction));
      if (!streams) {
        continue;
      }
      IdIntersection ids(*std::move(streams),
                         jurisdiction == from.jurisdiction ? from.record : RecordId());
      while (true) {
        TRY_ASSIGN(const std::optional<RecordId> id, ids.Next());
        if (!id) {
          break;
        }
        TRY_ASSIGN(const std::optional<storage::RecordRow> row,
                   storage::GetRecord(tx, jurisdiction, *id));
        TRY_ASSIGN(const bool matches, row ? Matches(*row) : Result<bool>(false));
        if (matches) {
          TRY_ASSIGN(const bool go_on, on_row(jurisdiction, *row));
          if (!go_on) {
            return std::optional<Cursor>(Cursor{jurisdiction, *id});
          }
        }
        if (++looked >= most) {
          return std::optional<Cursor>(Cursor{jurisdiction, *id});
        }
      }
    }
    return std::optional<Cursor>();
  }

  Result<std::string> Show(storage::Tx& tx,
                           JurisdictionId jurisdiction,
                           const storage::RecordRow& row) const {
    return RecordJson(tx, *directory_, app_.keyring(), jurisdiction, row, With::kFieldsOnly);
  }

 private:
  std::vector<JurisdictionId> Jurisdictions() const {
    std::set<JurisdictionId> out;
    for (const root::Jurisdiction& jurisdiction : directory_->jurisdictions()) {
      out.insert(jurisdiction.id);
    }
    return {out.begin(), out.end()};
  }

  // One stream for each filter that an index has; all that matches is in all of them. nullopt when
  // the journal holds nothing of the unit.
  Result<std::optional<std::vector<IdStream>>> StreamsIn(storage::Tx& tx,
                                                         JurisdictionId jurisdiction) const {
    using By = storage::IdRange::By;
    using Streams = std::optional<std::vector<IdStream>>;
    const rules::Pack& pack = *directory_->FindPack(query_.pack);
    std::vector<IdStream> out;
    const auto add = [&](std::vector<storage::IdRange> ranges) {
      out.emplace_back(tx, jurisdiction, std::move(ranges));
    };
    for (const auto& [name, value] : query_.equals) {
      const rules::Field* field = pack.FindField(name);
      const Result<Uuid> target =
          field->type == rules::FieldType::kReference ? Uuid::Parse(value) : Result<Uuid>(Error());
      if (registers::IsFiltered(*field) || target.ok()) {
        add({{.by = By::kLookup,
              .pack = pack.name,
              .field = name,
              .tag = target.ok() ? std::string(target->AsBytes()) : value}});
      }
    }
    if (!query_.state.empty()) {
      add({{.by = By::kState, .pack = pack.name, .state = query_.state}});
    }
    if (query_.unit != kNoUnit && !LiesWithin(jurisdiction, query_.unit)) {
      const root::Boundary::Range range = boundary_->RangeOf(query_.unit);
      const std::vector<UnitId> units(boundary_->order().begin() + range.begin,
                                      boundary_->order().begin() + range.end);
      const auto [first, last] = std::minmax_element(units.begin(), units.end());
      TRY_ASSIGN(const bool some,
                 units.empty() ? Result<bool>(false)
                               : storage::NamesUnits(tx, jurisdiction, pack.name, *first, *last));
      if (!some) {
        return Streams();
      }
      if (units.size() <= kMostUnits) {
        std::vector<storage::IdRange> ranges;
        for (const UnitId unit : units) {
          ranges.push_back({.by = By::kRegion, .pack = pack.name, .unit = unit});
          if (!pack.responsible.empty()) {
            ranges.push_back({.by = By::kResponsible, .pack = pack.name, .unit = unit});
          }
        }
        add(std::move(ranges));
      }
    }
    if (out.empty()) {
      add({{.by = By::kPack, .pack = pack.name}});
    }
    return Streams(std::move(out));
  }

  // Then nearly every row of the journal matches the unit.
  bool LiesWithin(JurisdictionId jurisdiction, UnitId unit) const {
    const std::vector<root::Jurisdiction>& known = directory_->jurisdictions();
    return std::any_of(known.begin(), known.end(), [&](const root::Jurisdiction& one) {
      return one.id == jurisdiction && boundary_->IsWithin(one.unit, unit);
    });
  }

  Result<bool> Matches(const storage::RecordRow& row) const {
    if (row.voided || (!query_.state.empty() && row.state != query_.state)) {
      return false;
    }
    if (query_.unit != kNoUnit && !boundary_->IsWithin(row.region, query_.unit) &&
        !boundary_->IsWithin(row.responsible, query_.unit)) {
      return false;
    }
    const rules::Pack* pack = directory_->FindPack(row.pack);
    if (pack == nullptr || !registers::MayRead(scope_, *pack, row)) {
      return false;
    }
    if (query_.equals.empty()) {
      return true;
    }
    const Result<Json> json = ParseJson(row.fields);
    const JsonObject* fields = json.ok() ? json->if_object() : nullptr;
    if (fields == nullptr) {
      return registers::DamagedRecord(
          pack->title.zh, row.id,
          json.ok() ? Error{ErrorCode::kInvalid, "json.type"} : json.error());
    }
    return std::all_of(query_.equals.begin(), query_.equals.end(), [&](const auto& wanted) {
      const Json* value = fields->if_contains(wanted.first);
      return value != nullptr && IsValue(*value, wanted.second);
    });
  }

  App& app_;
  const access::Scope& scope_;
  const RegisterQuery& query_;
  std::shared_ptr<const root::Directory> directory_;
  std::shared_ptr<const root::Boundary> boundary_;
};

}  // namespace

Result<RegisterPage> ReadRegister(App& app,
                                  const access::Scope& scope,
                                  const RegisterQuery& query) {
  Reader reader(app, scope, query);
  TRY(reader.CheckFields());
  Cursor from;
  if (!query.after.empty()) {
    TRY_ASSIGN(from, ReadCursor(query.after));
  }
  RegisterPage page;
  const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kMostPage);
  TRY_ASSIGN(const std::unique_ptr<storage::Tx> tx, app.store().Begin(storage::Access::kRead));
  TRY_ASSIGN(
      const std::optional<Cursor> stopped,
      reader.Scan(*tx, from, kMostLooked,
                  [&](JurisdictionId jurisdiction, const storage::RecordRow& row) -> Result<bool> {
                    TRY_ASSIGN(std::string json, reader.Show(*tx, jurisdiction, row));
                    page.records.push_back(std::move(json));
                    return page.records.size() < limit;
                  }));
  if (stopped) {
    page.next = std::to_string(NumberOf(stopped->jurisdiction)) + "." + stopped->record.ToString();
  }
  if (query.total) {
    TRY_ASSIGN(const std::optional<Cursor> uncounted,
               reader.Scan(*tx, {}, kMostCounting,
                           [&](JurisdictionId, const storage::RecordRow&) -> Result<bool> {
                             return ++page.at_least <= kMostCounted;
                           }));
    if (!uncounted) {
      page.total = page.at_least;
    }
    page.at_least = std::min(page.at_least, kMostCounted);
  }
  return page;
}

}  // namespace luoshi::app
