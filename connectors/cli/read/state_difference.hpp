// What a stored state has that its events do not fold to, entry by entry. One thread.
#pragma once

#include <optional>
#include <string>

#include "engine/log/log.hpp"
#include "engine/runtime/state_store.hpp"

namespace leadline::connectors {

// A log that ends with one of its blocks.
class LogUntil final : public engine::LogReader {
public:
    LogUntil(const engine::LogReader& log, std::uint64_t last) : log_(log), last_(last) {}

    [[nodiscard]] engine::LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_.partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override {
        return log_.end(partition);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override {
        return log_.read(partition, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override;
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position) const override {
        return log_.block_of(partition, position);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        return log_.dead_letters(visit);
    }

private:
    const engine::LogReader& log_;
    std::uint64_t last_;
};

// Folds `log`, which is known to be whole, and names the first entry, in the order of keys, in
// which `stored` differs: "lead L12 of program acme: stored with another value". None: no entry
// does. Memory: the state and all its keys.
[[nodiscard]] events::Result<std::optional<std::string>> first_difference(
    const engine::LogReader& log, engine::Partition partition, const engine::Stored& stored);

}  // namespace leadline::connectors
