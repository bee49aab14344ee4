// A data folder that stands still while somebody reads all of it: a copy of hard links, which the
// engine that has it open gave, or which was made while nobody had; or the folder itself, locked,
// where that cannot be. One thread.
#pragma once

#include "connectors/backup/staging.hpp"

namespace leadline::connectors {

struct StillFolder {
    std::optional<DataFolder> lock;    // nobody else has the folder while this lives
    std::optional<StagedCopy> staged;  // or else this is a copy, and engines may come and go
    std::filesystem::path path;        // where log/, state/ and views/ are
};

// With neither a lock nor a copy the folder cannot be written, and nobody writes it. `wait` is
// asked while somebody else has it: it waits a moment; false: give up (`passing`).
[[nodiscard]] events::Result<StillFolder> open_still(const std::filesystem::path& data,
                                                     const std::function<bool()>& wait);

}  // namespace leadline::connectors
