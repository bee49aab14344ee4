// How far an import is, told now and then, and whether it is to go on: its steps are the bytes that
// are read, the rows that are joined, the rows that become lines. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "events/base/result.hpp"

namespace leadline::connectors {

struct ImportStep {
    std::string_view verb;  // "made lines of"; another one: a new step has begun
    std::string_view noun;  // "rows"
    std::uint64_t done = 0;
    std::uint64_t all = 0;  // 0: nobody knows
};

// False: the import is to end, with `interrupted`. Empty: nobody watches.
using ImportWatch = std::function<bool(const ImportStep&)>;

class ImportSteps {
public:
    static constexpr std::uint64_t rows_between_looks = 4'096;

    explicit ImportSteps(ImportWatch watch) : watch_(std::move(watch)) {}

    // False, from then on: nothing more is to be done.
    bool at(const ImportStep& step) {
        is_stopped_ = is_stopped_ || (watch_ && !watch_(step));
        return !is_stopped_;
    }
    // The same for each of many rows, of which few are told.
    bool at_row(const ImportStep& step) {
        return step.done % rows_between_looks == 0 ? at(step) : !is_stopped_;
    }
    [[nodiscard]] events::Result<void> result() const {
        if (is_stopped_) return events::fail(events::Failure::interrupted, "");
        return {};
    }

private:
    ImportWatch watch_;
    bool is_stopped_ = false;
};

}  // namespace leadline::connectors
