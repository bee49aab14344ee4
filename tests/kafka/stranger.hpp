// What others do to an engine's topics: open transactions there, add partitions, delete them, take
// rights away. One thread.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "connectors/kafka/handle.hpp"

namespace leadline::tests {

// Somebody who has written a record to partition 0 of a topic in a transaction and leaves it open;
// it is aborted in the end.
class Stranger {
public:
    // `timeout`: after which the broker itself would abort it.
    Stranger(const config::Options::Kafka& options, const std::string& topic,
             std::chrono::milliseconds timeout = std::chrono::seconds(10));
    ~Stranger();
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;

private:
    std::unique_ptr<connectors::kafka::Handle> client_;
};

// Somebody who names his producer as an engine does, and goes away again: the engine is fenced, and
// nobody has its place in the group.
void fence(const config::Options::Kafka& options, const std::string& transactional_id);

// Gives each of the five topics so many partitions.
void add_partitions(const config::Options::Kafka& options, std::size_t partitions);

void delete_topic(const config::Options::Kafka& options, const std::string& topic);

// The topic has these properties from now on, and the cluster's own else.
void configure_topic(const config::Options::Kafka& options, const std::string& topic,
                     const std::map<std::string, std::string>& properties);

// Nobody may write to the topic from now on; of a broker with an authorizer.
void deny_writing(const config::Options::Kafka& options, const std::string& topic);

}  // namespace leadline::tests
