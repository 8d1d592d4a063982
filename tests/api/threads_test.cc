// Several clients at once: what ThreadSanitizer looks at.
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "app/verify.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

class Threads : public Town {};

TEST_F(Threads, WhatManyWriteAtOnceIsThereOnceWhileOthersRead) {
  constexpr int kWriters = 4;
  constexpr int kEach = 12;
  Start();
  std::atomic<int> wrong{0};
  std::atomic<bool> writing{true};
  std::vector<std::vector<std::int64_t>> positions(kWriters);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      Connection connection(port());
      for (int i = 0; i < kEach; ++i) {
        const int number = 1'000 + writer * 100 + i;
        const std::string body = WriteJson(HazardCommand(number, number, shiqiao));
        // twice, as somebody does who has not seen the answer
        for (int time = 0; time < 2; ++time) {
          const Answer answer = connection.Ask(
              RequestText("POST", "/api/v1/commands", {.actor = "", .body = body, .headers = ""}));
          wrong += answer.status == 200 ? 0 : 1;
          positions[static_cast<std::size_t>(writer)].push_back(
              answer.status == 200 ? FindInt(answer.json().as_object(), "position") : -1);
        }
      }
    });
  }
  std::vector<std::thread> readers;
  for (const char* target :
       {"/api/v1/registers/hazard?unit=id:3&state=found", "/api/v1/inbox", "/api/v1/health",
        "/api/v1/figures?unit=id:2", "/api/v1/changes?jurisdiction=1"}) {
    readers.emplace_back([&, target] {
      Connection connection(port());
      while (writing) {
        const Answer answer =
            connection.Ask(RequestText("GET", target, {.actor = "", .body = "", .headers = ""}));
        wrong += answer.status == 200 ? 0 : 1;
      }
    });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  writing = false;
  for (std::thread& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(wrong, 0);
  std::set<std::int64_t> distinct;
  for (const std::vector<std::int64_t>& of_one : positions) {
    for (std::size_t i = 0; i + 1 < of_one.size(); i += 2) {
      EXPECT_EQ(of_one[i], of_one[i + 1]) << "a repeated command is answered as before";
      distinct.insert(of_one[i]);
    }
  }
  EXPECT_EQ(distinct.size(), static_cast<std::size_t>(kWriters * kEach));
}

TEST_F(Threads, TheTreesOfAllJournalsAreCheckedSideBySide) {
  app::VerifyOptions options;
  options.hashes_only = true;
  const Result<app::VerifyReport> whole = app::Verify(app(), options);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->journals, 2);
  EXPECT_GT(whole->events, 20);
  ASSERT_TRUE(storage::WithTransaction(app().store(), [](storage::Tx& tx) {
                constexpr storage::Statement kDamage = {
                    "damage",
                    "UPDATE event SET command = ?1 WHERE jurisdiction = 1 AND position = 3"};
                return tx.Execute(kDamage, {storage::Blob(std::string_view("0123456789abcdef"))});
              }).ok());
  const Result<app::VerifyReport> damaged = app::Verify(app(), options);
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().key, "verify.columns");
  EXPECT_EQ(damaged.error().params.at(1).second, "3") << "its position";
}

}  // namespace
}  // namespace luoshi::testing
