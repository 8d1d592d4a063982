#include "base/sha256.h"

#include <openssl/evp.h>

#include "base/bytes.h"
#include "base/result.h"

namespace luoshi {

struct Sha256::Context {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(context); }
};

namespace {

// Fetched once: a fetch by name for every hash costs more than the hash of a small event.
const EVP_MD* Algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

}  // namespace

std::string Hash256::ToHex() const { return luoshi::ToHex(AsBytes()); }

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  LUOSHI_CHECK(EVP_DigestInit_ex2(context_->context, Algorithm(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::Update(std::string_view data) {
  LUOSHI_CHECK(EVP_DigestUpdate(context_->context, data.data(), data.size()) == 1);
}

Hash256 Sha256::Finish() {
  Hash256 out;
  LUOSHI_CHECK(EVP_DigestFinal_ex(context_->context, out.bytes.data(), nullptr) == 1);
  LUOSHI_CHECK(EVP_DigestInit_ex2(context_->context, Algorithm(), nullptr) == 1);
  return out;
}

Hash256 HashOf(std::string_view data) {
  thread_local Sha256 hash;
  hash.Update(data);
  return hash.Finish();
}

}  // namespace luoshi
