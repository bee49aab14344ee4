// Actions of rules (SPEC 5), from YAML: {user: ID}, {queue: ID}, {do_not_assign: true}, or
//     {offer: {partner: ID, accept_within: 2d}}
//     {rotate: {name: NAME, users: [...], catch_up: true}}
//     {rotate: {name: NAME, partners: [...], accept_within: 2d, most_offers: 3}}
//         members: ID, or {id: ID, weight: 5, when: CONDITION, prefer: CONDITION}
//     {least_loaded: {name: NAME, users: [...]}}
// One RuleReader reads one ruleset, so that it can tell rotations of the same name apart. One
// thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include "config/ruleset_condition.hpp"
#include "config/yaml/map_reader.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

inline constexpr std::uint32_t rotation_weight_max = 1'000'000;

// What a program has; rules may name no others.
struct KnownNames {
    using Names = std::set<std::string, std::less<>>;
    Names users;
    Names queues;
    Names partners = {};
    Names tiers = {};
};

// 1 to 128 bytes without control characters; false after a report.
[[nodiscard]] bool read_id(const Node& node, Diagnostics& diagnostics, std::string& out);

class RuleReader {
public:
    // `known` may be null, where nobody can know: then names are not looked up.
    RuleReader(const KnownNames* known, Diagnostics& diagnostics, events::Arena& arena)
        : known_(known), diagnostics_(diagnostics), arena_(arena) {}

    // Any action; false after a report.
    bool read_action(const Node& node, events::Action& out);

    // A user or a queue: what `else` and `fallback` may be.
    bool read_target(const Node& node, std::string_view what, events::Action& out);

    // A queue's id.
    bool read_queue(const Node& node, events::Text& out) {
        return read_known(node, events::ActionKind::queue, out);
    }

    // What conditions may ask for; said before they are read.
    void know_territories(std::span<const events::NamedTerritory> territories) {
        for (const events::NamedTerritory& each : territories) territories_.insert(each.name);
    }
    void know_statuses(StatusNames statuses) { statuses_ = std::move(statuses); }
    void know_custom_fields(std::span<const events::CustomFieldRule> fields) {
        custom_fields_ = fields;
    }
    void know_duplicates() { finds_duplicates_ = true; }
    bool read_when(const Node& node, events::List<events::ConditionNode>& out);

    [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }
    [[nodiscard]] events::Arena& arena() { return arena_; }

private:
    bool read_offer(const Node& node, events::Action& out);
    void read_offer_limits(MapReader& m, events::Action& out);
    bool read_rotation(const Node& node, events::Action& out);
    bool read_pool(const Node& node, events::Action& out);
    bool read_members(const Node& node, events::Action& out);
    bool read_member(const Node& node, events::ActionKind kind, events::RotationMember& out);
    bool read_member_when(const Node& node, events::List<events::ConditionNode>& out);
    bool read_known(const Node& node, events::ActionKind kind, events::Text& out);
    [[nodiscard]] bool check_partners(const Node& node, const events::ConditionNode& asks);
    bool check_same_rotation(const Node& node, const events::Action& rotation);

    const KnownNames* known_;
    TerritoryNames territories_;
    StatusNames statuses_;
    std::span<const events::CustomFieldRule> custom_fields_;
    bool finds_duplicates_ = false;
    Diagnostics& diagnostics_;
    events::Arena& arena_;
    std::map<events::Text, events::Action> rotations_;
};

}  // namespace leadline::config
