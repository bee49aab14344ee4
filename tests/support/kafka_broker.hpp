// KafkaBroker: a real Kafka broker (KRaft, one node, broker and controller) as a process of this
// test's own: on free loopback ports, in a folder of its own, and never longer alive than the test,
// even one that is killed. Its jars are those that `./dev test` fetches. Made and used by the main
// thread; whoever only needs a broker takes the shared one, and topics with names of its own.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "config/options.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {

class KafkaBroker {
public:
    // `quick` answers sooner; `lasting` is a broker as people run it, whose code is optimised as it
    // runs: for benchmarks.
    enum class Kind : std::uint8_t { quick, lasting };

    // Returns when it answers. Throws std::runtime_error, with what the broker said, when it does
    // not within two minutes, or when the jars or Java are missing. `properties` are lines for
    // server.properties, stronger than ours. `proxy`: the port of one that leads to proxied_port();
    // who comes that way is told to come that way again.
    explicit KafkaBroker(std::vector<std::string> properties = {}, std::uint16_t proxy = 0,
                         Kind kind = Kind::quick);
    ~KafkaBroker();
    KafkaBroker(const KafkaBroker&) = delete;
    KafkaBroker& operator=(const KafkaBroker&) = delete;

    // The one that the tests of this process share; started when first asked for. Leave it running.
    [[nodiscard]] static KafkaBroker& shared();

    [[nodiscard]] std::string address() const;  // "127.0.0.1:23456"
    [[nodiscard]] std::uint16_t proxied_port() const {
        return static_cast<std::uint16_t>(port_ + 2);
    }
    [[nodiscard]] pid_t pid() const { return pid_; }

    void kill();    // SIGKILL, and waits until it is gone
    void stop();    // SIGTERM, and waits; SIGKILL after 30 s
    void start();   // again after kill() or stop(): the same ports and folder; does not wait
    void wait();    // until it answers
    void freeze();  // SIGSTOP, and waits until it stands
    void go_on();   // SIGCONT, and waits until it answers

    // Options for an engine on this broker: the topics and the group have names that begin with
    // `name` and that nobody else gets.
    [[nodiscard]] config::Options::Kafka options(const std::string& name) const;

private:
    void format() const;                      // makes the node's folder
    [[nodiscard]] bool try_first_start();     // false: one of the ports was taken meanwhile
    [[nodiscard]] std::string wait_or_why();  // empty: it answers
    [[nodiscard]] std::string said() const;
    [[nodiscard]] std::vector<std::string> java() const;

    TemporaryFolder folder_;
    std::vector<std::string> properties_;
    std::uint16_t proxy_ = 0;  // 0: none
    Kind kind_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

}  // namespace leadline::tests
