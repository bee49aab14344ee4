// See program_in_force.hpp.
#include "connectors/cli/program_in_force.hpp"

#include "events/base/ensure.hpp"
#include "events/codec/body.hpp"

namespace leadline::connectors {
namespace {

config::PartnerStanding standing_of(engine::PartnerStatus status) {
    switch (status) {
        case engine::PartnerStatus::applied:
            return config::PartnerStanding::applied;
        case engine::PartnerStatus::active:
            return config::PartnerStanding::active;
        case engine::PartnerStatus::suspended:
            return config::PartnerStanding::suspended;
        case engine::PartnerStatus::deactivated:
            return config::PartnerStanding::deactivated;
        case engine::PartnerStatus::declined:
            return config::PartnerStanding::declined;
    }
    return config::PartnerStanding::applied;
}

config::UserStanding standing_of(engine::UserStatus status) {
    switch (status) {
        case engine::UserStatus::invited:
            return config::UserStanding::invited;
        case engine::UserStatus::active:
            return config::UserStanding::active;
        case engine::UserStatus::deactivated:
            return config::UserStanding::deactivated;
    }
    return config::UserStanding::invited;
}

// Name and e-mail of a user, when they are not sealed.
events::UserPerson person_of(const engine::User& user, events::Arena& arena) {
    events::Part<events::UserPerson> part;
    events::UserPerson person;
    if (user.person.empty()) return person;
    const bool is_readable = events::read_body(events::BytesView(user.person), arena, part);
    ENSURE(is_readable);
    if (part.sealing != events::Sealing::plain || !events::read_body(part.bytes, arena, person))
        return {};
    return person;
}

}  // namespace

config::ProgramInForce program_in_force(const engine::State& state, events::ProgramId id) {
    config::ProgramInForce in_force;
    in_force.position = state.position;
    const engine::Program* program = state.program(id);
    if (program == nullptr) return in_force;
    const engine::Settings& settings = program->settings;
    in_force.created = settings.created;
    in_force.published = settings.published;
    in_force.title = settings.title;
    in_force.repeat_window = settings.repeat_window;
    in_force.protection = settings.protection;
    for (const engine::Partner& partner : program->partners)
        in_force.partners[partner.id] = {partner.title,           partner.tier,
                                         partner.channel_manager, standing_of(partner.status),
                                         partner.capacity,        partner.hours.written};
    events::Arena arena;
    for (const engine::User& user : program->users) {
        const events::UserPerson person = person_of(user, arena);
        in_force.users[user.id] = {program->partners.at(user.partner).id,
                                   user.role,
                                   standing_of(user.status),
                                   user.has_logged_in,
                                   std::string(person.full_name),
                                   std::string(person.email),
                                   user.hours.written};
    }
    for (const engine::Queue& queue : program->queues) in_force.queues[queue.id] = queue.definition;
    in_force.ruleset_version = program->ruleset.version;
    in_force.ruleset_parts = program->ruleset.parts;
    in_force.staged_ruleset = program->staging.name;
    return in_force;
}

}  // namespace leadline::connectors
