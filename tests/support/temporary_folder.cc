#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <stdlib.h>
#include <unistd.h>

#include "base/result.h"

namespace luoshi::testing {

TemporaryFolder::TemporaryFolder()
    : path_(std::filesystem::temp_directory_path() / "luoshi-test-XXXXXX") {
  LUOSHI_CHECK(::mkdtemp(path_.data()) != nullptr);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code failure;
  std::filesystem::remove_all(path_, failure);
}

}  // namespace luoshi::testing
