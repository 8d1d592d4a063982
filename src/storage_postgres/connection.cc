#include "storage_postgres/connection.h"

#include <limits>

#include "storage/failure.h"
#include "storage_postgres/wire.h"

namespace luoshi::storage_postgres {
namespace {

using storage::Bytes;
using storage::Param;
using storage::Statement;

// Types by the server's catalogue; 0 lets it infer, which for NULL is enough.
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kBytea = 17;

Oid TypeOf(const Param& param) {
  if (std::holds_alternative<std::int64_t>(param)) {
    return kInt8;
  }
  if (std::holds_alternative<std::string_view>(param)) {
    return kText;
  }
  return std::holds_alternative<Bytes>(param) ? kBytea : 0;
}

// A commit that is acknowledged is on the disk, whatever the server's default says; who waits for a
// lock is told that the server is busy; short statements gain nothing from compiled plans.
constexpr const char* kSettings =
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local');"
    "SET lock_timeout = '10s';"
    "SET jit = off";

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& conninfo) {
  // What the string says of the first two comes later and wins; the last is ours alone.
  const std::array<const char*, 5> names = {"application_name", "connect_timeout", "dbname",
                                            "client_encoding", nullptr};
  const std::array<const char*, 5> values = {"luoshi", "10", conninfo.c_str(), "UTF8", nullptr};
  PGconn* const handle = PQconnectdbParams(names.data(), values.data(), 1);
  std::unique_ptr<Connection> out(new Connection(handle));
  if (PQstatus(handle) != CONNECTION_OK) {
    return out->Failure(nullptr, "connect");
  }
  // Notices would go to the error output.
  PQsetNoticeReceiver(
      handle, [](void*, const PGresult*) {}, nullptr);
  const char* const encoding = PQparameterStatus(handle, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return storage::Failed("the database is not in UTF-8");
  }
  TRY(out->Run(kSettings));
  return out;
}

Result<std::string> Connection::Run(const char* sql) {
  const OwnedResult result(PQexec(handle_.get(), sql));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return Failure(result.get(), std::string_view(sql).substr(0, 20));
  }
  return std::string(PQcmdStatus(result.get()));
}

Result<const std::string*> Connection::NameOf(const Statement& statement,
                                              std::span<const Param> params) {
  key_.clear();
  for (const Param& param : params) {
    key_.push_back(static_cast<char>('0' + param.index()));
  }
  key_.append(statement.sql);
  const auto found = names_.find(key_);
  if (found != names_.end()) {
    return &found->second;
  }
  LUOSHI_CHECK(PQpipelineStatus(handle_.get()) == PQ_PIPELINE_OFF);
  const Dollars dollars = WithDollars(statement.sql);
  LUOSHI_CHECK(dollars.parameters == params.size());
  std::vector<Oid> types;
  for (const Param& param : params) {
    types.push_back(TypeOf(param));
  }
  const std::string name = "s" + std::to_string(++made_);
  const OwnedResult result(PQprepare(handle_.get(), name.c_str(), dollars.sql.c_str(),
                                     static_cast<int>(types.size()), types.data()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    return Failure(result.get(), statement.name);
  }
  return &names_.emplace(key_, name).first->second;
}

Status Connection::Prepare(const Statement& statement, std::span<const Param> params) {
  TRY(NameOf(statement, params));
  return {};
}

Status Connection::Send(const Statement& statement, std::span<const Param> params) {
  TRY_ASSIGN(const std::string* const name, NameOf(statement, params));
  values_.assign(params.size(), nullptr);
  lengths_.assign(params.size(), 0);
  formats_.assign(params.size(), 1);
  numbers_.resize(params.size());
  for (std::size_t i = 0; i < params.size(); ++i) {
    std::string_view raw;
    if (const auto* number = std::get_if<std::int64_t>(&params[i])) {
      EncodeInteger(*number, numbers_[i]);
      raw = {numbers_[i].data(), numbers_[i].size()};
    } else if (const auto* text = std::get_if<std::string_view>(&params[i])) {
      raw = *text;
    } else if (const auto* bytes = std::get_if<Bytes>(&params[i])) {
      raw = bytes->raw;
    } else {
      continue;
    }
    if (raw.size() > static_cast<std::size_t>(std::numeric_limits<int>::max() / 2)) {
      return storage::Failed(std::string(statement.name) + ": a parameter of over 1 GB");
    }
    values_[i] = raw.empty() ? "" : raw.data();  // a null pointer would be NULL
    lengths_[i] = static_cast<int>(raw.size());
  }
  if (PQsendQueryPrepared(handle_.get(), name->c_str(), static_cast<int>(params.size()),
                          values_.data(), lengths_.data(), formats_.data(), 1) == 0) {
    return Failure(nullptr, statement.name);
  }
  return {};
}

void Connection::Drain() {
  while (Next() != nullptr) {
  }
}

Error Connection::Failure(const PGresult* result, std::string_view doing) const {
  // The server's DETAIL lines hold values of rows and must not reach a log.
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string_view code = state == nullptr ? std::string_view() : state;
  std::string detail = std::string(doing) + ": postgres " + std::string(code) + " " +
                       (words == nullptr ? PQerrorMessage(handle_.get()) : words);
  if (code == "23505") {
    return storage::Duplicate(std::move(detail));
  }
  // serialization failure, deadlock, lock timeout, too many connections
  if (code == "40001" || code == "40P01" || code == "55P03" || code == "53300") {
    return storage::Busy(std::move(detail));
  }
  if (code == "53100") {
    return storage::Full(std::move(detail));
  }
  // 08: the connection (P01 is a defect of ours); 57P: the server stops, starts, or ends this
  // session
  if (Lost() || (StartsWith(code, "08") && code != "08P01") || StartsWith(code, "57P")) {
    return storage::Unreachable(std::move(detail));
  }
  return storage::Failed(std::move(detail));
}

}  // namespace luoshi::storage_postgres
