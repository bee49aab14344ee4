// Walks a table of docs/states.md: each command from each status, in a world of its own, against
// what the cell says. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "tests/support/given.hpp"
#include "tests/support/markdown.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {

// A line of a table: what is asked, and by whom.
struct AskedBy {
    std::string asked;
    std::string by;
};

struct Life {
    std::string heading;
    std::function<Given(const std::string& status)> at;  // a world in which it has the status
    std::function<Asked(const Given&, const AskedBy&)> ask;
    // What it is after the outcome, when it was `before`.
    std::function<std::string(const Given&, const std::string& before, const Outcome&)> status;
};

[[nodiscard]] inline std::vector<TableRow> rows_of(const Life& life) {
    return table_rows(repository_root() / "docs/states.md", "asked", life.heading, true);
}

inline void walk_cell(const Life& life, const AskedBy& asked, const std::string& from,
                      const std::string& cell) {
    CAPTURE(life.heading, asked.asked, asked.by, from, cell);
    Given world = life.at(from);
    REQUIRE(life.status(world, from, {}) == from);
    const Outcome outcome = world.when(life.ask(world, asked));
    const std::string now = life.status(world, from, outcome);
    if (cell.starts_with("`")) {
        REQUIRE(outcome.refusal);
        CHECK("`" + std::string(events::name_of(outcome.refusal->reason)) + "`" == cell);
        CHECK(now == from);
    } else {
        REQUIRE_FALSE(outcome.refusal);
        CHECK(now == (cell == "-" ? from : cell));
    }
}

inline void walk(const Life& life) {
    const std::vector<TableRow> rows = rows_of(life);
    REQUIRE(rows.size() > 1);
    for (std::size_t r = 1; r < rows.size(); ++r) {
        REQUIRE(rows[r].size() == rows[0].size());
        for (std::size_t c = 2; c < rows[r].size(); ++c)
            walk_cell(life, {rows[r][0], rows[r][1]}, rows[0][c], rows[r][c]);
    }
}

// The commands that the table asks: "ReassignLead to a user" and "MergeLeads, into another" name
// one each.
[[nodiscard]] inline std::set<std::string> commands_in(const Life& life) {
    std::set<std::string> commands;
    for (const TableRow& row : rows_of(life))
        commands.insert(row[0].substr(0, row[0].find_first_of(" ,")));
    return commands;
}

}  // namespace leadline::tests
