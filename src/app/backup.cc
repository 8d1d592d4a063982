#include "app/backup.h"

#include "app/followers.h"
#include "host/files.h"

namespace luoshi::app {
namespace {

Status CopyFile(const std::string& from, const std::string& to, bool secret) {
  TRY_ASSIGN(const std::string content, ReadFile(from, SIZE_MAX));
  return WriteFile(to, content, secret);
}

Status CopyKeys(const std::string& from, const std::string& to) {
  TRY(MakeFolder(to));
  TRY_ASSIGN(const std::vector<std::string> files, ListFiles(from));
  for (const std::string& file : files) {
    TRY(CopyFile(from + "/" + file, to + "/" + file, true));
  }
  return {};
}

}  // namespace

Status BackUp(App& app, const std::string& to, const std::string& keys_to) {
  if (FileExists(to + "/luoshi.db") || FileExists(keys_to + "/keyring.json")) {
    return Error{ErrorCode::kInvalid, "app.already_made", {{"path", to}}, to};
  }
  TRY(MakeFolder(to));
  TRY(app.store().BackUpTo(to + "/luoshi.db"));
  TRY(CopyFile(app.folder() + "/luoshi.json", to + "/luoshi.json", false));
  return CopyKeys(app.folder() + "/keys", keys_to);
}

Status Restore(const std::string& folder,
               const std::string& from,
               const std::string& keys_from,
               const StoreOpener& opener,
               Random& random) {
  if (FileExists(folder + "/luoshi.json") || FileExists(folder + "/keys/keyring.json")) {
    return Error{ErrorCode::kInvalid, "app.already_made", {{"path", folder}}, folder};
  }
  TRY(MakeFolder(folder));
  TRY(CopyKeys(keys_from, folder + "/keys"));
  TRY(CopyFile(from + "/luoshi.db", folder + "/luoshi.db", true));
  TRY(CopyFile(from + "/luoshi.json", folder + "/luoshi.json", false));
  TRY_ASSIGN(const std::unique_ptr<App> app, App::Open(folder, opener, random));
  return ReapplyErasures(*app);
}

}  // namespace luoshi::app
