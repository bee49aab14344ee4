// CoverageLeads: follows the leads of one program through its events, and asks a ruleset about each
// whenever it comes to the rules: when it is created, when an update routes it again, when it is
// reassigned through them; with the facts that it had then. Knows no more leads than it is told to
// keep. One thread.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>

#include "connectors/cli/rules_coverage.hpp"
#include "events/happened/lead.hpp"
#include "events/header.hpp"

namespace leadline::connectors {

// Both ends belong to it.
struct CoveragePeriod {
    events::Position first{1};
    events::Position last{~std::uint64_t{0}};
    events::Time from{};
    events::Time to{std::numeric_limits<std::int64_t>::max()};

    [[nodiscard]] bool holds(const events::EventHeader& header) const {
        return header.position >= first && header.position <= last && header.time >= from &&
               header.time <= to;
    }
    [[nodiscard]] bool is_over(const events::EventHeader& header) const {
        return header.position > last || header.time > to;
    }
};

// Whether a lead that was there before comes to the rules by this event, or may: its header alone
// cannot tell of a reassignment.
[[nodiscard]] bool may_come_again(const events::EventHeader& header);

struct CoverageQuestion {
    CoveragePeriod period{};
    bool asks_created = true;
    // Which leads are kept, to be asked about when they come again.
    std::function<bool(events::Text lead)> keeps;
};

class CoverageLeads {
public:
    CoverageLeads(RulesCoverage& coverage, CoverageQuestion question)
        : coverage_(coverage), question_(std::move(question)) {}

    // An event of the program, in the log's order. False: it cannot be decoded.
    [[nodiscard]] bool take(const events::EventHeader& header, events::BytesView body);

    // After the last one.
    void finish() { ask_created(); }

private:
    struct Kept {
        events::Bytes details;
        std::string status;  // its name
        events::StatusCategory category = events::StatusCategory::open;
        bool duplicate = false;
    };
    // What has been created: the command's next events may tell more of it.
    struct Created {
        std::string lead;
        Kept kept;
        events::Time time;
        std::string source;
        std::string command;
    };
    struct Visitor;

    void create(const events::EventHeader& header, const events::LeadCreated& e);
    void change_status(events::LeadId lead, const events::LeadStatus& status);
    void change(const events::LeadDetailsChanged& e);
    void found_duplicate(events::LeadId lead);
    void comes_again(const events::EventHeader& header, events::LeadId lead);
    void decided(const events::EventHeader& header, const events::Explanation& why);
    void ask_created();
    void ask(const std::string& lead, const Kept& kept, events::Time time);

    RulesCoverage& coverage_;
    CoverageQuestion question_;
    std::unordered_map<std::string, Kept> kept_;
    std::optional<Created> created_;
    events::Arena arena_;
};

}  // namespace leadline::connectors
