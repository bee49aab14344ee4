// Runs cases beside the rules (config/rules_test.hpp) on the pure core, each on an empty state of
// its own: what is given is decided first, then the leads arrive, and where the log says they went
// is compared with what was expected. Touches no file and no clock. One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/rules_test.hpp"
#include "events/header.hpp"

namespace leadline::connectors {

struct LeadReport {
    std::string lead;
    bool passed = false;
    std::string expected;  // `user "anna" by rule "key accounts"`
    std::string found;     // the same, and who was passed over
};

struct CaseReport {
    std::string name;
    std::string file;
    std::uint32_t line = 0;
    std::vector<LeadReport> leads;

    [[nodiscard]] bool passed() const;
};

struct RulesReport {
    std::vector<CaseReport> cases;

    [[nodiscard]] std::size_t failed() const;
};

// Is told every event of every case, as it comes about.
using EventSink = std::function<void(const events::EventHeader& header, events::BytesView body)>;

// Fails with `configuration` when something that is given is refused: the case contradicts itself.
[[nodiscard]] events::Result<RulesReport> run_rules_test(const config::RulesTestFile& file,
                                                         const EventSink& sink = {});

// A line per case, and under a failed one what each of its leads was to do and did; then the sum.
[[nodiscard]] std::string to_text(const RulesReport& report);

}  // namespace leadline::connectors
