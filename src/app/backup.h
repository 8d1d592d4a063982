// Backup and restore: the database and the keys go to two folders, because they are kept apart.
#pragma once

#include <string>

#include "app/app.h"

namespace luoshi::app {

// Copies the database while it is in use to <to>/luoshi.db with luoshi.json, and the keys to
// <keys_to>. kInvalid storage.backup_elsewhere for PostgreSQL, app.already_made when something is
// there.
Status BackUp(App& app, const std::string& to, const std::string& keys_to);

// Makes `folder` from a backup. The list of erasures beside the keys is never rolled back: it is
// applied to the restored data before anything else happens. kInvalid app.already_made.
Status Restore(const std::string& folder,
               const std::string& from,
               const std::string& keys_from,
               const StoreOpener& opener,
               Random& random);

}  // namespace luoshi::app
