// UpdateLead: what is known of a lead changes. The rules run again only when the command asks and
// the lead has no owner, or when it lifts the lead over the minimum to be routed (SPEC 4).
#include <algorithm>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/custom_field_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/duplicates.hpp"
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

namespace {

events::LeadPersonChanges changes_in(const Decision& d, const events::UpdateLead& c) {
    events::LeadPersonChanges changes;
    if (!c.person.is_set()) return changes;
    const bool is_readable = events::read_body(c.person.bytes, d.arena, changes);
    ENSURE(is_readable);  // the door has encoded it
    return changes;
}

// The whole personal part after the change; absent when nothing personal changes.
events::Part<events::LeadPerson> changed_person(Decision& d, const events::UpdateLead& c,
                                                const events::LeadPersonChanges& changes,
                                                const LeadFacts& before) {
    if (!c.person.is_set()) return {};
    events::LeadPerson now = before.person;
    if (changes.contact) now.contact = *changes.contact;
    if (changes.street) now.street = *changes.street;
    if (changes.text) now.text = *changes.text;
    std::vector<events::CustomField> custom(now.custom.fields.begin(), now.custom.fields.end());
    for (const events::CustomField& change : changes.custom.fields) {
        const auto had = std::find_if(custom.begin(), custom.end(),
                                      [&](const auto& field) { return field.name == change.name; });
        if (had == custom.end()) {
            custom.push_back(change);
        } else {
            *had = change;
        }
    }
    now.custom.fields = custom;
    if (now == before.person) return {};
    return {c.lead.text, events::Sealing::plain, 0, events::body_in(d.arena, now)};
}

bool changes_details(const events::UpdateLead& c, const events::LeadDetails& before) {
    const auto differs = [](const auto& change, const auto& had) {
        return change.has_value() && *change != had;
    };
    return differs(c.company, before.company) || differs(c.address, before.address) ||
           differs(c.products, before.products) || differs(c.source, before.source) ||
           differs(c.campaign, before.campaign) ||
           (c.revenue.has_value() && c.revenue != before.revenue) ||
           (c.employees.has_value() && c.employees != before.employees) ||
           differs(c.record_type, before.record_type) || differs(c.priority, before.priority);
}

// The lead as it will be, for the rules.
LeadFacts facts_after(Decision& d, const events::UpdateLead& c, LeadFacts facts,
                      const events::Part<events::LeadPerson>& person) {
    events::LeadDetails& now = facts.details;
    if (c.company) now.company = *c.company;
    if (c.address) now.address = *c.address;
    if (c.products) now.products = *c.products;
    if (c.source) now.source = *c.source;
    if (c.campaign) now.campaign = *c.campaign;
    if (c.revenue) now.revenue = c.revenue;
    if (c.employees) now.employees = c.employees;
    if (c.record_type) now.record_type = *c.record_type;
    if (c.priority) now.priority = *c.priority;
    if (person.is_set()) facts.person = open_person(person, d.arena);
    return facts;
}

// What the rules say of the lead as it is now.
struct Rescored {
    std::optional<events::LeadScored> scored;  // when that is news
    bool is_lifted = false;                    // over the minimum: it is routed by that
};

Rescored rescore(const Decision& d, const Lead& lead, LeadFacts before, LeadFacts& after) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (!d.program->settings.published || ruleset == nullptr) return {};
    const auto was = score(d, before);
    auto now = score(d, after);
    const bool is_below =
        now && ruleset->qualification() && now->score < ruleset->qualification()->minimum;
    if (now && now->ruleset_version == lead.scored_by && now->held == was->held) now.reset();
    return {now, lead.has(LeadMark::nurtured) && !is_below};
}

// Whether a lead that waits for somebody waits for others, or for nobody, by what it is now: the
// conditions of its entry's members are asked again. Then it is routed by that entry.
std::optional<Routed> waits_for_others(const Decision& d, const Lead& lead,
                                       const LeadFacts& after) {
    if (!lead.has(LeadMark::backlogged)) return std::nullopt;
    const Backlog& backlog = d.program->backlogs.at(lead.queue);
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (ruleset == nullptr || backlog.version != ruleset->version() ||
        ruleset->members_of(backlog.rule).empty())
        return std::nullopt;
    Routed routed = Router(d).route_by(backlog.rule, &after, PastOffers::of(lead));
    if (backlog_id(routed.why) == backlog.id) return std::nullopt;
    return routed;
}

}  // namespace

void decide(Decision& d, const events::UpdateLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, false)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    const LeadFacts before = facts_of(d, *lead);
    const events::LeadPersonChanges changes = changes_in(d, c);
    const Refusal bad_fields =
        check_custom_fields(d, c.lead, c.record_type.value_or(before.details.record_type),
                            changes.custom, /*is_new=*/false);
    // What is sent counts before who may send it, and after what the actor's role forbids.
    if (Refusal no = check_works_on(d, *lead);
        no && (!bad_fields || no->reason < bad_fields->reason))
        return d.reject(self, c, *no);
    if (bad_fields) return d.reject(self, c, *bad_fields);
    const events::Part<events::LeadPerson> person = changed_person(d, c, changes, before);
    const bool does_route = c.route_again &&
                            (lead->place == Place::queue || lead->place == Place::waiting) &&
                            d.program->settings.published;
    if (!does_route && !person.is_set() && !changes_details(c, before.details))
        return d.change_nothing(self, c);
    LeadFacts after = facts_after(d, c, before, person);
    events::LeadDetailsChanged changed{c, person};
    if (after.details.record_type != before.details.record_type) {
        after.status =
            counterpart(process_of(*d.program, after.details.record_type), before.status);
        if (after.status != before.status) changed.status = after.status;
    }
    d.emit(self, changed);
    update_found(d, *lead, after);
    const Rescored rescored = rescore(d, *lead, before, after);
    if (rescored.scored) d.emit(self, *rescored.scored);
    if (does_route || rescored.is_lifted)
        emit_routed(d, c.lead, Router(d).route(after, PastOffers::of(*lead)));
    else if (const auto routed = waits_for_others(d, *lead, after))
        emit_routed(d, c.lead, *routed);
}

}  // namespace leadline::engine
