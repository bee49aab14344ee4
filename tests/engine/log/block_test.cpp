// The block by itself: what is written is read, and whatever is changed is found.
#include "engine/log/block.hpp"

#include <catch2/catch.hpp>

#include "tests/support/sim_events.hpp"

namespace leadline::engine {
namespace {

using tests::commands;
using tests::EpochMaker;
using tests::sim_id;

Bytes small_block() {
    EpochMaker maker(sim_id(), {3});
    static_cast<void>(maker.make(commands(2)));
    return maker.make(commands(3, 40)).blocks.front();
}

TEST_CASE("Block: every field that is written is read back", "[engine]") {
    BlockHeader header;
    header.log_id = sim_id(9);
    header.partition = {7};
    header.place = 2;
    header.places = 5;
    header.flags = block_holds_commands | block_continues;
    header.block = 11;
    header.epoch = 4;
    header.first_position = {1000};
    header.event_count = 1;
    header.first_time = {-5};
    header.last_time = {12};
    header.first_input_offset = 20;
    header.last_input_offset = 21;
    header.next_input_offset = 30;
    header.previous.fill(std::byte{0xAB});
    Bytes block(block_header_bytes + 3);
    write_header(header, block);

    const auto read = read_block(block);
    REQUIRE(read.has_value());
    CHECK(read->log_id == header.log_id);
    CHECK(read->partition == header.partition);
    CHECK(read->place == 2);
    CHECK(read->places == 5);
    CHECK(read->flags == header.flags);
    CHECK(read->block == 11);
    CHECK(read->epoch == 4);
    CHECK(read->first_position == Position{1000});
    CHECK(read->event_count == 1);
    CHECK(read->payload_bytes == 3);
    CHECK(read->first_time == Time{-5});
    CHECK(read->last_time == Time{12});
    CHECK(read->first_input_offset == 20);
    CHECK(read->last_input_offset == 21);
    CHECK(read->next_input_offset == 30);
    CHECK(read->previous == header.previous);
    CHECK_FALSE(read->ends_epoch());
}

TEST_CASE("Block: the bytes of the header stand where FORMAT.md says", "[engine]") {
    const Bytes block = small_block();
    CHECK(events::as_text(BytesView(block).first(4)) == "LLBK");
    CHECK(events::load<std::uint16_t>(block.data() + 4) == 1);
    CHECK(events::load<std::uint16_t>(block.data() + 6) == 160);
    CHECK(events::load<std::uint32_t>(block.data() + 24) == 3);    // partition
    CHECK(events::load<std::uint64_t>(block.data() + 40) == 2);    // block
    CHECK(events::load<std::uint64_t>(block.data() + 56) == 3);    // first position
    CHECK(events::load<std::uint32_t>(block.data() + 64) == 3);    // events
    CHECK(events::load<std::uint32_t>(block.data() + 68) == 120);  // payload bytes
    CHECK(block.size() == 280);
}

TEST_CASE("Block: any flipped bit, in the header or the payload, is found", "[engine]") {
    const Bytes whole = small_block();
    REQUIRE(read_block(whole).has_value());
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        Bytes block = whole;
        block[bit / 8] ^= std::byte{1} << (bit % 8);
        INFO("bit " << bit % 8 << " of byte " << bit / 8);
        REQUIRE_FALSE(read_block(block).has_value());
    }
}

TEST_CASE("Block: one that was written only in part is found, wherever it stops", "[engine]") {
    const Bytes whole = small_block();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto read = read_block(BytesView(whole).first(size));
        REQUIRE_FALSE(read.has_value());
        REQUIRE(read.error() == BlockFault::too_short);
    }
}

TEST_CASE("Block: bytes after the payload are refused", "[engine]") {
    Bytes block = small_block();
    block.push_back(std::byte{0});
    REQUIRE_FALSE(read_block(block).has_value());
    CHECK(read_block(block).error() == BlockFault::too_long);
}

TEST_CASE("Block: a newer format is told apart from damage", "[engine]") {
    Bytes block = small_block();
    events::store<std::uint16_t>(block.data() + 4, 2);
    CHECK(read_block(block).error() == BlockFault::unknown_format);
    CHECK_FALSE(peek_header(block).has_value());
}

TEST_CASE("Block: a header that contradicts itself is refused even when its checksum fits",
          "[engine]") {
    const Bytes whole = small_block();
    const BlockHeader good = *read_block(whole);
    const auto refused = [&](auto change) {
        BlockHeader header = good;
        change(header);
        Bytes block = whole;
        tests::reseal(block, header);
        const auto read = read_block(block);
        return !read && read.error() == BlockFault::fields;
    };
    CHECK(refused([](BlockHeader& h) { h.flags |= 1U << 7U; }));
    CHECK(refused([](BlockHeader& h) { h.place = 0; }));
    CHECK(refused([](BlockHeader& h) { h.place = 2; }));
    CHECK(refused([](BlockHeader& h) { h.block = 0; }));
    CHECK(refused([](BlockHeader& h) { h.epoch = 0; }));
    CHECK(refused([](BlockHeader& h) { h.first_position = {}; }));
    CHECK(refused([](BlockHeader& h) { h.event_count = 0; }));
    CHECK(refused([](BlockHeader& h) { h.last_time.us = h.first_time.us - 1; }));
    CHECK(refused([](BlockHeader& h) { h.first_input_offset = h.last_input_offset + 1; }));
    CHECK(refused([](BlockHeader& h) { h.flags = 0; }));  // offsets without commands
}

TEST_CASE("Block: events that contradict the header are found even when its checksum fits",
          "[engine]") {
    const Bytes whole = small_block();
    const BlockHeader good = *read_block(whole);
    REQUIRE_FALSE(check_events(good, payload_of(whole)).has_value());
    const auto found = [&](auto change) {
        BlockHeader header = good;
        Bytes block = whole;
        change(header, block.data() + block_header_bytes);
        return check_events(header, payload_of(block)).has_value();
    };
    const std::size_t second = 40;  // where the second event begins
    CHECK(found([](BlockHeader& h, std::byte*) { ++h.event_count; }));
    CHECK(found([](BlockHeader& h, std::byte*) { --h.event_count; }));
    CHECK(found([](BlockHeader& h, std::byte*) { ++h.first_position.number; }));
    CHECK(found([](BlockHeader& h, std::byte*) { --h.first_time.us; }));
    CHECK(found([](BlockHeader& h, std::byte*) { ++h.last_time.us; }));
    CHECK(found([](BlockHeader&, std::byte* p) { events::store<std::uint32_t>(p, 39); }));
    CHECK(found([](BlockHeader&, std::byte* p) { events::store<std::uint32_t>(p, 0); }));
    CHECK(found([](BlockHeader&, std::byte* p) { events::store<std::uint32_t>(p, ~0U); }));
    CHECK(found(
        [&](BlockHeader&, std::byte* p) { events::store<std::uint64_t>(p + second + 8, 9); }));
    CHECK(found(
        [&](BlockHeader&, std::byte* p) { events::store<std::int64_t>(p + second + 16, 0); }));
}

TEST_CASE("EventWalk: the events of a block come one after the other", "[engine]") {
    const Bytes block = small_block();
    EventWalk walk(payload_of(block));
    std::uint64_t position = 3;
    while (const auto event = walk.next()) {
        CHECK(events::read_prefix(*event)->position == Position{position++});
        CHECK(event->size() == 40);
    }
    CHECK(walk.at_end());
    CHECK(position == 6);
}

TEST_CASE("Block: the first predecessor is the SHA-256 of log id and partition", "[engine]") {
    CHECK(first_previous(sim_id(), {0}) != first_previous(sim_id(), {1}));
    CHECK(first_previous(sim_id(1), {0}) != first_previous(sim_id(2), {0}));
    // The SHA-256 of 16 zero bytes and 01 00 00 00, by another program.
    const Digest32 hash = first_previous(LogId{}, {1});
    CHECK(hash[0] == std::byte{120});
    CHECK(hash[1] == std::byte{19});
    CHECK(hash[31] == std::byte{119});
}

}  // namespace
}  // namespace leadline::engine
