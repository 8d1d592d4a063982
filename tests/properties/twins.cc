#include "tests/properties/twins.h"

#include <cstdlib>
#include <iostream>

namespace luoshi::properties {

using testing::Deployment;
using testing::Describe;

Result<std::unique_ptr<Twins>> Twins::Make(DateTime start, std::uint64_t seed) {
  auto twins = std::make_unique<Twins>();
  twins->now_ = start;
  Error last{ErrorCode::kUnavailable, "storage.unreachable"};
  for (const testing::StoreKind kind : testing::LastingStoreKinds()) {
    Result<std::unique_ptr<Deployment>> made = Deployment::Make(kind, true, start, seed);
    if (made.ok()) {
      twins->kinds_.push_back(kind);
      twins->places_.push_back(*std::move(made));
    } else if (made.error().code != ErrorCode::kUnavailable) {
      return std::move(made).error();
    } else {
      std::cout << testing::KindName(kind) << " is missing: " << made.error().detail << "\n";
      last = made.error();
    }
  }
  if (twins->places_.empty()) {
    return last;
  }
  return twins;
}

Status Twins::SetClock(DateTime now) {
  now_ = now;
  for (const auto& place : places_) {
    TRY(place->SetClock(now));
  }
  return {};
}

Status Twins::Root(std::string_view kind, const JsonObject& body) {
  for (const auto& place : places_) {
    TRY(place->Root(kind, body));
  }
  return {};
}

Status Twins::Enable(const std::vector<rules::PackFile>& files) {
  for (const auto& place : places_) {
    TRY(place->app().EnablePack(place->System(), files));
  }
  return {};
}

Status Twins::Reopen() {
  for (const auto& place : places_) {
    TRY(place->Reopen());
  }
  return {};
}

std::vector<app::GroupResult> Twins::Submit(const std::string& user,
                                            const std::vector<app::CommandGroup>& groups) {
  std::vector<app::GroupResult> out;
  const auto shown = [](const app::GroupResult& result) {
    if (!result.ok()) {
      return Describe(result.error());
    }
    std::string text;
    for (const registers::Applied& one : *result) {
      text += one.record.ToString() + "@" + std::to_string(NumberOf(one.jurisdiction)) + "/" +
              std::to_string(one.position) + (one.repeated ? " again " : " ");
    }
    return text;
  };
  for (std::size_t i = 0; i < places_.size(); ++i) {
    app::App& app = places_[i]->app();
    const Result<access::Scope> scope =
        user.empty() ? Result<access::Scope>(places_[i]->System()) : app.ScopeOf(user);
    EXPECT_TRUE(scope.ok()) << user;
    if (!scope.ok()) {
      return out;
    }
    std::vector<app::GroupResult> results = app.Submit(*scope, groups);
    if (i == 0) {
      out = std::move(results);
      continue;
    }
    EXPECT_EQ(results.size(), out.size());
    for (std::size_t g = 0; g < std::min(results.size(), out.size()); ++g) {
      EXPECT_EQ(shown(results[g]), shown(out[g])) << name(i);
    }
  }
  return out;
}

std::uint64_t Seed() {
  const char* given = std::getenv("LUOSHI_SEED");  // NOLINT(concurrency-mt-unsafe): one thread
  const std::uint64_t seed = given == nullptr ? 20260901 : std::strtoull(given, nullptr, 10);
  std::cout << "seed " << seed << "\n";
  return seed;
}

int Rounds(int by_default) {
  const char* given = std::getenv("LUOSHI_ROUNDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return given == nullptr ? by_default : std::atoi(given);
}

}  // namespace luoshi::properties
