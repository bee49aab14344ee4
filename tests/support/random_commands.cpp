// See random_commands.hpp.
#include "tests/support/random_commands.hpp"

#include "events/codec/digest.hpp"
#include "tests/support/random_rules.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {

using namespace events;

RandomCommands::RandomCommands(std::uint64_t seed, std::size_t count, std::uint64_t leads)
    : random_(seed), leads_(leads) {
    inputs_.reserve(count + 64);
    set_up("acme");
    set_up("bolt");
    while (inputs_.size() < count) one();
}

Text RandomCommands::pick(std::initializer_list<const char*> names) {
    return names.begin()[random_.below(names.size())];
}

Text RandomCommands::lead() { return arena_.copy("l" + std::to_string(random_.below(leads_))); }

Actor RandomCommands::manager() const { return {ActorKind::channel_manager, "maria"}; }

Actor RandomCommands::somebody() {
    return {ActorKind::partner_user, pick({"ada", "sam", "sue", "tom", "tim", "ghost"})};
}

ClaimPolicy RandomCommands::policy() {
    ClaimPolicy made;
    made.open_per_user = static_cast<std::uint32_t>(random_.below(4));
    made.open_per_partner = static_cast<std::uint32_t>(random_.below(6));
    made.window_per_user = static_cast<std::uint32_t>(random_.below(4));
    made.window_per_partner = static_cast<std::uint32_t>(random_.below(6));
    made.window = {10 * minute.us};
    if (random_.one_in(2)) made.between = {20'000'000};
    if (random_.one_in(2)) made.touch_within = {5 * minute.us};
    if (random_.one_in(2)) made.no_reclaim = {30 * minute.us};
    return made;
}

// Personal data goes by the command's number, not by the dice.

Part<Remark> RandomCommands::remark(Text subject) {
    if (inputs_.size() % 2 == 0) return {};
    return part(subject, Remark{personal_mark});
}

// A few people, so that leads are converted to contacts that are there; their phones come late.
ContactDetails RandomCommands::contact() {
    const std::string who = std::to_string(inputs_.size() % 5) + std::string(personal_mark);
    return {arena_.copy("Ann " + who), arena_.copy("ann" + who + "@example.com"),
            inputs_.size() % 3 == 0 ? arena_.copy("+49 " + who) : Text{}};
}

Part<LeadPerson> RandomCommands::lead_person(Text lead) {
    if (inputs_.size() % 4 == 0) return {};
    LeadPerson person{contact(), personal_mark, personal_mark, {}};
    const CustomField custom{"shoe", CustomType::string, personal_mark, 0, {}};
    if (inputs_.size() % 2 == 0) person.custom.fields = std::span(&custom, 1);
    return part(lead, person);
}

Part<LeadPersonChanges> RandomCommands::changes(Text lead) {
    if (inputs_.size() % 3 == 0) return {};
    LeadPersonChanges changes;
    if (inputs_.size() % 2 == 0) changes.contact = contact();
    changes.text = personal_mark;
    return part(lead, changes);
}

void RandomCommands::put(Actor actor, CommandKind kind, BytesView body) {
    // Mostly racing within the same microsecond, sometimes a jump over what is due.
    if (random_.one_in(3)) time_us_ += random_.between(0, 2'000'000);
    if (random_.one_in(40)) time_us_ += random_.between(0, 20 * minute.us);
    engine::Input& input = inputs_.emplace_back();
    CommandHeader& h = input.command;
    h.kind = kind;
    h.program = program_;
    h.source = "test";
    // One in thirty comes again: the same words, or other words under the same id.
    const std::uint64_t number =
        random_.one_in(30) ? random_.below(inputs_.size()) : inputs_.size();
    h.id = arena_.copy(std::to_string(number));
    h.time = {time_us_};
    h.actor = {actor.kind, arena_.copy(actor.id)};
    h.body = body;
    h.digest = command_digest(h);
}

void RandomCommands::set_up(Text program) {
    program_ = {program};
    say(manager(), CreateProgram{"Test", {10 * day.us}, {hour.us}});
    for (const Text partner : {"north", "south", "west"}) {
        say(manager(), RegisterPartner{{partner}, "P", "maria", "gold"});
        say(manager(), ActivatePartner{{partner}});
    }
    const auto invite = [this](Text id, Text partner, Role role) {
        say(manager(), InviteUser{{id}, {partner}, role, part(id, UserPerson{personal_mark, {}})});
        say({ActorKind::partner_user, id}, RecordLogin{{id}});
    };
    invite("ada", "north", Role::administrator);
    invite("sam", "north", Role::seller);
    invite("sue", "north", Role::seller);
    invite("tom", "south", Role::seller);
    say(manager(), InviteUser{{"tim"}, {"south"}, Role::seller, {}});  // never logs in, at first
    for (const Text queue : {"q1", "q2"})
        say(manager(), DefineQueue{{queue}, {}, true, {}, {}, {}, policy()});
    set_rules();
    say(manager(), PublishProgram{});
}

void RandomCommands::set_rules() {
    const Text name = arena_.copy("r" + std::to_string(inputs_.size()));
    with_random_rules(random_, [&](const RulesetPart& part) {
        say(manager(), StageRulesetPart{name, 1, 1, part});
        say(manager(), PublishRuleset{name, arena_.copy(sha256_of(part))});
    });
}

void RandomCommands::one() {
    program_ = {random_.one_in(5) ? "bolt" : "acme"};
    if (random_.one_in(60)) return what_a_partner_may_not_ask();
    const std::uint64_t dice = random_.below(100);
    if (dice < 78) return about_a_lead();
    if (dice < 84) return about_deals();
    if (dice < 90) return about_opportunities();
    if (dice < 96) return about_people();
    if (dice < 98) return what_somebody_can_take();
    if (dice == 98) return set_rules();
    say(manager(), DefineQueue{{pick({"q1", "q2"})}, {}, true, {}, {}, {}, policy()});
}

void RandomCommands::about_a_lead() {
    const LeadId id{lead()};
    const Actor who = random_.one_in(6) ? manager() : somebody();
    switch (random_.below(12)) {
        case 0:
        case 1:
        case 2: {
            CreateLead create{id, {}};
            create.details.source = pick({"web", "fair", "mail", "shop"});
            create.details.record_type = pick({"", "", "renewal"});
            create.details.company = pick({"Acme Ltd", "ACME LTD", "Other", ""});
            create.details.person = lead_person(id.text);
            create.allow_duplicate = random_.one_in(2);
            create.details.priority = static_cast<std::int32_t>(random_.between(-1, 1));
            return say({ActorKind::upstream_system, "crm"}, create);
        }
        case 3:
        case 4:
        case 5:
            return say(somebody(), ClaimLead{id, {}});
        case 6:
            if (random_.one_in(3)) {
                const std::vector<LeadId> list{id, {lead()}, {lead()}};
                return say(who, ClaimLeads{list, {pick({"sam", "tom", "tim"})}});
            }
            return say(somebody(), ClaimNext{{pick({"q1", "q2"})}, {}});
        case 7:
            return say(who, ReleaseLead{id, remark(id.text)});
        case 8: {
            const std::vector<LeadId> list{id, {lead()}, {lead()}};
            if (random_.one_in(6)) return say(who, MergeLeads{list, {}, remark(id.text)});
            ReassignLead move;
            move.remark = remark(id.text);
            if (random_.one_in(2))
                move.lead = id;
            else
                move.leads = list;
            const std::uint64_t to = random_.below(4);
            if (to == 0) move.to.user = {pick({"sam", "tom", "tim"})};
            if (to == 1) move.to.queue = {pick({"q1", "q2"})};
            if (to == 2) move.to.rules = true;
            if (to == 3) {
                move.to.partner = {pick({"north", "south", "west"})};
                if (random_.one_in(2)) move.to.accept_within = {2 * minute.us};
            }
            return say(manager(), move);
        }
        case 9:
            if (random_.one_in(3))
                return say(manager(), ReopenLead{id, pick({"", "", "working", "won"}), {}});
            return say(who, ChangeLeadStatus{id, pick({"new", "working", "ready", "unqualified"}),
                                             remark(id.text)});
        case 10:
            if (random_.one_in(2)) return about_an_offer(id);
            return say(who, AddLeadNote{id, remark(id.text)});
        default: {
            if (random_.one_in(3)) return say(who, ConvertLead{id, {}, {}, OpportunityDraft{}});
            UpdateLead update;
            update.lead = id;
            update.source = pick({"web", "fair", "mail"});
            if (random_.one_in(3)) update.record_type = pick({"", "renewal"});
            update.person = changes(id.text);
            update.route_again = random_.one_in(2);
            return say(who, update);
        }
    }
}

void RandomCommands::about_an_offer(LeadId id) {
    if (random_.one_in(2)) return say(somebody(), AcceptOffer{id, {pick({"", "sam", "tom"})}});
    return say(random_.one_in(3) ? manager() : somebody(), DeclineOffer{id, remark(id.text)});
}

// What they can take, and when they are at work: in the night of the day that begins, or always.
void RandomCommands::what_somebody_can_take() {
    OpeningHours hours;
    const std::vector<OpenSpan> nights{{4, 0, 480}, {5, 60, 480}, {6, 30, 480}, {7, 0, 300}};
    const std::vector<Absence> away{{{time_us_}, {time_us_ + 15 * minute.us}}};
    if (random_.one_in(2)) hours.week = nights;
    if (random_.one_in(2)) hours.absences = away;
    if (random_.one_in(2)) return say(manager(), UpdateUser{{pick({"sam", "tom"})}, {}, hours});
    UpdatePartner update;
    update.partner = {pick({"north", "south", "west"})};
    if (random_.one_in(2)) update.capacity = static_cast<std::uint32_t>(random_.below(12));
    if (random_.one_in(2)) update.hours = hours;
    say(manager(), update);
}

void RandomCommands::what_a_partner_may_not_ask() {
    const Actor who = somebody();
    switch (random_.below(6)) {
        case 0:
            return say(who, CreateProgram{});
        case 1:
            return say(who, PublishProgram{});
        case 2:
            return say(who, StageRulesetPart{"mine", 1, 1, {}});
        case 3:
            return say(who, DefineQueue{{"mine"}, {}, true, {}, {}, {}, {}});
        case 4:
            return say(who, ActivatePartner{{"north"}});
        default:
            return say(who, RegisterPartner{{"mine"}, {}, {}, {}});
    }
}

void RandomCommands::about_people() {
    const UserId user{pick({"sam", "sue", "tom", "tim"})};
    const PartnerId partner{pick({"north", "south"})};
    switch (random_.below(12)) {
        case 0:
            return say(manager(), SuspendPartner{partner, remark(partner.text)});
        case 1:
        case 2:
        case 3:
            return say(manager(), ActivatePartner{partner});
        case 4:
            return say(manager(), DeactivateUser{user, remark(user.text),
                                                 static_cast<WorkOfUser>(random_.below(3))});
        case 5:
        case 6:
        case 7:
            return say(manager(), ReactivateUser{user});
        case 8:
            if (random_.one_in(8))
                return say(manager(),
                           DeactivatePartner{{"south"},
                                             remark("south"),
                                             true,
                                             static_cast<WorkOfPartner>(random_.below(2))});
            return say({ActorKind::partner_user, user.text}, RecordLogin{user});
        case 9:
            return about_an_applicant();
        default:
            return say({ActorKind::partner_user, user.text}, RecordLogin{user});
    }
}

void RandomCommands::about_an_applicant() {
    const PartnerId applicant{pick({"new-1", "new-2", "new-3"})};
    switch (random_.below(5)) {
        case 0:
        case 1:
            return say(manager(), RegisterPartner{applicant, pick({"New", "Newer"}), {}, {}});
        case 2:
        case 3:
            return say(manager(), DeclinePartner{applicant, remark(applicant.text)});
        default:
            return say(manager(), ActivatePartner{applicant});
    }
}

}  // namespace leadline::tests
