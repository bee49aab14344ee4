// JsonReader::settle: what a struct's fields say together, looked at once all of them are read. A
// rule is tested only where its own fields are sound, so that one mistake is named once.
#include <fmt/format.h>

#include <boost/unordered/unordered_flat_set.hpp>

#include "events/base/date.hpp"
#include "events/codec/json_reader.hpp"
#include "events/lead_fields.hpp"

namespace leadline::events {

namespace {

bool names_somebody(const Customer& customer) {
    return customer.account.is_set() || !customer.title.empty() || !customer.domain.empty();
}

}  // namespace

void JsonReader::settle(Money& money) {
    if (!sound({"amount", "currency"}) || money.amount.empty() || money.currency.empty()) return;
    if (const std::optional<std::int64_t> minor = minor_units(money.amount, money.currency)) {
        money.minor = *minor;
        return;
    }
    problem("amount",
            fmt::format("has more than {} digits behind the point, or is too large, for {}",
                        minor_digits(money.currency).value_or(0), money.currency));
}

void JsonReader::settle(const ReassignTarget& to) {
    const int named =
        int{to.user.is_set()} + int{to.queue.is_set()} + int{to.partner.is_set()} + int{to.rules};
    if (named != 1 && sound({"user", "queue", "partner", "rules"}))
        problem("must name exactly one of user, queue, partner or \"rules\": true");
}

void JsonReader::settle(const ReassignLead& command) {
    if (!sound({"lead", "leads"})) return;
    if (command.lead.is_set() == !command.leads.empty())
        problem("must name one lead (\"lead\") or a list of them (\"leads\")");
}

void JsonReader::settle(const StageRulesetPart& command) {
    if (sound({"number", "of"}) && command.number > command.of)
        problem("number", fmt::format("must be at most `of`, which is {}", command.of));
    if (errors_->empty() && body_in(*arena_, command.part).size() > ruleset_part_bytes_max)
        problem("part",
                fmt::format("is larger than {} bytes when encoded", ruleset_part_bytes_max));
}

void JsonReader::settle(const DefineQueue& command) {
    if (command.partners.size() + command.users.size() > queue_members_max)
        problem(fmt::format("names more than {} members", queue_members_max));
    for (const Text name : command.visible)
        if (!is_lead_field(name))
            problem("visible",
                    fmt::format("\"{}\" is no field of a lead that can be withheld", name));
}

void JsonReader::settle(const ClaimLead& command) {
    if (claimant_required_ && !command.user.is_set() && sound({"user"}))
        problem("user", "is missing: the actor is no partner user, so the claimant must be named");
}

void JsonReader::settle(const ClaimLeads& command) {
    if (claimant_required_ && !command.user.is_set() && sound({"user"}))
        problem("user", "is missing: the actor is no partner user, so the claimant must be named");
    if (!sound({"leads"})) return;
    if (command.leads.empty()) problem("leads", "names no lead");
    boost::unordered_flat_set<Text> seen;
    for (const LeadId lead : command.leads)
        if (!seen.insert(lead.text).second)
            return problem("leads", fmt::format("names {} twice", lead.text));
}

void JsonReader::settle(const OpenSpan& span) {
    if (sound({"weekday"}) && (span.weekday < 1 || span.weekday > 7))
        problem("weekday", "must be 1 (Monday) to 7 (Sunday)");
    if (sound({"from_min"}) && span.from_min >= day_minutes)
        problem("from_min", fmt::format("must be at most {}", day_minutes - 1));
    if (sound({"to_min"}) && span.to_min > day_minutes)
        problem("to_min", fmt::format("must be at most {}", day_minutes));
}

void JsonReader::settle(const Absence& absence) {
    if (sound({"from", "until"}) && absence.until.is_set() && absence.until <= absence.from)
        problem("until", "must be after `from`");
}

void JsonReader::settle(const OpeningHours& hours) {
    if (!sound({"holidays"})) return;
    const JsonStep list{at_, "holidays"};
    for (std::size_t i = 0; i < hours.holidays.size(); ++i) {
        if (parse_day(hours.holidays[i])) continue;
        const JsonStep item{&list, {}, i};
        at_ = &item;
        problem("must be a date, such as \"2026-12-25\"");
        at_ = list.up;
    }
}

// Who is named twice, or is no survivor, is refused by name where the leads are known.
void JsonReader::settle(const MergeLeads& command) {
    if (!sound({"leads"})) return;
    if (command.leads.size() < merged_leads_min || command.leads.size() > merged_leads_max)
        problem("leads",
                fmt::format("must name {} to {} leads", merged_leads_min, merged_leads_max));
}

void JsonReader::not_negative(const std::optional<Money>& amount) {
    if (sound({"amount"}) && amount && amount->minor < 0) problem("amount", "is less than nothing");
}

void JsonReader::settle(const UpdateOpportunity& command) { not_negative(command.amount); }
void JsonReader::settle(const WinDeal& command) { not_negative(command.amount); }

void JsonReader::settle(const RegisterDeal& command) {
    not_negative(command.amount);
    if (command.opportunity.is_set() || names_somebody(command.customer) ||
        !sound({"opportunity", "customer"})) {
        return;
    }
    problem("must name an opportunity, or a customer by account, domain or name");
}

// A part is made when nothing is wrong; an empty reason makes none.
void JsonReader::settle(const ExtendDeal& command) {
    if (errors_->empty() && !command.remark.is_set())
        problem("remark", "is empty: it says why the protection is extended");
}

void JsonReader::settle(const CheckCustomer& command) {
    if (sound({"customer"}) && !names_somebody(command.customer))
        problem("customer", "must be named by account, domain or name");
    if (sound({"products"}) && command.products.empty()) problem("products", "names no product");
}

void JsonReader::settle(const CreateOpportunity& command) {
    not_negative(command.amount);
    if (!sound({"customer"})) return;
    if (!command.customer.account.is_set() && command.customer.title.empty())
        problem("customer", "must be named by account or name");
}

void JsonReader::settle(const AddOpportunityNote& command) {
    if (sound({"remark"}) && !command.remark.is_set()) problem("remark", "is empty");
}

void JsonReader::settle(const ChangeOpportunityStatus& command) {
    not_negative(command.amount);
    if (!sound({"status"})) return;
    if (command.status == OpportunityStatus::returned && !command.remark.is_set() &&
        sound({"remark"}))
        problem("remark", "is missing: it says why the opportunity is returned");
    if (command.status != OpportunityStatus::purchased && command.amount)
        problem("amount", "is for \"purchased\" only");
}

}  // namespace leadline::events
