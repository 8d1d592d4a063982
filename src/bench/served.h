// `luoshi serve` over a folder, as a process of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace luoshi::bench {

// Runs this binary with `arguments` to its end, its output thrown away. kUnavailable
// bench.no_answer when it cannot be started, kInternal bench.wrong_answer when it fails.
Status RunProgram(const std::string& program, const std::vector<std::string>& arguments);

class Served {
 public:
  // Returns when it listens. kUnavailable bench.no_answer.
  static Result<Served> Start(const std::string& program, const std::string& data);
  ~Served();  // stops it and waits for its end
  Served(Served&& other) noexcept;
  Served& operator=(Served&& other) = delete;
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  std::uint16_t port() const { return port_; }
  Result<double> ResidentMegabytes() const;  // of anonymous and file pages, as `ps` shows it

 private:
  Served(int process, int output) : process_(process), output_(output) {}
  int process_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace luoshi::bench
