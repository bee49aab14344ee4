// See route.hpp.
#include "engine/core/routing/route.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/decide/access.hpp"
#include "engine/core/routing/at_work.hpp"
#include "engine/core/routing/in_arena.hpp"

namespace leadline::engine {

using events::Action;
using events::ActionKind;
using events::CandidateRun;
using events::Explanation;
using events::PassedOver;
using events::RoutedBy;

namespace {

// Collects equal neighbours into runs.
template <class Runs, class Value>
void add_to_runs(Runs& runs, Value value) {
    if (runs.empty() || runs.back().reason != value) runs.push_back({value, 0});
    ++runs.back().count;
}

}  // namespace

PastOffers PastOffers::of(const Lead& lead) {
    const LeadPast& past = *lead.past;
    return {past.declined_by, past.offered_by_version, past.offered_by, past.offers};
}

bool PastOffers::has_declined(Index partner) const {
    return std::find(declined_by.begin(), declined_by.end(), partner) != declined_by.end();
}

PassedOver passed_over(const Program& program, const User* user) {
    if (user == nullptr) return PassedOver::unknown;
    if (!is_eligible(program.partners.at(user->partner))) return PassedOver::partner_not_active;
    return is_eligible(*user) ? PassedOver::no : PassedOver::user_not_active;
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

LeadFacts facts_of(const Decision& d, const Lead& lead) {
    LeadFacts facts{{lead.id}, {}, {}, lead.status};
    facts.duplicate = lead.has(LeadMark::duplicate);
    const bool is_readable = events::read_body(lead.details.view(), d.arena, facts.details);
    ENSURE(is_readable);
    facts.person = open_person(facts.details.person, d.arena);
    facts.now = d.now;
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
    return route_by(ruleset->match(facts).value_or(no_index), &facts, past);
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

Index Router::find(const Action& action, Text id) const {
    if (events::is_of_users(action.kind)) {
        const User* user = d_->program->users.find(id);
        return user == nullptr ? no_index : user->index;
    }
    if (events::is_of_partners(action.kind)) {
        const Partner* partner = d_->program->partners.find(id);
        return partner == nullptr ? no_index : partner->index;
    }
    const Queue* queue = d_->program->queues.find(id);
    return queue == nullptr ? no_index : queue->index;
}

Index Router::find(const Action& action, const RotationSeat& seat) const {
    if (seat.who == no_index) seat.who = find(action, seat.member);
    return seat.who;
}

// What concerns a partner, or one of its users. In the order of how soon it may change.
PassedOver Router::ask(const Partner& partner, const User* user, Found& found) const {
    if (partner.index == gone_) return PassedOver::partner_not_active;
    if (user != nullptr) {
        const PassedOver reason = passed_over(*d_->program, user);
        if (reason != PassedOver::no) return reason;
    } else {
        if (!is_eligible(partner)) return PassedOver::partner_not_active;
        if (past_.has_declined(partner.index)) return PassedOver::declined;
    }
    if (has_hours(partner, user)) {
        const Time from = at_work_from(d_->program->compiled, d_->now, partner, user);
        if (from.is_set() && from != d_->now &&
            (!found.available_at.is_set() || from < found.available_at))
            found.available_at = from;
        if (from != d_->now) return PassedOver::not_at_work;
    }
    if (partner.capacity == 0) return PassedOver::no;
    const auto moved = moved_of_partners_.find(partner.index);
    const std::int64_t open =
        std::int64_t{partner.open_leads} + (moved == moved_of_partners_.end() ? 0 : moved->second);
    return open < partner.capacity ? PassedOver::no : PassedOver::at_capacity;
}

// Caps are asked last: who is not there, or may not work, waits for none.
PassedOver Router::ask(const Action& action, Index candidate, events::CapReached who,
                       Found& found) const {
    if (candidate == no_index) return PassedOver::unknown;
    const Program& p = *d_->program;
    const User* user = events::is_of_users(action.kind) ? &p.users.at(candidate) : nullptr;
    const Partner* partner = user != nullptr                       ? &p.partners.at(user->partner)
                             : events::is_of_partners(action.kind) ? &p.partners.at(candidate)
                                                                   : nullptr;
    if (partner != nullptr) {
        const PassedOver reason = ask(*partner, user, found);
        if (reason != PassedOver::no) return reason;
    }
    if (!room_.has_caps()) return PassedOver::no;
    const auto reached = user != nullptr      ? room_.reached(*user)
                         : partner != nullptr ? room_.reached(*partner)
                                              : room_.reached(p.queues.at(candidate));
    if (!reached) return PassedOver::no;
    found.caps.push_back(*reached);
    found.caps.back().of = who.of;
    found.caps.back().candidate = who.candidate;
    return PassedOver::cap_reached;
}

void Router::tell(const Found& found, Explanation& why) const {
    tell_caps(found.caps, why);
    const Time at = found.available_at;
    if (at.is_set() && (!why.available_at.is_set() || at < why.available_at)) why.available_at = at;
}

// Those that are told already are of the entry's action, and these of its `else`.
void Router::tell_caps(const CapsReached& caps, Explanation& why) const {
    if (caps.empty()) return;
    CapsReached all(why.caps.begin(), why.caps.end());
    all.insert(all.end(), caps.begin(), caps.end());
    if (all.size() > events::explanation_caps_max) {
        const auto end = all.begin() + events::explanation_caps_max;
        std::nth_element(all.begin(), end, all.end(), [](const auto& a, const auto& b) {
            return std::tuple(a.frees_at, a.of, a.candidate) <
                   std::tuple(b.frees_at, b.of, b.candidate);
        });
        all.erase(end, all.end());
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return std::tuple(a.of, a.candidate) < std::tuple(b.of, b.candidate);
        });
        why.shortened = true;
    }
    why.caps = in_arena(d_->arena, all);
}

// Who prefers the lead comes before who prefers nothing, and that before who prefers others.
void Router::prefer(std::span<PassedOver> reasons, Inquiry& asked) const {
    enum class Wish : std::uint8_t { others, none, this_one };
    const std::span<Wish> wishes = d_->arena.make<Wish>(reasons.size());
    Wish best = Wish::others;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        if (reasons[i] != PassedOver::no) continue;
        const Condition& prefers = members_[i].prefers;
        if (!prefers.empty())
            wishes[i] = holds(prefers, asked) ? Wish::this_one : Wish::others;
        else
            wishes[i] = Wish::none;
        best = std::max(best, wishes[i]);
    }
    for (std::size_t i = 0; i < reasons.size(); ++i)
        if (reasons[i] == PassedOver::no && wishes[i] != best) reasons[i] = PassedOver::preference;
}

// Why each member is passed over; the explanation gets it, too.
std::span<const PassedOver> Router::ask_members(const Action& action, const Rotation& rotation,
                                                Explanation& why) const {
    const std::span<PassedOver> reasons = d_->arena.make<PassedOver>(rotation.seats.size());
    boost::container::small_vector<CandidateRun, 16> candidates;
    Found found;
    events::CapReached who;
    who.of = why.by;
    std::optional<Inquiry> asked;
    if (!members_.empty()) asked.emplace(*facts_, ruleset_in_force(*d_->program)->around());
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        const RotationSeat& seat = rotation.seats[i];
        who.candidate = static_cast<std::uint32_t>(i);
        if (seat.weight == 0)
            reasons[i] = PassedOver::weight_zero;
        else if (asked && !holds(members_[i].takes, *asked))
            reasons[i] = PassedOver::condition;
        else
            reasons[i] = ask(action, find(action, seat), who, found);
    }
    if (asked) prefer(reasons, *asked);
    for (const PassedOver reason : reasons) add_to_runs(candidates, reason);
    why.candidates = in_arena(d_->arena, candidates);
    tell(found, why);
    return reasons;
}

}  // namespace leadline::engine
