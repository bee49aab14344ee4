// See reading.hpp: what the claim limits of queues leave a partner and its users. Two reads for
// each queue and holder, however many claims there are.
#include "events/tier_limits.hpp"
#include "projections/reading.hpp"
#include "projections/sight.hpp"
#include "projections/views/dashboard_view.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/queue_view.hpp"

namespace leadline::projections {

namespace {

using events::Limit;
using events::ProgramId;

// One who is bound by a queue's limits: a user, or (no user) all users of a partner together.
struct Bound {
    ClaimHolder holder;
    Text id;
    events::UserId user{};
};

class Room {
public:
    Room(Reading& reading, ProgramId program, events::QueueId queue)
        : reading_(&reading), program_(program), queue_(queue), now_(reading.standing().time) {}

    void add_open(const Bound& bound, Limit limit, std::uint32_t most) {
        if (most == 0) return;
        const std::string key =
            claim_key(lead_table::open_claims, program_, bound.holder, queue_.text, bound.id);
        const auto used = static_cast<std::uint32_t>(reading_->tally(lead_view_name, key));
        rows.push_back({queue_, name_of(limit), bound.user, used, most, {}});
    }

    // As decisions find out when a window frees: when so many have ended that fewer than `most`
    // are left.
    void add_window(const Bound& bound, Limit limit, std::uint32_t most) {
        if (most == 0) return;
        ClaimRoomRow row{queue_, name_of(limit), bound.user, 0, most, {}};
        const ClaimTimesRow times = times_of(bound);
        for (const CapEnding& each : times.endings)
            if (now_ < each.until) row.used += each.count;
        std::uint32_t to_end = row.used < most ? 1 : row.used - most + 1;
        for (const CapEnding& each : times.endings) {
            if (each.until <= now_) continue;
            row.frees_at = each.until;
            if (each.count >= to_end) break;
            to_end -= each.count;
        }
        rows.push_back(row);
    }

    void add_cool_down(const Bound& bound, events::Duration between) {
        if (between.us == 0) return;
        ClaimRoomRow row{queue_, "cool_down", bound.user, 0, 1, {}};
        const Time last = times_of(bound).last_claim;
        if (last.is_set() && now_ < last + between) {
            row.used = 1;
            row.frees_at = last + between;
        }
        rows.push_back(row);
    }

    std::vector<ClaimRoomRow> rows;

private:
    [[nodiscard]] ClaimTimesRow times_of(const Bound& bound) {
        ClaimTimesRow times;
        const std::string key =
            claim_key(dashboard_table::claim_times, program_, bound.holder, queue_.text, bound.id);
        static_cast<void>(reading_->get(dashboard_view_name, key, times));  // none: never claimed
        return times;
    }

    Reading* reading_;
    ProgramId program_;
    events::QueueId queue_;
    Time now_;
};

bool has_member(Reading& reading, ProgramId program, const PartnerRow& partner,
                const events::DefineQueue& queue) {
    if (is_member({}, partner, queue)) return true;
    return std::any_of(queue.users.begin(), queue.users.end(), [&](events::UserId id) {
        UserRow user;
        return reading.get(partner_view_name, Key(partner_table::users, program).add_id(id.text),
                           user) &&
               user.partner == partner.partner;
    });
}

}  // namespace

List<ClaimRoomRow> find_claim_room(Reading& reading, ProgramId program, const PartnerRow& partner,
                                   const UserRow& user) {
    // All that is read stands at one time, the earliest of these.
    for (const Text view : {lead_view_name, dashboard_view_name, queue_view_name})
        static_cast<void>(reading.view(view));
    std::vector<ClaimRoomRow> found;
    const Key all(queue_table, program);
    reading.moment().scan(reading.view(queue_view_name), all, {}, [&](Text, Text value) {
        QueueRow queue;
        reading.decode(value, queue);
        const events::DefineQueue& definition = queue.definition;
        const bool may_claim = user.user.is_set()
                                   ? is_member(user, partner, definition)
                                   : has_member(reading, program, partner, definition);
        if (!may_claim) return true;
        events::ClaimPolicy policy = definition.policy;
        for (const events::TierLimits& tier : definition.policy.tiers)
            if (tier.tier == partner.tier)
                policy = events::policy_for_tier(definition.policy, tier);
        Room room(reading, program, definition.queue);
        const Bound together{ClaimHolder::partner, partner.partner.text};
        room.add_open(together, Limit::partner_open, policy.open_per_partner);
        room.add_window(together, Limit::partner_window, policy.window_per_partner);
        if (user.user.is_set()) {
            const Bound alone{ClaimHolder::user, user.user.text, user.user};
            room.add_open(alone, Limit::user_open, policy.open_per_user);
            room.add_window(alone, Limit::user_window, policy.window_per_user);
            room.add_cool_down(alone, policy.between);
        }
        found.insert(found.end(), room.rows.begin(), room.rows.end());
        return true;
    });
    return reading.keep(found);
}

}  // namespace leadline::projections
