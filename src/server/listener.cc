// The one file that includes Boost.Beast. Connections are dealt out to lanes, each one thread with
// its coroutines. A lane makes light answers itself: handing one to another thread costs more than
// making it. The others are made on two pools, so that reads do not wait behind writes.
#include "server/listener.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <list>
#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace luoshi::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kSmallBody = std::size_t{1} << 20;
constexpr std::size_t kReadAhead = std::size_t{8} * 1024;

using Parser = http::request_parser<http::string_body>;

// Makes an answer on a pool and comes back to the coroutine's own thread with it.
asio::awaitable<Response> AnswerOn(asio::thread_pool& pool,
                                   Service& service,
                                   const Request& request) {
  auto start = [&pool, &service, &request](auto handler) {
    auto home = asio::get_associated_executor(handler);
    auto work = asio::make_work_guard(home);
    asio::post(pool, [&service, &request, home, work = std::move(work),
                      handler = std::move(handler)]() mutable {
      Response response = service.Handle(request);
      asio::post(home, [handler = std::move(handler), response = std::move(response)]() mutable {
        std::move(handler)(std::move(response));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Response)>(
      std::move(start), asio::use_awaitable);
}

Request HeadOf(const http::request_header<>& head) {
  Request request;
  request.method = std::string(head.method_string());
  if (request.method == "HEAD") {
    request.method = "GET";
  }
  request.target = std::string(head.target());
  for (const auto& field : head) {
    std::string name(field.name_string());
    for (char& c : name) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    request.headers.emplace(std::move(name), std::string(field.value()));
  }
  return request;
}

// Written out here: a message of Beast's would be made of a dozen allocations a request.
std::string HeadText(const Response& response, unsigned version, bool keep) {
  const auto status = static_cast<unsigned>(response.status);
  std::string out = version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
  out.reserve(512);
  out += std::to_string(status) + " ";
  out += http::obsolete_reason(http::int_to_status(status));
  for (const auto& [name, value] : response.headers) {
    LUOSHI_CHECK(value.find_first_of("\r\n") == std::string::npos);
    out += "\r\n" + name + ": " + value;
  }
  out += "\r\nContent-Length: " + std::to_string(response.body.size());
  if (keep != (version > 10)) {
    out += keep ? "\r\nConnection: keep-alive" : "\r\nConnection: close";
  }
  return out + "\r\n\r\n";
}

}  // namespace

struct Listener::State {
  struct Session {
    explicit Session(tcp::socket socket) : stream(std::move(socket)) {}
    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    bool idle = true;    // waits for the first byte of a request
    bool keep = true;    // another request may follow
    bool drain = false;  // was refused while the client may still be sending
  };

  // A place among the bodies that are held in memory.
  class LargeBody {
   public:
    explicit LargeBody(std::atomic<int>& count) : count_(count), place_(count_.fetch_add(1)) {}
    ~LargeBody() { count_.fetch_sub(1); }
    LargeBody(const LargeBody&) = delete;
    LargeBody& operator=(const LargeBody&) = delete;
    int place() const { return place_; }  // how many were there before

   private:
    std::atomic<int>& count_;
    int place_;
  };

  // One thread and the connections it serves; touched by that thread only.
  struct Lane {
    Lane() : busy(asio::make_work_guard(io)), deadline(io) {}
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> busy;
    asio::steady_timer deadline;
    std::list<Session> sessions;
  };

  State(const ListenerOptions& given, Service& answering)
      : options(given),
        service(answering),
        lanes(static_cast<std::size_t>(std::max(1, given.lanes))),
        acceptor(lanes.front().io),
        signals(lanes.front().io),
        quick(static_cast<std::size_t>(given.quick_threads)),
        slow(static_cast<std::size_t>(given.slow_threads)) {}

  Status Bind() {
    error_code failure;
    const asio::ip::address address = asio::ip::make_address(options.address, failure);
    if (failure || !address.is_loopback()) {
      return Error{ErrorCode::kForbidden, "server.loopback_only", {{"address", options.address}}};
    }
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), failure);
    if (!failure) {
      acceptor.set_option(asio::socket_base::reuse_address(true), failure);
    }
    if (!failure) {
      acceptor.bind(endpoint, failure);
    }
    if (!failure) {
      acceptor.listen(asio::socket_base::max_listen_connections, failure);
    }
    if (failure) {
      return Error{ErrorCode::kUnavailable,
                   "server.port",
                   {{"port", std::to_string(options.port)}},
                   "",
                   failure.message()};
    }
    port = acceptor.local_endpoint().port();
    return {};
  }

  asio::awaitable<void> Accept() {
    for (std::size_t next = 0; !stopping; next = (next + 1) % lanes.size()) {
      Lane& lane = lanes[next];
      error_code failure;
      tcp::socket socket = co_await acceptor.async_accept(
          lane.io, asio::redirect_error(asio::use_awaitable, failure));
      if (stopping) {
        break;
      }
      if (failure) {  // out of file descriptors: breathe, others will end
        asio::steady_timer pause(lanes.front().io, std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
        continue;
      }
      if (connections >= options.connections) {
        continue;  // closed as the socket goes out of scope
      }
      socket.set_option(tcp::no_delay(true), failure);
      ++connections;
      asio::post(lane.io, [this, &lane, socket = std::move(socket)]() mutable {
        Serve(lane, std::move(socket));
      });
    }
  }

  void Serve(Lane& lane, tcp::socket socket) {
    const auto at = lane.sessions.emplace(lane.sessions.end(), std::move(socket));
    asio::co_spawn(lane.io, Talk(*at), [this, &lane, at](const std::exception_ptr&) {
      lane.sessions.erase(at);
      --connections;
      if (stopping && lane.sessions.empty()) {
        lane.deadline.cancel();
        lane.busy.reset();
      }
    });
  }

  asio::awaitable<void> Talk(Session& session) {
    while (session.keep && !stopping) {
      error_code failure;
      session.idle = true;
      if (session.buffer.size() == 0) {
        session.stream.expires_after(options.idle_time);
        const std::size_t got = co_await session.stream.async_read_some(
            session.buffer.prepare(kReadAhead), asio::redirect_error(asio::use_awaitable, failure));
        session.buffer.commit(got);
      }
      session.idle = false;
      if (failure) {
        break;
      }
      co_await Exchange(session);
    }
    error_code ignored;
    session.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    // What the client still sends is read for a moment, so that it gets the answer instead of a
    // reset.
    session.stream.expires_after(std::min(options.header_time, std::chrono::milliseconds(1'000)));
    for (int rounds = 0; rounds < 64 && !ignored && session.drain; ++rounds) {
      session.buffer.clear();
      co_await session.stream.async_read_some(session.buffer.prepare(kReadAhead),
                                              asio::redirect_error(asio::use_awaitable, ignored));
    }
  }

  // Reads one request and answers it.
  asio::awaitable<void> Exchange(Session& session) {
    session.keep = false;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(options.header_limit));
    parser.body_limit(boost::none);  // bounded below, once it is known what is asked
    error_code failure;
    session.stream.expires_after(options.header_time);
    co_await http::async_read_header(session.stream, session.buffer, parser,
                                     asio::redirect_error(asio::use_awaitable, failure));
    if (failure) {
      co_await Refuse(session, failure);
      co_return;
    }
    Request request = HeadOf(parser.get().base());
    if (const Status read = ReadTarget(request); !read.ok()) {
      co_await RefuseWith(session, read.error());
      co_return;
    }
    const Admission admission = service.Admit(request);
    parser.body_limit(admission.body_limit);
    const bool head_only = parser.get().method() == http::verb::head;
    const auto length = parser.content_length();
    if (length && *length > admission.body_limit) {
      co_await Refuse(session, http::error::body_limit);
      co_return;
    }
    std::optional<LargeBody> large;
    if (admission.body_limit > kSmallBody &&
        (parser.chunked() || (length && *length > kSmallBody))) {
      large.emplace(large_bodies);
      if (large->place() >= options.large_bodies) {
        const Error busy(ErrorCode::kUnavailable, "server.busy");
        co_await RefuseWith(session, busy);
        co_return;
      }
    }
    if (request.Header("expect") == "100-continue") {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      session.stream.expires_after(options.write_time);
      co_await http::async_write(session.stream, go_on,
                                 asio::redirect_error(asio::use_awaitable, failure));
    }
    if (!failure) {
      session.stream.expires_after(options.body_time);
      co_await http::async_read(session.stream, session.buffer, parser,
                                asio::redirect_error(asio::use_awaitable, failure));
    }
    if (failure) {
      co_await Refuse(session, failure);
      co_return;
    }
    const bool keep = parser.keep_alive();
    const unsigned version = parser.get().version();
    request.body = std::move(parser.get().body());
    session.stream.expires_never();
    if (admission.cost == Cost::kLight) {
      co_await Send(session, service.Handle(request), version, keep, head_only);
      co_return;
    }
    asio::thread_pool& pool = admission.cost == Cost::kSlow ? slow : quick;
    const Response response = co_await AnswerOn(pool, service, request);
    co_await Send(session, response, version, keep, head_only);
  }

  asio::awaitable<void> Send(
      Session& session, const Response& response, unsigned version, bool keep, bool head_only) {
    const bool again = keep && !stopping;
    const std::string head = HeadText(response, version, again);
    const std::array<asio::const_buffer, 2> parts = {
        asio::buffer(head),
        asio::buffer(response.body.data(), head_only ? 0 : response.body.size())};
    error_code failure;
    session.stream.expires_after(options.write_time);
    co_await asio::async_write(session.stream, parts,
                               asio::redirect_error(asio::use_awaitable, failure));
    session.keep = !failure && again;
  }

  // After a failure the place in the stream is lost: answer if that makes sense, then close.
  asio::awaitable<void> Refuse(Session& session, error_code failure) {
    if (failure == http::error::end_of_stream || failure == http::error::partial_message ||
        failure.category() != make_error_code(http::error::bad_method).category()) {
      co_return;  // gone, or too slow: its timer has closed the stream
    }
    Error error(ErrorCode::kInvalid, "http.malformed");
    if (failure == http::error::body_limit) {
      error = Error(ErrorCode::kInvalid, "http.body_too_large");
    } else if (failure == http::error::header_limit || failure == http::error::buffer_overflow) {
      error = Error(ErrorCode::kInvalid, "http.header_too_large");
    }
    co_await RefuseWith(session, error);
  }

  asio::awaitable<void> RefuseWith(Session& session, const Error& error) {
    const Response response = service.Refuse(error);
    session.drain = true;
    co_await Send(session, response, 11, false, false);
  }

  // On the first lane, as what accepts.
  void Stop() {
    if (stopping.exchange(true)) {
      return;
    }
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    for (Lane& lane : lanes) {
      asio::post(lane.io, [this, &lane] { StopLane(lane); });
    }
  }

  void StopLane(Lane& lane) {
    for (Session& session : lane.sessions) {
      if (session.idle) {
        session.stream.cancel();
      }
    }
    if (lane.sessions.empty()) {
      lane.busy.reset();
      return;
    }
    lane.deadline.expires_after(options.finish_time);
    lane.deadline.async_wait([&lane](error_code failure) {
      if (!failure) {
        lane.io.stop();
      }
    });
  }

  void Run() {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < lanes.size(); ++i) {
      threads.emplace_back([&lane = lanes[i]] { lane.io.run(); });
    }
    lanes.front().io.run();
    threads.clear();  // waits for them
    quick.join();
    slow.join();
  }

  ListenerOptions options;
  Service& service;
  std::vector<Lane> lanes;
  tcp::acceptor acceptor;
  asio::signal_set signals;
  std::uint16_t port = 0;
  std::atomic<int> connections{0};
  std::atomic<int> large_bodies{0};
  std::atomic<bool> stopping{false};
  asio::thread_pool quick;
  asio::thread_pool slow;
};

Result<std::unique_ptr<Listener>> Listener::Open(const ListenerOptions& options, Service& service) {
  auto state = std::make_unique<State>(options, service);
  TRY(state->Bind());
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;

std::uint16_t Listener::port() const { return state_->port; }

void Listener::Run() {
  if (state_->options.stop_on_signals) {
    state_->signals.add(SIGINT);
    state_->signals.add(SIGTERM);
    state_->signals.async_wait([this](error_code failure, int) {
      if (!failure) {
        state_->Stop();
      }
    });
  }
  asio::co_spawn(state_->lanes.front().io, state_->Accept(), asio::detached);
  state_->Run();
}

void Listener::Stop() {
  asio::post(state_->lanes.front().io, [this] { state_->Stop(); });
}

}  // namespace luoshi::server
