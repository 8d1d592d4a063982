#include "directive/doer.h"

#include <optional>

namespace luoshi::directive {
namespace {

constexpr std::size_t kMaxUnits = 65'000;  // Word::argument holds 16 bits
constexpr std::size_t kMaxGeneric = 12;    // characters of a name known only by its ending

struct Name {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t unit = 0;  // index + 1, 0 for a name as written
};

struct Group {
  std::vector<Name> names;
  std::size_t begin = 0;
  std::size_t end = 0;  // behind 等部门
};

bool StartsAny(Text text, std::size_t at, std::initializer_list<Text> words, std::size_t& size) {
  for (const Text word : words) {
    if (StartsAt(text, at, word)) {
      size = word.size();
      return true;
    }
  }
  return false;
}

class OwnerReader {
 public:
  OwnerReader(const Stretch& stretch,
              std::size_t begin,
              std::size_t end,
              const std::vector<KnownUnit>& units)
      : stretch_(stretch), text_(stretch.text), begin_(begin), end_(end), units_(units) {}

  FoundOwners Find() const {
    FoundOwners out;
    out.subject_end = begin_;
    for (std::size_t at = begin_; at < end_;) {
      if (const std::optional<std::size_t> stop = Label(at, out)) {
        at = *stop;
        continue;
      }
      if (const Hit* all = LongestAt(stretch_.hits, WordKind::kCollective, at, end_)) {
        at = all->end;
        continue;
      }
      if (text_[at] == U'@') {
        at = Called(at + 1, out);
        continue;
      }
      const Group group = GroupAt(at);
      if (group.names.empty()) {
        ++at;
        continue;
      }
      if (const std::optional<OwnerRole> role = RoleOf(group)) {
        AddOwners(out.owners, OwnersOf(group, *role));
        if (AtStart(group.begin)) {
          out.subject_end = group.end;
        }
      }
      at = group.end;
    }
    return out;
  }

  std::vector<Owner> Names(OwnerRole role) const {
    std::vector<Owner> out;
    std::size_t at = begin_;
    while (at < end_) {
      std::size_t stop = at;
      while (stop < end_ && !OneOf(text_[stop], U"、,;/ \t\n()")) {
        ++stop;
      }
      const std::size_t from = SkipBlanks(text_, at, stop);
      if (stop > from && stop - from <= 24) {
        const Name name = NameAt(from, stop).value_or(Name{from, stop, 0});
        Group group;
        group.names.push_back(name.end == stop ? name : Name{from, stop, 0});
        AddOwners(out, OwnersOf(group, role));
      }
      at = stop + 1;
    }
    return out;
  }

 private:
  // @党政办 @石门村文书: who is called does it; the name runs to the next blank or mark. @所有人 is
  // nobody. Returns the place behind the name.
  std::size_t Called(std::size_t at, FoundOwners& out) const {
    std::size_t stop = at;
    while (stop < end_ && !IsBlank(text_[stop]) && !OneOf(text_[stop], U"@,:;。!?、()")) {
      ++stop;
    }
    Group group;
    if (stop - at <= kMaxGeneric) {
      group.names.push_back(Name{at, stop, 0});
    }
    if (const std::optional<Name> known = NameAt(at, stop);
        known && (known->unit > 0 || group.names.empty())) {
      group.names.assign(1, *known);
      stop = known->end;
    }
    const Text name = text_.substr(at, stop - at);
    if (name.empty() || group.names.empty() || name == U"所有人" || name == U"全体成员") {
      return std::max(stop, at);
    }
    AddOwners(out.owners, OwnersOf(group, OwnerRole::kLead));
    out.subject_end = stop;
    return stop;
  }

  bool AtStart(std::size_t at) const {
    return at <= begin_ + 1 || FirstInside(stretch_.hits, WordKind::kModal, begin_, at) == nullptr;
  }

  // 牵头单位：党政办；配合单位：各村
  std::optional<std::size_t> Label(std::size_t at, FoundOwners& out) const {
    for (const WordKind kind : {WordKind::kTableLead, WordKind::kTableAssist}) {
      const Hit* label = LongestAt(stretch_.hits, kind, at, end_);
      if (label == nullptr || label->end >= end_ || text_[label->end] != U':') {
        continue;
      }
      std::size_t stop = label->end + 1;
      while (stop < end_ && !OneOf(text_[stop], U";。)\n,")) {
        ++stop;
      }
      const OwnerRole role = kind == WordKind::kTableLead ? OwnerRole::kLead : OwnerRole::kAssist;
      AddOwners(out.owners, NamesIn(stretch_, label->end + 1, stop, role, units_));
      return stop;
    }
    return std::nullopt;
  }

  // One name that begins at `at`: a known unit, a word of the lexicon, with 各 or 全镇 before it.
  std::optional<Name> NameAt(std::size_t at, std::size_t end) const {
    if (LongestAt(stretch_.hits, WordKind::kCollective, at, end) != nullptr) {
      return std::nullopt;
    }
    std::size_t from = at;
    if (const Hit* head = LongestAt(stretch_.hits, WordKind::kDoerHead, at, end)) {
      from = head->end;
    }
    std::optional<Name> best;
    for (const std::size_t start : {at, from}) {
      for (auto hit = FirstHit(stretch_.hits, start);
           hit != stretch_.hits.end() && hit->begin == start; ++hit) {
        if (hit->word.kind == WordKind::kDoer && hit->end <= end &&
            (!best || hit->end > best->end || (hit->end == best->end && hit->word.argument != 0))) {
          best = Name{at, hit->end, start == at ? hit->word.argument : std::size_t{0}};
        }
      }
    }
    if (best && best->unit == 0) {
      // 各村党支部书记, 发改部门: an ending belongs to the name
      while (const Hit* tail = LongestAt(stretch_.hits, WordKind::kDoerTail, best->end, end)) {
        best->end = tail->end;
      }
    }
    return best;
  }

  // A name known only by its ending: 农业综合服务中心; letters from a border up to the ending.
  std::optional<Name> GenericAt(std::size_t at) const {
    if (at > begin_ && !OneOf(text_[at - 1], U",、:;由请和及()。 ")) {
      return std::nullopt;
    }
    for (auto hit = FirstHit(stretch_.hits, at + 1);
         hit != stretch_.hits.end() && hit->begin < std::min(end_, at + kMaxGeneric); ++hit) {
      if (hit->word.kind == WordKind::kDoerTail && hit->begin >= at + 2) {
        return hit->end <= end_ ? std::optional<Name>(Name{at, hit->end, 0}) : std::nullopt;
      }
      if (hit->word.kind == WordKind::kModal || hit->word.kind == WordKind::kAction ||
          hit->word.kind == WordKind::kPast) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  static bool Plain(Text part) {
    return part.find_first_of(U",。;:、由请的对把将在为了与\"“”()0123456789") == Text::npos;
  }

  Group GroupAt(std::size_t at) const {
    Group group;
    group.begin = at;
    group.end = at;
    while (at < end_) {
      std::optional<Name> name = NameAt(at, end_);
      if (!name) {
        name = GenericAt(at);
        if (name && !Plain(text_.substr(name->begin, name->end - name->begin))) {
          name.reset();
        }
      }
      if (!name) {
        break;
      }
      group.names.push_back(*name);
      at = name->end;
      if (at < end_ && text_[at] == U'(') {  // 各村（社区）
        const std::size_t close = text_.substr(at, 24).find(U')');
        if (close != Text::npos && at + close < end_) {
          at += close + 1;
        }
      }
      group.end = at;
      std::size_t size = 0;
      if (StartsAny(text_, at,
                    {U"等相关部门", U"等有关部门", U"等职能部门", U"等部门", U"等单位", U"等站所",
                     U"等相关单位", U"等办公室", U"等办", U"等"},
                    size)) {
        at += size;
        group.end = at;
      }
      if (!StartsAny(text_, at, {U"、", U"和", U"及", U"与", U"以及", U"/"}, size)) {
        break;
      }
      at += StartsAt(text_, at, U"以及") ? 2 : size;
    }
    return group;
  }

  // What the words around say the group does; nullopt when it is not the doer.
  std::optional<OwnerRole> RoleOf(const Group& group) const {
    for (const Text word :
         {Text(U"对"),   Text(U"向"),   Text(U"给"),     Text(U"让"),   Text(U"为"), Text(U"督促"),
          Text(U"指导"), Text(U"帮助"), Text(U"与"),     Text(U"是"),   Text(U"在"), Text(U"从"),
          Text(U"把"),   Text(U"发挥"), Text(U"落实到"), Text(U"到"),   Text(U"的"), Text(U"支持"),
          Text(U"服务"), Text(U"压实"), Text(U"通过"),   Text(U"依靠"), Text(U"当")}) {
      if (EndsAt(text_, group.begin, word) && group.begin - word.size() >= begin_) {
        return std::nullopt;
      }
    }
    const bool by = group.begin > begin_ && text_[group.begin - 1] == U'由';
    std::size_t at = group.end;
    if (StartsAt(text_, at, U"作为")) {  // 各村党支部书记作为“…”，更要
      const std::size_t comma = text_.substr(at, 40).find(U',');
      if (comma == Text::npos) {
        return std::nullopt;
      }
      at += comma + 1;
      if (at >= end_) {
        return OwnerRole::kLead;
      }
    }
    std::size_t sized = 0;
    if (StartsAny(text_, at,
                  {U"是第一责任人", U"为第一责任人", U"是直接责任人", U"是责任人", U"为责任人"},
                  sized)) {
      return OwnerRole::kLead;
    }
    // 各级党组织，要…: the clause ends with the doer and the next begins with the modal
    if (at == end_ && StartsAt(text_, at, U",") && group.begin == begin_ &&
        LongestAt(stretch_.hits, WordKind::kModal, at + 1, stretch_.end) != nullptr) {
      return OwnerRole::kLead;
    }
    if (EndsAt(text_, group.begin, U"会同") || EndsAt(text_, group.begin, U"联合")) {
      return OwnerRole::kAssist;
    }
    if (StartsAny(text_, at, {U"会同", U"联合"}, sized)) {
      return OwnerRole::kLead;
    }
    bool modal = false;
    for (int step = 0; step < 8 && at < end_; ++step) {
      if (OneOf(text_[at], U", \"“”")) {
        // 各级党组织，要…: a comma only before the modal itself
        if (text_[at] == U',' &&
            LongestAt(stretch_.hits, WordKind::kModal, at + 1, end_) == nullptr) {
          break;
        }
        ++at;
        continue;
      }
      std::size_t size = 0;
      if (StartsAny(text_, at,
                    {U"积极参与", U"参与", U"配合", U"协助", U"协同", U"支持", U"协办", U"全力支持",
                     U"积极配合"},
                    size)) {
        return OwnerRole::kAssist;
      }
      if (StartsAny(text_, at, {U"牵头", U"负责", U"主责", U"具体负责", U"承办", U"总牵头"},
                    size)) {
        return OwnerRole::kLead;
      }
      if (const Hit* hit = LongestAt(stretch_.hits, WordKind::kModal, at, end_)) {
        modal = true;
        at = hit->end;
        continue;
      }
      if (const Hit* hit = LongestAt(stretch_.hits, WordKind::kAdverb, at, end_)) {
        at = hit->end;
        continue;
      }
      if (const Hit* hit = LongestAt(stretch_.hits, WordKind::kOpenDeadline, at, end_)) {
        at = hit->end;
        continue;
      }
      break;
    }
    if (modal ||
        (by && !StartsAt(text_, group.end, U"任") && !StartsAt(text_, group.end, U"担任"))) {
      return OwnerRole::kLead;
    }
    // 各村于12月10日前报送…, 各村组织…: the group opens the clause and acts
    const bool opens = group.begin == begin_ || OneOf(text_[group.begin - 1], U",;:。请 ");
    const Hit* action = LongestAt(stretch_.hits, WordKind::kAction, at, end_);
    if (opens && (StartsAt(text_, group.end, U"于") || StartsAt(text_, group.end, U"将") ||
                  (OneOf(group.end < end_ ? text_[group.end] : U' ',
                         U"对按把今明后本这下周每自0123456789") &&
                   HasStrongVerb(group.end)) ||
                  (action != nullptr && action->word.weight >= 3))) {
      return OwnerRole::kLead;
    }
    return std::nullopt;
  }

  bool HasStrongVerb(std::size_t at) const {
    for (auto hit = FirstHit(stretch_.hits, at); hit != stretch_.hits.end() && hit->begin < end_;
         ++hit) {
      if (hit->word.kind == WordKind::kAction && hit->word.weight >= 4) {
        return true;
      }
    }
    return false;
  }

  std::vector<Owner> OwnersOf(const Group& group, OwnerRole role) const {
    std::vector<Owner> out;
    for (const Name& name : group.names) {
      Owner owner;
      owner.role = role;
      owner.name = name.unit > 0 && name.unit <= units_.size()
                       ? units_[name.unit - 1].name
                       : FromCodePoints(text_.substr(name.begin, name.end - name.begin));
      out.push_back(std::move(owner));
    }
    return out;
  }

  const Stretch& stretch_;
  Text text_;
  std::size_t begin_;
  std::size_t end_;
  const std::vector<KnownUnit>& units_;
};

}  // namespace

FoundOwners FindOwners(const Stretch& stretch,
                       std::size_t begin,
                       std::size_t end,
                       const std::vector<KnownUnit>& units) {
  return OwnerReader(stretch, begin, end, units).Find();
}

std::vector<Owner> NamesIn(const Stretch& stretch,
                           std::size_t begin,
                           std::size_t end,
                           OwnerRole role,
                           const std::vector<KnownUnit>& units) {
  return OwnerReader(stretch, begin, end, units).Names(role);
}

void AddOwners(std::vector<Owner>& owners, const std::vector<Owner>& more) {
  for (const Owner& owner : more) {
    const auto same = [&owner](const Owner& item) { return item.name == owner.name; };
    if (std::none_of(owners.begin(), owners.end(), same) && owners.size() < 64) {
      owners.push_back(owner);
    }
  }
}

WordTree UnitTree(const std::vector<KnownUnit>& units) {
  WordTree tree;
  for (std::size_t i = 0; i < std::min(units.size(), kMaxUnits); ++i) {
    const Word word{WordKind::kDoer, static_cast<std::uint16_t>(i + 1), 1, 0};
    const auto add = [&tree, &word](const std::string& name) {
      const std::u32string points = FoldWidth(ToCodePoints(Trim(name)));
      if (points.size() >= 2 && points.size() <= WordTree::kMaxWord) {
        tree.Add(points, word);
      }
    };
    add(units[i].name);
    for (const std::string& alias : units[i].aliases) {
      add(alias);
    }
  }
  return tree;
}

}  // namespace luoshi::directive
