#include "storage_sqlite/sqlite_store.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "storage/failure.h"
#include "storage/schema.h"
#include "storage_sqlite/connection.h"

namespace luoshi::storage_sqlite {
namespace {

using storage::Access;
using storage::OnRow;
using storage::Param;
using storage::Row;
using storage::Statement;
using storage::Tx;

constexpr storage::Dialect kDialect = {
    .integer = "INT",
    .text = "TEXT",
    .bytes = "BLOB",
    // STRICT: a value of the wrong type fails here as it does on PostgreSQL
    .clustered = "WITHOUT ROWID, STRICT",
    .plain = "STRICT",
    .lock_migrations = "",
};

constexpr Statement kBeginRead = {"begin", "BEGIN"};
// What the planner is told of the tables once and for all, in place of ANALYZE: measured statistics
// would let the same query change its way from one day to the next, and without any it walks a
// whole journal by position where the index by record is meant. The numbers are rows in all, rows
// for each further column of the index; only their proportions matter.
constexpr const char* kStatistics = R"sql(
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT s.tbl, s.idx, s.stat FROM (
  SELECT 'event' AS tbl, 'event' AS idx, '1000000 100000 1' AS stat
  UNION ALL SELECT 'event', 'event_command', '1000000 100000 1'
  UNION ALL SELECT 'event', 'event_record', '1000000 100000 3 1'
  UNION ALL SELECT 'record', 'sqlite_autoindex_record_1', '1000000 100000 1'
  UNION ALL SELECT 'record', 'record_pack', '1000000 100000 10000 1'
  UNION ALL SELECT 'record', 'record_region', '1000000 100000 10000 200 1'
  UNION ALL SELECT 'record', 'record_responsible', '1000000 100000 10000 200 1'
  UNION ALL SELECT 'record', 'record_state', '1000000 100000 10000 2000 1'
) s WHERE NOT EXISTS (SELECT 1 FROM sqlite_stat1 t WHERE t.idx = s.idx);
ANALYZE sqlite_schema;
)sql";

constexpr Statement kBeginWrite = {"begin", "BEGIN IMMEDIATE"};
constexpr Statement kCommit = {"commit", "COMMIT"};
constexpr Statement kRollback = {"rollback", "ROLLBACK"};
// BEGIN alone takes no snapshot; the first read does.
constexpr Statement kTakeSnapshot = {"begin", "SELECT 1 FROM migration LIMIT 1"};

// What is kept open between reads: about 2 MB each.
constexpr std::size_t kIdleReaders = 4;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool IsNull(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t Int(int column) const override {
    Expect(column, SQLITE_INTEGER);
    return sqlite3_column_int64(statement_, column);
  }
  std::string_view Text(int column) const override {
    Expect(column, SQLITE_TEXT);
    return Raw(sqlite3_column_text(statement_, column), column);
  }
  std::string_view Blob(int column) const override {
    Expect(column, SQLITE_BLOB);
    return Raw(sqlite3_column_blob(statement_, column), column);
  }

 private:
  void Expect(int column, int wanted) const {
    LUOSHI_CHECK(column >= 0 && column < sqlite3_column_count(statement_));
    const int type = sqlite3_column_type(statement_, column);
    LUOSHI_CHECK(type == wanted || type == SQLITE_NULL);
  }
  std::string_view Raw(const void* raw, int column) const {
    const int size = sqlite3_column_bytes(statement_, column);
    return raw == nullptr
               ? std::string_view()
               : std::string_view(static_cast<const char*>(raw), static_cast<std::size_t>(size));
  }
  sqlite3_stmt* statement_;
};

int BindOne(sqlite3_stmt* statement, int index, const Param& param) {
  // A null pointer would bind NULL where "" is meant.
  const auto start = [](std::string_view raw) { return raw.empty() ? "" : raw.data(); };
  if (const auto* number = std::get_if<std::int64_t>(&param)) {
    return sqlite3_bind_int64(statement, index, *number);
  }
  if (const auto* text = std::get_if<std::string_view>(&param)) {
    return sqlite3_bind_text64(statement, index, start(*text), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<storage::Bytes>(&param)) {
    return sqlite3_bind_blob64(statement, index, start(bytes->raw), bytes->raw.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

// Leaves a statement ready for the next use, whatever happens on the way.
class Running {
 public:
  Running(sqlite3_stmt* statement, bool& running) : statement_(statement), running_(running) {
    running_ = true;
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    sqlite3_reset(statement_);
    running_ = false;
  }

 private:
  sqlite3_stmt* statement_;
  bool& running_;
};

// Where a ":memory:" database lies.
class TemporaryFolder {
 public:
  static Result<std::unique_ptr<TemporaryFolder>> Make() {
    std::error_code failure;
    std::string pattern = std::filesystem::temp_directory_path(failure) / "luoshi-XXXXXX";
    if (failure || ::mkdtemp(pattern.data()) == nullptr) {
      return storage::Unreachable("no temporary folder " + pattern);
    }
    return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(pattern));
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code failure;
    std::filesystem::remove_all(path_, failure);
  }
  std::string File() const { return path_ + "/store.sqlite"; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

class SqliteStore final : public storage::Store {
 public:
  // `temporary` may be null.
  static Result<std::unique_ptr<SqliteStore>> Open(const std::string& path,
                                                   std::unique_ptr<TemporaryFolder> temporary);
  Result<std::unique_ptr<Tx>> Begin(Access access) override;
  Status BackUpTo(const std::string& path) override;
  std::string_view Kind() const override { return "sqlite"; }

 private:
  friend class SqliteTx;
  SqliteStore(std::string path, std::unique_ptr<TemporaryFolder> temporary)
      : path_(std::move(path)), temporary_(std::move(temporary)) {}

  void TakeWriter();
  void GiveBackWriter();
  Result<std::unique_ptr<Connection>> TakeReader();
  void GiveBackReader(std::unique_ptr<Connection> reader);

  const std::string path_;
  const std::unique_ptr<TemporaryFolder> temporary_;  // outlives the connections
  std::unique_ptr<Connection> writer_;                // used by who has taken it
  std::mutex mutex_;                                  // of what follows
  std::condition_variable writer_free_;
  std::optional<std::thread::id> writing_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

class SqliteTx final : public Tx {
 public:
  // `reader` is null in a write transaction, which uses the store's writer.
  SqliteTx(SqliteStore& store, std::unique_ptr<Connection> reader)
      : store_(store),
        reader_(std::move(reader)),
        connection_(reader_ ? *reader_ : *store.writer_) {}
  ~SqliteTx() override { End(); }

  Status Query(const Statement& statement,
               std::span<const Param> params,
               const OnRow& on_row) override {
    TRY_ASSIGN(sqlite3_stmt* const prepared, Start(statement, params.size()));
    const Running guard(prepared, running_);
    TRY(Bind(prepared, statement, params));
    const SqliteRow row(prepared);
    for (int code = sqlite3_step(prepared); code != SQLITE_DONE; code = sqlite3_step(prepared)) {
      if (code != SQLITE_ROW) {
        return Fail(code, statement);
      }
      TRY(on_row(row));
    }
    return {};
  }

  Result<std::int64_t> Execute(const Statement& statement, std::span<const Param> params) override {
    TRY_ASSIGN(sqlite3_stmt* const prepared, Start(statement, params.size()));
    const std::int64_t before = connection_.TotalChanges();
    TRY(RunOnce(prepared, statement, params));
    return connection_.TotalChanges() - before;
  }

  Result<std::int64_t> ExecuteMany(const Statement& statement,
                                   std::size_t width,
                                   std::span<const Param> params) override {
    LUOSHI_CHECK(width > 0 && params.size() % width == 0);
    TRY_ASSIGN(sqlite3_stmt* const prepared, Start(statement, width));
    const std::int64_t before = connection_.TotalChanges();
    for (; !params.empty(); params = params.subspan(width)) {
      TRY(RunOnce(prepared, statement, params.first(width)));
    }
    return connection_.TotalChanges() - before;
  }

  Status Commit() override {
    LUOSHI_CHECK(!running_);
    if (failed_ || ended_) {
      End();
      return Refused("commit");
    }
    Status out = connection_.Run(kCommit);
    if (out.ok() && !reader_) {
      connection_.CheckpointWhenLarge();
    }
    End();
    return out;
  }

 private:
  static Error Refused(std::string_view doing) {
    return storage::Failed(std::string(doing) + ": the transaction failed before, or has ended");
  }

  Result<sqlite3_stmt*> Start(const Statement& statement, std::size_t width) {
    LUOSHI_CHECK(!running_);  // `on_row` must not use its own transaction
    if (failed_ || ended_) {
      return Refused(statement.name);
    }
    Result<sqlite3_stmt*> prepared = connection_.Prepared(statement);
    if (!prepared.ok()) {
      failed_ = true;
      return prepared;
    }
    LUOSHI_CHECK(static_cast<std::size_t>(sqlite3_bind_parameter_count(*prepared)) == width);
    return prepared;
  }

  Status Bind(sqlite3_stmt* prepared, const Statement& statement, std::span<const Param> params) {
    int index = 0;
    for (const Param& param : params) {
      if (const int code = BindOne(prepared, ++index, param); code != SQLITE_OK) {
        return Fail(code, statement);
      }
    }
    return {};
  }

  // Rows it gives (RETURNING) are passed over.
  Status RunOnce(sqlite3_stmt* prepared,
                 const Statement& statement,
                 std::span<const Param> params) {
    const Running guard(prepared, running_);
    TRY(Bind(prepared, statement, params));
    int code = sqlite3_step(prepared);
    while (code == SQLITE_ROW) {
      code = sqlite3_step(prepared);
    }
    return code == SQLITE_DONE ? Status() : Status(Fail(code, statement));
  }

  Error Fail(int code, const Statement& statement) {
    failed_ = true;
    return connection_.Failure(code, statement.name);
  }

  // Rolls back what is still open (some failures did so already) and gives the connection back.
  void End() {
    if (ended_) {
      return;
    }
    ended_ = true;
    bool usable = true;
    if (connection_.InTransaction()) {
      usable = connection_.Run(kRollback).ok();
    }
    if (!reader_) {
      store_.GiveBackWriter();
    } else if (usable) {
      store_.GiveBackReader(std::move(reader_));
    }
  }

  SqliteStore& store_;
  std::unique_ptr<Connection> reader_;
  Connection& connection_;
  bool running_ = false;  // a statement is being stepped
  bool failed_ = false;
  bool ended_ = false;
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::Open(const std::string& path,
                                                       std::unique_ptr<TemporaryFolder> temporary) {
  const Connection::Role role =
      temporary ? Connection::Role::kWriterUnflushed : Connection::Role::kWriter;
  std::unique_ptr<SqliteStore> store(new SqliteStore(path, std::move(temporary)));
  TRY_ASSIGN(store->writer_, Connection::Open(path, role));
  TRY_ASSIGN(const std::unique_ptr<Tx> tx, store->Begin(Access::kWrite));
  TRY(storage::Migrate(*tx, kDialect));
  TRY(tx->Commit());
  TRY(store->writer_->RunScript(kStatistics));
  return store;
}

Result<std::unique_ptr<Tx>> SqliteStore::Begin(Access access) {
  if (access == Access::kWrite) {
    TakeWriter();
    if (Status begun = writer_->Run(kBeginWrite); !begun.ok()) {
      GiveBackWriter();
      return std::move(begun).error();
    }
    return std::unique_ptr<Tx>(std::make_unique<SqliteTx>(*this, nullptr));
  }
  TRY_ASSIGN(std::unique_ptr<Connection> reader, TakeReader());
  TRY(reader->Run(kBeginRead));
  TRY(reader->Run(kTakeSnapshot));
  return std::unique_ptr<Tx>(std::make_unique<SqliteTx>(*this, std::move(reader)));
}

void SqliteStore::TakeWriter() {
  std::unique_lock<std::mutex> lock(mutex_);
  LUOSHI_CHECK(writing_ != std::this_thread::get_id());  // it would wait for itself
  writer_free_.wait(lock, [this] { return !writing_.has_value(); });
  writing_ = std::this_thread::get_id();
}

void SqliteStore::GiveBackWriter() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_.reset();
  }
  writer_free_.notify_one();
}

Result<std::unique_ptr<Connection>> SqliteStore::TakeReader() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return Connection::Open(path_, Connection::Role::kReader);
}

void SqliteStore::GiveBackReader(std::unique_ptr<Connection> reader) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.size() < kIdleReaders) {
    idle_.push_back(std::move(reader));
  }
}

// Flushes a file or folder to the disk.
bool Flush(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) {
    ::close(file);
  }
  return flushed;
}

Error Unwritable(const std::string& path) {
  return {ErrorCode::kUnavailable, "file.unwritable", {{"path", path}}, {}, path};
}

Status SqliteStore::BackUpTo(const std::string& path) {
  const std::string beside = path + ".new";
  const int file =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return Unwritable(path);
  }
  ::close(file);
  // VACUUM INTO reads one snapshot beside the writer, and leaves out what was deleted.
  const auto copy = [&]() -> Status {
    TRY_ASSIGN(const std::unique_ptr<Connection> copier,
               Connection::Open(path_, Connection::Role::kCopier));
    TRY_ASSIGN(sqlite3_stmt* const vacuum, copier->Prepared({"backup", "VACUUM INTO ?1"}));
    BindOne(vacuum, 1, std::string_view(beside));
    if (const int code = sqlite3_step(vacuum); code != SQLITE_DONE) {
      return copier->Failure(code, "backup");
    }
    return {};
  };
  Status out = copy();
  const std::string folder = std::filesystem::absolute(path).parent_path();
  if (out.ok() &&
      !(Flush(beside) && ::rename(beside.c_str(), path.c_str()) == 0 && Flush(folder))) {
    out = Unwritable(path);
  }
  if (!out.ok()) {
    ::unlink(beside.c_str());
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<storage::Store>> OpenSqlite(const std::string& path) {
  std::unique_ptr<TemporaryFolder> temporary;
  std::string file = path;
  if (path == ":memory:") {
    TRY_ASSIGN(temporary, TemporaryFolder::Make());
    file = temporary->File();
  }
  TRY_ASSIGN(std::unique_ptr<SqliteStore> store, SqliteStore::Open(file, std::move(temporary)));
  return std::unique_ptr<storage::Store>(std::move(store));
}

}  // namespace luoshi::storage_sqlite
