// See submitted.hpp.
#include "tests/support/submitted.hpp"

#include <catch2/catch.hpp>

#include "bench/workload.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

std::string without(const std::string& text, const std::string& word) {
    std::string rest;
    rest.reserve(text.size());
    std::size_t from = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, from)) {
        rest.append(text, from, at - from);
        from = at + word.size();
    }
    return rest.append(text, from);
}

}  // namespace

std::string workload_lines(std::uint64_t lines) {
    bench::Workload workload({lines * 6 / 10, lines, 20, 10, 7});
    events::CommandHeader command;
    std::string text;
    std::uint64_t written = 0;
    for (; workload.next_setup(command); ++written) text += bench::json_line(command) + '\n';
    for (; written < lines && workload.next_mixed(command); ++written)
        text += bench::json_line(command) + '\n';
    return text;
}

Contents contents_of(const std::filesystem::path& data) {
    Contents all;
    const Ended exported = leadline({"log", "export", "--data", data.string()});
    REQUIRE(exported.exit_code == 0);
    all.events = exported.out;
    const Ended verified = leadline({"log", "verify", "--data", data.string(), "-o", "json"});
    REQUIRE(verified.exit_code == 0);
    const std::string before_hash = R"("state_hash": ")";
    const std::size_t at = verified.out.find(before_hash);
    REQUIRE(at != std::string::npos);
    all.state_hash = verified.out.substr(at + before_hash.size(), 32);
    return all;
}

std::string said_first(std::string outcomes) {
    const std::size_t end = outcomes.rfind('\n');
    outcomes.resize(end == std::string::npos ? 0 : end + 1);
    return without(outcomes, ",\"repeated\":true");
}

}  // namespace leadline::tests
