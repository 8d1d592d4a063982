#include "journal/event_codec.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "host/files.h"
#include "journal/merkle.h"
#include "journal/random_event.h"

namespace luoshi::journal {
namespace {

constexpr std::string_view kSalt("0123456789abcdef");

SecretKey TestKey() {
  SecretKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(i);
  }
  return key;
}

class CountingRandom : public Random {
 public:
  void Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) {
      byte = next_++;
    }
  }

 private:
  std::uint8_t next_ = 0xa0;
};

// The example of docs/formats/event.md.
Event PageEvent() {
  Event event;
  event.id = *Uuid::Parse("01990000-0000-7000-8000-000000000001");
  event.jurisdiction = JurisdictionId{42};
  event.position = 7;
  event.root_position = 3;
  event.origin.command = *Uuid::Parse("01990000-0000-7000-8000-000000000002");
  event.origin.actor = {"wang", "beishan/clerk"};
  event.origin.on_behalf_of = OnBehalfOf{"", EntryWay::kPhone};
  event.origin.occurred = *DateTime::Parse("2026-09-01T08:30:00+08:00");
  event.recorded = *DateTime::Parse("2026-09-01T08:31:02.500+08:00");
  event.counts_on = *Date::Parse("2026-09-01");
  event.kind = "record.change";
  event.record = *Uuid::Parse("01990000-0000-7000-8000-000000000003");
  event.body["set"] = JsonObject{{"pay_status", "paid"}};
  event.personal[kReporter] = "李会计";
  event.personal["set"] = JsonObject{{"name", "张三"}};
  return event;
}

void ExpectSame(const Event& a, const Event& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.jurisdiction, b.jurisdiction);
  EXPECT_EQ(a.position, b.position);
  EXPECT_EQ(a.root_position, b.root_position);
  EXPECT_EQ(a.origin.command, b.origin.command);
  EXPECT_EQ(a.origin.actor, b.origin.actor);
  EXPECT_EQ(a.origin.on_behalf_of, b.origin.on_behalf_of);
  EXPECT_EQ(a.origin.occurred, b.origin.occurred);
  EXPECT_EQ(a.recorded, b.recorded);
  EXPECT_EQ(a.counts_on, b.counts_on);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.record, b.record);
  EXPECT_EQ(a.body, b.body);
}

TEST(EventBytes, AreThoseOfTheFormatPage) {
  const Event event = PageEvent();
  CountingRandom random;
  const std::string sealed = SealPersonal(TestKey(), event, random);
  const std::string bytes = EncodeEvent(event, sealed, kSalt);
  const Result<std::string> page =
      ReadFile(std::string(LUOSHI_SOURCE_DIR) + "/docs/formats/event.md");
  ASSERT_TRUE(page.ok());
  std::string hex;  // of the first fenced block marked hex, without white space
  const std::size_t begin = page->find("```hex\n") + 7;
  for (const char c : page->substr(begin, page->find("```", begin) - begin)) {
    if (c != ' ' && c != '\n') {
      hex.push_back(c);
    }
  }
  EXPECT_EQ(ToHex(bytes), hex);
  EXPECT_NE(page->find(LeafHash(bytes).ToHex()), std::string::npos) << LeafHash(bytes).ToHex();
  const std::size_t clear_size = *ByteReader(std::string_view(bytes).substr(110)).U32();
  EXPECT_NE(page->find(bytes.substr(114, clear_size)), std::string::npos);
}

TEST(EventBytes, GiveBackEveryEvent) {
  SeededRandom random(1);
  for (int round = 0; round < 3'000; ++round) {
    const Event event = RandomEvent(random);
    ASSERT_TRUE(CheckStorable(event).ok());
    const std::string sealed = event.personal.empty() ? "" : SealPersonal(TestKey(), event, random);
    const std::string bytes = EncodeEvent(event, sealed, kSalt);
    const Result<DecodedEvent> decoded = DecodeEvent(bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.error().detail;
    ExpectSame(decoded->event, event);
    ASSERT_TRUE(decoded->event.personal.empty());
    ASSERT_EQ(decoded->sealed, sealed);
    if (!sealed.empty()) {
      const Result<JsonObject> personal = OpenPersonal(TestKey(), decoded->event, sealed);
      ASSERT_TRUE(personal.ok());
      ASSERT_EQ(*personal, event.personal);
    }
    ASSERT_EQ(EncodeEvent(decoded->event, decoded->sealed, kSalt), bytes);
  }
}

TEST(EventBytes, WhenBrokenAreReportedAndNeverCrash) {
  SeededRandom random(2);
  int damaged = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Event event = RandomEvent(random);
    std::string bytes = EncodeEvent(event, std::string(40, 'x'), kSalt);
    const auto size = static_cast<std::int64_t>(bytes.size());
    switch (random.Below(4)) {
      case 0:
        bytes.resize(static_cast<std::size_t>(random.Below(size)));
        break;
      case 1:
        bytes.push_back('x');
        break;
      case 2:
        bytes[static_cast<std::size_t>(random.Below(size))] ^=
            static_cast<char>(1 + random.Below(255));
        break;
      default:
        for (char& c : bytes) {
          c = random.Below(20) == 0 ? static_cast<char>(random.Below(256)) : c;
        }
    }
    const Result<DecodedEvent> decoded = DecodeEvent(bytes);
    if (!decoded.ok()) {
      ++damaged;
      ASSERT_EQ(decoded.error().key, "journal.damaged");
      ASSERT_EQ(decoded.error().code, ErrorCode::kInternal);
    }
  }
  EXPECT_GT(damaged, 12'000);
}

TEST(EventBytes, WithAClearPartThatIsNotAnEventsAreDamaged) {
  const std::string bytes = EncodeEvent(PageEvent(), "", kSalt);
  const std::vector<std::string> clears = {
      "",
      "{",
      "[]",
      "null",
      "{}",
      R"({"body":{},"by":"w"})",
      R"({"body":[],"by":"w","kind":"k"})",
      R"({"body":{},"by":1,"kind":"k"})",
      R"({"body":{},"by":"w","kind":null})",
      R"({"body":{},"by":"w","kind":"k","post":2})",
      R"({"body":{},"by":"w","kind":"k","for":"x"})",
      R"({"body":{},"by":"w","kind":"k","way":"pigeon"})",
      R"({"body":{},"by":"w","kind":"k","way":1})",
      R"({"body":{},"by":"w","kind":"k","extra":1})",
      "{\"body\":{},\"by\":\"\xff\",\"kind\":\"k\"}",
  };
  for (const std::string& clear : clears) {
    std::string made = bytes.substr(0, 110);
    AppendU32(made, static_cast<std::uint32_t>(clear.size()));
    made += clear;
    AppendU32(made, 0);
    const Result<DecodedEvent> decoded = DecodeEvent(made);
    ASSERT_FALSE(decoded.ok()) << clear;
    EXPECT_EQ(decoded.error().key, "journal.damaged");
    EXPECT_EQ(decoded.error().params[1].second, "7");
  }
}

TEST(PersonalPart, OpensOnlyWithItsKeyForItsEvent) {
  SystemRandom random;
  const Event event = PageEvent();
  const std::string sealed = SealPersonal(TestKey(), event, random);
  ASSERT_TRUE(OpenPersonal(TestKey(), event, sealed).ok());
  SecretKey other_key = TestKey();
  other_key[0] ^= 1;
  EXPECT_EQ(OpenPersonal(other_key, event, sealed).error().key, "keys.wrong");
  Event other_event = event;
  other_event.id.bytes[15] ^= 1;
  EXPECT_EQ(OpenPersonal(TestKey(), other_event, sealed).error().key, "keys.wrong");
  Event other_place = event;
  other_place.jurisdiction = JurisdictionId{43};
  EXPECT_EQ(OpenPersonal(TestKey(), other_place, sealed).error().key, "keys.wrong");
  for (const char* name : {"张三", "李会计"}) {
    EXPECT_EQ(EncodeEvent(event, sealed, kSalt).find(name), std::string::npos) << name;
  }
}

TEST(CheckStorable, RefusesWhatCouldNotBeReadBack) {
  const auto refused = [](const Event& event) {
    const Status status = CheckStorable(event);
    return !status.ok() && status.error().key == "journal.event_malformed";
  };
  Event event = PageEvent();
  EXPECT_FALSE(refused(event));
  event.body["rate"] = 0.5;
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.personal["name"] = "\xff";
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.origin.on_behalf_of->name = "李会计";  // it would stand in the clear part
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.body["\xff"] = 1;
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.origin.actor.user = "\xc0\x80";
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.recorded.ms = INT64_MAX;
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.counts_on.days = INT32_MIN;
  EXPECT_TRUE(refused(event));
  event = PageEvent();
  event.body["n"] = std::uint64_t{1} << 63;
  EXPECT_TRUE(refused(event));
}

TEST(CheckStorable, AllowsExactlyTheDepthThatIsReadBack) {
  Event event = PageEvent();
  Json nested = 1;
  for (int depth = 1; depth < kMaxEventDepth; ++depth) {
    nested = JsonArray{nested};
  }
  event.body["deep"] = nested;
  EXPECT_TRUE(CheckStorable(event).ok());
  EXPECT_TRUE(DecodeEvent(EncodeEvent(event, "", kSalt)).ok());
  event.body["deep"] = JsonArray{nested};
  EXPECT_FALSE(CheckStorable(event).ok());
}

}  // namespace
}  // namespace luoshi::journal
