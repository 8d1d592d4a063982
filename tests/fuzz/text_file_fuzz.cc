// Papers from anybody: what comes out is well-formed text without a marking of secrecy.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "document/text_extract.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const luoshi::Result<luoshi::document::ExtractedText> text =
      luoshi::document::ExtractText({reinterpret_cast<const char*>(data), size});
  if (text.ok() &&
      (!luoshi::IsValidText(text->text) || text->text.find('\r') != std::string::npos ||
       luoshi::document::HasSecretMarking(text->text))) {
    std::abort();
  }
  return 0;
}
