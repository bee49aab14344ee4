// Conversion: what is made, what is reused and filled, and who may not.
#include <catch2/catch.hpp>

#include "engine/core/match.hpp"
#include "events/codec/body.hpp"
#include "events/kinds.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;

const Detail no_detail{};
const Address lisbon{"PT", "", "Lisbon", "1000-001"};
const ContactDetails ana{"Ana", "ana@blue.example", "+351 1"};

ConvertLead convert(Text lead) { return {{lead}, {}, {}, {}}; }

ConvertLead convert(Text lead, Text account, Text contact = {}) {
    return {{lead}, {account}, {contact}, {}};
}

ConvertLead with_opportunity(ConvertLead command, Text id = {}) {
    command.opportunity = OpportunityDraft{{id}, "Fleet", Money{"1200.50", "EUR", 120'050}, {}};
    return command;
}

// Bodies of the events that follow, made in memory that outlives the comparison.
struct Expected {
    Arena arena;

    MatchKey company_key(Text text) {
        return engine::match_key({"acme"}, {engine::MatchField::company, text}, arena);
    }
    MatchKey email_key(Text text) {
        return engine::match_key({"acme"}, {engine::MatchField::email, text}, arena);
    }
    Part<ContactDetails> part(Text contact, const ContactDetails& details) {
        return {contact, Sealing::plain, 0, body_in(arena, details)};
    }
    Told account_created(Text id, Text title, const Address& address = {}) {
        return AccountCreated{{id}, title, company_key(title), address};
    }
    Told contact_created(Text id, Text account, const ContactDetails& details) {
        return ContactCreated{{id}, {account}, email_key(details.email), part(id, details)};
    }
};

// Sam's, with what the command's draft says.
Told opened(Text id, Text account, Text contact, Text lead = "l1") {
    OpportunityCreated created;
    created.opportunity = {id};
    created.account = {account};
    created.contact = {contact};
    created.lead = {lead};
    created.owner = {"sam"};
    created.partner = {"north"};
    created.stage = "qualify";
    created.topic = "Fleet";
    created.amount = Money{"1200.50", "EUR", 120'050};
    return created;
}

Told converted(const ConvertLead& command, Text account, Text contact = {}, Text opportunity = {}) {
    return LeadConverted{command, {"sam"}, {"north"}, {account}, {contact}, {opportunity}};
}

// A lead of sam's, claimed, beside those that the world has already.
std::vector<Asked> one_more(Text lead, const Sample& sample) {
    return {captured(lead, sample), queued(lead), user("sam", ClaimLead{{lead}, {}})};
}

Detail lead_of_sam(const Given& world, Text lead, bool is_visible = true) {
    Detail detail = about(SubjectKind::lead, lead);
    detail.since = world.program().leads.find(lead)->since;
    detail.by = {"sam"};
    detail.by_visible = is_visible;
    return detail;
}

TEST_CASE("ConvertLead: a lead becomes an account, a contact and an opportunity", "[engine]") {
    Expected expected;
    const ConvertLead command = with_opportunity(convert("l1"));
    Given world = given(claimed("l1", "sam", {"Blue Sky", ana, lisbon}));
    world.when(user("sam", command))
        .then({converted(command, "account-l1", "contact-l1", "opportunity-l1"),
               expected.account_created("account-l1", "Blue Sky", lisbon),
               expected.contact_created("contact-l1", "account-l1", ana),
               opened("opportunity-l1", "account-l1", "contact-l1")});
    const engine::Program& p = world.program();
    CHECK(p.leads.find("l1")->status == engine::StatusNumber::converted);
    CHECK(p.users.find("sam")->leads.items().empty());
    CHECK(p.users.at(p.leads.find("l1")->owner).id == "sam");
    CHECK(p.claims_of_user(0, p.users.find("sam")->index)->open == 0);
    CHECK(p.opportunities.find("opportunity-l1")->amount_minor == 120'050);
    CHECK(p.opportunities.find("opportunity-l1")->lead == "l1");
}

TEST_CASE("ConvertLead: a lead that says nothing becomes a nameless account alone", "[engine]") {
    Expected expected;
    const ConvertLead command = convert("l1");
    given(claimed("l1", "sam"))
        .when(user("sam", command))
        .then({converted(command, "account-l1"), expected.account_created("account-l1", "")});
}

TEST_CASE("ConvertLead: ids that are given are taken", "[engine]") {
    Expected expected;
    const ConvertLead command = with_opportunity(convert("l1", "seller-9", "ana"), "fleet-1");
    given(claimed("l1", "sam", {"Blue Sky", ana, {}}))
        .when(user("sam", command))
        .then({converted(command, "seller-9", "ana", "fleet-1"),
               expected.account_created("seller-9", "Blue Sky"),
               expected.contact_created("ana", "seller-9", ana),
               opened("fleet-1", "seller-9", "ana")});
}

TEST_CASE("ConvertLead: an id too long for a prefix is used as it is", "[engine]") {
    Expected expected;
    const std::string fits(128 - 8, 'x');
    const std::string too_long(128 - 7, 'x');
    given(claimed(fits, "sam"))
        .when(user("sam", convert(fits)))
        .then({converted(convert(fits), "account-" + fits),
               expected.account_created("account-" + fits, "")});
    given(claimed(too_long, "sam"))
        .when(user("sam", convert(too_long)))
        .then({converted(convert(too_long), too_long), expected.account_created(too_long, "")});
}

TEST_CASE("ConvertLead: the account of the same name and the contact of the same e-mail are reused",
          "[engine]") {
    Given world =
        given(claimed("l1", "sam", {"Blue Sky", ana, lisbon}) + user("sam", convert("l1")));
    world.given(one_more("l2", {" BLUE SKY ", {"Another", "ANA@blue.example ", "+1"}, {}}));
    world.when(user("sam", convert("l2")))
        .then({converted(convert("l2"), "account-l1", "contact-l1")});
}

TEST_CASE("ConvertLead: a company is the same without its legal form, and an address in any script",
          "[engine]") {
    const ContactDetails jan{"Jan", "jan@b\u00fccher.example", ""};
    Given world = given(claimed("l1", "sam", {"M\u00fcller & S\u00f6hne GmbH", jan, {}}) +
                        user("sam", convert("l1")));
    world.given(one_more("l2", {"MUELLER", {"Jan", "Jan@XN--BCHER-KVA.example", ""}, {}}));
    world.given(one_more("l3", {"Muller und Sohne", {}, {}}));
    CHECK(world.when(user("sam", convert("l2"))).told.front() ==
          converted(convert("l2"), "account-l2", "contact-l1"));
    CHECK(world.when(user("sam", convert("l3"))).told.front() ==
          converted(convert("l3"), "account-l1"));
}

TEST_CASE("ConvertLead: what is equal as company and as e-mail is two things", "[engine]") {
    const ContactDetails odd{"Ana", "blue", ""};
    Given world = given(claimed("l1", "sam", {"Blue", odd, {}}) + user("sam", convert("l1")));
    const engine::Program& p = world.program();
    Arena arena;
    const auto keyed = [&arena](engine::MatchField kind) {
        return engine::match_key_bytes(engine::match_key({"acme"}, {kind, "blue"}, arena));
    };
    CHECK(p.account_names.find(keyed(engine::MatchField::company)) != nullptr);
    CHECK(p.account_names.find(keyed(engine::MatchField::email)) == nullptr);
    CHECK(p.contact_emails.find(keyed(engine::MatchField::email)) != nullptr);
    CHECK(p.contact_emails.find(keyed(engine::MatchField::company)) == nullptr);
}

TEST_CASE("ConvertLead: contacts do not match by phone or name", "[engine]") {
    Expected expected;
    const ContactDetails no_email{"Ana", "", "+351 1"};
    Given world =
        given(claimed("l1", "sam", {"Blue Sky", no_email, {}}) + user("sam", convert("l1")));
    world.given(one_more("l2", {"Blue Sky", no_email, {}}));
    world.when(user("sam", convert("l2")))
        .then({converted(convert("l2"), "account-l1", "contact-l2"),
               expected.contact_created("contact-l2", "account-l1", no_email)});
}

TEST_CASE("ConvertLead: only what is empty is filled, and found by from then on", "[engine]") {
    Expected expected;
    Given world = given(claimed("l1", "sam", {"", {"Ana", "", ""}, {"PT", "", "", ""}}) +
                        user("sam", convert("l1", "a", "c")));
    world.given(one_more("l2", {"Blue Sky", {"Maria", ana.email, ana.phone}, lisbon}));
    world.when(user("sam", convert("l2", "a", "c")))
        .then({converted(convert("l2", "a", "c"), "a", "c"),
               AccountFilled{{"a"},
                             "Blue Sky",
                             expected.company_key("Blue Sky"),
                             {"", "", "Lisbon", "1000-001"}},
               ContactFilled{{"c"}, expected.email_key(ana.email), expected.part("c", ana)}});
    world.given(one_more("l3", {"blue sky", ana, lisbon}));
    world.when(user("sam", convert("l3"))).then({converted(convert("l3"), "a", "c")});
}

TEST_CASE("ConvertLead: an address is not mixed with one that it contradicts", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", {}, {"PT", "", "", ""}}) +
                        user("sam", convert("l1")));
    world.given(one_more("l2", {"Blue Sky", {}, {"ES", "", "Madrid", ""}}));
    world.when(user("sam", convert("l2"))).then({converted(convert("l2"), "account-l1")});
}

TEST_CASE("ConvertLead: of two accounts with one name the older is found", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", ana, {}}) +
                        user("sam", convert("l1", "z-first", "z-first")));
    world.given(one_more("l2", {"Blue Sky", ana, {}}));
    world.given({user("sam", convert("l2", "a-second", "a-second"))});
    world.given(one_more("l3", {"Blue Sky", ana, {}}));
    world.when(user("sam", convert("l3"))).then({converted(convert("l3"), "z-first", "z-first")});
}

TEST_CASE("ConvertLead: the vendor and the owner's manager may convert too", "[engine]") {
    for (const Asked& asked : {manager(convert("l1")), upstream(convert("l1")),
                               user("moe", convert("l1")), user("ada", convert("l1"))}) {
        Expected expected;
        given(claimed("l1", "sam"))
            .when(asked)
            .then({converted(convert("l1"), "account-l1"),
                   expected.account_created("account-l1", "")});
    }
}

TEST_CASE("ConvertLead: refused by program, publication, user, then lead", "[engine]") {
    Given().when(user("nobody", convert("l9"))).then_refused(Reason::unknown_program, no_detail);
    Given world = given({manager(CreateProgram{})});
    world.when(user("nobody", convert("l9")))
        .then_refused(Reason::program_not_published, no_detail);
    world.given({manager(PublishProgram{})});
    world.when(user("nobody", convert("l9")))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(manager(convert("l9")))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "l9"));
}

TEST_CASE("ConvertLead: the engine itself may not ask", "[engine]") {
    given(claimed("l1", "sam"))
        .when(asked_by({ActorKind::engine, {}}, convert("l9")))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("ConvertLead: a made account id that is taken by another stands in the way", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", {}, {}}) +
                        user("sam", convert("l1", "account-l2")));
    world.given(one_more("l2", {"Red Sea", {}, {}}));
    const ConvertLead command = with_opportunity(convert("l2"), "o");
    // A stranger is told the same: the lower number is given.
    for (const Asked& asked : {user("sam", command), user("tom", command)})
        world.when(asked).then_refused(Reason::account_already_exists,
                                       about(SubjectKind::account, "account-l2"));
    CHECK(world.program().opportunities.find("o") == nullptr);
}

TEST_CASE("ConvertLead: a made contact id that is taken by another stands in the way", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", ana, {}}) +
                        user("sam", with_opportunity(convert("l1", "a", "contact-l2"), "o")));
    world.given(one_more("l2", {"Blue Sky", {"Bo", "bo@blue.example", ""}, {}}));
    for (const Asked& asked : {user("sam", with_opportunity(convert("l2"), "o")),
                               user("tom", with_opportunity(convert("l2"), "o"))})
        world.when(asked).then_refused(Reason::contact_already_exists,
                                       about(SubjectKind::contact, "contact-l2"));
    CHECK(world.program().leads.find("l2")->status == engine::StatusNumber::new_);
}

TEST_CASE("ConvertLead: an opportunity is never made twice, nor anything with it", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", {}, {}}) +
                        user("sam", with_opportunity(convert("l1"), "o")));
    world.given(one_more("l2", {"Red Sea", {}, {}}));
    for (const Text actor : {"sam", "tom"})
        world.when(user(actor, with_opportunity(convert("l2"), "o")))
            .then_refused(Reason::opportunity_already_exists, about(SubjectKind::opportunity, "o"));
    CHECK(world.program().accounts.find("account-l1") != nullptr);
    CHECK(world.program().accounts.find("account-l2") == nullptr);
}

TEST_CASE("ConvertLead: the second conversion is told that it is the second", "[engine]") {
    Given world = given(claimed("l1", "sam", {"Blue Sky", ana, {}}) +
                        user("sam", with_opportunity(convert("l1"))));
    for (const ConvertLead& again : {convert("l1"), with_opportunity(convert("l1")),
                                     with_opportunity(convert("l1"), "another")}) {
        world.when(user("sam", again))
            .then_refused(Reason::lead_already_converted, lead_of_sam(world, "l1"));
        world.when(manager(again))
            .then_refused(Reason::lead_already_converted, lead_of_sam(world, "l1"));
    }
}

TEST_CASE("ConvertLead: an unqualified lead is closed", "[engine]") {
    Given world =
        given(claimed("l1", "sam") + user("sam", ChangeLeadStatus{{"l1"}, "unqualified", {}}));
    world.when(user("sam", convert("l1")))
        .then_refused(Reason::lead_closed, lead_of_sam(world, "l1"));
    world.when(upstream(convert("l1"))).then_refused(Reason::lead_closed, lead_of_sam(world, "l1"));
}

TEST_CASE("ConvertLead: others' leads are not theirs, and strangers do not learn whose",
          "[engine]") {
    Given world = given(claimed("l1", "sam"));
    world.when(user("sue", convert("l1")))
        .then_refused(Reason::not_your_lead, lead_of_sam(world, "l1"));
    world.when(user("tom", convert("l1")))
        .then_refused(Reason::not_your_lead, lead_of_sam(world, "l1", false));
    world.given({user("sam", convert("l1"))});
    world.when(user("tom", convert("l1")))
        .then_refused(Reason::not_your_lead, lead_of_sam(world, "l1", false));
}

TEST_CASE("ConvertLead: a lead that nobody owns is converted by nobody", "[engine]") {
    Given world = given(open_queue() + captured("l1") + captured("l2") + queued("l2"));
    for (const Text lead : {"l1", "l2"}) {
        Detail detail = about(SubjectKind::lead, lead);
        detail.since = world.program().leads.find(lead)->since;
        world.when(user("sam", convert(lead))).then_refused(Reason::lead_not_owned, detail);
        world.when(manager(convert(lead))).then_refused(Reason::lead_not_owned, detail);
    }
}

TEST_CASE("ConvertLead: partner and user must be active, unless the vendor asks", "[engine]") {
    Expected expected;
    Given world = given(claimed("l1", "sam"));
    world.given({manager(DeactivateUser{{"moe"}, {}})});
    world.when(user("moe", convert("l1")))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "moe"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    for (const Text actor : {"moe", "sam"})
        world.when(user(actor, convert("l1")))
            .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.when(manager(convert("l1")))
        .then({converted(convert("l1"), "account-l1"), expected.account_created("account-l1", "")});
    world.when(user("sam", convert("l1")))
        .then_refused(Reason::lead_already_converted, lead_of_sam(world, "l1"));
}

}  // namespace
}  // namespace leadline::tests
