// See program.hpp.
#include "engine/core/state/program.hpp"

#include "engine/core/routing/compiled_ruleset.hpp"
#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

namespace {

std::uint64_t hash_of(ClaimHolder of) {
    const std::uint64_t number = (std::uint64_t{of.queue} << 33U) ^
                                 (std::uint64_t{of.holder} << 1U) ^ (of.is_partner ? 1U : 0U);
    return engine::hash_of(number);
}

}  // namespace

Program::Program(Text program_id, StateMemory& memory, bool is_new)
    : id(program_id),
      leads(TableKind::lead, *this, memory),
      accounts(TableKind::account, *this, memory),
      contacts(TableKind::contact, *this, memory),
      opportunities(TableKind::opportunity, *this, memory),
      deals(TableKind::deal, *this, memory),
      account_names(TableKind::account_name, *this, memory),
      contact_emails(TableKind::contact_email, *this, memory),
      customers(TableKind::customer, *this, memory),
      leads_of_keys(TableKind::leads_of_key, *this, memory),
      lead_keys(TableKind::lead_keys, *this, memory),
      memory_(&memory) {
    if (!is_new) for_each_cold([](auto& table) { table.open(); });

    const auto single = [this](Entry& entry, TableKind table) {
        entry.program = this;
        entry.table = table;
    };
    single(settings, TableKind::program);
    single(ruleset, TableKind::ruleset);
    single(staging, TableKind::staging);
    single(counters, TableKind::counters);
}

Program::~Program() = default;

Queue& Program::add_queue(Text queue_id, bool is_new) {
    Queue& queue = queues.insert(queue_id);
    std::string prefix;
    append_sub_key(prefix, TableKind::queue_place, id, queue_id);
    queue.order.open(*memory_, std::move(prefix), is_new);
    return queue;
}

bool Program::is_whole() const {
    return leads.is_whole() && accounts.is_whole() && contacts.is_whole() &&
           opportunities.is_whole() && deals.is_whole() && leads_of_keys.is_whole() &&
           lead_keys.is_whole();
}

// A lead that memory has forgotten was written, and its place with it.
const Lead* Program::lead_at(const QueueOrder& order, const QueuePlace& place,
                             const QueuedLead& there) const {
    const Lead* lead = leads.guess(there.index);
    if (lead != nullptr && lead->ordinal == place.ordinal) return lead;
    const Text read = there.id.text();
    return leads.find(read.empty() ? Text(order.text_at(place)) : read);
}

Partner& Program::add_partner(Text partner_id) {
    Partner& partner = partners.insert(partner_id);
    std::string prefix;
    append_sub_key(prefix, TableKind::deals_of_partner, id, partner_id);
    partner.standing_deals.open(*memory_, std::move(prefix));
    prefix.clear();
    append_sub_key(prefix, TableKind::offers_of_partner, id, partner_id);
    partner.offers.open(*memory_, std::move(prefix));
    prefix.clear();
    append_sub_key(prefix, TableKind::opportunities_of_partner, id, partner_id);
    partner.deliveries.open(*memory_, std::move(prefix));
    return partner;
}

User& Program::add_user(Text user_id) {
    User& user = users.insert(user_id);
    std::string prefix;
    append_sub_key(prefix, TableKind::leads_of_user, id, user_id);
    user.leads.open(*memory_, std::move(prefix));
    prefix.clear();
    append_sub_key(prefix, TableKind::opportunities_of_user, id, user_id);
    user.opportunities.open(*memory_, std::move(prefix));
    return user;
}

Backlog& Program::add_backlog(Text backlog_id, bool is_new) {
    Backlog& backlog = backlogs.insert(backlog_id);
    std::string prefix;
    append_sub_key(prefix, TableKind::backlog_place, id, backlog_id);
    backlog.order.open(*memory_, std::move(prefix), is_new);
    return backlog;
}

const ClaimCounter* Program::claims_of_user(Index queue, Index user) const {
    return find_counter({queue, user, false});
}

const ClaimCounter* Program::claims_of_partner(Index queue, Index partner) const {
    return find_counter({queue, partner, true});
}

ClaimCounter& Program::claims_of_user(Index queue, Index user) {
    return counter({queue, user, false});
}

ClaimCounter& Program::claims_of_partner(Index queue, Index partner) {
    return counter({queue, partner, true});
}

void Program::prefetch_counter_index(Index queue, const User& user) const {
    claim_counter_by_holder_.prefetch(hash_of({queue, user.index, false}));
    claim_counter_by_holder_.prefetch(hash_of({queue, user.partner, true}));
}

void Program::prefetch_counters(Index queue, const User& user) const {
    const HashIndex& index = claim_counter_by_holder_;
    ask_for(claim_counters_, index.guess(hash_of({queue, user.index, false})));
    ask_for(claim_counters_, index.guess(hash_of({queue, user.partner, true})));
}

const ClaimCounter* Program::find_counter(ClaimHolder of) const {
    const Index found = claim_counter_by_holder_.find(
        hash_of(of), [&](Index index) { return claim_counters_[index].of == of; });
    return found == no_index ? nullptr : &claim_counters_[found];
}

// The id is the queue's length in two bytes, the queue, 'u' or 'p', and the holder.
ClaimCounter& Program::counter(ClaimHolder of) {
    if (const ClaimCounter* found = find_counter(of)) return claim_counters_[found->index];
    ClaimCounter& made = claim_counters_.add();
    const std::string& queue_id = queues.at(of.queue).id;
    made.id.push_back(static_cast<char>(queue_id.size() >> 8U));
    made.id.push_back(static_cast<char>(queue_id.size() & 0xFFU));
    made.id += queue_id;
    made.id += of.is_partner ? 'p' : 'u';
    made.id += of.is_partner ? partners.at(of.holder).id : users.at(of.holder).id;
    made.program = this;
    made.table = TableKind::claim_counter;
    made.index = static_cast<Index>(claim_counters_.size() - 1);
    made.of = of;
    claim_counter_by_holder_.add(hash_of(of), made.index);
    return made;
}

ClaimCounter* Program::claim_counter(Text entry_id) {
    if (entry_id.size() < 3) return nullptr;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(entry_id[i]); };
    const std::size_t size = (std::size_t{byte(0)} << 8U) | byte(1);
    if (entry_id.size() < 3 + size) return nullptr;
    const Queue* queue = queues.find(entry_id.substr(2, size));
    const bool is_partner = entry_id[2 + size] == 'p';
    const Text holder_id = entry_id.substr(3 + size);
    const Partner* partner = is_partner ? partners.find(holder_id) : nullptr;
    const User* user = is_partner ? nullptr : users.find(holder_id);
    if (queue == nullptr || (partner == nullptr && user == nullptr)) return nullptr;
    return &counter({queue->index, is_partner ? partner->index : user->index, is_partner});
}

}  // namespace leadline::engine
