// See conversion_plan.hpp.
#include "engine/core/decide/conversion_plan.hpp"

#include <algorithm>

#include "engine/core/decide/opportunity_rules.hpp"
#include "engine/core/match.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

using events::Address;
using events::ContactDetails;

namespace {

// "account-" and the lead's id; the lead's id alone where that would be too long for an id.
Text made_id(events::Arena& arena, Text prefix, Text lead) {
    if (prefix.size() + lead.size() > events::id_bytes_max) return lead;
    std::string id(prefix);
    id += lead;
    return arena.copy(id);
}

// ---- Keys.

MatchText company(Text title) { return {MatchField::company, title}; }
MatchText email(Text address) { return {MatchField::email, address}; }

events::MatchKey key_of(const Decision& d, const MatchText& said) {
    return match_key({d.program->id}, said, d.arena);
}

Text find(const Decision& d, const ColdTable<Match>& matches, const MatchText& said) {
    return find_match(matches, {d.program->id}, said, d.arena);
}

// ---- Filling: what `offered` has and `known` has not.

Text missing(Text known, Text offered) { return known.empty() ? offered : Text{}; }

bool is_at_odds(Text a, Text b) { return !a.empty() && !b.empty() && a != b; }

// An address is filled only by one that it agrees with: two places mixed would be a third.
Address missing(const Address& known, const Address& offered) {
    if (is_at_odds(known.country, offered.country) || is_at_odds(known.region, offered.region) ||
        is_at_odds(known.city, offered.city) ||
        is_at_odds(known.postal_code, offered.postal_code)) {
        return {};
    }
    return {missing(known.country, offered.country), missing(known.region, offered.region),
            missing(known.city, offered.city), missing(known.postal_code, offered.postal_code)};
}

Address address_of(const Account& account, events::Arena& arena) {
    Address address;
    if (account.address.empty()) return address;
    const bool is_readable = events::read_body(BytesView(account.address), arena, address);
    ENSURE(is_readable);
    return address;
}

// ---- The account.

void fill(const Decision& d, const Account& account, const events::LeadDetails& lead,
          ConversionPlan& plan) {
    events::AccountFilled filled{{account.id},
                                 missing(account.title, lead.company),
                                 {},
                                 missing(address_of(account, d.arena), lead.address)};
    if (filled.title.empty() && filled.address == Address{}) return;
    filled.name_key = key_of(d, company(filled.title));
    plan.account_filled = filled;
}

void plan_account(const Decision& d, const events::ConvertLead& c, const LeadFacts& lead,
                  ConversionPlan& plan) {
    const AccountPlan found = engine::plan_account(
        d, {c.account, lead.details.company, lead.lead.text, lead.details.address});
    plan.account = found.account;
    plan.account_created = found.created;
    plan.refusal = found.refusal;
    const Account* account = d.program->accounts.find(plan.account.text);
    if (account != nullptr && !plan.refusal) fill(d, *account, lead.details, plan);
}

// ---- The contact.

events::Part<ContactDetails> part_of(const Decision& d, Text contact,
                                     const ContactDetails& details) {
    if (details == ContactDetails{}) return {};
    return {contact, events::Sealing::plain, 0, events::body_in(d.arena, details)};
}

// None when the part is sealed: then nothing can be said about what is empty in it.
std::optional<ContactDetails> opened(const Contact& contact, events::Arena& arena) {
    ContactDetails details;
    if (contact.person.empty()) return details;
    events::Part<ContactDetails> part;
    const bool is_readable = events::read_body(BytesView(contact.person), arena, part);
    ENSURE(is_readable);
    if (part.sealing != events::Sealing::plain || !events::read_body(part.bytes, arena, details))
        return std::nullopt;
    return details;
}

void fill(const Decision& d, const Contact& contact, const ContactDetails& offered,
          ConversionPlan& plan) {
    const std::optional<ContactDetails> known = opened(contact, d.arena);
    if (!known) return;
    const ContactDetails added{missing(known->name, offered.name),
                               missing(known->email, offered.email),
                               missing(known->phone, offered.phone)};
    if (added == ContactDetails{}) return;
    const auto either = [](Text a, Text b) { return a.empty() ? b : a; };
    const ContactDetails whole{either(known->name, added.name), either(known->email, added.email),
                               either(known->phone, added.phone)};
    plan.contact_filled = events::ContactFilled{
        {contact.id}, key_of(d, email(added.email)), part_of(d, contact.id, whole)};
}

void plan_contact(const Decision& d, const events::ConvertLead& c, const LeadFacts& lead,
                  ConversionPlan& plan) {
    const Program& p = *d.program;
    const ContactDetails& said = lead.person.contact;
    const Contact* contact = p.contacts.find(c.contact.text);
    if (!c.contact.is_set()) {
        contact = p.contacts.find(find(d, p.contact_emails, email(said.email)));
    }
    if (contact != nullptr) {
        plan.contact = {contact->id};
        return fill(d, *contact, said, plan);
    }
    plan.contact = c.contact;
    if (!c.contact.is_set()) {
        if (said == ContactDetails{}) return;
        plan.contact = {made_id(d.arena, "contact-", lead.lead.text)};
    }
    if (p.contacts.find(plan.contact.text) != nullptr) {
        plan.refusal = because(Reason::contact_already_exists,
                               {.about = {SubjectKind::contact, plan.contact.text}});
        return;
    }
    plan.contact_created =
        events::ContactCreated{plan.contact, plan.account, key_of(d, email(said.email)),
                               part_of(d, plan.contact.text, said)};
}

// ---- The opportunity: always a new one.

void plan_opportunity(const Decision& d, const events::ConvertLead& c, const LeadFacts& lead,
                      ConversionPlan& plan) {
    if (!c.opportunity) return;
    plan.opportunity = c.opportunity->opportunity;
    if (!plan.opportunity.is_set())
        plan.opportunity = {made_id(d.arena, "opportunity-", lead.lead.text)};
    if (d.program->opportunities.find(plan.opportunity.text) != nullptr) {
        plan.refusal = because(Reason::opportunity_already_exists,
                               {.about = {SubjectKind::opportunity, plan.opportunity.text}});
        return;
    }
    events::OpportunityCreated& created = plan.opportunity_created.emplace();
    created.opportunity = plan.opportunity;
    created.account = plan.account;
    created.contact = plan.contact;
    created.lead = lead.lead;
    created.stage = stages_of(*d.program).names.front();
    created.topic = c.opportunity->topic;
    created.amount = c.opportunity->amount;
    created.expected_close = c.opportunity->expected_close;
    created.products = lead.details.products;
}

}  // namespace

AccountPlan plan_account(const Decision& d, const AccountWanted& wanted) {
    const Program& p = *d.program;
    const Account* account = p.accounts.find(wanted.named.text);
    if (!wanted.named.is_set())
        account = p.accounts.find(find(d, p.account_names, company(wanted.title)));
    if (account != nullptr) return {{account->id}, {}, {}};
    AccountPlan plan;
    plan.account = wanted.named;
    if (!wanted.named.is_set()) plan.account = {made_id(d.arena, "account-", wanted.made_from)};
    if (p.accounts.find(plan.account.text) != nullptr) {
        plan.refusal = because(Reason::account_already_exists,
                               {.about = {SubjectKind::account, plan.account.text}});
        return plan;
    }
    plan.created = events::AccountCreated{plan.account, wanted.title,
                                          key_of(d, company(wanted.title)), wanted.address};
    return plan;
}

ConversionPlan plan_conversion(const Decision& d, const events::ConvertLead& c,
                               const LeadFacts& lead) {
    ConversionPlan plan;
    plan_account(d, c, lead, plan);
    if (!plan.refusal) plan_contact(d, c, lead, plan);
    if (!plan.refusal) plan_opportunity(d, c, lead, plan);
    return plan;
}

}  // namespace leadline::engine
