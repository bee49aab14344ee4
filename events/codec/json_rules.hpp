// What a JSON field of a command may hold beyond its type: limits by name, required fields,
// choices. One table for reader, schema and generated tests, so that they cannot disagree.
// Constant.
#pragma once

#include <array>
#include <limits>

#include "events/kinds.hpp"

namespace leadline::events {

// Sizes of everything that comes in (DESIGN D1 and D14).
inline constexpr std::size_t command_bytes_max = 128U * 1024U;  // as received, and as encoded
inline constexpr std::size_t json_depth_max = 32;
inline constexpr std::size_t text_bytes_max = 4'096;
inline constexpr std::size_t long_text_bytes_max = 64U * 1024U;  // text, note, remark, custom
inline constexpr std::size_t custom_fields_max = 500;
inline constexpr std::size_t decimal_bytes_max = 64;
inline constexpr std::size_t source_bytes_max = 512;
inline constexpr std::size_t attribute_bytes_max = 256;  // id, on_behalf_of, correlationid
static_assert(long_text_bytes_max < command_bytes_max);

// Whether the texts are the same. Inlined, so that comparing two names that are known when
// compiling costs nothing, and one such name no call.
[[nodiscard, gnu::always_inline]] constexpr bool same(Text a, Text b) {
    return a.size() == b.size() && __builtin_memcmp(a.data(), b.data(), b.size()) == 0;
}

enum class TextForm : std::uint8_t { any, id, country, currency, decimal, sha256 };

struct TextRule {
    TextForm form = TextForm::any;
    std::size_t bytes_max = text_bytes_max;
    std::size_t bytes_min = 0;
};

[[nodiscard, gnu::always_inline]] constexpr TextRule text_rule(Text field) {
    if (same(field, "country")) return {TextForm::country, 2};
    if (same(field, "currency")) return {TextForm::currency, 3};
    if (same(field, "amount")) return {TextForm::decimal, decimal_bytes_max};
    if (same(field, "sha256")) return {TextForm::sha256, 64};
    if (same(field, "ruleset") || same(field, "channel_manager"))
        return {TextForm::id, id_bytes_max, 1};
    if (same(field, "note")) return {TextForm::any, long_text_bytes_max, 1};
    if (same(field, "text") || same(field, "remark")) return {TextForm::any, long_text_bytes_max};
    return {};
}

struct NumberRule {
    std::int64_t min;
    std::int64_t max;
};

template <std::integral Number>
[[nodiscard, gnu::always_inline]] constexpr NumberRule number_rule(Text field) {
    if (same(field, "number") || same(field, "of")) return {1, ruleset_parts_max};
    if (same(field, "km")) return {0, distance_km_max};
    if (same(field, "points")) return {-score_points_max, score_points_max};
    static_assert(sizeof(Number) < 8 || std::is_signed_v<Number>);
    return {std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()};
}

struct DurationRule {
    Duration min;
    Duration max = duration_max;
};

[[nodiscard, gnu::always_inline]] constexpr DurationRule duration_rule(Text field) {
    if (same(field, "repeat_window")) return {{1'000'000}, repeat_window_max};
    return {};
}

// Most items of a list; what a command of 128 KiB can hold where nothing else is said.
[[nodiscard, gnu::always_inline]] constexpr std::size_t list_max(Text field) {
    if (same(field, "partners") || same(field, "users")) return queue_members_max;
    if (same(field, "tiers")) return queue_tiers_max;
    if (same(field, "condition")) return condition_nodes_max;
    if (same(field, "members")) return rotation_members_max;
    if (same(field, "else") || same(field, "fallback") || same(field, "qualification") ||
        same(field, "near") || same(field, "time_window") || same(field, "zone") ||
        same(field, "duplicates"))
        return 1;
    if (same(field, "score_rules")) return score_rules_max;
    if (same(field, "grades")) return grades_max;
    if (same(field, "match")) return match_rules_max;
    if (same(field, "fields")) return match_fields_max;
    return command_bytes_max;
}

// The fields without which a struct means nothing.
template <class T>
inline constexpr std::array<Text, 0> required_fields{};

#define LEADLINE_REQUIRED(T, ...) \
    template <>                   \
    inline constexpr auto required_fields<T> = std::to_array<Text>({__VA_ARGS__})

LEADLINE_REQUIRED(StageRulesetPart, "ruleset", "number", "of");
LEADLINE_REQUIRED(PublishRuleset, "ruleset", "sha256");
LEADLINE_REQUIRED(DefineQueue, "queue");
LEADLINE_REQUIRED(TierLimits, "tier");
LEADLINE_REQUIRED(RegisterPartner, "partner");
LEADLINE_REQUIRED(UpdatePartner, "partner");
LEADLINE_REQUIRED(ActivatePartner, "partner");
LEADLINE_REQUIRED(SuspendPartner, "partner");
LEADLINE_REQUIRED(DeactivatePartner, "partner");
LEADLINE_REQUIRED(InviteUser, "user", "partner");
LEADLINE_REQUIRED(UpdateUser, "user");
LEADLINE_REQUIRED(RecordLogin, "user");
LEADLINE_REQUIRED(DeactivateUser, "user");
LEADLINE_REQUIRED(ReactivateUser, "user");
LEADLINE_REQUIRED(CreateLead, "lead");
LEADLINE_REQUIRED(UpdateLead, "lead");
LEADLINE_REQUIRED(ChangeLeadStatus, "lead", "status");
LEADLINE_REQUIRED(ReopenLead, "lead");
LEADLINE_REQUIRED(MergeLeads, "leads");
LEADLINE_REQUIRED(AddLeadNote, "lead", "note");
LEADLINE_REQUIRED(ClaimLead, "lead");
LEADLINE_REQUIRED(ClaimNext, "queue");
LEADLINE_REQUIRED(ClaimLeads, "leads");
LEADLINE_REQUIRED(ReleaseLead, "lead");
LEADLINE_REQUIRED(ReassignLead, "to");
LEADLINE_REQUIRED(AcceptOffer, "lead");
LEADLINE_REQUIRED(DeclineOffer, "lead");
LEADLINE_REQUIRED(ConvertLead, "lead");
LEADLINE_REQUIRED(RegisterDeal, "deal");
LEADLINE_REQUIRED(ApproveDeal, "deal");
LEADLINE_REQUIRED(RejectDeal, "deal");
LEADLINE_REQUIRED(WithdrawDeal, "deal");
LEADLINE_REQUIRED(Money, "amount", "currency");
LEADLINE_REQUIRED(ConditionNode, "op");
LEADLINE_REQUIRED(Action, "kind");
LEADLINE_REQUIRED(RotationMember, "id");
LEADLINE_REQUIRED(RulesetEntry, "action");
LEADLINE_REQUIRED(ScoreRule, "points");
LEADLINE_REQUIRED(Grade, "name", "from");
LEADLINE_REQUIRED(Qualification, "minimum");
LEADLINE_REQUIRED(Nearness, "km", "at");
LEADLINE_REQUIRED(Coordinates, "latitude", "longitude");
LEADLINE_REQUIRED(NamedTerritory, "name");
LEADLINE_REQUIRED(Territory, "country");
LEADLINE_REQUIRED(LeadProcess, "name");
LEADLINE_REQUIRED(ProcessStatus, "name", "category");
LEADLINE_REQUIRED(CustomFieldRule, "name", "type");
LEADLINE_REQUIRED(LeadStatus, "name", "category");
LEADLINE_REQUIRED(ZoneChange, "at", "offset_s");
#undef LEADLINE_REQUIRED

// Fields of which exactly one is given.
template <class T>
inline constexpr std::array<Text, 0> one_of_fields{};
template <>
inline constexpr auto one_of_fields<ReassignTarget> = std::to_array<Text>({"user", "queue",
                                                                           "partner", "rules"});
template <>
inline constexpr auto one_of_fields<ReassignLead> = std::to_array<Text>({"lead", "leads"});

}  // namespace leadline::events
