// See story.hpp: what each kind of step says.
#include "projections/story.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/kinds.hpp"

namespace leadline::projections {

namespace {

using Lines = std::vector<std::string>;

// A step, with what it takes to put it into words.
struct Telling {
    const LeadAnswer& lead;
    const Step& step;
    const Step* before;          // the step that it joins
    std::size_t latecomers = 0;  // to a claim
    const NearestRow* nearest = nullptr;
};

// Whether the user it is about did it.
bool is_own(const Step& step) {
    return step.actor.kind == events::ActorKind::partner_user && step.actor.id == step.user.text;
}

void add_lockout(const Step& step, Lines& lines) {
    if (!step.until.is_set()) return;
    lines.push_back(fmt::format("partner {} may not claim it again before {}", step.partner.text,
                                time_words(step.until)));
}

void tell_created(const Telling& t, Lines& lines) {
    std::string origin;
    if (!t.step.source.empty()) origin = fmt::format("source {}", t.step.source);
    if (!t.step.campaign.empty())
        origin += fmt::format("{}campaign {}", origin.empty() ? "" : ", ", t.step.campaign);
    lines.push_back(fmt::format("created by {}{}", actor_words(t.step),
                                origin.empty() ? "" : " (" + origin + ")"));
}

void tell_scored(const Telling& t, Lines& lines) {
    for (const events::LeadScored& scored : t.step.scored)
        for (std::string& line : score_words(scored, t.lead.rulesets))
            lines.push_back(std::move(line));
}

void tell_decision(const Telling& t, Lines& lines) {
    for (const events::Explanation& why : t.step.why)
        for (std::string& line : decision_words(why, t.lead.rulesets))
            lines.push_back(std::move(line));
    if (t.nearest == nullptr) return;
    for (std::string& line : nearest_words(*t.nearest)) lines.push_back(std::move(line));
}

// Where the rules put it, after the account of why.
void tell_routed(const Telling& t, Lines& lines) {
    if (t.before == nullptr && t.step.actor.kind == events::ActorKind::engine)
        lines.push_back("tried again by the engine, as it waited");
    else if (t.before == nullptr)
        lines.push_back(fmt::format("routed for {}", actor_words(t.step)));
    tell_decision(t, lines);
    lines.push_back(given_words(t.step));
}

void tell_reopened(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    lines.push_back(fmt::format("reopened by {}: status {} -> {}{}", actor_words(step),
                                step.from_status, step.status, remark_words(step)));
    if (step.user.is_set()) lines.push_back("stays with " + holder_words(step.user, step.partner));
}

void tell_claimed(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    std::string line = fmt::format("claimed by {} from queue {}",
                                   holder_words(step.user, step.partner), step.queue.text);
    if (!is_own(step)) line += fmt::format(", asked by {}", actor_words(step));
    if (step.asked == events::ClaimNext::name) line += ", as the next one";
    if (step.asked == events::ClaimLeads::name) line += ", as one of several";
    if (t.latecomers == 1) line += " (1 other tried later)";
    if (t.latecomers > 1) line += fmt::format(" ({} others tried later)", t.latecomers);
    lines.push_back(std::move(line));
    if (step.until.is_set())
        lines.push_back(fmt::format("to be touched before {}", time_words(step.until)));
}

void tell_released(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    const std::string holder = holder_words(step.user, step.partner);
    lines.push_back(is_own(step) ? fmt::format("released by {}{}", holder, remark_words(step))
                                 : fmt::format("released by {}, who took it from {}{}",
                                               actor_words(step), holder, remark_words(step)));
    add_lockout(step, lines);
    lines.push_back(to_words(step));
}

void tell_reassigned(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    if (step.asked == events::DeactivateUser::name || step.asked == events::DeactivatePartner::name)
        lines.push_back(
            fmt::format("passed on: {} was deactivated by {}",
                        step.asked == events::DeactivateUser::name ? "its owner" : "its partner",
                        actor_words(step)));
    else if (t.before == nullptr)
        lines.push_back(fmt::format("reassigned by {}", actor_words(step)));
    if (step.from_user.is_set()) lines.push_back(fmt::format("from user {}", step.from_user.text));
    tell_decision(t, lines);
    for (const Text cap : step.passed_caps)
        lines.push_back(fmt::format("by force: the cap \"{}\" is reached, and counts it too", cap));
    lines.push_back(given_words(step));
}

void tell_converted(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    std::string line =
        fmt::format("converted by {}: account {}", actor_words(step), step.account.text);
    if (step.contact.is_set()) line += fmt::format(", contact {}", step.contact.text);
    if (step.opportunity.is_set()) line += fmt::format(", opportunity {}", step.opportunity.text);
    lines.push_back(std::move(line));
}

void tell_opportunity(const Telling& t, Lines& lines) {
    std::string about;
    if (!t.step.title.empty()) about = fmt::format("\"{}\"", t.step.title);
    if (t.step.amount)
        about += fmt::format("{}{} {}", about.empty() ? "" : ", ", t.step.amount->amount,
                             t.step.amount->currency);
    lines.push_back(fmt::format("opportunity {} opened{}", t.step.opportunity.text,
                                about.empty() ? "" : " (" + about + ")"));
}

// What was asked, as a noun.
Text asked_words(Text command) {
    const std::pair<Text, Text> nouns[] = {{events::CreateLead::name, "creating it again"},
                                           {events::UpdateLead::name, "update"},
                                           {events::ChangeLeadStatus::name, "status change"},
                                           {events::ReopenLead::name, "reopening"},
                                           {events::AddLeadNote::name, "note"},
                                           {events::ClaimLead::name, "claim"},
                                           {events::ClaimLeads::name, "claim"},
                                           {events::ReleaseLead::name, "release"},
                                           {events::ReassignLead::name, "reassignment"},
                                           {events::AcceptOffer::name, "acceptance"},
                                           {events::DeclineOffer::name, "decline"},
                                           {events::ConvertLead::name, "conversion"},
                                           {events::RecordNotification::name, "notification"}};
    for (const auto& [name, noun] : nouns)
        if (name == command) return noun;
    return command;
}

void tell_refused(const Telling& t, Lines& lines) {
    const Step& step = t.step;
    const bool is_item = step.kind == events::LeadReassignmentRefused::kind;
    const std::string asked = step.duplicate.is_set()
                                  ? "inquiry " + std::string(step.duplicate.text)
                                  : std::string(asked_words(step.asked));
    std::string line = fmt::format("{} by {}", asked, actor_words(step));
    if (step.user.is_set() && !is_item && !is_own(step))
        line += fmt::format(" for user {}", step.user.text);
    lines.push_back(fmt::format("{} refused: {}", line, refusal_words(step.refused[0])));
}

void tell_merged(const Telling& t, Lines& lines) { lines = merged_words(t.step); }

struct Teller {
    events::EventKind kind;
    void (*tell)(const Telling&, Lines&);
};

const Teller tellers[] = {
    {events::LeadCreated::kind, tell_created},
    {events::LeadDetailsChanged::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format(
             "updated by {}: {}", actor_words(t.step),
             t.step.changed.empty() ? "nothing but the routing" : list_words(t.step.changed)));
         if (!t.step.status.empty())
             lines.push_back(
                 fmt::format("in the process of its new record type it is {}", t.step.status));
     }},
    {events::LeadStatusChanged::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("status {} -> {} by {}{}", t.step.from_status, t.step.status,
                                     actor_words(t.step), remark_words(t.step)));
     }},
    {events::LeadReopened::kind, tell_reopened},
    {events::LeadNoteAdded::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("note by {}{}", actor_words(t.step), remark_words(t.step)));
     }},
    {events::LeadQueued::kind, tell_routed},
    {events::LeadAssigned::kind, tell_routed},
    {events::LeadLeftWaiting::kind, tell_routed},
    {events::LeadScored::kind, tell_scored},
    {events::LeadFoundDuplicate::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(duplicate_words(t.step, t.lead.story.row.lead));
     }},
    {events::LeadAttached::kind,
     [](const Telling& t, Lines& lines) { lines = attached_words(t.step); }},
    {events::LeadsMerged::kind, tell_merged},
    {events::LeadMerged::kind, tell_merged},
    {events::LeadOffered::kind, tell_routed},
    {events::OfferAccepted::kind,
     [](const Telling& t, Lines& lines) { lines = answer_words(t.step); }},
    {events::OfferDeclined::kind,
     [](const Telling& t, Lines& lines) { lines = answer_words(t.step); }},
    {events::OfferExpired::kind,
     [](const Telling& t, Lines& lines) { lines = answer_words(t.step); }},
    {events::OfferWithdrawn::kind,
     [](const Telling& t, Lines& lines) { lines = answer_words(t.step); }},
    {events::LeadClaimed::kind, tell_claimed},
    {events::LeadReleased::kind, tell_released},
    {events::ClaimLapsed::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("the claim of {} lapsed: not touched in time",
                                     holder_words(t.step.user, t.step.partner)));
         add_lockout(t.step, lines);
         lines.push_back(to_words(t.step));
     }},
    {events::LeadReturned::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("returned: {} was deactivated by {}",
                                     holder_words(t.step.user, t.step.partner),
                                     actor_words(t.step)));
         lines.push_back(to_words(t.step));
     }},
    {events::LeadsReassigned::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(
             fmt::format("reassigned by {}{}", actor_words(t.step), remark_words(t.step)));
     }},
    {events::LeadReassigned::kind, tell_reassigned},
    {events::LeadConverted::kind, tell_converted},
    {events::AccountCreated::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("account {} created", t.step.account.text));
     }},
    {events::AccountFilled::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("account {} was there; its empty fields were filled",
                                     t.step.account.text));
     }},
    {events::ContactCreated::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("contact {} created", t.step.contact.text));
     }},
    {events::ContactFilled::kind,
     [](const Telling& t, Lines& lines) {
         lines.push_back(fmt::format("contact {} was there; its empty fields were filled",
                                     t.step.contact.text));
     }},
    {events::OpportunityCreated::kind, tell_opportunity},
    {events::NotificationRecorded::kind,
     [](const Telling& t, Lines& lines) { lines.push_back(notified_words(t.step)); }},
};

Lines lines_of(const Telling& telling) {
    Lines lines;
    if (!telling.step.refused.empty()) {
        tell_refused(telling, lines);
        return lines;
    }
    if (telling.step.deal.is_set()) return deal_step_words(telling.step);
    if (events::is_no_effect(telling.step.kind)) {
        lines.push_back(fmt::format("{} by {} changed nothing{}", asked_words(telling.step.asked),
                                    actor_words(telling.step), remark_words(telling.step)));
        return lines;
    }
    for (const Teller& teller : tellers)
        if (teller.kind == telling.step.kind) teller.tell(telling, lines);
    if (lines.empty()) lines.emplace_back(telling.step.name);
    return lines;
}

// How many claims came too late for the claim at `claim`.
std::size_t count_latecomers(List<Step> steps, std::size_t claim) {
    std::size_t count = 0;
    for (std::size_t i = claim + 1; i < steps.size(); ++i) {
        const Step& step = steps[i];
        if (step.kind == events::LeadClaimed::kind || step.kind == events::LeadReassigned::kind ||
            step.kind == events::LeadReleased::kind || step.kind == events::ClaimLapsed::kind ||
            step.kind == events::LeadReturned::kind) {
            break;
        }
        if (came_too_late(step)) ++count;
    }
    return count;
}

// Of one command: its events follow each other, but for the lead's match keys, which are no step;
// and none begins another command's.
bool joins(const Step& before, const Step& step) {
    if (step.position > before.position + 2 || step.asked != before.asked) return false;
    const bool is_found = step.kind == events::LeadFoundDuplicate::kind;
    const bool is_routed =
        step.kind == events::LeadQueued::kind || step.kind == events::LeadAssigned::kind ||
        step.kind == events::LeadOffered::kind || step.kind == events::LeadLeftWaiting::kind;
    if (before.kind == events::LeadCreated::kind ||
        before.kind == events::LeadDetailsChanged::kind ||
        before.kind == events::LeadReopened::kind)
        return is_routed || is_found || step.kind == events::LeadScored::kind;
    if (before.kind == events::LeadFoundDuplicate::kind)
        return is_routed || step.kind == events::LeadScored::kind;
    if (before.kind == events::LeadScored::kind)
        return is_routed || step.kind == events::LeadReassigned::kind;
    if (before.kind == events::OfferDeclined::kind || before.kind == events::OfferExpired::kind)
        return is_routed || step.kind == events::LeadScored::kind;
    if (before.kind == events::OfferWithdrawn::kind)
        return is_routed || step.kind == events::LeadScored::kind ||
               step.kind == events::LeadReassigned::kind;
    if (before.kind == events::LeadsReassigned::kind)
        return step.kind == events::LeadReassigned::kind ||
               step.kind == events::OfferWithdrawn::kind || step.kind == events::LeadScored::kind;
    return step.kind == events::AccountCreated::kind || step.kind == events::AccountFilled::kind ||
           step.kind == events::ContactCreated::kind || step.kind == events::ContactFilled::kind ||
           step.kind == events::OpportunityCreated::kind;
}

}  // namespace

std::vector<StoryStep> tell_story(const LeadAnswer& lead) {
    std::vector<StoryStep> story;
    const List<Step> steps = lead.story.steps;
    NearestEntries nearest_entries(lead);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool does_join = i > 0 && joins(steps[i - 1], steps[i]);
        Telling telling{lead, steps[i], does_join ? &steps[i - 1] : nullptr};
        if (steps[i].kind == events::LeadClaimed::kind)
            telling.latecomers = count_latecomers(steps, i);
        std::optional<NearestRow> nearest = nearest_entries.of(steps[i]);
        if (nearest) telling.nearest = &*nearest;
        story.push_back({&steps[i], nullptr, does_join, lines_of(telling), std::move(nearest)});
    }
    for (const DealRow& deal : lead.deals)
        story.push_back({nullptr, &deal, false, deal_words(deal)});
    for (const Step& step : lead.deal_steps)
        story.push_back({&step, nullptr, false, lines_of({lead, step, nullptr})});
    std::stable_sort(story.begin(), story.end(), [](const StoryStep& a, const StoryStep& b) {
        return a.position() < b.position();
    });
    return story;
}

}  // namespace leadline::projections
