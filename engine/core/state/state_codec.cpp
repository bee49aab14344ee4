// See state_codec.hpp. One `visit` per record serves writing and reading: the archive decides.
// References to resident things are written as ids, never as indexes.
#include "engine/core/state/state_codec.hpp"

#include "engine/core/state/state_archive.hpp"

namespace leadline::engine {

namespace {

// R is `Record` for reading and `const Record` for writing.
template <class Archive, class R>
void visit_settings(Archive& ar, R& r) {
    ar(r.title), ar(r.repeat_window), ar(r.protection), ar(r.created), ar(r.published);
}
template <class Archive, class R>
void visit_ruleset(Archive& ar, R& r) {
    ar(r.version);
    ar.list(r.parts, ar);
    for (auto& names : r.statuses.names()) ar.list(names, ar);
}
template <class Archive, class R>
void visit_staging(Archive& ar, R& r) {
    ar(r.name);
    ar.list(r.parts, ar);
}
template <class Archive, class R>
void visit_counters(Archive& ar, R& r) {
    ar(r.leads), ar(r.deals), ar(r.opportunities);
}
template <class Archive, class R>
void visit_queue(Archive& ar, R& r) {
    ar(r.definition);
}
template <class Archive, class R>
void visit_partner(Archive& ar, R& r) {
    ar(r.status), ar(r.title), ar(r.channel_manager), ar(r.tier);
    ar(r.capacity), ar(r.offered), ar(r.opportunities), ar(r.hours.written);
}
template <class Archive, class R>
void visit_user(Archive& ar, R& r) {
    ar.reference(ar.program().partners, r.partner);
    ar(r.role), ar(r.status), ar(r.has_logged_in), ar(r.person), ar(r.open_leads),
        ar(r.hours.written);
}
template <class Archive, class R>
void visit_rotation(Archive& ar, R& r) {
    ar(r.is_pool);
    ar.list(r.seats, [&ar](auto& seat) { ar(seat.member), ar(seat.weight), ar(seat.credit); });
}
template <class Archive, class R>
void visit_claim_counter(Archive& ar, R& r) {
    ar(r.open), ar(r.last_claim);
    ar.list(r.counts_until, ar);
}
template <class Archive, class R>
void visit_cap_counter(Archive& ar, R& r) {
    ar.list(r.count.endings(), [&ar](auto& ending) { ar(ending.until), ar(ending.count); });
}
template <class Archive, class R>
void visit_backlog(Archive& ar, R& r) {
    ar(r.version), ar(r.rule), ar(r.leads), ar(r.due);
}
template <class Archive, class R>
void visit_past(Archive& ar, R& r) {
    const Program& p = ar.program();
    ar.list(r.lockouts, [&ar, &p](auto& lockout) {
        ar.reference(p.partners, lockout.partner);
        ar(lockout.until);
    });
    ar.list(r.declined_by, [&ar, &p](auto& partner) { ar.reference(p.partners, partner); });
    ar(r.offered_by_version), ar(r.offered_by), ar(r.offers), ar(r.merged_into);
}
template <class Archive, class R>
void visit_lead(Archive& ar, R& r) {
    const Program& p = ar.program();
    ar(r.ordinal), ar(r.priority), ar(r.status), ar(r.place), ar(r.marks);
    if (r.has(LeadMark::backlogged))
        ar.reference(p.backlogs, r.queue);
    else
        ar.reference(p.queues, r.queue);
    if (r.place == Place::offer)
        ar.reference(p.partners, r.owner);
    else
        ar.reference(p.users, r.owner);
    ar(r.claimed), ar(r.scored_by), ar(r.since), ar(r.due);
    ar.rare(r.past, [&ar](auto& past) { visit_past(ar, past); });
    ar(r.details);
}
template <class Archive, class R>
void visit_account(Archive& ar, R& r) {
    ar(r.title), ar(r.address);
}
template <class Archive, class R>
void visit_contact(Archive& ar, R& r) {
    ar(r.account), ar(r.person);
}
template <class Archive, class R>
void visit_match(Archive& ar, R& r) {
    ar(r.of);
}
template <class Archive, class R>
void visit_customer(Archive& ar, R& r) {
    ar.list(r.deals, [&ar](auto& standing) { ar(standing.ordinal), ar(standing.deal); });
}
template <class Archive, class R>
void visit_leads_of_key(Archive& ar, R& r) {
    ar.list(r.leads, [&ar](auto& each) { ar(each.ordinal), ar(each.since), ar(each.lead); });
}
template <class Archive, class R>
void visit_lead_keys(Archive& ar, R& r) {
    ar(r.since);
    ar.list(r.keys, ar), ar.list(r.inherited, ar);
    ar(r.duplicate_of), ar(r.opportunity);
}
template <class Archive, class R>
void visit_opportunity(Archive& ar, R& r) {
    const Program& p = ar.program();
    ar(r.ordinal), ar(r.account), ar(r.contact), ar(r.lead), ar(r.status), ar(r.by_partner);
    ar.reference(p.users, r.owner);
    ar.reference(p.partners, r.partner);
    ar(r.stage), ar(r.topic), ar(r.amount_minor), ar(r.amount), ar(r.currency);
    ar(r.expected_close);
    ar.list(r.products, ar);
    ar(r.due);
    ar.list(r.collaborators, [&ar, &p](auto& partner) { ar.reference(p.partners, partner); });
}
template <class Archive, class R>
void visit_deal(Archive& ar, R& r) {
    const Program& p = ar.program();
    ar(r.ordinal);
    ar.reference(p.partners, r.partner);
    ar.reference(p.users, r.registered_by);
    ar(r.opportunity), ar(r.status), ar(r.customer_key);
    ar.list(r.products, ar);
    ar(r.protected_until), ar(r.extensions);
}

template <class Record, class E>
auto& as(E& entry) {
    if constexpr (std::is_const_v<E>)
        return static_cast<const Record&>(entry);
    else
        return static_cast<Record&>(entry);
}

// The one list of tables and visits.
template <class Archive, class E>
void visit_entry(Archive& ar, E& entry) {
    switch (entry.table) {
        case TableKind::program:
            return visit_settings(ar, as<Settings>(entry));
        case TableKind::ruleset:
            return visit_ruleset(ar, as<Ruleset>(entry));
        case TableKind::staging:
            return visit_staging(ar, as<Staging>(entry));
        case TableKind::counters:
            return visit_counters(ar, as<Counters>(entry));
        case TableKind::queue:
            return visit_queue(ar, as<Queue>(entry));
        case TableKind::partner:
            return visit_partner(ar, as<Partner>(entry));
        case TableKind::user:
            return visit_user(ar, as<User>(entry));
        case TableKind::rotation:
            return visit_rotation(ar, as<Rotation>(entry));
        case TableKind::claim_counter:
            return visit_claim_counter(ar, as<ClaimCounter>(entry));
        case TableKind::cap_counter:
            return visit_cap_counter(ar, as<CapCounter>(entry));
        case TableKind::backlog:
            return visit_backlog(ar, as<Backlog>(entry));
        case TableKind::account:
            return visit_account(ar, as<Account>(entry));
        case TableKind::contact:
            return visit_contact(ar, as<Contact>(entry));
        case TableKind::opportunity:
            return visit_opportunity(ar, as<Opportunity>(entry));
        case TableKind::lead:
            return visit_lead(ar, as<Lead>(entry));
        case TableKind::deal:
            return visit_deal(ar, as<Deal>(entry));
        case TableKind::account_name:
        case TableKind::contact_email:
            return visit_match(ar, as<Match>(entry));
        case TableKind::customer:
            return visit_customer(ar, as<Customer>(entry));
        case TableKind::leads_of_key:
            return visit_leads_of_key(ar, as<LeadsOfKey>(entry));
        case TableKind::lead_keys:
            return visit_lead_keys(ar, as<LeadKeys>(entry));
        case TableKind::queue_place:
        case TableKind::timer:
        case TableKind::leads_of_user:
        case TableKind::deals_of_partner:
        case TableKind::offers_of_partner:
        case TableKind::opportunities_of_user:
        case TableKind::opportunities_of_partner:
        case TableKind::backlog_place:
            break;  // no entries
    }
}

bool is_absent(const Entry& entry) {
    if (entry.table == TableKind::staging) return static_cast<const Staging&>(entry).name.empty();
    if (entry.table == TableKind::rotation)
        return static_cast<const Rotation&>(entry).seats.empty();
    if (entry.table == TableKind::customer)
        return static_cast<const Customer&>(entry).deals.empty();
    if (entry.table == TableKind::leads_of_key)
        return static_cast<const LeadsOfKey&>(entry).leads.empty();
    if (entry.table == TableKind::cap_counter)
        return static_cast<const CapCounter&>(entry).count.endings().empty();
    if (entry.table == TableKind::backlog) return static_cast<const Backlog&>(entry).leads == 0;
    return false;
}

Entry* find_or_insert(Program& p, const EntryKey& key) {
    switch (key.table) {
        case TableKind::program:
            return &p.settings;
        case TableKind::ruleset:
            return &p.ruleset;
        case TableKind::staging:
            return &p.staging;
        case TableKind::counters:
            return &p.counters;
        case TableKind::queue:
            return p.queues.find(key.id) == nullptr ? &p.add_queue(key.id, false) : nullptr;
        case TableKind::partner:
            return p.partners.find(key.id) == nullptr ? &p.add_partner(key.id) : nullptr;
        case TableKind::user:
            return p.users.find(key.id) == nullptr ? &p.add_user(key.id) : nullptr;
        case TableKind::rotation:
            return p.rotations.find(key.id) == nullptr ? &p.rotations.insert(key.id) : nullptr;
        case TableKind::claim_counter:
            return p.claim_counter(key.id);
        case TableKind::cap_counter:
            return p.cap_counters.find(key.id) == nullptr ? &p.cap_counters.insert(key.id)
                                                          : nullptr;
        case TableKind::backlog:
            return p.backlogs.find(key.id) == nullptr ? &p.add_backlog(key.id, false) : nullptr;
        case TableKind::account:
        case TableKind::contact:
        case TableKind::opportunity:
        case TableKind::lead:
        case TableKind::deal:
        case TableKind::account_name:
        case TableKind::contact_email:
        case TableKind::customer:
        case TableKind::leads_of_key:
        case TableKind::lead_keys:
        case TableKind::queue_place:
        case TableKind::timer:
        case TableKind::leads_of_user:
        case TableKind::deals_of_partner:
        case TableKind::offers_of_partner:
        case TableKind::opportunities_of_user:
        case TableKind::opportunities_of_partner:
        case TableKind::backlog_place:
            break;  // not resident
    }
    return nullptr;
}

}  // namespace

void append_entry_value(Bytes& value, const Entry& entry) {
    if (is_absent(entry)) return;
    StateWriter writer(value, *entry.program);
    visit_entry(writer, entry);
}

Entry* load_entry(Program& program, const EntryKey& key, BytesView value) {
    Entry* entry = find_or_insert(program, key);
    if (entry == nullptr) return nullptr;
    return read_entry_value(*entry, value) ? entry : nullptr;
}

bool read_entry_value(Entry& entry, BytesView value) {
    StateReader reader(value, *entry.program);
    visit_entry(reader, entry);
    return reader.done();
}

}  // namespace leadline::engine
