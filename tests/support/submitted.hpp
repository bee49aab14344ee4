// What tests of a real `submit` share: generated command lines, and what a data folder holds
// afterwards, as the binary's own commands tell it. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace leadline::tests {

// So many lines: a program with its people, six leads in ten lines, then the mix of the benchmarks.
[[nodiscard]] std::string workload_lines(std::uint64_t lines);

// The same of two programs in turn, which lie in different partitions when there are two.
[[nodiscard]] std::string workload_lines_of_two(std::uint64_t lines);

// Where blocks were cut is not in it.
struct Contents {
    std::string events;      // `log export`
    std::string state_hash;  // of each partition

    friend bool operator==(const Contents&, const Contents&) = default;
};

// Lines of the program "acme": what sets it up, and leads by number, which wait in it.
[[nodiscard]] std::string acme_lines();
[[nodiscard]] std::string acme_lead_line(std::uint64_t number);

// Of a folder that nobody writes. Throws when it cannot be exported or verified.
[[nodiscard]] Contents contents_of(const std::filesystem::path& data);

// The position that an answer of one partition names, such as "..., at position 0/50, ..."; 0 when
// it names none.
[[nodiscard]] std::uint64_t position_told(const std::string& text);

// The number behind the last `words` in the text; 0 when there are none.
[[nodiscard]] std::uint64_t number_after(const std::string& text, const std::string& words);

// The whole lines of what a process had said when it was stopped, without the word that says that
// an outcome came again.
[[nodiscard]] std::string said_first(std::string outcomes);

}  // namespace leadline::tests
