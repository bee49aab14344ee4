// Sight: who sees what of a program's rows, and those rows with everything else taken out
// (docs/visibility.md). A row is made from an empty one, field by field: one that is added later is
// withheld until somebody decides about it. What is made views what it was made of, and the memory
// that it was given. Pure; any thread.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "projections/partner_answers.hpp"

namespace leadline::projections {

// The items as a list that lives in `memory`.
template <class T>
List<T> kept(const std::vector<T>& items, events::Arena& memory) {
    const std::span<T> all = memory.make<T>(items.size());
    std::copy(items.begin(), items.end(), all.begin());
    return all;
}

// A partner's user who looks.
struct Viewer {
    UserRow user;
    PartnerRow partner;
    List<UserRow> colleagues;  // all users of the partner, this one among them
    List<QueueRow> queues;     // of which the user is a member

    [[nodiscard]] bool is_seller() const { return user.role == events::Role::seller; }
    [[nodiscard]] bool is_colleague(events::UserId id) const;
    // The queue of that name, if the user is a member; else null.
    [[nodiscard]] const QueueRow* queue(events::QueueId id) const;
};

// Why this user sees nothing at all, as half a sentence; empty: there is no such reason. Whoever
// may not claim or accept now (SPEC 3) has nothing to look at.
[[nodiscard]] std::string why_blind(const UserRow& user, const PartnerRow& partner);

// Whether the user may claim from the queue, as decisions have it.
[[nodiscard]] bool is_member(const UserRow& user, const PartnerRow& partner,
                             const events::DefineQueue& queue);

[[nodiscard]] Sight sight_of(const Viewer& viewer, const LeadRow& lead);

// Where the lead stands and what is seen of its details; of nothing personal, ever. Empty where
// there is no sight of it.
[[nodiscard]] LeadRow seen_row(const Viewer& viewer, const LeadRow& lead);
// The lead with all that is seen of it.
[[nodiscard]] SeenLead seen_lead(const Viewer& viewer, const LeadAnswer& lead,
                                 events::Arena& memory);

// How it was created, and what happened since it came to the viewer: by a claim, an assignment or
// an offer. Nothing of whoever had it before, tried to have it, or decided about it.
[[nodiscard]] List<Step> seen_steps(const Viewer& viewer, Sight sight, List<Step> steps,
                                    events::Arena& memory);
// Of whoever is no colleague only what kind of actor it was.
[[nodiscard]] events::Actor seen_actor(const Viewer& viewer, const events::Actor& actor);

[[nodiscard]] SaleSight sight_of(const Viewer& viewer, const OpportunityRow& opportunity);
// The row alone; empty where there is no sight of it.
[[nodiscard]] OpportunityRow seen_row(const Viewer& viewer, const OpportunityRow& opportunity,
                                      events::Arena& memory);
[[nodiscard]] SeenOpportunity seen_opportunity(const Viewer& viewer,
                                               const OpportunityAnswer& opportunity,
                                               events::Arena& memory);

[[nodiscard]] SeenQueue seen_queue(const Viewer& viewer, const QueueRow& queue);

[[nodiscard]] bool is_seen(const Viewer& viewer, const DealRow& deal);
[[nodiscard]] SeenDeal seen_deal(const Viewer& viewer, const DealRow& deal, events::Arena& memory);

}  // namespace leadline::projections
