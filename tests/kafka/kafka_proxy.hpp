// KafkaProxy: stands between clients and a broker, reads what they ask for, and can do to a request
// what a bad network does: cut the client off, and bring the request to the broker late or never. A
// thread of its own; every call is any thread's.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace leadline::tests {

// Numbers of the protocol's requests.
enum class KafkaRequest : std::int16_t {
    produce = 0,
    find_coordinator = 10,
    join_group = 11,
    heartbeat = 12,
    add_partitions_to_transaction = 24,
    add_offsets_to_transaction = 25,
    end_transaction = 26,
    transaction_offset_commit = 28
};

class KafkaProxy {
public:
    // Listens on a free loopback port; where to connect to is said by lead_to(), before a client
    // comes.
    KafkaProxy();
    ~KafkaProxy();
    KafkaProxy(const KafkaProxy&) = delete;
    KafkaProxy& operator=(const KafkaProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    void lead_to(std::uint16_t port) { target_ = port; }

    // Of the next request of this kind the client hears nothing: its connection is closed at once,
    // and the broker gets the request right behind the next one of kind `until` that comes after.
    void hold_next(KafkaRequest request, KafkaRequest until);
    // Requests that were held and came to the broker late.
    [[nodiscard]] int held() const { return held_; }

    // From now on, for so long, the broker gets no request of these kinds: whoever sends one is cut
    // off.
    void cut(std::vector<KafkaRequest> requests, std::chrono::milliseconds time);
    // Requests that were.
    [[nodiscard]] int cuts() const { return cuts_; }

private:
    struct Hold {
        KafkaRequest request;
        KafkaRequest until;
    };
    class Connection;

    void run();
    [[nodiscard]] std::optional<Hold> take_hold(std::int16_t request);
    [[nodiscard]] bool is_cut(std::int16_t request);

    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<std::uint16_t> target_ = 0;
    std::atomic<bool> ends_ = false;
    std::atomic<int> held_ = 0;
    std::atomic<int> cuts_ = 0;
    std::mutex mutex_;
    std::optional<Hold> hold_;                           // under mutex_
    std::vector<KafkaRequest> cut_;                      // the same
    std::chrono::steady_clock::time_point cut_until_{};  // the same
    std::optional<std::int16_t> awaited_{};  // of the proxy's thread: the kind that lets it go
    Connection* holding_ = nullptr;          // the same
    std::thread thread_;
};

}  // namespace leadline::tests
