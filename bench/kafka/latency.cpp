// See latency.hpp.
#include "bench/kafka/latency.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
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
constexpr std::uint64_t setup_each = 3'000;  // commands that come before the clock runs
constexpr std::uint64_t warm_up_s = 2;
constexpr std::chrono::microseconds beat{1'000};

double ms(steady_clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

// Commands of one partition: their lines, and when each was published.
struct Lane {
    std::string program;
    std::vector<std::string> lines;
    std::vector<steady_clock::time_point> sent;
};

std::vector<Lane> lanes(std::uint64_t each) {
    std::vector<Lane> made(partitions);
    for (std::uint32_t p = 0; p < partitions; ++p) {
        ProgramLines lines({}, p);
        made[p].program = lines.program();
        for (std::uint64_t i = 0; i < each; ++i) made[p].lines.push_back(lines.next());
        made[p].sent.resize(each);
    }
    return made;
}

void send(Publisher& publisher, std::vector<Lane>& all, std::uint64_t line) {
    for (std::uint32_t p = 0; p < partitions; ++p) {
        all[p].sent[line] = steady_clock::now();
        publisher.publish(p, all[p].program, all[p].lines[line]);
    }
}

// How far behind it was, at most.
double send_at_rate(Publisher& publisher, std::vector<Lane>& all, std::uint64_t per_s) {
    const auto begin = steady_clock::now();
    const double each_us = 1e6 * partitions / static_cast<double>(per_s);
    double late = 0;
    for (std::uint64_t line = setup_each; line < all[0].lines.size();) {
        std::this_thread::sleep_for(beat);
        const double gone_us = ms(steady_clock::now() - begin) * 1e3;
        const auto due = setup_each + static_cast<std::uint64_t>(gone_us / each_us);
        late = std::max(late, static_cast<double>(due - line) * each_us / 1e3);
        for (; line < std::min<std::uint64_t>(due, all[0].lines.size()); ++line)
            send(publisher, all, line);
        publisher.serve();
    }
    publisher.flush();
    return late;
}

}  // namespace

Latency latency_of(const tests::KafkaBroker& broker, const Contestant& contestant,
                   std::uint64_t per_s, std::uint64_t seconds) {
    const std::uint64_t each = setup_each + per_s * (seconds + warm_up_s) / partitions;
    std::vector<Lane> all = lanes(each);
    const config::Options::Kafka own = make_topics(broker, contestant.name, {"", partitions, 0});
    config::Options::Kafka options = own;
    options.commands = own.group + ".commands";
    auto admin = connectors::kafka::Admin::open(options, std::chrono::seconds(60));
    constexpr std::array only{connectors::kafka::TopicUse::commands};
    if (!admin || !admin->make(only, partitions)) throw std::runtime_error("no topic of commands");
    const tests::TemporaryFolder folder;
    const auto child = started(contestant, options, folder.path() / "data");
    auto watched = std::make_unique<OutcomeWatch>(options, partitions, each);
    const OutcomeWatch& watch = *watched;
    Publisher publisher(options, "1");
    for (std::uint64_t line = 0; line < setup_each; ++line) send(publisher, all, line);
    publisher.flush();
    if (!watch.wait_for(setup_each * partitions, std::chrono::seconds(60)))
        throw std::runtime_error(contestant.name + " does not answer: " + child->err_so_far());
    Latency latency;
    latency.late_ms = send_at_rate(publisher, all, per_s);
    if (!watch.wait_for(each * partitions, std::chrono::seconds(120)))
        throw std::runtime_error(fmt::format("{} told {} of {} outcomes", contestant.name,
                                             watch.count(), each * partitions));
    ::kill(child->pid(), SIGTERM);
    static_cast<void>(child->wait());
    std::vector<double> times;
    for (std::uint32_t p = 0; p < partitions; ++p)
        for (std::uint64_t i = setup_each + per_s * warm_up_s / partitions; i < each; ++i)
            times.push_back(ms(watch.at(p, i) - all[p].sent[i]));
    std::sort(times.begin(), times.end());
    latency.p50_ms = times[times.size() / 2];
    latency.p99_ms = times[times.size() * 99 / 100];
    latency.max_ms = times.back();
    watched.reset();  // a reader of topics that go would not end
    remove_topics(options, options.group);
    return latency;
}

}  // namespace leadline::bench
