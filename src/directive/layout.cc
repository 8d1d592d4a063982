#include "directive/layout.h"

#include <array>

#include "directive/numbering.h"

namespace luoshi::directive {
namespace {

constexpr Text kEnds = U"。!?;";
constexpr std::size_t kMaxDepth = 8;
constexpr std::size_t kMaxHeading = 60;

struct Level {
  Style style = Style::kHan;
  int ordinal = 0;
  std::uint32_t heading = 0;
  bool inline_content = false;  // its content stood on its own line; what follows is not below it
};

// A line of the text; joined lines that a page or a mail had wrapped are one.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool blank_before = false;
};

class LayoutReader {
 public:
  LayoutReader(Text text, const WordTree& words) : text_(text), words_(words) {}

  Layout Read() {
    chat_ = IsChat();
    CutLines();
    for (const Line& line : lines_) {
      TakeLine(line);
    }
    CloseLeaf(0);
    return std::move(out_);
  }

 private:
  std::size_t Length(const Line& line) const { return line.end - line.begin; }
  bool HasAny(const Line& line, Text set) const {
    return text_.substr(line.begin, line.end - line.begin).find_first_of(set) != Text::npos;
  }
  Hits HitsOf(std::size_t begin, std::size_t end) const {
    std::vector<Hit> hits;
    words_.Scan(text_, begin, end, hits);
    return {std::move(hits), begin, end};
  }

  // Somebody is called by @ where a message begins.
  bool IsChat() const {
    for (std::size_t at = text_.find(U'@'); at != Text::npos; at = text_.find(U'@', at + 1)) {
      std::size_t before = at;
      while (before > 0 && (text_[before - 1] == U' ' || text_[before - 1] == U'\t')) {
        --before;
      }
      if (before == 0 || OneOf(text_[before - 1], U"\n:")) {
        return true;
      }
    }
    return false;
  }

  // Where the words of a message begin: behind 镇长： or, in a chat, behind any short name.
  std::size_t SkipSpeaker(const Line& line) const {
    constexpr std::size_t kMaxSpeaker = 10;
    const Text head = text_.substr(line.begin, std::min(Length(line), kMaxSpeaker + 1));
    const std::size_t colon = head.find(U':');
    if (colon == Text::npos || colon < 2 ||
        head.substr(0, colon).find_first_of(U",。;@、()0123456789") != Text::npos) {
      return line.begin;
    }
    const std::size_t end = line.begin + colon;
    bool speaks = chat_;
    for (const Text post : {Text(U"镇长"), Text(U"乡长"), Text(U"书记"), Text(U"主任"),
                            Text(U"支书"), Text(U"村长"), Text(U"组长")}) {
      speaks = speaks || EndsAt(text_, end, post);
    }
    return speaks && head.substr(0, colon).find(U'各') == Text::npos
               ? SkipBlanks(text_, end + 1, line.end)
               : line.begin;
  }

  // 党政办-小姜 8:42: who wrote the message below, and when.
  bool IsSender(const Line& line) const {
    if (!chat_ || Length(line) < 6 || Length(line) > 30) {
      return false;
    }
    std::size_t at = line.end;
    while (at > line.begin && (IsDigit(text_[at - 1]) || text_[at - 1] == U':')) {
      --at;
    }
    return at > line.begin && line.end - at >= 4 && IsBlank(text_[at - 1]) &&
           text_.substr(at, line.end - at).find(U':') != Text::npos;
  }

  // A wrapped line goes on in the next when it neither ends a sentence nor looks like a heading.
  bool GoesOn(const Line& line, const Line& next) const {
    if (chat_ || Length(line) < 15 || Length(line) > 400 || next.blank_before ||
        HasAny(line, U"\t|") || HasAny(next, U"\t|") ||
        OneOf(text_[line.end - 1], U"。!?;:…”\")】》") || MarkerAt(text_, next.begin, true) ||
        IsLabel(next)) {
      return false;
    }
    if (!HasAny(line, U",。;")) {
      return false;
    }
    const std::optional<Marker> marker = MarkerAt(text_, line.begin, true);
    if (!marker || HasAny(line, U"。;") || marker->style >= Style::kOneMust) {
      return true;
    }
    return marker->style >= Style::kDigit && Length(line) >= 30;
  }

  void CutLines() {
    std::size_t at = 0;
    bool blank = true;
    while (at < text_.size()) {
      const std::size_t stop = std::min(text_.find(U'\n', at), text_.size());
      // Leading tabs belong to the blanks only when no table cell follows them.
      std::size_t begin = at;
      while (begin < stop && IsBlank(text_[begin])) {
        ++begin;
      }
      const std::size_t end = DropBlanks(text_, begin, stop);
      if (begin == end) {
        blank = true;
      } else {
        const Line line{begin, end, blank || begin - at >= 2};
        if (!lines_.empty() && GoesOn(lines_.back(), line)) {
          lines_.back().end = end;
        } else {
          lines_.push_back(line);
        }
        blank = false;
      }
      at = stop + 1;
    }
  }

  bool IsLabel(const Line& line) const {
    const Hits hits = HitsOf(line.begin, std::min(line.end, line.begin + 10));
    for (const WordKind kind :
         {WordKind::kTableLead, WordKind::kTableAssist, WordKind::kTableDeadline}) {
      const Hit* label = LongestAt(hits, kind, line.begin, line.end);
      if (label != nullptr && label->end < line.end && text_[label->end] == U':') {
        return true;
      }
    }
    return false;
  }

  bool IsBoilerplate(const Line& line, const Hits& hits) const {
    if (Length(line) <= 120 &&
        LongestAt(hits, WordKind::kBoilerplate, line.begin, line.end) != nullptr) {
      return true;
    }
    return Length(line) <= 60 &&
           FirstInside(hits, WordKind::kBoilerplateAny, line.begin, line.end) != nullptr;
  }

  bool IsDateLine(const Line& line) const {
    bool year = false;
    for (std::size_t at = line.begin; at < line.end; ++at) {
      if (!IsDigit(text_[at]) && !OneOf(text_[at], U"年月日-/.() 〇零一二三四五六七八九十:")) {
        return false;
      }
      year = year || text_[at] == U'年' || text_[at] == U'-' || text_[at] == U'/';
    }
    return year && Length(line) >= 7 && Length(line) <= 24;
  }

  Section SectionOf(std::size_t begin, std::size_t end) const {
    const Hits hits = HitsOf(begin, end);
    Section best = Section::kPlain;
    int most = 1;
    constexpr std::array<std::pair<WordKind, Section>, 4> kPairs = {
        {{WordKind::kSectionDuty, Section::kDuty},
         {WordKind::kSectionPast, Section::kPast},
         {WordKind::kSectionProblem, Section::kProblem},
         {WordKind::kSectionStudy, Section::kStudy}}};
    for (const auto& [kind, section] : kPairs) {
      const int weight = CountInside(hits, kind, begin, end);
      if (weight > most) {
        most = weight;
        best = section;
      }
    }
    return best;
  }

  void TakeLine(Line line) {
    if (IsSender(line)) {
      return;
    }
    const std::size_t words = SkipSpeaker(line);
    if (words == line.end) {
      return;
    }
    spoken_ = chat_ || words > line.begin;
    body_ = body_ || words > line.begin;
    line.begin = words;
    const Hits head = HitsOf(line.begin, std::min(line.end, line.begin + 120));
    if (IsBoilerplate(line, head)) {
      if (body_ && Length(line) <= 60 &&
          FirstInside(head, WordKind::kBoilerplateAny, line.begin, line.end) != nullptr) {
        CloseLeaf(0);  // a part of the text is missing here: the headings above no longer hold
        levels_.clear();
        paragraph_ = Section::kPlain;
      }
      out_.edges.push_back(Span{line.begin, line.end});
      return;
    }
    if (IsDateLine(line)) {
      out_.edges.push_back(Span{line.begin, line.end});
      return;
    }
    if (!body_ && TakeTitle(line)) {
      return;
    }
    if (TakeTable(line)) {
      return;
    }
    if (Length(line) <= 60 && text_[line.end - 1] == U':' && !HasAny(line, U"。;") && !body_ &&
        !MarkerAt(text_, line.begin, true)) {
      body_ = true;  // 同志们：, 各村，镇直各单位：
      return;
    }
    body_ = true;
    if (IsLabel(line) && !out_.items.empty()) {
      CloseLeaf(0);
      out_.items.back().span.end = line.end;
      return;
    }
    TakeSegments(line);
  }

  // The first lines before the text proper. A line that only repeats a part of the title is
  // dropped.
  bool TakeTitle(const Line& line) {
    if (Length(line) > 80 || HasAny(line, chat_ ? Text(U"。;!,@\t|") : Text(U"。;!\t|")) ||
        OneOf(text_[line.end - 1], U",:") || MarkerAt(text_, line.begin, true)) {
      return false;
    }
    out_.edges.push_back(Span{line.begin, line.end});
    const bool named = NamesPaper(line);
    if (out_.title.begin == out_.title.end || (named && !title_named_)) {
      // 关于印发……方案 / 的通知: a title on two lines
      const bool goes_on = named && !title_named_ && title_lines_ > 0 &&
                           (StartsAt(text_, out_.title.begin, U"关于") ||
                            StartsAt(text_, out_.title.begin, U"在")) &&
                           !StartsAt(text_, line.begin, U"关于") &&
                           !StartsAt(text_, line.begin, U"在") && line.end - out_.title.begin <= 80;
      out_.title = Span{goes_on ? out_.title.begin : line.begin, line.end};
      title_named_ = named;
    }
    return ++title_lines_ <= 5;
  }

  // 关于…的通知, …会议纪要: what a paper is called, and not who issues it.
  bool NamesPaper(const Line& line) const {
    for (const Text end :
         {Text(U"通知"), Text(U"讲话"), Text(U"讲话稿"), Text(U"提纲"), Text(U"方案"),
          Text(U"纪要"), Text(U"意见"), Text(U"要点"),   Text(U"安排"), Text(U"计划"),
          Text(U"通报"), Text(U"报告"), Text(U"决定"),   Text(U"发言"), Text(U"清单"),
          Text(U"总结"), Text(U"办法"), Text(U"细则"),   Text(U"部署"), Text(U"主持词")}) {
      if (EndsAt(text_, line.end, end)) {
        return true;
      }
    }
    return false;
  }

  // Lines of cells between tabs or bars. A row of known column titles opens a table; it ends at a
  // line without them.
  bool TakeTable(const Line& line) {
    const char32_t between = HasAny(line, U"\t") ? U'\t' : U'|';
    std::vector<Span> cells;
    std::size_t at = line.begin;
    while (at <= line.end && cells.size() < 64) {
      const std::size_t tab = text_.substr(0, line.end).find(between, at);
      const std::size_t stop = std::min(tab, line.end);
      const std::size_t begin = SkipBlanks(text_, at, stop);
      cells.push_back(Span{begin, DropBlanks(text_, begin, stop)});
      at = stop + 1;
    }
    if (cells.size() < 2) {
      columns_.clear();
      return false;
    }
    std::vector<std::optional<WordKind>> titles(cells.size());
    std::size_t known = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Hits hits = HitsOf(cells[i].begin, cells[i].end);
      for (const Hit& hit : hits) {
        if (hit.word.kind >= WordKind::kTableTask && hit.word.kind <= WordKind::kTableTarget &&
            cells[i].end - cells[i].begin <= 10) {
          titles[i] = hit.word.kind;
        }
      }
      known += titles[i] ? 1U : 0U;
    }
    if (columns_.empty() || known >= 2) {
      if (known < 2) {
        return false;
      }
      columns_ = titles;
      body_ = true;
      return true;
    }
    TableRow row;
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) {
      Span* target = columns_[i] ? Cell(row, *columns_[i]) : nullptr;
      if (target != nullptr && target->begin == target->end) {
        *target = cells[i];
      }
    }
    const Text task = text_.substr(row.task.begin, row.task.end - row.task.begin);
    if (task.find_first_not_of(U"-: ") != Text::npos) {
      CloseLeaf(0);
      AddItem(line.begin, line.end, Section::kDuty);
      out_.items.back().row = row;
    }
    return true;
  }

  static Span* Cell(TableRow& row, WordKind kind) {
    if (kind == WordKind::kTableTask) {
      return &row.task;
    }
    if (kind == WordKind::kTableLead) {
      return &row.lead;
    }
    if (kind == WordKind::kTableAssist) {
      return &row.assist;
    }
    return kind == WordKind::kTableDeadline ? &row.deadline : &row.target;
  }

  // Cuts a line at the numbers inside it: flattened paragraphs run 一是…；二是… on in one line.
  void TakeSegments(const Line& line) {
    std::size_t begin = line.begin;
    std::optional<Marker> marker = MarkerAt(text_, begin, true);
    bool first = true;
    std::size_t at = begin + (marker ? std::max<std::size_t>(marker->size, 1) : 1);
    std::size_t round = 0;  // inside brackets nothing is a number
    for (; at <= line.end; ++at) {
      if (at < line.end) {
        const char32_t c = text_[at];
        if (c == U'(') {
          const std::size_t close = text_.substr(at, 60).find(U')');
          round = close == Text::npos ? round : std::max(round, at + close);
        }
        if (!MayStart(line, at) || (at < round && c != U'(')) {
          continue;
        }
        const std::optional<Marker> here = MarkerAt(text_, at, false);
        if (!here || !InlineAllowed(*here, at, line)) {
          continue;
        }
        TakeSegment(begin, at, marker, first, false);
        first = false;
        begin = at;
        marker = here;
        at += std::max<std::size_t>(here->size, 1) - 1;
      } else {
        TakeSegment(begin, at, marker, first, true);
      }
    }
  }

  bool MayStart(const Line& line, std::size_t at) const {
    const char32_t before = text_[at - 1];
    if (OneOf(before, U"。!?;:,、")) {
      return true;
    }
    return at >= line.begin + 2 && IsBlank(before) &&
           (IsBlank(text_[at - 2]) || OneOf(text_[at - 2], U"。!?;:"));
  }

  bool InlineAllowed(const Marker& marker, std::size_t at, const Line& line) const {
    const char32_t before = text_[at - 1];
    if (before == U'、') {
      return false;
    }
    if (before == U',') {
      return marker.style == Style::kOneIs || marker.style == Style::kCircle ||
             (marker.style == Style::kOneMust && marker.ordinal > 1);
    }
    if (marker.style == Style::kAbout) {
      return before == U'。' || before == U';';
    }
    if (marker.style == Style::kOneIs || marker.style == Style::kOneMust) {
      return at + 2 < line.end;
    }
    return true;
  }

  void TakeSegment(std::size_t begin,
                   std::size_t end,
                   const std::optional<Marker>& marker,
                   bool line_start,
                   bool line_end) {
    end = DropBlanks(text_, begin, end);
    if (begin >= end) {
      return;
    }
    if (!marker) {
      TakeUnnumbered(begin, end, line_start && line_end);
      return;
    }
    const std::size_t content = SkipBlanks(text_, begin + marker->size, end);
    if (content >= end) {
      return;
    }
    Span head = HeadOf(content, end, *marker, line_end);
    Open(*marker, head);
    if (marker->style < Style::kOneMust) {
      paragraph_ = Section::kPlain;
    }
    std::size_t rest = head.end;
    if (head.begin < head.end) {
      while (rest < end && (OneOf(text_[rest], U"。!?;:,") || IsBlank(text_[rest]))) {
        ++rest;
      }
    }
    if (rest < end) {
      levels_.back().inline_content = true;
      AddItem(rest, end, CurrentSection());
    } else if (head.begin < head.end) {
      leaf_ = head;
    }
  }

  // Which part behind a number is its heading; empty when all of it is content.
  Span HeadOf(std::size_t begin, std::size_t end, const Marker& marker, bool line_end) const {
    const Text part = text_.substr(begin, end - begin);
    if (marker.style == Style::kAbout) {
      const std::size_t stop = part.find_first_of(U",:;");
      return Span{begin, begin + std::min(stop, part.size())};
    }
    const std::size_t colon = part.find(U':');
    const std::size_t stop = part.find_first_of(kEnds);
    if (colon != Text::npos && colon <= 20 && colon + 1 < part.size() && colon < stop &&
        part.substr(0, colon).find(U',') == Text::npos) {
      return Span{begin, begin + colon};
    }
    if (stop == Text::npos) {
      const bool heading = line_end && part.size() <= kMaxHeading && marker.style < Style::kOneMust;
      return heading ? Span{begin, end} : Span{begin, begin};
    }
    if (stop + 1 >=
        part.size()) {  // one sentence: it is the content, or a heading with a full stop
      const bool heading = line_end && stop <= 30 && marker.style <= Style::kNth &&
                           part.find(U',') == Text::npos && IsBareHeading(begin, begin + stop);
      return heading ? Span{begin, begin + stop} : Span{begin, begin};
    }
    return stop <= kMaxHeading && part[stop] == U'。' && IsBareHeading(begin, begin + stop)
               ? Span{begin, begin + stop}
               : Span{begin, begin};
  }

  // A first sentence that names a doer who must, or a number, is work and not a heading.
  bool IsBareHeading(std::size_t begin, std::size_t end) const {
    const Hits hits = HitsOf(begin, end);
    const Hit* doer = LongestAt(hits, WordKind::kDoer, begin, end);
    if (doer != nullptr && FirstInside(hits, WordKind::kModal, doer->end, end) != nullptr) {
      return false;
    }
    for (std::size_t at = begin; at < end; ++at) {
      if (IsDigit(text_[at])) {
        return false;
      }
    }
    return true;
  }

  void TakeUnnumbered(std::size_t begin, std::size_t end, bool whole_line) {
    const Text part = text_.substr(begin, end - begin);
    while (!levels_.empty() &&
           (levels_.back().style >= Style::kOneMust ||
            (levels_.back().style >= Style::kDigit && levels_.back().inline_content))) {
      levels_.pop_back();
    }
    if (!spoken_ && whole_line && part.size() <= 25 &&
        part.find_first_of(U",。;:!?") == Text::npos) {
      Open(Marker{Style::kPlainLine, 0, 0}, Span{begin, end});
      leaf_ = Span{begin, end};
      return;
    }
    CloseLeaf(levels_.size());
    const bool closing = StartsAt(text_, begin, U"同志们,") || StartsAt(text_, begin, U"同志们!");
    const std::size_t stop = std::min<std::size_t>(part.find_first_of(U"。:"), 80);
    paragraph_ = SectionOf(begin, std::min(end, begin + stop));
    if (closing) {
      levels_.clear();
      paragraph_ = Section::kStudy;
    }
    AddItem(begin, end, CurrentSection());
  }

  // Pushes a numbered heading. A style already open keeps its level, whatever its rank.
  void Open(const Marker& marker, Span head) {
    std::size_t keep = levels_.size();
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      const bool same = levels_[i].style == marker.style;
      const bool goes_on = marker.ordinal > 1 && levels_[i].ordinal + 1 == marker.ordinal &&
                           levels_[i].style > marker.style;
      if (same || goes_on) {
        keep = i;
        break;
      }
    }
    if (keep == levels_.size()) {
      while (keep > 0 && levels_[keep - 1].style > marker.style) {
        --keep;
      }
    }
    CloseLeaf(keep + 1);
    levels_.resize(std::min(keep, kMaxDepth - 1));
    Section section =
        levels_.empty() ? Section::kPlain : out_.headings[levels_.back().heading].section;
    if (head.begin < head.end) {
      const Section own = SectionOf(head.begin, head.end);
      if (own != Section::kPlain) {
        section = own;
        paragraph_ = Section::kPlain;
      }
    }
    out_.headings.push_back(Heading{head, section});
    levels_.push_back(Level{marker.style, marker.ordinal,
                            static_cast<std::uint32_t>(out_.headings.size() - 1), false});
  }

  Section CurrentSection() const {
    if (paragraph_ != Section::kPlain) {
      return paragraph_;
    }
    return levels_.empty() ? Section::kPlain : out_.headings[levels_.back().heading].section;
  }

  // A heading under which nothing followed is itself the content. `depth` is the level that the
  // next heading takes: a deeper one makes this heading a parent, not a leaf.
  void CloseLeaf(std::size_t depth) {
    if (leaf_.begin == leaf_.end) {
      return;
    }
    const Span leaf = leaf_;
    leaf_ = Span{};
    if (levels_.empty() || depth > levels_.size()) {
      return;
    }
    const Section section = CurrentSection();
    const Level own = levels_.back();
    levels_.pop_back();
    AddItem(leaf.begin, leaf.end, section);
    levels_.push_back(own);
  }

  void AddItem(std::size_t begin, std::size_t end, Section section) {
    Item item;
    item.span = Span{begin, end};
    item.section = section;
    item.message = chat_;
    for (const Level& level : levels_) {
      const Span& span = out_.headings[level.heading].span;
      if (span.begin < span.end) {
        item.path.push_back(level.heading);
      }
    }
    leaf_ = Span{};
    out_.items.push_back(std::move(item));
  }

  Text text_;
  const WordTree& words_;
  std::vector<Line> lines_;
  std::vector<Level> levels_;
  std::vector<std::optional<WordKind>> columns_;
  Layout out_;
  Span leaf_;
  Section paragraph_ = Section::kPlain;
  bool chat_ = false;
  bool spoken_ = false;  // the line is what somebody said: never a heading
  bool body_ = false;
  bool title_named_ = false;
  int title_lines_ = 0;
};

}  // namespace

Layout ReadLayout(Text text, const WordTree& words) { return LayoutReader(text, words).Read(); }

}  // namespace luoshi::directive
