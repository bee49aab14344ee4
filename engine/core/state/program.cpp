// See program.hpp.
#include "engine/core/state/program.hpp"

#include "engine/core/routing/compiled_ruleset.hpp"

namespace leadline::engine {

namespace {

std::uint64_t holder_key(Index queue, Index holder, bool is_partner) {
    ENSURE(holder < (1U << 31U));
    return (std::uint64_t{queue} << 32U) | (std::uint64_t{holder} << 1U) | (is_partner ? 1U : 0U);
}

}  // namespace

Program::Program(Text program_id) : id(program_id) {
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

const ClaimCounter* Program::claims_of_user(Index queue, Index user) const {
    const auto at = claim_counter_by_holder_.find(holder_key(queue, user, false));
    return at == claim_counter_by_holder_.end() ? nullptr : &claim_counters_[at->second];
}

const ClaimCounter* Program::claims_of_partner(Index queue, Index partner) const {
    const auto at = claim_counter_by_holder_.find(holder_key(queue, partner, true));
    return at == claim_counter_by_holder_.end() ? nullptr : &claim_counters_[at->second];
}

ClaimCounter& Program::claims_of_user(Index queue, Index user) {
    return counter(queue, user, false);
}

ClaimCounter& Program::claims_of_partner(Index queue, Index partner) {
    return counter(queue, partner, true);
}

// The id is the queue's length in two bytes, the queue, 'u' or 'p', and the holder.
ClaimCounter& Program::counter(Index queue, Index holder, bool is_partner) {
    const auto [at, is_new] = claim_counter_by_holder_.try_emplace(
        holder_key(queue, holder, is_partner), static_cast<Index>(claim_counters_.size()));
    if (!is_new) return claim_counters_[at->second];
    ClaimCounter& made = claim_counters_.emplace_back();
    const std::string& queue_id = queues.at(queue).id;
    made.id.push_back(static_cast<char>(queue_id.size() >> 8U));
    made.id.push_back(static_cast<char>(queue_id.size() & 0xFFU));
    made.id += queue_id;
    made.id += is_partner ? 'p' : 'u';
    made.id += is_partner ? partners.at(holder).id : users.at(holder).id;
    made.program = this;
    made.table = TableKind::claim_counter;
    made.index = at->second;
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
    return &counter(queue->index, is_partner ? partner->index : user->index, is_partner);
}

}  // namespace leadline::engine
