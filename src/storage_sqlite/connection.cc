#include "storage_sqlite/connection.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/failure.h"

namespace luoshi::storage_sqlite {
namespace {

using storage::Statement;

// Measured: a log kept small halves the rate of batches, because pages that change again and again
// are copied each time. 64 MiB costs disk only.
constexpr int kCheckpointPages = 16384;
constexpr int kCheckpointAgainPages = 2048;
// Statements are constants of the program; this bound only catches those that are built.
constexpr std::size_t kMostStatements = 256;

// cache_size, in KiB: the pages that a batch of 1,000 new records changes in a store of a million.
// With less they go to the log in the middle of the batch, and again and again. It is taken as
// needed. secure_delete: a destroyed record key must be gone from the file too, not only from its
// tables.
constexpr const char* kWriterSettings =
    "PRAGMA cache_size = -65536;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA trusted_schema = OFF;";
constexpr const char* kReaderSettings =
    "PRAGMA cache_size = -2048;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA query_only = ON;";
constexpr int kBusyMs = 5000;

// SQLite makes files readable for everybody; the log and its index take the mode of the file.
void MakePrivate(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file >= 0) {
    ::close(file);
  }
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Role role) {
  const bool writes = role == Role::kWriter || role == Role::kWriterUnflushed;
  if (writes) {
    MakePrivate(path);
  }
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> out(new Connection(handle));
  if (code != SQLITE_OK) {
    return out->Failure(code, "open");
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMs);
  out->checkpoint_at_ = kCheckpointPages;
  if (!writes) {
    if (role == Role::kReader) {
      TRY(out->RunScript(kReaderSettings));
    }
    return out;
  }
  TRY(out->EnterWal());
  TRY(out->RunScript(kWriterSettings));
  TRY(out->RunScript(role == Role::kWriter ? "PRAGMA synchronous = FULL"
                                           : "PRAGMA synchronous = OFF"));
  sqlite3_wal_hook(
      handle,
      [](void* log_pages, sqlite3*, const char*, int pages) {
        *static_cast<int*>(log_pages) = pages;
        return SQLITE_OK;
      },
      &out->log_pages_);
  return out;
}

Status Connection::EnterWal() {
  TRY_ASSIGN(sqlite3_stmt* const statement,
             Prepared({"journal_mode", "PRAGMA journal_mode = WAL"}));
  const int code = sqlite3_step(statement);
  if (code != SQLITE_ROW) {
    const Error failure = Failure(code, "journal_mode");
    sqlite3_reset(statement);
    return failure;
  }
  const void* const text = sqlite3_column_text(statement, 0);
  const std::string mode(static_cast<const char*>(text));
  sqlite3_reset(statement);
  if (mode != "wal") {
    return storage::Failed("journal_mode stays " + mode + ": the file system cannot hold a log");
  }
  return {};
}

Status Connection::RunScript(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status() : Status(Failure(code, sql));
}

Result<sqlite3_stmt*> Connection::Prepared(const Statement& statement) {
  const auto found = statements_.find(statement.sql);
  if (found != statements_.end()) {
    return found->second.get();
  }
  if (statements_.size() >= kMostStatements) {
    statements_.clear();
  }
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), statement.sql.data(),
                                      static_cast<int>(statement.sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  OwnedStatement owned(made);
  if (code != SQLITE_OK) {
    return Failure(code, statement.name);
  }
  LUOSHI_CHECK(made != nullptr);  // the text holds a statement
  statements_.emplace(statement.sql, std::move(owned));
  return made;
}

Status Connection::Run(const Statement& statement) {
  TRY_ASSIGN(sqlite3_stmt* const prepared, Prepared(statement));
  const int code = sqlite3_step(prepared);
  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    const Error failure = Failure(code, statement.name);
    sqlite3_reset(prepared);
    return failure;
  }
  sqlite3_reset(prepared);
  return {};
}

// SQLite calls ENOSPC full; a quota or a limit on the size of files it reports as an error of
// writing, and keeps the reason with the file: the database or its log.
bool Connection::NoSpaceLeft() const {
  sqlite3_file* files[2] = {nullptr, nullptr};
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &files[0]);
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &files[1]);
  for (sqlite3_file* const file : files) {
    int reason = 0;
    if (file != nullptr && file->pMethods != nullptr) {
      file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &reason);
    }
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
      return true;
    }
  }
  return false;
}

Error Connection::Failure(int code, std::string_view doing) const {
  std::string detail = std::string(doing) + ": sqlite " + std::to_string(code);
  if (handle_ != nullptr) {
    detail += std::string(" ") + sqlite3_errmsg(handle_.get());
  }
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE ||
      code == SQLITE_CONSTRAINT_ROWID) {
    return storage::Duplicate(std::move(detail));
  }
  if ((code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_TRUNCATE) &&
      NoSpaceLeft()) {
    return storage::Full(std::move(detail));
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return storage::Busy(std::move(detail));
    case SQLITE_FULL:
      return storage::Full(std::move(detail));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return storage::Unreachable(std::move(detail));
    default:
      return storage::Failed(std::move(detail));
  }
}

void Connection::CheckpointWhenLarge() {
  if (log_pages_ < kCheckpointPages) {
    checkpoint_at_ = kCheckpointPages;
    return;
  }
  if (log_pages_ < checkpoint_at_) {
    return;
  }
  // PASSIVE waits for nobody; what an old snapshot still needs stays for the next time. A failure
  // here loses nothing: the log holds every commit, and a full disk shows at the next write.
  sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  checkpoint_at_ = log_pages_ + kCheckpointAgainPages;
}

}  // namespace luoshi::storage_sqlite
