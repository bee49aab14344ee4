// See still_folder.hpp.
#include "connectors/backup/still_folder.hpp"

#include <fmt/format.h>

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

Result<StillFolder> open_still(const std::filesystem::path& data,
                               const std::function<bool()>& wait) {
    const auto seen = DataFolder::look(data);
    if (!seen) return tl::unexpected(seen.error());
    std::optional<StagedCopy> staged;
    for (;;) {
        if (!seen->in_use()) {
            if (auto lock = DataFolder::open(data)) return StillFolder{*std::move(lock), {}, data};
            // What cannot be written, nobody writes.
            if (!seen->in_use()) return StillFolder{{}, {}, data};
        }
        if (!staged) {
            auto asked = StagedCopy::ask(*seen);
            if (!asked) return tl::unexpected(std::move(asked).error());
            staged.emplace(*std::move(asked));
        }
        const auto is_ready = staged->is_ready();
        if (!is_ready) return tl::unexpected(is_ready.error());
        if (*is_ready) {
            auto path = staged->path();
            return StillFolder{{}, std::move(staged), std::move(path)};
        }
        if (!wait()) {
            return fail(Failure::passing,
                        fmt::format("process {} has {} and gives no copy of it: try again when it "
                                    "is done, or has opened it",
                                    seen->holder(), data.string()));
        }
    }
}

}  // namespace leadline::connectors
