// EmbeddedReader: the embedded log for every process but the engine's. Beside a running engine it
// follows as a RocksDB secondary instance and shows acknowledged epochs only; where none runs it
// shows all that lies there and touches nothing. Reading: any thread. catch_up: not beside reading.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "connectors/embedded/acked.hpp"
#include "connectors/embedded/chains.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors {

enum class Beside : std::uint8_t {
    engine,  // one may be running: follow it
    nobody   // none is: the caller holds the folder's lock, or has seen that nobody does
};

class EmbeddedReader final : public engine::LogReader {
public:
    // `not_found` when there is no log; `loss` when it ends before what was acknowledged; `corrupt`
    // when it cannot be read. The latter two name the first position.
    [[nodiscard]] static engine::Result<std::unique_ptr<EmbeddedReader>> open(
        const std::filesystem::path& folder, Beside beside, rocksdb::Env* env = nullptr);

    // Moves the ends to where the engine has come. With Beside::nobody nothing moves.
    [[nodiscard]] engine::Result<void> catch_up();

    // Reads all table files whole, also what no scan touches; for `log verify`.
    [[nodiscard]] engine::Result<void> check_tables() const;

    [[nodiscard]] engine::LogId id() const override { return chains_->id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return chains_->partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override;
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override;
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override;
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position) const override;
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override;

private:
    EmbeddedReader(std::unique_ptr<Chains> chains, Beside beside)
        : chains_(std::move(chains)), beside_(beside) {}

    [[nodiscard]] engine::Result<void> find_ends(const std::vector<std::optional<Acked>>& acked);
    [[nodiscard]] const engine::LogEnd& end_of(engine::Partition partition) const;

    std::unique_ptr<Chains> chains_;
    Beside beside_;
    std::vector<engine::LogEnd> ends_;
};

}  // namespace leadline::connectors
