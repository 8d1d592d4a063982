// One connection to PostgreSQL with its prepared statements. Used by one thread at a time.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <libpq-fe.h>

#include "storage/store.h"

namespace luoshi::storage_postgres {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using OwnedResult = std::unique_ptr<PGresult, ClearResult>;

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> Open(const std::string& conninfo);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  // Runs statements without parameters in one round trip; gives the last one's tag ("COMMIT").
  Result<std::string> Run(const char* sql);
  // Prepares the statement for parameters of these types unless it is, and asks for it to be run;
  // the answer comes by Next. An error means that nothing was asked for. In pipeline mode the
  // statement must be prepared before.
  Status Send(const storage::Statement& statement, std::span<const storage::Param> params);
  Status Prepare(const storage::Statement& statement, std::span<const storage::Param> params);
  OwnedResult Next() { return OwnedResult(PQgetResult(handle_.get())); }
  // Reads what is left of answers.
  void Drain();

  PGconn* handle() { return handle_.get(); }
  bool Lost() const { return PQstatus(handle_.get()) == CONNECTION_BAD; }
  // Statements are constants of the program. A connection that has collected more than this was
  // given built ones, and is better closed than kept.
  bool Worn() const { return names_.size() > 512; }
  bool Idle() const { return PQtransactionStatus(handle_.get()) == PQTRANS_IDLE; }
  // What the answer `result` (or, when null, the state of the connection) means.
  Error Failure(const PGresult* result, std::string_view doing) const;

 private:
  struct Finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };

  explicit Connection(PGconn* handle) : handle_(handle) {}
  // Finds or makes; the name it has at the server.
  Result<const std::string*> NameOf(const storage::Statement& statement,
                                    std::span<const storage::Param> params);

  std::unique_ptr<PGconn, Finish> handle_;
  // By the types of the parameters and the text.
  std::unordered_map<std::string, std::string> names_;
  std::size_t made_ = 0;
  // Kept between calls for their memory.
  std::string key_;
  std::vector<std::array<char, 8>> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace luoshi::storage_postgres
