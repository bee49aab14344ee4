// See vendor.hpp.
#include "tests/conformance/vendor.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "events/base/time.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

Vendor::Vendor(const std::string& program_file) : data_((folder_.path() / "data").string()) {
    const std::string file = (folder_.path() / "acme.program.yaml").string();
    write_text(
        file,
        "program: {id: acme, title: Acme, channel_manager: mia, in_force_from: 2026-01-01}\n" +
            program_file);
    const Ended applied = leadline({"program", "apply", file, "--data", data_});
    INFO(applied.err);
    REQUIRE(applied.exit_code == 0);
}

void Vendor::says(const std::string& type, const std::string& data, const std::string& actor) {
    ++said_;
    ++now_;
    constexpr events::Time begin{1'767'312'000'000'000};  // 2026-01-02T00:00:00Z
    lines_ += fmt::format(
        R"({{"specversion":"1.0","id":"{0}","source":"web","type":"{1}","program":"acme",)"
        R"("time":"{2}",{3}"data":{4}}})"
        "\n",
        said_, type, events::to_text(begin + events::Duration{now_ * 1'000'000}),
        actor.empty() ? std::string() : fmt::format(R"("actor":"{}",)", actor), data);
}

std::vector<std::string> Vendor::outcomes() {
    const Ended ended = leadline({"submit", "--data", data_}, lines_);
    lines_.clear();
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
    return lines_of(ended.out);
}

std::string Vendor::asked(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data_});
    const Ended ended = leadline(words);
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
    return ended.out;
}

std::vector<CsvRow> Vendor::leads() const {
    std::vector<CsvRow> rows;
    const std::vector<std::string> lines =
        lines_of(asked({"lead", "list", "-n", "1000", "-o", "csv"}));
    REQUIRE_FALSE(lines.empty());
    const std::vector<std::string> head = cells_of(lines[0]);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::vector<std::string> cells = cells_of(lines[i]);
        CsvRow& row = rows.emplace_back();
        for (std::size_t at = 0; at < head.size() && at < cells.size(); ++at)
            row[head[at]] = cells[at];
    }
    return rows;
}

std::string Vendor::shown(const std::string& lead) const {
    return asked({"lead", "show", lead, "-o", "json"});
}

std::string Vendor::explained(const std::string& lead) const {
    return asked({"lead", "explain", lead});
}

std::string Vendor::opportunity(const std::string& id) const {
    return asked({"opportunity", "show", id, "-o", "json"});
}

std::string value_of(const std::string& json, const std::string& key) {
    std::size_t at = json.find('"' + key + "\":");
    if (at == std::string::npos) return {};
    at = json.find_first_not_of(": \"", at + key.size() + 2);
    return json.substr(at, json.find_first_of(",\"}\n", at) - at);
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace leadline::tests
