// The file BACKUP of a backup: which log it holds, up to where, and every file with its length and
// SHA-256. It is written last, so that a backup without it is none; its own last line is the
// SHA-256 of all before, so that one cut short is seen. Text, a line a thing; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::connectors {

inline constexpr std::string_view manifest_name = "BACKUP";
inline constexpr std::uint32_t backup_version = 1;

struct BackupFile {
    std::string path;  // from the backup's folder on, with '/'
    std::uint64_t bytes = 0;
    std::string sha256;  // 64 hexadecimal digits
    friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct BackupManifest {
    std::string log;  // its id, 32 hexadecimal digits
    events::Time made;

    struct Place {
        std::uint32_t partition = 0;
        std::uint64_t position = 0;  // of the last event; 0: none
        std::uint64_t block = 0;
        std::string hash;  // of that block
        friend bool operator==(const Place&, const Place&) = default;
    };
    std::vector<Place> places;  // by partition
    std::vector<BackupFile> files;

    friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

// backup    = "leadline backup, version 1" LF "log " ID LF "made " TIME LF *place *file end
// place     = "partition " NUMBER " position " NUMBER " block " NUMBER " hash " HEX LF
// file      = "file " BYTES " " SHA256 " " PATH LF
// end       = "end " SHA256-of-all-before LF
[[nodiscard]] std::string to_text(const BackupManifest& manifest);

// `corrupt` when it is not what was written, `configuration` when it is of a newer version.
[[nodiscard]] events::Result<BackupManifest> parse_manifest(std::string_view text);

}  // namespace leadline::connectors
