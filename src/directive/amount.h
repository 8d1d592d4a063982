// Numbers with units of measure: what they measure, and whether they are stated or to be reached.
// Internal to the module.
#pragma once

#include <vector>

#include "directive/scan.h"

namespace luoshi::directive {

struct Amount {
  std::size_t begin = 0;  // of the number
  std::size_t end = 0;    // behind the unit
  std::string metric;
  Decimal value;
  std::string unit;
  TargetOp op = TargetOp::kEqual;
  bool goal = false;  // the words call it a goal: 距离100%的目标, 目标任务8180万元, 全覆盖
  bool reached = false;  // the words say it is so: 仅为, 达到了, 完成了, 已
};

// Every amount in [begin, end), in order. Inexact ones (数千户) and counts of slogans (三个年) are
// left out.
std::vector<Amount> FindAmounts(const Stretch& stretch, std::size_t begin, std::size_t end);

}  // namespace luoshi::directive
