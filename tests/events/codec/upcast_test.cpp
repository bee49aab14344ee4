// Upcasts, shown on a kind that the product does not have: an event in its third version, read by
// what reads every event, from the bytes of each version it had.
#include <catch2/catch.hpp>

#include "events/codec/event_codec.hpp"
#include "events/codec/span_archive.hpp"

namespace leadline::tests {
namespace {

using namespace events;

// Who is told of a lead: at first one user.
struct UserToldV1 {
    static constexpr EventKind kind{99};
    static constexpr std::uint8_t schema_version = 1;

    LeadId lead;
    UserId user;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user));
    }
};

// Then with a number of tries: before, there was one.
struct UserToldV2 {
    static constexpr EventKind kind{99};
    static constexpr std::uint8_t schema_version = 2;
    using before = UserToldV1;

    LeadId lead;
    UserId user;
    std::uint32_t tries = 1;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("user", user), field("tries", tries));
    }
    static UserToldV2 from(const UserToldV1& old, Arena&) { return {old.lead, old.user}; }
};

// Then several users, and a time that no older event knows.
struct UserTold {
    static constexpr EventKind kind{99};
    static constexpr std::uint8_t schema_version = 3;
    using before = UserToldV2;

    LeadId lead;
    List<UserId> users;
    std::uint32_t tries = 1;
    Time answer_by;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("users", users), field("tries", tries),
           field("answer_by", answer_by));
    }
    static UserTold from(const UserToldV2& old, Arena& arena) {
        const std::span<UserId> users = arena.make<UserId>(1);
        users[0] = old.user;
        return {old.lead, users, old.tries, {}};
    }
    friend bool operator==(const UserTold&, const UserTold&) = default;
};

using Kinds = TypeList<LeadClaimed, UserTold>;

// Its events, and any other kind's, as whoever reads a log meets them.
struct Met {
    std::vector<UserTold> told;
    std::size_t others = 0;

    void operator()(const UserTold& event) { told.push_back(event); }
    template <class Event>
    void operator()(const Event&) {
        ++others;
    }
};

template <class Event>
Bytes bytes_of(const Event& event) {
    EventHeader header;
    header.position = {7};
    header.program = {"acme"};
    Bytes bytes;
    write_event(bytes, header, event);
    return bytes;
}

bool is_read(BytesView bytes, Arena& arena, Met& met) {
    EventHeader header;
    BytesView body;
    return read_header(bytes, header, body) &&
           visit_body_of<Kinds>(header.kind, header.version, body, arena, met);
}

constexpr std::size_t version_at = 6;  // in the bytes of an event, as FORMAT.md says

}  // namespace
}  // namespace leadline::tests

namespace leadline::events {
LEADLINE_BODY(tests::UserToldV1)
LEADLINE_BODY(tests::UserToldV2)
LEADLINE_BODY(tests::UserTold)
}  // namespace leadline::events

namespace leadline::tests {

TEST_CASE("Upcast: the bytes of each older version are read as today's event", "[events]") {
    const std::vector<UserId> sam{{"sam"}};
    const std::vector<UserId> both{{"sam"}, {"kim"}};
    const UserTold today{{"lead-1"}, both, 4, {1'767'323'045'123'456}};
    const Bytes first = bytes_of(UserToldV1{{"lead-1"}, {"sam"}});
    const Bytes second = bytes_of(UserToldV2{{"lead-1"}, {"sam"}, 3});
    const Bytes third = bytes_of(today);
    REQUIRE(first[version_at] == std::byte{1});
    REQUIRE(second[version_at] == std::byte{2});
    Arena arena;
    Met met;
    REQUIRE(is_read(first, arena, met));
    REQUIRE(is_read(second, arena, met));
    REQUIRE(is_read(third, arena, met));
    REQUIRE(met.told.size() == 3);
    CHECK(met.told[0] == UserTold{{"lead-1"}, sam, 1, {}});  // both defaults
    CHECK(met.told[1] == UserTold{{"lead-1"}, sam, 3, {}});
    CHECK(met.told[2] == today);
    CHECK(met.others == 0);
}

TEST_CASE("Upcast: a version that is still to come, or was never there, is refused", "[events]") {
    Bytes bytes = bytes_of(UserTold{{"lead-1"}, {}, 1, {}});
    Arena arena;
    Met met;
    REQUIRE(is_read(bytes, arena, met));
    for (const int version : {0, 4, 255}) {
        bytes[version_at] = static_cast<std::byte>(version);
        CHECK_FALSE(is_read(bytes, arena, met));
    }
    CHECK(met.told.size() == 1);
}

TEST_CASE("Upcast: bytes of another version than they say, or cut short, are refused", "[events]") {
    Arena arena;
    Met met;
    Bytes first = bytes_of(UserToldV1{{"lead-1"}, {"sam"}});
    for (const int version : {2, 3}) {
        first[version_at] = static_cast<std::byte>(version);
        CHECK_FALSE(is_read(first, arena, met));
    }
    Bytes cut;
    write_body(cut, UserToldV1{{"lead-1"}, {"sam"}});
    cut.pop_back();
    UserTold told;
    CHECK_FALSE(read_version(1, BytesView(cut), arena, told));
    CHECK(met.told.empty());
}

TEST_CASE("Upcast: the kinds of the log refuse a number that only others have", "[events]") {
    Arena arena;
    const Bytes bytes = bytes_of(UserTold{{"lead-1"}, {}, 1, {}});
    CHECK_FALSE(visit_event(BytesView(bytes), arena, [](const EventHeader&, const auto&) {}));
}

}  // namespace leadline::tests
