// How fast does the embedded log make blocks of 1,000 events durable, and how fast are they read
// back? Beside it the limit: the same bytes written to a plain file with fdatasync. Prints medians;
// run it alone on the machine. Usage: bench_log_append [FOLDER] [APPENDS]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"
#include "engine/log/crc32c.hpp"
#include "engine/log/epoch_writer.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using Clock = std::chrono::steady_clock;
using engine::Bytes;
using engine::Partition;

constexpr std::uint32_t events_per_block = 1000;
constexpr Partition p0{0};

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double percentile(std::vector<double> of, double share) {
    std::sort(of.begin(), of.end());
    return of[static_cast<std::size_t>(share * static_cast<double>(of.size() - 1))];
}

// A thousand events of one length with the positions that follow `from`.
void encode(Bytes& to, engine::Position from, std::uint32_t length) {
    to.resize(std::size_t{events_per_block} * length);
    for (std::uint32_t i = 0; i < events_per_block; ++i) {
        std::byte* event = to.data() + std::size_t{i} * length;
        for (std::uint32_t byte = 0; byte < length; ++byte) {
            event[byte] = static_cast<std::byte>((i * 7 + byte * 13) & 0xFFU);
        }
        events::store(event, length);
        events::store(event + 8, from.number + i + 1);
        events::store(event + 16, static_cast<std::int64_t>(from.number + i + 1));
    }
}

void report(const char* what, std::uint32_t length, const std::vector<double>& each, double whole) {
    const auto events = static_cast<double>(each.size()) * events_per_block;
    fmt::print(
        "{:<26} {:>4} B  {:>6.2f} M events/s  {:>6.0f} MB/s  p50 {:>6.2f} ms  p99 {:>6.2f} ms"
        "  max {:>6.2f} ms\n",
        what, length, events / whole / 1e6, events * length / whole / 1e6,
        percentile(each, 0.5) * 1e3, percentile(each, 0.99) * 1e3, percentile(each, 1.0) * 1e3);
}

void append(const std::filesystem::path& folder, std::uint32_t length, std::size_t appends) {
    auto log = connectors::EmbeddedLog::open(folder);
    ENSURE(log.has_value());
    engine::EpochWriter writer((*log)->id(), p0);
    engine::EpochWrite epoch;
    engine::LogEnd end = (*log)->end(p0).value();
    Bytes bytes;
    std::vector<engine::CommandSpan> spans(events_per_block);
    std::vector<double> each;
    double whole = 0;
    double making = 0;
    for (std::size_t i = 0; i < appends; ++i) {
        encode(bytes, end.last_position, length);
        for (std::size_t c = 0; c < spans.size(); ++c) {
            spans[c] = {end.next_input_offset + c, c * length, (c + 1) * length, 1};
        }
        const auto begin = Clock::now();
        writer.write({bytes, spans, end.next_input_offset + spans.size()}, end, epoch);
        making += seconds_since(begin);
        const auto appended = (*log)->append(epoch);
        ENSURE(appended.has_value());
        each.push_back(seconds_since(begin));
        whole += each.back();
        end = epoch.end;
    }
    report("embedded log, synced", length, each, whole);
    fmt::print("{:<26} {:>4} B  {:.0f} us each\n", "  of it making the block", length,
               making / static_cast<double>(appends) * 1e6);
}

void plain_file(const std::filesystem::path& folder, std::uint32_t length, std::size_t appends) {
    const int file = ::open((folder / "plain").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    ENSURE(file >= 0);
    Bytes bytes;
    encode(bytes, {}, length);
    std::vector<double> each;
    double whole = 0;
    for (std::size_t i = 0; i < appends; ++i) {
        const auto begin = Clock::now();
        ENSURE(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
        ENSURE(::fdatasync(file) == 0);
        each.push_back(seconds_since(begin));
        whole += each.back();
    }
    ::close(file);
    report("plain file, fdatasync", length, each, whole);
}

void hashes() {
    Bytes block(120'000);
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<std::byte>(i & 0xFFU);
    const auto speed = [&](auto compute) {
        std::vector<double> each;
        for (int i = 0; i < 400; ++i) {
            const auto begin = Clock::now();
            compute();
            each.push_back(seconds_since(begin));
        }
        return static_cast<double>(block.size()) / percentile(each, 0.5) / 1e9;
    };
    std::uint32_t sum = 0;
    fmt::print("CRC32C {:.1f} GB/s", speed([&] { sum ^= engine::crc32c(block); }));
    fmt::print(" (by table {:.1f})", speed([&] { sum ^= engine::crc32c_by_table(0, block); }));
    fmt::print(", SHA-256 {:.2f} GB/s\n", speed([&] { block[0] ^= engine::block_hash(block)[0]; }));
    ENSURE(sum != 1);
}

template <class Visit>
void read_all(const char* what, const connectors::EmbeddedReader& log, Visit visit) {
    std::vector<double> speeds;
    for (int run = 0; run < 3; ++run) {
        std::size_t bytes = 0;
        engine::ChainVerifier verifier(log.id(), p0, engine::empty_end(log.id(), p0));
        const auto begin = Clock::now();
        const auto scanned = log.scan(p0, 1, [&](std::uint64_t, engine::BytesView block) {
            bytes += block.size();
            return visit(verifier, block);
        });
        ENSURE(scanned.has_value());
        speeds.push_back(static_cast<double>(bytes) / seconds_since(begin) / 1e9);
    }
    fmt::print("{:<40} {:>6.2f} GB/s\n", what, percentile(speeds, 0.5));
}

void read_back(const std::filesystem::path& folder) {
    const auto begin = Clock::now();
    const auto reader = connectors::EmbeddedReader::open(folder, connectors::Beside::nobody);
    ENSURE(reader.has_value());
    fmt::print("opening to read {:.1f} ms", seconds_since(begin) * 1e3);
    const auto again = Clock::now();
    ENSURE(connectors::EmbeddedReader::open(folder, connectors::Beside::engine).has_value());
    fmt::print(", to follow {:.1f} ms\n", seconds_since(again) * 1e3);
    using engine::BytesView;
    using engine::ChainVerifier;
    std::uint64_t sum = 0;
    read_all("scan, RocksDB's checksums only", **reader,
             [&](ChainVerifier&, BytesView block) -> engine::Result<void> {
                 sum += block.size();
                 return {};
             });
    read_all("raw scan: and CRC32C and SHA-256", **reader,
             [&](ChainVerifier&, BytesView block) -> engine::Result<void> {
                 sum += engine::crc32c(block);
                 sum += static_cast<std::uint64_t>(engine::block_hash(block)[0]);
                 return {};
             });
    read_all("ChainVerifier: all of that and each event", **reader,
             [](ChainVerifier& verifier, BytesView block) { return verifier.feed(block); });
    ENSURE(sum != 1);
}

int run(const std::filesystem::path& folder, std::size_t appends) {
    hashes();
    for (const std::uint32_t length : {120U, 250U}) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        plain_file(folder, length, appends);
        append(folder / "log", length, appends);
        const auto begin = Clock::now();
        ENSURE(connectors::EmbeddedLog::open(folder / "log").has_value());
        fmt::print("opening to write {:.1f} ms\n", seconds_since(begin) * 1e3);
        read_back(folder / "log");
    }
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    const std::filesystem::path folder =
        argc > 1 ? argv[1] : std::filesystem::temp_directory_path() / "leadline-bench-log";
    return leadline::bench::run(folder, argc > 2 ? std::stoul(argv[2]) : 2000);
}
