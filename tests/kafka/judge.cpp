// See judge.hpp.
#include "tests/kafka/judge.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "connectors/kafka/produce.hpp"
#include "engine/log/placement.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {

using namespace connectors::kafka;

namespace {

void must(bool is_so, const std::string& what) {
    if (!is_so) throw std::runtime_error(what);
}

}  // namespace

std::string member(const std::string& json, const std::string& name) {
    const std::string key = "\"" + name + "\":\"";
    const auto at = json.find(key);
    if (at == std::string::npos) return {};
    const auto begin = at + key.size();
    return json.substr(begin, json.find('"', begin) - begin);
}

std::uint64_t number_member(const std::string& json, const std::string& name) {
    const std::string key = "\"" + name + "\":";
    const auto at = json.find(key);
    if (at == std::string::npos) return 0;
    return std::strtoull(json.c_str() + at + key.size(), nullptr, 10);
}

std::string command_of(const std::string& json) {
    return member(json, "program") + ' ' + member(json, "source") + ' ' + member(json, "id");
}

void publish(const config::Options::Kafka& options, const std::vector<std::string>& lines,
             std::uint32_t partitions, bool wrong) {
    auto config = ClientConfig::make(options, Role::producer);
    must(config.has_value(), "a producer's configuration");
    const auto client = Handle::producer(*std::move(config));
    must(client.has_value(), "a producer");
    const Topic topic(rd_kafka_topic_new(client->get(), options.commands.c_str(), nullptr));
    for (const std::string& line : lines) {
        const std::string program = member(line, "program");
        const std::uint32_t right = engine::partition_of({program}, partitions).number;
        const auto to = static_cast<std::int32_t>(wrong ? (right + 1) % partitions : right);
        while (rd_kafka_produce(topic.get(), to, RD_KAFKA_MSG_F_COPY,
                                const_cast<char*>(line.data()), line.size(), program.data(),
                                program.size(), nullptr) != 0) {
            must(rd_kafka_last_error() == RD_KAFKA_RESP_ERR__QUEUE_FULL, "a line is not taken");
            rd_kafka_poll(client->get(), 100);
        }
        rd_kafka_poll(client->get(), 0);
    }
    must(rd_kafka_flush(client->get(), 60'000) == RD_KAFKA_RESP_ERR_NO_ERROR,
         "the lines are not acknowledged");
}

void publish_records(const config::Options::Kafka& options, const std::vector<Published>& records) {
    auto config = ClientConfig::make(options, Role::producer);
    must(config.has_value(), "a producer's configuration");
    const auto client = Handle::producer(*std::move(config));
    must(client.has_value(), "a producer");
    const Topic topic(rd_kafka_topic_new(client->get(), options.commands.c_str(), nullptr));
    for (const Published& record : records) {
        Headers headers(rd_kafka_headers_new(record.headers.size()));
        for (const auto& [name, value] : record.headers) add_header(headers, name, value);
        std::optional<events::BytesView> value;
        if (record.value) value = events::as_bytes(*record.value);
        const Target to{topic.get(), static_cast<std::int32_t>(record.partition)};
        must(produce(client->get(), to, {record.key, value, std::move(headers)}, true) ==
                 RD_KAFKA_RESP_ERR_NO_ERROR,
             "a record is not taken");
    }
    must(rd_kafka_flush(client->get(), 60'000) == RD_KAFKA_RESP_ERR_NO_ERROR,
         "the records are not acknowledged");
}

std::vector<Consumed> consume(const config::Options::Kafka& options, const std::string& topic) {
    ChildIo kcat;
    kcat.program = "/usr/bin/kcat";
    Child child({"-C", "-q", "-e", "-b", options.brokers, "-t", topic, "-o", "beginning", "-X",
                 "isolation.level=read_committed", "-f", "%p %o %K %S\\n%k\\n%s\\n%h\\n"},
                kcat);
    const Ended ended = child.wait();
    must(ended.exit_code == 0, "kcat: " + ended.err);
    std::vector<Consumed> all;
    std::istringstream in(ended.out);
    Consumed one;
    long key_bytes = 0;
    long value_bytes = 0;
    // By their length: they may hold anything.
    const auto text = [&in](long bytes) {
        std::string read(static_cast<std::size_t>(std::max(bytes, 0L)), '\0');
        in.read(read.data(), static_cast<std::streamsize>(read.size()));
        in.get();  // the end of the line
        return read;
    };
    while (in >> one.partition >> one.offset >> key_bytes >> value_bytes) {
        in.get();
        one.key = text(key_bytes);
        one.has_value = value_bytes >= 0;
        one.value = text(value_bytes);
        std::getline(in, one.headers);
        all.push_back(one);
    }
    return all;
}

std::size_t Verdicts::decided_twice() const {
    return static_cast<std::size_t>(std::count_if(
        first.begin(), first.end(), [](const auto& each) { return each.second > 1; }));
}

std::size_t Verdicts::all() const {
    std::size_t count = 0;
    for (const auto* outcomes : {&first, &repeated})
        for (const auto& [name, times] : *outcomes) count += static_cast<std::size_t>(times);
    return count;
}

Verdicts verdicts(const std::vector<Consumed>& outcomes) {
    Verdicts said;
    for (const Consumed& outcome : outcomes) {
        const std::string& json = outcome.value;
        if (member(json, "outcome") == "dead_lettered") continue;  // it may have no name
        const bool is_repeated = json.find("\"repeated\":true") != std::string::npos;
        ++(is_repeated ? said.repeated : said.first)[command_of(json)];
    }
    return said;
}

}  // namespace leadline::tests
