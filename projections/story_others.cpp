// See story.hpp: what a lead has to do with others: its deals, its duplicates, inquiries attached.
#include <fmt/format.h>

#include "events/kinds.hpp"
#include "projections/story.hpp"

namespace leadline::projections {

namespace {

using Lines = std::vector<std::string>;

}  // namespace

std::string list_words(List<Text> items) {
    std::string text;
    for (const Text item : items) text += fmt::format("{}{}", text.empty() ? "" : ", ", item);
    return text;
}

// "same email; same company and postal code".
std::string matched_words(List<events::MatchRule> matched) {
    std::string text;
    for (const events::MatchRule& rule : matched)
        text += (text.empty() ? "" : "; ") + matched_words(rule.fields);
    return text;
}

std::string matched_words(List<events::MatchField> fields) {
    std::string text = "same ";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) text += i + 1 == fields.size() ? " and " : ", ";
        text += spaced(name_of(fields[i]));
    }
    return text;
}

std::string duplicate_words(const Step& step, events::LeadId self) {
    const std::string matched = matched_words(step.matched);
    if (self == step.original)
        return fmt::format("lead {} was found to be a duplicate of it ({})", step.duplicate.text,
                           matched);
    return fmt::format("found to be a duplicate of lead {} ({})", step.original.text, matched);
}

Lines attached_words(const Step& step) {
    Lines lines;
    std::string to = "attached";
    if (step.opportunity.is_set()) to += fmt::format(" to opportunity {}", step.opportunity.text);
    lines.push_back(fmt::format("inquiry {} by {} {} ({}){}", step.duplicate.text,
                                actor_words(step), to, matched_words(step.matched),
                                remark_words(step)));
    std::string from;
    const events::ContactDetails& who = step.inquirer;
    for (const Text said : {who.name, who.email, who.phone})
        if (!said.empty()) from += fmt::format("{}{}", from.empty() ? "" : ", ", said);
    if (!from.empty()) lines.push_back("from " + from);
    if (!step.source.empty()) lines.push_back(fmt::format("source {}", step.source));
    if (!step.campaign.empty()) lines.push_back(fmt::format("campaign {}", step.campaign));
    return lines;
}

Lines merged_words(const Step& step) {
    if (step.survivor.is_set()) {
        Lines lines{
            fmt::format("merged into lead {} by {}", step.survivor.text, actor_words(step))};
        if (step.from_user.is_set())
            lines.push_back(fmt::format("user {} has it no longer", step.from_user.text));
        return lines;
    }
    std::string leads;
    for (const events::LeadId lead : step.merged)
        leads += fmt::format("{}{}", leads.empty() ? "" : ", ", lead.text);
    Lines lines{
        fmt::format("merged with {} by {}{}", leads, actor_words(step), remark_words(step))};
    for (const events::FilledField& each : step.filled)
        lines.push_back(fmt::format("{} filled from lead {}", each.name, each.from.text));
    return lines;
}

Lines deal_step_words(const Step& step) {
    const std::string deal = fmt::format("deal {}", step.deal.text);
    const std::string by = fmt::format(" by {}{}", actor_words(step), remark_words(step));
    if (step.kind == events::DealApproved::kind) {
        const std::string who =
            step.ruleset_version ? fmt::format(" by ruleset {}", *step.ruleset_version) : by;
        return {
            fmt::format("{} approved{}, protected until {}", deal, who, time_words(step.until))};
    }
    if (step.kind == events::DealExtended::kind)
        return {
            fmt::format("{} extended, protected until {},{}", deal, time_words(step.until), by)};
    if (step.kind == events::DealRejected::kind) return {deal + " rejected" + by};
    if (step.kind == events::DealWithdrawn::kind) return {deal + " withdrawn" + by};
    if (step.kind == events::DealCancelled::kind) return {deal + " cancelled" + by};
    if (step.kind == events::DealWon::kind) {
        if (!step.amount) return {deal + " won" + by};
        return {
            fmt::format("{} won, {} {},{}", deal, step.amount->amount, step.amount->currency, by)};
    }
    if (step.kind == events::DealProtectionEnded::kind)
        return {deal + " expired: its protection ended"};
    const bool is_cancelled = step.kind == events::ApprovedDealCancelled::kind;
    return {fmt::format("{} {}: partner {} was deactivated{}", deal,
                        is_cancelled ? "cancelled" : "withdrawn", step.partner.text, by)};
}

Lines deal_words(const DealRow& deal) {
    Lines lines;
    std::string line = fmt::format("deal {} registered", deal.deal.text);
    if (deal.registered_by.is_set()) line += fmt::format(" by user {}", deal.registered_by.text);
    line += fmt::format(" for partner {}", deal.partner.text);
    if (!deal.products.empty()) line += fmt::format(" (products {})", list_words(deal.products));
    lines.push_back(std::move(line));
    std::string conflicts;
    for (const events::DealId id : deal.conflicts)
        conflicts += fmt::format("{}{}", conflicts.empty() ? "" : ", ", id.text);
    if (!conflicts.empty())
        lines.push_back(fmt::format("earlier registrations stood in its way: {}", conflicts));
    if (deal.status == DealStatus::pending) lines.emplace_back("pending");
    return lines;
}

// Whoever is no partner user is one of the vendor's people, or of its systems.
std::string notified_words(const Step& step) {
    const events::RecordNotification& told = step.notified[0];
    const std::string whom =
        told.user.is_set() ? holder_words(told.user, told.partner) : std::string("the vendor");
    std::string line =
        fmt::format("{} of position {}: {} told by {}: {}", told.event, told.event_position, whom,
                    name_of(told.channel), name_of(told.result));
    if (!told.problem.empty()) line += fmt::format(" ({})", told.problem);
    return line;
}

std::string to_words(const Step& step) {
    if (step.queue.is_set()) return fmt::format("-> queue {}", step.queue.text);
    return "-> waits";
}

std::string given_words(const Step& step) {
    if (step.user.is_set()) return "-> " + holder_words(step.user, step.partner);
    if (!step.partner.is_set()) return to_words(step);
    std::string text = fmt::format("-> offered to partner {}", step.partner.text);
    if (step.until.is_set())
        text += fmt::format(", who has until {} to answer", time_words(step.until));
    return text;
}

Lines answer_words(const Step& step) {
    if (step.kind == events::OfferAccepted::kind)
        return {"the offer was accepted by " + actor_words(step),
                "-> " + holder_words(step.user, step.partner)};
    if (step.kind == events::OfferDeclined::kind)
        return {fmt::format("the offer was declined for partner {} by {}{}", step.partner.text,
                            actor_words(step), remark_words(step))};
    if (step.kind == events::OfferExpired::kind)
        return {fmt::format("partner {} did not answer the offer in time", step.partner.text)};
    return {fmt::format("the offer to partner {} was withdrawn", step.partner.text)};
}

std::string standing_words(const LeadRow& row) {
    std::string where;
    if (row.merged_into.is_set()) {
        where = fmt::format("into lead {}", row.merged_into.text);
    } else if (row.place == LeadPlace::owner) {
        where = "with " + holder_words(row.owner, row.partner);
    } else if (row.place == LeadPlace::queue) {
        where = fmt::format("in queue {}", row.queue.text);
    } else if (row.place == LeadPlace::offer) {
        where = fmt::format("offered to partner {}", row.partner.text);
    } else {
        where = "waiting";
    }
    return fmt::format("{}; {} since {}", row.status.name, where, time_words(row.since));
}

}  // namespace leadline::projections
