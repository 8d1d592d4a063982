#include "storage/derived.h"

namespace luoshi::storage {
namespace {

constexpr Statement kClear[] = {{"record.clear", "DELETE FROM record"},
                                {"record_lookup.clear", "DELETE FROM record_lookup"},
                                {"due_step.clear", "DELETE FROM due_step"},
                                {"cell.clear", "DELETE FROM cell"},
                                {"cell_total.clear", "DELETE FROM cell_total"},
                                {"merkle_node.clear", "DELETE FROM merkle_node"}};

}  // namespace

Status ClearDerived(Tx& tx) {
  for (const Statement& statement : kClear) {
    TRY(tx.Execute(statement, {}));
  }
  return {};
}

}  // namespace luoshi::storage
