// What tests of the whole binary ask it and read from its answers: samples, CSV, values in JSON.
// One thread.
#pragma once

#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {

using Row = std::vector<std::string>;

// Rows of a CSV text without quotes in the columns asked for, without its head.
[[nodiscard]] inline std::vector<Row> rows_of(const std::string& text) {
    std::vector<Row> rows;
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    return rows;
}

// The value of `key` where it first stands in a JSON text.
[[nodiscard]] inline std::string value_of(const std::string& json, const std::string& key) {
    std::size_t at = json.find('"' + key + "\":");
    if (at == std::string::npos) return {};
    at = json.find_first_not_of(": \"", at + key.size() + 2);
    return json.substr(at, json.find_first_of(",\"}\n", at) - at);
}

// The path of a sample.
[[nodiscard]] inline std::string sample(const std::string& name) {
    return (repository_root() / "config/samples" / name).string();
}

// A read command's answer, which must be one.
[[nodiscard]] inline std::string asked(std::vector<std::string> arguments,
                                       const std::string& data) {
    arguments.insert(arguments.end(), {"--data", data});
    const Ended ended = leadline(arguments);
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
    return ended.out;
}

}  // namespace leadline::tests
