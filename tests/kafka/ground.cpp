// See ground.hpp.
#include "tests/kafka/ground.hpp"

#include <signal.h>

#include <sstream>
#include <stdexcept>
#include <thread>

#include "connectors/kafka/admin.hpp"

namespace leadline::tests {

using namespace std::chrono_literals;

Ground::Ground(const std::string& name, std::uint32_t count, KafkaBroker& broker)
    : partitions(count), options(broker.options(name)) {
    auto admin = connectors::kafka::Admin::open(options, 60s);
    if (!admin) throw std::runtime_error(admin.error().message);
    const auto made = admin->make(connectors::kafka::topic_uses, partitions);
    if (!made) throw std::runtime_error(made.error().message);
}

std::vector<std::string> Ground::settings() const {
    const std::pair<std::string, std::string> all[] = {
        {"kafka.brokers", options.brokers},
        {"kafka.group", options.group},
        {"kafka.commands", options.commands},
        {"kafka.log", options.log},
        {"kafka.events", options.events},
        {"kafka.outcomes", options.outcomes},
        {"kafka.dead_letters", options.dead_letters}};
    std::vector<std::string> words;
    for (const auto& [name, value] : all) {
        words.emplace_back("--set");
        words.push_back(name + "=" + value);
    }
    return words;
}

std::vector<std::string> Ground::serve(const std::string& instance,
                                       const std::filesystem::path& data) const {
    std::vector<std::string> words{"serve", "--data", data.string()};
    for (const std::string& word : settings()) words.push_back(word);
    for (const std::string& set : {std::string("engine.log=kafka"), "kafka.instance=" + instance,
                                   std::string("disk.free_min=0")}) {
        words.emplace_back("--set");
        words.push_back(set);
    }
    return words;
}

Verdicts Ground::wait_until(const std::function<bool(const Verdicts&)>& is_enough) const {
    const auto until = std::chrono::steady_clock::now() + 60s;
    for (;;) {
        Verdicts said = verdicts(consume(options, options.outcomes));
        if (is_enough(said) || std::chrono::steady_clock::now() > until) return said;
        std::this_thread::sleep_for(200ms);
    }
}

Verdicts Ground::wait_for(std::size_t commands) const {
    return wait_until([commands](const Verdicts& v) { return v.first.size() >= commands; });
}

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

Ended stopped(Child& engine) {
    ::kill(engine.pid(), SIGTERM);
    return engine.wait();
}

}  // namespace leadline::tests
