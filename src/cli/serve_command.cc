// serve: the HTTP server, until it is stopped.
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

#include "app/followers.h"
#include "cli/command.h"
#include "server/listener.h"
#include "server/openapi.h"
#include "server/server.h"

namespace luoshi::cli {
namespace {

constexpr std::chrono::seconds kFollowEvery{5};

struct ServeOptions {
  Common common;
  server::ServerOptions server;
  server::ListenerOptions listener;
  bool openapi = false;
};

Status Serve(const Environment& environment, ServeOptions& options) {
  if (options.openapi) {
    PrintJson(server::OpenApiDocument());
    return {};
  }
  options.server.actor = options.common.actor;
  TRY_ASSIGN(const std::unique_ptr<app::App> opened,
             app::App::Open(options.common.data, environment.opener, *environment.random));
  server::Server service(*opened, options.server,
                         [](const std::string& line) { std::cerr << line << std::endl; });
  options.listener.stop_on_signals = true;
  TRY_ASSIGN(const std::unique_ptr<server::Listener> listener,
             server::Listener::Open(options.listener, service));
  std::cout << "http://" << options.listener.address << ":" << listener->port() << "/  截至 "
            << opened->today().ToString() << (opened->directory()->is_example() ? "  演示数据" : "")
            << "  （Ctrl+C 停止）" << std::endl;
  // What follows from the journals (clock steps, parts of tasks, carried fields) follows soon.
  const std::jthread followers([&opened](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!stop.stop_requested()) {
      if (const Result<std::int64_t> sent = app::RunFollowers(*opened); !sent.ok()) {
        std::cerr << Message(sent.error(), Language::kZh) << std::endl;
      }
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, kFollowEvery, [] { return false; });
    }
  });
  listener->Run();
  return {};
}

}  // namespace

void AddServeCommand(CLI::App& root, const Environment& environment, int& exit_code) {
  auto options = std::make_shared<ServeOptions>();
  options->listener.port = 8080;
  options->server.fonts = environment.fonts;
  CLI::App& command = *root.add_subcommand("serve", "开启服务 Serve on this machine over HTTP");
  AddData(command, options->common);
  AddActor(command, options->common);
  command.add_option("--port", options->listener.port, "端口 port; 0 = any that is free")
      ->capture_default_str();
  command
      .add_option("--address", options->listener.address,
                  "本机地址 loopback address; nothing else until sign-in exists")
      ->capture_default_str();
  command.add_option("--out", options->server.out, "结果文件目录 folder of the five files")
      ->capture_default_str();
  command.add_option("--fonts", options->server.fonts, "字体目录 folder of open fonts");
  command.add_flag("--openapi", options->openapi, "输出接口说明 print openapi.json and stop");
  command.callback([options, &environment, &exit_code] {
    Execute(exit_code, [&]() -> Status { return Serve(environment, *options); });
  });
}

}  // namespace luoshi::cli
