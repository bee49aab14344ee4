// The attributes of a structured CloudEvent (CloudEvents 1.0.2, sections 3 and 4; JSON format,
// section 3), and which of them Leadline reads. Used by cloud_event.cpp alone; texts are views into
// the parser's memory.
#pragma once

#include <array>
#include <optional>

#include "events/codec/json_reader.hpp"
#include "events/header.hpp"

namespace leadline::events {

class CloudEventAttributes {
public:
    // Reads all but the data; what is missing or wrong is added to the reader's errors.
    CloudEventAttributes(const simdjson::dom::object& event, JsonReader& reader);

    Text type;
    CommandHeader header;  // kind, digest and body are still open
    std::optional<JsonValue> data;

private:
    enum Name : std::uint8_t {
        specversion,
        id,
        source,
        type_,
        program,
        partitionkey,
        time,
        actor,
        onbehalfof,
        correlationid,
        traceparent,
        datacontenttype,
        dataschema,
        subject,
        data_,
        data_base64,
        count,
        extension = count,
    };
    static constexpr std::array<Text, count> names{
        "specversion", "id",      "source",     "type",          "program",     "partitionkey",
        "time",        "actor",   "onbehalfof", "correlationid", "traceparent", "datacontenttype",
        "dataschema",  "subject", "data",       "data_base64"};

    [[nodiscard]] static Name name_of(Text key);

    void gather(const simdjson::dom::object& event);
    void compare_extensions(const simdjson::dom::object& event, std::size_t extensions);
    void check_extension(Text key, JsonValue value);
    [[nodiscard]] Text text(Name name, std::size_t bytes_max);
    [[nodiscard]] Text required_text(Name name, std::size_t bytes_max);
    void read_program();
    void read_time();
    void read_actor();
    void read_traceparent();
    void check_content();

    JsonReader& reader_;
    std::array<std::optional<JsonValue>, count> values_;
};

}  // namespace leadline::events
