// Copying files so that what was copied is on the disk and known by its SHA-256. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "events/base/result.hpp"

namespace leadline::connectors {

// 64 hexadecimal digits.
[[nodiscard]] std::string sha256_of(std::string_view text);

struct Copied {
    std::uint64_t bytes = 0;
    std::string sha256;
};

// Called with so many more bytes; an error ends the copying.
using OnBytes = std::function<events::Result<void>(std::uint64_t)>;

// `to` must not be there; it is synced before this returns. `io` names the file that failed.
[[nodiscard]] events::Result<Copied> copy_file(const std::filesystem::path& from,
                                               const std::filesystem::path& to,
                                               const OnBytes& on_bytes);

// Written whole and synced; `to` must not be there.
[[nodiscard]] events::Result<void> write_file(const std::filesystem::path& to,
                                              std::string_view text);
[[nodiscard]] events::Result<std::string> read_file(const std::filesystem::path& from);

// Names made, renamed or removed in it are on the disk.
[[nodiscard]] events::Result<void> sync_folder(const std::filesystem::path& folder);
// With parents; `io` in the words "X cannot be made: why".
[[nodiscard]] events::Result<void> make_folder(const std::filesystem::path& folder);
// The same, and everything below it.
[[nodiscard]] events::Result<void> sync_tree(const std::filesystem::path& folder);

}  // namespace leadline::connectors
