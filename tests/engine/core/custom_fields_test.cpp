// Custom fields that a ruleset declares (SPEC 4): what CreateLead and UpdateLead may send, and what
// a refusal says.
#include <catch2/catch.hpp>
#include <deque>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;

const std::vector<Text> new_business{"new business"};
const std::vector<Text> segments{"smb", "enterprise"};
const std::vector<Text> modules{"crm", "erp"};

Around declared() {
    Around around;
    around.custom_fields = {
        {"budget", {40, 5}, CustomType::decimal, true, {}, {}, "0.5", "1000"},
        {"segment", {41, 5}, CustomType::string, false, new_business, segments},
        {"modules", {42, 5}, CustomType::list, false, {}, modules},
        {"seats", {43, 5}, CustomType::integer, true, new_business, {}, "-3", "3"},
        {"go_live", {44, 5}, CustomType::date, false, {}, {}, "2026-01-31", ""},
        {"vip", {45, 5}, CustomType::boolean}};
    return around;
}

Given with_fields() {
    return given(open_queue() + rules("r1", {}, to_user("sam"), {}, declared()));
}

CustomField text(Text name, Text value) { return {name, CustomType::string, value, 0, {}}; }
CustomField decimal(Text name, Text value) { return {name, CustomType::decimal, value, 0, {}}; }
CustomField date(Text name, Text value) { return {name, CustomType::date, value, 0, {}}; }
CustomField integer(Text name, std::int64_t value) {
    return {name, CustomType::integer, {}, value, {}};
}

// Commands with custom fields; what they look into lives as long as this.
class Sender {
public:
    Asked create(Text lead, Text record_type, const std::vector<CustomField>& fields) {
        LeadPerson person;
        person.custom.fields = fields;
        CreateLead create{{lead}, {}};
        create.details.record_type = record_type;
        create.details.person = {lead, Sealing::plain, 0, body_in(arena_, person)};
        return upstream(create);
    }
    UpdateLead update(Text lead, const std::vector<CustomField>& fields) {
        LeadPersonChanges changes;
        changes.custom.fields = fields;
        UpdateLead update;
        update.lead = {lead};
        update.person = {lead, Sealing::plain, 0, body_in(arena_, changes)};
        return update;
    }

private:
    Arena arena_;
};

Detail faults(Text lead, const std::vector<FaultyField>& fields) {
    Detail detail = about(SubjectKind::lead, lead);
    detail.custom_fields = fields;
    return detail;
}

TEST_CASE("Custom fields: what is declared is taken, and a whole number for a decimal",
          "[engine]") {
    Given world = with_fields();
    Sender sender;
    world.given({sender.create("a", "", {decimal("budget", "0.50"), date("go_live", "2026-01-31")}),
                 sender.create("b", "", {integer("budget", 1000)}),
                 sender.create("c", "new business",
                               {integer("budget", 7),
                                integer("seats", -3),
                                text("segment", "smb"),
                                {"vip", CustomType::boolean, {}, 1, {}}})});
    CHECK(world.program().leads.find("c") != nullptr);
}

TEST_CASE("Custom fields: a refusal names each that is wrong, and what is missing", "[engine]") {
    Given world = with_fields();
    Sender sender;
    const std::vector<Text> items{"crm", "cad"};
    const std::vector<FaultyField> wrong{
        {"colour", CustomFault::unknown},      {"go_live", CustomFault::too_small},
        {"modules", CustomFault::not_a_value}, {"seats", CustomFault::too_large},
        {"segment", CustomFault::not_a_value}, {"vip", CustomFault::wrong_type},
        {"budget", CustomFault::missing}};
    world
        .when(sender.create("a", "new business",
                            {text("colour", "red"),
                             date("go_live", "2026-01-30"),
                             {"modules", CustomType::list, {}, 0, items},
                             integer("seats", 4),
                             text("segment", "public"),
                             text("vip", "yes")}))
        .then_refused(Reason::custom_field_invalid, faults("a", wrong));
}

TEST_CASE("Custom fields: decimals are compared by value, however they are written", "[engine]") {
    Given world = with_fields();
    Sender sender;
    const std::vector<FaultyField> small{{"budget", CustomFault::too_small}};
    const std::vector<FaultyField> large{{"budget", CustomFault::too_large}};
    world.when(sender.create("a", "", {decimal("budget", "0.49999")}))
        .then_refused(Reason::custom_field_invalid, faults("a", small));
    world.when(sender.create("a", "", {decimal("budget", "1000.01")}))
        .then_refused(Reason::custom_field_invalid, faults("a", large));
    world.given({sender.create("a", "", {decimal("budget", "1000.00")})});
}

TEST_CASE("Custom fields: a field of other record types is not had, and not required", "[engine]") {
    Given world = with_fields();
    Sender sender;
    const std::vector<FaultyField> other{{"segment", CustomFault::other_record_type}};
    const std::vector<FaultyField> missing{{"seats", CustomFault::missing}};
    world.when(sender.create("a", "renewal", {integer("budget", 1), text("segment", "smb")}))
        .then_refused(Reason::custom_field_invalid, faults("a", other));
    world.when(sender.create("a", "new business", {integer("budget", 1)}))
        .then_refused(Reason::custom_field_invalid, faults("a", missing));
    world.given({sender.create("a", "renewal", {integer("budget", 1)})});
}

TEST_CASE("Custom fields: an update is judged by what it sends, for the record type it gives",
          "[engine]") {
    Given world = with_fields();
    Sender sender;
    world.given({sender.create("a", "renewal", {integer("budget", 1)})});
    const std::vector<FaultyField> other{{"segment", CustomFault::other_record_type}};
    world.when(upstream(sender.update("a", {text("segment", "smb")})))
        .then_refused(Reason::custom_field_invalid, faults("a", other));
    UpdateLead moved = sender.update("a", {text("segment", "smb")});
    moved.record_type = "new business";  // `seats` is not asked for
    world.given({upstream(moved), upstream(sender.update("a", {text("segment", "")}))});
    const std::vector<FaultyField> unknown{{"colour", CustomFault::unknown}};
    world.when(upstream(sender.update("a", {text("colour", "red")})))
        .then_refused(Reason::custom_field_invalid, faults("a", unknown));
}

TEST_CASE("Custom fields: what was captured before is never judged", "[engine]") {
    Given world = given(open_queue());
    Sender sender;
    world.given({sender.create("a", "", {text("colour", "red")})});
    world.given(rules("r1", {}, to_user("sam"), {}, declared()));
    UpdateLead update;
    update.lead = {"a"};
    update.company = "New Ltd";
    world.given({upstream(update), upstream(sender.update("a", {integer("budget", 2)}))});
    world.given(rules("r2", {}, to_user("sam")));
    world.given({upstream(sender.update("a", {text("shape", "round")}))});
}

TEST_CASE("Custom fields: the reason comes before duplicates and ids that are there", "[engine]") {
    Given world = with_fields();
    Sender sender;
    world.given({sender.create("a", "", {integer("budget", 1)})});
    const std::vector<FaultyField> missing{{"budget", CustomFault::missing}};
    world.when(sender.create("a", "", {}))
        .then_refused(Reason::custom_field_invalid, faults("a", missing));
    world.when(upstream(sender.update("b", {text("colour", "red")})))
        .then_refused(Reason::unknown_lead);
}

// One more than there may be.
std::vector<CustomFieldRule> too_many(std::deque<std::string>& names) {
    std::vector<CustomFieldRule> fields;
    for (std::size_t i = 0; i <= custom_field_rules_max; ++i)
        fields.push_back({names.emplace_back("f" + std::to_string(i))});
    return fields;
}

TEST_CASE("Custom fields: a ruleset that declares what cannot be is not published", "[engine]") {
    std::deque<std::string> names;
    const std::vector<std::vector<CustomFieldRule>> all{
        {{"a"}, {"a"}},
        {{""}},
        {{"a", {}, CustomType::boolean, false, {}, segments}},
        {{"a", {}, CustomType::string, false, {}, {}, "1"}},
        {{"a", {}, CustomType::integer, false, {}, {}, "2", "1"}},
        {{"a", {}, CustomType::date, false, {}, {}, "2026-02-30"}},
        too_many(names)};
    for (const std::vector<CustomFieldRule>& fields : all) {
        Given world = given(open_queue());
        Around around;
        around.custom_fields = fields;
        const std::vector<Asked> publish = rules("r1", {}, to_user("sam"), {}, around);
        world.given({publish[0]});
        world.when(publish[1]).then_refused(Reason::ruleset_invalid);
    }
}

}  // namespace
}  // namespace leadline::tests
