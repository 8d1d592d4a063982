// When a calendar year is published or a pack gets a new version, the timelines it touches are
// derived anew and the differences posted under that day (invariant 2).
#pragma once

#include "register/batch.h"
#include "root/directory.h"
#include "storage/store.h"

namespace luoshi::app {

// Differences between the timelines under `before` and under `after` for every record of the packs
// that a calendar moves (`pack` empty) or of one pack. Due steps are replaced too.
Status Rederive(storage::Tx& tx,
                const root::Directory& before,
                const root::Directory& after,
                std::string_view pack,
                Date known_on);

}  // namespace luoshi::app
