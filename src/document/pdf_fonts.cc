#include "document/pdf_fonts.h"

#include <fontconfig/fontconfig.h>

#include "host/files.h"

namespace luoshi::document {
namespace {

// FandolSong-Bold calls itself regular; without this both songs look the same to fontconfig.
constexpr const char* kScanRule =
    "<?xml version=\"1.0\"?><fontconfig><match target=\"scan\"><test name=\"family\"><string>"
    "FandolSong</string></test><test name=\"style\"><string>Bold</string></test><edit "
    "name=\"weight\" mode=\"assign\"><const>bold</const></edit></match></fontconfig>";

}  // namespace

struct PdfFonts::Content {
  FcConfig* config = FcInitLoadConfigAndFonts();
  Content() = default;
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  ~Content() {
    if (config != nullptr) {
      FcConfigDestroy(config);
    }
  }
};

PdfFonts::PdfFonts(std::unique_ptr<Content> content) : content_(std::move(content)) {}
PdfFonts::PdfFonts(PdfFonts&&) noexcept = default;
PdfFonts& PdfFonts::operator=(PdfFonts&&) noexcept = default;
PdfFonts::~PdfFonts() = default;

Result<PdfFonts> PdfFonts::Load(const std::string& folder) {
  auto content = std::make_unique<Content>();
  if (content->config == nullptr) {
    return Error{ErrorCode::kUnavailable, "document.no_fonts"};
  }
  if (!folder.empty()) {
    FcConfigParseAndLoadFromMemory(content->config, reinterpret_cast<const FcChar8*>(kScanRule),
                                   FcFalse);
    TRY_ASSIGN(const std::vector<std::string> files, ListFiles(folder));
    for (const std::string& file : files) {
      if (file.ends_with(".otf") || file.ends_with(".ttf") || file.ends_with(".ttc")) {
        std::string path = folder;
        path.append("/").append(file);
        FcConfigAppFontAddFile(content->config, reinterpret_cast<const FcChar8*>(path.c_str()));
      }
    }
  }
  const FcFontSet* system = FcConfigGetFonts(content->config, FcSetSystem);
  const FcFontSet* own = FcConfigGetFonts(content->config, FcSetApplication);
  if ((system == nullptr || system->nfont == 0) && (own == nullptr || own->nfont == 0)) {
    return Error{ErrorCode::kUnavailable, "document.no_fonts"};
  }
  return PdfFonts(std::move(content));
}

void* PdfFonts::config() const { return content_->config; }

}  // namespace luoshi::document
