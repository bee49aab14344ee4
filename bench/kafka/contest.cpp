// See contest.hpp.
#include "bench/kafka/contest.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "bench/kafka/topic_facts.hpp"
#include "connectors/kafka/admin.hpp"
#include "tests/support/repository.hpp"

namespace leadline::bench {

using namespace connectors::kafka;
using std::chrono::steady_clock;
using tests::Child;
using tests::KafkaBroker;

namespace {

constexpr std::chrono::milliseconds look_every{20};
constexpr std::chrono::minutes patience{20};

// A setting of ours: the leadline of another build.
constexpr std::string_view other_binary = "binary=";

// Names that librdkafka has for topics and group; what Leadline is told of them.
std::vector<std::string> leadline_words(const Contestant& contestant,
                                        const config::Options::Kafka& options,
                                        const std::filesystem::path& folder) {
    std::vector<std::string> words{"serve", "--data", folder.string()};
    std::vector<std::string> settings{"engine.log=kafka",
                                      "kafka.brokers=" + options.brokers,
                                      "kafka.group=" + options.group,
                                      "kafka.instance=" + options.instance,
                                      "kafka.commands=" + options.commands,
                                      "kafka.log=" + options.log,
                                      "kafka.events=" + options.events,
                                      "kafka.outcomes=" + options.outcomes,
                                      "kafka.dead_letters=" + options.dead_letters,
                                      "disk.free_min=0"};
    settings.insert(settings.end(), contestant.settings.begin(), contestant.settings.end());
    for (const std::string& setting : settings) {
        if (setting.starts_with(other_binary)) continue;
        words.emplace_back("--set");
        words.push_back(setting);
    }
    return words;
}

std::vector<std::string> streams_words(const Contestant& contestant,
                                       const config::Options::Kafka& options,
                                       const std::filesystem::path& folder) {
    const auto built = tests::repository_root() / "build/peers/streams";
    const std::string log4j = "-Dlog4j.configuration=file:" + (built / "log4j.properties").string();
    const std::string classes = (built / "libs/*").string() + ":" + (built / "classes").string();
    std::vector<std::string> words{"-Xms2g", "-Xmx2g", "-XX:+UseParallelGC", log4j, "-cp", classes};
    words.emplace_back("leadline.peer.Streams");
    for (const std::string& word : {options.brokers, options.group, options.commands,
                                    options.outcomes, options.events, folder.string()})
        words.push_back(word);
    words.insert(words.end(), contestant.settings.begin(), contestant.settings.end());
    return words;
}

double seconds_since(steady_clock::time_point begin) {
    return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

}  // namespace

config::Options::Kafka make_topics(const KafkaBroker& broker, const std::string& name,
                                   const Fill& fill) {
    config::Options::Kafka options = broker.options(name);
    options.instance = "one";
    auto admin = Admin::open(options, std::chrono::seconds(60));
    if (!admin) throw std::runtime_error(admin.error().message);
    constexpr std::array out{TopicUse::log, TopicUse::events, TopicUse::outcomes,
                             TopicUse::dead_letters};
    if (const auto made = admin->make(out, fill.partitions); !made)
        throw std::runtime_error(made.error().message);
    options.commands = fill.topic;
    return options;
}

// Whatever ends this program, ^C included, ends the contestant with it.
std::unique_ptr<Child> started(const Contestant& contestant, const config::Options::Kafka& options,
                               const std::filesystem::path& folder) {
    std::filesystem::path program = tests::build_folder() / "leadline";
    std::vector<std::string> words;
    switch (contestant.kind) {
        case Contestant::Kind::leadline:
            for (const std::string& setting : contestant.settings)
                if (setting.starts_with(other_binary))
                    program = setting.substr(other_binary.size());
            words = leadline_words(contestant, options, folder);
            break;
        case Contestant::Kind::null:
            program = tests::build_folder() / "bench/null_pipeline";
            words = {options.brokers, options.group, options.commands, options.outcomes,
                     options.events};
            words.insert(words.end(), contestant.settings.begin(), contestant.settings.end());
            break;
        case Contestant::Kind::streams:
            program = "/usr/bin/java";
            words = streams_words(contestant, options, folder);
            break;
    }
    words.insert(words.begin(), {"--pdeathsig", "KILL", "--", program.string()});
    tests::ChildIo io;
    io.program = "/usr/bin/setpriv";
    return std::make_unique<Child>(words, io);
}

double processor_s(pid_t pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string text;
    std::getline(file, text);
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    std::string word;
    for (int i = 0; i < 11; ++i) rest >> word;  // state, and ten numbers before utime
    double user = 0;
    double system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

Took run(const KafkaBroker& broker, const Contestant& contestant, const Fill& fill) {
    const config::Options::Kafka options = make_topics(broker, contestant.name, fill);
    const tests::TemporaryFolder folder;
    const GroupPlace place(options, fill.partitions);
    const auto begin = steady_clock::now();
    const auto child = started(contestant, options, folder.path() / "data");
    std::uint64_t at_half = 0;  // once half of the commands are committed
    double cpu_at_half = 0;
    double broker_at_half = 0;
    auto time_at_half = begin;
    for (std::uint64_t now = 0; now < fill.commands;) {
        std::this_thread::sleep_for(look_every);
        if (child->ends_within(std::chrono::milliseconds(0)))
            throw std::runtime_error(contestant.name + " has ended: " + child->wait().err);
        if (steady_clock::now() - begin > patience)
            throw std::runtime_error(fmt::format("{} is at {} of {}: {}", contestant.name, now,
                                                 fill.commands, child->err_so_far()));
        now = place.committed();
        if (at_half != 0 || now < fill.commands / 2 || now >= fill.commands) continue;
        at_half = now;
        cpu_at_half = processor_s(child->pid());
        broker_at_half = processor_s(broker.pid());
        time_at_half = steady_clock::now();
    }
    const double second_half_s = seconds_since(time_at_half);
    const double cpu = processor_s(child->pid());
    const double broker_cpu = processor_s(broker.pid());
    const double whole = seconds_since(begin);
    ::kill(child->pid(), SIGTERM);
    static_cast<void>(child->wait());
    const TopicContent outcomes = content_of(options, options.outcomes, fill.partitions);
    const TopicContent events = content_of(options, options.events, fill.partitions);
    if (contestant.outcome_each && outcomes.records != fill.commands)
        throw std::runtime_error(fmt::format("{} has {} outcomes of {} commands", contestant.name,
                                             outcomes.records, fill.commands));
    remove_topics(options, options.group);
    const auto commands = static_cast<double>(fill.commands);
    Took took;
    took.per_s = commands * 1e3 / static_cast<double>(outcomes.last_ms - outcomes.first_ms);
    took.per_s_whole = commands / whole;
    const double rest = commands - static_cast<double>(at_half);
    took.per_s_half = rest / second_half_s;
    took.cpu_us = (cpu - cpu_at_half) * 1e6 / rest;
    took.broker_us = (broker_cpu - broker_at_half) * 1e6 / rest;
    took.cpu_us_whole = cpu * 1e6 / commands;
    took.records = outcomes.records + events.records;
    took.bytes = outcomes.bytes + events.bytes;
    return took;
}

}  // namespace leadline::bench
