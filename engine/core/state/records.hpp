// What state knows of each thing, as far as a decision can need it. Canonical encodings are in
// state_codec.cpp; fields marked "derived" are not in them and are made again when state is loaded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/state/claim_counter.hpp"
#include "engine/core/state/entry.hpp"
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

struct Queue : Entry {
    Bytes definition;                   // the body of the DefineQueue in force
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
};

struct User : Entry {
    Index partner = no_index;
    events::Role role = events::Role::seller;
    UserStatus status = UserStatus::invited;
    bool has_logged_in = false;
    Bytes person;              // the body of its Part<UserPerson>; empty: nothing is known
    std::vector<Index> leads;  // derived: the open leads it owns, in no order (sort before use)
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

struct Lead : Entry {
    std::uint64_t ordinal = 0;  // in order of creation within the program
    events::LeadStatus status = events::LeadStatus::new_;
    Place place = Place::waiting;
    Index queue = no_index;  // where it is; with an owner: where it came from
    Index owner = no_index;  // a user
    bool claimed = false;    // the owner claimed it, and the claim is open
    Time since;              // at this place
    Time touch_by;           // of an open claim; none: no deadline
    std::vector<Lockout> lockouts;
    Bytes details;                 // the body of its LeadDetails
    std::int32_t priority = 0;     // derived from details
    std::uint32_t owner_slot = 0;  // derived: its place in User::leads
};

struct Account : Entry {
    std::string title;
    std::string name_key;  // match key bytes; empty: no name, or an older account has the same
    Bytes address;         // the body of its Address
};

struct Contact : Entry {
    Index account = no_index;
    std::string email_key;  // as above
    Bytes person;           // the body of its Part<ContactDetails>; empty: nothing is known
};

struct Opportunity : Entry {
    Index account = no_index;
    Index contact = no_index;
    std::string lead;  // its id
    Index owner = no_index;
    std::string topic;
    std::int64_t amount_minor = 0;
    std::string amount;
    std::string currency;
    Time expected_close;
};

enum class DealStatus : std::uint8_t { pending = 1, approved, rejected, withdrawn, expired };

struct Deal : Entry {
    std::uint64_t ordinal = 0;
    Index partner = no_index;
    Index registered_by = no_index;  // a user; none: a channel manager or system
    Index opportunity = no_index;
    DealStatus status = DealStatus::pending;
    std::string customer_key;
    std::vector<std::string> products;  // sorted as bytes
    Time protected_until;               // while approved
};

}  // namespace leadline::engine
