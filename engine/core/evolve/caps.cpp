// See caps.hpp.
#include "engine/core/evolve/caps.hpp"

#include <algorithm>

#include "engine/core/routing/route.hpp"

namespace leadline::engine {

namespace {

void count(const Fold& f, const CompiledRuleset& ruleset, const CapsOnWhom& caps) {
    for (const CapOnWhom& each : caps) {
        thread_local std::string id;
        id.clear();
        append_cap_counter_id(id, each.cap->name, each.whose);
        CapCounter* counter = f.program->cap_counters.find(id);
        if (counter == nullptr) counter = &f.program->cap_counters.insert(id);
        counter->count.add(ruleset.zone(), counted_in(*each.cap), f.occurred.time);
        f.state.touch(*counter);
    }
}

const CompiledRuleset* ruleset_with_caps(const Fold& f) {
    const CompiledRuleset* ruleset = ruleset_in_force(*f.program);
    return ruleset == nullptr || ruleset->caps().empty() ? nullptr : ruleset;
}

std::uint32_t rule_of(const events::Explanation& why) {
    return events::is_of_entry(why) ? why.entry : no_index;
}

// Unset: it is tried when something else happens.
void set_due(const Fold& f, Backlog& backlog, Time due) {
    if (backlog.due.is_set()) f.state.timers.disarm(backlog_timer(backlog));
    backlog.due = due;
    if (due.is_set()) f.state.timers.arm(backlog_timer(backlog));
    f.state.touch(backlog);
}

bool is_tried_later(const Fold& f, const Backlog& backlog) {
    return backlog.leads != 0 && (!backlog.due.is_set() || f.occurred.time < backlog.due);
}

// is_one(kind of action, id of a candidate)
template <class IsOne>
bool names_one(const events::Action& action, IsOne&& is_one) {
    if (!events::is_of_users(action.kind) && !events::is_of_partners(action.kind)) return false;
    if (!events::has_members(action.kind)) return is_one(action.kind, action.target);
    return std::any_of(
        action.members.begin(), action.members.end(),
        [&](const events::RotationMember& member) { return is_one(action.kind, member.id); });
}

template <class IsOne>
void try_backlogs(const Fold& f, IsOne&& is_one) {
    for (Backlog& backlog : f.program->backlogs) {
        const CompiledRuleset* ruleset = ruleset_in_force(*f.program);
        if (ruleset == nullptr) return;  // there is nobody to wait for
        if (!is_tried_later(f, backlog) || backlog.version != ruleset->version()) continue;
        if (backlog.rule == no_index) {
            if (names_one(ruleset->fallback(), is_one)) set_due(f, backlog, f.occurred.time);
            continue;
        }
        if (backlog.rule >= ruleset->entries().size()) continue;
        const events::RulesetEntry& entry = ruleset->entries()[backlog.rule];
        if (names_one(entry.action, is_one) ||
            (!entry.otherwise.empty() && names_one(entry.otherwise[0], is_one)))
            set_due(f, backlog, f.occurred.time);
    }
}

}  // namespace

void count_given(const Fold& f, const User& user) {
    const CompiledRuleset* ruleset = ruleset_with_caps(f);
    if (ruleset == nullptr) return;
    const Partner& partner = f.program->partners.at(user.partner);
    count(f, *ruleset, ruleset->caps().on_user(user.id, partner.id, partner.tier));
}

void count_given(const Fold& f, const Partner& partner) {
    const CompiledRuleset* ruleset = ruleset_with_caps(f);
    if (ruleset != nullptr)
        count(f, *ruleset, ruleset->caps().on_partner(partner.id, partner.tier));
}

void count_given(const Fold& f, const Queue& queue) {
    const CompiledRuleset* ruleset = ruleset_with_caps(f);
    if (ruleset != nullptr) count(f, *ruleset, ruleset->caps().on_queue(queue.id));
}

bool fits_wait(const Fold& f, const events::Explanation& why) {
    if (!events::waits_for_somebody(why)) return true;
    const CompiledRuleset* ruleset = ruleset_in_force(*f.program);
    if (ruleset == nullptr) return why.ruleset_version == 0 && !events::is_of_entry(why);
    return why.ruleset_version == ruleset->version() &&
           (!events::is_of_entry(why) || why.entry < ruleset->entries().size());
}

void wait_for_somebody(const Fold& f, Lead& lead, const events::Explanation& why) {
    if (!events::waits_for_somebody(why)) return;
    const std::string id = backlog_id(why);
    Backlog* backlog = f.program->backlogs.find(id);
    if (backlog == nullptr) {
        backlog = &f.program->add_backlog(id, true);
        backlog->version = why.ruleset_version;
        backlog->rule = rule_of(why);
    }
    ++backlog->leads;
    backlog->order.insert(backlog_place(lead.ordinal), lead.index, lead.id);
    lead.queue = backlog->index;
    lead.set(LeadMark::backlogged);
    set_due(f, *backlog, events::first_available(why));  // what was seen last is the truth
}

void try_backlog(const Fold& f, const events::Explanation& why) {
    if (f.program->backlogs.size() == 0) return;
    Backlog* backlog = f.program->backlogs.find(backlog_id(why));
    if (backlog != nullptr && is_tried_later(f, *backlog)) set_due(f, *backlog, f.occurred.time);
}

void try_backlogs_of(const Fold& f, const User& user) {
    try_backlogs(f, [&user](events::ActionKind kind, Text id) {
        return events::is_of_users(kind) && events::same_id(user.id, id);
    });
}

void try_backlogs_of(const Fold& f, const Partner& partner) {
    try_backlogs(f, [&](events::ActionKind kind, Text id) {
        if (events::is_of_partners(kind)) return events::same_id(partner.id, id);
        const User* user = f.program->users.find(id);
        return user != nullptr && user->partner == partner.index;
    });
}

void change_caps(const Fold& f, const CompiledRuleset* before, const CompiledRuleset& now) {
    for (CapCounter& counter : f.program->cap_counters) {
        if (counter.count.endings().empty()) continue;
        if (before != nullptr &&
            now.goes_on_counting(*before, cap_of_counter(counter), f.occurred.time))
            continue;
        counter.count = {};
        f.state.touch(counter);
    }
    for (Backlog& backlog : f.program->backlogs)
        if (backlog.leads != 0) set_due(f, backlog, f.occurred.time);
}

bool fits(const Fold&, const events::LeadsTakenUp&) { return true; }

// Those that are due are taken up together, and so are those of older rulesets.
void evolve(const Fold& f, const events::LeadsTakenUp& e) {
    if (!e.next_step.is_set()) return;
    const std::uint32_t version = f.program->ruleset.version;
    const Backlog* tried = f.program->backlogs.find(e.backlog);
    const bool is_outdated = tried != nullptr && tried->version != version;
    for (Backlog& backlog : f.program->backlogs) {
        if (backlog.leads == 0) continue;
        const bool is_one_of_them = is_outdated
                                        ? backlog.version != version
                                        : backlog.version == version && backlog.due.is_set() &&
                                              backlog.due <= f.occurred.time;
        if (is_one_of_them) set_due(f, backlog, e.next_step);
    }
}

}  // namespace leadline::engine
