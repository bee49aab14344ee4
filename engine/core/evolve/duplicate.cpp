// Folds of what leads are found by as duplicates, and of what was found. Match keys are kept as
// they stand in the events.
#include <algorithm>

#include "engine/core/evolve/evolve.hpp"
#include "engine/core/match.hpp"

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
        if (!has(keys, key)) leave(f, key, lead.ordinal);
    for (const std::string& key : keys)
        if (!has(own->keys, key)) join(f, key, {lead.ordinal, own->since, lead.id});
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

}  // namespace leadline::engine
