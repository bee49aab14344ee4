// What tests of claims say again and again. For test files only: it takes all names of the
// language.
#pragma once

#include "tests/support/stories.hpp"

namespace leadline::tests {

using namespace events;

inline Detail limit(Limit which, std::uint32_t used, std::uint32_t allowed, Time frees_at = {}) {
    Detail detail = about(SubjectKind::queue, "inbound");
    detail.limit = which;
    detail.used = used;
    detail.allowed = allowed;
    detail.frees_at = frees_at;
    return detail;
}

// The queue "inbound" with this policy, everybody in it, and leads l1 to l5 waiting in it.
inline std::vector<Asked> limited(const ClaimPolicy& policy) {
    std::vector<Asked> story = two_partners();
    DefineQueue queue{{"inbound"}, {}, true, {}, {}, {}, policy};
    story.push_back(manager(queue));
    for (const Text lead : {"l1", "l2", "l3", "l4", "l5"}) {
        story.push_back(captured(lead));
        story.push_back(queued(lead));
    }
    return story;
}

inline Asked claim(Text who, Text lead) { return user(who, ClaimLead{{lead}, {}}); }

inline LeadClaimed won(Text lead, Text who, Text partner) {
    LeadClaimed claimed;
    claimed.lead = {lead};
    claimed.queue = {"inbound"};
    claimed.user = {who};
    claimed.partner = {partner};
    return claimed;
}

}  // namespace leadline::tests
