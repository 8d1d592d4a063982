#include "pack/world.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/text.h"

namespace luoshi::pack {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1024} * 1024;
constexpr std::size_t kMaxErrors = 50;
constexpr std::int64_t kMaxRange = 5000;
// Together with kMaxRange these bound what a range of labels can multiply.
constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxWords = 64;

// What an expectation may say. A figure: whose it is, as of when, and what it shows.
constexpr std::array<std::string_view, 19> kFigureWords = {
    "unit",  "axis",       "as_of",       "known_on",   "period",  "by",  "base",
    "value", "numerator",  "denominator", "target",     "planned", "gap", "ahead",
    "state", "not_filled", "rows",        "suppressed", "rank"};
constexpr std::array<std::string_view, 4> kRecordWords = {"state", "returned", "holder", "as_of"};

struct Verb {
  std::string_view word;
  WorldVerb verb;
};
constexpr Verb kVerbs[] = {{"change", WorldVerb::kChange},   {"move", WorldVerb::kMove},
                           {"correct", WorldVerb::kCorrect}, {"take_back", WorldVerb::kTakeBack},
                           {"append", WorldVerb::kAppend},   {"pause", WorldVerb::kPause},
                           {"resume", WorldVerb::kResume},   {"extend", WorldVerb::kExtend}};

// Words of a line, blanks between them; "…" keeps blanks together, also behind an equals sign.
std::optional<std::vector<std::string>> WordsOfLine(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      inside = true;
    } else if (c == ' ' && !quoted) {
      if (inside) {
        words.push_back(std::move(word));
        word.clear();
      }
      inside = false;
    } else {
      word.push_back(c);
      inside = true;
    }
  }
  if (quoted) {
    return std::nullopt;
  }
  if (inside) {
    words.push_back(std::move(word));
  }
  if (words.size() > kMaxWords) {
    return std::nullopt;
  }
  return words;
}

std::vector<std::string> CellsOfLine(std::string_view line) {
  std::string_view inner = TrimAscii(line);
  inner.remove_prefix(1);
  if (!inner.empty() && inner.back() == '|') {
    inner.remove_suffix(1);
  }
  std::vector<std::string> cells = Split(inner, "|");
  for (std::string& cell : cells) {
    cell = Trim(cell);
  }
  return cells;
}

// "p1..p83" → p1 … p83, with the number of each; a label alone is itself with number 0.
struct Label {
  std::string text;
  std::int64_t number = 0;
};

std::optional<std::vector<Label>> ExpandLabel(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    return std::vector<Label>{{std::string(text), 0}};
  }
  const auto split = [](std::string_view part) {
    std::size_t digits = part.size();
    while (digits > 0 && part[digits - 1] >= '0' && part[digits - 1] <= '9') {
      --digits;
    }
    std::int64_t number = -1;
    std::from_chars(part.data() + digits, part.data() + part.size(), number);
    return std::pair<std::string_view, std::int64_t>(part.substr(0, digits), number);
  };
  const auto first = split(text.substr(0, dots));
  const auto last = split(text.substr(dots + 2));
  if (first.first != last.first || first.first.empty() || first.second < 0 ||
      last.second < first.second || last.second - first.second >= kMaxRange) {
    return std::nullopt;
  }
  std::vector<Label> labels;
  for (std::int64_t n = first.second; n <= last.second; ++n) {
    labels.push_back({std::string(first.first) + std::to_string(n), n});
  }
  return labels;
}

class Reader {
 public:
  Result<World> Read(std::string_view text) {
    for (const std::string& raw : Split(text, "\n")) {
      ++line_;
      std::string_view line = raw;
      if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
      }
      const std::string_view bare = TrimAscii(line);
      if (bare.empty() || bare.front() == '#') {
        continue;
      }
      const bool indented = line.front() == ' ';
      if (line.find('\t') != std::string_view::npos) {
        Fail("world.syntax", "TAB");
      } else if (line.size() > kMaxLine) {
        Fail("world.too_large", std::to_string(kMaxLine));
      } else if (indented) {
        ReadInside(line, bare);
      } else {
        ReadHead(bare);
      }
      if (world_.acts.size() > kMaxWorldActs) {
        Fail("world.too_large", std::to_string(kMaxWorldActs));
        break;
      }
      if (errors_.size() >= kMaxErrors) {
        break;
      }
    }
    if (errors_.empty()) {
      return std::move(world_);
    }
    Error first = std::move(errors_.front());
    first.others.assign(std::make_move_iterator(errors_.begin() + 1),
                        std::make_move_iterator(errors_.end()));
    return first;
  }

 private:
  enum class Section { kNone, kUnits, kUsers, kRecords };

  void Fail(const char* key, std::string what) {
    const std::string line = std::to_string(line_);
    errors_.emplace_back(ErrorCode::kInvalid, key,
                         Params{{"line", line}, {"reason", what}, {"name", what}, {"most", what}},
                         line);
  }

  std::optional<Date> ReadDate(std::string_view text) {
    const Result<Date> day = Date::Parse(text);
    if (!day.ok()) {
      Fail("world.syntax", std::string(text));
      return std::nullopt;
    }
    return *day;
  }

  void ReadHead(std::string_view line) {
    section_ = Section::kNone;
    if (line.rfind("world:", 0) == 0) {
      world_.title = Trim(line.substr(6));
      return;
    }
    // "on …: verb …" and "refused KEY on …: verb …" have a colon between who and what.
    const std::optional<std::vector<std::string>> words = WordsOfLine(line);
    if (!words.has_value()) {
      Fail("world.syntax", "\"");
      return;
    }
    const std::string& first = words->front();
    if (first == "units" && words->size() == 1) {
      section_ = Section::kUnits;
    } else if (first == "users" && words->size() == 1) {
      section_ = Section::kUsers;
    } else if (first == "records") {
      ReadRecordsHead(*words);
    } else if (first == "on" || first == "refused") {
      ReadAct(*words);
    } else if (first == "expect") {
      ReadExpectation(*words);
    } else {
      Fail("world.syntax", first);
    }
  }

  void ReadInside(std::string_view line, std::string_view bare) {
    switch (section_) {
      case Section::kUnits:
        ReadUnit(line, bare);
        return;
      case Section::kUsers:
        ReadUser(bare);
        return;
      case Section::kRecords:
        ReadRecord(bare);
        return;
      case Section::kNone:
        break;
    }
    Fail("world.syntax", std::string(bare));
  }

  // "  village 青山村 code=… class=… alias=…", two blanks for each step down.
  void ReadUnit(std::string_view line, std::string_view bare) {
    const std::size_t indent = line.find_first_not_of(' ');
    const std::optional<std::vector<std::string>> words = WordsOfLine(bare);
    if (!words.has_value() || words->size() < 2 || indent % 2 != 0) {
      Fail("world.syntax", std::string(bare));
      return;
    }
    WorldUnit unit;
    unit.line = line_;
    const std::optional<UnitLevel> level = ParseLevel((*words)[0]);
    if (!level.has_value()) {
      Fail("world.syntax", (*words)[0]);
      return;
    }
    unit.level = *level;
    unit.name = (*words)[1];
    while (!open_units_.empty() && open_units_.back().indent >= indent) {
      open_units_.pop_back();
    }
    if (!open_units_.empty()) {
      unit.parent = open_units_.back().index;
    } else if (!world_.units.empty()) {
      Fail("world.syntax", unit.name);  // one tree has one root
      return;
    }
    for (std::size_t i = 2; i < words->size(); ++i) {
      const std::string& word = (*words)[i];
      const std::size_t equals = word.find('=');
      const std::string key = word.substr(0, equals);
      const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
      if (key == "code") {
        unit.code = value;
      } else if (key == "class") {
        unit.peer_class = value;
      } else if (key == "alias") {
        unit.aliases.push_back(value);
      } else {
        Fail("world.syntax", word);
      }
    }
    if (!unit_names_.insert(unit.name).second) {
      Fail("world.twice", unit.name);
      return;
    }
    open_units_.push_back({indent, world_.units.size()});
    world_.units.push_back(std::move(unit));
  }

  // "| name | role | unit |"
  void ReadUser(std::string_view bare) {
    if (bare.front() != '|') {
      Fail("world.syntax", std::string(bare));
      return;
    }
    const std::vector<std::string> cells = CellsOfLine(bare);
    if (cells.size() != 3 || cells[0].empty()) {
      Fail("world.syntax", std::string(bare));
      return;
    }
    if (unit_names_.count(cells[2]) == 0) {
      Fail("world.unknown", cells[2]);
    }
    if (!user_names_.insert(cells[0]).second) {
      Fail("world.twice", cells[0]);
    }
    world_.users.push_back({cells[0], cells[1], cells[2], line_});
  }

  // "records insurance_fees on 2026-09-01 as clerk"
  void ReadRecordsHead(const std::vector<std::string>& words) {
    if (words.size() != 6 || words[2] != "on" || words[4] != "as") {
      Fail("world.syntax", "records PACK on DAY as USER");
      return;
    }
    WorldAct act;
    act.verb = WorldVerb::kCreate;
    act.pack = words[1];
    const std::optional<Date> day = ReadDate(words[3]);
    if (!day.has_value() || !TakeDay(*day)) {
      return;
    }
    act.day = *day;
    act.user = words[5];
    WantUser(act.user);
    template_ = std::move(act);
    columns_.clear();
    section_ = Section::kRecords;
  }

  // The first row names the fields (its first cell is free); {n} in a cell is the number of the
  // label in a row for many, "p1..p100".
  void ReadRecord(std::string_view bare) {
    if (bare.front() != '|') {
      Fail("world.syntax", std::string(bare));
      return;
    }
    const std::vector<std::string> cells = CellsOfLine(bare);
    if (columns_.empty()) {
      columns_ = cells;
      return;
    }
    const std::optional<std::vector<Label>> labels = ExpandLabel(cells[0]);
    if (cells.size() != columns_.size() || cells.size() > kMaxWords || !labels.has_value() ||
        cells[0].empty()) {
      Fail("world.syntax", std::string(bare));
      return;
    }
    for (const Label& label : *labels) {
      WorldAct act = template_;
      act.label = label.text;
      act.line = line_;
      for (std::size_t i = 1; i < cells.size(); ++i) {
        if (!cells[i].empty()) {
          act.fields[columns_[i]] = Replaced(cells[i], "{n}", std::to_string(label.number));
        }
      }
      if (!labels_.insert(label.text).second) {
        Fail("world.twice", label.text);
        return;
      }
      world_.acts.push_back(std::move(act));
    }
  }

  bool TakeDay(Date day) {
    if (!world_.acts.empty() && day < world_.acts.back().day) {
      Fail("world.date_order", day.ToString());
      return false;
    }
    return true;
  }

  void WantUser(const std::string& user) {
    if (user_names_.count(user) == 0) {
      Fail("world.unknown", user);
    }
  }

  // [refused [KEY]] on DAY [happened DAY] as USER: VERB LABEL …
  void ReadAct(const std::vector<std::string>& words) {
    WorldAct act;
    act.line = line_;
    std::size_t at = 0;
    if (words[at] == "refused" && words.size() > 2) {
      const bool any = words[1] == "on";
      act.refused = any ? kAnyError : words[1];
      at = any ? 1 : 2;
    }
    if (at + 1 >= words.size() || words[at] != "on") {
      Fail("world.syntax", "on DAY as USER: …");
      return;
    }
    const std::optional<Date> day = ReadDate(words[at + 1]);
    if (!day.has_value() || !TakeDay(*day)) {
      return;
    }
    act.day = *day;
    at += 2;
    if (at + 1 < words.size() && words[at] == "happened") {
      act.happened = ReadDate(words[at + 1]);
      at += 2;
    }
    if (at + 3 >= words.size() || words[at] != "as" || words[at + 1].size() < 2 ||
        words[at + 1].back() != ':') {
      Fail("world.syntax", "on DAY as USER: VERB LABEL");
      return;
    }
    act.user = words[at + 1].substr(0, words[at + 1].size() - 1);
    WantUser(act.user);
    ReadDeed(act, std::vector<std::string>(words.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                                           words.end()));
  }

  // VERB LABEL, then by verb: a word, a day, a reason; the rest are field=value.
  void ReadDeed(WorldAct& act, const std::vector<std::string>& words) {
    const auto* verb = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                    [&](const Verb& each) { return each.word == words[0]; });
    if (verb == std::end(kVerbs)) {
      Fail("world.syntax", words[0]);
      return;
    }
    act.verb = verb->verb;
    std::size_t at = 2;
    const bool has_word = act.verb == WorldVerb::kMove || act.verb == WorldVerb::kAppend ||
                          act.verb == WorldVerb::kPause || act.verb == WorldVerb::kResume ||
                          act.verb == WorldVerb::kExtend;
    if (has_word) {
      if (at >= words.size() || words[at].find('=') != std::string::npos) {
        Fail("world.syntax", words[0] + " LABEL NAME");
        return;
      }
      act.word = words[at++];
    }
    const bool names_event = act.verb == WorldVerb::kCorrect || act.verb == WorldVerb::kTakeBack;
    if (names_event && at + 1 < words.size() && words[at] == "of") {
      act.of_day = ReadDate(words[at + 1]);
      at += 2;
    }
    for (; at < words.size(); ++at) {
      const std::size_t equals = words[at].find('=');
      if (equals == std::string::npos || equals == 0) {
        Fail("world.syntax", words[at]);
        return;
      }
      if (!act.fields.emplace(words[at].substr(0, equals), words[at].substr(equals + 1)).second) {
        Fail("world.twice", words[at].substr(0, equals));
        return;
      }
    }
    if (act.verb == WorldVerb::kPause || act.verb == WorldVerb::kExtend) {
      TakeClockWords(act);
    }
    AddForEach(act, words[1]);
  }

  // A pause or extension sets no field: what stands there is its own.
  void TakeClockWords(WorldAct& act) {
    if (const auto reason = act.fields.find("reason"); reason != act.fields.end()) {
      act.reason = reason->second;
      act.fields.erase(reason);
    }
    if (const auto due = act.fields.find("due"); due != act.fields.end()) {
      act.due = ReadDate(due->second);
      act.fields.erase(due);
    }
    if (!act.fields.empty()) {
      Fail("world.syntax", act.fields.begin()->first);
    }
  }

  void AddForEach(const WorldAct& act, const std::string& label_text) {
    const std::optional<std::vector<Label>> labels = ExpandLabel(label_text);
    if (!labels.has_value()) {
      Fail("world.syntax", label_text);
      return;
    }
    for (const Label& label : *labels) {
      if (labels_.count(label.text) == 0) {
        Fail("world.unknown", label.text);
        return;
      }
      WorldAct one = act;
      one.label = label.text;
      world_.acts.push_back(std::move(one));
    }
  }

  // "expect PACK.INDICATOR key=value …" or "expect record LABEL key=value …"
  void ReadExpectation(const std::vector<std::string>& words) {
    WorldExpectation expectation;
    expectation.line = line_;
    if (words.size() < 3) {
      Fail("world.syntax", "expect PACK.INDICATOR unit=… value=…");
      return;
    }
    const bool of_record = words[1] == "record";
    std::size_t at = 2;
    if (of_record) {
      expectation.label = words[at++];
      if (labels_.count(expectation.label) == 0) {
        Fail("world.unknown", expectation.label);
      }
    } else {
      const std::size_t dot = words[1].find('.');
      if (dot == std::string::npos || dot == 0 || dot + 1 == words[1].size()) {
        Fail("world.syntax", words[1]);
        return;
      }
      expectation.pack = words[1].substr(0, dot);
      expectation.indicator = words[1].substr(dot + 1);
    }
    for (; at < words.size(); ++at) {
      const std::size_t equals = words[at].find('=');
      const std::string key = words[at].substr(0, equals);
      const bool known =
          of_record
              ? std::find(kRecordWords.begin(), kRecordWords.end(), key) != kRecordWords.end()
              : std::find(kFigureWords.begin(), kFigureWords.end(), key) != kFigureWords.end();
      if (equals == std::string::npos || !known) {
        Fail("world.syntax", words[at]);
        return;
      }
      if (!expectation.values.emplace(key, words[at].substr(equals + 1)).second) {
        Fail("world.twice", key);
        return;
      }
    }
    CheckExpectation(expectation, of_record);
    world_.expectations.push_back(std::move(expectation));
  }

  void CheckExpectation(const WorldExpectation& expectation, bool of_record) {
    for (const char* key : {"as_of", "known_on"}) {
      if (const auto day = expectation.values.find(key); day != expectation.values.end()) {
        ReadDate(day->second);
      }
    }
    if (of_record) {
      return;
    }
    const auto unit = expectation.values.find("unit");
    if (unit == expectation.values.end() || expectation.values.count("as_of") == 0) {
      Fail("world.syntax", "unit=… as_of=…");
    } else if (unit_names_.count(unit->second) == 0) {
      Fail("world.unknown", unit->second);
    }
  }

  struct OpenUnit {
    std::size_t indent = 0;
    std::size_t index = 0;
  };

  World world_;
  std::vector<Error> errors_;
  int line_ = 0;
  Section section_ = Section::kNone;
  std::vector<OpenUnit> open_units_;
  std::set<std::string> unit_names_;
  std::set<std::string> user_names_;
  std::set<std::string> labels_;
  WorldAct template_;
  std::vector<std::string> columns_;
};

}  // namespace

Result<World> ParseWorld(std::string_view text) {
  if (text.size() > kMaxBytes) {
    return Error{ErrorCode::kInvalid, "world.too_large", {{"most", "1 MB"}}};
  }
  if (!IsValidText(text)) {
    return Error{ErrorCode::kInvalid, "pack.not_text"};
  }
  return Reader().Read(text);
}

}  // namespace luoshi::pack
