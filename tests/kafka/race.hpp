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
// been decided once, as the rules say, and every one that came again told as a repeat, in the order
// of their offsets; claims and releases among the events, taken by themselves, must keep the rules
// at each position and be those that the rules make of the commands. See judge_story for the rest.
[[nodiscard]] std::vector<std::string> judge_race(const config::Options::Kafka& options);

}  // namespace leadline::tests
