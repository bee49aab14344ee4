// Folds of conversions. Match keys are kept as they stand in the events; where two accounts have
// one name, or two contacts one e-mail, the key stays with the older.
#include "engine/core/evolve/touch.hpp"
#include "engine/core/match.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

void lead_to(const Fold& f, ColdTable<Match>& matches, const events::MatchKey& key, Text id) {
    const std::string bytes = match_key_bytes(key);
    if (bytes.empty() || matches.find(bytes) != nullptr) return;
    Match& match = matches.insert(bytes);
    match.of = id;
    f.state.touch(match);
}

template <class T>
Bytes body_of(const T& value) {
    Bytes body;
    events::write_body(body, value);
    return body;
}

void fill(Text& field, Text added) {
    if (!added.empty()) field = added;
}

}  // namespace

// Its owner has it among the open leads, from where it is taken.
bool fits(const Fold& f, const events::LeadConverted& e) {
    const Lead* lead = f.program->leads.find(e.asked.lead.text);
    return lead != nullptr && lead->place == Place::user && is_open(*lead) &&
           f.program->ruleset.statuses.find(e.status) &&
           f.program->users.at(lead->owner).id == e.owner.text;
}

void evolve(const Fold& f, const events::LeadConverted& e) {
    Lead& lead = *f.program->leads.find(e.asked.lead.text);
    drop_ended(lead, f.occurred.time);
    close_claim(f, lead);
    disown(f, lead);
    lead.status = f.program->ruleset.statuses.at(e.status);
    LeadKeys* keys = lead.has(LeadMark::keyed) ? f.program->lead_keys.find(lead.id) : nullptr;
    if (keys != nullptr) {  // inquiries that match it attach to what it became
        keys->opportunity = e.opportunity.text;
        f.state.touch(*keys);
    }
    f.state.touch(lead);
}

bool fits(const Fold& f, const events::AccountCreated& e) {
    return e.account.is_set() && f.program->accounts.find(e.account.text) == nullptr;
}

void evolve(const Fold& f, const events::AccountCreated& e) {
    Account& account = f.program->accounts.insert(e.account.text);
    account.title = e.title;
    account.address = body_of(e.address);
    lead_to(f, f.program->account_names, e.name_key, account.id);
    f.state.touch(account);
}

bool fits(const Fold& f, const events::AccountFilled& e) {
    return f.program->accounts.find(e.account.text) != nullptr;
}

void evolve(const Fold& f, const events::AccountFilled& e) {
    Account& account = *f.program->accounts.find(e.account.text);
    if (!e.title.empty()) account.title = e.title;
    lead_to(f, f.program->account_names, e.name_key, account.id);
    events::Arena arena;
    events::Address address;
    const Bytes before = account.address;
    const bool is_readable = events::read_body(BytesView(before), arena, address);
    ENSURE(is_readable);
    fill(address.country, e.address.country);
    fill(address.region, e.address.region);
    fill(address.city, e.address.city);
    fill(address.postal_code, e.address.postal_code);
    account.address = body_of(address);
    f.state.touch(account);
}

bool fits(const Fold& f, const events::ContactCreated& e) {
    return e.contact.is_set() && f.program->contacts.find(e.contact.text) == nullptr &&
           f.program->accounts.find(e.account.text) != nullptr;
}

void evolve(const Fold& f, const events::ContactCreated& e) {
    Contact& contact = f.program->contacts.insert(e.contact.text);
    contact.account = e.account.text;
    if (e.person.is_set()) contact.person = body_of(e.person);
    lead_to(f, f.program->contact_emails, e.email_key, contact.id);
    f.state.touch(contact);
}

bool fits(const Fold& f, const events::ContactFilled& e) {
    return f.program->contacts.find(e.contact.text) != nullptr && e.person.is_set();
}

void evolve(const Fold& f, const events::ContactFilled& e) {
    Contact& contact = *f.program->contacts.find(e.contact.text);
    contact.person = body_of(e.person);
    lead_to(f, f.program->contact_emails, e.email_key, contact.id);
    f.state.touch(contact);
}

}  // namespace leadline::engine
