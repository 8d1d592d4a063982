// The client: several kept connections on one thread, each asking again as soon as it was answered.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace luoshi::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  int connections = 1;
  double seconds = 1;
  std::function<std::string()> next;  // the bytes of the next request
};

struct LoadResult {
  std::int64_t answers = 0;
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double bytes_per_answer = 0;
};

// kInternal bench.wrong_answer for any status but 200; kUnavailable bench.no_answer.
Result<LoadResult> Load(const LoadOptions& options);

std::string GetRequest(const std::string& target);
std::string PostRequest(const std::string& target, const std::string& body);

// A server that does nothing but answer each request with the same bytes: what HTTP costs here.
class BareServer {
 public:
  explicit BareServer(std::size_t bytes_per_answer);
  ~BareServer();
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;
  std::uint16_t port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace luoshi::bench
