// See sight.hpp.
#include "projections/sight.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/lead_fields.hpp"
#include "events/tier_limits.hpp"

namespace leadline::projections {

namespace {

template <class T>
bool has(const List<T>& items, const T& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

// Which fields of a lead are seen.
struct SeenFields {
    Sight sight = Sight::none;
    List<Text> visible{};  // of its queue; none: what is not personal

    [[nodiscard]] bool has(Text name) const {
        if (sight == Sight::none) return false;
        return sight == Sight::own || events::is_visible(name, visible);
    }
};

SeenFields fields_of(const Viewer& viewer, const LeadRow& lead) {
    SeenFields fields{sight_of(viewer, lead)};
    if (fields.sight == Sight::in_queue)
        fields.visible = viewer.queue(lead.queue)->definition.visible;
    return fields;
}

events::LeadDetails seen_details(const SeenFields& fields, const events::LeadDetails& details) {
    events::LeadDetails seen;
    seen.priority = details.priority;  // the order in which leads are claimed tells it anyhow
    const auto take = [&fields](Text name, auto& to, const auto& from) {
        if (fields.has(name)) to = from;
    };
    take("company", seen.company, details.company);
    take("address.country", seen.address.country, details.address.country);
    take("address.region", seen.address.region, details.address.region);
    take("address.city", seen.address.city, details.address.city);
    take("address.postal_code", seen.address.postal_code, details.address.postal_code);
    take("products", seen.products, details.products);
    take("source", seen.source, details.source);
    take("campaign", seen.campaign, details.campaign);
    take("revenue", seen.revenue, details.revenue);
    take("employees", seen.employees, details.employees);
    take("record_type", seen.record_type, details.record_type);
    return seen;
}

ShownPerson seen_person(const SeenFields& fields, const ShownPerson& shown) {
    ShownPerson seen;
    const events::LeadPerson& person = shown.person;
    bool is_any = false;
    const auto take = [&](Text name, auto& to, const auto& from) {
        if (!fields.has(name)) return;
        is_any = true;
        to = from;
    };
    take("contact.name", seen.person.contact.name, person.contact.name);
    take("contact.email", seen.person.contact.email, person.contact.email);
    take("contact.phone", seen.person.contact.phone, person.contact.phone);
    take("street", seen.person.street, person.street);
    take("text", seen.person.text, person.text);
    take("custom", seen.person.custom, person.custom);
    if (is_any) seen.shown = shown.shown;
    return seen;
}

List<Text> withheld_fields(const SeenFields& fields, events::Arena& memory) {
    std::vector<Text> names;
    const auto add = [&](std::span<const Text> some) {
        for (const Text name : some)
            if (!fields.has(name)) names.push_back(name);
    };
    add(events::business_lead_fields);
    add(events::personal_lead_fields);
    return kept(names, memory);
}

}  // namespace

bool Viewer::is_colleague(events::UserId id) const {
    return std::any_of(colleagues.begin(), colleagues.end(),
                       [id](const UserRow& row) { return row.user == id; });
}

const QueueRow* Viewer::queue(events::QueueId id) const {
    for (const QueueRow& row : queues)
        if (row.definition.queue == id) return &row;
    return nullptr;
}

std::string why_blind(const UserRow& user, const PartnerRow& partner) {
    if (user.status == UserStatus::deactivated) return "the user is deactivated";
    if (user.status != UserStatus::active || !user.first_login.is_set())
        return "no login of the user is recorded yet";
    if (partner.status == PartnerStatus::active) return {};
    return fmt::format("partner \"{}\" is not active: {}", partner.partner.text,
                       name_of(partner.status));
}

bool is_member(const UserRow& user, const PartnerRow& partner, const events::DefineQueue& queue) {
    return queue.everybody || has(queue.users, user.user) || has(queue.partners, partner.partner) ||
           has(queue.tiers, partner.tier);
}

Sight sight_of(const Viewer& viewer, const LeadRow& lead) {
    const bool is_ours = lead.partner == viewer.partner.partner;
    switch (lead.place) {
        case LeadPlace::owner:
            if (!is_ours || !lead.owner.is_set()) return Sight::none;
            return viewer.is_seller() && lead.owner != viewer.user.user ? Sight::none : Sight::own;
        case LeadPlace::offer:
            return is_ours && is_open(lead.status) ? Sight::offered : Sight::none;
        case LeadPlace::queue:
            return is_open(lead.status) && viewer.queue(lead.queue) != nullptr ? Sight::in_queue
                                                                               : Sight::none;
        case LeadPlace::waiting:
            break;
    }
    return Sight::none;
}

LeadRow seen_row(const Viewer& viewer, const LeadRow& lead) {
    const SeenFields fields = fields_of(viewer, lead);
    LeadRow seen;
    if (fields.sight == Sight::none) return seen;
    seen.lead = lead.lead;
    seen.status = lead.status;
    seen.place = lead.place;
    seen.since = lead.since;
    seen.created = lead.created;
    seen.details = seen_details(fields, lead.details);
    if (viewer.queue(lead.queue) != nullptr) seen.queue = lead.queue;
    if (fields.sight == Sight::in_queue) return seen;
    seen.partner = lead.partner;
    seen.expires_at = lead.expires_at;
    if (fields.sight == Sight::offered) return seen;
    seen.owner = lead.owner;
    seen.claimed = lead.claimed;
    seen.touch_by = lead.touch_by;
    seen.account = lead.account;
    seen.contact = lead.contact;
    seen.opportunity = lead.opportunity;
    seen.score = lead.score;
    seen.grade = lead.grade;
    seen.inquiries = lead.inquiries;
    return seen;
}

SeenLead seen_lead(const Viewer& viewer, const LeadAnswer& lead, events::Arena& memory) {
    const LeadStory& story = lead.story;
    const SeenFields fields = fields_of(viewer, story.row);
    SeenLead seen;
    seen.sight = fields.sight;
    if (fields.sight == Sight::none) return seen;
    seen.row = seen_row(viewer, story.row);
    seen.person = seen_person(fields, story.person);
    seen.withheld = withheld_fields(fields, memory);
    seen.steps = seen_steps(viewer, fields.sight, story.steps, memory);
    if (fields.sight != Sight::own) return seen;
    std::vector<DealRow> deals;
    for (const DealRow& deal : lead.deals)
        if (is_seen(viewer, deal)) deals.push_back(seen_deal(viewer, deal, memory).row);
    seen.deals = kept(deals, memory);
    return seen;
}

SeenQueue seen_queue(const Viewer& viewer, const QueueRow& queue) {
    const events::DefineQueue& definition = queue.definition;
    SeenQueue seen;
    seen.queue = definition.queue;
    seen.title = definition.title;
    seen.visible = definition.visible;
    if (seen.visible.empty())
        seen.visible = List<Text>(std::span<const Text>(events::business_lead_fields));
    seen.policy = definition.policy;
    for (const events::TierLimits& tier : definition.policy.tiers)
        if (tier.tier == viewer.partner.tier)
            seen.policy = events::policy_for_tier(definition.policy, tier);
    seen.policy.tiers = {};
    seen.leads = queue.leads;
    return seen;
}

bool is_seen(const Viewer& viewer, const DealRow& deal) {
    return deal.partner == viewer.partner.partner;
}

SeenDeal seen_deal(const Viewer& viewer, const DealRow& deal, events::Arena& memory) {
    SeenDeal seen;
    if (!is_seen(viewer, deal)) return seen;
    seen.conflicts = !deal.conflicts.empty();
    DealRow& row = seen.row;
    row.deal = deal.deal;
    row.status = deal.status;
    row.partner = deal.partner;
    if (viewer.is_colleague(deal.registered_by)) row.registered_by = deal.registered_by;
    row.account = deal.account;
    row.customer = deal.customer;
    row.domain = deal.domain;
    row.opportunity = deal.opportunity;
    row.products = deal.products;
    row.amount = deal.amount;
    row.expected_close = deal.expected_close;
    row.registered = deal.registered;
    row.position = deal.position;
    row.since = deal.since;
    row.protected_until = deal.protected_until;
    row.extensions = deal.extensions;
    row.amount_won = deal.amount_won;
    std::vector<DealStep> steps;
    for (const DealStep& step : deal.steps) {
        DealStep& told = steps.emplace_back();
        told.position = step.position;
        told.time = step.time;
        told.number = step.number;
        told.name = step.name;
        told.actor = seen_actor(viewer, step.actor);
        told.protected_until = step.protected_until;
        told.remark = step.remark;
    }
    row.steps = kept(steps, memory);
    return seen;
}

}  // namespace leadline::projections
