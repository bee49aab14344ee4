// Folds of what happens to partners and their users.
#include "engine/core/evolve/caps.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

bool knows(const Fold& f, events::PartnerId partner) {
    return f.program->partners.find(partner.text) != nullptr;
}

bool knows(const Fold& f, events::UserId user) {
    return f.program->users.find(user.text) != nullptr;
}

void set_status(const Fold& f, events::PartnerId id, PartnerStatus status) {
    Partner& partner = *f.program->partners.find(id.text);
    partner.status = status;
    f.state.touch(partner);
}

void set_hours(Hours& hours, const events::OpeningHours& now) {
    hours = {};
    if (!(now == events::OpeningHours{})) events::write_body(hours.written, now);
}

User& user_of(const Fold& f, events::UserId id) {
    User& user = *f.program->users.find(id.text);
    f.state.touch(user);
    return user;
}

}  // namespace

bool fits(const Fold& f, const events::PartnerRegistered& e) {
    const Partner* there = f.program->partners.find(e.asked.partner.text);
    return e.asked.partner.is_set() &&
           (there == nullptr || there->status == PartnerStatus::declined);
}

// One that was declined keeps what it can take and when it is at work.
void evolve(const Fold& f, const events::PartnerRegistered& e) {
    Partner* declined = f.program->partners.find(e.asked.partner.text);
    Partner& partner =
        declined != nullptr ? *declined : f.program->add_partner(e.asked.partner.text);
    partner.status = PartnerStatus::applied;
    partner.title = e.asked.title;
    partner.channel_manager = e.asked.channel_manager;
    partner.tier = e.asked.tier;
    f.state.touch(partner);
}

bool fits(const Fold& f, const events::PartnerUpdated& e) { return knows(f, e.asked.partner); }

void evolve(const Fold& f, const events::PartnerUpdated& e) {
    const events::UpdatePartner& c = e.asked;
    Partner& partner = *f.program->partners.find(c.partner.text);
    if (c.title) partner.title = *c.title;
    if (c.channel_manager) partner.channel_manager = *c.channel_manager;
    if (c.tier) partner.tier = *c.tier;
    if (c.capacity) partner.capacity = *c.capacity;
    if (c.hours) set_hours(partner.hours, *c.hours);
    f.state.touch(partner);
    if (c.tier || c.capacity || c.hours) try_backlogs_of(f, partner);
}

bool fits(const Fold& f, const events::PartnerActivated& e) { return knows(f, e.asked.partner); }

void evolve(const Fold& f, const events::PartnerActivated& e) {
    set_status(f, e.asked.partner, PartnerStatus::active);
    try_backlogs_of(f, *f.program->partners.find(e.asked.partner.text));
}

bool fits(const Fold& f, const events::PartnerDeclined& e) { return knows(f, e.asked.partner); }

void evolve(const Fold& f, const events::PartnerDeclined& e) {
    set_status(f, e.asked.partner, PartnerStatus::declined);
}

bool fits(const Fold& f, const events::PartnerSuspended& e) { return knows(f, e.asked.partner); }

void evolve(const Fold& f, const events::PartnerSuspended& e) {
    set_status(f, e.asked.partner, PartnerStatus::suspended);
}

bool fits(const Fold& f, const events::PartnerDeactivated& e) { return knows(f, e.asked.partner); }

void evolve(const Fold& f, const events::PartnerDeactivated& e) {
    set_status(f, e.asked.partner, PartnerStatus::deactivated);
}

bool fits(const Fold& f, const events::UserInvited& e) {
    return e.asked.user.is_set() && !knows(f, e.asked.user) && knows(f, e.asked.partner);
}

void evolve(const Fold& f, const events::UserInvited& e) {
    Partner& partner = *f.program->partners.find(e.asked.partner.text);
    User& user = f.program->add_user(e.asked.user.text);
    user.partner = partner.index;
    user.role = e.asked.role;
    if (e.asked.person.is_set()) events::write_body(user.person, e.asked.person);
    partner.users.push_back(user.index);
    f.state.touch(user);
}

bool fits(const Fold& f, const events::UserUpdated& e) { return knows(f, e.asked.user); }

void evolve(const Fold& f, const events::UserUpdated& e) {
    User& user = user_of(f, e.asked.user);
    if (e.asked.role) user.role = *e.asked.role;
    if (!e.asked.hours) return;
    set_hours(user.hours, *e.asked.hours);
    try_backlogs_of(f, user);
}

bool fits(const Fold& f, const events::UserLoggedIn& e) { return knows(f, e.asked.user); }

void evolve(const Fold& f, const events::UserLoggedIn& e) {
    User& user = user_of(f, e.asked.user);
    user.status = UserStatus::active;
    user.has_logged_in = true;
    try_backlogs_of(f, user);
}

bool fits(const Fold& f, const events::UserDeactivated& e) { return knows(f, e.asked.user); }

void evolve(const Fold& f, const events::UserDeactivated& e) {
    user_of(f, e.asked.user).status = UserStatus::deactivated;
}

bool fits(const Fold& f, const events::UserReactivated& e) { return knows(f, e.asked.user); }

void evolve(const Fold& f, const events::UserReactivated& e) {
    User& user = user_of(f, e.asked.user);
    user.status = user.has_logged_in ? UserStatus::active : UserStatus::invited;
    try_backlogs_of(f, user);
}

}  // namespace leadline::engine
