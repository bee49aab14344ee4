// How fast is the engine on a real Kafka, beside what else could be there: a pipeline without logic
// (bench/peers/null_pipeline.cpp) and Kafka Streams (bench/peers/streams)? One broker, one fill of
// commands; the contestants take turns, so that what else the machine does meets all of them.
//   kafka_compare throughput [commands] [rounds] [names, separated by commas]
//   kafka_compare lines [commands]      prints the first of the fill, and starts nothing
//   kafka_compare latency [commands per s] [seconds] [rounds] [names, the first is compared with]
//   kafka_compare takeover [leads] [rounds]
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "bench/kafka/contest.hpp"
#include "bench/kafka/fill.hpp"
#include "bench/kafka/latency.hpp"
#include "bench/kafka/takeover.hpp"
#include "connectors/kafka/admin.hpp"

namespace leadline::bench {
namespace {

using Kind = Contestant::Kind;

const std::vector<Contestant> contestants{
    {"null-record", Kind::null, {"record"}},
    {"null-epoch", Kind::null, {"epoch"}, false},
    {"null-headers", Kind::null, {"headers"}},
    {"null-feed", Kind::null, {"feed"}},
    {"feed-off", Kind::leadline, {"views.enabled=false", "kafka.feed=false"}},
    {"feed-on", Kind::leadline, {"views.enabled=false"}},
    {"feed-headers", Kind::leadline, {"views.enabled=false", "kafka.feed_headers=true"}},
    {"streams", Kind::streams, {}},
};

constexpr const char* every_name =
    "null-record,null-epoch,null-headers,null-feed,feed-off,feed-on,feed-headers,streams";

struct Ratio {
    const char* what;
    const char* of;
    const char* to;
    double Took::*figure;
    const char* must;
};

constexpr Ratio ratios[] = {
    {"feed off / null pipeline, a record per command", "feed-off", "null-record", &Took::per_s,
     "must 0.45, want 0.65"},
    {"feed and outcomes / the same", "feed-on", "null-record", &Took::per_s, "must 0.25, want 0.4"},
    {"feed and outcomes / Kafka Streams", "feed-on", "streams", &Took::per_s, "must 3, want 5"},
    {"the same in the second half", "feed-on", "streams", &Took::per_s_half, "for orientation"},
    {"processor time per command, Kafka Streams / feed and outcomes", "streams", "feed-on",
     &Took::cpu_us, "must 4, want 6"},
};

std::string load() {
    std::ifstream file("/proc/loadavg");
    std::string text;
    std::getline(file, text);
    return text;
}

double median(std::vector<double> all) {
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

void print_ratios(const std::map<std::string, std::vector<Took>>& all) {
    fmt::print("\n");
    for (const Ratio& ratio : ratios) {
        const auto of = all.find(ratio.of);
        const auto to = all.find(ratio.to);
        if (of == all.end() || to == all.end()) continue;
        std::vector<double> each;
        for (std::size_t i = 0; i < of->second.size(); ++i)
            each.push_back(of->second[i].*ratio.figure / to->second[i].*ratio.figure);
        std::sort(each.begin(), each.end());
        fmt::print("{}: {:.2f}x ({:.2f} to {:.2f}); {}\n", ratio.what, median(each), each.front(),
                   each.back(), ratio.must);
    }
}

void print_medians(const std::map<std::string, std::vector<Took>>& all) {
    fmt::print(
        "\nmedians: commands/s, of the second half, from start; us of processor each in the second "
        "half, from start, and the broker's\n");
    for (const auto& [name, took] : all) {
        const auto of = [&took = took](double Took::*figure) {
            std::vector<double> each;
            for (const Took& one : took) each.push_back(one.*figure);
            return median(std::move(each));
        };
        fmt::print("{:<14} {:>9.0f} {:>9.0f} {:>9.0f} {:>7.2f} {:>7.2f} {:>7.2f}\n", name,
                   of(&Took::per_s), of(&Took::per_s_half), of(&Took::per_s_whole),
                   of(&Took::cpu_us), of(&Took::cpu_us_whole), of(&Took::broker_us));
    }
}

Fill filled(const tests::KafkaBroker& broker, const FillSize& size) {
    const config::Options::Kafka options = broker.options("fill");
    auto admin = connectors::kafka::Admin::open(options, std::chrono::seconds(60));
    constexpr std::array only{connectors::kafka::TopicUse::commands};
    if (!admin || !admin->make(only, size.partitions))
        throw std::runtime_error("the topic of commands cannot be made");
    Fill made{options.commands, size.partitions, 0};
    for (const std::uint64_t count : fill(options, size)) made.commands += count;
    return made;
}

// "feed-on", or with more settings: "feed-on+kafka.properties.linger.ms=50"; or of another build:
// "feed-on+binary=/tmp/leadline".
Contestant named(const std::string& words) {
    const std::string name = words.substr(0, words.find('+'));
    const auto at = std::find_if(contestants.begin(), contestants.end(),
                                 [&name](const Contestant& each) { return each.name == name; });
    if (at == contestants.end()) throw std::runtime_error("no contestant is named " + name);
    Contestant made = *at;
    made.label = words;
    std::istringstream rest(words.substr(std::min(words.size(), name.size() + 1)));
    for (std::string setting; std::getline(rest, setting, '+');) made.settings.push_back(setting);
    return made;
}

std::vector<Contestant> all_named(const std::string& names) {
    std::vector<Contestant> made;
    std::istringstream rest(names);
    for (std::string words; std::getline(rest, words, ',');) made.push_back(named(words));
    return made;
}

void compare(const tests::KafkaBroker& broker, std::uint64_t commands, int rounds,
             const std::string& names) {
    const Fill fill = filled(broker, {commands, 2});
    fmt::print("{} commands on {} partitions; load {}\n", fill.commands, fill.partitions, load());
    const std::vector<Contestant> asked = all_named(names);
    std::map<std::string, std::vector<Took>> all;
    for (int round = 0; round <= rounds; ++round) {  // the first warms the broker up
        for (const Contestant& contestant : asked) {
            const Took took = run(broker, contestant, fill);
            fmt::print(
                "{:<8} {:<14} {:>7.0f}/s, second half {:.0f}/s, from start {:.0f}/s; processor "
                "{:.2f} "
                "us each, from start {:.2f}, the broker's {:.2f}; out {:.2f} records, {:.0f} bytes "
                "each; load {}\n",
                round == 0 ? "warm-up" : fmt::format("round {}", round), contestant.label,
                took.per_s, took.per_s_half, took.per_s_whole, took.cpu_us, took.cpu_us_whole,
                took.broker_us,
                static_cast<double>(took.records) / static_cast<double>(fill.commands),
                static_cast<double>(took.bytes) / static_cast<double>(fill.commands), load());
            std::fflush(stdout);
            if (round > 0) all[contestant.label].push_back(took);
        }
    }
    print_medians(all);
    print_ratios(all);
}

void compare_latency(const tests::KafkaBroker& broker, std::uint64_t per_s, std::uint64_t seconds,
                     int rounds, const std::string& names) {
    const std::vector<Contestant> asked = all_named(names);
    std::map<std::string, std::vector<double>> p99s;
    for (int round = 0; round <= rounds; ++round) {
        std::map<std::string, Latency> took;
        for (const Contestant& contestant : asked) {
            const std::string& name = contestant.label;
            const Latency latency = latency_of(broker, contestant, per_s, seconds);
            took[name] = latency;
            fmt::print(
                "{} {:<12} at {}/s: p50 {:.1f} ms, p99 {:.1f} ms, max {:.0f} ms; publisher late by "
                "{:.0f} ms at most; load {}\n",
                round == 0 ? "warm-up" : fmt::format("round {}", round), name, per_s,
                latency.p50_ms, latency.p99_ms, latency.max_ms, latency.late_ms, load());
            std::fflush(stdout);
        }
        for (const auto& [name, latency] : took)
            if (round > 0 && name != asked.front().label)
                p99s[name].push_back(latency.p99_ms / took[asked.front().label].p99_ms);
    }
    for (const auto& [name, each] : p99s)
        fmt::print("p99 of {} / {}: {:.2f}x; must 2, want 1.5\n", name, asked.front().label,
                   median(each));
}

void compare_takeover(const tests::KafkaBroker& broker, std::uint64_t leads, int rounds) {
    std::map<bool, std::vector<double>> took;
    for (int round = 1; round <= rounds; ++round) {
        for (const bool is_warm : {true, false}) {
            took[is_warm].push_back(takeover_s(broker, leads, is_warm));
            fmt::print("round {} {}: {:.2f} s, {:.2f} beyond the session's six; load {}\n", round,
                       is_warm ? "warm" : "cold", took[is_warm].back(), took[is_warm].back() - 6,
                       load());
            std::fflush(stdout);
        }
    }
    fmt::print(
        "beyond the session: warm {:.2f} s (must 2, want 0.5), cold {:.2f} s (must 15, want 5)\n",
        median(took[true]) - 6, median(took[false]) - 6);
}

std::uint64_t number(int argc, char** argv, int at, std::uint64_t otherwise) {
    return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
}

int go(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "throughput";
    if (what == "lines") {
        ProgramLines lines({}, 0);
        for (auto left = number(argc, argv, 2, 3'000); left > 0; --left)
            fmt::print("{}\n", lines.next());
        return 0;
    }
    // The time of a record is when the broker took it, on every topic.
    const tests::KafkaBroker broker({"log.message.timestamp.type=LogAppendTime",
                                     "file.delete.delay.ms=500", "log.segment.delete.delay.ms=500"},
                                    0, tests::KafkaBroker::Kind::lasting);
    if (what == "throughput") {
        compare(broker, number(argc, argv, 2, 1'000'000),
                static_cast<int>(number(argc, argv, 3, 5)), argc > 4 ? argv[4] : every_name);
    } else if (what == "latency") {
        compare_latency(broker, number(argc, argv, 2, 20'000), number(argc, argv, 3, 10),
                        static_cast<int>(number(argc, argv, 4, 3)),
                        argc > 5 ? argv[5] : "null-record,feed-off,feed-on");
    } else if (what == "takeover") {
        compare_takeover(broker, number(argc, argv, 2, 1'000'000),
                         static_cast<int>(number(argc, argv, 3, 3)));
    } else {
        fmt::print(stderr, "throughput, latency or takeover\n");
        return 64;
    }
    return 0;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    spdlog::set_level(spdlog::level::err);
    try {
        return leadline::bench::go(argc, argv);
    } catch (const std::exception& wrong) {
        fmt::print(stderr, "kafka_compare: {}\n", wrong.what());
        return 1;
    }
}
