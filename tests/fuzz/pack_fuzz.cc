// Packs, worlds and sheets from anywhere: no input crashes, hangs or is accepted by the reader and
// then refused by the same reader. A text that begins with w is a world, with | a sheet, else a
// pack.yaml.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "pack/pack_reader.h"
#include "pack/pack_writer.h"
#include "pack/propose.h"
#include "pack/world.h"
#include "pack/yaml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const char first = text.empty() ? 'p' : text.front();
  if (first == 'w') {
    (void)luoshi::pack::ParseWorld(text);
  } else if (first == '|') {
    luoshi::pack::SheetRows rows;
    for (const std::string& line : luoshi::Split(text, "\n")) {
      rows.push_back(luoshi::Split(line, "|"));
    }
    // A proposal that is given answers for itself.
    const luoshi::Result<std::string> yaml = luoshi::pack::ProposePack(rows, "sheet", "台账");
    if (yaml.ok()) {
      LUOSHI_CHECK(luoshi::pack::CheckFiles({{"pack.yaml", *yaml}}).empty());
    }
  } else {
    const luoshi::Result<luoshi::rules::Pack> pack =
        luoshi::pack::ReadPack({{"pack.yaml", std::string(text)}});
    if (pack.ok()) {
      // What is written back reads as the same pack, unless writing titles out made it too long.
      const std::string written = luoshi::pack::WritePack(*pack);
      if (written.size() <= luoshi::pack::kMaxYamlBytes) {
        const auto again = luoshi::pack::ReadPack({{"pack.yaml", written}});
        LUOSHI_CHECK(again.ok() && luoshi::pack::WritePack(*again) == written);
      }
    }
  }
  return 0;
}
