// See at_work.hpp.
#include "engine/core/routing/at_work.hpp"

#include <array>

#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

// Of two that are hardly ever open together it is not worth while to look for ever: an answer that
// is too early only makes a try that fails.
constexpr int looks_max = 100;

// Hours reckon with the clocks of their ruleset, which they keep.
struct OnClocks {
    std::shared_ptr<const CompiledRuleset> ruleset;
    OpeningHours hours;
};

// Null: always at work.
const OpeningHours* on_clocks(const std::shared_ptr<const CompiledRuleset>& ruleset,
                              const Hours& hours) {
    if (hours.written.empty()) return nullptr;
    if (hours.on_clocks == nullptr || hours.version != ruleset->version()) {
        events::Arena arena;
        events::OpeningHours written;
        const bool is_readable =
            events::read_body(events::BytesView(hours.written), arena, written);
        ENSURE(is_readable);
        auto made = made_hours(ruleset->zone(), written);
        ENSURE(made.has_value());  // decide has made them before
        const auto kept = std::make_shared<const OnClocks>(OnClocks{ruleset, *std::move(made)});
        hours.on_clocks = std::shared_ptr<const OpeningHours>(kept, &kept->hours);
        hours.version = ruleset->version();
    }
    return hours.on_clocks.get();
}

}  // namespace

events::Result<OpeningHours> made_hours(const TimeZone& zone, const events::OpeningHours& written) {
    if (!written.week.empty()) return OpeningHours::make(zone, written);
    std::array<events::OpenSpan, 7> every_day;
    for (std::uint8_t day = 0; day < 7; ++day)
        every_day[day] = {static_cast<std::uint8_t>(day + 1), 0, events::day_minutes};
    events::OpeningHours always = written;
    always.week = events::List<events::OpenSpan>(std::span<const events::OpenSpan>(every_day));
    return OpeningHours::make(zone, always);
}

Time at_work_from(const std::shared_ptr<const CompiledRuleset>& ruleset, Time now,
                  const Partner& partner, const User* user) {
    const OpeningHours* of_partner = on_clocks(ruleset, partner.hours);
    const OpeningHours* of_user = user == nullptr ? nullptr : on_clocks(ruleset, user->hours);
    Time at = now;
    for (int look = 0; look < looks_max; ++look) {
        const Time before = at;
        for (const OpeningHours* hours : {of_partner, of_user}) {
            if (hours == nullptr || hours->is_open(at)) continue;
            const std::optional<Time> next = hours->next_opening(at);
            if (!next) return {};
            at = *next;
        }
        if (at == before) break;
    }
    return at;
}

}  // namespace leadline::engine
