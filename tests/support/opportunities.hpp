// What tests of opportunities share: how one is made and given to somebody, what is asked of it,
// and where it stands. One thread.
#pragma once

#include "events/codec/body.hpp"
#include "events/kinds.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {

// Two partners, and "west" with an administrator, wim.
[[nodiscard]] inline std::vector<Asked> three_partners() {
    return two_partners() + manager(events::RegisterPartner{{"west"}, "West", "maria", "gold"}) +
           manager(events::ActivatePartner{{"west"}}) +
           manager(events::InviteUser{{"wim"}, {"west"}, events::Role::administrator, {}}) +
           user("wim", events::RecordLogin{{"wim"}});
}

// Of the customer "Shop".
[[nodiscard]] inline events::CreateOpportunity opens(Text id) {
    events::CreateOpportunity command;
    command.opportunity = {id};
    command.customer.title = "Shop";
    return command;
}

// The channel manager makes one: delivered to a partner, or a user's at once.
[[nodiscard]] inline Asked delivers_new(Text id, Text partner, events::Duration within = {}) {
    events::CreateOpportunity command = opens(id);
    command.partner = {partner};
    command.accept_within = within;
    return manager(command);
}
[[nodiscard]] inline Asked gives_new(Text id, Text who) {
    events::CreateOpportunity command = opens(id);
    command.user = {who};
    return manager(command);
}

[[nodiscard]] inline Asked accepts(Text who, Text id) {
    return user(who, events::AcceptOpportunity{{id}, {}});
}
[[nodiscard]] inline events::ChangeOpportunityStatus to(Text id, events::OpportunityStatus status) {
    return {{id}, status, {}, {}};
}

// Somebody's words; they live as long as the test program.
[[nodiscard]] inline events::Part<events::Remark> words(Text id, Text text) {
    static events::Arena arena;
    const events::Remark remark{text};
    return {id, events::Sealing::plain, 0, events::body_in(arena, remark)};
}

[[nodiscard]] inline const engine::Opportunity& opportunity(const Given& world, Text id) {
    return *world.program().opportunities.find(id);
}
[[nodiscard]] inline Text status_of(const Given& world, Text id) {
    return events::name_of(opportunity(world, id).status);
}

// "sam" who owns it; "for north" while it is delivered, and when that was in vain; "" nobody's.
[[nodiscard]] inline std::string holder(const Given& world, Text id) {
    const engine::Opportunity& it = opportunity(world, id);
    const engine::Program& p = world.program();
    if (it.owner != engine::no_index) return p.users.at(it.owner).id;
    return it.partner == engine::no_index ? "" : "for " + p.partners.at(it.partner).id;
}

// The detail of a refusal: which one, and who has it.
[[nodiscard]] inline events::Detail the_opportunity(Text id, Text by = {}, bool is_visible = true) {
    events::Detail detail = about(events::SubjectKind::opportunity, id);
    detail.by = {by};
    detail.by_visible = !by.empty() && is_visible;
    return detail;
}

// `statuses` must outlive the detail.
[[nodiscard]] inline events::Detail with_statuses(events::Detail detail,
                                                  const std::vector<Text>& statuses) {
    detail.statuses = statuses;
    return detail;
}
inline const std::vector<Text> usual_stages{"qualify", "develop", "propose", "close"};

}  // namespace leadline::tests
