// What an engine on Kafka does not put up with: a folder of another log, topics that grew or are
// gone, rights that are missing, and strangers on the log. One sentence each, and the exit code.
#include <catch2/catch.hpp>

#include "tests/kafka/ground.hpp"
#include "tests/kafka/stranger.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Catch::Contains;

// An engine that has decided what sets a program up.
class Running {
public:
    explicit Running(const Ground& ground)
        : engine_(ground.serve("a", ground.folder.path() / "data")) {
        publish(ground.options, lines_of(acme_lines()), ground.partitions);
        REQUIRE(ground.wait_for(2).first.size() == 2);
    }
    [[nodiscard]] Child& engine() { return engine_; }
    // It must end by itself.
    [[nodiscard]] Ended ended() {
        const bool has_ended = engine_.ends_within(60s);
        INFO(engine_.err_so_far());
        REQUIRE(has_ended);
        return engine_.wait();
    }

private:
    Child engine_;
};

void stop_well(Child& engine) {
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
}

}  // namespace

TEST_CASE("Kafka: a folder of another log is refused, and one whose topics grew", "[kafka]") {
    const Ground one("folder_one");
    const Ground other("folder_other");
    const fs::path data = one.folder.path() / "data";
    Running running(one);
    stop_well(running.engine());
    const Ended refused = leadline(other.serve("a", data));
    CHECK(refused.exit_code == 78);
    CHECK_THAT(refused.err, Contains("holds another log than " + other.options.log));

    add_partitions(one.options, 2);
    const Ended grown = leadline(one.serve("a", data));
    CHECK(grown.exit_code == 78);
    CHECK_THAT(grown.err, Contains("has 2 partitions now, and had 1"));
}

TEST_CASE("Kafka: a topic that is taken away ends the engine with 69", "[kafka]") {
    const Ground ground("gone");
    Running running(ground);
    delete_topic(ground.options, ground.options.commands);
    const Ended ended = running.ended();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains(ground.options.commands));
}

TEST_CASE("Kafka: rights that are taken away end the engine with 69 and say which", "[kafka]") {
    KafkaBroker broker(
        {"authorizer.class.name=org.apache.kafka.metadata.authorizer."
         "StandardAuthorizer",
         "allow.everyone.if.no.acl.found=true", "super.users=User:nobody"});
    const Ground ground("rights", 1, broker);
    Running running(ground);
    deny_writing(ground.options, ground.options.log);
    publish(ground.options, lines_of(acme_lead_line(1)), 1);
    const Ended ended = running.ended();
    INFO(ended.err);
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("rights") && Contains(ground.options.log + "/0"));
}

TEST_CASE("Kafka: a stranger's open transaction on the log is waited for, and then refused",
          "[kafka]") {
    const Ground ground("stranger");
    const fs::path data = ground.folder.path() / "data";
    publish(ground.options, lines_of(acme_lines()), 1);
    {
        const Stranger stranger(ground.options, ground.options.log);
        Child engine(ground.serve("a", data));
        CHECK_FALSE(engine.ends_within(3s));
        CHECK(verdicts(consume(ground.options, ground.options.outcomes)).first.empty());
        // It gives up, and leaves no more than the marker of its abort.
    }
    Child engine(ground.serve("a", data));
    CHECK(ground.wait_for(2).first.size() == 2);
    stop_well(engine);
}

TEST_CASE("Kafka: a stranger who does not let go of the log ends the engine with 69",
          "[kafka][.long]") {
    const Ground ground("occupied");
    publish(ground.options, lines_of(acme_lines()), 1);
    const Stranger stranger(ground.options, ground.options.log, 60s);
    Child engine(ground.serve("a", ground.folder.path() / "data"));
    REQUIRE(engine.ends_within(45s));
    const Ended ended = engine.wait();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("a transaction that is not this engine's stays open"));
}

}  // namespace leadline::tests
