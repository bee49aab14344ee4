// Query: the read side, for the command line and other doors. Each answer names the position it
// stands at and owns the memory that its rows view. Reads the stores of all partitions and finds
// the one that holds a program. Any thread, on a store opened for writing too; a follower's
// catch_up() must not run beside it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "projections/cap_row.hpp"
#include "projections/contest.hpp"
#include "projections/deal_row.hpp"
#include "projections/lead_row.hpp"
#include "projections/rotation_row.hpp"
#include "projections/rows.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

template <class T>
struct Answer {
    T value;
    std::vector<Standing> at;  // one, or one per partition that was asked
    std::shared_ptr<const events::Arena> memory;
};

// A list, or its beginning: `next` continues it (as Paging::after) and is empty at its end.
template <class T>
struct Page {
    List<T> items;
    std::string next;
};

struct Paging {
    std::string after;      // a cursor: Page::next of the same list
    std::size_t limit = 0;  // 0: everything
};

// What is empty does not matter. A user's leads come open ones first, then closed, each created
// first; a partner's user by user; a queue's in claim order; all others in the order of lead ids.
struct LeadFilter {
    events::UserId owner{};
    events::PartnerId partner{};
    events::QueueId queue{};  // leads that are in it now
    std::optional<events::LeadStatus> status{};
    std::optional<bool> open{};
};

struct DealFilter {
    events::PartnerId partner{};
    Text customer_key{};          // as DealRow::customer_key
    events::AccountId account{};  // the same as customer_key "account:ID"
    std::optional<DealStatus> status{};
};

struct QueueAnswer {
    QueueRow row;
    List<RefusedClaims> refused;  // of ClaimNext, in the order of their reasons
    Page<LeadRow> leads;          // in claim order
};

struct PartnerAnswer {
    PartnerRow row;
    List<UserRow> users;
    Page<LeadRow> leads;  // open ones
};

struct RulesetAnswer {
    RulesetRow row;
    List<events::RulesetEntry> entries;
    List<events::Action> fallback;  // one
    List<events::ScoreRule> score_rules;
    List<events::Grade> grades;
    List<events::Qualification> qualification;  // zero or one
    List<events::NamedTerritory> territories;
    List<events::Zone> zone;              // zero or one; none: UTC
    List<events::Duplicates> duplicates;  // zero or one
    List<events::Cap> caps;

    // Of whose clocks time windows are.
    [[nodiscard]] Text zone_name() const { return zone.empty() ? Text("UTC") : zone[0].name; }
};

// A lead, what was registered for its customer and what became of that, and the rulesets that its
// decisions name.
struct LeadAnswer {
    LeadStory story;
    List<DealRow> deals;    // their steps stand in deal_steps
    List<Step> deal_steps;  // of all of them, after their registration
    List<RulesetAnswer> rulesets;
};

class Query {
public:
    // The stores must outlive it; one per partition, in any order.
    explicit Query(std::vector<const ViewStore*> partitions);

    // Where the views of each partition stand: of the view that is furthest behind.
    [[nodiscard]] Result<std::vector<Standing>> standing() const;

    // In the order of their ids.
    [[nodiscard]] Result<Answer<List<ProgramRow>>> programs() const;
    // `not_found` when there is no program, `usage` when there are several and one must be named.
    [[nodiscard]] Result<std::string> only_program() const;

    // Each is `not_found`, with a sentence, when the program or the thing is not there.
    using Program = events::ProgramId;
    [[nodiscard]] Result<Answer<ProgramRow>> program(Program program) const;
    [[nodiscard]] Result<Answer<RulesetAnswer>> ruleset(Program program,
                                                        std::uint32_t version) const;
    [[nodiscard]] Result<Answer<LeadAnswer>> lead(Program program, events::LeadId lead) const;
    [[nodiscard]] Result<Answer<Page<LeadRow>>> leads(Program program, const LeadFilter& filter,
                                                      const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<QueueAnswer>> queue(Program program, events::QueueId queue,
                                                    const Paging& leads = {}) const;
    // Queues and partners come in the order of their ids; a cursor is the last one's.
    [[nodiscard]] Result<Answer<Page<QueueRow>>> queues(Program program,
                                                        const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<PartnerAnswer>> partner(Program program, events::PartnerId partner,
                                                        const Paging& leads = {}) const;
    [[nodiscard]] Result<Answer<Page<PartnerRow>>> partners(Program program,
                                                            const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<UserRow>> user(Program program, events::UserId user) const;
    [[nodiscard]] Result<Answer<DealRow>> deal(Program program, events::DealId deal) const;
    [[nodiscard]] Result<Answer<Page<DealRow>>> deals(Program program, const DealFilter& filter,
                                                      const Paging& paging = {}) const;
    // Rotations and pools of the ruleset in force, in the order of their names.
    [[nodiscard]] Result<Answer<RotationAnswer>> rotation(Program program, Text name) const;
    [[nodiscard]] Result<Answer<Page<RotationRow>>> rotations(Program program,
                                                              const Paging& paging = {}) const;
    // Caps of the ruleset in force, in the order in which they were written.
    [[nodiscard]] Result<Answer<CapAnswer>> cap(Program program, Text name,
                                                const CapFilter& filter) const;
    [[nodiscard]] Result<Answer<List<CapAnswer>>> caps(Program program,
                                                       const CapFilter& filter) const;
    // The races for one lead; for all contested leads of the program, in the order of lead ids.
    [[nodiscard]] Result<Answer<List<Contest>>> contests(Program program,
                                                         events::LeadId lead) const;
    [[nodiscard]] Result<Answer<Page<Contest>>> contests(Program program,
                                                         const Paging& paging = {}) const;

private:
    std::vector<const ViewStore*> partitions_;
};

// Opens a personal part: plain ones are decoded into `memory`, sealed ones are erased to us.
[[nodiscard]] ShownPerson show_person(const events::Part<events::LeadPerson>& part,
                                      events::Arena& memory);

}  // namespace leadline::projections
