#include "bench/served.h"

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "bench/town.h"
#include "host/files.h"

namespace luoshi::bench {
namespace {

Error NoAnswer(const std::string& why) {
  return Error{ErrorCode::kUnavailable, "bench.no_answer", {}, "", why};
}

// "http://127.0.0.1:34567/  …" → 34567; 0 while it is not there.
std::uint16_t PortIn(const std::string& text) {
  constexpr std::string_view kStart = "http://127.0.0.1:";
  const std::size_t at = text.find(kStart);
  const std::size_t end = at == std::string::npos ? at : text.find('/', at + kStart.size());
  std::uint16_t port = 0;
  if (end != std::string::npos) {
    std::from_chars(text.data() + at + kStart.size(), text.data() + end, port);
  }
  return port;
}

// -1 when it cannot be started.
pid_t Spawn(const std::string& program, const std::vector<std::string>& arguments, int output) {
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> raw;
  for (std::string& word : words) {
    raw.push_back(word.data());
  }
  raw.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t process = -1;
  const int failure =
      ::posix_spawn(&process, program.c_str(), &actions, nullptr, raw.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? process : -1;
}

}  // namespace

Status RunProgram(const std::string& program, const std::vector<std::string>& arguments) {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const pid_t process = Spawn(program, arguments, nowhere);
  ::close(nowhere);
  if (process < 0) {
    return NoAnswer(program);
  }
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0
             ? Status()
             : Status(Error(ErrorCode::kInternal, "bench.wrong_answer", {}, "", program));
}

Result<Served> Served::Start(const std::string& program, const std::string& data) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return NoAnswer("pipe");
  }
  const pid_t process =
      Spawn(program, {"serve", "--data", data, "--port", "0", "--actor", std::string(Town::kActor)},
            ends[1]);
  ::close(ends[1]);
  Served out(process, ends[0]);
  std::string said;
  std::array<char, 256> block{};
  while (process > 0 && out.port_ == 0) {
    const ssize_t got = ::read(ends[0], block.data(), block.size());
    if (got <= 0) {
      break;
    }
    said.append(block.data(), static_cast<std::size_t>(got));
    out.port_ = PortIn(said);
  }
  if (out.port_ == 0) {
    return NoAnswer(program + " serve: " + said);
  }
  return out;
}

Served::Served(Served&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::exchange(other.output_, -1)),
      port_(other.port_) {}

Served::~Served() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  if (output_ >= 0) {
    ::close(output_);
  }
}

Result<double> Served::ResidentMegabytes() const {
  TRY_ASSIGN(const std::string status, ReadFile("/proc/" + std::to_string(process_) + "/status"));
  constexpr std::string_view kRow = "VmRSS:";
  const std::size_t at = status.find(kRow);
  if (at == std::string::npos) {
    return NoAnswer("VmRSS");
  }
  return std::strtod(status.c_str() + at + kRow.size(), nullptr) / 1024;
}

}  // namespace luoshi::bench
