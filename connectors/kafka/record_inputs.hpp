// RecordInputs: records of the topic of commands as the engine's inputs: CloudEvents in structured
// and in binary mode (D9), with Confluent's framing or without, ticks, and what cannot be
// understood as dead letters. Knows nothing of the library that reads them. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connectors/files/line_inputs.hpp"

namespace leadline::connectors::kafka {

struct RecordHeader {
    std::string_view name;
    events::BytesView value;
};

// A record as it was read. Views: of whoever read it, until its epoch is decided.
struct Record {
    std::uint64_t offset = 0;
    events::Time append_time;  // LogAppendTime
    events::BytesView key;
    std::optional<events::BytesView> value;  // none: a tombstone
    std::span<const RecordHeader> headers;
};

// What marks a tick (SPEC 2.5): an engine puts one on the topic when a timer is due and nothing
// else has come. Its time is that of its arrival, as a command's is.
inline constexpr std::string_view tick_header = "leadline-tick";

// A misrouted command keeps its identity on its way to the partition that it belongs to; these tell
// where it came from: topic/partition/offset, and how often it was sent on.
inline constexpr std::string_view origin_header = "leadline-origin";
inline constexpr std::string_view hops_header = "leadline-hops";

class RecordInputs {
public:
    // `place` says where records come from, "leadline.commands/3": it begins a dead letter's key.
    RecordInputs(std::string place, std::uint32_t partition, std::uint32_t partitions);

    // Forgets all that was gathered, and keeps its memory.
    void clear();

    enum class Added : std::uint8_t {
        input,      // a command, a tick or a dead letter
        misrouted,  // its program lies in another partition, see misrouted_to(); it is passed here
    };
    // The input has the record's offset and its time, which never is before that of the one before.
    Added add(const Record& record);

    [[nodiscard]] std::uint32_t misrouted_to() const { return misrouted_to_; }
    [[nodiscard]] std::span<const engine::Input> all() const { return inputs_.all(); }
    [[nodiscard]] std::size_t size() const { return inputs_.size(); }
    // Time never goes back, whatever a new leader's clock says. `time`: of the log's last event.
    void begin_at(events::Time time) { time_ = time; }

private:
    [[nodiscard]] events::BytesView structured(const Record& record);
    void say_empty(engine::Input& input, const Line& line, bool has_value);

    LineInputs inputs_;
    events::Arena arena_;  // of binary mode made structured
    std::string place_;
    std::uint32_t partition_;
    std::uint32_t partitions_;
    events::Time time_;
    std::uint32_t misrouted_to_ = 0;
};

// The text of a header, or "" when it is not there.
[[nodiscard]] std::string_view header_text(const Record& record, std::string_view name);

}  // namespace leadline::connectors::kafka
