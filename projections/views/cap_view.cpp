// See cap_view.hpp.
#include "projections/views/cap_view.hpp"

#include <set>

#include "events/base/ensure.hpp"
#include "projections/views/staged_parts.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t kept_counts_max = 200'000;
constexpr std::size_t bytes_per_ending = 16;

[[noreturn]] void damaged() {
    throw ViewFailure({events::Failure::corrupt, "the caps of a ruleset cannot be read"});
}

}  // namespace

engine::WindowCount count_of(const CapCountRow& row) {
    engine::WindowCount count;
    for (const CapEnding& ending : row.endings)
        count.endings().push_back({ending.until, ending.count});
    return count;
}

const CapView::InForce* CapView::caps_of(events::ProgramId program) {
    auto known = in_force_.find(program.text);
    if (known == in_force_.end()) {
        CapsRow row;
        if (rows_.read(Key(cap_table::in_force, program).text(), row)) {
            put_in_force(program, row);
        } else {
            in_force_.emplace(program.text, nullptr);
        }
        known = in_force_.find(program.text);
    }
    return known->second == nullptr || known->second->caps.empty() ? nullptr : known->second.get();
}

void CapView::put_in_force(events::ProgramId program, const CapsRow& row) {
    auto made = std::make_unique<InForce>();
    events::write_body(made->bytes, row);
    if (!events::read_body(events::BytesView(made->bytes), made->memory, made->row)) damaged();
    if (!made->row.zone.empty()) {
        auto zone = engine::TimeZone::make(made->row.zone[0]);
        if (!zone) damaged();
        made->zone = *std::move(zone);
    }
    if (!made->caps.set({made->row.caps.begin(), made->row.caps.end()})) damaged();
    in_force_.insert_or_assign(std::string(program.text), std::move(made));
}

void CapView::forget_counts(events::ProgramId program, Text cap) {
    const Key prefix = cap_counts_key(program, cap);
    std::set<std::string> keys;
    Moment(*stored_.store).scan(stored_.number, prefix, {}, [&keys](Text key, Text) {
        keys.emplace(key);
        return true;
    });
    for (auto it = counts_.lower_bound(prefix.text());
         it != counts_.end() && it->first.starts_with(prefix.text());)
        it = counts_.erase(it);
    for (const std::string& key : keys) rows_.erase(key);
}

void CapView::on(const Happening& h, const events::PartnerRegistered& e) {
    const Key key = Key(cap_table::tiers, h.header.program).add_id(e.asked.partner.text);
    rows_.put_text(key.text(), e.asked.tier);
    tiers_.insert_or_assign(key.text(), std::string(e.asked.tier));
}

void CapView::on(const Happening& h, const events::PartnerUpdated& e) {
    if (!e.asked.tier) return;
    const Key key = Key(cap_table::tiers, h.header.program).add_id(e.asked.partner.text);
    rows_.put_text(key.text(), *e.asked.tier);
    tiers_.insert_or_assign(key.text(), std::string(*e.asked.tier));
}

void CapView::on(const Happening& h, const events::RulesetPartStaged& e) {
    stage_part(rows_, h.header.program, e);
}

// What counts the same goes on counting where it was, as in the core.
void CapView::on(const Happening& h, const events::RulesetPublished& e) {
    const events::ProgramId program = h.header.program;
    (void)caps_of(program);
    const std::unique_ptr<InForce> before = std::move(in_force_[std::string(program.text)]);
    std::vector<events::Bytes> parts;
    (void)take_parts(rows_, program, e.asked.ruleset, [&](std::uint32_t, const auto& part) {
        events::write_body(parts.emplace_back(), part);
    });
    events::Arena memory;
    std::vector<events::Cap> caps;
    CapsRow row;
    row.ruleset_version = e.version;
    for (const events::Bytes& bytes : parts) {
        events::RulesetPart part;
        const bool is_read = events::read_body(events::BytesView(bytes), memory, part);
        ENSURE(is_read);  // written above
        caps.insert(caps.end(), part.caps.begin(), part.caps.end());
        if (!part.zone.empty()) row.zone = part.zone;
    }
    row.caps = caps;
    put_in_force(program, row);
    rows_.put(Key(cap_table::in_force, program).text(), row);
    if (before == nullptr) return;
    const InForce& now = *in_force_.find(program.text)->second;
    for (const events::Cap& cap : before->row.caps) {
        const events::Cap* same = now.caps.find(cap.name);
        if (same == nullptr ||
            !engine::goes_on_counting(cap, before->zone, *same, now.zone, h.header.time))
            forget_counts(program, cap.name);
    }
}

const std::string& CapView::tier_of(events::ProgramId program, events::PartnerId partner) {
    const Key key = Key(cap_table::tiers, program).add_id(partner.text);
    const auto known = tiers_.find(Text(key));
    if (known != tiers_.end()) return known->second;
    return tiers_.emplace(key.text(), rows_.find(key.text()).value_or(std::string())).first->second;
}

void CapView::count(const Happening& h, const InForce& in, const engine::CapsOnWhom& caps) {
    for (const engine::CapOnWhom& each : caps) {
        const std::string key =
            cap_counts_key(h.header.program, each.cap->name).add_id(each.whose).text();
        auto known = counts_.find(key);
        if (known == counts_.end()) {
            CapCountRow row;
            Count count;
            if (rows_.read(key, row)) count.count = count_of(row);
            known = counts_.emplace(key, std::move(count)).first;
        }
        known->second.count.add(in.zone, engine::counted_in(*each.cap), h.header.time);
        changed_bytes_ += bytes_per_ending + (known->second.is_changed ? 0 : key.size());
        known->second.is_changed = true;
    }
}

void CapView::given(const Happening& h, events::UserId user, events::PartnerId partner) {
    const InForce* in = caps_of(h.header.program);
    if (in == nullptr) return;
    count(h, *in, in->caps.on_user(user.text, partner.text, tier_of(h.header.program, partner)));
}

void CapView::queued(const Happening& h, events::QueueId queue) {
    const InForce* in = caps_of(h.header.program);
    if (in != nullptr) count(h, *in, in->caps.on_queue(queue.text));
}

// What waits in a queue to be nurtured was not put there by rules.
void CapView::on(const Happening& h, const events::LeadQueued& e) {
    if (e.why.by != events::RoutedBy::nurture) queued(h, e.queue);
}

void CapView::on(const Happening& h, const events::LeadAssigned& e) { given(h, e.user, e.partner); }

// An offer is the partner's, and no user's yet.
void CapView::on(const Happening& h, const events::LeadOffered& e) { given(h, {}, e.partner); }

void CapView::on(const Happening& h, const events::LeadClaimed& e) { given(h, e.user, e.partner); }

void CapView::on(const Happening& h, const events::LeadReassigned& e) {
    const bool is_nurtured = !e.why.empty() && e.why[0].by == events::RoutedBy::nurture;
    if (e.user.is_set() || e.partner.is_set()) {
        given(h, e.user, e.partner);
    } else if (e.queue.is_set() && !is_nurtured) {
        queued(h, e.queue);
    }
}

std::size_t CapView::pending_bytes() const { return rows_.pending_bytes() + changed_bytes_; }

void CapView::write(KeyWriter& to) {
    std::vector<CapEnding> endings;
    for (const auto& [key, each] : counts_) {
        if (!each.is_changed) continue;
        endings.clear();
        for (const auto& ending : each.count.endings())
            endings.push_back({ending.until, ending.count});
        CapCountRow row;
        row.endings = endings;
        rows_.put(key, row);
    }
    rows_.write(to);
}

void CapView::written() {
    rows_.written();
    changed_bytes_ = 0;
    if (counts_.size() > kept_counts_max) counts_.clear();
    for (auto& [key, each] : counts_) each.is_changed = false;
}

}  // namespace leadline::projections
