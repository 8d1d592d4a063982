// The service behind the listener: who asks, which route, one use case, one answer.
#pragma once

#include <functional>
#include <string>

#include "server/call.h"
#include "server/http.h"

namespace luoshi::server {

// A line for whoever runs it: nothing personal, no values of rows.
using Log = std::function<void(const std::string& line)>;

class Server : public Service {
 public:
  // `app` must outlive it.
  Server(app::App& app, ServerOptions options, Log log);

  Admission Admit(const Request& head) const override;
  Response Handle(const Request& request) override;
  Response Refuse(const Error& error) const override;

 private:
  Result<Response> Dispatch(const Request& request);
  // As a page where a person looks at it, as JSON where a program does.
  Response Answer(const Request& request, const Error& error);
  // What went wrong is logged under a number; the number is what is shown.
  Error Incident(const Error& error);

  app::App& app_;
  ServerOptions options_;
  Log log_;
};

}  // namespace luoshi::server
