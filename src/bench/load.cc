#include "bench/load.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <list>
#include <thread>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace luoshi::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Moment = std::chrono::steady_clock::time_point;

constexpr std::size_t kBlock = std::size_t{64} * 1024;

tcp::endpoint Loopback(std::uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }

// How long the message at the front of `bytes` is; 0 while it is not all there. Heads of our own
// server only: Content-Length is always given.
std::size_t MessageSize(std::string_view bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == std::string_view::npos) {
    return 0;
  }
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = bytes.substr(0, head).find(kLength);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    const char* begin = bytes.data() + at + kLength.size();
    std::from_chars(begin, bytes.data() + head, length);
  }
  const std::size_t whole = head + 4 + length;
  return bytes.size() < whole ? 0 : whole;
}

class Client;

// What all connections share.
struct Round {
  explicit Round(const LoadOptions& given) : options(given) {}
  const LoadOptions& options;
  asio::io_context io{1};
  Moment count_from;  // answers before are to warm up
  Moment until;
  std::vector<float> waits_ms;
  std::int64_t bytes = 0;
  std::string failure;
};

class Client {
 public:
  explicit Client(Round& round) : round_(round), socket_(round.io), block_(kBlock) {}

  bool Connect() {
    error_code failure;
    socket_.connect(Loopback(round_.options.port), failure);
    if (!failure) {
      socket_.set_option(tcp::no_delay(true), failure);
    }
    return !failure;
  }

  void Ask() {
    request_ = round_.options.next();
    asked_ = std::chrono::steady_clock::now();
    answer_.clear();
    asio::async_write(socket_, asio::buffer(request_), [this](error_code failure, std::size_t) {
      if (failure) {
        Fail("write: " + failure.message());
      } else {
        Read();
      }
    });
  }

 private:
  void Read() {
    socket_.async_read_some(asio::buffer(block_), [this](error_code failure, std::size_t got) {
      if (failure) {
        Fail("read: " + failure.message());
        return;
      }
      answer_.append(block_.data(), got);
      if (MessageSize(answer_) == 0) {
        Read();
      } else {
        Note();
      }
    });
  }

  void Note() {
    const Moment now = std::chrono::steady_clock::now();
    if (!answer_.starts_with("HTTP/1.1 200")) {
      Fail(answer_.substr(0, 2'000));
      return;
    }
    if (now >= round_.count_from && now < round_.until) {
      round_.waits_ms.push_back(std::chrono::duration<float, std::milli>(now - asked_).count());
      round_.bytes += static_cast<std::int64_t>(answer_.size());
    }
    if (now < round_.until && round_.failure.empty()) {
      Ask();
    }
  }

  void Fail(const std::string& why) {
    if (round_.failure.empty()) {
      round_.failure = why;
    }
  }

  Round& round_;
  tcp::socket socket_;
  std::string request_;
  std::string answer_;
  std::vector<char> block_;
  Moment asked_;
};

double At(const std::vector<float>& sorted, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted.empty() ? 0 : static_cast<double>(sorted[std::min(place, sorted.size() - 1)]);
}

}  // namespace

Result<LoadResult> Load(const LoadOptions& options) {
  Round round(options);
  std::list<Client> clients;
  for (int i = 0; i < options.connections; ++i) {
    if (!clients.emplace_back(round).Connect()) {
      return Error{ErrorCode::kUnavailable, "bench.no_answer", {}, "", "connect"};
    }
  }
  const auto whole = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(options.seconds));
  round.count_from = std::chrono::steady_clock::now() + whole / 5;
  round.until = round.count_from + whole;
  for (Client& client : clients) {
    client.Ask();
  }
  round.io.run();
  if (!round.failure.empty()) {
    return Error{ErrorCode::kInternal, "bench.wrong_answer", {}, "", round.failure};
  }
  LoadResult out;
  out.answers = static_cast<std::int64_t>(round.waits_ms.size());
  out.per_second = static_cast<double>(out.answers) / options.seconds;
  std::sort(round.waits_ms.begin(), round.waits_ms.end());
  out.p50_ms = At(round.waits_ms, 0.5);
  out.p99_ms = At(round.waits_ms, 0.99);
  out.bytes_per_answer =
      out.answers == 0 ? 0 : static_cast<double>(round.bytes) / static_cast<double>(out.answers);
  return out;
}

std::string GetRequest(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

std::string PostRequest(const std::string& target, const std::string& body) {
  return "POST " + target +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct BareServer::State {
  struct Session {
    explicit Session(tcp::socket given) : socket(std::move(given)), block(kBlock) {}
    tcp::socket socket;
    std::vector<char> block;
    std::string request;
  };

  explicit State(std::size_t bytes) : acceptor(io, Loopback(0)) {
    const std::string head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
    const std::size_t body = bytes > head.size() + 10 ? bytes - head.size() - 10 : 0;
    answer = head + std::to_string(body) + "\r\n\r\n" + std::string(body, ' ');
    Accept();
    thread = std::thread([this] { io.run(); });
  }

  void Accept() {
    acceptor.async_accept([this](error_code failure, tcp::socket socket) {
      if (!failure) {
        socket.set_option(tcp::no_delay(true), failure);
        Read(sessions.emplace_back(std::move(socket)));
        Accept();
      }
    });
  }

  void Read(Session& session) {
    session.socket.async_read_some(
        asio::buffer(session.block), [this, &session](error_code failure, std::size_t got) {
          if (failure) {
            return;
          }
          session.request.append(session.block.data(), got);
          if (!session.request.ends_with("\r\n\r\n")) {
            Read(session);
            return;
          }
          session.request.clear();
          asio::async_write(session.socket, asio::buffer(answer),
                            [this, &session](error_code unsent, std::size_t) {
                              if (!unsent) {
                                Read(session);
                              }
                            });
        });
  }

  asio::io_context io{1};
  tcp::acceptor acceptor;
  std::string answer;
  std::list<Session> sessions;
  std::thread thread;
};

BareServer::BareServer(std::size_t bytes_per_answer)
    : state_(std::make_unique<State>(bytes_per_answer)) {}

BareServer::~BareServer() {
  state_->io.stop();
  state_->thread.join();
}

std::uint16_t BareServer::port() const { return state_->acceptor.local_endpoint().port(); }

}  // namespace luoshi::bench
