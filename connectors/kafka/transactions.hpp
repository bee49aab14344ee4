// Transactions: a partition's transactional producer, an epoch in each transaction. What counts as
// committed is stricter than the library's word: a commit that said OK, and no error event from the
// producer since begin (a late copy of an EndTxn that it sent again by itself was seen to commit
// half of the transaction after). Anything else is doubt, and ends this producer: whoever owns it
// makes a new one, reads the log's tail and goes on. One thread.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "connectors/kafka/epoch_records.hpp"
#include "connectors/kafka/produce.hpp"
#include "connectors/kafka/watchdog.hpp"

namespace leadline::connectors::kafka {

// Why a producer is not to be used any more.
enum class Trouble : std::uint8_t {
    none,
    doubt,   // nobody knows what was committed: the log's tail does
    hung,    // the same, and a thread is left in a call of the library
    fenced,  // another may own the partition: only the group says whether we do
    refused  // only a person can mend it
};

// The group as it was when the partition was assigned. Shared with calls that hang.
using Assignment = std::shared_ptr<const rd_kafka_consumer_group_metadata_t>;

struct TransactionsSetup {
    const config::Options::Kafka& options;
    std::string id;                 // transactional.id
    std::uint64_t batch_bytes = 0;  // see batch_bytes(); 0: the library's own
    // Asked while no broker answers: an error gives up.
    std::function<events::Result<void>()> go_on = [] { return events::Result<void>(); };
};

class Transactions {
public:
    // Names the producer by `transactional_id` and fences whoever had that name before. A previous
    // transaction that was left open is aborted by it. Who was fenced meanwhile has a producer that
    // is of no use, with the trouble `fenced`: not an error, since trying again is what it must not
    // do.
    [[nodiscard]] static events::Result<std::unique_ptr<Transactions>> open(
        const TransactionsSetup& setup);
    ~Transactions();
    Transactions(const Transactions&) = delete;
    Transactions& operator=(const Transactions&) = delete;

    // A topic to write to, for as long as the producer lives.
    [[nodiscard]] events::Result<rd_kafka_topic_t*> topic(const std::string& name);

    [[nodiscard]] events::Result<void> begin();
    // First of all, since it costs nothing then: a transaction that meets the markers of the one
    // before waits for them, 20 ms when it begins with a record. `next`: of commands that are not
    // decided yet. `note` stands beside the offset, for whoever asks the group.
    [[nodiscard]] events::Result<void> send_offset(const std::string& topic, std::int32_t partition,
                                                   std::uint64_t next, const Assignment& group,
                                                   const std::string& note = "");
    // The records are not copied: they must stand until the transaction is over, and where it ends
    // in trouble, until the client has; see keep().
    [[nodiscard]] events::Result<void> produce(const Target& to, const RecordBatch& records);
    // Stays there for as long as the client, which a call that hangs may outlive this object with.
    void keep(std::shared_ptr<const void> records) { producer_->kept = std::move(records); }
    // The bytes are copied.
    [[nodiscard]] events::Result<void> produce(const Target& to, std::string_view key,
                                               events::BytesView value);
    // With headers, one by one; copied, too.
    [[nodiscard]] events::Result<void> produce(const Target& to, HeadedRecord record);
    [[nodiscard]] events::Result<void> commit();
    // Of the last record with a key and a value that was produced alone and committed; -1: none
    // yet.
    [[nodiscard]] std::int64_t last_offset() const { return producer_->last_offset; }

    [[nodiscard]] Trouble trouble() const { return trouble_; }

private:
    // What a call that hangs goes on using. The client ends last.
    struct Producer {
        std::atomic<std::uint64_t> errors = 0;  // events since it was made
        std::atomic<int> undelivered = 0;       // code of a record that was not taken
        std::atomic<std::int64_t> last_offset = -1;
        std::shared_ptr<const void> kept;
        std::optional<Handle> client;
        std::vector<std::pair<std::string, Topic>> topics;
    };
    using Call = std::function<rd_kafka_error_t*(rd_kafka_t*)>;

    explicit Transactions(std::string name);

    static void on_error(rd_kafka_t* client, int code, const char* reason, void* producer);
    static void on_delivery(rd_kafka_t* client, const rd_kafka_message_t* message, void* producer);

    [[nodiscard]] static events::Result<std::unique_ptr<Transactions>> make(
        const TransactionsSetup& setup);
    [[nodiscard]] rd_kafka_t* client() const { return producer_->client->get(); }
    // A call that may hang; it must own what it uses.
    [[nodiscard]] events::Result<void> watched(Call call, std::string_view what);

    [[nodiscard]] events::Result<void> check(CallError error, std::string_view what);
    [[nodiscard]] events::Result<void> fail_with(rd_kafka_resp_err_t code, events::Error error);

    std::string name_;  // the transactional id
    std::shared_ptr<Producer> producer_ = std::make_shared<Producer>();
    Watchdog watchdog_;
    std::vector<rd_kafka_message_t> messages_;  // of one batch; kept for its memory
    std::uint64_t errors_at_begin_ = 0;
    Trouble trouble_ = Trouble::none;
};

}  // namespace leadline::connectors::kafka
