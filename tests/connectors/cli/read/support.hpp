// What the tests of read commands share: one run of the command line in this process, and the story
// that most of them ask about.
#pragma once

#include <sstream>

#include "connectors/cli/app.hpp"
#include "tests/support/data_story.hpp"
#include "tests/support/deals.hpp"

namespace leadline::tests {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

// `leadline WORDS...`; neither stdout nor stderr is a terminal. `out` takes the data.
[[nodiscard]] inline Ran run(const std::vector<std::string>& words, connectors::Output& out) {
    std::vector<const char*> argv{"leadline"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream err;
    connectors::FixedClock clock{events::Time{1'800'000'000'000'000}};
    connectors::Console console{out, err, false, false, clock, {}};
    const int code = connectors::run_app(static_cast<int>(argv.size()), argv.data(), console);
    return {code, {}, err.str()};
}

[[nodiscard]] inline Ran run(const std::vector<std::string>& words) {
    connectors::StringOutput out;
    Ran ran = run(words, out);
    ran.out = out.text;
    return ran;
}

// The queue "inbound" with three leads: sam takes L-1 before sue and tom; L-1 is converted, and a
// deal registered for its customer.
[[nodiscard]] inline std::vector<Asked> a_contest() {
    const Sample anna{"Ventura GmbH", {"Anna Berg", "anna@ventura.example", "+49 30 1"}, {}};
    return open_queue() + captured("L-1", anna) + queued("L-1") + captured("L-2") + queued("L-2") +
           captured("L-3") + user("sam", events::ClaimLead{{"L-1"}, {}}) +
           user("sue", events::ClaimLead{{"L-1"}, {}}) +
           user("tom", events::ClaimLead{{"L-1"}, {}}) +
           user("sam", events::ChangeLeadStatus{{"L-1"}, "qualified", {}}) +
           user("sam", events::ConvertLead{{"L-1"}, {"shop"}, {}, {}}) +
           user("sam", deal("D-1", router));
}

}  // namespace leadline::tests
