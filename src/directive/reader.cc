#include "directive/reader.h"

#include <array>

#include "base/text.h"
#include "directive/clause.h"
#include "directive/declined.h"
#include "directive/layout.h"
#include "directive/line_guess.h"
#include "directive/reasons.h"
#include "directive/scan.h"
#include "directive/sentence.h"
#include "directive/title.h"

namespace luoshi::directive {
namespace {

constexpr int kPropose = 40;     // a task is proposed from this confidence on
constexpr int kExtend = 15;      // a weaker sentence may still belong to the task before it
constexpr int kSplitWeight = 4;  // so sure must clauses be of different lines of work
constexpr std::size_t kLongSentence = 120;
constexpr std::size_t kLongTask = 600;  // characters; a task that grows stops here

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
    if (title.find(U"重点工作") == Text::npos && title.find(U'暨') == Text::npos) {
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
        if (item.message) {
          JoinTasks();
        }
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

  // Takes a sentence apart and writes down what of it is declined; true in `refused` when some is.
  Sentence Take(Span span, bool& refused) {
    Sentence sentence = TakeSentence(folded_, span, HitsOf(span), context_.units, anchor_);
    const std::vector<Refusal> refusals = MarkDeclined(sentence, *context_.lexicon);
    refused = !refusals.empty();
    const bool zh = language_ == Language::kZh;
    for (const Refusal& refusal : refusals) {
      const Reason& reason = Reasons()[refusal.reason];
      out_.declined.push_back(Declined{TextOf(refusal.span), refusal.span, std::string(reason.key),
                                       std::string(zh ? reason.basis_zh : reason.basis_en),
                                       std::string(zh ? reason.way_zh : reason.way_en)});
    }
    return sentence;
  }

  void ReadItem(const Item& item) {
    bool first = true;
    bool refused = false;
    for (const Span& span : CutSentences(folded_, item.span.begin, item.span.end)) {
      const Sentence sentence = Take(span, refused);
      if (sentence.clauses.empty() || AttachLabels(sentence, first)) {
        continue;
      }
      Section section = item.section;
      if (section != Section::kProblem && SpeaksOfThePast(sentence)) {
        section = Section::kPast;
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

  // A message gives one duty to whom it calls: what asks something of nobody else, with no other
  // day, is part of the task before it.
  void JoinTasks() {
    std::vector<ProposedTask>& tasks = out_.tasks;
    std::size_t kept = item_first_task_;
    for (std::size_t i = kept + 1; i < tasks.size(); ++i) {
      ProposedTask& task = tasks[kept];
      ProposedTask& next = tasks[i];
      const bool day =
          !task.deadline || !next.deadline || task.deadline->date == next.deadline->date;
      if (!next.owners.empty() || !day || next.span.end - task.span.begin > kLongTask) {
        ++kept;
        if (kept != i) {
          tasks[kept] = std::move(next);
        }
        continue;
      }
      task.span.end = next.span.end;
      task.text = TextOf(task.span);
      task.deadline = task.deadline ? task.deadline : next.deadline;
      task.targets.insert(task.targets.end(), next.targets.begin(), next.targets.end());
    }
    tasks.resize(std::min(tasks.size(), kept + 1));
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
    if (!label) {
      return false;
    }
    if (first || out_.tasks.size() <= item_first_task_) {
      return true;  // of something that is no task
    }
    ProposedTask& task = out_.tasks.back();
    const FoundOwners found =
        FindOwners(sentence.stretch, sentence.span.begin, sentence.span.end, context_.units);
    AddOwners(task.owners, found.owners);
    if (!task.deadline) {
      SetDeadline(task,
                  FindDeadline(sentence.stretch, sentence.span.begin, sentence.span.end, anchor_));
    }
    // only what stands right behind: a declined sentence between them is no part of the task
    const bool next =
        SkipBlanks(folded_, task.span.end, sentence.span.begin) == sentence.span.begin;
    if (next && sentence.span.end - task.span.begin <= kLongTask) {
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

  // `stated`: the sentence only says how things are; else only numbers said to be so are facts.
  void WriteFacts(const Sentence& sentence, bool stated) {
    for (const Amount& amount : sentence.amounts) {
      const Clause* clause = ClauseAt(sentence, amount.begin);
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
      const Clause* clause = ClauseAt(sentence, amount.begin);
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
    ClauseGroup group;
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

  // The sentence's own words count double, the nearest heading once, one that is the topic twice.
  LineGuess LineOf(const Sentence& sentence, const ClauseGroup& group, const Item& item) const {
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
               const ClauseGroup& group,
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
    if (past || (!modal && !ActsAtOnce(sentence, group, section == Section::kDuty))) {
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
      const Clause* clause = ClauseAt(sentence, amount.begin);
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
    points -= section == Section::kStudy ? 16 : 0;
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
                 const ClauseGroup& group,
                 const Clause& main,
                 const Item& item,
                 ProposedTask& task) const {
    const Clause* best = &main;
    const auto place =
        static_cast<std::size_t>(std::find(group.begin(), group.end(), best) - group.begin());
    const Span term = TermOf(folded_, *best);
    task.title = TitleOf(sentence.stretch, original_, best->span, best->found.subject_end, term);
    // 对发现的险情，要转移群众: the object stands in the clause before
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
      const bool names = heading_lines_[item.path.back()].weight >= kLineWeight;
      if (StartsAt(part, 0, U"关于") ||
          (names && part.size() <= 8 && CodePointCount(task.title) <= 8)) {
        const std::string topic = TopicOf(part);
        if (!Contains(task.title, topic) &&
            CodePointCount(topic) + CodePointCount(task.title) + 1 <= kMaxTitle) {
          task.title = topic + "：" + task.title;
        }
      }
    }
    if (!item.path.empty()) {
      const Span head = layout_.headings[item.path.back()].span;
      const Text part = Text(original_).substr(head.begin, head.end - head.begin);
      if (CodePointCount(task.title) <= 3 && part.size() <= kMaxTitle) {
        task.title = TopicOf(part);  // 各村负责: the heading says what
      } else if (best->begins == 0 && StartsAt(part, 0, U"关于") && part.size() <= kMaxTitle) {
        task.title = "做好" + TopicOf(part);  // 关于避险搬迁，…确保搬得出: the result is no act
      }
    }
    // 门口那堆废砖，下午4点前拉走: a bare verb takes its object from where the task begins
    if (CodePointCount(task.title) < 3 && group.front() != best) {
      const Clause& front = *group.front();
      const std::size_t from = std::max(front.span.begin, front.found.subject_end);
      const std::string object = TopicOf(Text(original_).substr(from, front.span.end - from));
      if (CodePointCount(object) + CodePointCount(task.title) < kMaxTitle) {
        task.title = object + "，" + task.title;
      }
    }
    task.text = TextOf(task.span);
  }

  void ReadRow(const Item& item) {
    bool refused = false;
    const Sentence sentence = Take(item.span, refused);
    if (refused) {
      return;
    }
    const TableRow& row = *item.row;
    ProposedTask task;
    task.span = item.span;
    task.text = TextOf(task.span);
    task.path = PathOf(item);
    task.title = TitleOf(sentence.stretch, original_, row.task, row.task.begin, Span{});
    if (task.title.empty()) {
      return;
    }
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
