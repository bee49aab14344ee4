// Which lead an event is about, so that it stands in that lead's timeline: one overload of lead_of
// for those that are about one; empty: about none after all. Pure.
#pragma once

#include "events/kinds.hpp"

namespace leadline::projections {

template <class Event>
concept NamesLead = requires(const Event& e) {
    { e.lead } -> std::convertible_to<events::LeadId>;
};
template <class Event>
concept AskedForLead = requires(const Event& e) {
    { e.asked.lead } -> std::convertible_to<events::LeadId>;
};

// Kinds that stand in a lead's timeline: all but its match keys, which tell nobody anything.
template <class Event>
concept OfLead = (NamesLead<Event> ||
                  AskedForLead<Event>)&&!std::is_same_v<Event, events::LeadKeyed>;

template <OfLead Event>
[[nodiscard]] events::LeadId lead_of(const Event& e) {
    if constexpr (NamesLead<Event>) {
        return e.lead;
    } else {
        return e.asked.lead;
    }
}

// A refusal for want of the lead, or of its program, tells nothing of a lead. That of a duplicate
// tells of the original.
[[nodiscard]] inline events::LeadId lead_of(const events::LeadClaimRefused& e) {
    return e.why.reason == events::Reason::unknown_lead ? events::LeadId{} : e.lead;
}
[[nodiscard]] inline events::LeadId lead_of(const events::LeadReassignmentRefused& e) {
    return e.why.reason == events::Reason::unknown_lead ? events::LeadId{} : e.lead;
}
template <class Command>
[[nodiscard]] events::LeadId lead_of(
    const events::Rejected<Command>& e) requires OfLead<events::Rejected<Command>> {
    const bool is_of_none = e.why.reason == events::Reason::unknown_lead ||
                            e.why.reason == events::Reason::unknown_program;
    if (e.why.reason == events::Reason::duplicate_lead) return {e.why.detail.about.id};
    return is_of_none ? events::LeadId{} : e.asked.lead;
}

}  // namespace leadline::projections
