// What may happen to an engine on Kafka and to its brokers, each on a real one, judged from outside
// by who knows the rules of the race.
#include <signal.h>

#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "tests/kafka/ground.hpp"
#include "tests/kafka/kafka_proxy.hpp"
#include "tests/kafka/race_ground.hpp"
#include "tests/support/kafka_broker.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Catch::Contains;
using Clock = std::chrono::steady_clock;

void check_judged(const RaceGround& race) {
    for (const std::string& complaint : race.judge()) FAIL_CHECK(complaint);
}

// SIGTERM; it must end in order.
void stop_well(Child& engine) {
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
}

void check_log(const fs::path& data) {
    const Ended verified = leadline({"log", "verify", "--data", data.string()});
    INFO(verified.err);
    CHECK(verified.exit_code == 0);
}

// Of a process, in KiB.
std::uint64_t resident(const Child& child) {
    const std::string status = read_text("/proc/" + std::to_string(child.pid()) + "/status");
    return number_after(status, "VmRSS:");
}

// Both partitions must go on from here, while somebody publishes.
void wait_for_both(const RaceGround& race) {
    const std::vector<std::int64_t> before = race.told();
    const auto until = Clock::now() + 20s;
    const auto go_on = [&] {
        const std::vector<std::int64_t> now = race.told();
        return now[0] > before[0] && now[1] > before[1];
    };
    while (!go_on()) {
        REQUIRE(Clock::now() < until);
        std::this_thread::sleep_for(50ms);
    }
}

}  // namespace

TEST_CASE("Kafka: 30 times killed at random moments, a race has the winners that it must have",
          "[kafka]") {
    const RaceGround race("kills", 20'000, 1);
    {
        const Publisher publisher(race, 0, 26s);
        CHECK(kill_at_random(race, 30, 1) >= 12);
    }
    Child engine(race.serve("a"));
    check_judged(race);
    stop_well(engine);
    check_log(race.data("a"));
}

TEST_CASE("Kafka: two engines are killed by turns, and their partitions move", "[kafka]") {
    const RaceGround race("rolling", 12'000, 2);
    auto a = std::make_unique<Child>(race.serve("a"));
    auto b = std::make_unique<Child>(race.serve("b"));
    {
        const Publisher publisher(race, 0, 16s);
        for (int turn = 0; turn < 4; ++turn) {
            auto& engine = turn % 2 == 0 ? a : b;
            std::this_thread::sleep_for(1s);
            ::kill(engine->pid(), SIGKILL);
            static_cast<void>(engine->wait());
            std::this_thread::sleep_for(RaceGround::session);
            wait_for_both(race);  // the other has all of it now
            engine = std::make_unique<Child>(race.serve(turn % 2 == 0 ? "a" : "b"));
        }
    }
    check_judged(race);
    stop_well(*a);
    stop_well(*b);
    // Each has what it decided, and what the other did before it took over.
    check_log(race.data("a"));
    check_log(race.data("b"));
}

TEST_CASE("Kafka: the broker is killed ten times and comes back; nobody has to help", "[kafka]") {
    KafkaBroker& broker = KafkaBroker::shared();
    const RaceGround race("broker", 10'000, 3);
    Child engine(race.serve("a"));
    std::mt19937 random(3);
    std::uniform_int_distribution<int> moment(100, 800);
    for (std::size_t kill = 0; kill < 10; ++kill) {
        const std::size_t size = race.lines.size() / 10 + 1;
        const std::size_t from = std::min(kill * size, race.lines.size());
        // A few lines at a time: there is nearly always a transaction to hit.
        const Publisher publisher(race, from, 0s, from + size);
        std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
        broker.kill();
        broker.start();
        broker.wait();
    }
    check_judged(race);
    // Some of them hit a transaction, and nobody else had the partition then.
    INFO(engine.err_so_far());
    CHECK_THAT(engine.err_so_far(), Contains("the log's end is read again") ||
                                        Contains("or the broker ended our transaction"));
    stop_well(engine);
    check_log(race.data("a"));
}

TEST_CASE("Kafka: an engine that was stopped for longer than its place lasts writes nothing more",
          "[kafka]") {
    const RaceGround race("zombie", 6'000, 4);
    const std::size_t half = race.lines.size() / 2;
    Child zombie(race.serve("a"));
    race.publish_part(0, 1'000);
    CHECK(race.wait_for(1'000) == 1'000);
    Child heir(race.serve("b"));
    const Publisher publisher(race, 1'000, 14s);
    std::this_thread::sleep_for(1s);
    ::kill(zombie.pid(), SIGSTOP);
    std::this_thread::sleep_for(12s);  // its session is over, and its transaction's timeout
    CHECK(race.wait_for(half) >= half);
    CHECK_THAT(heir.err_so_far(), Contains("2 of 2 partitions are ours"));
    ::kill(zombie.pid(), SIGCONT);
    check_judged(race);
    stop_well(zombie);
    stop_well(heir);
    check_log(race.data("b"));
}

TEST_CASE("Kafka: of two processes with one name the newcomer stays, the other ends with 69",
          "[kafka]") {
    const RaceGround race("twins", 4'000, 5);
    Child older(race.serve("a"));
    race.publish_part(0, 2'000);
    CHECK(race.wait_for(2'000) == 2'000);
    std::vector<std::string> words = race.serve("a");
    words[2] = race.data("newcomer").string();
    Child newcomer(words);
    const bool has_ended = older.ends_within(30s);
    INFO(older.err_so_far());
    REQUIRE(has_ended);
    const Ended ended = older.wait();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("another process has taken this instance's place"));
    race.publish_part(2'000, race.lines.size());
    check_judged(race);
    stop_well(newcomer);
}

TEST_CASE("Kafka: without a broker an engine waits, and goes on by itself", "[kafka]") {
    KafkaBroker& broker = KafkaBroker::shared();
    const RaceGround race("away", 4'000, 6);
    race.publish_part(0, race.lines.size());
    broker.kill();
    Child engine(race.serve("a"));
    CHECK_FALSE(engine.ends_within(3s));
    CHECK_THAT(engine.err_so_far(), Contains("trying until it does"));
    broker.start();
    broker.wait();
    CHECK(race.wait_for(100) >= 100);
    // In the middle it is as good as away while it answers nobody.
    broker.freeze();
    CHECK_FALSE(engine.ends_within(3s));
    const std::uint64_t before = resident(engine);
    CHECK(before > 0);
    std::uint64_t most = before;
    for (int look = 0; look < 9; ++look) {
        CHECK_FALSE(engine.ends_within(1s));
        most = std::max(most, resident(engine));
    }
    CHECK(most < before + 32U * 1'024);
    broker.go_on();
    check_judged(race);
    stop_well(engine);
}

TEST_CASE("Kafka: a state that is gone, or of yesterday, is made up for from the log", "[kafka]") {
    const RaceGround race("yesterday", 4'000, 7);
    const fs::path data = race.data("a");
    const auto decide = [&race](std::size_t from, std::size_t to) {
        Child engine(race.serve("a"));
        race.publish_part(from, to);
        CHECK(race.wait_for(to) == to);
        const Ended ended = stopped(engine);
        INFO(ended.err);
        CHECK(ended.exit_code == 0);
        return ended.err;
    };
    static_cast<void>(decide(0, 2'000));
    fs::copy(data, race.data("yesterday"), fs::copy_options::recursive);
    static_cast<void>(decide(2'000, 3'000));
    fs::remove_all(data / "state");
    CHECK_THAT(decide(3'000, 3'500), Contains("state was missing: rebuilt from the log"));
    fs::remove_all(data);
    fs::rename(race.data("yesterday"), data);
    CHECK_THAT(decide(3'500, race.lines.size()),
               !Contains("state was missing") && !Contains(": 0 blocks were read"));
    check_judged(race);
    const Contents known = contents_of(data);
    const Ended checked = leadline({"state", "check", "--data", data.string()});
    INFO(checked.err);
    CHECK(checked.exit_code == 0);
    CHECK_FALSE(known.events.empty());
}

// What the library sends again by itself, and what then comes late: a request to join fences its
// own sender (see Membership), one of a transaction must commit nothing of the epoch behind (see
// Transactions).
TEST_CASE("Kafka: requests to join and of transactions that come late change nothing", "[kafka]") {
    KafkaProxy proxy;
    KafkaBroker broker({}, proxy.port());
    proxy.lead_to(broker.proxied_port());
    // One partition: what comes behind the late one is the same producer's.
    const RaceGround race("late", 30'000, 8, broker, 1);
    std::vector<std::string> words = race.serve("a");
    words.emplace_back("--set");
    words.push_back("kafka.brokers=127.0.0.1:" + std::to_string(proxy.port()));
    words.emplace_back("--set");
    words.emplace_back("epoch.commands_max=500");
    using enum KafkaRequest;
    proxy.hold_next(join_group, heartbeat);
    Child engine(words);
    const auto wait_for_held = [&proxy](int count) {
        const auto end = Clock::now() + 30s;
        while (proxy.held() < count && Clock::now() < end) std::this_thread::sleep_for(10ms);
    };
    int asked = 1;
    wait_for_held(asked);
    constexpr std::pair<KafkaRequest, KafkaRequest> held[] = {
        {end_transaction, produce},
        {end_transaction, add_partitions_to_transaction},
        {end_transaction, transaction_offset_commit},
        {end_transaction, end_transaction},
        {end_transaction, produce},
        {transaction_offset_commit, produce},
        {transaction_offset_commit, transaction_offset_commit},
        {add_offsets_to_transaction, produce},
        {add_partitions_to_transaction, produce},
        {end_transaction, produce}};
    std::size_t next = 0;
    for (const auto& [request, until] : held) {
        proxy.hold_next(request, until);
        const std::size_t to = next + race.lines.size() / (std::size(held) + 1);
        race.publish_part(next, to);
        next = to;
        wait_for_held(++asked);
    }
    // The group's coordinator is away just when offsets are sent to it, for which the library may
    // wait for ever.
    proxy.cut({transaction_offset_commit, find_coordinator}, 3s);
    race.publish_part(next, race.lines.size());
    check_judged(race);
    CHECK(proxy.held() == asked);
    CHECK(proxy.cuts() > 1);
    // The broker would have said so, had a late one met another transaction of the same producer.
    INFO(engine.err_so_far());
    CHECK_THAT(engine.err_so_far(), Contains("joining anew"));
    CHECK_THAT(engine.err_so_far(), !Contains("in an invalid state"));
    stop_well(engine);
    check_log(race.data("a"));
}

TEST_CASE("Kafka: 300 kills, and a broker that goes down beside them", "[kafka][.long]") {
    KafkaBroker& broker = KafkaBroker::shared();
    const RaceGround race("long", 200'000, 9);
    {
        const Publisher publisher(race, 0, 300s);
        for (std::uint64_t round = 0; round < 10; ++round) {
            CHECK(kill_at_random(race, 30, round) >= 10);
            broker.kill();
            broker.start();
            broker.wait();
        }
    }
    Child engine(race.serve("a"));
    check_judged(race);
    stop_well(engine);
    check_log(race.data("a"));
}

}  // namespace leadline::tests
