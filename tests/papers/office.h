// A town office with as many villages as a test wants, each with one project of this year.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/bulletin.h"
#include "tests/support/deployment.h"

namespace luoshi::testing {

class Office : public ::testing::Test {
 protected:
  // 演示县 › `town` › the villages. Users: clerk, deputy. It is 2026-10-26.
  // Villages named in `hills` are of the class 山区村, all others of none.
  void Found(const std::vector<std::string>& villages,
             const std::string& town = "云溪镇",
             const std::set<std::string>& hills = {});
  // 年度计划投资 and 本年完成投资 of a village's project, of which the year's end wants 100 %.
  void Project(std::size_t village, const std::string& plan, const std::string& done);
  void ChangeDone(std::size_t village, const std::string& done);
  void GoTo(const std::string& day);

  app::App& app() { return deployment_->app(); }
  access::Scope As(const std::string& user);
  app::BulletinOptions Options(const std::string& number);
  Result<app::Bulletin> Draft(const app::BulletinOptions& options);
  // Leaves the paper where LUOSHI_PAPERS says, and finds nothing wrong with its .docx.
  static void Inspect(const std::string& name, const app::Bulletin& bulletin);

  UnitId town_ = kNoUnit;
  std::vector<UnitId> villages_;

 private:
  static RecordId ProjectOf(std::size_t village);
  std::unique_ptr<Deployment> deployment_;
};

std::string TextOf(const std::string& docx);

}  // namespace luoshi::testing
