#include "directive/reader.h"

#include <array>

#include "base/text.h"
#include "directive/amount.h"
#include "directive/deadline.h"
#include "directive/doer.h"
#include "directive/layout.h"
#include "directive/reasons.h"
#include "directive/scan.h"
#include "directive/sentence.h"
#include "directive/title.h"

namespace luoshi::directive {
namespace {

constexpr int kPropose = 40;     // a task is proposed from this confidence on
constexpr int kExtend = 15;      // a weaker sentence may still belong to the task before it
constexpr int kLineWeight = 3;   // so sure must the words be of a line of work
constexpr int kSplitWeight = 4;  // and so sure that clauses are of different lines
constexpr std::size_t kLongSentence = 120;
constexpr std::size_t kLongTask = 600;  // characters; a task that grows stops here

struct LineGuess {
  std::optional<std::uint16_t> line;
  int weight = 0;
};

struct Clause {
  Span span;
  bool modal = false;
  bool past = false;
  bool declined = false;
  int begins = 0;      // with a verb of this weight, subject and modal aside
  bool means = false;  // says only how or to what
  int action = 0;      // the heaviest verb
  int slogan = 0;
  LineGuess guess;
  FoundOwners found;
  std::optional<FoundDeadline> deadline;
};

struct Sentence {
  Span span;
  Stretch stretch;
  std::vector<Clause> clauses;
  std::vector<Amount> amounts;
  bool asks = false;  // a question
};

class TextReader {
 public:
  TextReader(std::string_view text, const Context& context, Language language)
      : context_(context),
        language_(language),
        original_(ToCodePoints(text)),
        folded_(FoldWidth(original_)),
        unit_words_(UnitTree(context.units)) {}

  Reading Read() {
    layout_ = ReadLayout(folded_, context_.lexicon->words());
    anchor_ = FindAnchor(folded_, layout_.edges, layout_.title);
    if (context_.date) {
      anchor_ = Anchor{context_.date->year(), context_.date->month(), context_.date};
    }
    out_.title = TextOf(layout_.title);
    out_.date = anchor_.day;
    if (!out_.date && anchor_.year && anchor_.month) {
      const Result<Date> first = Date::FromCivil(*anchor_.year, *anchor_.month, 1);
      out_.date = first.ok() ? std::optional<Date>(*first) : std::nullopt;
    }
    for (const Heading& heading : layout_.headings) {
      LineWeights weights{};
      AddWeights(HitsOf(heading.span), heading.span, 1, weights);
      heading_lines_.push_back(Heaviest(weights));
    }
    const Text title =
        Text(folded_).substr(layout_.title.begin, layout_.title.end - layout_.title.begin);
    if (title.find(U"重点工作") == Text::npos && title.find(U"暨") == Text::npos) {
      title_line_ = GuessIn(HitsOf(layout_.title), layout_.title);
      if (title_line_.line && LinesOfWork()[*title_line_.line] == "documents") {
        title_line_ = {};  // 会议纪要 names the paper, not its matter
      }
    }
    for (const Item& item : layout_.items) {
      item_first_task_ = out_.tasks.size();
      if (item.row) {
        ReadRow(item);
      } else {
        ReadItem(item);
      }
    }
    return std::move(out_);
  }

 private:
  std::string TextOf(Span span) const {
    return FromCodePoints(Text(original_).substr(span.begin, span.end - span.begin));
  }

  Hits HitsOf(Span span) const {
    std::vector<Hit> hits;
    context_.lexicon->words().Scan(folded_, span.begin, span.end, hits);
    const auto middle = static_cast<std::ptrdiff_t>(hits.size());
    unit_words_.Scan(folded_, span.begin, span.end, hits);
    std::inplace_merge(hits.begin(), hits.begin() + middle, hits.end(),
                       [](const Hit& a, const Hit& b) {
                         return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
                       });
    return {std::move(hits), span.begin, span.end};
  }

  // How much the words of a span point to each line. A word inside a longer one of the same line
  // counts once.
  using LineWeights = std::array<int, 64>;
  static void AddWeights(const Hits& hits, Span span, int factor, LineWeights& out) {
    std::array<std::uint32_t, 64> covered{};
    for (auto hit = FirstHit(hits, span.begin); hit != hits.end() && hit->begin < span.end; ++hit) {
      if (hit->word.kind != WordKind::kLine || hit->end > span.end) {
        continue;
      }
      const std::size_t line = hit->word.argument;
      if (hit->end <= covered[line]) {
        continue;
      }
      const Hit* longest = &*hit;
      for (auto more = hit; more != hits.end() && more->begin == hit->begin; ++more) {
        if (more->word.kind == WordKind::kLine && more->word.argument == hit->word.argument &&
            more->end <= span.end) {
          longest = &*more;
        }
      }
      covered[line] = longest->end;
      out[line] += factor * longest->word.weight;
    }
  }
  static LineGuess Heaviest(const LineWeights& weights) {
    LineGuess best;
    for (std::size_t line = 0; line < LinesOfWork().size(); ++line) {
      if (weights[line] > best.weight) {
        best.weight = weights[line];
        best.line = static_cast<std::uint16_t>(line);
      }
    }
    return best;
  }
  static LineGuess GuessIn(const Hits& hits, Span span) {
    LineWeights weights{};
    AddWeights(hits, span, 1, weights);
    return Heaviest(weights);
  }

  Sentence Take(Span span) {
    Sentence out;
    out.span = span;
    out.stretch = Stretch{folded_, span.begin, span.end, HitsOf(span)};
    out.amounts = FindAmounts(out.stretch, span.begin, span.end);
    const Text whole = Text(folded_).substr(span.begin, span.end - span.begin);
    out.asks = OneOf(whole.back(), U"?") || whole.find(U"是否") != Text::npos ||
               StartsAt(whole, 0, U"如何") || whole.find(U"破解的难题") != Text::npos;
    for (const Span& part : CutClauses(folded_, span.begin, span.end)) {
      out.clauses.push_back(TakeClause(out, part));
    }
    MarkDeclined(out);
    return out;
  }

  Clause TakeClause(const Sentence& sentence, Span span) const {
    const Hits& hits = sentence.stretch.hits;
    Clause out;
    out.span = span;
    std::size_t masked = span.begin;
    std::size_t modal_end = span.begin;
    for (auto hit = FirstHit(hits, span.begin); hit != hits.end() && hit->begin < span.end; ++hit) {
      if (hit->end > span.end) {
        continue;
      }
      if (hit->word.kind == WordKind::kMask) {
        masked = std::max<std::size_t>(masked, hit->end);
      } else if (hit->word.kind == WordKind::kModal && hit->begin >= masked) {
        if (!Masked(hits, *hit)) {
          out.modal = true;
          modal_end = hit->end;
        }
      } else if (hit->word.kind == WordKind::kSlogan) {
        out.slogan += hit->word.weight;
      } else if (hit->word.kind == WordKind::kPast || hit->word.kind == WordKind::kProblem) {
        out.past = true;
      }
    }
    out.deadline = FindDeadline(sentence.stretch, span.begin, span.end, anchor_);
    out.found = FindOwners(sentence.stretch, span.begin, span.end, context_.units);
    out.guess = GuessIn(hits, Span{std::max(span.begin, out.found.subject_end), span.end});
    out.action = HeaviestVerb(hits, span, modal_end);
    const Hit* front = FrontVerb(sentence.stretch, out, modal_end);
    out.begins = front == nullptr ? 0 : front->word.weight;
    out.means = out.begins == 0 && IsMeans(sentence.stretch, out);
    if (out.means) {
      out.action = 0;
    }
    return out;
  }

  // Behind the modal only: in 整治成果要巩固 整治 is a noun.
  static int HeaviestVerb(const Hits& hits, Span span, std::size_t from) {
    int most = 0;
    for (auto hit = FirstHit(hits, from); hit != hits.end() && hit->begin < span.end; ++hit) {
      if (hit->word.kind == WordKind::kAction && hit->end <= span.end) {
        most = std::max<int>(most, hit->word.weight);
      }
    }
    return most;
  }

  std::size_t FrontOf(const Stretch& stretch, const Clause& clause) const {
    return SkipToAct(stretch, clause.span, clause.found.subject_end, TermOf(clause));
  }
  // The words of a term that no title needs, with 于 or 在 before them. 按时, 立即 stay in a title:
  // they say how, not when.
  Span TermOf(const Clause& clause) const {
    if (!clause.deadline) {
      return {};
    }
    const FoundDeadline& term = *clause.deadline;
    if (!term.date && !OneOf(folded_[term.end - 1], U"前内底末")) {
      return {};
    }
    const bool tied = term.begin > clause.span.begin && OneOf(folded_[term.begin - 1], U"于在到至");
    return Span{term.begin - (tied ? 1U : 0U), term.end};
  }
  // The verb a clause begins with, its subject, modal and adverbs aside.
  const Hit* FrontVerb(const Stretch& stretch, const Clause& clause, std::size_t modal_end) const {
    const std::size_t subject_end = std::max(clause.found.subject_end, modal_end);
    return LongestAt(stretch.hits, WordKind::kAction,
                     SkipToAct(stretch, clause.span, subject_end, TermOf(clause)), clause.span.end);
  }

  // 通过…渠道, 以…为抓手, 对排查出的隐患: how or to what; the act stands in another clause.
  bool IsMeans(const Stretch& stretch, const Clause& clause) const {
    const std::size_t at = FrontOf(stretch, clause);
    const Text rest = stretch.text.substr(at, clause.span.end - at);
    for (const Text word :
         {Text(U"通过"), Text(U"以"), Text(U"按照"), Text(U"结合"), Text(U"围绕"), Text(U"根据"),
          Text(U"针对"), Text(U"聚焦"), Text(U"依托"), Text(U"立足")}) {
      if (StartsAt(rest, 0, word)) {
        return true;
      }
    }
    return StartsAt(rest, 0, U"对") && !clause.modal && rest.find(U"进行") == Text::npos &&
           rest.find(U"开展") == Text::npos && rest.find(U"予以") == Text::npos;
  }

  static bool Masked(const Hits& hits, const Hit& modal) {
    for (auto hit = FirstHit(hits, modal.begin); hit != hits.end() && hit->begin == modal.begin;
         ++hit) {
      if (hit->word.kind == WordKind::kMask && hit->end > modal.end) {
        return true;
      }
    }
    return false;
  }

  // Marks the clauses that ask for what is declined and notes them, one entry a reason and place.
  void MarkDeclined(Sentence& sentence) {
    std::vector<const Hit*> words;
    for (const Hit& hit : sentence.stretch.hits) {
      if (hit.word.kind == WordKind::kDeclined) {
        words.push_back(&hit);
      }
    }
    if (words.empty()) {
      return;
    }
    const auto find = [&words](std::uint16_t id) {
      const auto found = std::find_if(words.begin(), words.end(),
                                      [id](const Hit* hit) { return hit->word.argument == id; });
      return found == words.end() ? nullptr : *found;
    };
    for (const DeclinedPattern& pattern : context_.lexicon->declined()) {
      std::size_t from = sentence.span.end;
      std::size_t to = sentence.span.begin;
      bool all = true;
      for (const std::uint16_t id : pattern.words) {
        const Hit* hit = find(id);
        all = all && hit != nullptr;
        if (hit != nullptr) {
          from = std::min<std::size_t>(from, hit->begin);
          to = std::max<std::size_t>(to, hit->end);
        }
      }
      const bool excused = std::any_of(pattern.without.begin(), pattern.without.end(),
                                       [&find](std::uint16_t id) { return find(id) != nullptr; });
      if (!all || excused) {
        continue;
      }
      Span span{from, to};
      for (Clause& clause : sentence.clauses) {
        if (clause.span.begin < to && clause.span.end > from) {
          clause.declined = true;
          span.begin = std::min(span.begin, clause.span.begin);
          span.end = std::max(span.end, clause.span.end);
        }
      }
      Note(span, pattern.reason);
    }
  }

  void Note(Span span, std::uint16_t reason) {
    for (auto& [known, its_reason] : declined_) {
      if (its_reason == reason && span.begin <= known.end + 1 && known.begin <= span.end + 1) {
        known.begin = std::min(known.begin, span.begin);
        known.end = std::max(known.end, span.end);
        return;
      }
    }
    for (const auto& [known, its_reason] : declined_) {
      if (known.begin <= span.begin && span.end <= known.end) {
        return;  // the same words are declined already
      }
    }
    declined_.emplace_back(span, reason);
  }

  void WriteDeclined() {
    std::stable_sort(declined_.begin(), declined_.end(),
                     [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
    for (const auto& [span, index] : declined_) {
      const Reason& reason = Reasons()[index];
      const bool zh = language_ == Language::kZh;
      out_.declined.push_back(Declined{TextOf(span), span, std::string(reason.key),
                                       std::string(zh ? reason.basis_zh : reason.basis_en),
                                       std::string(zh ? reason.way_zh : reason.way_en)});
    }
    declined_.clear();
  }

  void ReadItem(const Item& item) {
    bool first = true;
    for (const Span& span : CutSentences(folded_, item.span.begin, item.span.end)) {
      const Sentence sentence = Take(span);
      WriteDeclined();
      if (sentence.clauses.empty() || AttachLabels(sentence, first)) {
        continue;
      }
      Section section = item.section;
      if (section != Section::kPast && section != Section::kProblem) {
        section = SectionOf(sentence, section);
      }
      const bool stated = section == Section::kPast || section == Section::kProblem;
      bool asked = false;
      if (stated) {
        ProposeGoals(sentence, item);
      } else if (!sentence.asks) {
        const std::size_t before = out_.tasks.size();
        ProposeTasks(sentence, item, section);
        asked = out_.tasks.size() > before;
        for (const Clause& clause : sentence.clauses) {
          asked = asked || clause.modal;
        }
      }
      WriteFacts(sentence, !asked);
      first = false;
    }
  }

  // A sentence may be praise or a problem wherever it stands.
  static Section SectionOf(const Sentence& sentence, Section section) {
    bool modal = false;
    bool past = false;
    for (const Clause& clause : sentence.clauses) {
      modal = modal || clause.modal;
      past = past || clause.past;
    }
    bool owned = false;
    for (const Clause& clause : sentence.clauses) {
      owned = owned || !clause.found.owners.empty();
    }
    const Clause& first = sentence.clauses.front();
    if (past && (!modal || (first.past && !first.modal && !owned))) {
      return Section::kPast;
    }
    const Hits& hits = sentence.stretch.hits;
    if (LongestAt(hits, WordKind::kSectionPast, sentence.span.begin, sentence.span.end) !=
            nullptr &&
        !modal) {
      return Section::kPast;
    }
    return section;
  }

  // 责任单位：…；完成时限：… behind an item belongs to the task it follows.
  bool AttachLabels(const Sentence& sentence, bool first) {
    std::size_t at = sentence.span.begin;
    while (at < sentence.span.end && OneOf(folded_[at], U"([【 ")) {
      ++at;
    }
    bool label = false;
    for (const WordKind kind :
         {WordKind::kTableLead, WordKind::kTableAssist, WordKind::kTableDeadline}) {
      const Hit* hit = LongestAt(sentence.stretch.hits, kind, at, sentence.span.end);
      label = label ||
              (hit != nullptr && hit->end < folded_.size() && OneOf(folded_[hit->end], U":】]"));
    }
    if (!label || first || out_.tasks.size() <= item_first_task_) {
      return false;
    }
    ProposedTask& task = out_.tasks.back();
    const FoundOwners found =
        FindOwners(sentence.stretch, sentence.span.begin, sentence.span.end, context_.units);
    AddOwners(task.owners, found.owners);
    if (!task.deadline) {
      SetDeadline(task,
                  FindDeadline(sentence.stretch, sentence.span.begin, sentence.span.end, anchor_));
    }
    if (sentence.span.end - task.span.begin <= kLongTask) {
      task.span.end = sentence.span.end;
      task.text = TextOf(task.span);
    }
    return true;
  }

  void SetDeadline(ProposedTask& task, const std::optional<FoundDeadline>& found) const {
    if (found) {
      task.deadline = Deadline{TextOf(Span{found->begin, found->end}), found->date};
    }
  }

  static const Clause* ClauseOf(const Sentence& sentence, std::size_t at) {
    for (const Clause& clause : sentence.clauses) {
      if (at >= clause.span.begin && at < clause.span.end) {
        return &clause;
      }
    }
    return nullptr;
  }

  // `stated`: the sentence only says how things are; else only numbers said to be so are facts.
  void WriteFacts(const Sentence& sentence, bool stated) {
    for (const Amount& amount : sentence.amounts) {
      const Clause* clause = ClauseOf(sentence, amount.begin);
      if (clause == nullptr || amount.goal || clause->declined ||
          (!stated && !IsReached(amount, *clause))) {
        continue;
      }
      Span span =
          sentence.span.end - sentence.span.begin <= kLongSentence ? sentence.span : clause->span;
      if (span.end - span.begin > kLongSentence) {
        span = Span{std::max(span.begin, amount.begin - std::min<std::size_t>(amount.begin, 40)),
                    std::min(span.end, amount.end + 40)};
      }
      out_.facts.push_back(Fact{TextOf(span), amount.metric, amount.value, amount.unit, span});
    }
  }

  static bool IsReached(const Amount& amount, const Clause& clause) {
    return amount.reached || (clause.past && !clause.modal);
  }

  Target TargetOf(const Amount& amount, Span clause) const {
    const std::size_t begin =
        std::max(clause.begin, amount.begin - std::min<std::size_t>(amount.begin, 16));
    return Target{TextOf(Span{begin, amount.end}), amount.metric, amount.value, amount.unit,
                  amount.op};
  }

  std::vector<std::string> PathOf(const Item& item) const {
    std::vector<std::string> out;
    for (const std::uint32_t index : item.path) {
      std::string heading = TextOf(layout_.headings[index].span);
      out.push_back(Replaced(Replaced(heading, "\n", ""), "\r", ""));
    }
    return out;
  }

  LineGuess HeadingLine(const Item& item) const {
    for (std::size_t i = item.path.size(); i-- > 0;) {
      const LineGuess guess = heading_lines_[item.path[i]];
      if (guess.weight >= kLineWeight) {
        return guess;
      }
    }
    return title_line_;
  }

  void SetLine(ProposedTask& task, const LineGuess& guess) const {
    if (guess.line && guess.weight >= kLineWeight) {
      task.line = std::string(LinesOfWork()[*guess.line]);
    }
  }

  // A problem that names its goal (距离100%的目标) is a task that nobody has worded yet.
  void ProposeGoals(const Sentence& sentence, const Item& item) {
    for (const Amount& amount : sentence.amounts) {
      const Clause* clause = ClauseOf(sentence, amount.begin);
      if (!amount.goal || clause == nullptr || item.section == Section::kPast) {
        continue;
      }
      LineGuess guess = GuessIn(sentence.stretch.hits, sentence.span);
      guess = guess.weight >= kLineWeight ? guess : HeadingLine(item);
      if (!guess.line) {
        continue;
      }
      ProposedTask task;
      const Span topic = sentence.clauses.front().span;
      std::string name = TopicOf(Text(original_).substr(topic.begin, topic.end - topic.begin));
      const Text words = Text(folded_).substr(topic.begin, topic.end - topic.begin);
      const bool names = words.find(U"比如") != Text::npos || StartsAt(words, 0, U"关于") ||
                         EndsAt(words, words.size(), U"工作") ||
                         EndsAt(words, words.size(), U"方面");
      if (!names || CodePointCount(name) > 14 || CodePointCount(name) < 2) {
        name = amount.metric;
      }
      task.title = name + "达到" + amount.value.ToString() + amount.unit;
      if (CodePointCount(task.title) > kMaxTitle) {
        const std::u32string points = ToCodePoints(task.title);
        task.title = FromCodePoints(Text(points).substr(points.size() - kMaxTitle));
      }
      task.span = sentence.span;
      task.text = TextOf(task.span);
      task.path = PathOf(item);
      task.targets.push_back(TargetOf(amount, clause->span));
      SetLine(task, guess);
      task.confidence = 45;
      out_.tasks.push_back(std::move(task));
      return;
    }
  }

  // A sentence that runs through three or more lines of work gives each its own task; so does one
  // that names one leading doer after another. Declined clauses are left out.
  void ProposeTasks(const Sentence& sentence, const Item& item, Section section) {
    std::vector<std::uint16_t> lines;
    for (const Clause& clause : sentence.clauses) {
      if (Strong(clause) &&
          std::find(lines.begin(), lines.end(), *clause.guess.line) == lines.end()) {
        lines.push_back(*clause.guess.line);
      }
    }
    const bool many = lines.size() >= 3;
    std::vector<const Clause*> group;
    LineGuess guess;
    bool acts = false;
    bool led = false;
    bool modal = false;
    const auto flush = [&] {
      if (!group.empty()) {
        Propose(sentence, group, modal, item, section);
      }
      group.clear();
      guess = LineGuess{};
      acts = false;
      led = false;
    };
    for (const Clause& clause : sentence.clauses) {
      modal = modal || clause.modal;
      if (clause.declined) {
        flush();
        continue;
      }
      const bool leads =
          std::any_of(clause.found.owners.begin(), clause.found.owners.end(),
                      [](const Owner& owner) { return owner.role == OwnerRole::kLead; });
      const bool other_line =
          many && Strong(clause) && guess.line && guess.line != clause.guess.line;
      if (acts && (other_line || (leads && led))) {
        flush();
      }
      group.push_back(&clause);
      acts = acts || clause.action >= 2;
      led = led || leads;
      if (clause.guess.weight > guess.weight && Strong(clause)) {
        guess = clause.guess;
      }
    }
    flush();
  }
  static bool Strong(const Clause& clause) {
    return !clause.declined && clause.action >= 3 && clause.guess.line &&
           clause.guess.weight >= kSplitWeight;
  }

  // The clause that says best what is to be done.
  static const Clause& MainClause(const std::vector<const Clause*>& group) {
    const Clause* best = group.front();
    int most = -100;
    for (const Clause* clause : group) {
      const int points = clause->action + clause->begins * 2 + std::min(clause->guess.weight, 5) -
                         clause->slogan * 3 - (clause->past ? 4 : 0) + (clause->modal ? 2 : 0) -
                         (clause->means ? 6 : 0);
      if (points > most) {
        most = points;
        best = clause;
      }
    }
    return *best;
  }

  // The sentence's own words count double, the nearest heading once, one that is the topic twice.
  LineGuess LineOf(const Sentence& sentence,
                   const std::vector<const Clause*>& group,
                   const Item& item) const {
    LineWeights weights{};
    for (const Clause* clause : group) {
      const std::size_t begin = std::max(clause->span.begin, clause->found.subject_end);
      AddWeights(sentence.stretch.hits, Span{begin, clause->span.end}, 2, weights);
    }
    if (!item.path.empty()) {
      const Span head = layout_.headings[item.path.back()].span;
      const LineGuess guess = heading_lines_[item.path.back()];
      if (guess.line) {
        weights[*guess.line] += guess.weight * (StartsAt(folded_, head.begin, U"关于") ? 2 : 1);
      }
    }
    const LineGuess best = Heaviest(weights);
    return best.weight >= 2 * kLineWeight ? best : HeadingLine(item);
  }

  void Propose(const Sentence& sentence,
               const std::vector<const Clause*>& group,
               bool modal,
               const Item& item,
               Section section) {
    ProposedTask task;
    task.span = Span{group.front()->span.begin, group.back()->span.end};
    if (group.back() == &sentence.clauses.back()) {
      task.span.end = sentence.span.end;
    }
    const Clause& main = MainClause(group);
    int slogan = 0;
    std::optional<FoundDeadline> deadline;
    bool past = true;
    for (const Clause* clause : group) {
      slogan += clause == &main ? 0 : clause->slogan;
      AddOwners(task.owners, clause->found.owners);
      if (clause->deadline && (!deadline || (!deadline->date && clause->deadline->date))) {
        deadline = clause->deadline;
      }
      past = past && clause->past && !clause->modal;
    }
    if (past || (!modal && !ActsAtOnce(sentence, group, section))) {
      return;
    }
    const bool later = group.front() != &sentence.clauses.front();
    if (later && task.owners.empty()) {
      task.owners = sentence.clauses.front().found.owners;
    }
    if (later && !deadline) {
      deadline = sentence.clauses.front().deadline;
    }
    SetDeadline(task, deadline);
    for (const Amount& amount : sentence.amounts) {
      const Clause* clause = ClauseOf(sentence, amount.begin);
      if (clause != nullptr && amount.begin >= task.span.begin && amount.end <= task.span.end &&
          !IsReached(amount, *clause)) {
        task.targets.push_back(TargetOf(amount, clause->span));
      }
    }
    const LineGuess own = GuessIn(sentence.stretch.hits, task.span);
    SetLine(task, LineOf(sentence, group, item));
    int points = Confidence(task, main.action, modal, section, own, deadline);
    points -= std::min(main.slogan * 8 + std::min(slogan * 3, 18), 54);
    task.confidence = std::min(std::max(points, 0), 99);
    const bool bare = task.owners.empty() && task.targets.empty() && !deadline;
    if (task.confidence < kPropose || (bare && main.action <= 1)) {
      if (task.confidence >= kExtend && bare) {
        Extend(task, own);
      }
      return;
    }
    task.path = PathOf(item);
    MakeTitle(sentence, group, main, item, task);
    if (CodePointCount(task.title) < 3) {
      return;
    }
    out_.tasks.push_back(std::move(task));
  }

  // Without 要: a doer is named, or the sentence begins with the act, or a duty states its goal.
  bool ActsAtOnce(const Sentence& sentence,
                  const std::vector<const Clause*>& group,
                  Section section) const {
    for (const Clause* clause : group) {
      if (clause->slogan >= 3) {
        return false;  // 任务重、要求高
      }
    }
    for (const Clause* clause : group) {
      if (!clause->found.owners.empty()) {
        return true;
      }
    }
    const Clause& clause = *group.front();
    if (section == Section::kDuty && !sentence.amounts.empty() && clause.action >= 3) {
      return true;
    }
    const std::size_t at = FrontOf(sentence.stretch, clause);
    const Hit* action = LongestAt(sentence.stretch.hits, WordKind::kAction, at, clause.span.end);
    const int least = section == Section::kDuty ? 2 : 3;
    const bool term =
        clause.deadline && clause.deadline->begin == clause.span.begin && clause.action >= 3;
    return term || (action != nullptr && action->word.weight >= least &&
                    !StartsAt(sentence.stretch.text, action->end, U"了"));
  }

  static int Confidence(const ProposedTask& task,
                        int action,
                        bool modal,
                        Section section,
                        const LineGuess& own,
                        const std::optional<FoundDeadline>& deadline) {
    constexpr std::array<int, 6> kActionPoints = {-10, -4, 6, 14, 22, 26};
    int points = 22 + kActionPoints[static_cast<std::size_t>(std::min(std::max(action, 0), 5))];
    points += modal ? 6 : 0;
    points += own.weight >= kLineWeight ? 14 : (task.line ? 7 : 0);
    points += task.owners.empty() ? 0 : 14;
    points += deadline ? (deadline->date ? 14 : 8) : 0;
    points += task.targets.empty() ? 0 : 10;
    points += section == Section::kDuty ? 6 : 0;
    points -= section == Section::kStudy ? 22 : 0;
    return points;
  }

  // A sentence that only says how belongs to the task right before it in the same item.
  void Extend(const ProposedTask& weak, const LineGuess& own) {
    if (out_.tasks.size() <= item_first_task_) {
      return;
    }
    ProposedTask& task = out_.tasks.back();
    const bool adjacent = weak.span.begin >= task.span.end &&
                          weak.span.begin - task.span.end <= 2 &&
                          weak.span.end - task.span.begin <= kLongTask;
    const bool same = own.weight < kLineWeight || !task.line || weak.line == task.line;
    if (adjacent && same) {
      task.span.end = weak.span.end;
      task.text = TextOf(task.span);
    }
  }

  void MakeTitle(const Sentence& sentence,
                 const std::vector<const Clause*>& group,
                 const Clause& main,
                 const Item& item,
                 ProposedTask& task) const {
    const Clause* best = &main;
    const auto place =
        static_cast<std::size_t>(std::find(group.begin(), group.end(), best) - group.begin());
    const Span term = TermOf(*best);
    task.title = TitleOf(sentence.stretch, original_, best->span, best->found.subject_end, term);
    // 对排查出的隐患，必须建立台账: the object stands in the clause before
    if (place > 0) {
      const Span before = group[place - 1]->span;
      const Text part = Text(original_).substr(before.begin, before.end - before.begin);
      if (group[place - 1]->means && (StartsAt(part, 0, U"对") || StartsAt(part, 0, U"针对")) &&
          part.size() + CodePointCount(task.title) <= kMaxTitle) {
        task.title = FromCodePoints(part) + task.title;
      }
    }
    if (!item.path.empty() && best->guess.weight < kLineWeight && CodePointCount(task.title) > 3) {
      const Span head = layout_.headings[item.path.back()].span;
      const Text part = Text(original_).substr(head.begin, head.end - head.begin);
      if (StartsAt(part, 0, U"关于") || part.size() <= 8) {
        const std::string topic = TopicOf(part);
        if (!Contains(task.title, topic) &&
            CodePointCount(topic) + CodePointCount(task.title) + 1 <= kMaxTitle) {
          task.title = topic + "：" + task.title;
        }
      }
    }
    if (CodePointCount(task.title) <= 3 && !item.path.empty()) {  // 各村负责: the heading says what
      const Span head = layout_.headings[item.path.back()].span;
      if (head.end - head.begin <= kMaxTitle) {
        task.title = TopicOf(Text(original_).substr(head.begin, head.end - head.begin));
      }
    }
    task.text = TextOf(task.span);
  }

  void ReadRow(const Item& item) {
    const Sentence sentence = Take(item.span);
    const bool declined = !declined_.empty();
    WriteDeclined();
    if (declined) {
      return;
    }
    const TableRow& row = *item.row;
    ProposedTask task;
    task.span = item.span;
    task.text = TextOf(task.span);
    task.path = PathOf(item);
    task.title = TitleOf(sentence.stretch, original_, row.task, row.task.begin, Span{});
    AddOwners(task.owners, NamesIn(sentence.stretch, row.lead.begin, row.lead.end, OwnerRole::kLead,
                                   context_.units));
    AddOwners(task.owners, NamesIn(sentence.stretch, row.assist.begin, row.assist.end,
                                   OwnerRole::kAssist, context_.units));
    if (row.deadline.begin < row.deadline.end) {
      const std::optional<FoundDeadline> found =
          FindDeadline(sentence.stretch, row.deadline.begin, row.deadline.end, anchor_);
      task.deadline = Deadline{TextOf(row.deadline), found ? found->date : std::optional<Date>()};
    } else {
      SetDeadline(task, FindDeadline(sentence.stretch, row.task.begin, row.task.end, anchor_));
    }
    for (const Amount& amount : sentence.amounts) {
      for (const Span& cell : {row.task, row.target}) {
        if (amount.begin >= cell.begin && amount.end <= cell.end) {
          task.targets.push_back(TargetOf(amount, cell));
        }
      }
    }
    const LineGuess own = GuessIn(sentence.stretch.hits, row.task);
    SetLine(task, own.weight >= kLineWeight ? own : HeadingLine(item));
    task.confidence = 70 + (task.owners.empty() ? 0 : 10) + (task.deadline ? 10 : 0);
    out_.tasks.push_back(std::move(task));
  }

  const Context& context_;
  Language language_;
  std::u32string original_;
  std::u32string folded_;
  WordTree unit_words_;
  Layout layout_;
  Anchor anchor_;
  Reading out_;
  std::vector<LineGuess> heading_lines_;
  LineGuess title_line_;  // of a text about one line of work
  std::vector<std::pair<Span, std::uint16_t>> declined_;
  std::size_t item_first_task_ = 0;
};

}  // namespace

Result<Reading> Read(std::string_view text, const Context& context, Language language) {
  LUOSHI_CHECK(context.lexicon != nullptr);
  if (text.size() > kMaxTextBytes) {
    return Error{ErrorCode::kInvalid, "directive.too_long", {{"limit", "20"}}};
  }
  if (!IsValidText(text)) {
    return Error{ErrorCode::kInvalid, "directive.not_text"};
  }
  return TextReader(text, context, language).Read();
}

}  // namespace luoshi::directive
