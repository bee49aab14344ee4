// Commands that set up a program: its birth, publication, rulesets and queues. All are the channel
// manager's or an upstream system's.
#pragma once

#include "events/header.hpp"
#include "events/ids.hpp"
#include "events/ruleset.hpp"

namespace leadline::events {

inline constexpr Duration repeat_window_default{7 * day.us};
inline constexpr Duration repeat_window_max{3660 * day.us};
inline constexpr Duration protection_default{90 * day.us};

// The program's id is the command's own program.
struct CreateProgram {
    static constexpr CommandKind kind{1};
    static constexpr Text name = "CreateProgram";

    Text title;
    Duration repeat_window = repeat_window_default;  // SPEC 2.2; 1 s to repeat_window_max
    Duration protection = protection_default;        // of approved deals; SPEC 11

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("title", title), field("repeat_window", repeat_window),
           field("protection", protection));
    }
    friend bool operator==(const CreateProgram&, const CreateProgram&) = default;
};

// Once and for ever: a published program routes, and cannot be unpublished.
struct PublishProgram {
    static constexpr CommandKind kind{2};
    static constexpr Text name = "PublishProgram";

    template <class Archive>
    void serialize(Archive&) {}
    friend bool operator==(const PublishProgram&, const PublishProgram&) = default;
};

// One part of a ruleset on its way; `ruleset` names the attempt, so that two do not mix.
struct StageRulesetPart {
    static constexpr CommandKind kind{3};
    static constexpr Text name = "StageRulesetPart";

    Text ruleset;
    std::uint32_t number = 1;  // 1 to `of`
    std::uint32_t of = 1;      // at most ruleset_parts_max
    RulesetPart part;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("ruleset", ruleset, "Names the attempt, so that two do not mix."),
           field("number", number), field("of", of), field("part", part));
    }
    friend bool operator==(const StageRulesetPart&, const StageRulesetPart&) = default;
};

inline constexpr std::uint32_t ruleset_parts_max = 1'000;

// Puts the staged ruleset in force, when all its parts are there and their SHA-256 is this one.
struct PublishRuleset {
    static constexpr CommandKind kind{4};
    static constexpr Text name = "PublishRuleset";

    Text ruleset;
    Text sha256;  // 64 hex digits: of the parts' binary bodies, one after the other

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("ruleset", ruleset), field("sha256", sha256));
    }
    friend bool operator==(const PublishRuleset&, const PublishRuleset&) = default;
};

// What one tier's partners may claim (SPEC 6), where that differs from the queue's own limits; 0:
// it does not.
struct TierLimits {
    Text tier;
    std::uint32_t open_per_user = 0;
    std::uint32_t open_per_partner = 0;
    std::uint32_t window_per_user = 0;
    std::uint32_t window_per_partner = 0;
    Duration between;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("tier", tier, "Whose partners."), field("open_per_user", open_per_user),
           field("open_per_partner", open_per_partner), field("window_per_user", window_per_user),
           field("window_per_partner", window_per_partner), field("between", between));
    }
    friend bool operator==(const TierLimits&, const TierLimits&) = default;
};

// Limits on claims from one queue (SPEC 6); 0 everywhere means no limit.
struct ClaimPolicy {
    std::uint32_t open_per_user = 0;  // most open claims at a time
    std::uint32_t open_per_partner = 0;
    std::uint32_t window_per_user = 0;  // most claims within `window`, even if released since
    std::uint32_t window_per_partner = 0;
    Duration window;         // rolling
    Duration between;        // least time between two claims of a user
    Duration touch_within;   // untouched so long, a claim lapses
    Duration no_reclaim;     // so long no user of that partner may take it again
    List<TierLimits> tiers;  // each tier once; `window` is the same for all

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("open_per_user", open_per_user), field("open_per_partner", open_per_partner),
           field("window_per_user", window_per_user),
           field("window_per_partner", window_per_partner), field("window", window),
           field("between", between), field("touch_within", touch_within),
           field("no_reclaim", no_reclaim),
           field("tiers", tiers, "Limits of a tier's partners, in place of those before."));
    }
    friend bool operator==(const ClaimPolicy&, const ClaimPolicy&) = default;
};

// Defines a queue, or defines it anew; leads in it stay.
struct DefineQueue {
    static constexpr CommandKind kind{5};
    static constexpr Text name = "DefineQueue";

    QueueId queue;
    Text title;
    bool everybody = false;  // every partner user may claim
    List<PartnerId> partners;
    List<UserId> users;
    List<Text> tiers;  // every user of a partner that is of one of these
    ClaimPolicy policy;
    List<Text> visible = {};  // lead_fields.hpp; none: what is not personal

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("queue", queue), field("title", title), field("everybody", everybody),
           field("partners", partners), field("users", users),
           field("tiers", tiers, "Tiers whose partners' users may claim from it."),
           field("policy", policy),
           field(
               "visible", visible,
               "Fields of its leads that members see before a claim; none: what is not personal."));
    }
    friend bool operator==(const DefineQueue&, const DefineQueue&) = default;
};

inline constexpr std::size_t queue_members_max = 2'000;
inline constexpr std::size_t queue_tiers_max = 100;

}  // namespace leadline::events
