// See plan_people.hpp.
#include "config/plan_people.hpp"

#include <fmt/format.h>

#include "config/yaml/names.hpp"
#include "events/codec/body.hpp"

namespace leadline::config {
namespace {

void add(std::string& to, const std::string& words) { to += (to.empty() ? "" : "; ") + words; }

// Whether they differ; then the words say `NAME is "a", in the file "b"`.
bool compare(std::string& to, std::string_view name, std::string_view in_force,
             std::string_view wanted) {
    if (in_force == wanted) return false;
    add(to, fmt::format("{} is {}, in the file {}", name, shown(in_force), shown(wanted)));
    return true;
}

template <class Value>
void compare(std::string& to, std::string_view name, std::string_view in_force,
             std::string_view wanted, Value& change) {
    if (compare(to, name, in_force, wanted)) change = events::Text(wanted);
}

// What the state keeps: nothing of hours that are always.
events::Bytes body_of(const events::OpeningHours& hours) {
    events::Bytes body;
    if (!(hours == events::OpeningHours{})) events::write_body(body, hours);
    return body;
}

void compare_hours(std::string& to, const events::Bytes& in_force,
                   const std::optional<events::OpeningHours>& wanted,
                   std::optional<events::OpeningHours>& change) {
    if (!wanted || body_of(*wanted) == in_force) return;
    add(to, in_force.empty() ? "gets working hours" : "has other working hours");
    change = wanted;
}

}  // namespace

Difference<events::UpdatePartner> difference(const PartnerInForce& is, const PartnerSpec& wanted) {
    Difference<events::UpdatePartner> found;
    events::UpdatePartner& change = found.change;
    change.partner = events::PartnerId{wanted.id};
    compare(found.changed, "title", is.title, wanted.title, change.title);
    compare(found.changed, "tier", is.tier, wanted.tier, change.tier);
    compare(found.changed, "channel_manager", is.channel_manager, wanted.channel_manager,
            change.channel_manager);
    if (wanted.capacity && *wanted.capacity != is.capacity) {
        add(found.changed,
            fmt::format("capacity is {}, in the file {}", is.capacity, *wanted.capacity));
        change.capacity = wanted.capacity;
    }
    compare_hours(found.changed, is.hours, wanted.hours, change.hours);
    return found;
}

Difference<events::UpdateUser> difference(const UserInForce& is, const UserSpec& wanted,
                                          std::string_view partner) {
    Difference<events::UpdateUser> found;
    events::UpdateUser& change = found.change;
    change.user = events::UserId{wanted.id};
    compare(found.fixed, "partner", is.partner, partner);
    if (compare(found.changed, "role", events::name_of(is.role), events::name_of(wanted.role)))
        change.role = wanted.role;
    compare(found.fixed, "name", is.full_name, wanted.full_name);
    compare(found.fixed, "email", is.email, wanted.email);
    compare_hours(found.changed, is.hours, wanted.hours, change.hours);
    return found;
}

}  // namespace leadline::config
