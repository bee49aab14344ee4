// See pass_on_work.hpp.
#include "engine/core/decide/pass_on_work.hpp"

#include <algorithm>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

namespace {

struct Administrator {
    const User* user;
    std::uint32_t has;  // open leads, and what it was given here
};

std::vector<Administrator> administrators(const Decision& d, const User& from) {
    std::vector<Administrator> all;
    const Partner& partner = d.program->partners.at(from.partner);
    if (!is_eligible(partner)) return all;
    for (const Index index : partner.users) {
        const User& user = d.program->users.at(index);
        if (&user != &from && user.role == events::Role::administrator && is_eligible(user))
            all.push_back({&user, user.open_leads});
    }
    return all;
}

const User& next(std::vector<Administrator>& all) {
    Administrator& least = *std::min_element(
        all.begin(), all.end(), [](const Administrator& a, const Administrator& b) {
            return a.has != b.has ? a.has < b.has : a.user->id < b.user->id;
        });
    ++least.has;
    return *least.user;
}

}  // namespace

void reroute_leads(Decision& d, std::span<const Lead* const> leads, Router& router) {
    for (const Lead* lead : leads) {
        const Rerouted rerouted = reroute(d, *lead, router);
        const Subject self = about(SubjectKind::lead, lead->id);
        if (rerouted.scored) d.emit(self, *rerouted.scored);
        d.emit(self, rerouted.moved);
    }
}

bool hand_over(Decision& d, const User& from, std::span<const Lead* const> leads,
               std::span<const Opportunity* const> opportunities) {
    std::vector<Administrator> all = administrators(d, from);
    if (all.empty()) return false;
    const events::PartnerId partner{d.program->partners.at(from.partner).id};
    CapRoom room(d);
    for (const Lead* lead : leads) {
        const User& to = next(all);
        events::LeadReassigned moved{{lead->id}, {from.id}, {to.id}, partner, {}, {}, {}};
        moved.passed_caps = room.passed(to);
        room.take(to);
        d.emit(about(SubjectKind::lead, lead->id), moved);
    }
    for (const Opportunity* each : opportunities)
        d.emit(about(SubjectKind::opportunity, each->id),
               events::OpportunityHandedOver{{each->id}, {next(all).id}, partner, {from.id}});
    return true;
}

}  // namespace leadline::engine
