// See cap_room.hpp.
#include "engine/core/routing/cap_room.hpp"

#include <algorithm>

#include "engine/core/routing/in_arena.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

using events::Cap;
using events::CapReached;
using events::List;

CapRoom::CapRoom(const Decision& d) : d_(&d), ruleset_(ruleset_in_force(*d.program)) {
    if (ruleset_ != nullptr && ruleset_->caps().empty()) ruleset_ = nullptr;
}

CapsOnWhom CapRoom::caps_on(const User& user) const {
    if (ruleset_ == nullptr) return {};
    const Partner& partner = d_->program->partners.at(user.partner);
    return ruleset_->caps().on_user(user.id, partner.id, partner.tier);
}

CapsOnWhom CapRoom::caps_on(const Partner& partner) const {
    if (ruleset_ == nullptr) return {};
    return ruleset_->caps().on_partner(partner.id, partner.tier);
}

CapsOnWhom CapRoom::caps_on(const Queue& queue) const {
    if (ruleset_ == nullptr) return {};
    return ruleset_->caps().on_queue(queue.id);
}

// What this command has taken counts as long as what is counted now.
std::optional<CapReached> CapRoom::test(const CapOnWhom& each) const {
    const Cap& cap = *each.cap;
    std::uint32_t taken = 0;
    for (const Taken& t : taken_)
        if (t.cap == each.cap && t.whose == each.whose) taken = t.count;
    thread_local std::string id;
    id.clear();
    append_cap_counter_id(id, cap.name, each.whose);
    const CapCounter* counter = d_->program->cap_counters.find(id);
    const std::uint32_t used = (counter == nullptr ? 0 : counter->count.used(d_->now)) + taken;
    if (used < cap.most) return std::nullopt;
    CapReached reached;
    reached.cap = cap.name;
    reached.used = used;
    reached.most = cap.most;
    reached.frees_at = taken < cap.most ? counter->count.frees_at(cap.most - taken, d_->now)
                                        : counts_until(ruleset_->zone(), cap, d_->now);
    return reached;
}

std::optional<CapReached> CapRoom::first_free(const CapsOnWhom& caps) const {
    std::optional<CapReached> last;
    for (const CapOnWhom& each : caps)
        if (const auto reached = test(each);
            reached && (!last || last->frees_at < reached->frees_at))
            last = reached;
    return last;
}

List<Text> CapRoom::all_reached(const CapsOnWhom& caps) const {
    boost::container::small_vector<Text, 8> names;
    for (const CapOnWhom& each : caps)
        if (test(each)) names.push_back(each.cap->name);
    return in_arena(d_->arena, names);
}

void CapRoom::take(const CapsOnWhom& caps) {
    for (const CapOnWhom& each : caps) {
        const auto same = [&each](const Taken& t) {
            return t.cap == each.cap && t.whose == each.whose;
        };
        const auto had = std::find_if(taken_.begin(), taken_.end(), same);
        if (had == taken_.end())
            taken_.push_back({each.cap, each.whose, 1});
        else
            ++had->count;
    }
}

std::optional<CapReached> CapRoom::reached(const User& user) const {
    return first_free(caps_on(user));
}
std::optional<CapReached> CapRoom::reached(const Partner& partner) const {
    return first_free(caps_on(partner));
}
std::optional<CapReached> CapRoom::reached(const Queue& queue) const {
    return first_free(caps_on(queue));
}
List<Text> CapRoom::passed(const User& user) const { return all_reached(caps_on(user)); }
List<Text> CapRoom::passed(const Partner& partner) const { return all_reached(caps_on(partner)); }
List<Text> CapRoom::passed(const Queue& queue) const { return all_reached(caps_on(queue)); }
void CapRoom::take(const User& user) {
    ++given_;
    take(caps_on(user));
}
void CapRoom::take(const Partner& partner) { take(caps_on(partner)); }
void CapRoom::take(const Queue& queue) { take(caps_on(queue)); }

}  // namespace leadline::engine
