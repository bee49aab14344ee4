// See every_kind.hpp.
#include "tests/support/every_kind.hpp"

#include "events/codec/digest.hpp"
#include "tests/support/deals.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {

using namespace events;

namespace {

template <class Person>
Part<Person> part(Text subject, const Person& person) {
    static Arena arena;
    return {subject, Sealing::plain, 0, body_in(arena, person)};
}

Part<Remark> remark(Text subject) { return part(subject, Remark{personal_mark}); }

Asked captured_from(Text source, Text lead, const ContactDetails& contact = {},
                    const Address& address = {}) {
    CreateLead create{{lead}, {}};
    create.details.source = source;
    create.details.company = "Nordlicht GmbH";
    create.details.address = address;
    if (!(contact == ContactDetails{}))
        create.details.person = part(lead, LeadPerson{contact, {}, personal_mark, {}});
    return upstream(create);
}

Asked later(std::int64_t time_us, Duration wait, Asked asked) {
    return at({time_us + wait.us}, std::move(asked));
}

Asked fast_queue() {
    ClaimPolicy policy;
    policy.touch_within = {5 * minute.us};
    policy.no_reclaim = {hour.us};
    policy.open_per_user = 3;
    policy.window_per_partner = 10;
    policy.window = {hour.us};
    return manager(DefineQueue{{"fast"}, "Fast", true, {}, {}, {}, policy});
}

std::vector<Asked> set_up() {
    return open_queue() + fast_queue() + fast_queue() +
           manager(InviteUser{
               {"eve"}, {"south"}, Role::seller, part("eve", UserPerson{personal_mark, {}})}) +
           rules("first",
                 {{"fair",
                   {test_of("source", ConditionOp::equals, {"fair"})},
                   rotate_users("team", {{"sam", 2}, {"tom", 1}, {"eve", 1}}, true),
                   {to_queue("inbound")}},
                  {"press",
                   {test_of("source", ConditionOp::equals, {"press"})},
                   do_not_assign(),
                   {}}},
                 to_queue("inbound")) +
           manager(PublishProgram{}) + manager(ActivatePartner{{"north"}}) +
           user("sam", RecordLogin{{"sam"}}) + manager(ReactivateUser{{"sam"}});
}

// Two leads of one company and one person: the second fills what the first left open.
std::vector<Asked> converted_twice() {
    const std::string email = "ann@example.com" + std::string(personal_mark);
    const ContactDetails first{personal_mark, email, {}};
    const ContactDetails second{{}, first.email, personal_mark};
    UpdateLead update;
    update.lead = {"l1"};
    update.campaign = "spring";
    update.person = part("l1", LeadPersonChanges{{}, {}, personal_mark, {}});
    UpdateLead in_vain;
    in_vain.lead = {"l1"};
    in_vain.campaign = "spring";
    const OpportunityDraft draft{{}, "Lights", Money{"1200.50", "EUR", 120'050}, {}};
    const ChangeLeadStatus works{{"l1"}, "working", remark("l1")};
    return std::vector<Asked>{captured_from("web", "l1", first, {"DE", {}, {}, {}}),
                              user("sam", ClaimLead{{"l1"}, {}}),
                              user("tom", ClaimLead{{"l1"}, {}}),
                              user("sam", update),
                              user("sam", in_vain),
                              user("sam", AddLeadNote{{"l1"}, remark("l1")}),
                              user("sam", works),
                              user("sam", works),
                              user("sam", ConvertLead{{"l1"}, {}, {}, draft}),
                              user("sam", ConvertLead{{"l1"}, {}, {}, draft}),
                              captured_from("web", "l2", second, {"DE", {}, "Kiel", {}}),
                              user("sam", ClaimNext{{"inbound"}, {}}),
                              user("sam", ConvertLead{{"l2"}, {}, {}, {}})};
}

// A lead that comes to nothing, and is given another chance: with its owner, and through the rules.
std::vector<Asked> reopened() {
    const ChangeLeadStatus lost{{"l9"}, "unqualified", remark("l9")};
    const ReopenLead again{{"l9"}, "working", remark("l9")};
    return std::vector<Asked>{captured_from("web", "l9"), manager(lost), manager(again),
                              manager(again), user("sam", ReopenLead{{"l9"}, {}, {}})};
}

// Two leads, of which one stays.
std::vector<Asked> merged() {
    static const std::vector<LeadId> both{{"m1"}, {"m2"}};
    return std::vector<Asked>{captured_from("web", "m1"), captured_from("web", "m2"),
                              manager(MergeLeads{both, {"m2"}, remark("m1")}),
                              user("sam", MergeLeads{both, {}, {}})};
}

// Opportunities: one that a partner makes, one that goes from partner to partner, and what comes of
// them.
std::vector<Asked> sold(std::int64_t begin) {
    const OpportunityTexts texts{personal_mark, {}, personal_mark};
    CreateOpportunity own;
    own.opportunity = {"own"};
    own.customer.title = "Bank";
    own.topic = "Routers";
    own.amount = Money{"100", "EUR", 10'000};
    own.texts = part("own", texts);
    CreateOpportunity given = own;
    given.opportunity = {"given"};
    given.partner = {"south"};
    given.texts = part("given", texts);
    UpdateOpportunity on;
    on.opportunity = {"own"};
    on.stage = "develop";
    on.texts = part("own", texts);
    const auto to = [](Text id, OpportunityStatus status) {
        return ChangeOpportunityStatus{{id}, status, {}, remark(id)};
    };
    const auto deliver = [](Text partner, Duration within = {}) {
        return manager(DeliverOpportunity{{"given"}, {partner}, within, remark("given")});
    };
    const Asked again = manager(ReopenOpportunity{{"own"}, remark("own")});
    const Asked helps = manager(AddCollaborator{{"own"}, {"south"}});
    const Asked helps_no_more = manager(RemoveCollaborator{{"own"}, {"south"}});
    const Asked to_sue = user("ada", AssignOpportunity{{"own"}, {"sue"}, remark("own")});
    UpdateOpportunity same;
    same.opportunity = {"own"};
    same.stage = "develop";
    return std::vector<Asked>{
        user("sam", own),
        manager(ApproveOpportunity{{"own"}, remark("own")}),
        user("sam", on),
        user("sam", same),
        helps,
        helps,
        user("tom", AddOpportunityNote{{"own"}, remark("own")}),
        helps_no_more,
        helps_no_more,
        user("sam", to("own", OpportunityStatus::on_hold)),
        user("sam", to("own", OpportunityStatus::on_hold)),
        to_sue,
        to_sue,
        user("sue", to("own", OpportunityStatus::purchased)),
        again,
        again,
        manager(given),
        manager(DeclineOpportunity{{"given"}, remark("given")}),
        deliver("south"),
        deliver("south"),
        user("tom", AcceptOpportunity{{"given"}, {}}),
        deliver("north", hour),
        later(begin, Duration{30 * hour.us}, user("sam", to("own", OpportunityStatus::lost))),
        deliver("south"),
        user("tom", AcceptOpportunity{{"given"}, {}})};
}

// Leads that go from place to place.
std::vector<Asked> moved(std::int64_t begin) {
    const auto to = [](Text lead, const ReassignTarget& target) {
        return manager(ReassignLead{{lead}, {}, target, remark(lead)});
    };
    static const std::vector<LeadId> list{{"l4"}, {"nobody"}, {"l5"}};
    static const std::vector<LeadId> wanted{{"l3"}, {"nobody"}, {"l1"}};
    return std::vector<Asked>{captured_from("fair", "l3"),
                              captured_from("press", "l4"),
                              captured_from("fair", "l5"),
                              to("l3", {{}, {"fast"}, false}),
                              user("tom", ClaimLead{{"l3"}, {}}),
                              later(begin, hour, user("tom", ClaimLead{{"l3"}, {}})),
                              user("sue", ClaimNext{{"fast"}, {}}),
                              user("sue", ReleaseLead{{"l3"}, remark("l3")}),
                              manager(ReassignLead{{}, list, {{"sue"}, {}, false}, {}}),
                              to("l4", {{"sue"}, {}, false}),
                              to("l3", {{}, {}, true}),
                              user("tom", ClaimLeads{wanted, {}})};
}

std::vector<Asked> registered(std::int64_t begin) {
    return std::vector<Asked>{
        user("sam", deal("d1", router)),
        user("tom", deal("d2", both)),
        approve("d2"),
        manager(ApproveDeal{{"d1"}, {minute.us}}),
        later(begin, Duration{2 * hour.us}, manager(RejectDeal{{"d2"}, remark("d2")})),
        user("sam", deal("d3", phone)),
        user("sam", WithdrawDeal{{"d3"}, remark("d3")}),
        user("tom", deal("d4", phone))};
}

// Protections that the rules grant, and that are prolonged and given up; a customer that is taken
// for one and free for another.
std::vector<Asked> protected_deals() {
    const Customer bank{{}, {}, "bank.example"};
    const CheckCustomer is_free{bank, phone};
    const WinDeal won{{"p2"}, Money{"1200.50", "EUR", 120'050}};
    return std::vector<Asked>{user("tom", is_free)} + user("sam", deal("p1", phone, bank)) +
           user("tom", is_free) + user("sam", is_free) +
           user("sam", ExtendDeal{{"p1"}, {}, remark("p1")}) +
           manager(ExtendDeal{{"p1"}, {day.us}, remark("p1")}) +
           user("sam", CancelDeal{{"p1"}, remark("p1")}) + user("sam", deal("p2", both, bank)) +
           user("sam", won) + user("tom", deal("p3", router, bank));
}

// Leads of one person: one that another is flagged for, and one that attaches.
std::vector<Asked> came_again() {
    const std::string email = "eva@example.com" + std::string(personal_mark);
    const ContactDetails eva{personal_mark, email, {}};
    CreateLead again{{"l8"}, {}, true};
    again.details.person = part("l8", LeadPerson{eva, {}, personal_mark, {}});
    return rules("second", {}, to_queue("inbound"), {},
                 {{}, {}, {duplicates({{MatchField::email}}, DuplicateAction::attach)}}) +
           captured_from("web", "l6", eva) + captured_from("mail", "l7", eva) + upstream(again);
}

// Offers: declined, then accepted; expired for everybody; taken back; withdrawn since the partner
// goes.
std::vector<Asked> offered(std::int64_t begin) {
    OpeningHours hours;
    static const std::vector<OpenSpan> week{{1, 0, day_minutes}, {4, 0, day_minutes}};
    hours.week = week;
    const Asked north_changes =
        manager(UpdatePartner{{"north"}, {}, {}, Text("silver"), 500, OpeningHours{}});
    const Asked tom_changes = manager(UpdateUser{{"tom"}, Role::manager, {}});
    static const std::vector<AutoApproval> all_deals{AutoApproval{}};
    Around around;
    around.deals = {{{}, hour, 2, all_deals}};
    Action turns = rotate_partners("offers", {{"north"}, {"south"}});
    turns.accept_within = {hour.us};
    return std::vector<Asked>{north_changes, north_changes, tom_changes, tom_changes,
                              manager(UpdateUser{{"sue"}, {}, hours})} +
           rules("third", {{"offers", {}, turns, {to_queue("inbound")}}}, to_queue("inbound"), {},
                 around) +
           captured_from("web", "o1") + user("moe", DeclineOffer{{"o1"}, remark("o1")}) +
           user("tom", AcceptOffer{{"o1"}, {}}) + captured_from("web", "o2") +
           later(begin, Duration{20 * hour.us}, captured_from("web", "o3")) +
           manager(ReassignLead{{"o3"}, {}, {{}, {"fast"}, false}, {}}) +
           manager(ReassignLead{{"o3"}, {}, {{}, {}, false, {"south"}, {day.us}}, {}});
}

// A lead that waits for somebody who comes back.
std::vector<Asked> waited() {
    return rules("fourth", {{"hers", {}, to_user("sue"), {}}}, to_queue("inbound")) +
           manager(DeactivateUser{{"sue"}, {}}) + captured_from("web", "w1") +
           manager(ReactivateUser{{"sue"}}) + captured_from("web", "w2");
}

// An application that is declined, and made again; a user's opportunity that goes to the partner's
// administrator.
std::vector<Asked> people_change() {
    const Asked applies = upstream(RegisterPartner{{"west"}, "West", "maria", "gold"});
    const Asked declined = manager(DeclinePartner{{"west"}, remark("west")});
    CreateOpportunity left;
    left.opportunity = {"left"};
    left.customer.title = "Bank";
    left.user = {"sue"};
    const DeactivateUser goes{{"sue"}, {}, WorkOfUser::administrators};
    return std::vector<Asked>{applies,
                              declined,
                              declined,
                              applies,
                              manager(left),
                              manager(goes),
                              manager(ReactivateUser{{"sue"}})};
}

std::vector<Asked> people_go() {
    const Asked sue_goes = manager(DeactivateUser{{"sue"}, remark("sue")});
    const Asked north_rests = manager(SuspendPartner{{"north"}, remark("north")});
    const Asked south_goes = manager(DeactivatePartner{{"south"}, remark("south"), true});
    return std::vector<Asked>{sue_goes,    sue_goes,    manager(ReactivateUser{{"sue"}}),
                              north_rests, north_rests, manager(ActivatePartner{{"north"}}),
                              south_goes,  south_goes};
}

}  // namespace

EveryKind::EveryKind() {
    tell(set_up());
    tell(converted_twice());
    tell(moved(time_us_));
    tell(registered(time_us_));
    tell(sold(time_us_));
    tell(came_again());
    tell(offered(time_us_));
    tell(protected_deals());
    tell(reopened());
    tell(merged());
    tell(notified());
    tell(waited());
    tell(people_change());
    tell(people_go());
    ask_all_in_vain();
    engine::Input& tick = inputs_.emplace_back();
    tick.kind = engine::Input::Kind::tick;
    tick.tick = {time_us_ + day.us};
}

void EveryKind::tell(const std::vector<Asked>& commands) {
    for (const Asked& one : commands) {
        const Asked& asked = asked_.emplace_back(one);
        time_us_ = asked.time.value_or(Time{time_us_ + 1'000'000}).us;
        CommandHeader& h = inputs_.emplace_back().command;
        h.kind = asked.kind;
        h.program = {"halden"};
        h.source = "story";
        h.id = arena_.copy(std::to_string(inputs_.size()));
        h.time = {time_us_};
        h.actor = asked.actor;
        h.body = asked.body;
        h.digest = command_digest(h);
    }
}

// Somebody whom nobody knows asks for whatever can be said.
void EveryKind::ask_all_in_vain() {
    Commands::for_each([this]<class Command>() {
        Random random(static_cast<std::uint64_t>(Command::kind));
        tell({user("ghost", arbitrary<Command>(arena_, random))});
    });
}

}  // namespace leadline::tests
