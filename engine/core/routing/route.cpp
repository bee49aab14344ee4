// See route.hpp.
#include "engine/core/routing/route.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/decide/access.hpp"
#include "engine/core/routing/at_work.hpp"
#include "engine/core/routing/customer.hpp"
#include "engine/core/routing/in_arena.hpp"

namespace leadline::engine {

using events::Action;
using events::ActionKind;
using events::CandidateRun;
using events::Explanation;
using events::PassedOver;
using events::RoutedBy;

PastOffers PastOffers::of(const Lead& lead) {
    const LeadPast& past = *lead.past;
    return {past.declined_by, past.offered_by_version, past.offered_by, past.offers};
}

PastOffers PastOffers::begun_anew(const Lead& lead) {
    PastOffers past;
    past.declined_by = lead.past->declined_by;
    return past;
}

bool PastOffers::has_declined(Index partner) const {
    return std::find(declined_by.begin(), declined_by.end(), partner) != declined_by.end();
}

const CompiledRuleset* ruleset_in_force(const Program& program) {
    if (program.ruleset.version == 0) return nullptr;
    if (!program.compiled || program.compiled->version() != program.ruleset.version) {
        // A cache of what state holds: making it changes nothing that anybody can see.
        auto compiled = CompiledRuleset::compile(program.ruleset.version, program.ruleset.parts);
        ENSURE(compiled.has_value());  // PublishRuleset has compiled the same bytes
        const_cast<Program&>(program).compiled = std::move(*compiled);
    }
    return program.compiled.get();
}

const events::LeadProcess& process_of(const Program& program, Text record_type) {
    const CompiledRuleset* ruleset = ruleset_in_force(program);
    return ruleset == nullptr ? LeadProcesses::built_in()
                              : ruleset->lead_processes().of(record_type);
}

LeadFacts facts_of(const Decision& d, const Lead& lead) {
    LeadFacts facts{{lead.id}, {}, {}, status_of(*d.program, lead)};
    facts.duplicate = lead.has(LeadMark::duplicate);
    const bool is_readable = events::read_body(lead.details.view(), d.arena, facts.details);
    ENSURE(is_readable);
    facts.person = open_person(facts.details.person, d.arena);
    facts.now = d.now;
    facts.customer_partner = partner_of_customer(d, lead);
    return facts;
}

std::optional<events::LeadScored> score(const Decision& d, LeadFacts& facts) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (ruleset == nullptr || ruleset->score_rules().empty()) return std::nullopt;
    const Scored scored = ruleset->score(facts);
    facts.score = scored.score;
    facts.grade = scored.grade;
    return events::LeadScored{facts.lead, scored.score, scored.grade, ruleset->version(),
                              in_arena(d.arena, scored.held)};
}

// Below the minimum (SPEC 4) no entry is asked.
std::optional<Routed> Router::nurture(const CompiledRuleset& ruleset, const LeadFacts& facts,
                                      Explanation why) const {
    const auto& qualification = ruleset.qualification();
    if (!qualification || *facts.score >= qualification->minimum) return std::nullopt;
    why.by = RoutedBy::nurture;
    Routed routed;
    if (!qualification->nurture.empty()) {
        const Queue* queue = d_->program->queues.find(qualification->nurture);
        ENSURE(queue != nullptr);  // PublishRuleset has looked, and a queue is for ever
        why.action = ActionKind::queue;
        routed.place = Place::queue;
        routed.queue = queue->index;
    }
    routed.why = why;
    return routed;
}

Routed Router::route(const LeadFacts& facts, const PastOffers& past) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d_->program);
    Explanation why;
    if (ruleset == nullptr) return {.why = why};
    why.ruleset_version = ruleset->version();
    if (auto unqualified = nurture(*ruleset, facts, why)) return *std::move(unqualified);
    facts_ = &facts;
    past_ = past;
    customer_ = {};
    if (auto returned = return_customer(*ruleset, why)) return *std::move(returned);
    Routed routed = route_by(ruleset->match(facts).value_or(no_index), &facts, past);
    routed.why.customer = customer_;
    return routed;
}

// To the partner who has the customer, if the ruleset says so and the partner may. Where it may not
// the entries are asked, and their account says why. Its caps and hours are not waited for.
std::optional<Routed> Router::return_customer(const CompiledRuleset& ruleset, Explanation why) {
    if (facts_->customer_partner.empty()) return std::nullopt;
    const std::span<events::CustomerPartner> told = d_->arena.make<events::CustomerPartner>(1);
    told[0].partner = {facts_->customer_partner};
    customer_ = told;
    if (!ruleset.returning_customers()) return std::nullopt;
    Action offer;
    offer.kind = ActionKind::partner;
    offer.target = facts_->customer_partner;
    offer.accept_within = ruleset.returning_customers()->accept_within;
    Found found;
    const Index partner = find(offer, offer.target);
    told[0].reason = ask(offer, partner, {}, found);
    if (told[0].reason != PassedOver::no) return std::nullopt;
    why.by = RoutedBy::returning;
    why.place = ruleset.returning_customers()->place;
    why.action = ActionKind::partner;
    why.customer = customer_;
    Routed routed{.why = why};
    put(offer, partner, routed);
    return routed;
}

// Offers in a row are those of one entry of one ruleset.
std::uint32_t Router::offers_behind(std::uint32_t number) const {
    const bool goes_on = past_.entry == number && past_.version == d_->program->ruleset.version;
    return goes_on ? past_.count : 0;
}

Routed Router::route_by(std::uint32_t number, const LeadFacts* facts, const PastOffers& past) {
    const CompiledRuleset* ruleset = ruleset_in_force(*d_->program);
    facts_ = facts;
    members_ = ruleset->members_of(number);
    past_ = past;
    Explanation why;
    why.ruleset_version = ruleset->version();
    if (number == no_index) {
        why.by = RoutedBy::fallback;
        Routed routed = act(ruleset->fallback(), why);
        if (routed.place == Place::waiting) routed.why.by = RoutedBy::nothing;
        return routed;
    }
    const events::RulesetEntry& entry = ruleset->entries()[number];
    why.by = RoutedBy::entry;
    why.entry = number;
    why.entry_name = entry.name;
    why.file = entry.file;
    why.place = entry.place;
    why.action = entry.action.kind;
    if (events::is_of_partners(entry.action.kind)) why.offers = offers_behind(number);
    const bool has_had_its_offers =
        entry.action.most_offers != 0 && why.offers >= entry.action.most_offers;
    Routed routed = has_had_its_offers ? Routed{.why = why} : act(entry.action, why);
    if (routed.place != Place::waiting || entry.action.kind == ActionKind::do_not_assign)
        return routed;
    // Nobody may take it: the action's own `else`, with the account of the first try kept.
    if (!entry.otherwise.empty()) {
        Explanation other = routed.why;
        other.by = RoutedBy::otherwise;
        routed = act(entry.otherwise[0], other);
        routed.why.action = entry.otherwise[0].kind;
    }
    if (routed.place == Place::waiting) routed.why.by = RoutedBy::nothing;
    return routed;
}

void Router::take(const Routed& routed) {
    const Program& p = *d_->program;
    if (routed.place == Place::user) {
        const User& user = p.users.at(routed.user);
        ++moved_[routed.user];
        ++moved_of_partners_[user.partner];
        room_.take(user);
    }
    if (routed.place == Place::offer) {
        ++moved_of_partners_[routed.partner];
        room_.take(p.partners.at(routed.partner));
    }
    if (routed.place == Place::queue && routed.why.by != RoutedBy::nurture)
        room_.take(p.queues.at(routed.queue));
}

void Router::take_from(const Lead& lead) {
    if (lead.place == Place::offer) --moved_of_partners_[lead.owner];
    if (lead.place != Place::user) return;
    --moved_[lead.owner];
    --moved_of_partners_[d_->program->users.at(lead.owner).partner];
}

void Router::put(const Action& action, Index where, Routed& routed) const {
    if (events::is_of_users(action.kind)) {
        routed.place = Place::user;
        routed.user = where;
    } else if (events::is_of_partners(action.kind)) {
        routed.place = Place::offer;
        routed.partner = where;
        if (action.accept_within.us != 0) routed.expires_at = d_->now + action.accept_within;
    } else {
        routed.place = Place::queue;
        routed.queue = where;
    }
}

Routed Router::act(const Action& action, Explanation why) {
    why.action = action.kind;
    if (events::has_members(action.kind))
        return action.kind == ActionKind::least_loaded ? least_loaded(action, why)
                                                       : rotate(action, why);
    Routed routed;
    if (action.kind != ActionKind::do_not_assign) {
        Found found;
        events::CapReached who;
        who.of = why.by;
        const Index target = find(action, action.target);
        const PassedOver reason = ask(action, target, who, found);
        tell(found, why);
        if (reason == PassedOver::no) {
            put(action, target, routed);
        } else if (why.candidates.empty()) {
            const std::span<CandidateRun> run = d_->arena.make<CandidateRun>(1);
            run[0] = {reason, 1};
            why.candidates = run;
        }
    }
    routed.why = why;
    return routed;
}

}  // namespace leadline::engine
