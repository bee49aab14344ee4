// `log copy`: a log dealt anew says the same of each program, with other places and hashes.
#include <catch2/catch.hpp>

#include "connectors/cli/read/deal_anew.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "engine/log/log_through.hpp"
#include "tests/connectors/cli/partitions.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using events::Failure;
namespace fs = std::filesystem;

// The hashes of all partitions, added up: state is entries, and each of them lies in one partition.
engine::Hash128 sum_of_states(const std::string& data) {
    const Ran verified = run({"log", "verify", "--data", data, "-o", "json"});
    REQUIRE(verified.code == 0);
    static const std::regex hash(R"re("state_hash": "([0-9a-f]{16})([0-9a-f]{16})")re");
    engine::Hash128 sum = 0;
    for (std::sregex_iterator at(verified.out.begin(), verified.out.end(), hash), end; at != end;
         ++at)
        sum += engine::Hash128{std::stoull((*at)[1], nullptr, 16)} << 64U |
               std::stoull((*at)[2], nullptr, 16);
    REQUIRE(sum != 0);
    return sum;
}

std::string story_with_letters() {
    std::string lines = story_lines(30) + "no json\n{\"program\":\"bolt\"}\n";
    // Timers of the others fire by the tick at the end.
    return lines + asked("late", "CreateLead", R"({"lead":"late"})", 7'200, "system:crm");
}

TEST_CASE("log copy: round and round, each program has the same events, state and dead letters",
          "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_with_letters(), {"--set", "epoch.commands_max=40"}).code == 0);
    const auto events = events_by_program(it.data);
    const engine::Hash128 states = sum_of_states(it.data);
    const std::string letters = it.ask({"dead-letter", "list"}).out;
    std::string from = it.data;
    for (const char* partitions : {"3", "5", "2", "1"}) {
        CAPTURE(partitions);
        const std::string to = (it.folder.path() / ("copy" + std::string(partitions))).string();
        const Ran copied =
            run({"log", "copy", to, "--partitions", partitions, "--data", from, "-o", "json"});
        INFO(copied.err);
        REQUIRE(copied.code == 0);
        CHECK_THAT(copied.out, Contains(R"("dead_letters": 2)"));
        CHECK(events_by_program(to) == events);
        const bool is_same_state = sum_of_states(to) == states;
        CHECK(is_same_state);
        CHECK(run({"dead-letter", "list", "--data", to}).out == letters);
        CHECK_THAT(run({"lead", "list", "--program", "bolt", "--data", to}).out, Contains("l7"));
        CHECK_FALSE(fs::exists(to + ".unfinished"));
        from = to;
    }
}

TEST_CASE("log copy: the copy goes on as the original does", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_lines(20)).code == 0);
    const std::string copy = (it.folder.path() / "copy").string();
    REQUIRE(run({"log", "copy", copy, "--partitions", "2", "--data", it.data}).code == 0);
    // Repeats of all that was decided, more leads, and what lapses.
    const std::string more = (it.folder.path() / "more.jsonl").string();
    write_text(more, story_lines(25) + interleaved(asked("z", "CreateLead", R"({"lead":"z"})",
                                                         4'000, "system:crm")));
    const Ran here = run({"submit", more, "--data", it.data});
    const Ran there = run({"submit", more, "--data", copy});
    CHECK(here.code == 0);
    CHECK(there.code == 0);
    static const std::regex place(R"("partition":[0-9]+,"position":[0-9]+,)");
    CHECK(std::regex_replace(there.out, place, "") == std::regex_replace(here.out, place, ""));
    CHECK(events_by_program(copy) == events_by_program(it.data));
    CHECK(run({"log", "verify", "--data", copy}).code == 0);
}

TEST_CASE("log copy: takes only a place where nothing is, and says so", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_lines(1)).code == 0);
    const fs::path there = it.folder.path() / "there";
    const auto copy = [&it](const fs::path& to, const std::string& partitions = "2") {
        return it.ask({"log", "copy", to.string(), "--partitions", partitions});
    };
    fs::create_directories(there);
    write_text(there / "letter.txt", "mine");
    CHECK(copy(there).code == 2);
    CHECK_THAT(copy(there).err, Contains("is not an empty folder"));
    CHECK(copy(it.data).code == 2);
    CHECK_THAT(copy(fs::path(it.data) / "copy").err, Contains("lies in the folder that is to be"));
    CHECK(copy(it.folder.path() / "x", "0").code == 2);
    CHECK(copy(it.folder.path() / "x", "65").code == 2);
    fs::create_directories(it.folder.path() / "x.unfinished");
    write_text(it.folder.path() / "x.unfinished" / "letter.txt", "mine");
    CHECK(copy(it.folder.path() / "x").code == 2);
    CHECK_THAT(copy(it.folder.path() / "x").err, Contains("it has letter.txt"));
    CHECK(fs::exists(it.folder.path() / "x.unfinished" / "letter.txt"));
    CHECK_FALSE(fs::exists(it.folder.path() / "x"));
    CHECK(run({"log", "copy", (it.folder.path() / "y").string(), "--partitions", "2", "--data",
               (it.folder.path() / "nothing").string()})
              .code == 1);
    // An empty folder is a place, with or without a slash; and an engine may be running.
    fs::remove(there / "letter.txt");
    const auto held = connectors::DataFolder::open(it.data);
    REQUIRE(held.has_value());
    CHECK(copy(there / "").code == 0);
    CHECK(events_by_program(there.string()) == events_by_program(it.data));
}

TEST_CASE("log copy: what one that was killed has left is begun again", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_lines(3)).code == 0);
    const fs::path to = it.folder.path() / "to";
    const fs::path draft = to.string() + ".unfinished";
    const auto copy = [&] { return it.ask({"log", "copy", to.string(), "--partitions", "3"}); };
    {
        const auto left = connectors::DataFolder::open(draft);
        REQUIRE(left.has_value());
        connectors::EmbeddedOptions options;
        options.partitions = 2;
        REQUIRE(connectors::EmbeddedLog::open(left->log(), options).has_value());
        // Somebody is at it.
        const Ran refused = copy();
        CHECK(refused.code == 69);
        CHECK_THAT(refused.err, Contains("in use by process"));
        CHECK(fs::exists(draft / "log" / "CURRENT"));
    }
    REQUIRE(copy().code == 0);
    CHECK_FALSE(fs::exists(draft));
    CHECK(events_by_program(to.string()) == events_by_program(it.data));
    const Ran verified = run({"log", "verify", "--data", to.string(), "-o", "json"});
    CHECK(verified.code == 0);
    CHECK_THAT(verified.out, Contains(R"("partition": 2)"));
}

// A log in which somebody has changed one event and made the block's own checksum fit again.
class TamperedLog final : public engine::LogThrough {
public:
    using LogThrough::LogThrough;
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition p,
                                                     std::uint64_t block) const override {
        auto bytes = LogThrough::read(p, block);
        if (!bytes || block != 2) return bytes;
        const auto header = engine::read_block(*bytes);
        if (!header) return bytes;
        bytes->back() ^= std::byte{1};
        engine::write_header(*header, *bytes);
        return bytes;
    }
};

TEST_CASE("log copy: a log whose chain is broken is not given a new one", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_lines(5), {"--set", "epoch.commands_max=10"}).code == 0);
    const auto log =
        connectors::EmbeddedReader::open(fs::path(it.data) / "log", connectors::Beside::nobody);
    REQUIRE(log.has_value());
    const auto copied = [&it](const engine::LogReader& from, const char* name) {
        connectors::EmbeddedOptions options;
        options.partitions = 2;
        const auto to = connectors::EmbeddedLog::open(it.folder.path() / name, options);
        REQUIRE(to.has_value());
        return connectors::DealAnew(**to).run(
            from, [](std::uint64_t, std::uint64_t) { return engine::Result<void>(); });
    };
    CHECK(copied(**log, "whole").has_value());
    const auto tampered = copied(TamperedLog(**log), "tampered");
    REQUIRE_FALSE(tampered.has_value());
    CHECK(tampered.error().failure == Failure::corrupt);
    CHECK_THAT(tampered.error().message, Contains("partition 0: block 3 cannot be read"));
}

}  // namespace
}  // namespace leadline::tests
