// ReopenLead: an unqualified lead is open again (SPEC 4). It stays with its owner if that one may
// still have work; else the rules find a place for it.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/routed.hpp"
#include "engine/core/decide/status_rules.hpp"
#include "engine/core/state/moves.hpp"

namespace leadline::engine {

namespace {

void route_reopened(Decision& d, const Lead& lead, const events::LeadStatus& status) {
    LeadFacts facts = facts_of(d, lead);
    facts.status = status;
    const auto scored = score(d, facts);
    if (scored && scored->ruleset_version != lead.scored_by)
        d.emit(about(SubjectKind::lead, lead.id), *scored);
    emit_routed(d, {lead.id}, Router(d).route(facts, PastOffers::begun_anew(lead)));
}

}  // namespace

void decide(Decision& d, const events::ReopenLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    const events::LeadProcess& process =
        process_of(*d.program, facts_of(d, *lead).details.record_type);
    const events::LeadStatus from = status_of(*d.program, *lead);
    const auto open_ones = [&] {
        return names_of(d, process, [](const events::LeadStatus& to) { return is_open(to); });
    };
    events::LeadStatus to = beginning(process);
    if (!c.status.empty()) {
        const events::ProcessStatus* named = find_status(process, c.status);
        if (named == nullptr)
            return d.reject(self, c, no_such_status(Reason::unknown_status, *lead, open_ones()));
        to = named->status;
    }
    if (from.category == events::StatusCategory::converted)
        return d.reject(self, c, because(Reason::lead_already_converted, taken_by(d, *lead)));
    if (is_merged(*lead))
        return d.reject(self, c, because(Reason::lead_merged, merged_away(*lead)));
    if (is_open(from) && (c.status.empty() || c.status == from.name))
        return d.change_nothing(self, c);
    if (is_open(from) || !is_open(to))
        return d.reject(self, c, no_such_status(Reason::status_not_allowed, *lead, open_ones()));
    events::LeadReopened reopened{c, from, to, {}, {}};
    const User* owner = lead->place == Place::user ? &d.program->users.at(lead->owner) : nullptr;
    const bool stays = owner != nullptr && !check_eligible(d, *owner);
    if (stays) {
        reopened.user = {owner->id};
        reopened.partner = {d.program->partners.at(owner->partner).id};
    }
    d.emit(self, reopened);
    if (!stays && d.program->settings.published) route_reopened(d, *lead, to);
}

}  // namespace leadline::engine
