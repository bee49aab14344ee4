// Where an epoch is cut into blocks, and that nothing depends on it.
#include "engine/log/epoch_writer.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/log/chain.hpp"
#include "tests/support/sim_events.hpp"

namespace leadline::engine {
namespace {

using tests::CommandLengths;
using tests::commands;
using tests::EpochMaker;
using tests::sim_id;

std::vector<BlockHeader> headers_of(const EpochWrite& epoch) {
    std::vector<BlockHeader> headers;
    for (const Bytes& block : epoch.blocks) headers.push_back(read_block(block).value());
    return headers;
}

Bytes payloads_of(const EpochWrite& epoch) {
    Bytes all;
    for (const Bytes& block : epoch.blocks) {
        const BytesView payload = payload_of(block);
        all.insert(all.end(), payload.begin(), payload.end());
    }
    return all;
}

TEST_CASE("EpochWriter: a small epoch is one block", "[engine]") {
    EpochMaker maker(sim_id(), {0});
    const EpochWrite epoch = maker.make({{60, 60}, {}, {80}});
    REQUIRE(epoch.blocks.size() == 1);
    const BlockHeader header = headers_of(epoch).front();
    CHECK(header.event_count == 3);
    CHECK(header.first_position == Position{1});
    CHECK(header.first_input_offset == 0);
    CHECK(header.last_input_offset == 2);
    CHECK(header.next_input_offset == 3);
    CHECK(header.flags == block_holds_commands);
    CHECK(header.ends_epoch());
    CHECK(epoch.end.last_position == Position{3});
    CHECK(epoch.end.hash == block_hash(epoch.blocks.front()));
}

TEST_CASE("EpochWriter: an epoch without events is one block with the chain's last time",
          "[engine]") {
    EpochMaker maker(sim_id(), {0});
    const EpochWrite first = maker.make(commands(5));
    const EpochWrite second = maker.make({{}, {}});
    REQUIRE(second.blocks.size() == 1);
    const BlockHeader header = headers_of(second).front();
    CHECK(header.event_count == 0);
    CHECK(header.first_position == Position{6});
    CHECK(header.first_time == first.end.last_time);
    CHECK(header.last_time == first.end.last_time);
    CHECK(header.first_input_offset == 5);
    CHECK(second.end.next_input_offset == 7);
    CHECK(second.end.last_position == Position{5});
    CHECK(second.end.epoch == 2);
}

TEST_CASE("EpochWriter: an epoch of nothing at all still moves the input offset", "[engine]") {
    EpochWriter writer(sim_id(), {0});
    EpochWrite epoch;
    writer.write({{}, {}, 44}, empty_end(sim_id(), {0}), epoch);
    REQUIRE(epoch.blocks.size() == 1);
    CHECK(headers_of(epoch).front().flags == 0);
    CHECK(epoch.end.next_input_offset == 44);
}

TEST_CASE("EpochWriter: a command that fits no more begins the next block", "[engine]") {
    EpochMaker maker(sim_id(), {0});
    const std::uint32_t half = block_payload_bytes_max / 4;
    const EpochWrite epoch = maker.make({{half, half, half}, {half, half}, {half}});
    const auto headers = headers_of(epoch);
    REQUIRE(headers.size() == 2);
    CHECK(headers[0].event_count == 3);
    CHECK(headers[1].event_count == 3);
    CHECK(headers[1].flags == block_holds_commands);
    CHECK(headers[1].first_input_offset == 1);
    CHECK(headers[1].last_input_offset == 2);
}

TEST_CASE("EpochWriter: a block is filled to its last byte", "[engine]") {
    EpochMaker maker(sim_id(), {0});
    CommandLengths lengths = commands(4, 200'000);
    lengths.push_back({static_cast<std::uint32_t>(block_payload_bytes_max - 800'000)});
    CHECK(EpochMaker(maker).make(lengths).blocks.size() == 1);
    lengths.back().front() += 1;
    CHECK(EpochMaker(maker).make(lengths).blocks.size() == 2);
}

TEST_CASE("EpochWriter: a command that alone exceeds a block spans several", "[engine]") {
    EpochMaker maker(sim_id(), {0});
    const std::vector<std::uint32_t> huge(10, 250'000);
    const EpochWrite epoch = maker.make({{100}, huge, {100}});
    const auto headers = headers_of(epoch);
    REQUIRE(headers.size() == 5);
    CHECK(headers[0].event_count == 1);
    CHECK(headers[1].flags == block_holds_commands);
    CHECK(headers[2].flags == (block_holds_commands | block_continues));
    CHECK(headers[2].first_input_offset == 1);
    CHECK(headers[4].event_count == 2);  // the tail of the huge one, and the command after it
    CHECK(headers[4].flags == (block_holds_commands | block_continues));
    CHECK(headers[4].last_input_offset == 2);
}

TEST_CASE("EpochWriter: handed the same EpochWrite again it reuses the memory", "[engine]") {
    EpochWriter writer(sim_id(), {0});
    EpochWrite epoch;
    Bytes bytes;
    tests::put_event(bytes, {1}, 200);
    const CommandSpan one{0, 0, bytes.size(), 1};
    writer.write({bytes, {&one, 1}, 1}, empty_end(sim_id(), {0}), epoch);
    const std::byte* memory = epoch.blocks.front().data();
    const LogEnd end = epoch.end;
    bytes.clear();
    tests::put_event(bytes, {2}, 200);
    writer.write({bytes, {&one, 1}, 2}, end, epoch);
    CHECK(epoch.blocks.front().data() == memory);
    CHECK(epoch.end.last_position == Position{2});
}

// The rules of cutting, for one epoch and the commands that it was made from.
void check_cuts(const EpochWrite& epoch, const CommandLengths& lengths) {
    const auto headers = headers_of(epoch);
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        RC_ASSERT(epoch.blocks[i].size() <= block_bytes_max);
        RC_ASSERT(headers[i].place == i + 1);
        RC_ASSERT(headers[i].places == headers.size());
        RC_ASSERT(headers.size() == 1 || headers[i].event_count > 0);
        count += headers[i].event_count;
        if ((headers[i].flags & block_continues) == 0) continue;
        const auto& split = lengths[headers[i].first_input_offset];
        std::uint64_t bytes = 0;
        for (const std::uint32_t length : split) bytes += length;
        RC_ASSERT(bytes > block_payload_bytes_max);
    }
    std::uint64_t expected = 0;
    for (const auto& command : lengths) expected += command.size();
    RC_ASSERT(count == expected);
}

TEST_CASE("EpochWriter: however an epoch falls into blocks, the rules of cutting hold",
          "[engine]") {
    CHECK(rc::check("cuts", [] {
        const auto small = rc::gen::inRange<std::uint32_t>(24, 400);
        const auto large = rc::gen::inRange<std::uint32_t>(100'000, 262'145);
        const auto length = rc::gen::weightedOneOf<std::uint32_t>({{7, small}, {1, large}});
        const auto lengths =
            *rc::gen::resize(30, rc::gen::container<CommandLengths>(
                                     rc::gen::container<std::vector<std::uint32_t>>(length)));
        EpochMaker maker(sim_id(), {0});
        const EpochWrite epoch = maker.make(lengths);
        check_cuts(epoch, lengths);

        Bytes expected;
        std::uint64_t position = 0;
        for (const auto& command : lengths) {
            for (const std::uint32_t one : command) tests::put_event(expected, {++position}, one);
        }
        RC_ASSERT(payloads_of(epoch) == expected);

        ChainVerifier verifier(sim_id(), {0}, empty_end(sim_id(), {0}));
        for (const Bytes& block : epoch.blocks) RC_ASSERT(verifier.feed(block).has_value());
        RC_ASSERT(verifier.whole_end() == epoch.end);
    }));
}

}  // namespace
}  // namespace leadline::engine
