// What the words of a template mean in a bulletin: 收缴率, 表:收缴率:村, 每村
// (docs/formats/template.md).
#pragma once

#include <string>
#include <vector>

#include "app/bulletin_figures.h"
#include "document/template.h"

namespace luoshi::app {

// What a unit named as behind was asked and said (被通报单位说明).
struct Hearing {
  UnitId unit = kNoUnit;
  std::string matter;  // of which indicator: its title
  Date asked_on;
  Date reply_by;
  std::string reply;  // "" so far
  std::optional<Date> replied_on;
};

// The words a paper says about itself.
struct PaperWords {
  std::string mark;    // 刊名: the red head; "" leaves it out
  std::string number;  // 期号
  std::string issuer;  // 编发单位
  std::string title;   // 标题
  std::string to;      // 主送
  std::string copies;  // 抄送
  std::string code;    // 核验码; "" until the wording is known
  Date date;           // 日期: when it is set
};

class BulletinWords {
 public:
  // Nothing is owned. `sections` are those of 正文 and 总表.
  BulletinWords(FigureBook& book,
                const PaperWords& paper,
                const std::vector<const Section*>& sections,
                const std::vector<Hearing>& hearings);
  document::TemplateWords words();
  // Words that may be written here, to be looked up one by one.
  std::vector<std::string> Known() const;

 private:
  using Found = Result<std::optional<document::Filling>>;
  Found Find(std::string_view word, std::string_view row);
  std::optional<document::Filling> OfPaper(const std::string& word) const;
  Found OfIndicator(const std::string& head,
                    const std::string& indicator,
                    const std::string& argument);
  Found OfUnit(const std::string& word, std::string_view row);
  Result<std::optional<std::vector<std::string>>> Rows(const std::vector<std::string>& words);
  // pack.name of an indicator by its title, with its line of work or without; and the item that
  // follows. nullopt: no such indicator. kInvalid template.ambiguous.
  struct Named {
    std::string indicator;
    std::string item;
  };
  Result<std::optional<Named>> FindIndicator(std::string_view text) const;
  Result<std::optional<std::string>> Item(const Section& section,
                                          const figure::Figure& figure,
                                          const std::string& item) const;
  std::vector<document::Block> Body();
  std::vector<document::Block> Explained(const Section& section) const;

  FigureBook& book_;
  const PaperWords& paper_;
  const std::vector<const Section*>& sections_;
  const std::vector<Hearing>& hearings_;
};

// 村, 镇, 县… as they stand in {{表:收缴率:村}} and {{每村}}; nullopt for other words.
std::optional<UnitLevel> LevelOf(std::string_view word);
// In groups that can be read out over the telephone: 7K3F-….
std::string Grouped(const Hash256& hash);

}  // namespace luoshi::app
