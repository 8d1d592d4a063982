// One connection to an SQLite file with its prepared statements. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

#include "storage/store.h"

namespace luoshi::storage_sqlite {

class Connection {
 public:
  enum class Role {
    kWriter,           // makes the file, keeps it in WAL mode, flushes every commit
    kWriterUnflushed,  // the same for a database that dies with its process
    kReader,
    kCopier,  // takes backups
  };
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Role role);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  // Ready to bind; valid until the next call of Prepared. REQUIRES: no statement is being stepped
  Result<sqlite3_stmt*> Prepared(const storage::Statement& statement);
  // Runs a statement without parameters and rows.
  Status Run(const storage::Statement& statement);
  // Runs several statements without parameters and rows, separated by ';'.
  Status RunScript(const char* sql);
  // What `code`, the answer to the last call on this connection, means.
  Error Failure(int code, std::string_view doing) const;

  bool InTransaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  std::int64_t TotalChanges() const { return sqlite3_total_changes64(handle_.get()); }
  // Moves the log into the database file when it has grown large.
  void CheckpointWhenLarge();

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using OwnedStatement = std::unique_ptr<sqlite3_stmt, Finalize>;

  explicit Connection(sqlite3* handle) : handle_(handle) {}
  Status EnterWal();
  bool NoSpaceLeft() const;

  std::unique_ptr<sqlite3, Close> handle_;
  // By text, not by the address of it: an address may come again with another text.
  std::unordered_map<std::string, OwnedStatement, TextHash, std::equal_to<>> statements_;
  int log_pages_ = 0;
  int checkpoint_at_ = 0;
};

}  // namespace luoshi::storage_sqlite
