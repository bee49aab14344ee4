// How Query answers: on the partition that holds the program, with where it stands. Inside this
// room only. One thread per answer.
#pragma once

#include <fmt/format.h>

#include "projections/reading.hpp"
#include "projections/views/program_view.hpp"

namespace leadline::projections {

using Stores = std::vector<const ViewStore*>;

// Calls fill(reading, row of the program, value) on the partition that holds the program.
template <class T, class Fill>
Result<Answer<T>> answer(const Stores& stores, events::ProgramId program, Fill&& fill) {
    try {
        for (const ViewStore* store : stores) {
            Reading reading(*store);
            ProgramRow row;
            if (!reading.get(program_view_name, Key(program_table, program), row)) continue;
            Answer<T> answer{{}, {}, reading.shared_memory()};
            TRY(fill(reading, row, answer.value));
            answer.at.push_back(reading.standing());  // of the views that it needed
            return answer;
        }
    } catch (const ViewFailure& failure) {
        return tl::unexpected(failure.error);
    }
    return events::fail(events::Failure::not_found,
                        fmt::format("there is no program \"{}\"", program.text));
}

inline tl::unexpected<events::Error> no_such(Text what, Text id, events::ProgramId program) {
    return events::fail(
        events::Failure::not_found,
        fmt::format("there is no {} \"{}\" in program \"{}\"", what, id, program.text));
}

}  // namespace leadline::projections
