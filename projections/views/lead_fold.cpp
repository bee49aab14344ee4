// See lead_fold.hpp.
#include "projections/views/lead_fold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/codec/event_codec.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/lead_move.hpp"
#include "projections/views/lead_steps.hpp"
#include "projections/views/timeline.hpp"

namespace leadline::projections {

namespace {

void apply(LeadRow& row, const Move& move, Time time) {
    if (move.priority) row.details.priority = *move.priority;
    if (move.touched) row.touch_by = {};
    if (move.status) {
        row.status = *move.status;
        if (!is_open(row.status)) {
            row.claimed = false;
            row.touch_by = {};
        }
    }
    if (move.to == Move::To::nowhere) return;
    if (!move.goes_on_waiting || row.place != LeadPlace::waiting) row.since = time;
    row.claimed = move.claims;
    row.touch_by = move.touch_by;
    row.expires_at = move.expires_at;
    row.owner = move.user;
    row.partner = move.partner;
    if (move.to == Move::To::queue) {
        row.place = move.queue.is_set() ? LeadPlace::queue : LeadPlace::waiting;
        row.queue = move.queue;
    } else if (move.to == Move::To::offer) {
        row.place = LeadPlace::offer;
        if (!move.keeps_queue) row.queue = {};
    } else {
        row.place = LeadPlace::owner;
        if (!move.keeps_queue) row.queue = move.queue;
    }
}

void fold_content(LeadRow& row, const events::EventHeader& h, const events::LeadCreated& e) {
    row.lead = e.asked.lead;
    row.details = e.asked.details;
    row.created = h.time;
    row.created_position = h.position.number;
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadDetailsChanged& e) {
    const events::UpdateLead& c = e.asked;
    events::LeadDetails& now = row.details;
    if (c.company) now.company = *c.company;
    if (c.address) now.address = *c.address;
    if (c.products) now.products = *c.products;
    if (c.source) now.source = *c.source;
    if (c.campaign) now.campaign = *c.campaign;
    if (c.revenue) now.revenue = c.revenue;
    if (c.employees) now.employees = c.employees;
    if (c.record_type) now.record_type = *c.record_type;
    if (e.person.is_set()) now.person = e.person;
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadScored& e) {
    row.score = e.score;
    row.grade = e.grade;
}

// It stands in the timelines of both.
void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadFoundDuplicate& e) {
    if (row.lead == e.lead) {
        row.duplicate_of = e.duplicate_of;
    } else {
        ++row.duplicates;
    }
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadAttached&) {
    ++row.inquiries;
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadsMerged& e) {
    row.details = e.details;
    row.duplicates -= std::min(row.duplicates, static_cast<std::uint32_t>(e.settled.size()));
    for (const events::LeadId each : e.merged)
        if (row.duplicate_of == each) row.duplicate_of = {};
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadMerged& e) {
    row.merged_into = e.into;
}

void fold_content(LeadRow& row, const events::EventHeader&, const events::LeadConverted& e) {
    row.account = e.account;
    row.contact = e.contact;
    row.opportunity = e.opportunity;
}

bool ends_contest(const Step& step) {
    return step.kind == events::LeadReleased::kind || step.kind == events::ClaimLapsed::kind ||
           step.kind == events::LeadReturned::kind || step.kind == events::LeadReassigned::kind ||
           step.kind == events::LeadMerged::kind;
}

}  // namespace

void LeadFold::add_step(const Step& step) {
    if (!step.why.empty()) decisions_.push_back({step.position, step.time, row_});
    steps_.push_back(step);
}

void LeadFold::feed(Text chunk) {
    events::BytesView rest = events::as_bytes(memory_->copy(chunk));
    events::EventHeader header;
    events::BytesView body;
    while (next_step(rest, header, body)) {
        ++row_.steps;
        row_.position = header.position.number;
        const bool is_known =
            events::visit_body(header, body, *memory_,
                               [this]<class Event>(const events::EventHeader& h, const Event& e) {
                                   if (wants_steps_) add_step(describe_step(h, e, *memory_));
                                   if constexpr (requires { fold_content(row_, h, e); })
                                       fold_content(row_, h, e);
                                   if constexpr (requires { move_of(e); })
                                       apply(row_, move_of(e), h.time);
                               });
        if (!is_known) break;
    }
    if (!rest.empty()) {
        throw ViewFailure(
            {events::Failure::corrupt,
             fmt::format("a stored timeline cannot be decoded near position {}", row_.position)});
    }
}

void read_lead(const Moment& moment, ViewNumber view, Text key, LeadFold& fold) {
    const std::string prefix = lead_table::timeline + std::string(key);
    moment.scan(view, prefix, {}, [&fold](Text, Text chunk) {
        fold.feed(chunk);
        return true;
    });
}

List<Contest> contests_of(events::LeadId lead, const std::vector<Step>& steps,
                          events::Arena& memory) {
    struct Race {
        const Step* winner;
        std::vector<Attempt> losers;
    };
    std::vector<Race> races;
    bool is_claimed = false;
    for (const Step& step : steps) {
        if (step.kind == events::LeadClaimed::kind) {
            is_claimed = true;
            races.push_back({&step, {}});
        } else if (ends_contest(step)) {
            is_claimed = false;
        } else if (is_claimed && came_too_late(step)) {
            const Step& winner = *races.back().winner;
            races.back().losers.push_back({step.position, step.time, step.user, false,
                                           step.refused[0].reason, step.position - winner.position,
                                           step.time - winner.time});
        }
    }
    std::erase_if(races, [](const Race& race) { return race.losers.empty(); });
    const std::span<Contest> contests = memory.make<Contest>(races.size());
    for (std::size_t i = 0; i < races.size(); ++i) {
        const Step& winner = *races[i].winner;
        const std::span<Attempt> losers = memory.make<Attempt>(races[i].losers.size());
        std::copy(races[i].losers.begin(), races[i].losers.end(), losers.begin());
        contests[i].lead = lead;
        contests[i].winner.position = winner.position;
        contests[i].winner.time = winner.time;
        contests[i].winner.user = winner.user;
        contests[i].winner.won = true;
        contests[i].losers = losers;
    }
    return contests;
}

}  // namespace leadline::projections
