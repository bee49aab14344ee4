// What a stored state has that its events do not fold to, entry by entry. One thread.
#pragma once

#include <optional>
#include <string>

#include "engine/log/log_through.hpp"
#include "engine/runtime/state_store.hpp"

namespace leadline::connectors {

// A log that ends with one of its blocks.
class LogUntil final : public engine::LogThrough {
public:
    LogUntil(const engine::LogReader& log, std::uint64_t last) : LogThrough(log), last_(last) {}

    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override;

private:
    std::uint64_t last_;
};

// Folds `log`, which is known to be whole, and names the first entry, in the order of keys, in
// which `stored` differs: "lead L12 of program acme: stored with another value". None: no entry
// does. Memory: the state and all its keys.
[[nodiscard]] events::Result<std::optional<std::string>> first_difference(
    const engine::LogReader& log, engine::Partition partition, const engine::Stored& stored);

}  // namespace leadline::connectors
