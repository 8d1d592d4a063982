#include "journal/keyring.h"

#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/bytes.h"
#include "base/json.h"
#include "base/text.h"
#include "host/files.h"

namespace luoshi::journal {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kBlindBytes = 16;
constexpr std::int64_t kFileFormat = 1;
constexpr std::string_view kWrapContext = "luoshi record key 1";
constexpr const char* kMasterVariable = "LUOSHI_MASTER_KEY";

// nullptr when it is not set.
const char* GivenMaster() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the program sets no variable of its environment
  return std::getenv(kMasterVariable);
}

Error Wrong() { return Error{ErrorCode::kInternal, "keys.wrong"}; }

Error Unreadable(const std::string& path, std::string detail) {
  return Error{ErrorCode::kInvalid, "keys.unreadable", {{"path", path}}, path, std::move(detail)};
}

Error Unwritable(const std::string& path) {
  return Error{ErrorCode::kUnavailable,
               "file.unwritable",
               {{"path", path}},
               path,
               "errno " + std::to_string(errno)};
}

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Fetched once: a fetch by name costs more than sealing a small event.
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return fetched;
}

EVP_MAC* Hmac() {
  static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  return fetched;
}

struct CipherContext {
  EVP_CIPHER_CTX* raw = EVP_CIPHER_CTX_new();
  CipherContext() = default;
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
  ~CipherContext() { EVP_CIPHER_CTX_free(raw); }
};

EVP_CIPHER_CTX* ThreadCipher() {
  thread_local CipherContext context;
  return context.raw;
}

struct DigestContext {
  EVP_MD_CTX* raw = EVP_MD_CTX_new();
  DigestContext() = default;
  DigestContext(const DigestContext&) = delete;
  DigestContext& operator=(const DigestContext&) = delete;
  ~DigestContext() { EVP_MD_CTX_free(raw); }
};

EVP_MD_CTX* ThreadDigest() {
  thread_local DigestContext context;
  EVP_MD_CTX_reset(context.raw);
  return context.raw;
}

struct MacContext {
  EVP_MAC_CTX* raw = EVP_MAC_CTX_new(Hmac());
  MacContext() = default;
  MacContext(const MacContext&) = delete;
  MacContext& operator=(const MacContext&) = delete;
  ~MacContext() { EVP_MAC_CTX_free(raw); }
};

std::array<std::uint8_t, 32> HmacSha256(const SecretKey& key, std::string_view message) {
  thread_local MacContext context;
  char digest[] = "SHA256";
  const std::array<OSSL_PARAM, 2> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  std::array<std::uint8_t, 32> out{};
  std::size_t size = 0;
  LUOSHI_CHECK(EVP_MAC_init(context.raw, key.data(), key.size(), params.data()) == 1);
  LUOSHI_CHECK(EVP_MAC_update(context.raw, Octets(message), message.size()) == 1);
  LUOSHI_CHECK(EVP_MAC_final(context.raw, out.data(), &size, out.size()) == 1);
  return out;
}

// Tells a wrong master key from the right one at start instead of at the first record.
std::string MasterCheck(const SecretKey& master) {
  const auto mac = HmacSha256(master, "luoshi master key 1");
  return ToHex({reinterpret_cast<const char*>(mac.data()), 8});
}

void Wipe(std::string& text) { OPENSSL_cleanse(text.data(), text.size()); }

std::string Encoded(const SecretKey& key) {
  return ToBase64({reinterpret_cast<const char*>(key.data()), key.size()});
}

bool ReadSecret(std::string_view base64, SecretKey& out) {
  std::optional<std::string> raw = FromBase64(base64);
  const bool fits = raw && raw->size() == out.size();
  if (fits) {
    std::memcpy(out.data(), raw->data(), out.size());
  }
  if (raw) {
    Wipe(*raw);
  }
  return fits;
}

void WipeMembers(Json& json) {
  if (JsonObject* object = json.if_object()) {
    for (auto& member : *object) {
      if (boost::json::string* text = member.value().if_string()) {
        OPENSSL_cleanse(text->data(), text->size());
      }
    }
  }
}

bool SyncFolder(const std::string& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::fsync(handle) == 0;
  if (handle >= 0) {
    ::close(handle);
  }
  return synced;
}

bool WriteAll(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count <= 0) {
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

struct Keyring::Secrets {
  SecretKey master{};
  SecretKey blind{};
  SecretKey seed{};  // of the Ed25519 key
  EVP_PKEY* signing = nullptr;
  std::string folder;
  mutable std::mutex erasures;

  Secrets() = default;
  Secrets(const Secrets&) = delete;
  Secrets& operator=(const Secrets&) = delete;
  ~Secrets() {
    EVP_PKEY_free(signing);  // which wipes it
    OPENSSL_cleanse(master.data(), master.size());
    OPENSSL_cleanse(blind.data(), blind.size());
    OPENSSL_cleanse(seed.data(), seed.size());
  }

  std::string KeyFile() const { return folder + "/keyring.json"; }
  std::string ErasureFile() const { return folder + "/erasures.txt"; }
};

Keyring::Keyring(std::unique_ptr<Secrets> secrets) : secrets_(std::move(secrets)) {}
Keyring::~Keyring() = default;

Result<std::unique_ptr<Keyring>> Keyring::Create(const std::string& folder, Random& random) {
  Secrets fresh;
  fresh.folder = folder;
  if (FileExists(fresh.KeyFile())) {
    return Load(folder);
  }
  TRY(MakeFolder(folder));
  if (::chmod(folder.c_str(), S_IRWXU) != 0) {
    return Unwritable(folder);
  }
  random.Fill(fresh.blind);
  random.Fill(fresh.seed);
  JsonObject file;
  file["format"] = kFileFormat;
  if (const char* given = GivenMaster()) {
    if (!ReadSecret(given, fresh.master)) {
      return Unreadable(kMasterVariable, "not 32 bytes of base64");
    }
  } else {
    random.Fill(fresh.master);
    file["master"] = Encoded(fresh.master);
  }
  file["master_check"] = MasterCheck(fresh.master);
  file["blind"] = Encoded(fresh.blind);
  file["ed25519_seed"] = Encoded(fresh.seed);
  Json json(std::move(file));
  std::string content = PrettyJson(json);
  // Linked into place, never renamed over: whatever else happens, secrets that are there stay.
  const std::string beside =
      fresh.KeyFile() + "." + std::to_string(::getpid()) + "." + std::to_string(random.Next());
  const Status written = WriteFile(beside, content, true);
  Wipe(content);
  WipeMembers(json);
  TRY(written);
  const bool linked = ::link(beside.c_str(), fresh.KeyFile().c_str()) == 0 || errno == EEXIST;
  ::unlink(beside.c_str());
  if (!linked || !SyncFolder(folder)) {
    return Unwritable(fresh.KeyFile());
  }
  return Load(folder);
}

Result<std::unique_ptr<Keyring>> Keyring::Load(const std::string& folder) {
  auto secrets = std::make_unique<Secrets>();
  secrets->folder = folder;
  const std::string path = secrets->KeyFile();
  Result<std::string> content = ReadFile(path, 1 << 16);
  if (!content.ok()) {
    return content.error().key == "file.missing"
               ? Error{ErrorCode::kNotFound, "keys.missing", {{"path", path}}, path}
               : Unreadable(path, content.error().key);
  }
  Result<Json> json = ParseJson(*content);
  Wipe(*content);
  const JsonObject* file = json.ok() ? json->if_object() : nullptr;
  if (file == nullptr) {
    return Unreadable(path, "not a JSON object");
  }
  const char* given = GivenMaster();
  const bool complete =
      FindInt(*file, "format") == kFileFormat &&
      ReadSecret(given != nullptr ? std::string_view(given) : FindText(*file, "master"),
                 secrets->master) &&
      ReadSecret(FindText(*file, "blind"), secrets->blind) &&
      ReadSecret(FindText(*file, "ed25519_seed"), secrets->seed);
  const bool right = complete && FindText(*file, "master_check") == MasterCheck(secrets->master);
  WipeMembers(*json);
  if (!right) {
    return Unreadable(path, complete ? "another master key" : "incomplete");
  }
  secrets->signing = EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr,
                                                     secrets->seed.data(), secrets->seed.size());
  LUOSHI_CHECK(secrets->signing != nullptr);
  return std::unique_ptr<Keyring>(new Keyring(std::move(secrets)));
}

SecretKey Keyring::NewKey(Random& random) {
  SecretKey key{};
  random.Fill(key);
  return key;
}

std::string Keyring::Wrap(const SecretKey& key, Random& random) const {
  return Seal(secrets_->master, {reinterpret_cast<const char*>(key.data()), key.size()},
              kWrapContext, random);
}

Result<SecretKey> Keyring::Unwrap(std::string_view wrapped) const {
  TRY_ASSIGN(std::string raw, Open(secrets_->master, wrapped, kWrapContext));
  SecretKey key{};
  const bool fits = raw.size() == key.size();
  if (fits) {
    std::memcpy(key.data(), raw.data(), key.size());
  }
  Wipe(raw);
  return fits ? Result<SecretKey>(key) : Result<SecretKey>(Wrong());
}

std::string Keyring::Seal(const SecretKey& key,
                          std::string_view plain,
                          std::string_view context,
                          Random& random) {
  LUOSHI_CHECK(plain.size() <= INT_MAX && context.size() <= INT_MAX);
  std::array<std::uint8_t, kNonceBytes> nonce{};
  random.Fill(nonce);
  std::string out(kNonceBytes + plain.size() + kTagBytes, '\0');
  std::memcpy(out.data(), nonce.data(), kNonceBytes);
  unsigned char* const body = Octets(out) + kNonceBytes;
  EVP_CIPHER_CTX* const cipher = ThreadCipher();
  int size = 0;
  LUOSHI_CHECK(EVP_EncryptInit_ex2(cipher, Cipher(), key.data(), nonce.data(), nullptr) == 1);
  LUOSHI_CHECK(EVP_EncryptUpdate(cipher, nullptr, &size, Octets(context),
                                 static_cast<int>(context.size())) == 1);
  LUOSHI_CHECK(
      EVP_EncryptUpdate(cipher, body, &size, Octets(plain), static_cast<int>(plain.size())) == 1);
  LUOSHI_CHECK(EVP_EncryptFinal_ex(cipher, body + size, &size) == 1);
  LUOSHI_CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes),
                                   body + plain.size()) == 1);
  return out;
}

Result<std::string> Keyring::Open(const SecretKey& key,
                                  std::string_view sealed,
                                  std::string_view context) {
  if (sealed.size() < kNonceBytes + kTagBytes || sealed.size() > INT_MAX) {
    return Wrong();
  }
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view body = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::array<char, kTagBytes> tag{};
  std::memcpy(tag.data(), sealed.data() + sealed.size() - kTagBytes, kTagBytes);
  std::string out(body.size(), '\0');
  EVP_CIPHER_CTX* const cipher = ThreadCipher();
  int size = 0;
  LUOSHI_CHECK(EVP_DecryptInit_ex2(cipher, Cipher(), key.data(), Octets(nonce), nullptr) == 1);
  LUOSHI_CHECK(EVP_DecryptUpdate(cipher, nullptr, &size, Octets(context),
                                 static_cast<int>(context.size())) == 1);
  LUOSHI_CHECK(EVP_DecryptUpdate(cipher, Octets(out), &size, Octets(body),
                                 static_cast<int>(body.size())) == 1);
  LUOSHI_CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes),
                                   tag.data()) == 1);
  if (EVP_DecryptFinal_ex(cipher, Octets(out) + out.size(), &size) != 1) {
    Wipe(out);
    return Wrong();
  }
  return out;
}

std::string Keyring::BlindTag(std::string_view field, std::string_view value) const {
  std::string message;
  AppendU32(message, static_cast<std::uint32_t>(field.size()));
  message += field;
  message += value;
  const auto mac = HmacSha256(secrets_->blind, message);
  Wipe(message);
  return {reinterpret_cast<const char*>(mac.data()), kBlindBytes};
}

std::string Keyring::Sign(std::string_view message) const {
  EVP_MD_CTX* const digest = ThreadDigest();
  std::string out(64, '\0');
  std::size_t size = out.size();
  LUOSHI_CHECK(EVP_DigestSignInit(digest, nullptr, nullptr, nullptr, secrets_->signing) == 1);
  LUOSHI_CHECK(EVP_DigestSign(digest, Octets(out), &size, Octets(message), message.size()) == 1);
  LUOSHI_CHECK(size == out.size());
  return out;
}

std::string Keyring::PublicKey() const {
  std::string out(32, '\0');
  std::size_t size = out.size();
  LUOSHI_CHECK(EVP_PKEY_get_raw_public_key(secrets_->signing, Octets(out), &size) == 1);
  return out;
}

bool Keyring::Verify(std::string_view public_key,
                     std::string_view message,
                     std::string_view signature) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, Octets(public_key),
                                     public_key.size()),
      &EVP_PKEY_free);
  EVP_MD_CTX* const digest = ThreadDigest();
  return key != nullptr &&
         EVP_DigestVerifyInit(digest, nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(digest, Octets(signature), signature.size(), Octets(message),
                          message.size()) == 1;
}

Status Keyring::NoteErasure(const Uuid& record) {
  const std::lock_guard<std::mutex> lock(secrets_->erasures);
  const std::string path = secrets_->ErasureFile();
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return Unwritable(path);
  }
  // Each line has 37 bytes. A torn last one was never acknowledged: write over it.
  constexpr off_t kLine = 37;
  const bool locked = ::flock(file, LOCK_EX) == 0;  // against the command line beside a server
  const off_t end = ::lseek(file, 0, SEEK_END);
  const off_t whole = end / kLine * kLine;
  const bool written = locked && end >= 0 && (whole == end || ::ftruncate(file, whole) == 0) &&
                       ::lseek(file, whole, SEEK_SET) == whole &&
                       WriteAll(file, record.ToString() + "\n") && ::fsync(file) == 0;
  Status out = written ? Status() : Status(Unwritable(path));
  ::close(file);
  if (written && end == 0 && !SyncFolder(secrets_->folder)) {
    out = Unwritable(path);
  }
  return out;
}

Result<std::vector<Uuid>> Keyring::Erasures() const {
  const std::lock_guard<std::mutex> lock(secrets_->erasures);
  const std::string path = secrets_->ErasureFile();
  Result<std::string> content = ReadFile(path);
  if (!content.ok() && content.error().key == "file.missing") {
    return std::vector<Uuid>();
  }
  TRY(content);
  std::vector<std::string> lines = Split(*content, "\n");
  lines.pop_back();  // "" behind the last line, or a torn one
  std::vector<Uuid> out;
  for (const std::string& line : lines) {
    const Result<Uuid> id = Uuid::Parse(line);
    if (!id.ok()) {
      return Unreadable(path, "line " + std::to_string(out.size() + 1));
    }
    out.push_back(*id);
  }
  return out;
}

}  // namespace luoshi::journal
