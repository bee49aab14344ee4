// See rules.hpp.
#include "tests/support/rules.hpp"

#include <openssl/evp.h>

#include <deque>

#include "events/codec/body.hpp"
#include "events/kinds.hpp"

namespace leadline::tests {

namespace {

template <class T>
events::List<T> kept(std::vector<T> items) {
    static std::deque<std::vector<T>> all;
    return all.emplace_back(std::move(items));
}

events::Action rotate(events::ActionKind kind, Text name, const std::vector<Seat>& seats,
                      bool catch_up) {
    std::vector<events::RotationMember> members;
    for (const Seat& seat : seats)
        members.push_back({seat.id, seat.weight, kept(seat.takes), kept(seat.prefers)});
    return {kind, name, kept(std::move(members)), catch_up, {}};
}

}  // namespace

events::ConditionNode test_of(Text field, events::ConditionOp op, std::vector<Text> values) {
    return {op, 0, field, kept(std::move(values)), {7, 3}, {}, {}};
}

events::NamedTerritory territory(Text name, std::vector<events::Territory> areas) {
    return {name, {3, 3}, kept(std::move(areas))};
}

events::Duplicates duplicates(std::vector<std::vector<events::MatchField>> match,
                              events::DuplicateAction then, events::Duration look_back) {
    std::vector<events::MatchRule> rules;
    for (std::vector<events::MatchField>& fields : match)
        rules.push_back({kept(std::move(fields))});
    return {kept(std::move(rules)), look_back, then};
}

events::ConditionNode in_territory(std::vector<Text> names) {
    return test_of({}, events::ConditionOp::territory, std::move(names));
}

events::ConditionNode within_km(const events::Nearness& near) {
    events::ConditionNode node = test_of({}, events::ConditionOp::within_km);
    node.near = kept(std::vector<events::Nearness>{near});
    return node;
}

events::ConditionNode within(const events::TimeWindow& window) {
    events::ConditionNode node = test_of({}, events::ConditionOp::time_window);
    node.window = kept(std::vector<events::TimeWindow>{window});
    return node;
}

events::ConditionNode group(events::ConditionOp op, std::uint16_t children) {
    return {op, children, {}, {}, {7, 3}, {}, {}};
}

events::Action to_queue(Text queue) { return {events::ActionKind::queue, queue, {}, false, {}}; }
events::Action to_user(Text user) { return {events::ActionKind::user, user, {}, false, {}}; }
events::Action do_not_assign() { return {}; }

events::Action rotate_users(Text name, const std::vector<Seat>& seats, bool catch_up) {
    return rotate(events::ActionKind::rotate_users, name, seats, catch_up);
}
events::Action rotate_partners(Text name, const std::vector<Seat>& seats,
                               events::Duration accept_within, std::uint32_t most_offers) {
    events::Action action = rotate(events::ActionKind::rotate_partners, name, seats, false);
    action.accept_within = accept_within;
    action.most_offers = most_offers;
    return action;
}
events::Action to_partner(Text partner, events::Duration accept_within) {
    events::Action action{events::ActionKind::partner, partner, {}, false, {}};
    action.accept_within = accept_within;
    return action;
}
events::Action rotate_queues(Text name, const std::vector<Seat>& seats) {
    return rotate(events::ActionKind::rotate_queues, name, seats, false);
}
events::Action least_loaded(Text name, const std::vector<Seat>& seats) {
    return rotate(events::ActionKind::least_loaded, name, seats, false);
}

std::string sha256_of(const events::RulesetPart& part) {
    events::Bytes body;
    events::write_body(body, part);
    unsigned char digest[32];
    EVP_Digest(body.data(), body.size(), digest, nullptr, EVP_sha256(), nullptr);
    std::string hex;
    for (const unsigned char byte : digest) {
        hex.push_back("0123456789abcdef"[byte >> 4U]);
        hex.push_back("0123456789abcdef"[byte & 0xFU]);
    }
    return hex;
}

events::Cap cap_on(events::CapOn on, std::vector<Text> of, Text name, std::uint32_t most,
                   events::CapPer per) {
    return {name, {20, 5}, on, kept(std::move(of)), most, per, {}};
}

events::Cap rolling_cap_on(events::CapOn on, std::vector<Text> of, Text name, std::uint32_t most,
                           events::Duration within) {
    return {name, {20, 5}, on, kept(std::move(of)), most, events::CapPer::none, within};
}

events::LeadProcess process(Text name, std::vector<Text> record_types,
                            std::vector<events::ProcessStatus> statuses) {
    return {name, {30, 5}, kept(std::move(record_types)), kept(std::move(statuses))};
}
events::ProcessStatus status(Text name, events::StatusCategory category) {
    return {{name, category}, {}, {31, 5}};
}
events::ProcessStatus status(Text name, events::StatusCategory category, std::vector<Text> next) {
    return {{name, category}, kept(std::move(next)), {31, 5}};
}

std::vector<Asked> rules(Text name, const std::vector<Rule>& rules, const events::Action& fallback,
                         const Scoring& scoring, const Around& around) {
    std::vector<events::RulesetEntry> entries;
    for (const Rule& rule : rules) {
        const auto line = static_cast<std::uint32_t>(10 * (entries.size() + 1));
        entries.push_back({rule.name,
                           "rules.yaml",
                           {line, 5},
                           kept(rule.condition),
                           rule.action,
                           kept(rule.otherwise)});
    }
    std::vector<events::ScoreRule> score_rules;
    for (const Points& rule : scoring.rules)
        score_rules.push_back({rule.name, {90, 5}, kept(rule.condition), rule.points});
    const events::RulesetPart part{kept(std::move(entries)),
                                   kept(std::vector<events::Action>{fallback}),
                                   kept(std::move(score_rules)),
                                   kept(scoring.grades),
                                   kept(scoring.qualification),
                                   kept(around.territories),
                                   kept(around.zone),
                                   kept(around.duplicates),
                                   kept(around.caps),
                                   kept(around.lead_processes),
                                   kept(around.returning_customers),
                                   kept(around.custom_fields),
                                   kept(around.deals),
                                   kept(around.opportunity_stages)};
    const std::string sha256 = sha256_of(part);
    return {manager(events::StageRulesetPart{name, 1, 1, part}),
            manager(events::PublishRuleset{name, sha256})};
}

}  // namespace leadline::tests
