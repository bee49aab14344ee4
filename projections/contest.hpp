// What is answered about claim contests: who won a lead, and who came too late for it (SPEC 13).
// Found among the steps of the lead's timeline; views over memory that the answer owns.
#pragma once

#include "events/happened/claim.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

// Who tried to claim a lead that was taken, or got it.
struct Attempt {
    std::uint64_t position = 0;
    Time time;
    events::UserId user;
    bool won = false;
    events::Reason reason = events::Reason::none;  // why not
    std::uint64_t positions_later = 0;             // than the claim that won
    events::Duration later;                        // in log time

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("position", position), field("time", time), field("user", user), field("won", won),
           field("reason", reason), field("positions_later", positions_later),
           field("later", later));
    }
};

// One race: a claim that won, and those that came after it while it stood.
struct Contest {
    events::LeadId lead;
    Attempt winner;
    List<Attempt> losers;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("lead", lead), field("winner", winner), field("losers", losers));
    }
};

// A claim of a lead that somebody else had claimed.
[[nodiscard]] inline bool came_too_late(const Step& step) {
    return (step.kind == events::Rejected<events::ClaimLead>::kind ||
            step.kind == events::LeadClaimRefused::kind) &&
           step.refused[0].reason == events::Reason::lead_already_claimed;
}

}  // namespace leadline::projections
