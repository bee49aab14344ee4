// See copy_tree.hpp.
#include "connectors/backup/copy_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/chain.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors {

namespace fs = std::filesystem;
using engine::Partition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

template <class Bytes>
std::string hex(const Bytes& bytes) {
    std::string text;
    events::append_hex(text, bytes);
    return text;
}

// "p0", "p12": what lies beside was set aside.
bool is_partition(const std::string& name) {
    return name.size() > 1 && name.front() == 'p' &&
           name.find_first_not_of("0123456789", 1) == name.npos;
}

// RocksDB's lock, and tables that were about to be taken in.
bool is_left_out(const std::string& name) {
    return name == "LOCK" || name == "incoming" || name == "checkpoint.sst";
}

Result<void> add_files(const fs::path& root, const fs::path& folder, std::vector<std::string>& to) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root / folder, error)) {
        const fs::path path = folder / entry.path().filename();
        if (is_left_out(path.filename())) continue;
        if (entry.is_directory()) {
            TRY(add_files(root, path, to));
        } else if (entry.is_regular_file()) {
            to.push_back(path.generic_string());
        }
    }
    if (error) {
        return fail(Failure::io, fmt::format("{} cannot be read: {}", (root / folder).string(),
                                             error.message()));
    }
    return {};
}

}  // namespace

Result<std::vector<std::string>> files_of(const fs::path& root) {
    std::vector<std::string> all;
    TRY(add_files(root, "log", all));
    for (const fs::path room : {"state", "views"}) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(root / room, error))
            if (is_partition(entry.path().filename()))
                TRY(add_files(root, room / entry.path().filename(), all));
    }
    std::sort(all.begin(), all.end());
    return all;
}

Result<void> CopyMeter::add(std::uint64_t bytes) {
    done_ += bytes;
    if (work_.go_on && !work_.go_on(done_, std::max(done_, all_)))
        return fail(Failure::interrupted, "interrupted; nothing is left of it");
    return {};
}

Result<BackupFile> copy_one(const fs::path& from, const fs::path& to, const std::string& path,
                            CopyMeter& meter) {
    TRY(make_folder((to / path).parent_path()));
    auto copied = copy_file(from / path, to / path,
                            [&meter](std::uint64_t bytes) { return meter.add(bytes); });
    if (!copied) return tl::unexpected(std::move(copied).error());
    return BackupFile{path, copied->bytes, std::move(copied->sha256)};
}

Result<void> prove_log(const fs::path& root, BackupManifest& to) {
    const auto log = EmbeddedReader::open(root / "log", Beside::nobody);
    if (!log) return tl::unexpected(log.error());
    to.log = hex((*log)->id());
    to.places.clear();
    for (Partition partition; partition.number < (*log)->partitions(); ++partition.number) {
        engine::ChainVerifier chain((*log)->id(), partition,
                                    engine::empty_end((*log)->id(), partition));
        TRY((*log)->scan(partition, 1, [&chain](std::uint64_t, engine::BytesView block) {
            return chain.feed(block);
        }));
        TRY(chain.finish());
        const engine::LogEnd& end = chain.end();
        to.places.push_back({partition.number, end.last_position.number, end.block, hex(end.hash)});
    }
    return (*log)->check_tables();
}

}  // namespace leadline::connectors
