// An engine on Kafka tells somebody what the log owes them, and puts on record what became of it,
// through the only door that there is: the topic of commands.
#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/connectors/notify/hooked.hpp"
#include "tests/kafka/ground.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;

std::size_t records_of(const Ground& ground) {
    std::size_t records = 0;
    for (const Consumed& event : consume(ground.options, ground.options.events))
        records += count_in(event.value, "\"NotificationRecorded\"");
    return records;
}

struct Telling {
    Ground ground{"told", 2};
    Hooked hooked{ground.folder.path()};
    std::filesystem::path data = ground.folder.path() / "data";

    [[nodiscard]] std::vector<std::string> serve(const std::filesystem::path& in) const {
        return with(ground.serve("one", in), {"--set", hooked.setting()});
    }
    void publish_lines(const std::string& text) const {
        publish(ground.options, lines_of(text), ground.partitions);
    }
    void await_records(std::size_t records, const Child& engine) const {
        const std::string found =
            Hooked::await([&] { return std::string(records_of(ground), 'r'); }, "r", records);
        INFO(engine.err_so_far());
        REQUIRE(found.size() == records);
    }
};

}  // namespace

TEST_CASE("Kafka: a webhook is told once for each event, by whoever has the partition", "[kafka]") {
    const Telling it;
    {
        Child engine(it.serve(it.data));
        it.publish_lines(setup_lines() + given_lines("l1"));
        it.await_records(1, engine);
        ::kill(engine.pid(), SIGKILL);
        static_cast<void>(engine.wait());
    }
    {  // the same folder: what it told is not told again
        Child engine(it.serve(it.data));
        it.publish_lines(given_lines("l2"));
        it.await_records(2, engine);
        const std::string status = Hooked::await(
            [&it] {
                return leadline({"status", "--data", it.data.string()}).out;
            },
            "notifications 1 delivered, 0 failed, 0 wait", 1);
        CHECK_THAT(status, Contains("notifications 1 delivered, 0 failed, 0 wait"));
        CHECK(stopped(engine).exit_code == 0);
    }
    {  // another machine: the log says what was told, and by then what was not
        const std::filesystem::path elsewhere = it.ground.folder.path() / "elsewhere";
        it.publish_lines(given_lines("l3"));
        Child engine(it.serve(elsewhere));
        it.await_records(3, engine);
        CHECK_THAT(leadline({"lead", "explain", "l3", "--data", elsewhere.string()}).out,
                   Contains("told by webhook: delivered"));
        CHECK(stopped(engine).exit_code == 0);
    }
    CHECK(it.hooked.received.all().size() == 3);
    CHECK(it.hooked.keys().size() == 3);
}

}  // namespace leadline::tests
