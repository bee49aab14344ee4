// Publisher: command lines put on the topic of commands from outside of any engine, as an upstream
// system does: idempotent, acknowledged by all copies that count, each to the partition that its
// program lies in. One thread.
#pragma once

#include <deque>
#include <memory>

#include "connectors/kafka/handle.hpp"
#include "events/base/bytes.hpp"

namespace leadline::connectors::kafka {

class Publisher {
public:
    [[nodiscard]] static events::Result<std::unique_ptr<Publisher>> open(
        const config::Options::Kafka& options);
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    struct Record {
        std::uint32_t partition = 0;
        std::string_view key;
        events::BytesView value;
        bool is_told = false;  // take_places() is to have it, once it is acknowledged
    };
    // The bytes are copied. False: there is no room now, serve() makes some.
    [[nodiscard]] events::Result<bool> put(const Record& record);

    // Hears what was acknowledged; waits so long for the first. The error of a record that was not
    // taken, for as long as this lives.
    [[nodiscard]] events::Result<void> serve(std::chrono::milliseconds wait);

    struct Place {
        std::uint32_t partition = 0;
        std::int64_t offset = -1;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    // Of the records that are told, since the last call.
    [[nodiscard]] std::deque<Place> take_places();

    // Put, and not acknowledged yet.
    [[nodiscard]] std::uint64_t unacknowledged() const { return put_ - heard_->acknowledged; }

private:
    struct Heard {  // by the library's calls of on_delivery, within serve()
        std::uint64_t acknowledged = 0;
        rd_kafka_resp_err_t failed = RD_KAFKA_RESP_ERR_NO_ERROR;  // the first
        std::deque<Place> places;
    };

    Publisher(std::unique_ptr<Heard> heard, Handle client, Topic topic, std::string name);
    static void on_delivery(rd_kafka_t* client, const rd_kafka_message_t* message, void* heard);

    std::unique_ptr<Heard> heard_;  // outlives the client
    Handle client_;
    Topic topic_;
    std::string name_;
    std::uint64_t put_ = 0;
};

}  // namespace leadline::connectors::kafka
