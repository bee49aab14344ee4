// See take_up.hpp.
#include "engine/core/decide/take_up.hpp"

#include <algorithm>

#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

namespace {

// The next step comes a little later by the log's clock, and others' commands before it.
constexpr events::Duration pause{1'000};

// One step, in the order in which the leads are taken up.
class Step {
public:
    Step(Decision& d, const Backlog& backlog) : d_(d), router_(d) { sum_.backlog = backlog.id; }

    // By what the entry says. Answers whether others of the backlog are to be tried: unless one
    // that belongs there has found no place.
    bool take_up_by(const Backlog& backlog, const Lead& lead) {
        std::optional<LeadFacts> facts;
        if (!ruleset_in_force(*d_.program)->members_of(backlog.rule).empty()) {
            facts = facts_of(d_, lead);
            static_cast<void>(score(d_, *facts));  // what it is worth is a fact
        }
        const Routed routed = router_.route_by(backlog.rule, facts ? &*facts : nullptr);
        return place(lead, routed) || backlog_id(routed.why) != backlog.id;
    }

    void take_up_anew(const Lead& lead) {
        const RoutedAnew again = route_anew(d_, lead, router_);
        if (again.scored) d_.emit(about(SubjectKind::lead, lead.id), *again.scored);
        place(lead, again.routed);
    }

    [[nodiscard]] bool is_full() const { return sum_.tried >= backlog_leads_per_step; }

    void end(bool is_next_due) {
        if (is_next_due) sum_.next_step = d_.now + pause;
        d_.emit(about(SubjectKind::program, {}), sum_);
    }

private:
    bool place(const Lead& lead, const Routed& routed) {
        emit_routed(d_, {lead.id}, routed);
        router_.take(routed);
        ++sum_.tried;
        const bool is_placed = routed.place != Place::waiting;
        if (is_placed) ++sum_.placed;
        return is_placed;
    }

    Decision& d_;
    Router router_;
    events::LeadsTakenUp sum_;
};

// Where the oldest finds no place, the others find none either: the same candidates are theirs.
void take_up_by_rule(Decision& d, const Backlog& backlog) {
    Step step(d, backlog);
    bool goes_on = true;
    backlog.order.for_each([&](const QueuePlace& place, const QueuedLead& there) {
        const Lead* lead = d.program->lead_at(backlog.order, place, there);
        if (lead == nullptr) return false;  // memory has failed, and the runtime will not go on
        goes_on = step.take_up_by(backlog, *lead);
        return goes_on && !step.is_full();
    });
    step.end(goes_on);
}

std::vector<const Backlog*> outdated(const Program& p) {
    std::vector<const Backlog*> found;
    for (const Backlog& backlog : p.backlogs)
        if (backlog.leads != 0 && backlog.version != p.ruleset.version) found.push_back(&backlog);
    return found;
}

// The oldest of all these backlogs, ascending.
std::vector<const Lead*> oldest(const Program& p, const std::vector<const Backlog*>& backlogs) {
    std::vector<std::uint64_t> ordinals;
    for (const Backlog* backlog : backlogs) {
        std::size_t left = backlog_leads_per_step;
        backlog->order.for_each([&](const QueuePlace& place, const QueuedLead&) {
            ordinals.push_back(place.ordinal);
            return --left != 0;
        });
    }
    std::sort(ordinals.begin(), ordinals.end());
    if (ordinals.size() > backlog_leads_per_step) ordinals.resize(backlog_leads_per_step);
    std::vector<const Lead*> leads;
    for (const Backlog* backlog : backlogs) {
        backlog->order.for_each([&](const QueuePlace& place, const QueuedLead& there) {
            if (place.ordinal > ordinals.back()) return false;
            if (const Lead* lead = p.lead_at(backlog->order, place, there)) leads.push_back(lead);
            return true;
        });
    }
    std::sort(leads.begin(), leads.end(),
              [](const Lead* a, const Lead* b) { return a->ordinal < b->ordinal; });
    return leads;
}

}  // namespace

void take_up(Decision& d, const Backlog& backlog) {
    if (backlog.version == d.program->ruleset.version) return take_up_by_rule(d, backlog);
    Step step(d, backlog);
    for (const Lead* lead : oldest(*d.program, outdated(*d.program))) step.take_up_anew(*lead);
    step.end(true);
}

}  // namespace leadline::engine
