// See takeover.hpp.
#include "bench/kafka/takeover.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <stdexcept>
#include <thread>

#include "bench/kafka/fill.hpp"
#include "bench/kafka/outcome_watch.hpp"
#include "bench/kafka/topic_facts.hpp"
#include "connectors/kafka/admin.hpp"

namespace leadline::bench {

using std::chrono::steady_clock;

namespace {

constexpr std::uint32_t partitions = 2;
constexpr std::uint64_t setup_each = 2'412;
constexpr std::chrono::minutes patience{5};

std::size_t count_of(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        ++count;
    return count;
}

// The engine has said so often that it decides in the partition.
void wait_for(const tests::Child& engine, int partition, std::size_t times) {
    const auto until = steady_clock::now() + patience;
    const std::string words = fmt::format("partition {}: decides", partition);
    while (count_of(engine.err_so_far(), words) < times) {
        if (steady_clock::now() > until)
            throw std::runtime_error(
                fmt::format("no engine for partition {}: {}", partition, engine.err_so_far()));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

// By name the range gives partition 0 to `a`, which is the one that is killed.
double takeover_s(const tests::KafkaBroker& broker, std::uint64_t leads, bool is_warm) {
    config::Options::Kafka options = make_topics(broker, "takeover", {"", partitions, 0});
    options.commands = options.group + ".commands";
    auto admin = connectors::kafka::Admin::open(options, std::chrono::seconds(60));
    constexpr std::array only{connectors::kafka::TopicUse::commands};
    if (!admin || !admin->make(only, partitions)) throw std::runtime_error("no topic of commands");
    Publisher publisher(options, "5");
    ProgramLines big({2, partitions, false}, 0);
    ProgramLines small({2, partitions, false}, 1);
    for (std::uint64_t i = 0; i < setup_each + leads; ++i) {
        publisher.publish(0, big.program(), big.next());
        if (i < setup_each) publisher.publish(1, small.program(), small.next());
        if (i % 256 == 0) publisher.serve();
    }
    publisher.flush();
    const std::uint64_t published = leads + 2 * setup_each;
    const Contestant engine{
        "takeover", Contestant::Kind::leadline, {"views.enabled=false", "kafka.feed=false"}};
    const tests::TemporaryFolder folder;
    config::Options::Kafka named[2] = {options, options};
    named[0].instance = "a";
    named[1].instance = "b";
    const int first = is_warm ? 1 : 0;
    std::array<std::unique_ptr<tests::Child>, 2> engines;
    const auto start = [&](int which) {
        const auto at = static_cast<std::size_t>(which);
        engines[at] = started(engine, named[which], folder.path() / named[which].instance);
    };
    start(first);
    auto watched = std::make_unique<OutcomeWatch>(options, partitions, setup_each + leads + 1);
    const OutcomeWatch& watch = *watched;
    if (!watch.wait_for(published, patience))
        throw std::runtime_error("not decided: " +
                                 engines[static_cast<std::size_t>(first)]->err_so_far());
    start(1 - first);
    wait_for(*engines[0], 0, is_warm ? 1 : 2);
    wait_for(*engines[1], 1, is_warm ? 2 : 1);
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const auto begin = steady_clock::now();
    ::kill(engines[0]->pid(), SIGKILL);
    publisher.publish(0, big.program(), big.next());
    publisher.flush();
    if (!watch.wait_for(published + 1, patience))
        throw std::runtime_error("not taken over: " + engines[1]->err_so_far());
    const auto took = watch.at(0, setup_each + leads) - begin;
    ::kill(engines[1]->pid(), SIGTERM);
    static_cast<void>(engines[1]->wait());
    watched.reset();  // a reader of topics that go would not end
    remove_topics(options, options.group);
    return std::chrono::duration<double>(took).count();
}

}  // namespace leadline::bench
