// Race: users who claim and release the same few leads, and a judge of what an engine on Kafka made
// of it. The judge reads the topics with kcat and knows the rules of this race by itself: commands
// in the order of their offsets, a lead goes to the first who may have it, nobody has more than
// three, and who gave a lead back does not get it again. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/options.hpp"

namespace leadline::tests {

struct RaceSize {
    std::string program = "acme";
    std::uint64_t leads = 300;
    std::uint64_t commands = 5'000;  // after what sets the program up
    std::uint64_t seed = 1;
};

[[nodiscard]] std::vector<std::string> race_lines(const RaceSize& size);

// What is wrong with what the topics say, a sentence each; empty: nothing. Every command must have
// been decided once, as the rules say; events must tell the same, in their order and without a gap.
[[nodiscard]] std::vector<std::string> judge_race(const config::Options::Kafka& options);

}  // namespace leadline::tests
