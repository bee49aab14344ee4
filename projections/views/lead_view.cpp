// See lead_view.hpp: what events do to it in memory.
#include "projections/views/lead_view.hpp"

#include <algorithm>

#include "projections/views/lead_fold.hpp"
#include "projections/views/timeline.hpp"

namespace leadline::projections {

namespace {

// Before each step in memory: where the lead's next one begins (0: it has none), and its length.
constexpr std::size_t chain_bytes = 2 * sizeof(std::uint64_t);

}  // namespace

std::uint32_t LeadView::Holders::number(events::ProgramId program, Text id) {
    // Spelled as Key does, into the same memory: this is done for every event that moves a lead.
    key_.assign(1, table_);
    key_ += static_cast<char>(program.text.size());
    key_ += program.text;
    key_ += id;
    key_ += '\0';
    const auto known = by_key_.find(key_);
    if (known != by_key_.end()) return known->second;
    Holder holder;
    holder.key = key_;
    holder.open = stored_tally(Moment(*stored_.store), stored_.number, key_);
    const auto number = static_cast<std::uint32_t>(all_.size());
    by_key_.emplace(key_, number);
    all_.push_back(std::move(holder));
    return number;
}

void LeadView::Holders::add(std::uint32_t number, std::int64_t change) {
    Holder& holder = all_[number];
    holder.open += static_cast<std::uint64_t>(change);
    if (holder.is_changed) return;
    holder.is_changed = true;
    changed_.push_back(number);
}

std::uint32_t LeadView::Names::number(Text name) {
    const auto known = std::find(all_.begin(), all_.end(), name);  // there are few
    const auto number = static_cast<std::uint32_t>(known - all_.begin());
    if (known == all_.end()) all_.emplace_back(name);
    return number;
}

std::vector<std::uint32_t> LeadView::Names::ranks() const {
    std::vector<std::uint32_t> ranks;
    for (const std::string& name : all_)
        ranks.push_back(static_cast<std::uint32_t>(std::count_if(
            all_.begin(), all_.end(), [&name](const std::string& other) { return other < name; })));
    return ranks;
}

HotLead& LeadView::hot_lead(events::ProgramId program, events::LeadId lead, bool is_new) {
    converting_ = nullptr;
    key_.clear();
    key_ += static_cast<char>(program.text.size());
    key_ += program.text;
    key_ += lead.text;
    key_ += '\0';
    if (HotLead* known = hot_.find(key_)) return *known;
    HotLead& hot = hot_.add(key_);
    if (!is_new) read(hot, program);
    return hot;
}

// It has not been spoken of lately: the timeline tells where it is.
void LeadView::read(HotLead& hot, events::ProgramId program) {
    const Moment moment(*stored_.store);
    memory_.reset();
    LeadFold fold(memory_);
    read_lead(moment, stored_.number, hot.key, fold);
    if (!fold.is_there()) return;
    const LeadRow& row = fold.row();
    hot.created = row.created_position;
    hot.now.is_there = true;
    hot.now.status = statuses_.number(row.status.name);
    hot.now.category = row.status.category;
    hot.now.place = row.place;
    hot.now.since = row.since;
    hot.now.priority = row.details.priority;
    if (row.queue.is_set()) hot.now.queue = queues_.number(program, row.queue.text);
    if (row.owner.is_set()) {
        hot.now.owner = users_.number(program, row.owner.text);
        users_[hot.now.owner].partner = partners_.number(program, row.partner.text);
        if (row.claimed)
            open_claim(hot.now, program, row.queue.text, to_owner(row.owner, row.partner));
    } else if (row.place == LeadPlace::offer) {
        hot.now.partner = partners_.number(program, row.partner.text);
    }
    std::string nothing;
    hot.is_contested =
        moment.get(stored_.number, lead_table::contested + std::string(hot.key), nothing);
}

void LeadView::add_step(HotLead& hot, const Happening& h) {
    const std::size_t begin = steps_.size();
    steps_.resize(begin + chain_bytes);
    append_step(steps_, h.header, h.body);
    events::store(steps_.data() + begin, std::uint64_t{0});
    events::store(steps_.data() + begin + sizeof(std::uint64_t),
                  std::uint64_t{steps_.size() - begin - chain_bytes});
    if (hot.pending == no_number) {
        hot.pending = static_cast<std::uint32_t>(pending_.size());
        pending_.push_back({&hot, hot.now, h.header.position.number, begin, begin, false});
        return;
    }
    Pending& pending = pending_[hot.pending];
    events::store(steps_.data() + pending.last_step, std::uint64_t{begin});
    pending.last_step = begin;
}

void LeadView::add_to_conversion(const Happening& h) {
    if (converting_ != nullptr) add_step(*converting_, h);
}

void LeadView::move(HotLead& hot, const events::EventHeader& header, const Move& move) {
    const events::ProgramId program = header.program;
    const Whereabouts before = hot.now;
    count(before, -1);
    Whereabouts& now = hot.now;
    now.is_there = now.is_there || move.creates;
    if (move.priority) now.priority = *move.priority;
    if (move.status) {
        now.status = statuses_.number(move.status->name);
        now.category = move.status->category;
    }
    if (move.to != Move::To::nowhere) {
        now.partner = no_number;
        now.since = header.time;
    }
    if (move.to == Move::To::queue) {
        now.place = move.queue.is_set() ? LeadPlace::queue : LeadPlace::waiting;
        now.queue = move.queue.is_set() ? queues_.number(program, move.queue.text) : no_number;
        now.owner = no_number;
    } else if (move.to == Move::To::offer) {
        now.place = LeadPlace::offer;
        if (!move.keeps_queue) now.queue = no_number;
        now.owner = no_number;
        now.partner = partners_.number(program, move.partner.text);
    } else if (move.to == Move::To::owner) {
        now.place = LeadPlace::owner;
        now.owner = users_.number(program, move.user.text);
        users_[now.owner].partner = partners_.number(program, move.partner.text);
        if (!move.keeps_queue)
            now.queue = move.queue.is_set() ? queues_.number(program, move.queue.text) : no_number;
    }
    if (move.to != Move::To::nowhere || !is_open(now.category))
        now.claim_of_user = now.claim_of_partner = no_number;
    if (move.claims) open_claim(now, program, move.queue.text, move);
    count(now, 1);
    note_arrival(before, now);
}

void LeadView::open_claim(Whereabouts& now, events::ProgramId program, Text queue, const Move& to) {
    std::string holder;
    append_claim_holder(holder, ClaimHolder::user, queue, to.user.text);
    now.claim_of_user = claims_.number(program, holder);
    holder.clear();
    append_claim_holder(holder, ClaimHolder::partner, queue, to.partner.text);
    now.claim_of_partner = claims_.number(program, holder);
}

void LeadView::count(const Whereabouts& where, std::int64_t change) {
    if (!where.is_there || !is_open(where.category)) return;
    if (where.place == LeadPlace::queue) queues_.add(where.queue, change);
    if (where.place == LeadPlace::offer) partners_.add(where.partner, change);
    if (where.place != LeadPlace::owner) return;
    users_.add(where.owner, change);
    partners_.add(users_[where.owner].partner, change);
    if (where.claim_of_user == no_number) return;
    claims_.add(where.claim_of_user, change);
    claims_.add(where.claim_of_partner, change);
}

void LeadView::contest(HotLead& hot) {
    if (hot.is_contested) return;
    hot.is_contested = true;
    pending_[hot.pending].becomes_contested = true;
}

std::size_t LeadView::pending_bytes() const {
    constexpr std::size_t bytes_per_lead = 160;  // keys of its rows, and what is kept of it
    return steps_.size() + pending_.size() * bytes_per_lead +
           (queues_.changed() + users_.changed() + partners_.changed() + claims_.changed() +
            arrivals_.changed()) *
               64;
}

}  // namespace leadline::projections
