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
        const Routed routed =
            router_.route_by(backlog.rule, facts ? &*facts : nullptr, PastOffers::of(lead));
        return place(lead, routed) || backlog_id(routed.why) != backlog.id;
    }

    void take_up_anew(const Lead& lead) {
        const RoutedAnew again = route_anew(d_, lead, router_, PastOffers::of(lead));
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

// The leads of several backlogs in one order, the oldest first.
class Oldest {
public:
    Oldest(const Program& p, std::vector<const Backlog*> backlogs) : p_(p) {
        for (const Backlog* backlog : backlogs) push({backlog});
    }

    struct Next {
        const Backlog* backlog = nullptr;
        const Lead* lead = nullptr;  // none: there is no more, or memory has failed
    };
    [[nodiscard]] Next next() {
        if (heads_.empty()) return {};
        std::pop_heap(heads_.begin(), heads_.end(), is_younger);
        const Head head = heads_.back();
        heads_.pop_back();
        Next found{head.backlog};
        visit(head, [&](const QueuePlace& place, const QueuedLead& there) {
            found.lead = p_.lead_at(head.backlog->order, place, there);
        });
        push({head.backlog, head.number + 1});
        return found;
    }
    // The others of this backlog find no place either.
    void strike(const Backlog& backlog) {
        std::erase_if(heads_, [&](const Head& head) { return head.backlog == &backlog; });
        std::make_heap(heads_.begin(), heads_.end(), is_younger);
    }
    [[nodiscard]] bool is_empty() const { return heads_.empty(); }

private:
    struct Head {
        const Backlog* backlog = nullptr;
        std::size_t number = 0;  // in its order
        std::uint64_t ordinal = 0;
    };
    static bool is_younger(const Head& a, const Head& b) { return a.ordinal > b.ordinal; }

    // A step takes a hundred at most, so that to count from the begin again is cheap.
    template <class Visit>
    static void visit(const Head& head, Visit&& visit) {
        std::size_t number = 0;
        head.backlog->order.for_each([&](const QueuePlace& place, const QueuedLead& there) {
            if (number++ != head.number) return true;
            visit(place, there);
            return false;
        });
    }
    void push(Head head) {
        bool is_there = false;
        visit(head, [&](const QueuePlace& place, const QueuedLead&) {
            head.ordinal = place.ordinal;
            is_there = true;
        });
        if (!is_there) return;
        heads_.push_back(head);
        std::push_heap(heads_.begin(), heads_.end(), is_younger);
    }

    const Program& p_;
    std::vector<Head> heads_;
};

template <class IsOne>
std::vector<const Backlog*> backlogs_that(const Program& p, IsOne&& is_one) {
    std::vector<const Backlog*> found;
    for (const Backlog& backlog : p.backlogs)
        if (backlog.leads != 0 && is_one(backlog)) found.push_back(&backlog);
    return found;
}

}  // namespace

// Two that are due at the same time may wait for the same: the oldest comes first, whichever entry
// it is of. Where the oldest of a backlog finds no place, its others find none either: the same
// candidates are theirs.
void take_up(Decision& d, const Backlog& first) {
    const Program& p = *d.program;
    const std::uint32_t version = p.ruleset.version;
    const bool is_outdated = first.version != version;
    Oldest oldest(p, backlogs_that(p, [&](const Backlog& backlog) {
                      if (is_outdated) return backlog.version != version;
                      return backlog.version == version && backlog.due.is_set() &&
                             backlog.due <= d.now;
                  }));
    Step step(d, first);
    while (!step.is_full()) {
        const Oldest::Next next = oldest.next();
        if (next.lead == nullptr) break;
        if (is_outdated)
            step.take_up_anew(*next.lead);
        else if (!step.take_up_by(*next.backlog, *next.lead))
            oldest.strike(*next.backlog);
    }
    step.end(!oldest.is_empty());
}

}  // namespace leadline::engine
