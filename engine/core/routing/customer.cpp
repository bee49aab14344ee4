// See customer.hpp.
#include "engine/core/routing/customer.hpp"

#include <algorithm>

#include "engine/core/routing/route.hpp"

namespace leadline::engine {

namespace {

// Null where nobody asks.
const events::Duplicates* section_if_asked(const Program& program) {
    const CompiledRuleset* ruleset = ruleset_in_force(program);
    const bool is_asked = ruleset != nullptr && ruleset->asks_customers() && ruleset->duplicates();
    return is_asked ? &*ruleset->duplicates() : nullptr;
}

}  // namespace

Text partner_of_customer(const Decision& d, std::span<const std::string> keys, const Lead* but) {
    const Program& p = *d.program;
    const events::Duplicates* section = section_if_asked(p);
    if (section == nullptr) return {};
    std::vector<std::pair<std::uint64_t, Text>> found;
    for (const std::string& key : keys) {
        const LeadsOfKey* with = p.leads_of_keys.find(key);
        if (with == nullptr) continue;
        for (const KeyedLead& each : with->leads) {
            const bool is_in_time =
                section->look_back.us == 0 || d.now - each.since < section->look_back;
            if (is_in_time && (but == nullptr || each.ordinal != but->ordinal))
                found.emplace_back(each.ordinal, each.lead);
        }
    }
    std::sort(found.rbegin(), found.rend());
    for (const auto& [ordinal, id] : found) {
        const Lead* lead = p.leads.find(id);
        if (lead == nullptr || lead->place != Place::user) continue;
        return p.partners.at(p.users.at(lead->owner).partner).id;
    }
    return {};
}

Text partner_of_customer(const Decision& d, const Lead& lead) {
    if (!lead.has(LeadMark::keyed) || section_if_asked(*d.program) == nullptr) return {};
    const LeadKeys* known = d.program->lead_keys.find(lead.id);
    if (known == nullptr) return {};
    return partner_of_customer(d, known->keys, &lead);
}

}  // namespace leadline::engine
