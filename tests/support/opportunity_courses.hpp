// What becomes of an opportunity: each command, by whom, from each status (SPEC 10). The tables
// that docs/opportunities.md shows to people, and that opportunity_states_test.cpp walks. Constant.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "events/header.hpp"

namespace leadline::tests {

using events::Text;

// What is asked (several statuses behind "to" are several commands), by whom, and the cells of the
// line: a status that it has then, "-" for nothing, or the word for a refusal.
struct Course {
    Text asked;
    Text who;
    Text cells;
};

struct Word {
    Text word;
    Text reason;
};

// One that the vendor made, and one that a partner made. The columns are the statuses it may have.
struct CourseTable {
    bool by_partner;
    Text statuses;
    std::span<const Course> courses;
};
[[nodiscard]] std::span<const CourseTable> course_tables();
[[nodiscard]] std::span<const Word> refusal_words();

// The parts between `separator`.
[[nodiscard]] std::vector<std::string> parts_of(Text text, Text separator);

}  // namespace leadline::tests
