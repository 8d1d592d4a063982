// verify: every stored thing that follows from something else is made anew and compared.
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "register/replay.h"

namespace luoshi::app {

struct VerifyOptions {
  bool hashes_only = false;
  std::string checkpoint;  // content of a checkpoint file to hold the journals to; "" for none
};

struct VerifyReport {
  std::int64_t journals = 0;
  std::int64_t events = 0;
  std::int64_t records = 0;
  std::int64_t cells = 0;
  std::int64_t attachments = 0;
  std::int64_t checkpoints = 0;  // lines that were held
};

// kInternal verify.* naming the first difference: journal and position, record, cell, total,
// lookup, attachment or key. Reads one snapshot (with
// hashes_only one for each journal, several at a time); needs memory for the cells and record ids
// only.
Result<VerifyReport> Verify(App& app, const VerifyOptions& options);

// One signed line a journal, for out/checkpoint.txt and for whoever keeps them outside.
Result<std::string> Checkpoint(App& app);

// Root events by which timelines are derived anew, in order.
Result<std::vector<registers::Epoch>> ReadEpochs(storage::Tx& tx);

}  // namespace luoshi::app
