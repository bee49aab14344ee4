// A vendor who uses the product as it is shipped: a program file, command lines in, outcomes and
// answers out, all through the built `leadline`. For the scenarios that other systems of this field
// promise. One thread; its data folder is its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

// One row of a table, by the names of its columns.
using CsvRow = std::map<std::string, std::string>;

class Vendor {
public:
    // Applies the program file, which must be a good one. Its program is called "acme", its channel
    // manager "mia", and it is in force from 2026-01-01.
    explicit Vendor(const std::string& program_file);

    // Puts down one more command of the next second. `data`: JSON. An empty actor is an upstream
    // system's.
    void says(const std::string& type, const std::string& data, const std::string& actor = {});
    // So much time passes before the next command.
    void waits(int seconds) { now_ += seconds; }
    // Submits what was put down; the outcomes, line by line.
    std::vector<std::string> outcomes();

    // `lead list`, in the order of its rows.
    [[nodiscard]] std::vector<CsvRow> leads() const;
    // `lead show -o json` and `lead explain`.
    [[nodiscard]] std::string shown(const std::string& lead) const;
    [[nodiscard]] std::string explained(const std::string& lead) const;
    // `opportunity show -o json`.
    [[nodiscard]] std::string opportunity(const std::string& id) const;

private:
    [[nodiscard]] std::string asked(std::vector<std::string> words) const;

    TemporaryFolder folder_;
    std::string data_;
    std::string lines_;
    int said_ = 0;
    std::int64_t now_ = 0;  // seconds since the beginning
};

// The value of `key` where it first stands in a JSON text, without quotes; empty: nowhere.
[[nodiscard]] std::string value_of(const std::string& json, const std::string& key);

[[nodiscard]] bool says(const std::string& text, const std::string& words);

}  // namespace leadline::tests
