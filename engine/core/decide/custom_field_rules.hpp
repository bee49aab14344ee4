// What CreateLead and UpdateLead share: whether the custom fields that they send are as the ruleset
// in force declares them. Only what a command sends is judged, never what was captured before. One
// thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// custom_field_invalid, with each field and what is wrong with it. `record_type` is what the lead
// will have; a new lead has to have what is required.
[[nodiscard]] inline Refusal check_custom_fields(const Decision& d, events::LeadId lead,
                                                 Text record_type, const events::CustomFields& sent,
                                                 bool is_new) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (ruleset == nullptr || !ruleset->custom_fields().are_set()) return std::nullopt;
    const std::vector<events::FaultyField> faults =
        ruleset->custom_fields().faults(record_type, sent, is_new);
    if (faults.empty()) return std::nullopt;
    const std::span<events::FaultyField> kept = d.arena.make<events::FaultyField>(faults.size());
    std::copy(faults.begin(), faults.end(), kept.begin());
    events::Detail detail{.about = about(SubjectKind::lead, lead.text)};
    detail.custom_fields = kept;
    return because(Reason::custom_field_invalid, detail);
}

}  // namespace leadline::engine
