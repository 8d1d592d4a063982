#include "tests/support/postgres_cluster.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "storage/failure.h"

namespace luoshi::testing {
namespace {

constexpr const char* kScript = "sh '" LUOSHI_SOURCE_DIR "/tests/support/postgres_cluster.sh' ";

// Short, because the path of a socket may have 107 bytes.
std::string Folder() { return "/tmp/luoshi-test-postgres-" + std::to_string(::getuid()); }
std::string ConnectionString() { return "host=" + Folder() + " user=postgres dbname=postgres"; }

bool Runs() {
  // A folder that is not there needs no server to be asked.
  return ::access(Folder().c_str(), F_OK) == 0 && PQping(ConnectionString().c_str()) == PQPING_OK;
}

// Whether the file that was opened still is the one of that name.
bool IsStill(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino;
}

Status Start() {
  std::FILE* const script = ::popen((kScript + ("start " + Folder()) + " 2>&1").c_str(), "re");
  if (script == nullptr) {
    return storage::Unreachable("no shell");
  }
  std::string words;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), static_cast<int>(part.size()), script) != nullptr) {
    words += part.data();
  }
  if (::pclose(script) != 0) {
    return storage::Unreachable(words);
  }
  const std::string keeper =
      "setsid " + (kScript + ("keep " + Folder())) + " </dev/null >/dev/null 2>&1 &";
  LUOSHI_CHECK(std::system(keeper.c_str()) == 0);
  return {};
}

// Starts the cluster or joins those that use it. The lock is held until the process ends.
Result<std::string> Join() {
  const std::string path = Folder() + ".lock";
  for (int attempt = 0; attempt < 5; ++attempt) {
    const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    LUOSHI_CHECK(lock >= 0);
    if (::flock(lock, LOCK_SH) == 0 && IsStill(lock, path) && Runs()) {
      return ConnectionString();
    }
    Status started;
    if (::flock(lock, LOCK_EX) == 0 && IsStill(lock, path) && !Runs()) {
      started = Start();
    }
    ::close(lock);
    if (!started.ok()) {
      ::unlink(path.c_str());
      return std::move(started).error();
    }
  }
  return storage::Unreachable("the cluster does not stay");
}

}  // namespace

Result<std::string> PostgresCluster() {
  // Never destroyed: those who clean up at the end of the process ask for it too.
  static const auto* const joined = new Result<std::string>(Join());
  return *joined;
}

}  // namespace luoshi::testing
