#include "tests/journal/fixture.h"

namespace luoshi::journal {
namespace {

using storage::Access;

class AttachmentTest : public JournalTest {
 protected:
  Result<Hash256> Put(std::string_view content, const RecordId* seal_for = nullptr) {
    return storage::WithTransaction(store(), [&](storage::Tx& tx) {
      return PutAttachment(tx, kTown, content, "text/plain", seal_for, keyring(), random_);
    });
  }
  // The content, or the key of the error.
  std::string Get(const Hash256& hash, JurisdictionId jurisdiction = kTown) {
    std::string out;
    InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
      const Result<Attachment> got = GetAttachment(tx, jurisdiction, hash, keyring());
      out = got.ok() ? got->content : got.error().key;
    });
    return out;
  }
  void Erase(const RecordId& record) {
    ASSERT_TRUE(storage::WithTransaction(store(), [&](storage::Tx& tx) {
                  return DestroyRecordKey(tx, kTown, record);
                }).ok());
  }
  // Whether the plain bytes lie in the table.
  bool LiesOpen(std::string_view content) {
    bool found = false;
    InTransaction(store(), Access::kRead, [&](storage::Tx& tx) {
      const storage::Statement all{"test.all", "SELECT content FROM attachment"};
      ASSERT_TRUE(tx.Query(all, {}, [&](const storage::Row& row) -> Status {
                      found = found || row.Blob(0).find(content) != std::string_view::npos;
                      return {};
                    }).ok());
    });
    return found;
  }
};

TEST_P(AttachmentTest, AreNamedByTheirContentAndStoredOnce) {
  std::string content = "公示照片";
  content.push_back('\0');
  const Result<Hash256> hash = Put(content);
  ASSERT_TRUE(hash.ok());
  EXPECT_EQ(*hash, HashOf(content));
  EXPECT_EQ(*Put(content), *hash);
  EXPECT_EQ(Get(*hash), content);
  EXPECT_EQ(Get(*hash, JurisdictionId{43}), "attachment.missing");
  EXPECT_EQ(Get(HashOf("other")), "attachment.missing");
  EXPECT_EQ(Get(*Put("")), "");
}

TEST_P(AttachmentTest, OfARecordAreSealedAndGoWithIt) {
  const RecordId record = records()[0];
  const Result<Hash256> hash = Put("身份证", &record);
  ASSERT_TRUE(hash.ok());
  EXPECT_EQ(*Put("身份证", &record), *hash);
  EXPECT_FALSE(LiesOpen("身份证"));
  EXPECT_EQ(Get(*hash), "身份证");
  Erase(record);
  EXPECT_EQ(Get(*hash), "attachment.missing");
  EXPECT_EQ(Put("身份证", &record).error().key, "journal.record_erased");
}

TEST_P(AttachmentTest, SharedByTwoRecordsLiveAsLongAsOneOfThem) {
  const RecordId first = records()[0];
  const RecordId second = records()[1];
  const Hash256 hash = *Put("协议书", &first);
  ASSERT_EQ(*Put("协议书", &second), hash);
  Erase(first);
  EXPECT_EQ(Get(hash), "协议书");
  EXPECT_FALSE(LiesOpen("协议书"));
  Erase(second);
  EXPECT_EQ(Get(hash), "attachment.missing");
  // Stored anew for a third, it is there again.
  const RecordId third = records()[2];
  ASSERT_EQ(*Put("协议书", &third), hash);
  EXPECT_EQ(Get(hash), "协议书");
}

TEST_P(AttachmentTest, SharedStayWithTheFirstRecordWhenTheSecondGoes) {
  const RecordId first = records()[0];
  const RecordId second = records()[1];
  const Hash256 hash = *Put("协议书", &first);
  ASSERT_EQ(*Put("协议书", &second), hash);
  Erase(second);
  EXPECT_EQ(Get(hash), "协议书");
}

TEST_P(AttachmentTest, StoredOpenAfterSealedLieOpen) {
  const RecordId record = records()[0];
  const Hash256 hash = *Put("通知", &record);
  ASSERT_EQ(*Put("通知"), hash);
  Erase(record);
  EXPECT_EQ(Get(hash), "通知");
  EXPECT_EQ(*Put("通知", &records().front()), hash);
}

TEST_P(AttachmentTest, ShareTheKeyOfTheEventsOfTheirRecord) {
  const RecordId record = records()[0];
  const Hash256 hash = *Put("照片", &record);
  std::vector<Event> events = {MakeEvent()};
  events[0].record = record;
  events[0].personal["name"] = "张三";
  ASSERT_TRUE(AppendAll(events).ok());
  EXPECT_EQ(Get(hash), "照片");
  ASSERT_EQ(*Put("又一张", &record), HashOf("又一张"));
}

TEST_P(AttachmentTest, WhenAlteredAreReportedNotGiven) {
  const RecordId record = records()[0];
  const Hash256 open = *Put("open");
  const Hash256 sealed = *Put("sealed", &record);
  const std::string spoil = "UPDATE attachment SET content = ?1";
  const std::string other(64, 'x');
  ASSERT_TRUE(storage::WithTransaction(store(), [&](storage::Tx& tx) {
                return tx.Execute({spoil, spoil}, {storage::Blob(other)});
              }).ok());
  EXPECT_EQ(Get(open), "attachment.damaged");
  EXPECT_EQ(Get(sealed), "keys.wrong");
  const std::string cut = "UPDATE attachment SET sealed_for = ?1";
  ASSERT_TRUE(storage::WithTransaction(store(), [&](storage::Tx& tx) {
                return tx.Execute({cut, cut}, {storage::Blob(other)});
              }).ok());
  EXPECT_EQ(Get(sealed), "attachment.damaged");
}

TEST_P(AttachmentTest, WithAMediaTypeThatIsNoneAreRefused) {
  InTransaction(store(), Access::kWrite, [&](storage::Tx& tx) {
    for (const std::string& type :
         {std::string(), std::string("\xff"), std::string(256, 'x'), std::string("a\nb")}) {
      EXPECT_EQ(PutAttachment(tx, kTown, "x", type, nullptr, keyring(), random_).error().key,
                "attachment.malformed");
    }
  });
}

LUOSHI_FOR_ALL_STORES(AttachmentTest);

}  // namespace
}  // namespace luoshi::journal
