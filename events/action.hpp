// What a rule does with a lead, as it travels in a ruleset: who or what it names, and with which
// members.
#pragma once

#include <array>

#include "events/base/time.hpp"
#include "events/condition.hpp"

namespace leadline::events {

enum class ActionKind : std::uint8_t {
    user = 1,             // target = a partner user's id
    queue = 2,            // target = a queue's id
    rotate_users = 3,     // target = the rotation's name, members = user ids
    rotate_queues = 4,    // target = the rotation's name, members = queue ids
    do_not_assign = 5,    // the lead waits, on purpose
    least_loaded = 6,     // target = the pool's name, members = user ids
    partner = 7,          // target = a partner's id; the lead is offered to it
    rotate_partners = 8,  // target = the rotation's name, members = partner ids; likewise
};

inline constexpr std::array action_kind_names{
    EnumName<ActionKind>{ActionKind::user, "user"},
    EnumName<ActionKind>{ActionKind::queue, "queue"},
    EnumName<ActionKind>{ActionKind::rotate_users, "rotate_users"},
    EnumName<ActionKind>{ActionKind::rotate_queues, "rotate_queues"},
    EnumName<ActionKind>{ActionKind::do_not_assign, "do_not_assign"},
    EnumName<ActionKind>{ActionKind::least_loaded, "least_loaded"},
    EnumName<ActionKind>{ActionKind::partner, "partner"},
    EnumName<ActionKind>{ActionKind::rotate_partners, "rotate_partners"}};
constexpr std::span<const EnumName<ActionKind>> enum_names(ActionKind) { return action_kind_names; }

// Whether the action has members, and a name that what it knows of them belongs to.
constexpr bool has_members(ActionKind kind) {
    return kind == ActionKind::rotate_users || kind == ActionKind::rotate_queues ||
           kind == ActionKind::least_loaded || kind == ActionKind::rotate_partners;
}
// Whether its target, or each of its members, is a partner user; a partner; else a queue.
constexpr bool is_of_users(ActionKind kind) {
    return kind == ActionKind::user || kind == ActionKind::rotate_users ||
           kind == ActionKind::least_loaded;
}
constexpr bool is_of_partners(ActionKind kind) {
    return kind == ActionKind::partner || kind == ActionKind::rotate_partners;
}

// Of a rotation, or of a pool of which the least loaded is chosen.
struct RotationMember {
    Text id;
    std::uint32_t weight = 1;  // 0: never chosen
    // Trees, root first, each of them or none: what the member takes at all, and what it takes
    // before others do; leads beside its preference only when nobody without one may.
    List<ConditionNode> condition = {};
    List<ConditionNode> preference = {};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("id", id, "Of a partner user, a partner or a queue."), field("weight", weight),
           field("condition", condition, "What it takes at all; none: everything."),
           field("preference", preference, "What it takes before others do; none: it has none."));
    }
    friend bool operator==(const RotationMember&, const RotationMember&) = default;
};

struct Action {
    ActionKind kind = ActionKind::do_not_assign;
    Text target;
    List<RotationMember> members;  // of rotations and pools, in the order they were written
    bool catch_up = false;         // rotations only (SPEC 5)
    SourcePlace place;
    // Of offers only.
    Duration accept_within = {};    // 0: an offer waits for its answer for ever
    std::uint32_t most_offers = 0;  // of one lead, before `else` has its turn; 0: any number

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("kind", kind), field("target", target), field("members", members),
           field("catch_up", catch_up), field("place", place),
           field("accept_within", accept_within,
                 "Of offers: how long the partner has to answer; 0: for ever."),
           field("most_offers", most_offers,
                 "Of offers: so many of one lead before `else` has its turn; 0: any number."));
    }
    friend bool operator==(const Action&, const Action&) = default;
};

}  // namespace leadline::events
