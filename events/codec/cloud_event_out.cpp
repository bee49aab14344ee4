// See cloud_event_out.hpp. Attributes stand in the order of the CloudEvents specification, then
// ours.
#include "events/codec/cloud_event_out.hpp"

#include "events/codec/event_codec.hpp"
#include "events/codec/json_writer.hpp"

namespace leadline::events {
namespace {

constexpr std::size_t sequence_digits = 20;

void append_attribute(std::string& out, Text name, Text value) {
    if (value.empty()) return;
    append_key(out, name);
    append_json(out, value);
}

// A text made of parts: made where it belongs, and made anew as JSON where that is not the same.
template <class Make>
void append_made(std::string& out, Text name, Make&& make) {
    append_key(out, name);
    out += '"';
    const std::size_t begin = out.size();
    make();
    if (is_plain_json(Text(out).substr(begin))) {
        out += '"';
        return;
    }
    const std::string made = out.substr(begin);
    out.resize(begin - 1);
    append_json(out, made);
}

void append_time(std::string& out, Time time) {
    if (!time.is_set()) return;
    append_key(out, "time");
    append_json(out, time);
}

// What every event has, with what stands between as one text each: this is written for each event
// of the feed.
void append_event_attributes(std::string& out, std::uint32_t partition, const EventHeader& header) {
    const Text program = header.program.text;
    out += R"("specversion":"1.0","id":")";
    append_event_id(out, partition, header);
    out += R"(","source":"leadline)";
    if (!program.empty()) append_json_inner(out += '/', program);
    out += R"(","type":")";
    out += name_of(header.kind);
    out += '"';
    append_made(out, "subject", [&] { append_subject(out, partition, header); });
    append_time(out, header.time);
    out += R"(,"datacontenttype":"application/json","sequence":")";
    append_padded(out, header.position.number, sequence_digits);
    out += '"';
    if (program.empty()) return;
    append_json_inner(out += R"(,"partitionkey":")", program);
    append_json_inner(out += R"(","program":")", program);
    out += '"';
}

void append_cause(std::string& out, const EventHeader& header) {
    if (header.cause.kind == CommandKind::none) return;
    append_attribute(out, "command", name_of(header.cause.kind));
    append_made(out, "causationid",
                [&] { ((out += header.cause.source) += '|') += header.cause.id; });
}

}  // namespace

void append_event_id(std::string& out, std::uint32_t partition, const EventHeader& header) {
    append_number(out, partition);
    out += '-';
    append_number(out, header.position.number);
}

void append_subject(std::string& out, std::uint32_t partition, const EventHeader& header) {
    (out += name_of(header.subject.kind)) += '/';
    if (header.subject.kind == SubjectKind::partition) {
        append_number(out, partition);
    } else {
        out += header.subject.id;
    }
}

void append_actor(std::string& out, const Actor& actor) {
    out += name_of(actor.kind);
    if (!actor.id.empty()) (out += ':') += actor.id;
}

bool append_event_data(std::string& out, const EventHeader& header, BytesView body, Arena& arena) {
    return visit_body(header, body, arena, [&](const EventHeader&, const auto& event) {
        JsonWriter(out, arena).object(event);
    });
}

bool append_event(std::string& out, std::uint32_t partition, const EventHeader& header,
                  BytesView body, Arena& arena) {
    const std::size_t begin = out.size();
    out += '{';
    append_event_attributes(out, partition, header);
    append_cause(out, header);
    append_made(out, "actor", [&] { append_actor(out, header.actor); });
    append_attribute(out, "onbehalfof", header.on_behalf_of);
    append_attribute(out, "correlationid", header.correlation);
    append_attribute(out, "traceparent", header.traceparent);
    append_key(out, "data");
    if (!append_event_data(out, header, body, arena)) {
        out.resize(begin);
        return false;
    }
    out += '}';
    return true;
}

bool append_command_data(std::string& out, const CommandHeader& command, Arena& arena) {
    return visit_command(command.kind, command.body, arena,
                         [&](const auto& body) { JsonWriter(out, arena).object(body); });
}

bool append_command(std::string& out, const CommandHeader& command, Arena& arena) {
    const std::size_t begin = out.size();
    out += '{';
    append_attribute(out, "specversion", "1.0");
    append_attribute(out, "id", command.id);
    append_attribute(out, "source", command.source);
    append_attribute(out, "type", name_of(command.kind));
    append_time(out, command.time);
    append_attribute(out, "program", command.program.text);
    // A source that speaks for itself is the actor where none is named.
    if (command.actor != Actor{ActorKind::upstream_system, command.source})
        append_made(out, "actor", [&] { append_actor(out, command.actor); });
    append_attribute(out, "onbehalfof", command.on_behalf_of);
    append_attribute(out, "correlationid", command.correlation);
    append_attribute(out, "traceparent", command.traceparent);
    append_key(out, "data");
    if (!append_command_data(out, command, arena)) {
        out.resize(begin);
        return false;
    }
    out += '}';
    return true;
}

}  // namespace leadline::events
