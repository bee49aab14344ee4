// Personal parts under a test cipher: state holds them as they stand in the events, and nothing
// that a fold makes depends on what is in them (DESIGN D8). So a log whose keys are gone still
// makes the state it made when they were there.
#include <catch2/catch.hpp>

#include "engine/core/evolve/evolve.hpp"
#include "tests/engine/runtime/simulated.hpp"
#include "tests/support/every_kind.hpp"
#include "tests/support/test_cipher.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::State;

// A log's events, and whose personal data state keeps of them.
struct SealedLog {
    std::string bytes;
    std::vector<std::pair<std::string, std::string>> leads, users, contacts;  // program and id
    std::size_t filled = 0;                                                   // contacts
    std::size_t parts = 0;
};

// The events once more, their parts as `cipher` seals them.
struct SealAll {
    TestCipher& cipher;
    Arena& arena;
    SealedLog& told;
    Bytes out;

    template <class Event>
    void operator()(const EventHeader& header, const Event& event) {
        Event sealed = event;
        Sealer sealer(cipher, arena);
        sealed.serialize(sealer);
        told.parts += sealer.sealed;
        write_event(out, header, sealed);
        if constexpr (std::is_same_v<Event, ContactFilled>) ++told.filled;
        const auto note = [&header](auto& list, Text id) {
            list.emplace_back(header.program.text, id);
        };
        if constexpr (std::is_same_v<Event, LeadCreated>) note(told.leads, event.asked.lead.text);
        if constexpr (std::is_same_v<Event, UserInvited>) note(told.users, event.asked.user.text);
        if constexpr (std::is_same_v<Event, ContactCreated>)
            note(told.contacts, event.contact.text);
    }
};

SealedLog sealed_by(TestCipher& cipher, const std::string& bytes) {
    SealedLog told;
    Arena arena;
    SealAll sealing{cipher, arena, told, {}};
    engine::EventWalk walk(as_bytes(bytes));
    while (const auto event = walk.next()) REQUIRE(visit_event(*event, arena, sealing));
    REQUIRE(walk.at_end());
    told.bytes = as_text(sealing.out);
    return told;
}

// The entries of state, by key.
using Entries = std::map<std::string, std::string>;

Entries folded(const std::string& bytes, State& state) {
    Arena arena;
    engine::EventWalk walk(as_bytes(bytes));
    while (const auto event = walk.next()) {
        REQUIRE(engine::fold(state, *event, arena));
        arena.reset();
    }
    Entries entries;
    state.collect([&entries](BytesView key, BytesView value) {
        if (!value.empty()) entries.emplace(as_text(key), as_text(value));
    });
    return entries;
}

BytesView view_of(const Bytes& bytes) { return bytes; }
BytesView view_of(const engine::KeptBytes& bytes) { return bytes.view(); }

// Puts the part that `record` keeps through `change`; whether there was one.
template <class Kept, class Change>
bool change_part(State& state, auto& record, auto& bytes, Change change) {
    const BytesView before = view_of(bytes);
    if (before.empty()) return false;
    Arena arena;
    Kept kept;
    REQUIRE(read_body(before, arena, kept));
    bool is_there = false;
    if constexpr (std::is_same_v<Kept, LeadDetails>) {
        is_there = kept.person.is_set();
        change(arena, kept.person);
    } else {
        is_there = kept.is_set();
        change(arena, kept);
    }
    Bytes after;
    write_body(after, kept);
    bytes = std::remove_reference_t<decltype(bytes)>(after);
    state.touch(record);
    return is_there;
}

// Every part that state keeps, through `change`; how many there are.
template <class Change>
std::size_t for_each_part(State& state, const SealedLog& told, Change change) {
    std::size_t parts = 0;
    for (const auto& [program, id] : told.leads) {
        auto& lead = *state.program({program})->leads.find(id);
        parts += change_part<LeadDetails>(state, lead, lead.details, change) ? 1U : 0U;
    }
    for (const auto& [program, id] : told.users) {
        auto& user = *state.program({program})->users.find(id);
        parts += change_part<Part<UserPerson>>(state, user, user.person, change) ? 1U : 0U;
    }
    for (const auto& [program, id] : told.contacts) {
        auto& contact = *state.program({program})->contacts.find(id);
        parts +=
            change_part<Part<ContactDetails>>(state, contact, contact.person, change) ? 1U : 0U;
    }
    state.collect([](BytesView, BytesView) {});
    return parts;
}

// Of random commands; seed 0 is the told story.
std::string told_by(std::uint64_t seed) {
    const RandomCommands random(seed, 700);
    const EveryKind story;
    Ground ground(seed);
    REQUIRE(run(ground, seed == 0 ? story.inputs() : random.inputs()).has_value());
    return events_of(ground);
}

TEST_CASE("Law: destroying every key changes no state", "[engine]") {
    std::size_t contacts = 0, filled = 0;
    for (std::uint64_t seed = 0; seed <= 60; ++seed) {
        CAPTURE(seed);
        const std::string open = told_by(seed);
        TestCipher cipher(seed);
        const SealedLog told = sealed_by(cipher, open);
        REQUIRE(told.parts > 25);
        contacts += told.contacts.size();
        filled += told.filled;

        // While the keys are there: what was folded from open parts is, its parts sealed, what the
        // sealed log makes.
        State live;
        folded(open, live);
        const std::size_t kept = for_each_part(
            live, told, [&](Arena& arena, auto& part) { part = cipher.seal(arena, part); });
        CHECK(kept > 2);

        // Without them no part can be read, and the same log makes the same state.
        cipher.destroy_every_key();
        State after;
        const Entries entries = folded(told.bytes, after);
        CHECK(engine::hash_text(after.hash()) == engine::hash_text(live.hash()));

        // So does the checkpoint of that state, with all that is derived from it.
        MemoryStored stored;
        stored.entries.insert(entries.begin(), entries.end());
        State loaded(stored, 0, false);
        for (const auto& [key, value] : entries)
            if (engine::is_resident(static_cast<engine::TableKind>(key.front())))
                REQUIRE(loaded.load(as_bytes(key), as_bytes(value)).has_value());
        REQUIRE(loaded.finish_load({after.position, after.time, after.hash()}).has_value());
        const std::size_t kept_still = for_each_part(
            loaded, told, [&](Arena& arena, auto part) { CHECK_FALSE(cipher.open(arena, part)); });
        CHECK(kept_still == kept);
        CHECK(engine::hash_text(loaded.hash()) == engine::hash_text(live.hash()));
    }
    CHECK(contacts > 10);
    CHECK(filled > 0);
}

TEST_CASE("Law: what is personal stands in personal parts, and nowhere else in log or state",
          "[engine]") {
    for (std::uint64_t seed = 0; seed <= 8; ++seed) {
        CAPTURE(seed);
        const std::string open = told_by(seed);
        CHECK(open.find(personal_mark) != std::string::npos);
        TestCipher cipher(seed);
        const SealedLog told = sealed_by(cipher, open);
        CHECK(told.bytes.find(personal_mark) == std::string::npos);
        State state;
        for (const auto& [key, value] : folded(told.bytes, state)) {
            CHECK(key.find(personal_mark) == std::string::npos);
            CHECK(value.find(personal_mark) == std::string::npos);
        }
    }
}

TEST_CASE("TestCipher: a sealed part opens under its key only", "[engine]") {
    Arena arena;
    TestCipher cipher(1);
    const Part<Remark> plain{"l1", Sealing::plain, 0, body_in(arena, Remark{"call back"})};
    Part<Remark> part = cipher.seal(arena, plain);
    CHECK(as_text(part.bytes) != as_text(plain.bytes));
    CHECK(part == cipher.seal(arena, plain));
    Part<Remark> opened = part;
    CHECK(cipher.open(arena, opened));
    CHECK(opened == plain);
    cipher.destroy_every_key();
    CHECK_FALSE(cipher.open(arena, part));
}

}  // namespace
}  // namespace leadline::tests
