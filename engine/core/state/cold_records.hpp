// What state knows of the things that there may be millions of, as far as a decision can need it.
// They refer to each other by id, and to what is always in memory by index.
#pragma once

#include <string>
#include <vector>

#include "engine/core/state/cold_table.hpp"
#include "engine/core/state/kept_bytes.hpp"
#include "engine/core/state/status_names.hpp"
#include "events/base/bytes.hpp"
#include "events/base/time.hpp"
#include "events/commands/lead.hpp"

namespace leadline::engine {

using events::Bytes;
using events::Time;

enum class Place : std::uint8_t { waiting = 1, queue, user, offer };

// Until when the users of a partner may not claim this lead again.
struct Lockout {
    Index partner = no_index;
    Time until;
};

// What few leads have behind them. Its lists are sorted by the partners' ids.
struct LeadPast {
    std::vector<Lockout> lockouts;
    std::vector<Index> declined_by;  // partners that were offered it, and did not accept
    // Of the offer that stands, or of the one before: what it was made by, and its number among
    // those that followed each other.
    std::uint32_t offered_by_version = 0;  // of the ruleset; 0: a channel manager
    std::uint32_t offered_by = no_index;   // the entry; no_index: none
    std::uint32_t offers = 0;              // 0: none, or it has found another place since

    std::string merged_into;  // the lead that stays in place of this one

    [[nodiscard]] bool empty() const {
        return lockouts.empty() && declined_by.empty() && offers == 0 && merged_into.empty();
    }
};

// Small facts of a lead. Their numbers are bits of a byte of its entry.
enum class LeadMark : std::uint8_t {
    nurtured = 1,    // it is here since its score was below the minimum to be routed
    keyed = 2,       // there are its LeadKeys
    duplicate = 4,   // it was found to be one, when it came or since
    backlogged = 8,  // it waits in a backlog
};

struct Lead : ColdEntry {
    std::int32_t priority = 0;
    std::uint64_t ordinal = 0;  // in order of creation within the program
    StatusNumber status = StatusNumber::new_;
    Place place = Place::waiting;
    bool claimed = false;         // the owner claimed it, and the claim is open
    std::uint8_t marks = 0;       // LeadMarks
    Index queue = no_index;       // where it is, or its backlog; with an owner: where it came from
    Index owner = no_index;       // a user; of an offer the partner
    std::uint32_t scored_by = 0;  // the version that said what it is worth; 0: none has
    Time since;                   // at this place
    Time due;                     // an open claim is to be touched, an offer answered; none: never
    Rare<LeadPast> past;
    KeptBytes details;  // the body of its LeadDetails

    [[nodiscard]] bool has(LeadMark mark) const {
        return (marks & static_cast<std::uint8_t>(mark)) != 0;
    }
    void set(LeadMark mark, bool is_so = true) {
        const auto bit = static_cast<unsigned>(mark);
        marks = static_cast<std::uint8_t>(is_so ? marks | bit : marks & ~bit);
    }
};
static_assert(sizeof(Lead) == 128);

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

// The leads that have a match key, as duplicates of each other (SPEC 4): the newest of them. Entry
// id: the key's bytes.
struct KeyedLead {
    std::uint64_t ordinal = 0;
    Time since;  // as LeadKeys::since
    std::string lead;
};
struct LeadsOfKey : ColdEntry {
    static constexpr std::size_t leads_max = 8;
    std::vector<KeyedLead> leads;  // ascending by ordinal; none: as good as absent
};

// What a lead is found by as a duplicate, and what is known of that. Entry id: the lead's.
struct LeadKeys : ColdEntry {
    Time since;                          // its creation, or the update that first gave it keys
    std::vector<std::string> keys;       // match keys' bytes
    std::vector<std::string> inherited;  // of leads that were merged into it, and not its own
    std::string duplicate_of;            // the lead that it was last found to be one of
    std::string opportunity;             // that it was converted to
};

}  // namespace leadline::engine
