// The reasons for a refusal, numbered. Where several reasons hold,
// the lowest number is given (SPEC 6: order of precedence), so the order of the numbers is the
// order of the tests in `decide`.
#pragma once

#include <array>
#include <cstdint>

#include "events/enum_names.hpp"

namespace leadline::events {

// Numbers are for ever. The gaps leave room for reasons of later kinds.
enum class Reason : std::uint16_t {
    none = 0,
    unknown_program = 100,
    program_not_published = 200,
    unknown_partner = 300,
    unknown_user = 400,
    actor_not_allowed = 500,  // what the role, or the kind of actor, forbids
    unknown_lead = 600,
    unknown_queue = 601,
    unknown_deal = 602,
    unknown_opportunity = 603,
    unknown_status = 604,  // of the lead's process
    unknown_stage = 605,   // of opportunities
    unknown_contact = 606,
    customer_not_recognised = 607,  // by nothing that registrations are compared by
    custom_field_invalid = 609,     // not as the ruleset declares it
    program_already_exists = 610,
    partner_already_exists = 611,
    user_already_exists = 612,
    lead_already_exists = 613,
    account_already_exists = 614,
    contact_already_exists = 615,
    opportunity_already_exists = 616,
    deal_already_exists = 617,
    duplicate_lead = 618,
    lead_twice = 619,       // in one list
    not_among_leads = 620,  // the survivor that was named
    not_your_lead = 700,    // what the thing's owner forbids
    not_your_deal = 701,
    not_your_offer = 702,
    not_your_opportunity = 703,
    lead_already_claimed = 710,  // what its state forbids
    lead_already_assigned = 711,
    lead_already_converted = 712,
    lead_closed = 713,
    lead_waiting = 714,  // in no queue and with no owner
    lead_not_owned = 715,
    status_not_allowed = 716,
    deal_not_pending = 717,
    deal_closed = 718,
    partner_status_not_allowed = 719,
    user_status_not_allowed = 720,
    lead_not_offered = 721,
    lead_offered = 722,          // to a partner, who has not answered yet
    lead_merged = 723,           // into another, which stays
    deal_not_protected = 724,    // it waits for a decision
    ruleset_incomplete = 730,    // not all parts are staged
    ruleset_mismatch = 731,      // the parts' SHA-256 is not the one named
    ruleset_invalid = 732,       // names something that is not there, or does not compile
    hours_invalid = 733,         // opening hours that are none
    deal_conflict = 740,         // an earlier registration of the customer and a product stands
    deal_extensions_used = 741,  // as often as the ruleset allows
    opportunity_not_delivered = 750,  // so there is nothing to answer
    opportunity_closed = 751,
    opportunity_not_owned = 752,    // nobody works on it yet
    opportunity_not_waiting = 753,  // for an approval
    stage_not_allowed = 754,        // it would go back
    not_a_member = 800,
    partner_not_eligible = 810,
    user_not_eligible = 820,
    released_recently = 830,  // by this partner
    offer_declined = 831,     // by this partner, or it did not answer: it is not offered it again
    limit_reached = 840,
    cool_down = 850,
    nothing_to_claim = 860,
    too_many_items = 870,
};

inline constexpr std::array reason_names{
    EnumName<Reason>{Reason::none, "none"},
    EnumName<Reason>{Reason::unknown_program, "unknown_program"},
    EnumName<Reason>{Reason::program_not_published, "program_not_published"},
    EnumName<Reason>{Reason::unknown_partner, "unknown_partner"},
    EnumName<Reason>{Reason::unknown_user, "unknown_user"},
    EnumName<Reason>{Reason::actor_not_allowed, "actor_not_allowed"},
    EnumName<Reason>{Reason::unknown_lead, "unknown_lead"},
    EnumName<Reason>{Reason::unknown_queue, "unknown_queue"},
    EnumName<Reason>{Reason::unknown_deal, "unknown_deal"},
    EnumName<Reason>{Reason::unknown_opportunity, "unknown_opportunity"},
    EnumName<Reason>{Reason::unknown_status, "unknown_status"},
    EnumName<Reason>{Reason::unknown_stage, "unknown_stage"},
    EnumName<Reason>{Reason::unknown_contact, "unknown_contact"},
    EnumName<Reason>{Reason::customer_not_recognised, "customer_not_recognised"},
    EnumName<Reason>{Reason::custom_field_invalid, "custom_field_invalid"},
    EnumName<Reason>{Reason::program_already_exists, "program_already_exists"},
    EnumName<Reason>{Reason::partner_already_exists, "partner_already_exists"},
    EnumName<Reason>{Reason::user_already_exists, "user_already_exists"},
    EnumName<Reason>{Reason::lead_already_exists, "lead_already_exists"},
    EnumName<Reason>{Reason::account_already_exists, "account_already_exists"},
    EnumName<Reason>{Reason::contact_already_exists, "contact_already_exists"},
    EnumName<Reason>{Reason::opportunity_already_exists, "opportunity_already_exists"},
    EnumName<Reason>{Reason::deal_already_exists, "deal_already_exists"},
    EnumName<Reason>{Reason::duplicate_lead, "duplicate_lead"},
    EnumName<Reason>{Reason::lead_twice, "lead_twice"},
    EnumName<Reason>{Reason::not_among_leads, "not_among_leads"},
    EnumName<Reason>{Reason::not_your_lead, "not_your_lead"},
    EnumName<Reason>{Reason::not_your_deal, "not_your_deal"},
    EnumName<Reason>{Reason::not_your_offer, "not_your_offer"},
    EnumName<Reason>{Reason::not_your_opportunity, "not_your_opportunity"},
    EnumName<Reason>{Reason::lead_already_claimed, "lead_already_claimed"},
    EnumName<Reason>{Reason::lead_already_assigned, "lead_already_assigned"},
    EnumName<Reason>{Reason::lead_already_converted, "already_converted"},
    EnumName<Reason>{Reason::lead_closed, "lead_closed"},
    EnumName<Reason>{Reason::lead_waiting, "lead_waiting"},
    EnumName<Reason>{Reason::lead_not_owned, "lead_not_owned"},
    EnumName<Reason>{Reason::status_not_allowed, "status_not_allowed"},
    EnumName<Reason>{Reason::deal_not_pending, "deal_not_pending"},
    EnumName<Reason>{Reason::deal_closed, "deal_closed"},
    EnumName<Reason>{Reason::partner_status_not_allowed, "partner_status_not_allowed"},
    EnumName<Reason>{Reason::user_status_not_allowed, "user_status_not_allowed"},
    EnumName<Reason>{Reason::lead_not_offered, "lead_not_offered"},
    EnumName<Reason>{Reason::lead_offered, "lead_offered"},
    EnumName<Reason>{Reason::lead_merged, "lead_merged"},
    EnumName<Reason>{Reason::deal_not_protected, "deal_not_protected"},
    EnumName<Reason>{Reason::ruleset_incomplete, "ruleset_incomplete"},
    EnumName<Reason>{Reason::ruleset_mismatch, "ruleset_mismatch"},
    EnumName<Reason>{Reason::ruleset_invalid, "ruleset_invalid"},
    EnumName<Reason>{Reason::hours_invalid, "hours_invalid"},
    EnumName<Reason>{Reason::deal_conflict, "deal_conflict"},
    EnumName<Reason>{Reason::deal_extensions_used, "deal_extensions_used"},
    EnumName<Reason>{Reason::opportunity_not_delivered, "opportunity_not_delivered"},
    EnumName<Reason>{Reason::opportunity_closed, "opportunity_closed"},
    EnumName<Reason>{Reason::opportunity_not_owned, "opportunity_not_owned"},
    EnumName<Reason>{Reason::opportunity_not_waiting, "opportunity_not_waiting"},
    EnumName<Reason>{Reason::stage_not_allowed, "stage_not_allowed"},
    EnumName<Reason>{Reason::not_a_member, "not_a_member"},
    EnumName<Reason>{Reason::partner_not_eligible, "partner_not_eligible"},
    EnumName<Reason>{Reason::user_not_eligible, "user_not_eligible"},
    EnumName<Reason>{Reason::released_recently, "released_recently"},
    EnumName<Reason>{Reason::offer_declined, "offer_declined"},
    EnumName<Reason>{Reason::limit_reached, "limit_reached"},
    EnumName<Reason>{Reason::cool_down, "cool_down"},
    EnumName<Reason>{Reason::nothing_to_claim, "nothing_to_claim"},
    EnumName<Reason>{Reason::too_many_items, "too_many_items"}};
constexpr std::span<const EnumName<Reason>> enum_names(Reason) { return reason_names; }

}  // namespace leadline::events
