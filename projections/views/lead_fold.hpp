// LeadFold: a lead's row, and its steps when they are wanted, from the chunks of its timeline in
// order. Needs nothing else. What it makes views the memory that it was given. Throws ViewFailure
// when a chunk is damaged. One thread per fold.
#pragma once

#include <vector>

#include "projections/contest.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

enum class Wanted : std::uint8_t { row, steps };

class LeadFold {
public:
    explicit LeadFold(events::Arena& memory, Wanted wanted = Wanted::row)
        : memory_(&memory), wants_steps_(wanted == Wanted::steps) {}

    // The next chunk; it is copied.
    void feed(Text chunk);

    // Whether the lead was created; else it has refusals only.
    [[nodiscard]] bool is_there() const { return row_.created_position != 0; }
    [[nodiscard]] const LeadRow& row() const { return row_; }
    [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
    // With the steps: the row as it was before each that has a decision behind it.
    [[nodiscard]] const std::vector<AtDecision>& decisions() const { return decisions_; }

private:
    void add_step(const Step& step);

    events::Arena* memory_;
    bool wants_steps_;
    LeadRow row_;
    std::vector<Step> steps_;
    std::vector<AtDecision> decisions_;
};

// Feeds a lead's whole timeline; `key` is program and id as keys spell them.
void read_lead(const Moment& moment, ViewNumber view, Text key, LeadFold& fold);

// Contests among a lead's steps: claims that won with those that came too late.
[[nodiscard]] List<Contest> contests_of(events::LeadId lead, const std::vector<Step>& steps,
                                        events::Arena& memory);

}  // namespace leadline::projections
