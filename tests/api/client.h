// A small HTTP client that can also misbehave.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/json.h"

namespace luoshi::testing {

struct Answer {
  int status = 0;                              // 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  Json json() const;  // null when it is none
  bool Has(std::string_view text) const { return body.find(text) != std::string::npos; }
};

class Connection {
 public:
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False when the other side has closed.
  bool Send(std::string_view bytes);
  Answer Read();
  Answer Ask(std::string_view bytes) { return Send(bytes) ? Read() : Answer(); }
  // No more will be sent; answers are still read.
  void FinishSending();
  // Whether the other side closes without another byte.
  bool IsClosed();

 private:
  int socket_ = -1;
  std::string rest_;
};

struct Asking {
  std::string actor;
  std::string body;
  std::string headers;  // whole lines with \r\n
};
std::string RequestText(std::string_view method, std::string_view target, const Asking& asking);

}  // namespace luoshi::testing
