// See opportunity_rules.hpp.
#include "engine/core/decide/opportunity_rules.hpp"

#include <algorithm>

#include "engine/core/routing/in_arena.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

using events::OpportunityStatus;

namespace {

Refusal check_known(const Decision& d, events::OpportunityId opportunity) {
    if (d.program->opportunities.find(opportunity.text) != nullptr) return {};
    return because(Reason::unknown_opportunity,
                   {.about = {SubjectKind::opportunity, opportunity.text}});
}

}  // namespace

Refusal check_asks_about(const Decision& d, events::OpportunityId opportunity) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_role(d)) return no;
    return check_known(d, opportunity);
}

Refusal check_works_on(const Decision& d, const Opportunity& o) {
    const User* user = acting_user(d);
    const bool is_owned = o.owner != no_index;
    const bool is_theirs = user == nullptr ? true
                           : is_owned      ? may_act_for(d, d.program->users.at(o.owner))
                                           : o.partner == user->partner;
    if (!is_theirs) return because(Reason::not_your_opportunity, detail_of(d, o));
    if (!events::is_open(o.status)) return because(Reason::opportunity_closed, detail_of(d, o));
    if (user == nullptr) return {};
    if (!is_owned) return because(Reason::opportunity_not_owned, detail_of(d, o));
    return check_eligible(d, *user);
}

Refusal check_delivered(const Decision& d, const Opportunity& o, Index partner) {
    if (o.partner != partner) return because(Reason::not_your_opportunity, detail_of(d, o));
    if (o.status == OpportunityStatus::delivered) return {};
    return because(Reason::opportunity_not_delivered, detail_of(d, o));
}

events::Detail detail_of(const Decision& d, const Opportunity& o) {
    events::Detail detail{.about = {SubjectKind::opportunity, o.id}};
    if (o.owner == no_index) return detail;
    const User& owner = d.program->users.at(o.owner);
    detail.by = {owner.id};
    const User* user = acting_user(d);
    detail.by_visible = d.actor.kind != events::ActorKind::partner_user ||
                        (user != nullptr && user->partner == owner.partner);
    return detail;
}

bool may_follow(const Opportunity& o, OpportunityStatus to) {
    const bool is_worked_on = events::is_worked_on(o.status);
    switch (to) {
        case OpportunityStatus::in_progress:
        case OpportunityStatus::on_hold:
        case OpportunityStatus::purchased:
            return is_worked_on;
        case OpportunityStatus::lost:
            return true;  // the vendor gives up what nobody has, too
        case OpportunityStatus::cancelled:
            return o.by_partner;
        case OpportunityStatus::returned:
            return is_worked_on && !o.by_partner;
        case OpportunityStatus::new_:
        case OpportunityStatus::delivered:
        case OpportunityStatus::accepted:
        case OpportunityStatus::declined:
        case OpportunityStatus::expired:
            return false;  // commands and timers of their own
    }
    return false;
}

events::List<Text> statuses_after(const Decision& d, const Opportunity& o) {
    if (!events::is_open(o.status)) return {};
    std::vector<Text> names;
    for (const auto& [status, name] : events::opportunity_status_names)
        if (status != o.status && may_follow(o, status)) names.push_back(name);
    return in_arena(d.arena, names);
}

Stages stages_of(const Program& program) {
    const CompiledRuleset* ruleset = ruleset_in_force(program);
    if (ruleset == nullptr || !ruleset->opportunity_stages())
        return {events::usual_opportunity_stages};
    const events::OpportunityStages& stages = *ruleset->opportunity_stages();
    return {std::span<const Text>(stages.names.begin(), stages.names.size()), stages.may_go_back};
}

Refusal check_stage(const Decision& d, Text from, Text to) {
    const Stages stages = stages_of(*d.program);
    const auto place = [&stages](Text stage) {
        return std::find(stages.names.begin(), stages.names.end(), stage) - stages.names.begin();
    };
    const auto refuse = [&](Reason reason) {
        const std::vector<Text> all(stages.names.begin(), stages.names.end());
        return because(reason, {.statuses = in_arena(d.arena, all)});
    };
    const auto none = std::ssize(stages.names);
    if (to == from) return {};
    if (place(to) == none) return refuse(Reason::unknown_stage);
    if (stages.may_go_back || place(from) == none || place(from) < place(to)) return {};
    return refuse(Reason::stage_not_allowed);
}

Holder holder_of(const Decision& d, const Opportunity& o) {
    Holder holder;
    if (!events::is_open(o.status) || o.partner == no_index) return holder;
    holder.partner = {d.program->partners.at(o.partner).id};
    if (o.owner != no_index) holder.user = {d.program->users.at(o.owner).id};
    return holder;
}

}  // namespace leadline::engine
