// See fetch.hpp.
#include "engine/core/fetch.hpp"

#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/duplicates.hpp"
#include "engine/core/routing/route.hpp"
#include "events/codec/event_codec.hpp"

namespace leadline::engine {

namespace {

constexpr std::size_t timers_at_once = 1'024;

bool finds_duplicates(const Program& p) {
    const CompiledRuleset* ruleset = ruleset_in_force(p);
    return ruleset != nullptr && ruleset->duplicates();
}

}  // namespace

template <class Record>
void Fetch::want(const ColdTable<Record>& table, Text id) {
    if (id.empty() || !table.must_read(id)) return;
    table.append_key(keys_, id);
    wanted_.push_back({&table,
                       [](const ColdTableBase& t, Text of, BytesView value) {
                           static_cast<const ColdTable<Record>&>(t).take(of, value);
                       },
                       arena_.copy(id), keys_.size()});
}

// By the names of the fields, which mean the same in every command.
template <class Command>
void Fetch::name(const Program& p, const Command& c) {
    if constexpr (requires { c.lead.text; }) want(p.leads, c.lead.text);
    if constexpr (requires { c.leads.begin(); })
        for (const auto& lead : c.leads) want(p.leads, lead.text);
    if constexpr (requires { c.account.text; }) want(p.accounts, c.account.text);
    if constexpr (requires { c.contact.text; }) want(p.contacts, c.contact.text);
    if constexpr (requires { c.opportunity.text; }) want(p.opportunities, c.opportunity.text);
    if constexpr (requires { c.deal.text; }) want_deal(p, c.deal.text);
    if constexpr (requires { c.customer.account.text; }) want_customer(p, c);
    if constexpr (requires { c.queue.text; }) {
        const Queue* queue = p.queues.find(c.queue.text);
        const auto* first = queue == nullptr ? nullptr : queue->order.first_in_memory();
        if (first != nullptr) want(p.leads, first->second.what.id.text());
    }
    if constexpr (std::is_same_v<Command, events::MergeLeads>)
        for (const auto& lead : c.leads) want(p.lead_keys, lead.text);
    if constexpr (std::is_same_v<Command, events::CreateLead>) want_keys(p, c);
    if constexpr (std::is_same_v<Command, events::UpdateLead> ||
                  std::is_same_v<Command, events::ConvertLead>)
        if (finds_duplicates(p)) want(p.lead_keys, c.lead.text);
}

void Fetch::want_keys(const Program& p, const events::CreateLead& c) {
    if (!finds_duplicates(p)) return;
    want(p.lead_keys, c.lead.text);  // it has none yet, and that is to be known
    const events::LeadPerson person = open_person(c.details.person, arena_);
    for (LeadKey& key : keys_of(p, c.details, person, arena_)) {
        want(p.leads_of_keys, key.bytes);
        keyed_.push_back({&p, std::move(key.bytes)});
    }
}

// The account that is named, and where deals are asked about the customer.
template <class Command>
void Fetch::want_customer(const Program& p, const Command& c) {
    want(p.accounts, c.customer.account.text);
    if constexpr (std::is_same_v<Command, events::RegisterDeal> ||
                  std::is_same_v<Command, events::CheckCustomer>) {
        std::string key = customer_key(p, c.customer, arena_);
        want(p.customers, key);
        sold_.push_back({&p, {}, std::move(key)});
    }
}

void Fetch::want_deal(const Program& p, Text deal) {
    if (deal.empty()) return;
    want(p.deals, deal);
    sold_.push_back({&p, std::string(deal), {}});
}

// Of the deals, now that they are known.
void Fetch::want_customers() {
    for (Sold& each : sold_) {
        if (!each.customer.empty()) continue;
        const Deal* deal = each.program->deals.find(each.deal);
        if (deal == nullptr) continue;
        each.customer = deal->customer_key;
        want(each.program->customers, each.customer);
    }
}

void Fetch::want_standing_deals() {
    for (const Sold& each : sold_) {
        const Customer* customer = each.program->customers.find(each.customer);
        if (customer == nullptr) continue;
        for (const StandingDeal& deal : customer->deals) want(each.program->deals, deal.deal);
    }
    sold_.clear();
}

// What the keys lead to, now that it is known.
void Fetch::want_originals() {
    for (const Keyed& each : keyed_) {
        const LeadsOfKey* of_key = each.program->leads_of_keys.find(each.key);
        if (of_key == nullptr) continue;
        for (const KeyedLead& lead : of_key->leads) want(each.program->leads, lead.lead);
    }
    keyed_.clear();
}

void Fetch::add(const events::CommandHeader& command) {
    identities_.push_back(identity(command.program, command.source, command.id));
    state_->dedup.prefetch(identities_.back());
    const Program* program = state_->program(command.program);
    if (program == nullptr || program->is_whole()) return;
    static_cast<void>(
        events::visit_command(command.kind, command.body, arena_,
                              [this, program](const auto& asked) { name(*program, asked); }));
}

void Fetch::add(const events::EventHeader& event) {
    const Program* program = state_->program(event.program);
    if (program == nullptr || event.subject.kind != events::SubjectKind::lead) return;
    want(program->leads, event.subject.id);
}

void Fetch::add_timers(Time until) {
    std::size_t left = timers_at_once;
    state_->timers.for_each([&](const Timer& timer) {
        if (timer.due > until || left-- == 0) return false;
        const Program* program = state_->program({timer.program});
        if (program == nullptr) return true;
        switch (timer.kind) {
            case TimerKind::claim_touch:
            case TimerKind::offer_expiry:
                want(program->leads, timer.id);
                break;
            case TimerKind::deal_protection:
                want_deal(*program, timer.id);
                break;
            case TimerKind::opportunity_expiry:
                want(program->opportunities, timer.id);
                break;
            case TimerKind::backlog:
                want_backlog(*program, timer.id);
                break;
        }
        return true;
    });
}

// Its first leads, as far as memory knows which they are.
void Fetch::want_backlog(const Program& p, Text id) {
    const Backlog* backlog = p.backlogs.find(id);
    const auto* first = backlog == nullptr ? nullptr : backlog->order.first_in_memory();
    if (first == nullptr) return;
    std::size_t left = backlog_leads_per_step;
    backlog->order.for_each([&](const QueuePlace&, const QueuedLead& there) {
        want(p.leads, there.id.text());
        return --left != 0;
    });
}

void Fetch::read() {
    state_->memory.fetched += wanted_.size();
    if (wanted_.empty()) return;
    split_.clear();
    std::size_t begin = 0;
    for (const Wanted& each : wanted_) {
        split_.push_back(Text(keys_).substr(begin, each.key_end - begin));
        begin = each.key_end;
    }
    auto done = state_->memory.stored->read(split_, [this](std::size_t i, BytesView value) {
        wanted_[i].take(*wanted_[i].table, wanted_[i].id, value);
    });
    if (!done) state_->memory.fail(std::move(done).error());
    wanted_.clear();
    keys_.clear();
}

void Fetch::run() {
    read();
    want_originals();
    want_customers();
    read();
    want_standing_deals();
    read();
    std::erase_if(identities_,
                  [this](const CommandIdentity& each) { return !state_->dedup.must_read(each); });
    if (!identities_.empty()) {
        if (auto read = state_->dedup.read(identities_); !read)
            state_->memory.fail(std::move(read).error());
    }
    identities_.clear();
    arena_.reset();
}

}  // namespace leadline::engine
