// Fact: what an event that somebody may be told of is about, taken from the event alone. Kinds that
// nobody is told of have no fact. Pure; any thread.
#pragma once

#include <optional>

#include "events/kinds.hpp"

namespace leadline::connectors::notify {

// Views of the event's own memory.
struct Fact {
    events::LeadId lead{};
    events::OpportunityId opportunity{};
    events::DealId deal{};
    events::UserId user{};        // who has it from now on, had it, or is meant; empty: see Owing
    events::PartnerId partner{};  // whose it is, was, or to whom it is offered
    events::QueueId queue{};      // where it is now
    events::Time deadline{};      // until when something must be done; none: there is no such time
    bool is_own = false;          // the partner may see what the lead is about
    events::Part<events::Remark> reason{};  // what the partner is told of why
};

// The fact of an event of one of the kinds below.
[[nodiscard]] std::optional<Fact> fact_of(const events::EventHeader& header, events::BytesView body,
                                          events::Arena& arena);

// The kinds that somebody may be told of.
struct NamedKind {
    std::string_view name;
    events::EventKind kind;
};
[[nodiscard]] std::span<const NamedKind> facts();

}  // namespace leadline::connectors::notify
