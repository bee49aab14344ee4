// What a JSON field of a command may hold beyond its type: limits by name; required_fields.hpp has
// what must be there. One table for reader, schema and generated tests, so that they cannot
// disagree. Constant.
#pragma once

#include <limits>

#include "events/codec/required_fields.hpp"
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
    if (same(field, "ruleset") || same(field, "channel_manager") || same(field, "notification"))
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
        same(field, "duplicates") || same(field, "deals") || same(field, "auto_approve"))
        return 1;
    if (same(field, "score_rules")) return score_rules_max;
    if (same(field, "grades")) return grades_max;
    if (same(field, "match")) return match_rules_max;
    if (same(field, "fields")) return match_fields_max;
    return command_bytes_max;
}

}  // namespace leadline::events
