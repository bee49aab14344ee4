// The log's own commands: what they print, and that `log verify` finds and names all damage.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <regex>

#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/block.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/wal_records.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::StartsWith;
using connectors::LogCompression;
namespace fs = std::filesystem;

Ran ask(const TemporaryFolder& folder, std::vector<std::string> words) {
    words.insert(words.end(), {"--data", folder.path().string()});
    return run(words);
}

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// Flips one byte, verifies, and puts the byte back.
Ran verify_with_flip(const TemporaryFolder& folder, const fs::path& file, std::size_t at) {
    const std::string whole = read_file(file);
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    write_file(file, damaged);
    Ran ran = ask(folder, {"log", "verify"});
    write_file(file, whole);
    return ran;
}

// Enough that the log's blocks lie in several of RocksDB's; each epoch is a block, and one write
// that lies in several of the write-ahead log's blocks.
constexpr int epochs = 8;
constexpr int leads_per_epoch = 240;

void tell_much(const fs::path& folder) {
    DataStory story(folder, "acme", LogCompression::none);
    story.tell(open_queue());
    for (int epoch = 0; epoch < epochs; ++epoch) {
        std::vector<Asked> leads;
        for (int lead = 0; lead < leads_per_epoch; ++lead) {
            const std::string id = fmt::format("lead-{}-{}", epoch, lead);
            leads.push_back(captured(id, {"Ventura", {"Anna", id + "@ventura.example", {}}, {}}));
        }
        story.tell(leads);
    }
}

std::vector<fs::path> files_with(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == extension && entry.file_size() > 0)
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

// The position that the message names; 0: none.
std::uint64_t named_position(const std::string& message) {
    static const std::regex words("first (missing|unreadable)?\\s*position[^0-9]*([0-9]+)");
    std::smatch match;
    return std::regex_search(message, match, words) ? std::stoull(match[2]) : 0;
}

// The first position of each block: each is one write to the write-ahead log.
std::vector<std::uint64_t> first_positions(const fs::path& log) {
    const auto reader = connectors::EmbeddedReader::open(log, connectors::Beside::nobody);
    REQUIRE(reader.has_value());
    std::vector<std::uint64_t> all;
    const auto take = [&](std::uint64_t, engine::BytesView block) -> engine::Result<void> {
        all.push_back(engine::peek_header(block)->first_position.number);
        return {};
    };
    REQUIRE((*reader)->scan({}, 1, take).has_value());
    return all;
}

// The place of a lead's last words in a file; npos: not in this one.
std::size_t place_of(const fs::path& file, const std::string& words) {
    return read_file(file).rfind(words);
}

}  // namespace

TEST_CASE("log verify: it proves the chain and prints the state hash", "[connectors]") {
    const TemporaryFolder folder;
    std::string hash;
    {
        DataStory story(folder.path());
        story.tell(a_contest()).tell_nonsense("00000007-ab", "what?");
        hash = story.state_hash();
    }
    const Ran ran = ask(folder, {"log", "verify", "-o", "jsonl"});
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK(hash.size() == 32);
    CHECK_THAT(ran.out, Contains("\"state_hash\":\"" + hash + "\""));
    CHECK_THAT(ran.out, Contains("\"log\":\"whole\""));
    CHECK_THAT(ran.out, Contains("\"stored_state\":\"equal at "));
    CHECK_THAT(ran.out, Contains("\"dead_letters\":1"));
    CHECK_THAT(ask(folder, {"log", "verify"}).out, Contains(hash));
}

TEST_CASE("log verify: its CSV is a row for each partition, with hashes and verdicts",
          "[connectors]") {
    const TemporaryFolder folder;
    std::string hash;
    {
        DataStory story(folder.path());
        story.tell(a_contest()).tell_nonsense("00000007-ab", "what?");
        hash = story.state_hash();
    }
    const std::string heading =
        "partition,log,events,blocks,last_time,chain_hash,state_hash,stored_state\n";
    const Ran ran = ask(folder, {"log", "verify", "-o", "csv"});
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, StartsWith(heading + "0,whole,") && Contains("," + hash + ",equal at "));
    CHECK(lines_in(ran.out) == 2);
    CHECK_THAT(ran.err, Contains("CSV holds one table; left out: log, dead_letters"));
    fs::remove_all(folder.path() / "state");
    CHECK_THAT(ask(folder, {"log", "verify", "-o", "csv"}).out,
               StartsWith(heading) && Contains("," + hash + ",none is stored\n"));
}

TEST_CASE("log verify: a stored state of another story is found", "[connectors]") {
    const TemporaryFolder folder;
    const TemporaryFolder other;
    DataStory(folder.path()).tell(a_contest());
    DataStory(other.path()).tell(a_contest());
    fs::remove_all(folder.path() / "state");
    fs::copy(other.path() / "state", folder.path() / "state", fs::copy_options::recursive);
    const Ran ran = ask(folder, {"log", "verify"});
    CHECK(ran.code == 74);
    CHECK_THAT(ran.err, Contains("on a block") && Contains("that is not the log's"));
}

TEST_CASE("log verify: a state ahead of its log means lost events, exit 74", "[connectors]") {
    const TemporaryFolder folder;
    const TemporaryFolder copy;
    {
        DataStory story(folder.path());
        story.tell(open_queue());
    }
    fs::copy(folder.path() / "log", copy.path() / "log", fs::copy_options::recursive);
    DataStory(folder.path()).tell({captured("L-1")});
    fs::remove_all(folder.path() / "log");
    fs::copy(copy.path() / "log", folder.path() / "log", fs::copy_options::recursive);
    const Ran ran = ask(folder, {"log", "verify"});
    INFO(ran.err);
    CHECK(ran.code == 74);
    CHECK_THAT(ran.err, Contains("the log has lost durable events"));
    CHECK(named_position(ran.err) > 1);
}

TEST_CASE("log verify: a flipped byte of the write-ahead log is found and named", "[connectors]") {
    const TemporaryFolder folder;
    tell_much(folder.path());
    const auto files = files_with(folder.path() / "log", ".log");
    REQUIRE(files.size() == 1);
    const std::string bytes = read_file(files[0]);
    const auto records = wal_records(bytes);
    const auto positions = first_positions(folder.path() / "log");
    REQUIRE(records.back().number + 1 == positions.size());
    REQUIRE(records.size() > 2 * positions.size());
    for (const WalRecord& record : records) {
        for (const std::size_t byte : {std::size_t{0}, std::size_t{6}, record.bytes / 2}) {
            const Ran ran = verify_with_flip(folder, files[0], record.at + byte);
            INFO("byte " << byte << " of the record at " << record.at << ": " << ran.err);
            CHECK(ran.code == 74);
            CHECK(named_position(ran.err) == positions[record.number]);
        }
    }
    CHECK(ask(folder, {"log", "verify"}).code == 0);
}

TEST_CASE("log verify: a flipped byte of a table file is found and named", "[connectors]") {
    const TemporaryFolder folder;
    tell_much(folder.path());
    // Opening writes the log's memory to table files, here in plain text.
    { const DataStory again(folder.path(), "acme", LogCompression::none); }
    const std::string last = fmt::format("lead-{}-{}@ventura", epochs - 1, leads_per_epoch - 1);
    bool is_tried = false;
    for (const fs::path& file : files_with(folder.path() / "log", ".sst")) {
        const std::size_t late = place_of(file, last);
        if (late == std::string::npos) continue;
        is_tried = true;
        for (std::size_t at = 0; at < late; at += late / 20) {
            const Ran ran = verify_with_flip(folder, file, at);
            INFO("byte " << at << " of " << file << ": " << ran.err);
            CHECK(ran.code == 74);
            CHECK(named_position(ran.err) > 0);
        }
        const Ran ran = verify_with_flip(folder, file, late);
        INFO(ran.err);
        CHECK(ran.code == 74);
        CHECK(named_position(ran.err) > leads_per_epoch * (epochs - 2));
    }
    CHECK(is_tried);
    CHECK(ask(folder, {"log", "verify"}).code == 0);
}

TEST_CASE("log tail: all events, or the last ones, in every format", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(open_queue()).tell({captured("L-1")});
    const Ran all = ask(folder, {"log", "tail", "-o", "jsonl"});
    INFO(all.err);
    REQUIRE(all.code == 0);
    CHECK_THAT(all.out, StartsWith("{\"specversion\":\"1.0\",\"id\":\"0-1\""));
    CHECK_THAT(all.out, Contains("\"type\":\"LeadCreated\""));
    const std::size_t events = lines_in(all.out);
    const Ran last = ask(folder, {"log", "tail", "-n", "2", "-o", "jsonl"});
    CHECK(lines_in(last.out) == 2);
    CHECK(all.out.ends_with(last.out));
    CHECK(lines_in(ask(folder, {"log", "tail", "-n", "100000", "-o", "csv"}).out) == events + 1);
    const Ran text = ask(folder, {"log", "tail", "-n", "1"});
    CHECK_THAT(text.out, StartsWith("POSITION"));
    CHECK_THAT(text.err, Contains(fmt::format("at position 0/{}", events)));
    CHECK(ask(folder, {"log", "tail", "--partition", "3"}).code == 1);
}

TEST_CASE("log export: a file holds every event as a CloudEvent", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    const fs::path file = folder.path() / "events.jsonl";
    const Ran ran = ask(folder, {"log", "export", file.string()});
    CHECK(ran.code == 0);
    CHECK(ran.out.empty());
    CHECK(read_file(file) == ask(folder, {"log", "tail", "-o", "jsonl"}).out);
    CHECK(ask(folder, {"log", "export"}).out == read_file(file));
    CHECK_THAT(ask(folder, {"log", "export", "-o", "csv"}).out,
               StartsWith("partition,position,time,program,event,"));
    const Ran refused = ask(folder, {"log", "export", (folder.path() / "no" / "where").string()});
    CHECK(refused.code == 74);
}

TEST_CASE("log info: it names the log and where it ends", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(open_queue());
    const Ran ran = ask(folder, {"log", "info", "-o", "jsonl"});
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Contains("\"engine_runs\":false") && Contains("\"blocks\":1"));
    const DataStory engine(folder.path());
    CHECK_THAT(ask(folder, {"log", "info", "-o", "jsonl"}).out, Contains("\"engine_runs\":true"));
}

TEST_CASE("dead-letter: they are listed, and shown with the original", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path())
        .tell(open_queue())
        .tell_nonsense("00000007-ab", "what \x1b[31m is this?")
        .tell_nonsense("00000009-cd", "{");
    CHECK(lines_in(ask(folder, {"dead-letter", "list", "-o", "jsonl"}).out) == 2);
    const Ran first = ask(folder, {"dead-letter", "list", "-n", "1", "-o", "csv"});
    CHECK_THAT(first.out, Contains("00000007-ab,not_json,7,19,1,,this is no JSON"));
    CHECK_THAT(first.err, Contains("--after 00000007-ab"));
    const Ran shown = ask(folder, {"dead-letter", "show", "00000007"});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Contains("what ?[31m is this?"));
    CHECK(ask(folder, {"dead-letter", "show", "0000000"}).code == 2);
    CHECK(ask(folder, {"dead-letter", "show", "x"}).code == 1);
}

}  // namespace leadline::tests
