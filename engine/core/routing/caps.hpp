// Caps: those of a ruleset, found by whom they are on (SPEC 5). Filled once; then immutable, and
// any thread may read it.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "engine/core/calendar/time_zone.hpp"
#include "engine/core/calendar/window_count.hpp"
#include "events/base/result.hpp"
#include "events/cap.hpp"
#include "events/zone.hpp"

namespace leadline::engine {

using events::Text;

// A cap that concerns somebody, and whose count it is: see CapCounter.
struct CapOnWhom {
    const events::Cap* cap = nullptr;
    Text whose;
};
using CapsOnWhom = boost::container::small_vector<CapOnWhom, 8>;

class Caps {
public:
    // `bad_input` when it is none, or has the name of another. What its texts view must outlive
    // this; so must the caps, which do not move.
    [[nodiscard]] events::Result<void> set(std::span<const events::Cap> caps);

    [[nodiscard]] bool empty() const { return caps_.empty(); }
    [[nodiscard]] std::span<const events::Cap> all() const { return caps_; }
    // Null when there is none of that name.
    [[nodiscard]] const events::Cap* find(Text name) const;

    // Those on what this user is given, on what the partner is offered (of users' none), and on
    // what rules put into this queue; in the order in which they were written.
    [[nodiscard]] CapsOnWhom on_user(Text user, Text partner, Text tier) const;
    [[nodiscard]] CapsOnWhom on_partner(Text partner, Text tier) const {
        return on_user({}, partner, tier);
    }
    [[nodiscard]] CapsOnWhom on_queue(Text queue) const;

private:
    using Numbers = boost::container::small_vector<std::uint32_t, 8>;
    struct Subject {
        events::CapOn on;
        Text id;  // empty: each, or all
        friend bool operator==(const Subject&, const Subject&) = default;
        friend std::size_t hash_value(const Subject& s) {
            return boost::hash<Text>()(s.id) ^ static_cast<std::size_t>(s.on);
        }
    };
    void gather(const Subject& subject, Numbers& out) const;

    std::span<const events::Cap> caps_;
    boost::unordered_flat_map<Subject, std::vector<std::uint32_t>> by_subject_;
    boost::unordered_flat_map<Text, std::uint32_t> by_name_;
};

[[nodiscard]] CountedIn counted_in(const events::Cap& cap);

// Whether what a cap of another ruleset has counted until `at` holds for that of its name in a new
// one. On other clocks a fixed window may be another.
[[nodiscard]] bool goes_on_counting(const events::Cap& before, const TimeZone& zone_before,
                                    const events::Cap& now, const TimeZone& zone_now, Time at);

// The end of the window that something counted at `now` would count in.
[[nodiscard]] Time counts_until(const TimeZone& zone, const events::Cap& cap, Time now);

}  // namespace leadline::engine
