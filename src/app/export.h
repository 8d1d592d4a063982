// Lists that go out as .xlsx, ready to print: any register, and the list of tasks.
#pragma once

#include <string>

#include "app/app.h"

namespace luoshi::app {

struct ExportOptions {
  UnitId unit = kNoUnit;
  bool open_personal = false;  // else masked; an export of opened data is an audited act
};
// All records below the unit that the scope may open; columns are the pack's list fields first.
Result<std::string> ExportRegister(App& app,
                                   const access::Scope& scope,
                                   std::string_view pack,
                                   const ExportOptions& options);

// 序号/重点工作/工作内容/目标/责任领导/牵头单位/配合单位/责任人/完成时限/备注, ordered by deadline,
// with 单位, 截至时间, 合计 and the 填表人/审核人 line.
Result<std::string> ExportTasks(App& app, const access::Scope& scope, UnitId unit);

}  // namespace luoshi::app
