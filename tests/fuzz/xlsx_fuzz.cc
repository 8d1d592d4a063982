// Sheets from anybody: opening, reading, annotating. Whatever comes in, rows obey the limits and
// what goes out can be opened again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "document/sheet_annotate.h"
#include "document/sheet_reader.h"
#include "document/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luoshi::document;  // NOLINT(google-build-using-namespace): one function
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const TemplateWords words{
      [](std::string_view word, std::string_view) -> luoshi::Result<std::optional<Filling>> {
        return word.size() % 2 == 0 ? std::optional(Filling("填"))
                                    : std::optional(Filling(std::vector<Block>{PageBreak{}}));
      },
      [](const std::vector<std::string>& row)
          -> luoshi::Result<std::optional<std::vector<std::string>>> {
        return std::optional(std::vector<std::string>(row.size()));
      }};
  static_cast<void>(FillTemplate(bytes, words).ok());
  const luoshi::Result<std::unique_ptr<Workbook>> book = OpenWorkbook(bytes);
  if (!book.ok()) {
    return 0;
  }
  constexpr int kRows = 2000;
  for (std::size_t sheet = 0; sheet < (*book)->sheets().size() && sheet < 3; ++sheet) {
    int rows = 0;
    const luoshi::Status read = (*book)->ForEachRow(sheet, [&rows](const SheetRow& row) {
      int last = -1;
      for (const SheetCell& cell : row.cells) {
        if (cell.column <= last || cell.column >= kMaxSheetColumns || cell.text.empty()) {
          std::abort();
        }
        last = cell.column;
      }
      return ++rows < kRows;
    });
    static_cast<void>(read.ok());
    static_cast<void>((*book)->Layout(sheet).ok());
  }
  const auto read_all = [](const Workbook& from, bool* found) {
    return from
        .ForEachRow(0,
                    [found](const SheetRow& row) {
                      for (const SheetCell& cell : row.cells) {
                        *found = *found || cell.text == "缺少姓名";
                      }
                      return true;
                    })
        .ok();
  };
  bool found = false;
  const bool sound = read_all(**book, &found);
  const luoshi::Result<std::string> noted =
      AnnotateWorkbook(bytes, 0, 1, "校验结果", {{2, "缺少姓名"}, {5, "重复"}});
  if (sound && noted.ok()) {
    found = false;
    const luoshi::Result<std::unique_ptr<Workbook>> again = OpenWorkbook(*noted);
    if (!again.ok() || !read_all(**again, &found) || !found) {
      std::abort();
    }
  }
  return 0;
}
