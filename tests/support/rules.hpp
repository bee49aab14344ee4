// Rulesets for tests, from C++: conditions, entries, and the commands that put them in force.
#pragma once

#include <memory>

#include "tests/support/stories.hpp"

namespace leadline::tests {

// One entry. Texts are literals; everything else is owned here.
struct Rule {
    Text name;
    std::vector<events::ConditionNode> condition;
    events::Action action;
    std::vector<events::Action> otherwise;
};

// Values of a condition live as long as the test program.
[[nodiscard]] events::ConditionNode test_of(Text field, events::ConditionOp op,
                                            std::vector<Text> values = {});
[[nodiscard]] events::ConditionNode group(events::ConditionOp op, std::uint16_t children);

[[nodiscard]] events::Action to_queue(Text queue);
[[nodiscard]] events::Action to_user(Text user);
struct Seat {
    Text id;
    std::uint32_t weight = 1;
    std::vector<events::ConditionNode> takes = {};
    std::vector<events::ConditionNode> prefers = {};
};
[[nodiscard]] events::Action rotate_users(Text name, const std::vector<Seat>& seats,
                                          bool catch_up = false);
[[nodiscard]] events::Action rotate_partners(Text name, const std::vector<Seat>& seats,
                                             events::Duration accept_within = {},
                                             std::uint32_t most_offers = 0);
[[nodiscard]] events::Action to_partner(Text partner, events::Duration accept_within = {});
[[nodiscard]] events::Action rotate_queues(Text name, const std::vector<Seat>& seats);
[[nodiscard]] events::Action least_loaded(Text name, const std::vector<Seat>& seats);
[[nodiscard]] events::Action do_not_assign();

// What gives points, what scores are called, and when a lead is not routed.
struct Points {
    Text name;
    std::vector<events::ConditionNode> condition;
    std::int32_t points = 0;
};
struct Scoring {
    std::vector<Points> rules;
    std::vector<events::Grade> grades;
    std::vector<events::Qualification> qualification;  // zero or one
};

// What a ruleset says beside rules and scores.
struct Around {
    std::vector<events::NamedTerritory> territories;
    std::vector<events::Zone> zone;              // zero or one
    std::vector<events::Duplicates> duplicates;  // zero or one
    std::vector<events::Cap> caps = {};
    std::vector<events::LeadProcess> lead_processes = {};
    std::vector<events::ReturningCustomers> returning_customers = {};  // zero or one
    std::vector<events::CustomFieldRule> custom_fields = {};
    std::vector<events::DealTerms> deals = {};                       // zero or one
    std::vector<events::OpportunityStages> opportunity_stages = {};  // zero or one
};

// A cap; without `of` on each, or on the program. `of` lives as long as the test program.
[[nodiscard]] events::Cap cap_on(events::CapOn on, std::vector<Text> of, Text name,
                                 std::uint32_t most, events::CapPer per);
[[nodiscard]] events::Cap rolling_cap_on(events::CapOn on, std::vector<Text> of, Text name,
                                         std::uint32_t most, events::Duration within);

// A lead process whose lists live as long as the test program.
[[nodiscard]] events::LeadProcess process(Text name, std::vector<Text> record_types,
                                          std::vector<events::ProcessStatus> statuses);
[[nodiscard]] events::ProcessStatus status(Text name, events::StatusCategory category);
[[nodiscard]] events::ProcessStatus status(Text name, events::StatusCategory category,
                                           std::vector<Text> next);

// Leads match when all fields of one of these lists are equal; lives as long as the test program.
[[nodiscard]] events::Duplicates duplicates(std::vector<std::vector<events::MatchField>> match,
                                            events::DuplicateAction then,
                                            events::Duration look_back = {});

// A territory of areas that live as long as the test program.
[[nodiscard]] events::NamedTerritory territory(Text name, std::vector<events::Territory> areas);
[[nodiscard]] events::ConditionNode in_territory(std::vector<Text> names);
[[nodiscard]] events::ConditionNode within_km(const events::Nearness& near);
[[nodiscard]] events::ConditionNode within(const events::TimeWindow& window);

// Stages the rules in one part and publishes them. `name` must be new for each.
[[nodiscard]] std::vector<Asked> rules(Text name, const std::vector<Rule>& rules,
                                       const events::Action& fallback, const Scoring& scoring = {},
                                       const Around& around = {});

// The SHA-256 that PublishRuleset demands for this one part.
[[nodiscard]] std::string sha256_of(const events::RulesetPart& part);

}  // namespace leadline::tests
