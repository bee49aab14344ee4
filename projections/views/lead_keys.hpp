// The tables of the lead view and their keys (key.hpp). Rows are folded from the timeline; the
// other tables find leads.
//   t program lead position           -> chunk of steps (timeline.hpp), the first at that position
//   s program category status lead    -> (empty): leads of a status in the order of their ids
//   q program queue category status priority created -> QueuedValue: open leads of a queue in
//                                        claim order
//   o program partner category status user created -> lead: leads of a partner's users, and (no
//                                        user) those that are offered to it
//   A program queue hour              -> how many of its open leads came there in that hour (8
//   bytes) a program queue since created     -> lead: open leads of a queue by when they came there
//   c program lead                    -> (empty): somebody lost a claim for it
//   P, Q, U program id                -> open leads of a partner, queue, user (8 bytes)
//   R program holder queue id         -> open claims of a user or partner from a queue (8 bytes)
// A list of several statuses merges one range of keys per status (reading_leads.cpp).
#pragma once

#include <cstring>

#include "events/base/bytes.hpp"
#include "events/base/time.hpp"
#include "projections/key.hpp"

namespace leadline::projections {

inline constexpr Text lead_view_name = "lead@v9";

namespace lead_table {
inline constexpr char arrivals = 'A';
inline constexpr char by_arrival = 'a';
inline constexpr char open_of_partner = 'P';
inline constexpr char open_in_queue = 'Q';
inline constexpr char open_claims = 'R';
inline constexpr char open_of_user = 'U';
inline constexpr char contested = 'c';
inline constexpr char by_owner = 'o';
inline constexpr char by_queue = 'q';
inline constexpr char by_status = 's';
inline constexpr char timeline = 't';
}  // namespace lead_table

// Whose claims are counted: a user's, or those of all users of a partner.
enum class ClaimHolder : std::uint8_t { user = 1, partner = 2 };

// Behind the program of a key about claims.
inline void append_claim_holder(std::string& out, ClaimHolder holder, Text queue, Text id) {
    out += static_cast<char>(holder);
    out += queue;
    out += '\0';
    out += id;
}

[[nodiscard]] inline std::uint64_t hour_of(events::Time time) {
    return static_cast<std::uint64_t>(time.us / events::hour.us);  // no time is before 1970
}
// Big-endian, as Key has it.
[[nodiscard]] inline std::string key_number(std::uint64_t number) {
    std::string text;
    for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xFFU);
    return text;
}
// Of the tables by arrival; `queue`: a key of the same queue in any table.
[[nodiscard]] inline std::string arrivals_key(Text queue, std::uint64_t hour) {
    return lead_table::arrivals + std::string(queue.substr(1)) + key_number(hour);
}
[[nodiscard]] inline std::string arrival_key(Text queue, std::uint64_t since_us) {
    return lead_table::by_arrival + std::string(queue.substr(1)) + key_number(since_us);
}

// What stands under a lead's place in a queue.
//   value := since:8 lead     little-endian, in microseconds
struct QueuedValue {
    Text lead;
    events::Time since;  // it has been there
};
inline void append_queued(std::string& out, const QueuedValue& queued) {
    const std::int64_t us = queued.since.us;
    out.append(reinterpret_cast<const char*>(&us), sizeof us);
    out += queued.lead;
}
[[nodiscard]] inline QueuedValue read_queued(Text value) {
    if (value.size() < sizeof(std::int64_t)) return {};
    return {value.substr(sizeof(std::int64_t)),
            {events::load<std::int64_t>(events::as_bytes(value).data())}};
}

}  // namespace leadline::projections
