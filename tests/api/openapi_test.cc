// docs/api/openapi.json is what the table of routes says. LUOSHI_UPDATE_GOLDEN=1 writes it anew.
#include "server/openapi.h"

#include <cstdlib>
#include <set>

#include "host/files.h"
#include "server/routes.h"
#include "tests/api/town.h"

namespace luoshi::testing {
namespace {

TEST(OpenApi, TheDocumentInTheRepositoryIsTheTableOfRoutes) {
  const std::string path = std::string(LUOSHI_SOURCE_DIR) + "/docs/api/openapi.json";
  const std::string made = PrettyJson(server::OpenApiDocument());
  if (std::getenv("LUOSHI_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFile(path, made).ok());
  }
  const Result<std::string> kept = ReadFile(path);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(*kept, made) << "run with LUOSHI_UPDATE_GOLDEN=1 and look at the difference";
}

TEST(OpenApi, EveryRouteSaysWhatItIsAndWhoMay) {
  std::set<std::string> seen;
  for (const server::Route& route : server::Routes()) {
    const std::string name = std::string(route.method) + " " + std::string(route.path);
    EXPECT_TRUE(seen.insert(name).second) << name;
    EXPECT_FALSE(route.summary.empty()) << name;
    EXPECT_FALSE(route.permission.empty()) << name;
    EXPECT_EQ(route.body != server::Body::kNone, !route.body_about.empty()) << name;
    EXPECT_TRUE(route.method == "GET" || route.method == "POST") << name;
    EXPECT_TRUE(route.method == "GET" || route.cost == server::Cost::kSlow)
        << name << ": a write waits for the disk";
  }
}

class Serving : public Town {};

TEST_F(Serving, TheServerGivesTheSameDocument) {
  Start();
  EXPECT_EQ(Get("/api/v1/openapi.json").json(), Json(server::OpenApiDocument()));
}

}  // namespace
}  // namespace luoshi::testing
