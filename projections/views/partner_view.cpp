// See partner_view.hpp.
#include "projections/views/partner_view.hpp"

namespace leadline::projections {

namespace {

std::string user_key(const Happening& h, events::UserId user) {
    return Key(partner_table::users, h.header.program).add_id(user.text).text();
}

}  // namespace

void PartnerView::on(const Happening& h, const events::PartnerRegistered& e) {
    const std::string key =
        Key(partner_table::partners, h.header.program).add_id(e.asked.partner.text).text();
    PartnerRow row;
    static_cast<void>(rows_.read(key, row));  // it was declined, and applies again
    row.status = PartnerStatus::applied;
    row.partner = e.asked.partner;
    row.title = e.asked.title;
    row.channel_manager = e.asked.channel_manager;
    row.tier = e.asked.tier;
    row.since = h.header.time;
    rows_.put(key, row);
}

void PartnerView::on(const Happening& h, const events::PartnerUpdated& e) {
    const events::UpdatePartner& c = e.asked;
    const Key key = Key(partner_table::partners, h.header.program).add_id(c.partner.text);
    PartnerRow row;
    if (!rows_.read(key.text(), row)) return;
    if (c.title) row.title = *c.title;
    if (c.channel_manager) row.channel_manager = *c.channel_manager;
    if (c.tier) row.tier = *c.tier;
    if (c.capacity) row.capacity = *c.capacity;
    if (c.hours) row.hours = *c.hours;
    rows_.put(key.text(), row);
}

void PartnerView::set_status(const Happening& h, events::PartnerId partner, PartnerStatus status) {
    const Key key = Key(partner_table::partners, h.header.program).add_id(partner.text);
    PartnerRow row;
    if (!rows_.read(key.text(), row)) return;
    row.status = status;
    row.since = h.header.time;
    rows_.put(key.text(), row);
}

void PartnerView::on(const Happening& h, const events::PartnerActivated& e) {
    set_status(h, e.asked.partner, PartnerStatus::active);
}

void PartnerView::on(const Happening& h, const events::PartnerDeclined& e) {
    set_status(h, e.asked.partner, PartnerStatus::declined);
}

void PartnerView::on(const Happening& h, const events::PartnerSuspended& e) {
    set_status(h, e.asked.partner, PartnerStatus::suspended);
}

void PartnerView::on(const Happening& h, const events::PartnerDeactivated& e) {
    set_status(h, e.asked.partner, PartnerStatus::deactivated);
}

void PartnerView::on(const Happening& h, const events::UserInvited& e) {
    UserRow row;
    row.user = e.asked.user;
    row.partner = e.asked.partner;
    row.role = e.asked.role;
    row.since = h.header.time;
    row.person = e.asked.person;
    rows_.put(user_key(h, e.asked.user), row);
    const Key member = Key(partner_table::members, h.header.program)
                           .add_id(e.asked.partner.text)
                           .add_id(e.asked.user.text);
    rows_.put_text(member.text(), {});
}

void PartnerView::on(const Happening& h, const events::UserUpdated& e) {
    UserRow row;
    if (!rows_.read(user_key(h, e.asked.user), row)) return;
    if (e.asked.role) row.role = *e.asked.role;
    if (e.asked.hours) row.hours = *e.asked.hours;
    rows_.put(user_key(h, e.asked.user), row);
}

void PartnerView::on(const Happening& h, const events::UserLoggedIn& e) {
    UserRow row;
    if (!rows_.read(user_key(h, e.asked.user), row)) return;
    row.status = UserStatus::active;
    row.since = h.header.time;
    row.first_login = h.header.time;
    rows_.put(user_key(h, e.asked.user), row);
}

void PartnerView::on(const Happening& h, const events::UserDeactivated& e) {
    UserRow row;
    if (!rows_.read(user_key(h, e.asked.user), row)) return;
    row.status = UserStatus::deactivated;
    row.since = h.header.time;
    rows_.put(user_key(h, e.asked.user), row);
}

void PartnerView::on(const Happening& h, const events::UserReactivated& e) {
    UserRow row;
    if (!rows_.read(user_key(h, e.asked.user), row)) return;
    row.status = row.first_login.is_set() ? UserStatus::active : UserStatus::invited;
    row.since = h.header.time;
    rows_.put(user_key(h, e.asked.user), row);
}

}  // namespace leadline::projections
