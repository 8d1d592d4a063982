#include "journal/keyring.h"

#include <cstdlib>
#include <filesystem>
#include <sys/stat.h>
#include <thread>

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/json.h"
#include "host/files.h"

namespace luoshi::journal {
namespace {

class KeyringFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    ::unsetenv("LUOSHI_MASTER_KEY");
    std::string made = ::testing::TempDir() + "/luoshi_keys_XXXXXX";
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    parent_ = made;
    folder_ = made + "/keys";
  }
  void TearDown() override {
    ::unsetenv("LUOSHI_MASTER_KEY");
    std::filesystem::remove_all(parent_);
  }
  static unsigned Mode(const std::string& path) {
    struct stat about {};
    return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777U : 0U;
  }
  std::string KeyFile() const { return folder_ + "/keyring.json"; }

  SystemRandom random_;
  std::string parent_;
  std::string folder_;
};

TEST_F(KeyringFiles, KeepTheirSecretsFromOthersAndAreReadBack) {
  const auto made = Keyring::Create(folder_, random_);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(Mode(folder_), 0700U);
  EXPECT_EQ(Mode(KeyFile()), 0600U);
  EXPECT_EQ(ListFiles(folder_)->size(), 1U);
  const auto loaded = Keyring::Load(folder_);
  ASSERT_TRUE(loaded.ok());
  const SecretKey key = Keyring::NewKey(random_);
  const std::string wrapped = (*made)->Wrap(key, random_);
  EXPECT_EQ(*(*loaded)->Unwrap(wrapped), key);
  EXPECT_EQ((*made)->PublicKey(), (*loaded)->PublicKey());
  EXPECT_EQ((*made)->BlindTag("phone", "1"), (*loaded)->BlindTag("phone", "1"));
}

TEST_F(KeyringFiles, AreNeverOverwritten) {
  const auto first = Keyring::Create(folder_, random_);
  const std::string content = *ReadFile(KeyFile());
  const auto second = Keyring::Create(folder_, random_);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(*ReadFile(KeyFile()), content);
  EXPECT_EQ((*first)->PublicKey(), (*second)->PublicKey());
}

TEST_F(KeyringFiles, ThatAreMissingOrBrokenAreNamed) {
  EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.missing");
  ASSERT_TRUE(Keyring::Create(folder_, random_).ok());
  const Json good = *ParseJson(*ReadFile(KeyFile()));
  for (const auto& member : good.get_object()) {
    Json broken = good;
    broken.get_object().erase(member.key());
    ASSERT_TRUE(WriteFile(KeyFile(), WriteJson(broken), true).ok());
    EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable") << member.key();
    EXPECT_EQ(Keyring::Create(folder_, random_).error().key, "keys.unreadable") << member.key();
  }
  Json another = good;
  another.get_object()["master"] = ToBase64(std::string(32, 'k'));
  ASSERT_TRUE(WriteFile(KeyFile(), WriteJson(another), true).ok());
  EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable");
  for (const std::string_view text : {"", "{", "[]", "\xff"}) {
    ASSERT_TRUE(WriteFile(KeyFile(), text, true).ok());
    EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable");
  }
}

TEST_F(KeyringFiles, TakeTheMasterKeyFromTheEnvironmentAndThenDoNotHoldIt) {
  const std::string master = ToBase64(std::string(32, 'm'));
  ::setenv("LUOSHI_MASTER_KEY", master.c_str(), 1);
  const auto made = Keyring::Create(folder_, random_);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(ReadFile(KeyFile())->find(master), std::string::npos);
  EXPECT_EQ(ReadFile(KeyFile())->find("\"master\""), std::string::npos);
  EXPECT_TRUE(Keyring::Load(folder_).ok());
  ::setenv("LUOSHI_MASTER_KEY", ToBase64(std::string(32, 'n')).c_str(), 1);
  EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable");
  ::setenv("LUOSHI_MASTER_KEY", "short", 1);
  EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable");
  ::unsetenv("LUOSHI_MASTER_KEY");
  EXPECT_EQ(Keyring::Load(folder_).error().key, "keys.unreadable");
}

TEST_F(KeyringFiles, RememberErasuresInOrderAndForgetATornLine) {
  const auto keyring = Keyring::Create(folder_, random_);
  EXPECT_TRUE((*keyring)->Erasures()->empty());
  const std::vector<Uuid> ids = {Uuid::Derived({"a"}), Uuid::Derived({"b"}), Uuid::Derived({"c"})};
  ASSERT_TRUE((*keyring)->NoteErasure(ids[0]).ok());
  ASSERT_TRUE((*keyring)->NoteErasure(ids[1]).ok());
  EXPECT_EQ(*(*keyring)->Erasures(), (std::vector<Uuid>{ids[0], ids[1]}));
  const std::string path = folder_ + "/erasures.txt";
  EXPECT_EQ(Mode(path), 0600U);
  ASSERT_TRUE(WriteFile(path, *ReadFile(path) + "0199000", true).ok());
  EXPECT_EQ(*(*keyring)->Erasures(), (std::vector<Uuid>{ids[0], ids[1]}));
  ASSERT_TRUE((*keyring)->NoteErasure(ids[2]).ok());
  EXPECT_EQ(*(*Keyring::Load(folder_))->Erasures(), ids);
  ASSERT_TRUE(WriteFile(path, "not an id\n" + ids[0].ToString() + "\n", true).ok());
  EXPECT_EQ((*keyring)->Erasures().error().key, "keys.unreadable");
}

TEST_F(KeyringFiles, ThatCannotBeWrittenSaySo) {
  ASSERT_TRUE(WriteFile(parent_ + "/file", "x").ok());
  EXPECT_EQ(Keyring::Create(parent_ + "/file", random_).error().key, "file.unwritable");
}

TEST_F(KeyringFiles, SealAndSignFromManyThreads) {
  const auto keyring = Keyring::Create(folder_, random_);
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      SystemRandom random;
      for (int round = 0; round < 200; ++round) {
        const SecretKey key = Keyring::NewKey(random);
        const auto unwrapped = (*keyring)->Unwrap((*keyring)->Wrap(key, random));
        const std::string signature = (*keyring)->Sign("line");
        good += unwrapped.ok() && *unwrapped == key &&
                        Keyring::Verify((*keyring)->PublicKey(), "line", signature)
                    ? 1
                    : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(good, 800);
}

TEST_F(KeyringFiles, TagEqualValuesOfAFieldAlikeAndNoOthers) {
  const auto keyring = Keyring::Create(folder_, random_);
  const std::string tag = (*keyring)->BlindTag("phone", "13800000000");
  EXPECT_EQ(tag.size(), 16U);
  EXPECT_EQ(tag, (*keyring)->BlindTag("phone", "13800000000"));
  EXPECT_NE(tag, (*keyring)->BlindTag("phone", "13800000001"));
  EXPECT_NE((*keyring)->BlindTag("ab", "c"), (*keyring)->BlindTag("a", "bc"));
  const auto other = Keyring::Create(parent_ + "/other", random_);
  EXPECT_NE(tag, (*other)->BlindTag("phone", "13800000000"));
  EXPECT_EQ((*other)->Unwrap((*keyring)->Wrap(Keyring::NewKey(random_), random_)).error().key,
            "keys.wrong");
}

TEST(Sealing, NoticesAnyChangedByte) {
  SystemRandom random;
  const SecretKey key = Keyring::NewKey(random);
  const std::string sealed = Keyring::Seal(key, "张三", "event", random);
  EXPECT_EQ(*Keyring::Open(key, sealed, "event"), "张三");
  EXPECT_NE(sealed, Keyring::Seal(key, "张三", "event", random));
  EXPECT_EQ(*Keyring::Open(key, Keyring::Seal(key, "", "", random), ""), "");
  EXPECT_EQ(Keyring::Open(key, sealed, "other").error().key, "keys.wrong");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(Keyring::Open(key, changed, "event").error().key, "keys.wrong");
    EXPECT_EQ(Keyring::Open(key, sealed.substr(0, i), "event").error().key, "keys.wrong");
  }
}

// RFC 8032, 7.1, TEST 2.
TEST(Signatures, AreEd25519) {
  const std::string public_key =
      *FromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::string signature = *FromHex(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(Keyring::Verify(public_key, "\x72", signature));
  EXPECT_FALSE(Keyring::Verify(public_key, "\x73", signature));
  EXPECT_FALSE(Keyring::Verify(public_key.substr(1), "\x72", signature));
  EXPECT_FALSE(Keyring::Verify(public_key, "\x72", signature.substr(1)));
  EXPECT_FALSE(Keyring::Verify("", "", ""));
}

}  // namespace
}  // namespace luoshi::journal
