// What state knows of each thing, as far as a decision can need it. Canonical encodings are in
// state_codec.cpp; fields marked "derived" are not in them and are made again when state is loaded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/state/claim_counter.hpp"
#include "engine/core/state/cold_table.hpp"
#include "engine/core/state/kept_id.hpp"
#include "engine/core/state/stored_list.hpp"
#include "engine/core/state/stored_order.hpp"
#include "events/base/bytes.hpp"
#include "events/commands/deal.hpp"
#include "events/commands/lead.hpp"
#include "events/commands/partner.hpp"
#include "events/commands/program.hpp"

namespace leadline::engine {

using events::Bytes;
using events::Time;

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
};

// A ruleset on its way. Parts not yet there are empty.
struct Staging : Entry {
    std::string name;
    std::vector<Bytes> parts;
};

struct Counters : Entry {
    std::uint64_t leads = 0;  // created so far: the next lead's ordinal
    std::uint64_t deals = 0;
};

// A place in a queue's order: higher priority first, then created first (SPEC 6).
struct QueuePlace {
    std::int64_t before = 0;  // minus the priority
    std::uint64_t ordinal = 0;

    friend constexpr auto operator<=>(const QueuePlace&, const QueuePlace&) = default;
    [[nodiscard]] static QueuePlace lowest();
    void step() { ++ordinal; }
    void append_to(std::string& key) const;
    [[nodiscard]] bool read_from(Text key, StateMemory& memory);
};
// The lead at a place: where its table has it, if it still has; an id that was read from the store.
struct QueuedLead {
    QueuedLead(Index where) : index(where) {}
    explicit QueuedLead(Text read) : id(read) {}
    Index index = no_index;
    KeptId id;
};
using QueueOrder = StoredOrder<QueuePlace, QueuedLead>;

struct Queue : Entry {
    Bytes definition;                   // the body of the DefineQueue in force
    QueueOrder order;                   // derived: its open leads
    events::ClaimPolicy policy;         // derived
    bool everybody = false;             // derived
    std::vector<std::string> partners;  // derived, sorted as bytes
    std::vector<std::string> users;     // derived, sorted as bytes
};

enum class PartnerStatus : std::uint8_t { applied = 1, active, suspended, deactivated };
enum class UserStatus : std::uint8_t { invited = 1, active, deactivated };

struct Partner : Entry {
    PartnerStatus status = PartnerStatus::applied;
    std::string title;
    std::string channel_manager;
    std::string tier;
    std::vector<Index> users;  // derived
    StoredList pending_deals;  // derived: its registrations that wait for a decision
};

struct User : Entry {
    Index partner = no_index;
    events::Role role = events::Role::seller;
    UserStatus status = UserStatus::invited;
    bool has_logged_in = false;
    Bytes person;      // the body of its Part<UserPerson>; empty: nothing is known
    StoredList leads;  // derived: the open leads it owns
};

// A named rotation with the member list of the ruleset version in force.
struct RotationSeat {
    std::string member;
    std::uint32_t weight = 1;
    std::int64_t credit = 0;
};
struct Rotation : Entry {
    std::vector<RotationSeat> seats;  // empty: in no ruleset any more
};

enum class Place : std::uint8_t { waiting = 1, queue, user };

// Until when the users of a partner may not claim this lead again.
struct Lockout {
    Index partner = no_index;
    Time until;
};

struct Lead : ColdEntry {
    std::int32_t priority = 0;
    std::uint64_t ordinal = 0;  // in order of creation within the program
    events::LeadStatus status = events::LeadStatus::new_;
    Place place = Place::waiting;
    Index queue = no_index;  // where it is; with an owner: where it came from
    Index owner = no_index;  // a user
    bool claimed = false;    // the owner claimed it, and the claim is open
    Time since;              // at this place
    Time touch_by;           // of an open claim; none: no deadline
    std::vector<Lockout> lockouts;
    Bytes details;  // the body of its LeadDetails
};

// Things of cold tables refer to each other by id.
struct Account : ColdEntry {
    std::string title;
    Bytes address;  // the body of its Address
};

struct Contact : ColdEntry {
    std::string account;
    Bytes person;  // the body of its Part<ContactDetails>; empty: nothing is known
};

// What a match key leads to: the oldest account, or contact, that has it. Entry id: the key's
// bytes.
struct Match : ColdEntry {
    std::string of;
};

struct Opportunity : ColdEntry {
    std::string account;
    std::string contact;
    std::string lead;
    Index owner = no_index;
    std::string topic;
    std::int64_t amount_minor = 0;
    std::string amount;
    std::string currency;
    Time expected_close;
};

enum class DealStatus : std::uint8_t { pending = 1, approved, rejected, withdrawn, expired };

struct Deal : ColdEntry {
    Index partner = no_index;
    std::uint64_t ordinal = 0;
    Index registered_by = no_index;  // a user; none: a channel manager or system
    std::string opportunity;
    DealStatus status = DealStatus::pending;
    std::string customer_key;
    std::vector<std::string> products;  // sorted as bytes
    Time protected_until;               // while approved
};

// A customer's registrations that stand: pending or approved. Entry id: the customer key.
struct StandingDeal {
    std::uint64_t ordinal = 0;
    std::string deal;
};
struct Customer : ColdEntry {
    std::vector<StandingDeal> deals;  // ascending by ordinal; none: as good as absent
};

}  // namespace leadline::engine
