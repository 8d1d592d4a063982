// A file that was built into the binary (cmake/EmbedFiles.cmake).
#pragma once

namespace luoshi {

struct EmbeddedFile {
  const char* path;  // relative to the source root; null ends a table
  const char* begin;
  const char* end;
};

}  // namespace luoshi
