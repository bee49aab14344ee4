// EpochRecords: what an epoch tells the world in Kafka, made ready before its transaction begins:
// one JSON CloudEvent per event for the feed, one outcome per command. Keeps its memory from epoch
// to epoch. One thread.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "config/options.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors::kafka {

// Records of one topic, back to back: views come with record().
class RecordBatch {
public:
    struct View {
        std::string_view key, value;
    };

    void clear() {
        bytes_.clear();
        ends_.clear();
    }
    // Begins a record with this key; what is appended to bytes() until close() is its value.
    void open(std::string_view key) {
        begin_ = bytes_.size();
        bytes_ += key;
        value_ = bytes_.size();
    }
    void close() { ends_.push_back({begin_, value_, bytes_.size()}); }
    // As if open() had not been.
    void drop() { bytes_.resize(begin_); }

    [[nodiscard]] std::string& bytes() { return bytes_; }
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] View record(std::size_t i) const {
        const Ends& at = ends_[i];
        const std::string_view all = bytes_;
        return {all.substr(at.begin, at.value - at.begin), all.substr(at.value, at.end - at.value)};
    }

private:
    struct Ends {
        std::size_t begin, value, end;
    };
    std::string bytes_;
    std::vector<Ends> ends_;
    std::size_t begin_ = 0;
    std::size_t value_ = 0;
};

// What a record of the feed has in its headers, when it has any.
struct FeedHeaders {
    events::Text type;  // of the event: a constant
    std::string id;
    std::string traceparent;  // empty: none
};

class EpochRecords {
public:
    // `configuration` when kafka.feed_types names what is no event.
    [[nodiscard]] static events::Result<EpochRecords> make_for(
        const config::Options::Kafka& options);

    // `corrupt` when an event that was just decided cannot be read back: a bug, said as an error so
    // that nothing of the epoch is committed.
    [[nodiscard]] events::Result<void> make(const engine::Epoch& epoch);

    // Keyed by the event's subject, "lead/l1", as the CloudEvent's `subject` says it.
    [[nodiscard]] const RecordBatch& feed() const { return feed_; }
    // One for each record of the feed; empty unless kafka.feed_headers.
    [[nodiscard]] std::span<const FeedHeaders> feed_headers() const { return feed_headers_; }
    // Keyed by the command's source, so that whoever asked reads its own in order.
    [[nodiscard]] const RecordBatch& outcomes() const { return outcomes_; }

private:
    EpochRecords() = default;

    [[nodiscard]] events::Result<void> make_feed(const engine::Epoch& epoch);
    void make_outcomes(const engine::Epoch& epoch);

    bool has_feed_ = true;
    bool has_headers_ = false;
    std::set<events::EventKind> feed_types_;  // empty: all
    RecordBatch feed_;
    std::vector<FeedHeaders> feed_headers_;
    RecordBatch outcomes_;
    std::string key_;
    events::Arena arena_;
};

}  // namespace leadline::connectors::kafka
