// A data folder that stands still while somebody reads all of it: because nobody has it open, or
// because the engine that has gave a copy. One thread.
#pragma once

#include "connectors/backup/staging.hpp"

namespace leadline::connectors {

struct StillFolder {
    std::optional<DataFolder> lock;    // nobody else has the folder while this lives
    std::optional<StagedCopy> staged;  // an engine has, and gave this
    std::filesystem::path path;        // where log/, state/ and views/ are
};

// With neither a lock nor a copy the folder cannot be written, and nobody writes it. `wait` is
// asked while somebody else has it: it waits a moment; false: give up (`passing`).
[[nodiscard]] events::Result<StillFolder> open_still(const std::filesystem::path& data,
                                                     const std::function<bool()>& wait);

}  // namespace leadline::connectors
