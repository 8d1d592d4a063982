#include "storage_postgres/postgres_store.h"

#include <algorithm>
#include <charconv>
#include <mutex>
#include <optional>
#include <vector>

#include "storage/failure.h"
#include "storage/schema.h"
#include "storage_postgres/connection.h"
#include "storage_postgres/wire.h"

namespace luoshi::storage_postgres {
namespace {

using storage::Access;
using storage::OnRow;
using storage::Param;
using storage::Row;
using storage::Statement;
using storage::Tx;

constexpr storage::Dialect kDialect = {
    .integer = "BIGINT",
    .text = "TEXT COLLATE \"C\"",
    .bytes = "BYTEA",
    .clustered = "",
    .plain = "",
    .lock_migrations = "LOCK TABLE migration IN ACCESS EXCLUSIVE MODE",
};

// BEGIN alone takes no snapshot; the first statement does.
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1";
constexpr const char* kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

constexpr std::size_t kIdleConnections = 8;
// Rows sent before their answers are read: bounds what both sides must hold.
constexpr std::size_t kPipelined = 1000;

// The types rows are read from, by the server's catalogue.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kUnknown = 705;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  bool IsNull(int column) const override { return PQgetisnull(result_, 0, column) != 0; }
  std::int64_t Int(int column) const override {
    const Oid type = TypeOf(column);
    const std::string_view raw = Raw(column);
    if (type == kNumeric && !IsNull(column)) {
      const std::optional<std::int64_t> number = DecodeNumeric(raw);
      overflow_ = overflow_ || !number;
      return number.value_or(0);
    }
    LUOSHI_CHECK(type == kInt8 || type == kInt4 || type == kInt2 || type == kBool ||
                 IsNull(column));
    return type == kBool ? (raw == std::string_view("\1", 1) ? 1 : 0) : DecodeInteger(raw);
  }
  std::string_view Text(int column) const override {
    const Oid type = TypeOf(column);
    LUOSHI_CHECK(type == kText || type == kVarchar || type == kUnknown || IsNull(column));
    return Raw(column);
  }
  std::string_view Blob(int column) const override {
    LUOSHI_CHECK(TypeOf(column) == kBytea || IsNull(column));
    return Raw(column);
  }
  // A sum was read that 64 bits do not hold. SQLite fails such a statement by itself.
  bool overflow() const { return overflow_; }

 private:
  Oid TypeOf(int column) const {
    LUOSHI_CHECK(column >= 0 && column < PQnfields(result_));
    return PQftype(result_, column);
  }
  std::string_view Raw(int column) const {
    return {PQgetvalue(result_, 0, column),
            static_cast<std::size_t>(PQgetlength(result_, 0, column))};
  }
  const PGresult* result_;
  mutable bool overflow_ = false;
};

std::int64_t RowsChanged(PGresult* result) {
  const std::string_view count = PQcmdTuples(result);
  std::int64_t out = 0;  // stays for statements that change no rows, such as CREATE
  std::from_chars(count.data(), count.data() + count.size(), out);
  return out;
}

class PostgresStore final : public storage::Store {
 public:
  explicit PostgresStore(std::string conninfo) : conninfo_(std::move(conninfo)) {}
  Result<std::unique_ptr<Tx>> Begin(Access access) override;
  Status BackUpTo(const std::string& path) override;
  std::string_view Kind() const override { return "postgres"; }

 private:
  friend class PostgresTx;
  std::unique_ptr<Connection> TakeIdle();  // null when there is none
  void DropIdle();
  void GiveBack(std::unique_ptr<Connection> connection);

  const std::string conninfo_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

class PostgresTx final : public Tx {
 public:
  PostgresTx(PostgresStore& store, std::unique_ptr<Connection> connection)
      : store_(store), connection_(std::move(connection)) {}
  ~PostgresTx() override { End(); }

  Status Query(const Statement& statement,
               std::span<const Param> params,
               const OnRow& on_row) override {
    TRY(Check(statement.name));
    const Answering guard(*this);
    TRY(Sent(connection_->Send(statement, params)));
    PQsetSingleRowMode(connection_->handle());
    Status out;
    while (const OwnedResult result = connection_->Next()) {
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_SINGLE_TUPLE) {
        const PostgresRow row(result.get());
        TRY(on_row(row));
        if (row.overflow()) {
          failed_ = true;
          return storage::Failed(std::string(statement.name) + ": a number beyond 64 bits");
        }
      } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        return Fail(result.get(), statement);
      }
    }
    return connection_->Lost() ? Status(Fail(nullptr, statement)) : Status();
  }

  Result<std::int64_t> Execute(const Statement& statement, std::span<const Param> params) override {
    TRY(Check(statement.name));
    const Answering guard(*this);
    TRY(Sent(connection_->Send(statement, params)));
    return ReadChanged(statement);
  }

  Result<std::int64_t> ExecuteMany(const Statement& statement,
                                   std::size_t width,
                                   std::span<const Param> params) override {
    LUOSHI_CHECK(width > 0 && params.size() % width == 0);
    TRY(Check(statement.name));
    std::int64_t changed = 0;
    while (!params.empty()) {
      const std::span<const Param> part = params.first(std::min(params.size(), kPipelined * width));
      TRY_ASSIGN(const std::int64_t more, ExecutePart(statement, width, part));
      changed += more;
      params = params.subspan(part.size());
    }
    return changed;
  }

  Status Commit() override {
    LUOSHI_CHECK(!answering_);
    if (failed_ || ended_) {
      End();
      return Refused("commit");
    }
    const Result<std::string> tag = connection_->Run("COMMIT");
    End();
    if (!tag.ok()) {
      return tag.error();
    }
    return *tag == "COMMIT" ? Status() : Status(storage::Failed("commit: the server says " + *tag));
  }

 private:
  // Reads the rest of the answers, whatever happens on the way.
  class Answering {
   public:
    explicit Answering(PostgresTx& tx) : tx_(tx) { tx_.answering_ = true; }
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;
    ~Answering() {
      tx_.connection_->Drain();
      tx_.answering_ = false;
    }

   private:
    PostgresTx& tx_;
  };

  // Sends one round trip of rows and reads its answers up to the mark that ends them.
  class Pipeline {
   public:
    explicit Pipeline(Connection& connection) : connection_(connection) {
      PQenterPipelineMode(connection_.handle());
    }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline() { PQexitPipelineMode(connection_.handle()); }

   private:
    Connection& connection_;
  };

  static Error Refused(std::string_view doing) {
    return storage::Failed(std::string(doing) + ": the transaction failed before, or has ended");
  }

  Status Check(std::string_view doing) const {
    LUOSHI_CHECK(!answering_);  // `on_row` must not use its own transaction
    return failed_ || ended_ ? Status(Refused(doing)) : Status();
  }

  Status Sent(Status sent) {
    failed_ = failed_ || !sent.ok();
    return sent;
  }

  Error Fail(const PGresult* result, const Statement& statement) {
    failed_ = true;
    return connection_->Failure(result, statement.name);
  }

  Result<std::int64_t> ReadChanged(const Statement& statement) {
    std::int64_t changed = 0;
    while (const OwnedResult result = connection_->Next()) {
      const ExecStatusType status = PQresultStatus(result.get());
      if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        return Fail(result.get(), statement);
      }
      changed += RowsChanged(result.get());
    }
    if (connection_->Lost()) {
      return Fail(nullptr, statement);
    }
    return changed;
  }

  Result<std::int64_t> ExecutePart(const Statement& statement,
                                   std::size_t width,
                                   std::span<const Param> params) {
    // Preparing is a round trip, so it comes before the pipeline: once for each mix of types.
    for (std::size_t at = 0; at < params.size(); at += width) {
      TRY(Sent(connection_->Prepare(statement, params.subspan(at, width))));
    }
    const Pipeline pipeline(*connection_);
    for (std::size_t at = 0; at < params.size(); at += width) {
      TRY(Sent(connection_->Send(statement, params.subspan(at, width))));
    }
    if (PQpipelineSync(connection_->handle()) == 0) {
      return Fail(nullptr, statement);
    }
    return ReadPipeline(statement);
  }

  Result<std::int64_t> ReadPipeline(const Statement& statement) {
    std::int64_t changed = 0;
    std::optional<Error> failure;  // the first; what follows it is only passed over
    while (true) {
      const OwnedResult result = connection_->Next();
      if (result == nullptr) {  // stands between the answers, and for a connection that is gone
        if (connection_->Lost()) {
          return failure ? *failure : Fail(nullptr, statement);
        }
        continue;
      }
      switch (PQresultStatus(result.get())) {
        case PGRES_PIPELINE_SYNC:
          if (failure) {
            return *failure;
          }
          return changed;
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
          changed += RowsChanged(result.get());
          break;
        case PGRES_PIPELINE_ABORTED:
          break;
        case PGRES_EMPTY_QUERY:
        case PGRES_COPY_OUT:
        case PGRES_COPY_IN:
        case PGRES_BAD_RESPONSE:
        case PGRES_NONFATAL_ERROR:
        case PGRES_FATAL_ERROR:
        case PGRES_COPY_BOTH:
        case PGRES_SINGLE_TUPLE:
          if (!failure) {
            failure = Fail(result.get(), statement);
          }
          break;
      }
    }
  }

  void End() {
    if (ended_) {
      return;
    }
    ended_ = true;
    if (!connection_->Idle() && !connection_->Lost()) {
      // When this fails the connection is not idle and is closed below, which rolls back too.
      (void)connection_->Run("ROLLBACK").ok();
    }
    if (connection_->Idle()) {
      store_.GiveBack(std::move(connection_));
    } else {
      connection_.reset();
    }
  }

  PostgresStore& store_;
  std::unique_ptr<Connection> connection_;
  bool answering_ = false;  // answers of a statement are being read
  bool failed_ = false;
  bool ended_ = false;
};

Result<std::unique_ptr<Tx>> PostgresStore::Begin(Access access) {
  const char* const begin = access == Access::kWrite ? kBeginWrite : kBeginRead;
  if (std::unique_ptr<Connection> idle = TakeIdle()) {
    const Result<std::string> begun = idle->Run(begin);
    if (begun.ok()) {
      return std::unique_ptr<Tx>(std::make_unique<PostgresTx>(*this, std::move(idle)));
    }
    if (!idle->Lost()) {
      return begun.error();
    }
    DropIdle();  // the server was away; the others are as dead as this one
  }
  TRY_ASSIGN(std::unique_ptr<Connection> made, Connection::Open(conninfo_));
  TRY(made->Run(begin));
  return std::unique_ptr<Tx>(std::make_unique<PostgresTx>(*this, std::move(made)));
}

Status PostgresStore::BackUpTo(const std::string& path) {
  return Error{ErrorCode::kInvalid, "storage.backup_elsewhere", {}, {}, path};
}

std::unique_ptr<Connection> PostgresStore::TakeIdle() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.empty()) {
    return nullptr;
  }
  std::unique_ptr<Connection> out = std::move(idle_.back());
  idle_.pop_back();
  return out;
}

void PostgresStore::DropIdle() {
  const std::lock_guard<std::mutex> lock(mutex_);
  idle_.clear();
}

void PostgresStore::GiveBack(std::unique_ptr<Connection> connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.size() < kIdleConnections && !connection->Worn()) {
    idle_.push_back(std::move(connection));
  }
}

Status MigrateOnce(PostgresStore& store) {
  TRY_ASSIGN(const std::unique_ptr<Tx> tx, store.Begin(Access::kWrite));
  TRY(storage::Migrate(*tx, kDialect));
  return tx->Commit();
}

}  // namespace

Result<std::unique_ptr<storage::Store>> OpenPostgres(const std::string& conninfo) {
  auto store = std::make_unique<PostgresStore>(conninfo);
  Status migrated = MigrateOnce(*store);
  if (!migrated.ok() && migrated.error().key == "storage.duplicate") {
    // Another process made the table of migrations at the same moment; from now on it is a lock.
    migrated = MigrateOnce(*store);
  }
  TRY(std::move(migrated));
  return std::unique_ptr<storage::Store>(std::move(store));
}

}  // namespace luoshi::storage_postgres
