// What state knows of the things that are always in memory; cold_records.hpp has the others.
// Canonical encodings are in state_codec.cpp; fields marked "derived" are not in them and are made
// again when state is loaded.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/state/claim_counter.hpp"
#include "engine/core/state/entry.hpp"
#include "engine/core/state/kept_bytes.hpp"
#include "engine/core/state/status_names.hpp"
#include "engine/core/state/stored_list.hpp"
#include "engine/core/state/stored_order.hpp"
#include "events/base/bytes.hpp"
#include "events/commands/partner.hpp"
#include "events/commands/program.hpp"

namespace leadline::engine {

using events::Bytes;
using events::Time;

class OpeningHours;

// The settings of a program. Entry id: empty.
struct Settings : Entry {
    std::string title;
    events::Duration repeat_window = events::repeat_window_default;
    events::Duration protection = events::protection_default;
    bool created = false;
    bool published = false;
};

// The ruleset in force: its parts' binary bodies, as they were staged.
struct Ruleset : Entry {
    std::uint32_t version = 0;  // 0: none yet
    std::vector<Bytes> parts;
    StatusNames statuses;  // of this one and of all before it
};

// A ruleset on its way. Parts not yet there are empty.
struct Staging : Entry {
    std::string name;
    std::vector<Bytes> parts;
};

struct Counters : Entry {
    std::uint64_t leads = 0;  // created so far: the next lead's ordinal
    std::uint64_t deals = 0;
    std::uint64_t opportunities = 0;
};

// A place in a queue's order: higher priority first, then created first (SPEC 6).
struct QueuePlace {
    std::int64_t before = 0;  // minus the priority
    std::uint64_t ordinal = 0;

    static constexpr std::size_t bytes_beside = 0;
    friend constexpr auto operator<=>(const QueuePlace&, const QueuePlace&) = default;
    [[nodiscard]] static QueuePlace lowest();
    void step() { ++ordinal; }
    void append_to(std::string& key) const;
    [[nodiscard]] bool read_from(Text key, StateMemory& memory);
    friend void append_place(std::string& key, const QueuePlace& place) { place.append_to(key); }
};
// The lead at a place: where its table has it, if it still has; an id that was read from the store.
struct QueuedLead {
    QueuedLead(Index where) : index(where) {}
    explicit QueuedLead(Text read) : id(read) {}
    Index index = no_index;
    KeptId id;
};
using QueueOrder = StoredOrder<QueuePlace, QueuedLead>;

// A queue's limits as they are for the partners of one tier.
struct TierPolicy {
    std::string tier;
    events::ClaimPolicy policy;  // without `tiers`
};

struct Queue : Entry {
    Bytes definition;                   // the body of the DefineQueue in force
    QueueOrder order;                   // derived: its open leads
    events::ClaimPolicy policy;         // derived; without `tiers`
    std::vector<TierPolicy> by_tier;    // derived: where that differs
    bool everybody = false;             // derived
    std::vector<std::string> tiers;     // derived, sorted as bytes
    std::vector<std::string> partners;  // derived, sorted as bytes
    std::vector<std::string> users;     // derived, sorted as bytes
};

enum class PartnerStatus : std::uint8_t { applied = 1, active, suspended, deactivated, declined };
enum class UserStatus : std::uint8_t { invited = 1, active, deactivated };

// Opening hours of a partner or a user, and, for the clocks of a ruleset, as they are reckoned
// with.
struct Hours {
    Bytes written;                      // the body of the OpeningHours; empty: always at work
    mutable std::uint32_t version = 0;  // derived: the ruleset whose clocks these are
    mutable std::shared_ptr<const OpeningHours> on_clocks;  // derived, when first asked for
};

struct Partner : Entry {
    PartnerStatus status = PartnerStatus::applied;
    std::uint32_t capacity = 0;  // most open items; 0: any number
    std::uint32_t offered = 0;   // open leads that are offered to it
    std::uint32_t opportunities =
        0;                         // open ones that are delivered to it or its users', not its own
    std::uint32_t open_leads = 0;  // derived: those that are offered, and those of its users
    std::string title;
    std::string channel_manager;
    std::string tier;
    Hours hours;
    std::vector<Index> users;   // derived
    StoredList standing_deals;  // derived: its registrations that are pending or protected
    StoredList offers;          // derived: the leads that are offered to it
    StoredList deliveries;      // derived: the opportunities that it is to answer

    // What its capacity holds (SPEC 3).
    [[nodiscard]] std::uint32_t open_items() const { return open_leads + opportunities; }
    [[nodiscard]] bool is_full() const { return capacity != 0 && open_items() >= capacity; }
};

struct User : Entry {
    Index partner = no_index;
    events::Role role = events::Role::seller;
    UserStatus status = UserStatus::invited;
    bool has_logged_in = false;
    Bytes person;              // the body of its Part<UserPerson>; empty: nothing is known
    Hours hours;               // beside its partner's
    StoredList leads;          // derived: the open leads it owns
    StoredList opportunities;  // derived: the open ones it owns
    std::uint32_t open_leads = 0;
};

// A named rotation, or a pool of which the least loaded is chosen, with the member list of the
// ruleset version in force.
struct RotationSeat {
    std::string member;
    std::uint32_t weight = 1;
    std::int64_t credit = 0;       // of a pool: the number of its last assignment; 0: none yet
    mutable Index who = no_index;  // derived, when it is first asked for: the user, or the queue
};
struct Rotation : Entry {
    bool is_pool = false;
    std::vector<RotationSeat> seats;  // empty: in no ruleset any more
};

}  // namespace leadline::engine
