// An independent model of queues, claims and limits, written for reading and not for speed: it
// keeps the history of claims as a list and counts by looking through it. The engine must agree
// with it, command by command. Times are seconds; leads, users and queues are small numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "events/rejection.hpp"

namespace leadline::tests {

using events::Reason;
using Seconds = std::int64_t;

struct ModelLimits {
    std::uint32_t open_per_user = 0, open_per_partner = 0;
    std::uint32_t window_per_user = 0, window_per_partner = 0;
    Seconds between = 0;
};

struct ModelPolicy : ModelLimits {
    Seconds window = 0, touch_within = 0, no_reclaim = 0;
    ModelLimits gold;        // of partner 1, where they are not 0
    bool gold_only = false;  // nobody else is a member
};

struct ModelUser {
    int partner = 0;
    bool active = true;
};

struct ModelLead {
    bool exists = false;
    int created = 0;  // in order of creation
    int queue = -1;   // in it now, or came from it
    int owner = -1;
    bool closed = false;
    bool claim_open = false;
    Seconds touch_by = 0;
    Seconds locked_until[2] = {0, 0};  // by partner
};

struct ModelClaim {
    int user, partner, queue;
    Seconds at;
    bool counts_for_user, counts_for_partner;  // as the policy stood
    Seconds until;
};

class ClaimModel {
public:
    std::vector<ModelLead> leads = std::vector<ModelLead>(8);
    std::vector<ModelUser> users{{0, true}, {0, true}, {1, true}, {1, true}};
    bool partner_active[2] = {true, true};
    ModelPolicy policy[2];
    std::vector<ModelClaim> history;
    int created = 0;
    Seconds now = 0;

    // Claims that were not touched in time are in their queues again; earliest deadline first.
    void pass_time(Seconds to);

    // Each answers why it is refused, or `none`.
    Reason create(int lead, int queue);
    Reason claim(int lead, int user);
    Reason claim_next(int queue, int user, int& lead);
    Reason release(int lead, int user);
    Reason note(int lead, int user);
    Reason close(int lead, int user);
    Reason give(int lead, int user);  // the channel manager's reassignment
    Reason put_back(int lead, int queue);

    // What must hold whatever happened.
    [[nodiscard]] bool keeps_limits() const;

private:
    [[nodiscard]] ModelLimits limits_of(int queue, int partner) const;
    Reason may_work(int user) const;
    Reason may_claim(int queue, int user) const;
    Reason limits(int queue, int user) const;
    Reason works_on(int lead, int user) const;
    std::uint32_t open_claims(int queue, int user, int partner) const;
    void win(int lead, int user);
    void lapse(ModelLead& lead, Seconds at);
};

}  // namespace leadline::tests
