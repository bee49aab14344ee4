// See sight.hpp: a timeline as its owner, or whoever it is offered to, is told it.
#include <algorithm>

#include "events/kinds.hpp"
#include "projections/sight.hpp"

namespace leadline::projections {

namespace {

bool is_one_of(events::EventKind kind, std::initializer_list<events::EventKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool gives(const Step& step) {
    return is_one_of(step.kind, {events::LeadOffered::kind, events::OfferAccepted::kind,
                                 events::LeadClaimed::kind, events::LeadAssigned::kind,
                                 events::LeadReassigned::kind, events::LeadReopened::kind});
}

bool takes_away(const Step& step) {
    return is_one_of(
        step.kind,
        {events::LeadQueued::kind, events::LeadLeftWaiting::kind, events::OfferDeclined::kind,
         events::OfferExpired::kind, events::OfferWithdrawn::kind, events::LeadReleased::kind,
         events::ClaimLapsed::kind, events::LeadReturned::kind, events::LeadMerged::kind});
}

// What happens to a lead while somebody has it, as far as its owner is told. Everything else is
// about others, or about how it was decided: refusals, duplicates, scores, attempts of rules.
bool is_told(const Step& step) {
    return gives(step) ||
           is_one_of(step.kind, {events::LeadDetailsChanged::kind, events::LeadStatusChanged::kind,
                                 events::LeadNoteAdded::kind, events::LeadAttached::kind,
                                 events::LeadConverted::kind});
}

// Whether the step gives the lead to the viewer: as an own lead, or as an offer.
bool gives_to(const Viewer& viewer, const Step& step) {
    if (!gives(step) || step.partner != viewer.partner.partner) return false;
    return !viewer.is_seller() || !step.user.is_set() || step.user == viewer.user.user;
}

Step begin_step(const Viewer& viewer, const Step& step) {
    Step seen;
    seen.position = step.position;
    seen.time = step.time;
    seen.kind = step.kind;
    seen.name = step.name;
    seen.actor = seen_actor(viewer, step.actor);
    return seen;
}

// `came`: the step by which the lead came. What was said there may be about who had it before.
Step seen_step(const Viewer& viewer, const Step& step, bool came) {
    Step seen = begin_step(viewer, step);
    if (viewer.is_colleague(step.user)) seen.user = step.user;
    if (step.partner == viewer.partner.partner) seen.partner = step.partner;
    if (gives(step)) seen.until = step.until;
    if (step.kind == events::LeadClaimed::kind && viewer.queue(step.queue) != nullptr)
        seen.queue = step.queue;
    if (step.kind == events::LeadAttached::kind) return seen;  // who asked again is somebody else
    seen.status = step.status;
    seen.changed = step.changed;
    seen.account = step.account;
    seen.contact = step.contact;
    seen.opportunity = step.opportunity;
    if (came) return seen;
    seen.from_status = step.from_status;
    seen.remark_shown = step.remark_shown;
    seen.remark = step.remark;
    return seen;
}

}  // namespace

events::Actor seen_actor(const Viewer& viewer, const events::Actor& actor) {
    const bool is_known =
        actor.kind == events::ActorKind::partner_user && viewer.is_colleague({actor.id});
    return {actor.kind, is_known ? actor.id : Text()};
}

List<Step> seen_steps(const Viewer& viewer, Sight sight, List<Step> steps, events::Arena& memory) {
    std::vector<Step> seen;
    std::size_t came = steps.size();  // the step since which it has been here
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].kind == events::LeadCreated::kind)
            seen.push_back(begin_step(viewer, steps[i]));
        if (gives_to(viewer, steps[i])) {
            came = std::min(came, i);
        } else if (gives(steps[i]) || takes_away(steps[i])) {
            came = steps.size();
        }
    }
    if (sight != Sight::own && sight != Sight::offered) return kept(seen, memory);
    for (std::size_t i = came; i < steps.size(); ++i)
        if (i == came || (sight == Sight::own && is_told(steps[i])))
            seen.push_back(seen_step(viewer, steps[i], i == came));
    return kept(seen, memory);
}

}  // namespace leadline::projections
