#include "tests/properties/kill_work.h"

namespace luoshi::properties {
namespace {

registers::RecordCommand Create(const std::string& pack, const RecordId& record, DateTime now) {
  registers::RecordCommand command;
  command.act = rules::Act::kCreate;
  command.pack = pack;
  command.record = record;
  command.origin.command = Uuid::Derived({"kill-command", record.AsBytes()});
  command.origin.actor.user = "system:test";
  command.origin.occurred = now;
  command.set["village"] = NumberOf(kKillVillage);
  return command;
}

}  // namespace

RecordId KillPerson(int number) { return Uuid::Derived({"kill-person", std::to_string(number)}); }

RecordId KillFee(int number) { return Uuid::Derived({"kill-fee", std::to_string(number)}); }

std::vector<app::CommandGroup> KillGroups(int first, int count, DateTime now) {
  std::vector<app::CommandGroup> out;
  for (int i = first; i < first + count; ++i) {
    registers::RecordCommand person = Create("person", KillPerson(i), now);
    person.set["number"] = "K" + std::to_string(i);
    person.set["name"] = "张三";
    registers::RecordCommand fee = Create("fees", KillFee(i), now);
    fee.set["person"] = KillPerson(i).ToString();
    fee.set["insured_year"] = 2027;
    fee.set["exclusion"] = "none";
    fee.set["status"] = "unpaid";
    out.push_back({{std::move(person), std::move(fee)}});
  }
  return out;
}

std::string KillSheet(int first, int rows) {
  std::string out = "人员,编号,村,年度,不应缴情形,状态,情况\n";
  for (int i = first; i < first + rows; ++i) {
    const std::string number = "S" + std::to_string(i);
    out += number + "," + number + ",东村,2027,应缴,未缴,第" + std::to_string(i) + "户\n";
  }
  return out;
}

app::ImportOptions KillImport(UnitId within) {
  app::ImportOptions options;
  options.pack = "fees";
  options.file_name = "名册.csv";
  options.within = within;
  return options;
}

}  // namespace luoshi::properties
