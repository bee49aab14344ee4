// HotLeads: what the lead view must know of a lead to keep its indexes, for the leads that were
// spoken of lately, so that an event costs no read. Two generations: when the younger is full the
// older is forgotten. Bounded by a number of leads, about 100 bytes each. One thread.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <vector>

#include "events/base/arena.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

inline constexpr std::uint32_t no_number = 0xFFFF'FFFF;

// Where a lead stands in the indexes. Queues and users are numbers of their own in the lead view.
struct Whereabouts {
    std::uint32_t queue = no_number;  // where it is; with an owner: where it came from
    std::uint32_t owner = no_number;
    std::uint32_t partner = no_number;  // to whom it is offered
    // While the owner's claim is open: whose counts it is in. Other numbers of the lead view.
    std::uint32_t claim_of_user = no_number;
    std::uint32_t claim_of_partner = no_number;
    std::uint32_t status = 0;  // its name, another number of the lead view
    std::int32_t priority = 0;
    Time since;  // at this place
    LeadPlace place = LeadPlace::waiting;
    events::StatusCategory category = events::StatusCategory::open;
    bool is_there = false;  // created; before that a lead may have refusals only

    friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
};

// Open, and to be claimed.
[[nodiscard]] inline bool is_queued(const Whereabouts& where) {
    return where.is_there && is_open(where.category) && where.place == LeadPlace::queue;
}

struct HotLead {
    Text key;                   // as in the timeline's key: program, id
    std::uint64_t created = 0;  // position
    Whereabouts now;
    std::uint32_t pending = no_number;  // its entry among those changed since the last flush
    bool is_contested = false;          // stands in the list of contested leads
};

class HotLeads {
public:
    explicit HotLeads(std::size_t leads_max) : generation_max_(leads_max / 2 + 1) {}

    // None: it has not been spoken of lately. Pointers are good until the next settle().
    [[nodiscard]] HotLead* find(Text key);
    HotLead& add(Text key);

    // Nothing is pending: forgets the older generation if the younger has grown enough.
    void settle();

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(Text key) const { return std::hash<Text>{}(key); }
        std::size_t operator()(const HotLead* lead) const { return (*this)(lead->key); }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const HotLead* a, const HotLead* b) const { return a->key == b->key; }
        bool operator()(Text a, const HotLead* b) const { return a == b->key; }
        bool operator()(const HotLead* a, Text b) const { return a->key == b; }
    };
    struct Generation {
        std::vector<std::unique_ptr<HotLead[]>> chunks;
        std::size_t size = 0;
        boost::unordered_flat_set<HotLead*, Hash, Equal> by_key;
        events::Arena keys;
    };

    std::size_t generation_max_;
    std::unique_ptr<Generation> young_ = std::make_unique<Generation>();
    std::unique_ptr<Generation> old_ = std::make_unique<Generation>();
};

}  // namespace leadline::projections
