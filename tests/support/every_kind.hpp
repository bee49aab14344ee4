// EveryKind: one told story in which each kind of event happens that can happen: the program
// "halden", its partners, leads and deals, each command once refused, and all that has no effect.
// What is personal in it holds the mark of random_commands.hpp. The same at every call. One thread.
#pragma once

#include <deque>

#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {

class EveryKind {
public:
    EveryKind();

    // The story's commands, a second or more apart, and a tick at its end. They live as long as
    // this object.
    [[nodiscard]] const std::vector<engine::Input>& inputs() const { return inputs_; }

private:
    void tell(const std::vector<Asked>& commands);
    void ask_all_in_vain();

    events::Arena arena_;
    std::deque<Asked> asked_;
    std::int64_t time_us_ = 1'767'225'600'000'000;  // 2026-01-01
    std::vector<engine::Input> inputs_;
};

}  // namespace leadline::tests
