// Listens on loopback, reads requests and writes answers. Every read and write has a time limit and
// a size limit; what one client does cannot stop the others.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/http.h"

namespace luoshi::server {

struct ListenerOptions {
  std::string address = "127.0.0.1";  // loopback only, until sign-in exists
  std::uint16_t port = 0;             // 0: any that is free
  std::size_t header_limit = std::size_t{16} * 1024;
  int connections = 512;  // more are closed at once
  // Bodies above 1 MiB that are held in memory at a time; further ones are told to come again.
  int large_bodies = 4;
  int lanes = 2;  // threads that read, write and make light answers
  int quick_threads = 4;
  int slow_threads = 32;                          // as many writes may share one group commit
  std::chrono::milliseconds header_time{10'000};  // from the first byte to the end of the head
  std::chrono::milliseconds body_time{120'000};
  std::chrono::milliseconds write_time{60'000};
  std::chrono::milliseconds idle_time{60'000};    // between requests of a kept connection
  std::chrono::milliseconds finish_time{10'000};  // for requests under way when it stops
  bool stop_on_signals = false;                   // SIGINT, SIGTERM end Run
};

class Listener {
 public:
  // kForbidden server.loopback_only; kUnavailable server.port. `service` must outlive it.
  static Result<std::unique_ptr<Listener>> Open(const ListenerOptions& options, Service& service);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const;
  // Until Stop, or a signal; requests under way are finished first.
  void Run();
  void Stop();  // from any thread

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace luoshi::server
