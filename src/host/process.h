// Another program, run once, apart and under limits: for what must not be able to hurt this one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace luoshi {

struct ProcessLimits {
  int seconds = 20;  // of processor time, and half as much again by the wall clock
  std::size_t memory = std::size_t{1} << 30;
  std::size_t output = std::size_t{64} << 20;
};

// Feeds `input` to the program's standard input and gives back its standard output. The program
// gets no environment, no other open files, may write none, gains no privileges and, where the
// system allows it, has no network. kNotFound process.missing; kInvalid process.failed when it ends
// badly, takes too long or writes too much.
Result<std::string> RunProcess(const std::vector<std::string>& command,
                               std::string_view input,
                               const ProcessLimits& limits);

}  // namespace luoshi
