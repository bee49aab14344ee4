// See sim_log.hpp.
#include "engine/log/sim_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

using events::fail;
using events::Failure;

SimStorage::SimStorage(std::uint64_t seed, std::uint32_t partitions, const SimPlan& plan)
    : random_(seed), plan_(plan), chains_(partitions) {
    events::store(id_.data(), random());
    events::store(id_.data() + 8, random());
}

// splitmix64: the next of a sequence that the seed fixes.
std::uint64_t SimStorage::random() {
    random_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = random_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

SimStorage::Fate SimStorage::draw() {
    const std::uint64_t drawn = random() % 1000;
    std::uint64_t below = plan_.fail_before;
    if (drawn < below) return Fate::before;
    if (drawn < (below += plan_.fail_after)) return Fate::after;
    if (drawn < (below += plan_.fail_unsynced)) return Fate::unsynced;
    if (drawn < (below += plan_.late)) return Fate::late;
    if (drawn < (below += plan_.duplicate)) return Fate::duplicate;
    return Fate::none;
}

// What the storage does with an epoch that reaches it: a fenced writer's, and one that does not
// continue the chain (it came twice, or too late), changes nothing.
bool SimStorage::write(std::uint64_t writer, const EpochWrite& epoch) {
    Chain& chain = chains_[epoch.partition.number];
    const auto header = peek_header(epoch.blocks.front());
    if (writer != writer_ || header->block != chain.blocks.size() + 1) return false;
    chain.blocks.insert(chain.blocks.end(), epoch.blocks.begin(), epoch.blocks.end());
    for (const DeadLetter& letter : epoch.dead_letters) {
        const KeptLetter kept{letter.value, epoch.partition.number, chain.blocks.size()};
        const auto [at, is_new] = letters_.try_emplace(letter.key, kept);
        if (!is_new) at->second.value = letter.value;
    }
    return true;
}

void SimStorage::sync(Partition partition) {
    Chain& chain = chains_[partition.number];
    chain.synced = chain.blocks.size();
}

void SimStorage::cut(std::uint32_t partition, std::size_t blocks) {
    Chain& chain = chains_[partition];
    chain.blocks.resize(blocks);
    chain.synced = std::min(chain.synced, blocks);
    std::erase_if(letters_, [&](const auto& letter) {
        return letter.second.partition == partition && letter.second.block > blocks;
    });
}

void SimStorage::crash() {
    ++writer_;
    in_flight_.clear();
    for (std::uint32_t partition = 0; partition < chains_.size(); ++partition) {
        const Chain& chain = chains_[partition];
        const std::size_t unsynced = chain.blocks.size() - chain.synced;
        const std::size_t lost = unsynced == 0 ? 0 : random() % (unsynced + 1);
        counts_.blocks_lost += lost;
        cut(partition, chain.blocks.size() - lost);
        sync({partition});
    }
}

void SimStorage::deliver_late() {
    for (const InFlight& late : in_flight_) {
        if (!write(late.writer, late.epoch)) {
            ++counts_.late_dropped;
        } else {
            sync(late.epoch.partition);
        }
    }
    in_flight_.clear();
}

Result<void> SimStorage::receive(std::uint64_t writer, const EpochWrite& epoch) {
    if (writer != writer_) {
        ++counts_.fenced;
        return fail(Failure::unavailable, "another writer has taken over this log");
    }
    const Fate fate = draw();
    if (fate == Fate::before) {
        ++counts_.failed_before;
        return fail(Failure::io, "simulated: the append failed");
    }
    if (fate == Fate::late) {
        ++counts_.late;
        in_flight_.push_back({writer, epoch});
        return fail(Failure::io, "simulated: no answer to the append");
    }
    ENSURE(write(writer, epoch));
    if (fate == Fate::unsynced) {
        ++counts_.failed_unsynced;
        return fail(Failure::io, "simulated: the sync failed");
    }
    if (!plan_.forgets_sync) sync(epoch.partition);
    if (fate == Fate::after) {
        ++counts_.failed_after;
        return fail(Failure::io, "simulated: the answer to the append was lost");
    }
    if (fate == Fate::duplicate) {
        ++counts_.duplicates;
        if (!write(writer, epoch)) ++counts_.duplicates_dropped;
    }
    chains_[epoch.partition.number].acknowledged = epoch.end.block;
    chains_[epoch.partition.number].acknowledged_position = epoch.end.last_position;
    return {};
}

// What a new writer finds: the whole epochs, which are synced before it goes on from them.
Result<LogEnd> SimStorage::recover(std::uint32_t partition, bool accept_loss) {
    Chain& chain = chains_[partition];
    ChainVerifier verifier(id_, {partition}, empty_end(id_, {partition}));
    for (const Bytes& block : chain.blocks) TRY(verifier.feed(block));
    const LogEnd end = verifier.whole_end();
    if (end.block < chain.acknowledged && !accept_loss) {
        return fail(Failure::loss,
                    fmt::format("partition {}: the log has lost durable events: the first missing "
                                "position is {}, the last acknowledged one {}",
                                partition, end.last_position.number + 1,
                                chain.acknowledged_position.number));
    }
    counts_.blocks_trimmed += chain.blocks.size() - end.block;
    cut(partition, end.block);
    sync({partition});
    chain.acknowledged = end.block;
    chain.acknowledged_position = end.last_position;
    return end;
}

Result<std::unique_ptr<SimLog>> SimLog::open(SimStorage& storage, bool accept_loss) {
    // What is still on its way may arrive just before the fence goes up, or run into it.
    if (storage.random() % 2 == 0) storage.deliver_late();
    ++storage.writer_;
    std::vector<LogEnd> ends;
    for (std::uint32_t partition = 0; partition < storage.chains_.size(); ++partition) {
        auto end = storage.recover(partition, accept_loss);
        if (!end) return tl::unexpected(std::move(end).error());
        ends.push_back(*end);
    }
    return std::unique_ptr<SimLog>(new SimLog(storage, storage.writer_, std::move(ends)));
}

std::uint32_t SimLog::partitions() const {
    return static_cast<std::uint32_t>(storage_.chains_.size());
}

Result<LogEnd> SimLog::end(Partition partition) const {
    ENSURE(partition.number < ends_.size());
    return ends_[partition.number];
}

Result<Bytes> SimLog::read(Partition partition, std::uint64_t block) const {
    ENSURE(partition.number < ends_.size());
    if (block == 0 || block > ends_[partition.number].block) {
        return fail(Failure::not_found,
                    fmt::format("partition {} has no block {}", partition.number, block));
    }
    return storage_.chains_[partition.number].blocks[block - 1];
}

Result<void> SimLog::scan(Partition partition, std::uint64_t first, const Visit& visit) const {
    ENSURE(partition.number < ends_.size() && first > 0);
    const std::uint64_t last = ends_[partition.number].block;
    for (std::uint64_t block = first; block <= last; ++block) {
        TRY(visit(block, storage_.chains_[partition.number].blocks[block - 1]));
    }
    return {};
}

Result<std::uint64_t> SimLog::block_of(Partition partition, Position position) const {
    ENSURE(partition.number < ends_.size());
    const LogEnd& end = ends_[partition.number];
    if (position.number == 0 || position > end.last_position) {
        return fail(Failure::not_found, fmt::format("partition {} has no position {}",
                                                    partition.number, position.number));
    }
    const auto& blocks = storage_.chains_[partition.number].blocks;
    const auto holds_later = [](Position wanted, const Bytes& block) {
        return wanted < peek_header(block)->first_position;
    };
    const auto last = blocks.begin() + static_cast<std::ptrdiff_t>(end.block);
    const auto after = std::upper_bound(blocks.begin(), last, position, holds_later);
    return static_cast<std::uint64_t>(after - blocks.begin());
}

Result<void> SimLog::dead_letters(const VisitDeadLetter& visit) const {
    for (const auto& [key, kept] : storage_.letters_) {
        if (!visit({key, kept.value})) break;
    }
    return {};
}

Result<void> SimLog::append(const EpochWrite& epoch) {
    if (refuses_) return fail(Failure::io, "the log refuses appends after an error: open it anew");
    ENSURE(epoch.partition.number < ends_.size());
    LogEnd& end = ends_[epoch.partition.number];
    ENSURE(continues(end, epoch));
    auto received = storage_.receive(writer_, epoch);
    refuses_ = !received;
    if (received) end = epoch.end;
    return received;
}

}  // namespace leadline::engine
