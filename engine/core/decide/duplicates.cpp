// See duplicates.hpp.
#include "engine/core/decide/duplicates.hpp"

#include <algorithm>

#include "engine/core/match.hpp"
#include "engine/core/routing/customer.hpp"
#include "engine/core/routing/route.hpp"
#include "engine/core/state/moves.hpp"

namespace leadline::engine {

using events::DuplicateAction;
using events::MatchRule;

namespace {

const events::Duplicates* section_of(const Program& program) {
    const CompiledRuleset* ruleset = ruleset_in_force(program);
    return ruleset != nullptr && ruleset->duplicates() ? &*ruleset->duplicates() : nullptr;
}

MatchText text_of(MatchField field, const events::LeadDetails& details,
                  const events::LeadPerson& person) {
    switch (field) {
        case MatchField::email:
        case MatchField::web_domain:
            return {field, person.contact.email};
        case MatchField::phone:
            return {field, person.contact.phone, details.address.country};
        case MatchField::company:
            return {field, details.company};
        case MatchField::country:
            return {field, details.address.country};
        case MatchField::postal_code:
            return {field, details.address.postal_code};
    }
    ENSURE(false);
}

// Who else has the key, and came within the look-back.
template <class Visit>
void for_each_with(const Decision& d, const events::Duplicates& section, const LeadKey& key,
                   const Lead* but, Visit&& visit) {
    const LeadsOfKey* with = d.program->leads_of_keys.find(key.bytes);
    if (with == nullptr) return;
    for (const KeyedLead& each : with->leads) {
        const bool is_in_time = section.look_back.us == 0 || d.now - each.since < section.look_back;
        if (is_in_time && (but == nullptr || each.ordinal != but->ordinal)) visit(each);
    }
}

// Whether the lead is open, or was converted to an opportunity that is.
bool is_live(const Program& p, Original& original) {
    const Lead& lead = *original.lead;
    if (is_open(lead)) return true;
    if (category_of(lead.status) != events::StatusCategory::converted) return false;
    const LeadKeys* keys = p.lead_keys.find(lead.id);
    if (keys == nullptr || keys->opportunity.empty()) return false;
    const Opportunity* opportunity = p.opportunities.find(keys->opportunity);
    if (opportunity == nullptr || !events::is_open(opportunity->status)) return false;
    original.opportunity = {keys->opportunity};
    return true;
}

events::List<MatchRule> matched_by(const Decision& d, const events::Duplicates& section,
                                   std::span<const LeadKey> keys, const Lead& lead,
                                   const Lead* but) {
    std::vector<MatchRule> matched;
    for (const LeadKey& key : keys) {
        for_each_with(d, section, key, but, [&](const KeyedLead& each) {
            if (each.ordinal == lead.ordinal) matched.push_back(*key.rule);
        });
    }
    const std::span<MatchRule> kept = d.arena.make<MatchRule>(matched.size());
    std::copy(matched.begin(), matched.end(), kept.begin());
    return kept;
}

void emit_keys(Decision& d, events::LeadId lead, std::span<const LeadKey> keys) {
    const std::span<events::MatchKey> told = d.arena.make<events::MatchKey>(keys.size());
    std::transform(keys.begin(), keys.end(), told.begin(),
                   [](const LeadKey& each) { return each.key; });
    d.emit(about(SubjectKind::lead, lead.text), events::LeadKeyed{lead, told});
}

void emit_duplicate(Decision& d, events::LeadId lead, const Original& original) {
    d.emit(about(SubjectKind::lead, lead.text),
           events::LeadFoundDuplicate{lead, {original.lead->id}, original.matched});
}

// One of the two has been found to be a duplicate of the other before.
bool are_linked(const Program& p, const Lead& a, const Lead& b) {
    const LeadKeys* of_a = p.lead_keys.find(a.id);
    const LeadKeys* of_b = p.lead_keys.find(b.id);
    return (of_a != nullptr && of_a->duplicate_of == b.id) ||
           (of_b != nullptr && of_b->duplicate_of == a.id);
}

}  // namespace

std::vector<LeadKey> keys_of(const Program& program, const events::LeadDetails& details,
                             const events::LeadPerson& person, events::Arena& arena) {
    std::vector<LeadKey> keys;
    const events::Duplicates* section = section_of(program);
    if (section == nullptr) return keys;
    for (const MatchRule& rule : section->match) {
        std::vector<MatchText> said;
        for (const MatchField field : rule.fields) said.push_back(text_of(field, details, person));
        const events::MatchKey key = match_key({program.id}, said, arena);
        if (key.is_set()) keys.push_back({&rule, key, match_key_bytes(key)});
    }
    return keys;
}

std::optional<Original> find_original(const Decision& d, std::span<const LeadKey> keys,
                                      const Lead* but) {
    const events::Duplicates* section = section_of(*d.program);
    if (section == nullptr || keys.empty()) return std::nullopt;
    std::vector<std::pair<std::uint64_t, Text>> found;
    for (const LeadKey& key : keys) {
        for_each_with(d, *section, key, but,
                      [&](const KeyedLead& each) { found.emplace_back(each.ordinal, each.lead); });
    }
    std::sort(found.begin(), found.end());
    std::optional<Original> closed;
    for (const auto& [ordinal, id] : found) {
        Original original;
        original.lead = d.program->leads.find(id);
        if (original.lead == nullptr) continue;  // it cannot be read; the epoch ends by that
        original.is_live = is_live(*d.program, original);
        if (!original.is_live && closed) continue;
        original.matched = matched_by(d, *section, keys, *original.lead, but);
        if (original.is_live) return original;
        closed = original;
    }
    return closed;
}

bool keep_out(Decision& d, const events::CreateLead& c, const Original& original) {
    const DuplicateAction then = section_of(*d.program)->then;
    if (!original.is_live || c.allow_duplicate || then == DuplicateAction::flag) return false;
    const Subject there = about(SubjectKind::lead, original.lead->id);
    if (then == DuplicateAction::attach) {
        d.emit(there, events::LeadAttached{
                          c, {original.lead->id}, original.opportunity, original.matched});
    } else {
        d.reject(about(SubjectKind::lead, c.lead.text), c,
                 because(Reason::duplicate_lead,
                         {.about = there, .matched = original.matched[0].fields}));
    }
    return true;
}

void emit_found(Decision& d, events::LeadId lead, std::span<const LeadKey> keys,
                const std::optional<Original>& original) {
    if (!keys.empty()) emit_keys(d, lead, keys);
    if (original) emit_duplicate(d, lead, *original);
}

Text partner_of_customer(const Decision& d, std::span<const LeadKey> keys, const Lead* but) {
    std::vector<std::string> bytes;
    for (const LeadKey& key : keys) bytes.push_back(key.bytes);
    return partner_of_customer(d, bytes, but);
}

void update_found(Decision& d, const Lead& lead, LeadFacts& after) {
    std::vector<LeadKey> keys = keys_of(*d.program, after.details, after.person, d.arena);
    const LeadKeys* before =
        lead.has(LeadMark::keyed) ? d.program->lead_keys.find(lead.id) : nullptr;
    const auto had = [before](const LeadKey& key) {
        return before != nullptr &&
               std::find(before->keys.begin(), before->keys.end(), key.bytes) != before->keys.end();
    };
    const std::size_t count = before == nullptr ? 0 : before->keys.size();
    if (keys.size() == count && std::all_of(keys.begin(), keys.end(), had)) return;
    emit_keys(d, after.lead, keys);
    after.customer_partner = partner_of_customer(d, keys, &lead);
    std::erase_if(keys, had);  // what it was found by before has had its say
    const std::optional<Original> original = find_original(d, keys, &lead);
    if (!original || are_linked(*d.program, lead, *original->lead)) return;
    emit_duplicate(d, after.lead, *original);
    after.duplicate = true;
}

}  // namespace leadline::engine
