// DataStory: a data folder with a story in it: commands decided by the real engine on the embedded
// log, one epoch per call, with state checkpoints and without views. While it lives it has the
// folder's lock, as a running engine does. Commands of one source, a second apart. One thread.
#pragma once

#include <filesystem>

#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "engine/runtime/rocks_state_store.hpp"
#include "projections/projector.hpp"
#include "tests/support/given.hpp"

namespace leadline::tests {

class DataStory {
public:
    explicit DataStory(const std::filesystem::path& folder, Text program = "acme",
                       connectors::LogCompression compression = connectors::LogCompression::zstd);
    ~DataStory();  // writes the last checkpoint, as an engine that ends
    DataStory(const DataStory&) = delete;
    DataStory& operator=(const DataStory&) = delete;

    // One epoch; all must be accepted or rejected, none repeated.
    DataStory& tell(const std::vector<Asked>& commands);
    // A line that was not understood, in an epoch of its own.
    DataStory& tell_nonsense(const std::string& key, Text line);
    // Makes the views, as an engine that runs does, and brings them to the log's end.
    DataStory& keep_views();

    [[nodiscard]] std::string state_hash() const;  // of the last checkpoint or the end

private:
    void decide(const std::vector<engine::Input>& inputs);

    std::string program_;
    connectors::DataFolder folder_;
    std::unique_ptr<connectors::EmbeddedLog> log_;
    std::unique_ptr<engine::RocksStateStore> store_;
    std::unique_ptr<engine::PartitionEngine> engine_;
    std::unique_ptr<projections::ViewStore> views_;
    std::unique_ptr<projections::Projector> projector_;
    events::Time now_{1'767'225'600'000'000};  // 2026-01-01
    std::uint64_t commands_ = 0;
};

}  // namespace leadline::tests
