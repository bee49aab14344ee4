// A log whose blocks were changed through RocksDB, so that its checksums are right: `leadline log
// verify`, the binary, finds each change by what stands in the blocks themselves, and names the
// first position that cannot be read.
#include <fmt/format.h>
#include <rocksdb/db.h>

#include <catch2/catch.hpp>

#include "connectors/embedded/rocks.hpp"
#include "engine/log/block.hpp"
#include "engine/log/crc32c.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;

// Places in a block, as FORMAT.md has them.
constexpr std::size_t checksum_at = 156;
constexpr std::size_t payload_at = 160;

// The blocks of a data folder's log, read and written as any program with RocksDB could. It stays
// open: who only reads the log does not mind.
class RawLog {
public:
    explicit RawLog(const fs::path& data) {
        rocksdb::DB* opened = nullptr;
        const auto status =
            rocksdb::DB::Open(connectors::log_db_options(connectors::Access::write, nullptr),
                              data / "log", connectors::log_families(1), &handles_, &opened);
        REQUIRE(status.ok());
        db_.reset(opened);
        const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}, family()));
        for (at->SeekToFirst(); at->Valid(); at->Next()) blocks_.push_back(at->value().ToString());
    }
    ~RawLog() {
        for (rocksdb::ColumnFamilyHandle* handle : handles_)
            static_cast<void>(db_->DestroyColumnFamilyHandle(handle));
    }
    RawLog(const RawLog&) = delete;
    RawLog& operator=(const RawLog&) = delete;

    [[nodiscard]] std::size_t size() const { return blocks_.size(); }
    // Of block `number`, from 1, as it was.
    [[nodiscard]] const std::string& block(std::size_t number) const {
        return blocks_.at(number - 1);
    }
    [[nodiscard]] std::uint64_t first_position(std::size_t number) const {
        return engine::peek_header(events::as_bytes(block(number)))->first_position.number;
    }

    void put(std::size_t number, const std::string& bytes) const {
        const connectors::BlockKey key = connectors::block_key(number);
        REQUIRE(db_->Put({}, family(), connectors::as_slice(key), bytes).ok());
    }

private:
    [[nodiscard]] rocksdb::ColumnFamilyHandle* family() const {
        return handles_.at(connectors::first_partition_family);
    }

    std::unique_ptr<rocksdb::DB> db_;
    std::vector<rocksdb::ColumnFamilyHandle*> handles_;
    std::vector<std::string> blocks_;
};

// Four epochs of one block each.
void tell_four_blocks(const fs::path& data) {
    DataStory(data)
        .tell(open_queue())
        .tell(std::vector{captured("L-1", {"Ventura", {}, {}}), queued("L-1")})
        .tell(std::vector{captured("L-2"), queued("L-2")})
        .tell({captured("L-3")});
}

std::string flipped(std::string bytes, std::size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    return bytes;
}

// Makes the block's own checksum right for what it says now.
std::string with_checksum(std::string bytes) {
    const events::BytesView view = events::as_bytes(bytes);
    std::uint32_t sum = engine::crc32c(view.first(checksum_at));
    sum = engine::crc32c(sum, view.subspan(payload_at));
    std::memcpy(bytes.data() + checksum_at, &sum, sizeof sum);
    return bytes;
}

std::string block_sentence(const RawLog& log, std::size_t number, const std::string& why) {
    return fmt::format(
        "leadline: partition 0: block {} cannot be read ({}): the first position that cannot be "
        "read is {}\n",
        number, why, log.first_position(number));
}

std::string event_sentence(std::uint64_t position) {
    return fmt::format(
        "leadline: partition 0: the event at position {} cannot be decoded or does not fit the "
        "state before it: the first position that cannot be read is {}\n",
        position, position);
}

struct FourBlocks {
    TemporaryFolder folder;
    RawLog log;

    FourBlocks() : log(told(folder.path())) { REQUIRE(log.size() == 4); }

    // Verifies the folder with another block in that place, and puts the block back.
    void check_verify(std::size_t number, const std::string& bytes,
                      const std::string& sentence) const {
        log.put(number, bytes);
        const Ended ended = leadline({"log", "verify", "--data", folder.path().string()});
        CHECK(ended.exit_code == 74);
        CHECK_THAT(ended.err, Catch::EndsWith(sentence));
        log.put(number, log.block(number));
    }
    void check_whole() const {
        CHECK(leadline({"log", "verify", "--data", folder.path().string()}).exit_code == 0);
    }

private:
    static const fs::path& told(const fs::path& data) {
        tell_four_blocks(data);
        return data;
    }
};

struct Part {
    const char* name;
    std::size_t at;
    const char* why;
};

constexpr const char* wrong_checksum = "its checksum does not match";

}  // namespace

TEST_CASE("log verify: a flipped byte in any part of a block that RocksDB holds for right is named",
          "[connectors]") {
    const FourBlocks it;
    const std::vector<Part> parts = {
        {"magic", 0, "it does not begin as a block does"},
        {"format version", 4, "this program does not know its format version"},
        {"header length", 6, "its header has the wrong length"},
        {"log id", 8, wrong_checksum},
        {"block", 40, wrong_checksum},
        {"first position", 56, wrong_checksum},
        {"event count", 64, wrong_checksum},
        {"payload length", 70, "it ends too early"},
        {"hash of the block before", 112, wrong_checksum},
        {"unused", 144, wrong_checksum},
        {"checksum", checksum_at, wrong_checksum},
        {"an event's header", payload_at + 30, wrong_checksum},
        {"an event's body", it.log.block(2).size() - 1, wrong_checksum},
    };
    for (const Part& part : parts) {
        CAPTURE(part.name);
        it.check_verify(2, flipped(it.log.block(2), part.at), block_sentence(it.log, 2, part.why));
    }
    for (const std::size_t number : {1U, 4U}) {
        CAPTURE(number);
        it.check_verify(number, flipped(it.log.block(number), payload_at + 40),
                        block_sentence(it.log, number, wrong_checksum));
    }
    it.check_whole();
}

TEST_CASE("log verify: a block changed with its checksum is named by what it contradicts",
          "[connectors]") {
    const FourBlocks it;
    const std::vector<Part> parts = {
        {"log id", 8, "it belongs to another log"},
        {"partition", 24, "it belongs to another partition"},
        {"flags", 36, "its header contradicts itself"},
        {"block", 40, "it is not the next block"},
        {"epoch", 48, "its place in its epoch is not the next one"},
        {"first position", 56, "its first position is not the next one"},
        {"event count", 64, "its events contradict its header"},
        {"hash of the block before", 112, "it does not follow the block before it"},
        {"an event's length", payload_at, "its events contradict its header"},
        {"an event's position", payload_at + 8, "its events contradict its header"},
    };
    for (const Part& part : parts) {
        CAPTURE(part.name);
        it.check_verify(2, with_checksum(flipped(it.log.block(2), part.at)),
                        block_sentence(it.log, 2, part.why));
    }
    // Nothing in the block shows that a text in it was another one, or what nobody reads; the next
    // block knows its hash.
    for (const std::size_t at : {it.log.block(2).find("Ventura"), std::size_t{144}})
        it.check_verify(2, with_checksum(flipped(it.log.block(2), at)),
                        block_sentence(it.log, 3, "it does not follow the block before it"));
    it.check_whole();
}

TEST_CASE(
    "log verify: an event of a kind or version that is still to come is named by its position",
    "[connectors]") {
    const FourBlocks it;
    const std::string sentence = event_sentence(it.log.first_position(2));
    std::string newer = it.log.block(2);
    newer[payload_at + 6] = 2;  // its version
    it.check_verify(2, with_checksum(newer), sentence);
    std::string unknown = it.log.block(2);
    unknown[payload_at + 4] = 99;  // its kind
    it.check_verify(2, with_checksum(unknown), sentence);
    it.check_whole();
}

}  // namespace leadline::tests
