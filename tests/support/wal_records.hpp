// Where the records of one of RocksDB's write-ahead logs lie, so that a test can damage a chosen
// one and say what must be lost with it. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace leadline::tests {

inline constexpr std::size_t wal_block_bytes = 32'768;  // RocksDB's, and a record's header in it:
inline constexpr std::size_t wal_header_bytes = 7;      // checksum u32, length u16, type u8

struct WalRecord {
    std::size_t at;      // its header
    std::size_t bytes;   // with the header
    std::size_t number;  // of the write it belongs to, from 0: one may lie there in parts
};

[[nodiscard]] inline std::vector<WalRecord> wal_records(const std::string& wal) {
    constexpr char whole = 1;
    constexpr char first_part = 2;
    std::vector<WalRecord> records;
    std::size_t writes = 0;
    for (std::size_t at = 0; at + wal_header_bytes <= wal.size();) {
        const std::size_t left = wal_block_bytes - at % wal_block_bytes;
        if (left < wal_header_bytes) {
            at += left;
            continue;
        }
        if (wal[at + 6] == whole || wal[at + 6] == first_part) ++writes;
        const std::size_t low = static_cast<unsigned char>(wal[at + 4]);
        const std::size_t high = static_cast<unsigned char>(wal[at + 5]);
        const std::size_t bytes = wal_header_bytes + low + 256 * high;
        records.push_back({at, bytes, writes - 1});
        at += bytes;
    }
    return records;
}

}  // namespace leadline::tests
