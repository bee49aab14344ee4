// Membership: this process's place in the group that shares the partitions. It only polls the
// group: what is assigned is read by others, so everything is assigned paused. Static
// (kafka.instance): a restart within the session's timeout gets the same partitions. A thread of
// its own; who is told is told on that thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "connectors/kafka/transactions.hpp"

namespace leadline::connectors::kafka {

class Membership {
public:
    struct Told {
        // These are ours now. `group`: as it was when they were assigned, for every transaction of
        // this assignment; metadata that is asked for later is accepted by the broker whoever owns
        // the partition.
        std::function<void(const std::vector<std::uint32_t>&, Assignment group)> assigned;
        // None is ours any more when this returns; it must return within two seconds.
        std::function<void()> revoked;
        // There is no group to be in: another process has our name, or rights are missing. Once.
        std::function<void(events::Error)> ended;
    };

    // FENCED_INSTANCE_ID within this time of trouble may be our own doing: a request to join that
    // the library sent twice is two members to the broker, of which the later one fences the first.
    static constexpr std::chrono::seconds echo_max{10};

    [[nodiscard]] static events::Result<std::unique_ptr<Membership>> join(
        const config::Options::Kafka& options, Told told);
    // Leaves without a word, as a crash would: a static member's partitions wait for it.
    ~Membership();

private:
    Membership(config::Options::Kafka options, Told told)
        : options_(std::move(options)), told_(std::move(told)) {}

    static void on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code,
                             rd_kafka_topic_partition_list_t* list, void* self);
    static void on_error(rd_kafka_t* client, int code, const char* reason, void* self);
    [[nodiscard]] events::Result<void> open();
    void take(rd_kafka_t* client, rd_kafka_topic_partition_list_t* list);
    void let_go();
    void run();
    void join_anew();
    void fenced();
    void end_with(events::Error error);

    config::Options::Kafka options_;
    Told told_;
    std::optional<Handle> client_;
    std::thread thread_;
    std::atomic<bool> stops_ = false;
    // Of the client's callbacks, which come on our thread.
    bool has_any_ = false;  // assigned and not revoked
    bool has_ended_ = false;
    bool is_fenced_ = false;  // by an echo: to join anew
    bool may_be_echo_ = true;
    bool is_lost_ = false;  // trouble since a place was had or asked for, and none since
    std::chrono::steady_clock::time_point trouble_{};  // the last of it, or its end
    std::chrono::steady_clock::time_point assigned_{};
};

}  // namespace leadline::connectors::kafka
