// Facts: what upstream systems publish in words of their own, and which command each asks for. The
// data have the command's fields (docs/commands.md). Constant.
#pragma once

#include <array>

#include "events/kinds.hpp"

namespace leadline::events {

struct Fact {
    Text name;  // CloudEvents `type`
    CommandKind asks;
};

inline constexpr std::array facts{
    Fact{"lead.created", CreateLead::kind}, Fact{"lead.claimed", ClaimLead::kind},
    Fact{"lead.reassigned", ReassignLead::kind}, Fact{"lead.converted", ConvertLead::kind},
    Fact{"deal.registered", RegisterDeal::kind}};

// The fact that asks for `kind`; empty: none does.
[[nodiscard]] constexpr Text fact_for(CommandKind kind) {
    for (const Fact& fact : facts)
        if (fact.asks == kind) return fact.name;
    return {};
}

}  // namespace leadline::events
