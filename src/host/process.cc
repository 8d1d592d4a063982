#include "host/process.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace luoshi {
namespace {

constexpr int kNoProgram = 127;

class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Close(); }
  void Close() {
    if (fd_ >= 0) {
      ::close(std::exchange(fd_, -1));
    }
  }
  int fd() const { return fd_; }
  void Set(int fd) { fd_ = fd; }

 private:
  int fd_ = -1;
};

bool MakePipe(Descriptor& read_end, Descriptor& write_end) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return false;
  }
  read_end.Set(ends[0]);
  write_end.Set(ends[1]);
  return true;
}

void Limit(__rlimit_resource what, std::size_t value) {
  const rlimit limit{value, value};
  ::setrlimit(what, &limit);
}

// After fork: nothing but system calls.
[[noreturn]] void Become(char* const* command, int input, int output, const ProcessLimits& limits) {
  constexpr int kFirstOther = 3;
  constexpr std::size_t kFiles = 32;
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  const int nothing = ::open("/dev/null", O_WRONLY);
  ::dup2(nothing, STDERR_FILENO);
  ::close_range(kFirstOther, ~0U, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Without leave to do so the program still has all the other limits.
  static_cast<void>(::unshare(CLONE_NEWUSER | CLONE_NEWNET));
  Limit(RLIMIT_CPU, static_cast<std::size_t>(limits.seconds));
  Limit(RLIMIT_AS, limits.memory);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NOFILE, kFiles);
  Limit(RLIMIT_CORE, 0);
  std::array<char, 15> locale{"LC_ALL=C.UTF-8"};
  std::array<char*, 2> environment{locale.data(), nullptr};
  static_cast<void>(::chdir("/"));
  ::execve(command[0], command, environment.data());
  ::_exit(kNoProgram);
}

// Writes and reads until the program closes its output; false when a limit is passed.
bool Exchange(Descriptor& to,
              Descriptor& from,
              std::string_view input,
              const ProcessLimits& limits,
              std::string& out) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point until = Clock::now() + std::chrono::milliseconds(limits.seconds * 1500);
  ::fcntl(to.fd(), F_SETFL, O_NONBLOCK);
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) {
      return false;
    }
    std::array<pollfd, 2> ends{pollfd{from.fd(), POLLIN, 0}, pollfd{to.fd(), POLLOUT, 0}};
    if (::poll(ends.data(), to.fd() < 0 ? 1 : 2, static_cast<int>(left)) < 0 && errno != EINTR) {
      return false;
    }
    if (to.fd() >= 0 && (ends[1].revents & (POLLOUT | POLLERR | POLLHUP)) != 0) {
      const ssize_t sent = input.empty() ? -1 : ::write(to.fd(), input.data(), input.size());
      if (sent > 0) {
        input.remove_prefix(static_cast<std::size_t>(sent));
      }
      if (input.empty() || (sent < 0 && errno != EAGAIN && errno != EINTR)) {
        to.Close();  // all sent, or it wants no more
      }
    }
    if ((ends[0].revents & (POLLIN | POLLHUP)) != 0) {
      const ssize_t got = ::read(from.fd(), buffer.data(), buffer.size());
      if (got == 0) {
        return true;
      }
      if (got > 0) {
        out.append(buffer.data(), static_cast<std::size_t>(got));
      }
      if (out.size() > limits.output) {
        return false;
      }
    }
  }
}

}  // namespace

Result<std::string> RunProcess(const std::vector<std::string>& command,
                               std::string_view input,
                               const ProcessLimits& limits) {
  if (command.empty() || ::access(command.front().c_str(), X_OK) != 0) {
    return Error{ErrorCode::kNotFound,
                 "process.missing",
                 {{"program", command.empty() ? std::string() : command.front()}}};
  }
  const auto failed = [&] {
    return Error{ErrorCode::kInvalid, "process.failed", {{"program", command.front()}}};
  };
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  Descriptor child_in;
  Descriptor to;
  Descriptor from;
  Descriptor child_out;
  if (!MakePipe(child_in, to) || !MakePipe(from, child_out)) {
    return failed();
  }
  // A program that stops reading must not end this one.
  static const bool ignored = ::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  static_cast<void>(ignored);
  const pid_t child = ::fork();
  if (child < 0) {
    return failed();
  }
  if (child == 0) {
    Become(arguments.data(), child_in.fd(), child_out.fd(), limits);
  }
  child_in.Close();
  child_out.Close();
  std::string out;
  const bool good = Exchange(to, from, input, limits, out);
  if (!good) {
    ::kill(child, SIGKILL);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!good || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return failed();
  }
  return out;
}

}  // namespace luoshi
