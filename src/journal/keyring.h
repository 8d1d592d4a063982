// The secrets of a deployment and what is done with them. They lie in <data>/keys, apart from the
// database and backed up apart from it; the list of erasures lies beside them and is never rolled
// back. Cipher suite 1: AES-256-GCM, SHA-256, Ed25519. Suite 2 (SM4, SM3, SM2) has its id reserved.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/uuid.h"
#include "host/random.h"

namespace luoshi::journal {

inline constexpr std::uint8_t kSuite = 1;

using SecretKey = std::array<std::uint8_t, 32>;

class Keyring {
 public:
  // Makes new secrets in `folder` (mode 0600), or reads those that are there. kNotFound
  // keys.missing, kInvalid keys.unreadable.
  static Result<std::unique_ptr<Keyring>> Create(const std::string& folder, Random& random);
  static Result<std::unique_ptr<Keyring>> Load(const std::string& folder);

  // A record's own key, and the wrapped form in which the database keeps it.
  static SecretKey NewKey(Random& random);
  std::string Wrap(const SecretKey& key, Random& random) const;
  Result<SecretKey> Unwrap(std::string_view wrapped) const;  // kInternal keys.wrong

  // nonce ‖ ciphertext ‖ tag, bound to `context` (the event's id, the attachment's hash).
  static std::string Seal(const SecretKey& key,
                          std::string_view plain,
                          std::string_view context,
                          Random& random);
  static Result<std::string> Open(const SecretKey& key,
                                  std::string_view sealed,
                                  std::string_view context);  // kInternal keys.wrong

  // HMAC-SHA256 (16 bytes) of a personal value: equal values of a field are found, none is
  // readable.
  std::string BlindTag(std::string_view field, std::string_view value) const;

  std::string Sign(std::string_view message) const;  // Ed25519, 64 bytes
  std::string PublicKey() const;                     // 32 bytes
  static bool Verify(std::string_view public_key,
                     std::string_view message,
                     std::string_view signature);

  // The records erased so far, kept in the folder of the keys. Appending is durable.
  Status NoteErasure(const Uuid& record);
  Result<std::vector<Uuid>> Erasures() const;

  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;
  ~Keyring();

 private:
  struct Secrets;
  explicit Keyring(std::unique_ptr<Secrets> secrets);
  std::unique_ptr<Secrets> secrets_;
};

}  // namespace luoshi::journal
