// MergeLeads: of leads that are one and the same one stays, its empty fields filled from the others
// (SPEC 4). All are merged or, where one may not be, none.
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/duplicates.hpp"
#include "engine/core/decide/merge_fill.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/routed.hpp"
#include "engine/core/routing/in_arena.hpp"

namespace leadline::engine {

namespace {

Refusal check_items(const Decision& d, const events::MergeLeads& c) {
    boost::unordered_flat_set<Text> seen;
    bool names_survivor = !c.survivor.is_set();
    const auto of = [](Text id) { return events::Detail{.about = {SubjectKind::lead, id}}; };
    Refusal twice;
    Refusal closed;
    for (const events::LeadId id : c.leads) {
        const Lead* lead = d.program->leads.find(id.text);
        if (lead == nullptr) return because(Reason::unknown_lead, of(id.text));
        names_survivor = names_survivor || id == c.survivor;
        if (!seen.insert(id.text).second && !twice)
            twice = because(Reason::lead_twice, of(id.text));
        Refusal no = check_open(d, *lead);
        if (!no) continue;
        no->detail.about = {SubjectKind::lead, id.text};  // the item; its own story names the rest
        if (!closed || no->reason < closed->reason) closed = no;
    }
    if (twice) return twice;
    if (!names_survivor) return because(Reason::not_among_leads, of(c.survivor.text));
    return closed;
}

// How far it has come: with an owner, offered, in a queue, or waiting.
int rank_of(Place place) {
    switch (place) {
        case Place::user:
            return 0;
        case Place::offer:
            return 1;
        case Place::queue:
            return 2;
        case Place::waiting:
            return 3;
    }
    return 3;
}

bool comes_before(const Lead* a, const Lead* b) {
    if (rank_of(a->place) != rank_of(b->place)) return rank_of(a->place) < rank_of(b->place);
    const auto furthest = [](const Lead* lead) { return category_of(lead->status); };
    if (furthest(a) != furthest(b)) return furthest(a) > furthest(b);
    return a->ordinal < b->ordinal;
}

// The survivor first, the others behind it by rank.
std::vector<const Lead*> in_order(const Decision& d, const events::MergeLeads& c) {
    std::vector<const Lead*> leads;
    for (const events::LeadId id : c.leads) leads.push_back(d.program->leads.find(id.text));
    std::sort(leads.begin(), leads.end(), comes_before);
    if (!c.survivor.is_set()) return leads;
    const auto at = std::find_if(leads.begin(), leads.end(),
                                 [&](const Lead* lead) { return lead->id == c.survivor.text; });
    std::rotate(leads.begin(), at, at + 1);
    return leads;
}

void emit_merged(Decision& d, const Lead& lead, events::LeadId into) {
    withdraw_offer(d, lead);
    events::LeadMerged merged{{lead.id}, into, status_of(*d.program, lead), {}, {}};
    if (lead.place == Place::user) {
        const User& owner = d.program->users.at(lead.owner);
        merged.from_user = {owner.id};
        merged.from_partner = {d.program->partners.at(owner.partner).id};
    }
    d.emit(about(SubjectKind::lead, lead.id), merged);
}

// Those that were found to be duplicates of the survivor: that is settled.
events::List<events::LeadId> settled_by(const Decision& d, const std::vector<const Lead*>& leads) {
    std::vector<events::LeadId> settled;
    for (std::size_t i = 1; i < leads.size(); ++i) {
        if (!leads[i]->has(LeadMark::keyed)) continue;
        const LeadKeys* keys = d.program->lead_keys.find(leads[i]->id);
        if (keys != nullptr && keys->duplicate_of == leads[0]->id)
            settled.push_back({leads[i]->id});
    }
    return in_arena(d.arena, settled);
}

// Whether the survivor was flagged as a duplicate of one of the others.
bool is_settled(const Decision& d, const std::vector<const Lead*>& leads) {
    const LeadKeys* keys =
        leads[0]->has(LeadMark::duplicate) ? d.program->lead_keys.find(leads[0]->id) : nullptr;
    return keys != nullptr && std::any_of(leads.begin() + 1, leads.end(), [&](const Lead* lead) {
               return lead->id == keys->duplicate_of;
           });
}

// What has been filled in may be news for the rules. Who has the lead keeps it.
void follow_filling(Decision& d, const Lead& lead, LeadFacts before, LeadFacts after) {
    // No original is looked for: what it is found by is its own, or that of those merged, and each
    // of them has been looked at when it came.
    emit_found(d, {lead.id}, keys_of(*d.program, after.details, after.person, d.arena),
               std::nullopt);
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (!d.program->settings.published || ruleset == nullptr) return;
    const auto was = score(d, before);
    const auto now = score(d, after);
    if (!now) return;
    if (now->ruleset_version != lead.scored_by || now->held != was->held)
        d.emit(about(SubjectKind::lead, lead.id), *now);
    const bool is_below =
        ruleset->qualification() && now->score < ruleset->qualification()->minimum;
    if (lead.has(LeadMark::nurtured) && !is_below)
        emit_routed(d, {lead.id}, Router(d).route(after, PastOffers::of(lead)));
}

}  // namespace

void decide(Decision& d, const events::MergeLeads& c) {
    const Subject list = about(SubjectKind::program, {});
    if (Refusal no = check_may_ask(d)) return d.reject(list, c, *no);
    if (Refusal no = check_items(d, c)) return d.reject(list, c, *no);
    const std::vector<const Lead*> leads = in_order(d, c);
    const Lead& survivor = *leads.front();
    std::vector<LeadFacts> facts;
    for (const Lead* lead : leads) facts.push_back(facts_of(d, *lead));
    Filling filling = fill_from(d, facts);
    const bool is_freed = is_settled(d, leads);
    if (is_freed) filling.after.duplicate = false;
    std::vector<events::LeadId> merged;
    for (std::size_t i = 1; i < leads.size(); ++i) merged.push_back({leads[i]->id});
    d.emit(about(SubjectKind::lead, survivor.id), events::LeadsMerged{c,
                                                                      {survivor.id},
                                                                      in_arena(d.arena, merged),
                                                                      settled_by(d, leads),
                                                                      filling.filled,
                                                                      filling.after.details});
    for (std::size_t i = 1; i < leads.size(); ++i) emit_merged(d, *leads[i], {survivor.id});
    if (!filling.filled.empty() || is_freed)
        follow_filling(d, survivor, facts.front(), filling.after);
}

}  // namespace leadline::engine
