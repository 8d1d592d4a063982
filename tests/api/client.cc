#include "tests/api/client.h"

#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace luoshi::testing {

Json Answer::json() const {
  const Result<Json> parsed = ParseJson(body);
  return parsed.ok() ? *parsed : Json();
}

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  // A server that hangs fails the test instead of hanging it.
  const timeval limit{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

Connection::~Connection() { ::close(socket_); }

bool Connection::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Answer Connection::Read() {
  Answer answer;
  char buffer[16 * 1024];
  const auto more = [&] {
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got > 0) {
      rest_.append(buffer, static_cast<std::size_t>(got));
    }
    return got > 0;
  };
  std::size_t end = rest_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!more()) {
      return answer;
    }
    end = rest_.find("\r\n\r\n");
  }
  const std::string head = rest_.substr(0, end + 2);
  rest_.erase(0, end + 4);
  std::size_t line = head.find("\r\n") + 2;
  while (line < head.size()) {
    const std::size_t stop = head.find("\r\n", line);
    const std::size_t colon = head.find(": ", line);
    std::string name = head.substr(line, colon - line);
    for (char& c : name) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    answer.headers[name] = head.substr(colon + 2, stop - colon - 2);
    line = stop + 2;
  }
  const std::size_t length = std::strtoul(answer.headers["content-length"].c_str(), nullptr, 10);
  while (rest_.size() < length) {
    if (!more()) {
      return answer;
    }
  }
  answer.status = std::atoi(head.c_str() + std::string_view("HTTP/1.1 ").size());
  answer.body = rest_.substr(0, length);
  rest_.erase(0, length);
  return answer;
}

void Connection::FinishSending() { ::shutdown(socket_, SHUT_WR); }

bool Connection::IsClosed() {
  char byte = 0;
  return rest_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

std::string RequestText(std::string_view method, std::string_view target, const Asking& asking) {
  std::string out(method);
  out += " ";
  out += target;
  out += " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  if (!asking.actor.empty()) {
    out += "Luoshi-Actor: " + asking.actor + "\r\n";
  }
  out += asking.headers;
  if (!asking.body.empty() || method == "POST") {
    out += "Content-Length: " + std::to_string(asking.body.size()) + "\r\n";
  }
  return out + "\r\n" + asking.body;
}

}  // namespace luoshi::testing
