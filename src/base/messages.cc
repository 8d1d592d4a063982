#include "base/messages.h"

#include <algorithm>
#include <vector>

namespace luoshi {
namespace {

// One row an error, by module. Order does not matter here; Messages() sorts.
// clang-format off
constexpr MessageRow kRows[] = {
    // base
    {"json.syntax", "JSON 格式有误：{reason}。请检查括号、引号和逗号。", "Not valid JSON: {reason}. Check brackets, quotes and commas."},
    {"json.type", "此处应为{expected}。", "Expected {expected} here."},
    {"json.missing", "缺少“{name}”。请补上。", "“{name}” is missing. Add it."},
    {"date.invalid", "“{text}”不是有效日期，请写成 2026-09-01 的形式。", "“{text}” is not a date. Write it like 2026-09-01."},
    {"decimal.invalid", "“{text}”不是数字。", "“{text}” is not a number."},
    {"decimal.division_by_zero", "除数为零。请检查公式。", "Division by zero. Check the formula."},
    {"decimal.overflow", "数值超出范围。请检查单位是否写错。", "The number is out of range. Check its unit."},
    {"uuid.invalid", "“{text}”不是有效编号。", "“{text}” is not an id."},
    // host
    {"file.missing", "找不到文件 {path}。请检查路径。", "There is no file {path}. Check the path."},
    {"file.too_large", "文件 {path} 过大。请拆分后再试。", "The file {path} is too large. Split it and try again."},
    {"file.unreadable", "文件 {path} 读不出来。请检查磁盘。", "The file {path} cannot be read. Check the disk."},
    {"file.unwritable", "写不了 {path}。请检查目录权限和磁盘空间。", "Cannot write {path}. Check permissions and free space."},
    // model, rules
    // pack
    // directive
    // document
    // storage
    {"storage.backup_elsewhere", "该数据库请用自带工具备份（例如 pg_dump）。", "Back this database up with its own tools (pg_dump, for example)."},
    {"storage.busy", "系统正忙，请稍后再试。", "The database is busy. Try again in a moment."},
    {"storage.duplicate", "已有相同的内容。请刷新后再试。", "The same thing is already there. Reload and try again."},
    {"storage.failed", "数据库出错，本次操作未保存。请联系管理员查看日志。", "The database reported an error and nothing was saved. Ask the administrator to look at the log."},
    {"storage.full", "磁盘空间不足，本次操作未保存。请管理员清理磁盘后再试。", "The disk is full and nothing was saved. Free some space and try again."},
    {"storage.schema_mismatch", "数据库与本程序版本不符（{migration}）。请使用建立该数据库的版本或更新的版本。", "The database does not fit this program ({migration}). Use the version that made it, or a newer one."},
    {"storage.unreachable", "连接不上数据库。请检查数据库是否运行，然后再试。", "The database cannot be reached. Check that it runs, then try again."},
    // journal
    // root
    // access
    // register
    // figure
    // app
    // server, cli
};
// clang-format on

}  // namespace

std::span<const MessageRow> Messages() {
  static const std::vector<MessageRow> sorted = [] {
    std::vector<MessageRow> rows(std::begin(kRows), std::end(kRows));
    std::sort(rows.begin(), rows.end(),
              [](const MessageRow& a, const MessageRow& b) { return a.key < b.key; });
    return rows;
  }();
  return sorted;
}

const MessageRow* FindMessage(std::string_view key) {
  const std::span<const MessageRow> rows = Messages();
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), key,
      [](const MessageRow& row, std::string_view wanted) { return row.key < wanted; });
  return found != rows.end() && found->key == key ? &*found : nullptr;
}

}  // namespace luoshi
