// See submitted.hpp.
#include "tests/support/submitted.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "bench/workload.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

// Catch2 takes what is thrown for a failure of the test; other programs use this, too.
void require(bool holds, const std::string& words) {
    if (!holds) throw std::runtime_error(words);
}

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

std::vector<std::string> workload_of(const char* program, std::uint64_t lines) {
    bench::Workload workload({lines * 6 / 10, lines, 20, 10, 7, program});
    events::CommandHeader command;
    std::vector<std::string> all;
    while (workload.next_setup(command)) all.push_back(bench::json_line(command));
    while (all.size() < lines && workload.next_mixed(command))
        all.push_back(bench::json_line(command));
    return all;
}

std::string acme_line(const std::string& id, const std::string& type, const std::string& data) {
    return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"test","type":"{}",)"
                       R"("program":"acme","time":"2026-01-02T00:00:00Z","actor":"manager:mia",)"
                       R"("data":{}}})"
                       "\n",
                       id, type, data);
}

}  // namespace

std::string workload_lines(std::uint64_t lines) {
    std::string text;
    for (const std::string& line : workload_of("acme", lines)) text += line + '\n';
    return text;
}

std::string workload_lines_of_two(std::uint64_t lines) {
    const auto one = workload_of("acme", lines / 2);
    const auto other = workload_of("bolt", lines / 2);
    std::string text;
    for (std::size_t i = 0; i < one.size(); ++i) text += one[i] + '\n' + other[i] + '\n';
    return text;
}

std::string acme_lines() {
    return acme_line("program", "CreateProgram", R"({"title":"Acme"})") +
           acme_line("publish", "PublishProgram", "{}");
}

std::string acme_lead_line(std::uint64_t number) {
    return acme_line(fmt::format("lead-{}", number), "CreateLead",
                     fmt::format(R"({{"lead":"L{0}","company":"Company {0}"}})", number));
}

std::uint64_t position_told(const std::string& text) {
    const std::string before_position = "at position 0/";
    const std::size_t at = text.find(before_position);
    if (at == std::string::npos) return 0;
    return std::strtoull(text.c_str() + at + before_position.size(), nullptr, 10);
}

std::uint64_t number_after(const std::string& text, const std::string& words) {
    const std::size_t at = text.rfind(words);
    return at == std::string::npos ? 0
                                   : std::strtoull(text.c_str() + at + words.size(), nullptr, 10);
}

Contents contents_of(const std::filesystem::path& data) {
    Contents all;
    const Ended exported = leadline({"log", "export", "--data", data.string()});
    require(exported.exit_code == 0, "it cannot be exported: " + exported.err);
    all.events = exported.out;
    const Ended verified = leadline({"log", "verify", "--data", data.string(), "-o", "json"});
    require(verified.exit_code == 0, "it cannot be verified: " + verified.err);
    const std::string before_hash = R"("state_hash": ")";
    for (std::size_t at = 0; (at = verified.out.find(before_hash, at)) != std::string::npos;) {
        at += before_hash.size();
        all.state_hash += verified.out.substr(at, 32);
    }
    require(!all.state_hash.empty(), "verify tells no state hash");
    return all;
}

std::string said_first(std::string outcomes) {
    const std::size_t end = outcomes.rfind('\n');
    outcomes.resize(end == std::string::npos ? 0 : end + 1);
    return without(outcomes, ",\"repeated\":true");
}

}  // namespace leadline::tests
