// See stories.hpp.
#include "tests/support/stories.hpp"

#include "events/codec/body.hpp"
#include "events/kinds.hpp"

namespace leadline::tests {

using events::Role;

std::vector<Asked> two_partners() {
    std::vector<Asked> commands{manager(events::CreateProgram{}),
                                manager(events::PublishProgram{})};
    for (const Text partner : {"north", "south"}) {
        commands.push_back(manager(events::RegisterPartner{{partner}, "Partner", "maria", "gold"}));
        commands.push_back(manager(events::ActivatePartner{{partner}}));
    }
    struct Person {
        Text id;
        Text partner;
        Role role;
    };
    for (const Person& person :
         {Person{"ada", "north", Role::administrator}, Person{"moe", "north", Role::manager},
          Person{"sam", "north", Role::seller}, Person{"sue", "north", Role::seller},
          Person{"tom", "south", Role::seller}}) {
        commands.push_back(
            manager(events::InviteUser{{person.id}, {person.partner}, person.role, {}}));
        commands.push_back(user(person.id, events::RecordLogin{{person.id}}));
    }
    return commands;
}

std::vector<Asked> open_queue() {
    return two_partners() +
           manager(events::DefineQueue{{"inbound"}, "Inbound", true, {}, {}, {}, {}});
}

Asked captured(Text lead, const Sample& sample) {
    events::Arena arena;
    events::CreateLead create{{lead}, {}};
    create.details.company = sample.company;
    create.details.address = sample.address;
    const events::LeadPerson person{sample.contact, {}, {}, {}};
    if (!(person == events::LeadPerson{}))
        create.details.person = {lead, events::Sealing::plain, 0, events::body_in(arena, person)};
    return upstream(create);
}

Asked queued(Text lead) {
    return manager(events::ReassignLead{{lead}, {}, {{}, {"inbound"}, false}, {}});
}

Asked assigned(Text lead, Text user) {
    return manager(events::ReassignLead{{lead}, {}, {{user}, {}, false}, {}});
}

std::vector<Asked> claimed(Text lead, Text who, const Sample& sample) {
    return open_queue() + captured(lead, sample) + queued(lead) +
           user(who, events::ClaimLead{{lead}, {}});
}

std::vector<Asked> operator+(std::vector<Asked> first, const std::vector<Asked>& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

std::vector<Asked> operator+(std::vector<Asked> first, const Asked& then) {
    first.push_back(then);
    return first;
}

events::Detail about(events::SubjectKind kind, Text id) {
    events::Detail detail;
    detail.about = {kind, id};
    return detail;
}

std::vector<Asked> notified() {
    events::RecordNotification told;
    told.notification = "n1";
    told.event = events::LeadClaimed::name;
    told.event_position = 12;
    told.attempts = 1;
    told.answer = 250;
    told.user = {"sam"};
    told.partner = {"north"};
    told.lead = {"l1"};
    events::RecordNotification failed;
    failed.notification = "n2";
    failed.event = events::DealApproved::name;
    failed.channel = events::NotificationChannel::webhook;
    failed.result = events::NotificationResult::failed;
    failed.attempts = 5;
    failed.answer = 500;
    failed.problem = "the server failed";
    failed.deal = {"d1"};
    return {upstream(told), upstream(failed)};
}

}  // namespace leadline::tests
