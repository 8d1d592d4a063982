// The faces papers are set in: a folder of open fonts (tools/fonts.sh) before the system's.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace luoshi::document {

class PdfFonts {
 public:
  // The .otf, .ttf and .ttc files of `folder` ("" for none) and what fontconfig knows. Kept for
  // the life of the program; reading it from many threads is safe. kUnavailable document.no_fonts
  // when there is no font at all; kNotFound file.missing when the folder is not there.
  static Result<PdfFonts> Load(const std::string& folder);
  PdfFonts(PdfFonts&&) noexcept;
  PdfFonts& operator=(PdfFonts&&) noexcept;
  ~PdfFonts();

  void* config() const;  // the FcConfig, for canvas.cc

 private:
  struct Content;
  explicit PdfFonts(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

}  // namespace luoshi::document
