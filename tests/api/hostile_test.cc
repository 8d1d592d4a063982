// What no client of good will sends. Nothing of it may stop the server, and every answer is short.
#include <atomic>

#include "server/html.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

class Hostile : public Town {
 protected:
  bool IsAlive() { return Get("/api/v1/health").status == 200; }
};

TEST_F(Hostile, OnlyLoopbackIsServed) {
  server::Server service(app(), {}, [](const std::string&) {});
  for (const char* address : {"0.0.0.0", "::", "192.168.1.1", "localhost", "", "127.0.0.1 "}) {
    server::ListenerOptions options;
    options.address = address;
    EXPECT_EQ(server::Listener::Open(options, service).error().key, "server.loopback_only")
        << address;
  }
}

TEST_F(Hostile, ATakenPortIsSaid) {
  Start();
  server::Server service(app(), {}, [](const std::string&) {});
  server::ListenerOptions options;
  options.port = port();
  EXPECT_EQ(server::Listener::Open(options, service).error().key, "server.port");
}

TEST_F(Hostile, AConnectionIsKeptForManyRequests) {
  Start();
  Connection connection(port());
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(connection.Ask(RequestText("GET", "/api/v1/health", {})).status, 200);
  }
  const Answer last =
      connection.Ask(RequestText("GET", "/api/v1/health", {.headers = "Connection: close\r\n"}));
  EXPECT_EQ(last.status, 200);
  EXPECT_TRUE(connection.IsClosed());
}

TEST_F(Hostile, RequestsSentAtOnceAreAnsweredInOrder) {
  Start();
  Connection connection(port());
  ASSERT_TRUE(connection.Send(RequestText("GET", "/api/v1/health", {}) +
                              RequestText("GET", "/api/v1/nothing", {}) +
                              RequestText("POST", "/api/v1/commands", {.body = "[]"})));
  EXPECT_EQ(connection.Read().status, 200);
  EXPECT_EQ(connection.Read().status, 404);
  EXPECT_EQ(connection.Read().body, "[]");
}

TEST_F(Hostile, ABodyTooLargeIsRefusedBeforeItIsRead) {
  Start();
  const std::string head = "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\n";
  Connection told(port());
  EXPECT_EQ(told.Ask(head + "Content-Length: 99999999999\r\n\r\n").status, 413);
  EXPECT_TRUE(told.IsClosed());
  Connection chunked(port());
  ASSERT_TRUE(chunked.Send(head + "Transfer-Encoding: chunked\r\n\r\n"));
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 17; ++i) {
    chunked.Send(chunk);
  }
  EXPECT_EQ(chunked.Read().status, 413);
  const Answer whole = Post("/api/v1/commands", std::string(std::size_t{1} << 20U, ' '));
  EXPECT_EQ(whole.status, 400) << "a mebibyte is read, and is no JSON";
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, WhoWaitsToBeToldSoIsToldToGoOn) {
  Start();
  Connection connection(port());
  ASSERT_TRUE(
      connection.Send("POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                      "Expect: 100-continue\r\n\r\n"));
  EXPECT_EQ(connection.Read().status, 100);
  EXPECT_EQ(connection.Ask("[]").body, "[]");
}

TEST_F(Hostile, AFloodOfHeadersIsCutOff) {
  Start();
  Connection connection(port());
  std::string flood = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 5'000; ++i) {
    flood += "X-" + std::to_string(i) + ": y\r\n";
  }
  connection.Send(flood);
  EXPECT_EQ(connection.Read().status, 431);
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, WhatIsNotHttpIsAnsweredAndClosed) {
  Start();
  for (const std::string& text :
       {std::string("nonsense\r\n\r\n"), std::string("GET / HTTP/9.9\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost localhost\r\n\r\n"), std::string(64, '\0') + "\r\n\r\n",
        std::string("POST /api/v1/commands HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        std::string("GET nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")}) {
    Connection connection(port());
    EXPECT_EQ(connection.Ask(text).status, 400) << text;
    EXPECT_TRUE(connection.IsClosed()) << text;
  }
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, ASlowClientIsCutOffWhereverItStops) {
  listener_options.header_time = std::chrono::milliseconds(100);
  listener_options.body_time = std::chrono::milliseconds(100);
  listener_options.idle_time = std::chrono::milliseconds(100);
  Start();
  for (const char* start :
       {"", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost\r\n",
        "POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n[",
        "POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n["}) {
    Connection connection(port());
    connection.Send(start);
    EXPECT_TRUE(connection.IsClosed()) << start;
  }
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, MoreConnectionsThanThereIsRoomForAreClosed) {
  listener_options.connections = 2;
  Start();
  Connection first(port());
  EXPECT_EQ(first.Ask(RequestText("GET", "/api/v1/health", {})).status, 200);
  Connection second(port());
  EXPECT_EQ(second.Ask(RequestText("GET", "/api/v1/health", {})).status, 200);
  Connection third(port());
  EXPECT_EQ(third.Ask(RequestText("GET", "/api/v1/health", {})).status, 0);
  EXPECT_EQ(first.Ask(RequestText("GET", "/api/v1/health", {})).status, 200);
}

TEST_F(Hostile, LargeBodiesTakeTurns) {
  listener_options.large_bodies = 1;
  Start();
  const std::string head =
      "POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n";
  Connection holds(port());
  // The 100 says that it has its place.
  ASSERT_TRUE(
      holds.Send("POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n"
                 "Expect: 100-continue\r\n\r\n"));
  ASSERT_EQ(holds.Read().status, 100);
  Connection waits(port());
  const Answer busy = waits.Ask(head);
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.headers.at("retry-after"), "1");
}

TEST_F(Hostile, APageOfAnotherSiteCannotSpeakForTheClerk) {
  Start();
  const auto with = [&](const std::string& headers) {
    Connection connection(port());
    return connection.Ask("POST /api/v1/commands HTTP/1.1\r\n" + headers +
                          "Content-Length: 2\r\n\r\n[]");
  };
  EXPECT_EQ(with("Host: 127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\n").status, 200);
  EXPECT_EQ(with("Host: localhost\r\n").status, 200);
  EXPECT_EQ(with("Host: localhost\r\nOrigin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(with("Host: localhost\r\nOrigin: null\r\n").status, 403);
  EXPECT_EQ(with("Host: evil.example\r\n").status, 403);
  EXPECT_EQ(with("Host: 127.evil.example\r\n").status, 403);
}

TEST_F(Hostile, AFollowedStopFinishesWhatIsUnderWay) {
  Start();
  Connection idle(port());
  EXPECT_EQ(idle.Ask(RequestText("GET", "/api/v1/health", {})).status, 200);
  Connection begun(port());
  ASSERT_TRUE(
      begun.Send("POST /api/v1/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                 "Expect: 100-continue\r\n\r\n"));
  ASSERT_EQ(begun.Read().status, 100);
  StopListening();
  EXPECT_TRUE(idle.IsClosed());
  const Answer finished = begun.Ask("[]");
  EXPECT_EQ(finished.body, "[]");
  EXPECT_EQ(finished.headers.at("connection"), "close");
}

TEST_F(Hostile, ADefectIsAnIncidentWithANumberAndNothingElse) {
  std::vector<std::string> lines;
  server::Server service(app(), {}, [&](const std::string& line) { lines.push_back(line); });
  server::Request request;
  request.method = "GET";
  request.path = {"api", "v1", "records", RecordOf("hazard GZ-1")};
  ASSERT_EQ(service.Handle(request).status, 200);
  // Behind the program's back: the history is no list any more.
  ASSERT_TRUE(storage::WithTransaction(app().store(), [](storage::Tx& tx) {
                constexpr storage::Statement kDamage = {"damage", "UPDATE record SET history = ?1"};
                return tx.Execute(kDamage, {storage::Text("\"7 of 9\"")});
              }).ok());
  const server::Response response = service.Handle(request);
  EXPECT_EQ(response.status, 500);
  const Json shown = *ParseJson(response.body);
  EXPECT_EQ(FindText(shown.as_object(), "key"), "server.incident");
  EXPECT_EQ(response.body.find("damaged"), std::string::npos);
  ASSERT_EQ(lines.size(), 1U);
  const std::string number = lines.front().substr(std::string_view("incident ").size(), 36);
  EXPECT_NE(response.body.find(number), std::string::npos) << lines.front();
  EXPECT_NE(lines.front().find("record.damaged"), std::string::npos);
}

TEST_F(Hostile, RandomRequestsNeverStopIt) {
  Start();
  SeededRandom random(7);
  const std::vector<std::string> parts = {"GET",
                                          "POST",
                                          " ",
                                          "/",
                                          "/api/v1/",
                                          "registers/",
                                          "hazard",
                                          "records/",
                                          "figures",
                                          "?",
                                          "unit=",
                                          "云溪镇",
                                          "&",
                                          "%",
                                          "%00",
                                          "%E4",
                                          "as_of=",
                                          "9999-12-31",
                                          "0001-01-01",
                                          " HTTP/1.1\r\n",
                                          "Host: localhost\r\n",
                                          "\r\n",
                                          "Content-Length: 5\r\n",
                                          "{}",
                                          "[[[",
                                          "\"",
                                          "commands",
                                          "explain",
                                          "indicator=",
                                          "hazard.rectification_rate",
                                          "limit=",
                                          "-1",
                                          "99999999999999999999",
                                          "after=1.",
                                          "field.",
                                          "set.x=",
                                          "changes",
                                          "jurisdiction=1",
                                          "units",
                                          "\xff",
                                          "bulletins/",
                                          ".pdf",
                                          "attachments/",
                                          "Luoshi-Actor: x\r\n"};
  for (int round = 0; round < 300; ++round) {
    std::string text = random.Below(2) == 0 ? "GET /api/v1/" : "";
    const std::int64_t length = random.Below(14);
    for (std::int64_t i = 0; i < length; ++i) {
      text +=
          parts[static_cast<std::size_t>(random.Below(static_cast<std::int64_t>(parts.size())))];
    }
    if (random.Below(2) == 0) {
      text += " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }
    Connection connection(port());
    connection.Send(text);
    connection.FinishSending();
    const Answer answer = connection.Read();
    EXPECT_NE(answer.status, 500) << text << "\n" << answer.body;
  }
  EXPECT_TRUE(IsAlive());
  EXPECT_TRUE(log().empty()) << log().front();
}

TEST_F(Hostile, ManyClientsAtOnceAreAllAnswered) {
  Start();
  std::atomic<int> good{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      Connection connection(port());
      for (int i = 0; i < 20; ++i) {
        const int id = 1'000 + client * 100 + i;
        const Answer written = connection.Ask(RequestText(
            "POST", "/api/v1/commands", {.body = WriteJson(HazardCommand(id, id, shiqiao))}));
        const Answer read = connection.Ask(RequestText("GET", "/api/v1/records/" + IdText(id), {}));
        good += written.status == 200 && read.status == 200 ? 1 : 0;
      }
    });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  EXPECT_EQ(good, 160);
}

}  // namespace
}  // namespace luoshi::testing
