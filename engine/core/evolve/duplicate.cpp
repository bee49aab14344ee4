// Folds of what leads are found by as duplicates, and of what was found. Match keys are kept as
// they stand in the events.
#include <algorithm>

#include "engine/core/evolve/touch.hpp"
#include "engine/core/match.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

// The lead is no longer found by the key. It may have made room for newer ones before.
void leave(const Fold& f, const std::string& key, std::uint64_t ordinal) {
    LeadsOfKey* of_key = f.program->leads_of_keys.find(key);
    if (of_key == nullptr) return;
    std::erase_if(of_key->leads,
                  [ordinal](const KeyedLead& each) { return each.ordinal == ordinal; });
    f.state.touch(*of_key);
}

// And from now on it is. Of too many leads the oldest goes.
void join(const Fold& f, const std::string& key, const KeyedLead& lead) {
    ColdTable<LeadsOfKey>& table = f.program->leads_of_keys;
    LeadsOfKey* of_key = table.find(key);
    if (of_key == nullptr) of_key = &table.insert(key);
    std::vector<KeyedLead>& leads = of_key->leads;
    const auto at = std::lower_bound(
        leads.begin(), leads.end(), lead.ordinal,
        [](const KeyedLead& each, std::uint64_t ordinal) { return each.ordinal < ordinal; });
    if (at != leads.end() && at->ordinal == lead.ordinal) return;
    leads.insert(at, lead);
    if (leads.size() > LeadsOfKey::leads_max) leads.erase(leads.begin());
    f.state.touch(*of_key);
}

bool has(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Since when the lead is found by the key; none: it is not.
Time since_of(const Fold& f, const std::string& key, std::uint64_t ordinal) {
    const LeadsOfKey* of_key = f.program->leads_of_keys.find(key);
    if (of_key == nullptr) return {};
    for (const KeyedLead& each : of_key->leads)
        if (each.ordinal == ordinal) return each.since;
    return {};
}

// What the lead was found by finds the other one from now on, as if that had come no earlier.
void hand_over_keys(const Fold& f, const Lead& lead, Lead& to) {
    if (!lead.has(LeadMark::keyed)) return;
    LeadKeys* gone = f.program->lead_keys.find(lead.id);
    if (gone == nullptr) return;
    LeadKeys* heir = f.program->lead_keys.find(to.id);
    if (heir == nullptr) {
        heir = &f.program->lead_keys.insert(to.id);
        heir->since = gone->since;
    }
    gone->keys.insert(gone->keys.end(), gone->inherited.begin(), gone->inherited.end());
    for (const std::string& key : gone->keys) {
        const Time of_both = std::max(since_of(f, key, lead.ordinal), since_of(f, key, to.ordinal));
        leave(f, key, lead.ordinal);
        leave(f, key, to.ordinal);
        join(f, key, {to.ordinal, std::max(of_both, gone->since), to.id});
        if (!has(heir->inherited, key)) heir->inherited.push_back(key);
    }
    gone->keys.clear();
    gone->inherited.clear();
    to.set(LeadMark::keyed);
    f.state.touch(to);
    f.state.touch(*gone);
    f.state.touch(*heir);
}

}  // namespace

bool fits(const Fold& f, const events::LeadKeyed& e) {
    return f.program->leads.find(e.lead.text) != nullptr &&
           std::all_of(e.keys.begin(), e.keys.end(),
                       [](const events::MatchKey& key) { return key.is_set(); });
}

void evolve(const Fold& f, const events::LeadKeyed& e) {
    Lead& lead = *f.program->leads.find(e.lead.text);
    LeadKeys* own = f.program->lead_keys.find(e.lead.text);
    if (own == nullptr) {
        own = &f.program->lead_keys.insert(e.lead.text);
        own->since = f.occurred.time;
    }
    std::vector<std::string> keys;
    for (const events::MatchKey& key : e.keys) keys.push_back(match_key_bytes(key));
    for (const std::string& key : own->keys)
        if (!has(keys, key) && !has(own->inherited, key)) leave(f, key, lead.ordinal);
    for (const std::string& key : keys)
        if (!has(own->keys, key) && !has(own->inherited, key))
            join(f, key, {lead.ordinal, own->since, lead.id});
    own->keys = std::move(keys);
    lead.set(LeadMark::keyed);
    f.state.touch(lead);
    f.state.touch(*own);
}

bool fits(const Fold& f, const events::LeadFoundDuplicate& e) {
    const Program& p = *f.program;
    return p.leads.find(e.lead.text) != nullptr && p.lead_keys.find(e.lead.text) != nullptr &&
           p.leads.find(e.duplicate_of.text) != nullptr;
}

void evolve(const Fold& f, const events::LeadFoundDuplicate& e) {
    Lead& lead = *f.program->leads.find(e.lead.text);
    LeadKeys& own = *f.program->lead_keys.find(e.lead.text);
    own.duplicate_of = e.duplicate_of.text;
    lead.set(LeadMark::duplicate);
    f.state.touch(lead);
    f.state.touch(own);
}

// The inquiry stands in the log and in the original's timeline; nothing is decided by it.
bool fits(const Fold& f, const events::LeadAttached& e) {
    return f.program->leads.find(e.lead.text) != nullptr;
}

void evolve(const Fold&, const events::LeadAttached&) {}

bool fits(const Fold& f, const events::LeadsMerged& e) {
    const Lead* lead = f.program->leads.find(e.lead.text);
    return lead != nullptr && is_open(*lead);
}

// Of the others it is a duplicate no longer: LeadMerged says the same of them.
void evolve(const Fold& f, const events::LeadsMerged& e) {
    Lead& lead = *f.program->leads.find(e.lead.text);
    Bytes details;
    events::write_body(details, e.details);
    lead.details = KeptBytes(details);
    f.state.touch(lead);
    if (!lead.has(LeadMark::duplicate)) return;
    LeadKeys* own = f.program->lead_keys.find(e.lead.text);
    if (own == nullptr || std::none_of(e.merged.begin(), e.merged.end(), [own](const auto& each) {
            return each.text == own->duplicate_of;
        }))
        return;
    own->duplicate_of.clear();
    lead.set(LeadMark::duplicate, false);
    f.state.touch(*own);
}

bool fits(const Fold& f, const events::LeadMerged& e) {
    const Lead* lead = f.program->leads.find(e.lead.text);
    const Lead* into = f.program->leads.find(e.into.text);
    return lead != nullptr && into != nullptr && lead != into && is_open(*lead) && is_open(*into);
}

// It gives back whatever it had or stood in while it is open still, and is closed then.
void evolve(const Fold& f, const events::LeadMerged& e) {
    Lead& lead = *f.program->leads.find(e.lead.text);
    drop_ended(lead, f.occurred.time);
    lift(f, lead);
    put_into_queue(f, lead, no_index);
    end_offers(lead);
    lead.status = StatusNumber::unqualified;
    lead.past.own().merged_into = e.into.text;
    hand_over_keys(f, lead, *f.program->leads.find(e.into.text));
    f.state.touch(lead);
}

}  // namespace leadline::engine
