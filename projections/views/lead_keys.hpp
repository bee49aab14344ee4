// The tables of the lead view and their keys (key.hpp). Rows are folded from the timeline; the
// other tables find leads.
//   t program lead position           -> chunk of steps (timeline.hpp), the first at that position
//   s program status lead             -> (empty): leads of a status in the order of their ids
//   q program queue status priority created -> lead: open leads of a queue in claim order
//   o program partner status user created   -> lead: leads of a partner's users, and (no user)
//                                        those that are offered to it
//   c program lead                    -> (empty): somebody lost a claim for it
//   P, Q, U program id                -> open leads of a partner, queue, user (8 bytes)
// A list of several statuses merges one range of keys per status (reading_leads.cpp).
#pragma once

#include "projections/key.hpp"

namespace leadline::projections {

inline constexpr Text lead_view_name = "lead@v6";

namespace lead_table {
inline constexpr char open_of_partner = 'P';
inline constexpr char open_in_queue = 'Q';
inline constexpr char open_of_user = 'U';
inline constexpr char contested = 'c';
inline constexpr char by_owner = 'o';
inline constexpr char by_queue = 'q';
inline constexpr char by_status = 's';
inline constexpr char timeline = 't';
}  // namespace lead_table

}  // namespace leadline::projections
