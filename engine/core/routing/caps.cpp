// See caps.hpp.
#include "engine/core/routing/caps.hpp"

#include <algorithm>

namespace leadline::engine {

using events::Cap;
using events::CapOn;
using events::CapPer;
using events::Failure;

namespace {

bool is_known(CapOn on) {
    return std::any_of(events::cap_on_names.begin(), events::cap_on_names.end(),
                       [on](const auto& each) { return each.value == on; });
}

bool is_known(CapPer per) {
    return std::any_of(events::cap_per_names.begin(), events::cap_per_names.end(),
                       [per](const auto& each) { return each.value == per; });
}

// Queues are named, the program is not, and of the others one is or each counts by itself.
bool is_on_somebody(const Cap& cap) {
    if (cap.on == CapOn::queues) return !cap.of.empty();
    if (cap.on == CapOn::program) return cap.of.empty();
    return is_known(cap.on) && cap.of.size() <= 1;
}

bool is_in_a_window(const Cap& cap) {
    if (!is_known(cap.per) || cap.within.us < 0) return false;
    return (cap.per == CapPer::none) != (cap.within.us == 0) &&
           (cap.per != CapPer::none || cap.most <= events::rolling_cap_most_max);
}

}  // namespace

events::Result<void> Caps::set(std::span<const Cap> caps) {
    caps_ = caps;
    if (caps.size() > events::caps_max)
        return events::fail(Failure::bad_input, "there are too many caps");
    for (std::uint32_t i = 0; i < caps.size(); ++i) {
        const Cap& cap = caps[i];
        const auto refuse = [&cap](const char* why) {
            return events::fail(Failure::bad_input, "the cap " + std::string(cap.name) + " " + why);
        };
        if (cap.name.empty() || cap.name.size() > events::cap_name_bytes_max)
            return refuse("has no name that could be its own");
        if (!by_name_.emplace(cap.name, i).second) return refuse("has the name of another");
        if (!is_on_somebody(cap)) return refuse("is on nobody");
        if (cap.most == 0 || cap.most > events::cap_most_max) return refuse("holds nothing");
        if (!is_in_a_window(cap)) return refuse("has no window, or two");
        if (cap.of.empty()) by_subject_[{cap.on, {}}].push_back(i);
        for (const Text of : cap.of) {
            if (of.empty()) return refuse("is on nobody");
            std::vector<std::uint32_t>& numbers = by_subject_[{cap.on, of}];
            if (!numbers.empty() && numbers.back() == i) return refuse("names a queue twice");
            numbers.push_back(i);
        }
    }
    return {};
}

const Cap* Caps::find(Text name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &caps_[found->second];
}

void Caps::gather(const Subject& subject, Numbers& out) const {
    const auto found = by_subject_.find(subject);
    if (found != by_subject_.end())
        out.insert(out.end(), found->second.begin(), found->second.end());
}

CapsOnWhom Caps::on_user(Text user, Text partner, Text tier) const {
    Numbers numbers;
    for (const auto& [on, id] : {std::pair(CapOn::user, user), std::pair(CapOn::partner, partner),
                                 std::pair(CapOn::tier, tier)}) {
        if (id.empty()) continue;  // a partner without a tier, or an offer, which has no user yet
        gather({on, {}}, numbers);
        gather({on, id}, numbers);
    }
    gather({CapOn::program, {}}, numbers);
    std::sort(numbers.begin(), numbers.end());
    CapsOnWhom found;
    for (const std::uint32_t number : numbers) {
        const Cap& cap = caps_[number];
        const Text whose = cap.on == CapOn::user      ? user
                           : cap.on == CapOn::partner ? partner
                           : cap.on == CapOn::tier    ? tier
                                                      : Text();
        found.push_back({&cap, whose});
    }
    return found;
}

CapsOnWhom Caps::on_queue(Text queue) const {
    Numbers numbers;
    gather({CapOn::queues, queue}, numbers);
    CapsOnWhom found;
    for (const std::uint32_t number : numbers) found.push_back({&caps_[number], {}});
    return found;
}

CountedIn counted_in(const Cap& cap) {
    switch (cap.per) {
        case CapPer::none:
            return {{}, cap.within};
        case CapPer::hourly:
            return {WindowUnit::hour, {}};
        case CapPer::daily:
            return {WindowUnit::day, {}};
        case CapPer::weekly:
            return {WindowUnit::week, {}};
        case CapPer::monthly:
            return {WindowUnit::month, {}};
    }
    return {{}, cap.within};
}

bool goes_on_counting(const Cap& before, const TimeZone& zone_before, const Cap& now,
                      const TimeZone& zone_now, Time at) {
    if (!events::count_the_same(before, now)) return false;
    const CountedIn in = counted_in(now);
    return !in.per || window_of(zone_before, *in.per, at) == window_of(zone_now, *in.per, at);
}

Time counts_until(const TimeZone& zone, const Cap& cap, Time now) {
    const CountedIn in = counted_in(cap);
    return in.per ? window_of(zone, *in.per, now).end : counts_until(now, in.within);
}

}  // namespace leadline::engine
