// See access.hpp.
#include "engine/core/decide/access.hpp"

#include "engine/core/state/moves.hpp"

namespace leadline::engine {

using events::ActorKind;

namespace {

// What the actor may ask about; a user who is not known: nothing.
May may_ask(const Decision& d) {
    const Askers& askers = askers_of(d.kind());
    switch (d.actor.kind) {
        case ActorKind::partner_user: {
            const User* user = acting_user(d);
            return user == nullptr ? May::not_at_all : may(askers, user->role);
        }
        case ActorKind::channel_manager:
            return askers.channel_manager ? May::anything : May::not_at_all;
        case ActorKind::upstream_system:
            return askers.system ? May::anything : May::not_at_all;
        case ActorKind::engine:
            break;
    }
    return May::not_at_all;
}

}  // namespace

const User* acting_user(const Decision& d) {
    if (d.actor.kind != ActorKind::partner_user || d.program == nullptr) return nullptr;
    return d.program->users.find(d.actor.id);
}

Refusal check_program(const Decision& d, bool must_be_published) {
    if (d.program == nullptr) return because(Reason::unknown_program);
    if (must_be_published && !d.program->settings.published)
        return because(Reason::program_not_published);
    return {};
}

Refusal check_actor_known(const Decision& d) {
    if (d.actor.kind != ActorKind::partner_user || acting_user(d) != nullptr) return {};
    return because(Reason::unknown_user, {.about = {SubjectKind::user, d.actor.id}});
}

Refusal check_role(const Decision& d) {
    if (may_ask(d) != May::not_at_all) return {};
    return because(Reason::actor_not_allowed);
}

Refusal check_may_ask(const Decision& d) {
    if (Refusal no = check_program(d, false)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    return check_role(d);
}

bool may_act_for(const Decision& d, const User& owner) {
    switch (may_ask(d)) {
        case May::not_at_all:
            return false;
        case May::own:
            return acting_user(d) == &owner;
        case May::partners:
            return acting_user(d)->partner == owner.partner;
        case May::anything:
            return true;
    }
    return false;
}

Refusal check_works_on(const Decision& d, const Lead& lead) {
    const User* user = acting_user(d);
    const bool is_owned = lead.place == Place::user;
    if (user != nullptr && is_owned && !may_act_for(d, d.program->users.at(lead.owner)))
        return because(Reason::not_your_lead, taken_by(d, lead));
    if (Refusal closed = check_open(d, lead)) return closed;
    if (user == nullptr) return {};
    if (!is_owned) return because(Reason::lead_not_owned, taken_by(d, lead));
    return check_eligible(d, *user);
}

Refusal check_eligible(const Decision& d, const User& user) {
    const Partner& partner = d.program->partners.at(user.partner);
    if (!is_eligible(partner))
        return because(Reason::partner_not_eligible, {.about = {SubjectKind::partner, partner.id}});
    if (!is_eligible(user))
        return because(Reason::user_not_eligible, {.about = {SubjectKind::user, user.id}});
    return {};
}

Refusal check_acts(const Decision& d) {
    const User* user = acting_user(d);
    return user == nullptr ? Refusal{} : check_eligible(d, *user);
}

Refusal check_eligible_for(const Decision& d, const User& user) {
    if (Refusal no = check_eligible(d, user)) return no;
    const bool is_itself = d.actor.kind == ActorKind::partner_user && d.actor.id == Text(user.id);
    return is_itself ? Refusal{} : check_acts(d);
}

events::Detail taken_by(const Decision& d, const Lead& lead) {
    events::Detail detail{.about = {SubjectKind::lead, lead.id}, .since = lead.since};
    if (lead.place != Place::user) return detail;
    const User& owner = d.program->users.at(lead.owner);
    detail.by = {owner.id};
    const User* user = acting_user(d);
    detail.by_visible = d.actor.kind != ActorKind::partner_user ||
                        (user != nullptr && user->partner == owner.partner);
    return detail;
}

events::Detail merged_away(const Lead& lead) {
    return {.about = {SubjectKind::lead, lead.past->merged_into}, .since = lead.since};
}

Refusal check_in_queue(const Decision& d, const Lead& lead) {
    if (Refusal closed = check_open(d, lead)) return closed;
    switch (lead.place) {
        case Place::queue:
            return {};
        case Place::offer:
            return because(Reason::lead_offered, taken_by(d, lead));
        case Place::waiting:
            return because(Reason::lead_waiting, taken_by(d, lead));
        case Place::user:
            return because(
                lead.claimed ? Reason::lead_already_claimed : Reason::lead_already_assigned,
                taken_by(d, lead));
    }
    return {};
}

Refusal check_open(const Decision& d, const Lead& lead) {
    if (category_of(lead.status) == events::StatusCategory::converted)
        return because(Reason::lead_already_converted, taken_by(d, lead));
    if (is_merged(lead)) return because(Reason::lead_merged, merged_away(lead));
    if (!is_open(lead)) return because(Reason::lead_closed, taken_by(d, lead));
    return {};
}

}  // namespace leadline::engine
