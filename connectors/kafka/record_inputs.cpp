// See record_inputs.hpp.
#include "connectors/kafka/record_inputs.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "engine/log/placement.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors::kafka {

using engine::Input;
using events::BytesView;
using events::DeadLetterReason;
using events::Text;

namespace {

constexpr std::string_view binary_prefix = "ce_";
constexpr std::string_view structured_type = "application/cloudevents+json";

// Confluent's wire format: a zero byte and four of a schema's number stand before the value. No
// JSON begins with a zero byte.
constexpr std::size_t framing_bytes = 5;

BytesView without_framing(BytesView value) {
    const bool is_framed = value.size() >= framing_bytes && value.front() == std::byte{0};
    return is_framed ? value.subspan(framing_bytes) : value;
}

// The header that says which mode it is may be absent: then what every binary one has decides.
bool is_binary(const Record& record) {
    if (header_text(record, "content-type").starts_with(structured_type)) return false;
    return !header_text(record, "ce_specversion").empty() ||
           !header_text(record, "ce_type").empty();
}

// Exactly one value: what follows it would become attributes.
bool is_one_json(BytesView bytes) {
    thread_local simdjson::dom::parser parser;
    return parser.parse(reinterpret_cast<const char*>(bytes.data()), bytes.size()).error() ==
           simdjson::SUCCESS;
}

}  // namespace

std::string_view header_text(const Record& record, std::string_view name) {
    for (const RecordHeader& header : record.headers)
        if (header.name == name) return events::as_text(header.value);
    return {};
}

RecordInputs::RecordInputs(std::string place, std::uint32_t partition, std::uint32_t partitions)
    : place_(std::move(place)), partition_(partition), partitions_(partitions) {
    place_ += '/';
}

void RecordInputs::clear() {
    inputs_.clear();
    arena_.reset();
}

RecordInputs::Added RecordInputs::add(const Record& record) {
    time_ = std::max(time_, record.append_time);
    if (!header_text(record, tick_header).empty()) {
        inputs_.add_tick(time_).offset = record.offset;
        return Added::input;
    }
    const BytesView value = structured(record);
    const Line line{record.offset, value, record.value ? record.value->size() : 0, {}};
    Input& input = inputs_.add(line, place_);
    input.offset = record.offset;
    if (input.kind == Input::Kind::dead_letter) {
        if (value.empty()) say_empty(input, line, record.value.has_value());
        return Added::input;
    }
    input.command.time = time_;
    const auto right = engine::partition_of(input.command.program, partitions_);
    if (right.number == partition_) return Added::input;
    // Two engines that place a program differently would send it to and fro for ever.
    if (!header_text(record, hops_header).empty()) {
        input.errors.clear();
        inputs_.refuse(input, line, DeadLetterReason::wrong_partition,
                       fmt::format("was sent on to partition {} and belongs into {}", partition_,
                                   right.number));
        return Added::input;
    }
    misrouted_to_ = right.number;
    input.kind = Input::Kind::passed;
    input.command = {};
    return Added::misrouted;
}

void RecordInputs::say_empty(Input& input, const Line& line, bool has_value) {
    input.errors.clear();
    inputs_.refuse(input, line, input.reason,
                   has_value ? "is empty" : "has no value: it is a tombstone");
}

// The bytes of the CloudEvent as one JSON object; those of a value that is no JSON as they stand.
BytesView RecordInputs::structured(const Record& record) {
    const BytesView value = record.value ? without_framing(*record.value) : BytesView();
    if (!is_binary(record)) return value;
    if (!value.empty() && !is_one_json(value)) return value;
    std::string event = "{";
    const auto add = [&event](Text name, Text text) {
        if (event.size() > 1) event += ',';
        events::append_json(event, name);
        event += ':';
        events::append_json(event, text);
    };
    bool has_content_type = false;
    for (const RecordHeader& header : record.headers) {
        if (!header.name.starts_with(binary_prefix)) continue;
        const std::string_view name = header.name.substr(binary_prefix.size());
        has_content_type = has_content_type || name == "datacontenttype";
        add(name, events::as_text(header.value));
    }
    const std::string_view type = header_text(record, "content-type");
    if (!has_content_type && !type.empty()) add("datacontenttype", type);
    if (!value.empty()) {
        event += ",\"data\":";
        event += events::as_text(value);
    }
    event += '}';
    return events::as_bytes(arena_.copy(event));
}

}  // namespace leadline::connectors::kafka
