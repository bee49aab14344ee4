// The chain of blocks: whatever breaks it is named by block and first position.
#include "engine/log/chain.hpp"

#include <catch2/catch.hpp>

#include "tests/support/sim_events.hpp"

namespace leadline::engine {
namespace {

using Catch::Contains;
using tests::commands;
using tests::EpochMaker;
using tests::sim_id;

// Four blocks, three epochs: positions 1-4, 5-7 and 8-10 (one epoch), 11-12.
std::vector<Bytes> sample_chain() {
    EpochMaker maker(sim_id(), {2});
    std::vector<Bytes> chain;
    const std::uint32_t big = 230'000;
    for (const auto& lengths :
         {commands(4, 30), {{big, big, big}, {big, big, big}}, commands(2, 30)}) {
        for (Bytes& block : maker.make(lengths).blocks) chain.push_back(std::move(block));
    }
    return chain;
}

ChainVerifier fresh() { return {sim_id(), {2}, empty_end(sim_id(), {2})}; }

Result<void> feed_all(ChainVerifier& verifier, const std::vector<Bytes>& chain) {
    for (const Bytes& block : chain) TRY(verifier.feed(block));
    return verifier.finish();
}

std::string message(const std::vector<Bytes>& chain) {
    ChainVerifier verifier = fresh();
    const auto fed = feed_all(verifier, chain);
    if (fed) return "nothing wrong";
    CHECK(fed.error().failure == events::Failure::corrupt);
    return fed.error().message;
}

TEST_CASE("ChainVerifier: a sound chain is read to its end", "[engine]") {
    const auto chain = sample_chain();
    REQUIRE(chain.size() == 4);
    ChainVerifier verifier = fresh();
    REQUIRE(feed_all(verifier, chain).has_value());
    CHECK(verifier.whole_end().last_position == Position{12});
    CHECK(verifier.whole_end().block == 4);
    CHECK(verifier.whole_end().epoch == 3);
    CHECK(verifier.whole_end().next_input_offset == 8);
}

TEST_CASE("ChainVerifier: any flipped bit is named by block and first position", "[engine]") {
    const auto whole = sample_chain();
    for (const std::size_t block : {0U, 3U}) {
        const std::string expected =
            block == 0 ? "block 1 cannot be read" : "block 4 cannot be read";
        const std::string position = block == 0 ? "cannot be read is 1" : "cannot be read is 11";
        auto chain = whole;
        for (std::size_t bit = 0; bit < chain[block].size() * 8; ++bit) {
            chain[block][bit / 8] ^= std::byte{1} << (bit % 8);
            ChainVerifier verifier = fresh();
            const auto fed = feed_all(verifier, chain);
            REQUIRE_FALSE(fed.has_value());
            REQUIRE_THAT(fed.error().message, Contains(expected) && Catch::EndsWith(position));
            chain[block][bit / 8] ^= std::byte{1} << (bit % 8);
            if (block == 3 && bit == 400) bit = chain[block].size() * 8 - 200;
        }
    }
}

TEST_CASE("ChainVerifier: a missing block is named", "[engine]") {
    auto chain = sample_chain();
    chain.erase(chain.begin() + 1);
    CHECK(message(chain) ==
          "partition 2: block 2 cannot be read (it is not the next block): the first position that "
          "cannot be read is 5");
}

TEST_CASE("ChainVerifier: a block cut short is named", "[engine]") {
    auto chain = sample_chain();
    chain.back().resize(chain.back().size() / 2);
    CHECK(message(chain) ==
          "partition 2: block 4 cannot be read (it ends too early): the first position that cannot "
          "be read is 11");
}

TEST_CASE("ChainVerifier: a tail cut within an epoch is told apart from damage", "[engine]") {
    auto chain = sample_chain();
    chain.resize(2);
    ChainVerifier verifier = fresh();
    for (const Bytes& block : chain) REQUIRE(verifier.feed(block).has_value());
    CHECK(verifier.within_epoch());
    CHECK(verifier.end().block == 2);
    CHECK(verifier.whole_end().block == 1);
    CHECK(verifier.whole_end().last_position == Position{4});
    CHECK_THAT(verifier.finish().error().message, Contains("the log ends within an epoch"));
}

TEST_CASE("ChainVerifier: blocks of another log or partition are refused", "[engine]") {
    const auto block = [](const LogId& id, Partition partition) {
        EpochMaker maker(id, partition);
        return maker.make(commands(1)).blocks;
    };
    CHECK_THAT(message(block(sim_id(8), {2})), Contains("it belongs to another log"));
    CHECK_THAT(message(block(sim_id(), {1})), Contains("it belongs to another partition"));
}

TEST_CASE("ChainVerifier: a rewritten block is found by the hash in the next one", "[engine]") {
    auto chain = sample_chain();
    events::Bytes& first = chain.front();
    first.back() ^= std::byte{1};  // in the filler of an event
    tests::reseal(first, *peek_header(first));
    REQUIRE(read_block(first).has_value());
    CHECK(message(chain) ==
          "partition 2: block 2 cannot be read (it does not follow the block before it): the first "
          "position that cannot be read is 5");
}

TEST_CASE("ChainVerifier: a header that leaves the chain is found though its checksum fits",
          "[engine]") {
    const auto whole = sample_chain();
    const auto why = [&](std::size_t block, auto change) {
        auto chain = whole;
        BlockHeader header = *peek_header(chain[block]);
        change(header);
        tests::reseal(chain[block], header);
        return message(chain);
    };
    CHECK_THAT(why(3, [](BlockHeader& h) { h.first_position.number = 12; }),
               Contains("its first position is not the next one"));
    CHECK_THAT(why(3, [](BlockHeader& h) { h.first_time.us = 1; }), Contains("its time goes back"));
    CHECK_THAT(why(3, [](BlockHeader& h) { h.epoch = 5; }), Contains("its place in its epoch"));
    CHECK_THAT(why(2, [](BlockHeader& h) { h.epoch = 3; }), Contains("its place in its epoch"));
    CHECK_THAT(why(2, [](BlockHeader& h) { h.places = 3; }), Contains("its place in its epoch"));
    CHECK_THAT(why(1, [](BlockHeader& h) { h.place = 2; }), Contains("its place in its epoch"));
    CHECK_THAT(why(2, [](BlockHeader& h) { h.next_input_offset = 99; }),
               Contains("its place in its epoch"));
    CHECK_THAT(why(3, [](BlockHeader& h) { h.event_count = 1; }),
               Contains("its events contradict its header"));
}

TEST_CASE("ChainVerifier: it can begin after any end that is believed", "[engine]") {
    const auto chain = sample_chain();
    ChainVerifier verifier = fresh();
    for (std::size_t i = 0; i < 3; ++i) REQUIRE(verifier.feed(chain[i]).has_value());
    ChainVerifier later(sim_id(), {2}, verifier.end());
    REQUIRE(later.feed(chain[3]).has_value());
    CHECK(later.end().last_position == Position{12});
}

}  // namespace
}  // namespace leadline::engine
