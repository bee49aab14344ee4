// Duplicates: who is the original, and what is done with the one that comes later.
#include <catch2/catch.hpp>

#include "engine/core/match.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

using enum MatchField;
using enum DuplicateAction;

// The queue "inbound", and a ruleset that finds duplicates.
std::vector<Asked> finds(const Duplicates& section, Text name = "r") {
    return rules(name, {}, to_queue("inbound"), {}, {{}, {}, {section}});
}
Given world_that(const Duplicates& section) { return given(open_queue() + finds(section)); }

// A lead of somebody. Its part lies in memory that outlives the test.
CreateLead lead(Text id, const ContactDetails& contact, Text company = {}, Text postal_code = {}) {
    static Arena arena;
    CreateLead create{{id}, {}};
    create.details.company = company;
    create.details.address.postal_code = postal_code;
    if (!(contact == ContactDetails{}))
        create.details.person = {id, Sealing::plain, 0,
                                 body_in(arena, LeadPerson{contact, {}, {}, {}})};
    return create;
}
CreateLead mail(Text id, Text email) { return lead(id, {{}, email, {}}); }

UpdateLead new_mail(Text id, Text email) {
    static Arena arena;
    UpdateLead update;
    update.lead = {id};
    LeadPersonChanges changes;
    changes.contact = ContactDetails{{}, email, {}};
    update.person = {id, Sealing::plain, 0, body_in(arena, changes)};
    return update;
}

List<MatchRule> by(std::vector<MatchField> fields) {
    return duplicates({std::move(fields)}, flag).match;
}

std::vector<Text> names_of(const Outcome& outcome) {
    std::vector<Text> names;
    for (const Told& told : outcome.told) names.push_back(name_of(told.kind));
    return names;
}

// Of which lead the command's lead was found to be a duplicate; empty: of none.
std::string original_in(const Outcome& outcome) {
    for (const Told& told : outcome.told) {
        Arena arena;
        LeadFoundDuplicate found;
        if (told.kind == LeadFoundDuplicate::kind && read_body(BytesView(told.body), arena, found))
            return std::string(found.duplicate_of.text);
    }
    return {};
}

bool is_there(const Given& world, Text lead) { return world.program().leads.find(lead) != nullptr; }

using Names = std::vector<Text>;

// What a new lead leaves when it is flagged, and when it is not.
const Names flagged{"LeadCreated", "LeadKeyed", "LeadFoundDuplicate", "LeadQueued"};
const Names fresh{"LeadCreated", "LeadKeyed", "LeadQueued"};
const Names attached{"LeadAttached"};

// ---- What is done.

TEST_CASE("Duplicates: flag creates the lead, routes it and links it to the original", "[engine]") {
    Given world = world_that(duplicates({{email}}, flag));
    world.given({upstream(mail("a", "Eva@Hafen.example"))});
    const CreateLead again = mail("b", " eva@hafen.EXAMPLE ");
    Arena arena;
    const std::vector<MatchKey> keys{
        engine::match_key({"acme"}, {email, "eva@hafen.example"}, arena)};
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::fallback;
    why.action = ActionKind::queue;
    world.when(upstream(again))
        .then({LeadCreated{again}, LeadKeyed{{"b"}, keys},
               LeadFoundDuplicate{{"b"}, {"a"}, by({email})}, LeadQueued{{"b"}, {"inbound"}, why}});
}

TEST_CASE("Duplicates: attach makes no lead; the original keeps its owner", "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    world.given({upstream(mail("a", "eva@hafen.example")), assigned("a", "sam")});
    const CreateLead again = mail("b", "eva@hafen.example");
    world.when(upstream(again)).then({LeadAttached{again, {"a"}, {}, by({email})}});
    CHECK_FALSE(is_there(world, "b"));
    const engine::Lead& original = *world.program().leads.find("a");
    CHECK(original.place == Place::user);
    CHECK(original.status == engine::StatusNumber::new_);
    // What was attached attracts nothing by itself, and may come again.
    CHECK(names_of(world.when(upstream(again))) == attached);
    CHECK(names_of(world.when(upstream(mail("c", "eva@hafen.example")))) == attached);
}

TEST_CASE("Duplicates: an inquiry attaches to the opportunity that its original became",
          "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    const OpportunityDraft draft{{"o1"}, {}, {}, {}};
    world.given({upstream(mail("a", "eva@hafen.example")), assigned("a", "sam"),
                 user("sam", ConvertLead{{"a"}, {}, {}, draft})});
    const CreateLead again = mail("b", "eva@hafen.example");
    world.when(upstream(again)).then({LeadAttached{again, {"a"}, {"o1"}, by({email})}});
}

TEST_CASE("Duplicates: reject names the original and what matched, unless duplicates are allowed",
          "[engine]") {
    Given world = world_that(duplicates({{phone}, {email, company}}, reject));
    const ContactDetails eva{"Eva", "eva@hafen.example", {}};
    world.given({upstream(lead("a", eva, "Hafen KG"))});
    CreateLead again = lead("b", eva, "HAFEN");
    const std::vector<MatchField> both{email, company};
    Detail detail{.about = {SubjectKind::lead, "a"}};
    detail.matched = both;
    world.when(upstream(again)).then_refused(Reason::duplicate_lead, detail);
    CHECK_FALSE(is_there(world, "b"));
    again.allow_duplicate = true;
    const Outcome outcome = world.when(upstream(again));
    CHECK(names_of(outcome) == flagged);
    CHECK(original_in(outcome) == "a");
}

TEST_CASE("Duplicates: allow_duplicate creates what would be attached", "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    CreateLead again = mail("b", "eva@hafen.example");
    again.allow_duplicate = true;
    CHECK(names_of(world.when(upstream(again))) == flagged);
}

TEST_CASE("Duplicates: whoever may not create a lead is not told that there is one", "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    world.when(user("sam", mail("b", "eva@hafen.example"))).then_refused(Reason::actor_not_allowed);
    world.when(upstream(mail("a", "eva@hafen.example"))).then_refused(Reason::lead_already_exists);
}

TEST_CASE("Duplicates: rules may ask whether a lead is one", "[engine]") {
    const Rule rule{
        "again", {test_of("duplicate", ConditionOp::equals, {"true"})}, to_queue("again"), {}};
    Given world =
        given(open_queue() + manager(DefineQueue{{"again"}, {}, true, {}, {}, {}, {}}) +
              rules("r", {rule}, to_queue("inbound"), {}, {{}, {}, {duplicates({{email}}, flag)}}));
    world.given(
        {upstream(mail("a", "eva@hafen.example")), upstream(mail("b", "eva@hafen.example"))});
    const auto queue_of = [&world](Text id) {
        return world.program().queues.at(world.program().leads.find(id)->queue).id;
    };
    CHECK(queue_of("a") == "inbound");
    CHECK(queue_of("b") == "again");
    // It stays one: a reassignment through the rules asks the same.
    ReassignLead to_rules;
    to_rules.lead = {"b"};
    to_rules.to.queue = {"inbound"};
    world.given({manager(to_rules)});
    to_rules.to = {{}, {}, true};
    world.given({manager(to_rules)});
    CHECK(queue_of("b") == "again");
}

// ---- Who is the original.

TEST_CASE("Duplicates: the original is the first created that is live", "[engine]") {
    Given world = world_that(duplicates({{email}}, flag));
    for (const Text id : {"a", "b", "c"}) world.given({upstream(mail(id, "eva@hafen.example"))});
    CHECK(original_in(world.when(upstream(mail("d", "eva@hafen.example")))) == "a");
    const auto close = [](Text id) { return manager(ChangeLeadStatus{{id}, "unqualified", {}}); };
    world.given({close("a")});
    CHECK(original_in(world.when(upstream(mail("e", "eva@hafen.example")))) == "b");
}

TEST_CASE("Duplicates: where only closed leads match the lead is created and flagged", "[engine]") {
    for (const DuplicateAction then : {attach, reject}) {
        Given world = world_that(duplicates({{email}}, then));
        const ChangeLeadStatus lost{{"a"}, "unqualified", {}};
        world.given({upstream(mail("a", "eva@hafen.example")), manager(lost)});
        const Outcome outcome = world.when(upstream(mail("b", "eva@hafen.example")));
        CHECK(names_of(outcome) == flagged);
        CHECK(original_in(outcome) == "a");
        // From now on there is one that is live.
        CHECK(names_of(world.when(upstream(mail("c", "eva@hafen.example")))) != flagged);
    }
}

TEST_CASE("Duplicates: a lead that was converted to no opportunity is closed", "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    world.given({upstream(mail("a", "eva@hafen.example")), assigned("a", "sam"),
                 user("sam", ConvertLead{{"a"}, {}, {}, {}})});
    CHECK(names_of(world.when(upstream(mail("b", "eva@hafen.example")))) == flagged);
}

TEST_CASE("Duplicates: one is looked for until the look-back is over", "[engine]") {
    Given world = world_that(duplicates({{email}}, reject, {hour.us}));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    const Time begin = world.now();
    const auto asked = [](Time time) { return at(time, upstream(mail("b", "eva@hafen.example"))); };
    world.when(asked({begin.us + hour.us - 1})).then_refused(Reason::duplicate_lead);
    CHECK(names_of(world.when(asked({begin.us + hour.us}))) == fresh);
}

TEST_CASE("Duplicates: of the leads with a key the eight newest are known", "[engine]") {
    Given world = world_that(duplicates({{email}}, flag));
    static const char* const ids[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8"};
    for (const Text id : ids) world.given({upstream(mail(id, "eva@hafen.example"))});
    CHECK(original_in(world.when(upstream(mail("x", "eva@hafen.example")))) == "1");
    CHECK(original_in(world.when(upstream(mail("y", "eva@hafen.example")))) == "2");
}

// ---- By what.

TEST_CASE("Duplicates: any item suffices, and all keys of an item must match", "[engine]") {
    Given world = world_that(duplicates({{phone}, {company, postal_code}}, flag));
    const ContactDetails nobody{};
    const ContactDetails known{{}, {}, "+49 40 1234567"};
    world.given({upstream(lead("a", known, "Hafen GmbH", "20457"))});
    CHECK(original_in(world.when(upstream(lead("b", nobody, "Hafen", "20 457")))) == "a");
    CHECK(original_in(world.when(upstream(lead("c", nobody, "Hafen", "20458")))).empty());
    CHECK(original_in(world.when(upstream(lead("d", nobody, "Hafen")))).empty());
    CHECK(original_in(world.when(upstream(lead("e", known)))) == "a");
    const CreateLead both = lead("f", known, "HAFEN", "20457");
    const Outcome outcome = world.when(upstream(both));
    const std::vector<MatchField> first{phone};
    const std::vector<MatchField> second{company, postal_code};
    const std::vector<MatchRule> matched{{first}, {second}};
    CHECK(outcome.told.at(2) == Told(LeadFoundDuplicate{{"f"}, {"a"}, matched}));
}

TEST_CASE("Duplicates: a web domain is that of the company, not of a free mailbox", "[engine]") {
    Given world = world_that(duplicates({{web_domain}}, flag));
    world.given(
        {upstream(mail("a", "eva@shop.hafen.example")), upstream(mail("b", "a@gmail.com"))});
    CHECK(original_in(world.when(upstream(mail("c", "ole@hafen.example")))) == "a");
    CHECK(names_of(world.when(upstream(mail("d", "b@gmail.com")))) ==
          Names{"LeadCreated", "LeadQueued"});
}

TEST_CASE("Duplicates: a lead without any key's fields is nobody's duplicate", "[engine]") {
    Given world = world_that(duplicates({{email}, {phone}}, reject));
    world.given({upstream(mail("a", "")), upstream(mail("b", " "))});
    CHECK(names_of(world.when(upstream(mail("c", "-")))) == Names{"LeadCreated", "LeadQueued"});
}

// ---- Over time.

TEST_CASE("Duplicates: a lead is found by what it was updated to, and no longer by the old",
          "[engine]") {
    Given world = world_that(duplicates({{email}}, flag));
    world.given(
        {upstream(mail("a", "eva@hafen.example")), upstream(new_mail("a", "eva@kran.example"))});
    CHECK(original_in(world.when(upstream(mail("b", "eva@hafen.example")))).empty());
    CHECK(original_in(world.when(upstream(mail("c", "eva@kran.example")))) == "a");
}

TEST_CASE("Duplicates: an update that makes a lead one flags it, once, and never attaches it",
          "[engine]") {
    Given world = world_that(duplicates({{email}}, attach));
    world.given(
        {upstream(mail("a", "eva@hafen.example")), upstream(mail("b", "ole@hafen.example"))});
    const Outcome outcome = world.when(upstream(new_mail("b", "eva@hafen.example")));
    CHECK(names_of(outcome) == Names{"LeadDetailsChanged", "LeadKeyed", "LeadFoundDuplicate"});
    CHECK(original_in(outcome) == "a");
    CHECK(world.program().leads.find("b")->has(engine::LeadMark::duplicate));
    // There and back: they are linked already, whoever of the two it is.
    world.given({upstream(new_mail("b", "ole@hafen.example"))});
    CHECK(original_in(world.when(upstream(new_mail("b", "eva@hafen.example")))).empty());
    world.given({upstream(new_mail("a", "eva@kran.example"))});
    CHECK(original_in(world.when(upstream(new_mail("a", "eva@hafen.example")))).empty());
}

TEST_CASE("Duplicates: an update that changes no key says nothing of keys", "[engine]") {
    Given world = world_that(duplicates({{email}}, flag));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    const UpdateLead update = new_mail("a", "EVA@hafen.example");
    CHECK(names_of(world.when(upstream(update))) == Names{"LeadDetailsChanged"});
}

TEST_CASE("Duplicates: what came before the section is found once it is updated", "[engine]") {
    Given world = given(open_queue() + rules("none", {}, to_queue("inbound")));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    world.given(finds(duplicates({{email}}, reject, {hour.us})));
    CHECK(names_of(world.when(upstream(mail("b", "eva@hafen.example")))) == fresh);
    UpdateLead touched = new_mail("a", "ole@hafen.example");
    const Time update = {world.now().us + hour.us};
    world.given({at(update, upstream(touched))});
    world.when(at({update.us + hour.us - 1}, upstream(mail("c", "ole@hafen.example"))))
        .then_refused(Reason::duplicate_lead);
}

TEST_CASE("Duplicates: a ruleset without the section flags nobody, and an update drops the keys",
          "[engine]") {
    Given world = world_that(duplicates({{email}}, reject));
    world.given({upstream(mail("a", "eva@hafen.example"))});
    world.given(rules("none", {}, to_queue("inbound")));
    CHECK(names_of(world.when(upstream(mail("b", "eva@hafen.example")))) ==
          Names{"LeadCreated", "LeadQueued"});
    CHECK(names_of(world.when(upstream(new_mail("a", "ole@hafen.example")))) ==
          Names{"LeadDetailsChanged", "LeadKeyed"});
    world.given(finds(duplicates({{email}}, reject), "again"));
    CHECK(names_of(world.when(upstream(mail("c", "eva@hafen.example")))) == fresh);
}

// ---- Rulesets that cannot be.

TEST_CASE("PublishRuleset: duplicates that match by nothing, or strangers, are refused",
          "[engine]") {
    const auto reason_of = [](const Duplicates& section) {
        Given world = given(open_queue());
        const std::vector<Asked> both = finds(section);
        world.given({both[0]});
        const Outcome outcome = world.when(both[1]);
        return outcome.refusal ? outcome.refusal->reason : Reason::none;
    };
    CHECK(reason_of(duplicates({{email}, {company, country}}, flag)) == Reason::none);
    CHECK(reason_of(duplicates({}, flag)) == Reason::ruleset_invalid);
    CHECK(reason_of(duplicates({{}}, flag)) == Reason::ruleset_invalid);
    CHECK(reason_of(duplicates({{country, postal_code}}, flag)) == Reason::ruleset_invalid);
    CHECK(reason_of(duplicates({{email, email}}, flag)) == Reason::ruleset_invalid);
    CHECK(reason_of(duplicates({{email, phone}, {phone, email}}, flag)) == Reason::ruleset_invalid);
    CHECK(reason_of(duplicates({{email}}, flag, {-1})) == Reason::ruleset_invalid);
}

}  // namespace
}  // namespace leadline::tests
