// See outcome_watch.hpp.
#include "bench/kafka/outcome_watch.hpp"

#include <charconv>

#include "bench/kafka/topic_facts.hpp"

namespace leadline::bench {

namespace {
constexpr std::string_view before_number = R"("id":"c-)";
}  // namespace

std::size_t number_of_id(std::string_view json) {
    const auto at = json.find(before_number);
    if (at == std::string_view::npos) return SIZE_MAX;
    std::size_t number = SIZE_MAX;
    const char* const begin = json.data() + at + before_number.size();
    std::from_chars(begin, json.data() + json.size(), number);
    return number;
}

OutcomeWatch::OutcomeWatch(const config::Options::Kafka& options, std::uint32_t partitions,
                           std::size_t ids)
    : read_at_(partitions, std::vector<Time>(ids)),
      thread_([this, options, partitions] { run(options, partitions); }) {}

OutcomeWatch::~OutcomeWatch() {
    stops_ = true;
    thread_.join();
}

void OutcomeWatch::run(const config::Options::Kafka& options, std::uint32_t partitions) {
    follow(
        options, options.outcomes, partitions,
        [this](std::uint32_t partition, std::string_view json) {
            const std::size_t number = number_of_id(json);
            auto& times = read_at_[partition];
            if (number < times.size()) times[number] = std::chrono::steady_clock::now();
            ++count_;
            return !stops_;
        },
        [this] { return !stops_; });
}

bool OutcomeWatch::wait_for(std::uint64_t count, std::chrono::milliseconds limit) const {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (count_ < count && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return count_ >= count;
}

}  // namespace leadline::bench
