// See cloud_event_attributes.hpp.
#include "events/codec/cloud_event_attributes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/base/utf8.hpp"
#include "events/codec/json_words.hpp"

namespace leadline::events {
namespace {

constexpr std::size_t extensions_max = 64;

bool is_small_hex(Text text) {
    bool all = true;
    for (const char c : text) all &= (c >= '0' && c <= '9') | (c >= 'a' && c <= 'f');
    return all;
}

bool is_attribute_name(Text text) {
    bool all = !text.empty();
    for (const char c : text) all &= (c >= '0' && c <= '9') | (c >= 'a' && c <= 'z');
    return all;
}

bool is_zero(Text text) { return text.find_first_not_of('0') == Text::npos; }

// W3C Trace Context, section 3.2: version, trace-id, parent-id, flags. Later versions may go on.
bool is_traceparent(Text text) {
    constexpr std::size_t bytes = 55;
    if (text.size() < bytes || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
    const Text version = text.substr(0, 2);
    const Text trace = text.substr(3, 32);
    const Text parent = text.substr(36, 16);
    const Text flags = text.substr(53, 2);
    if (!is_small_hex(version) || !is_small_hex(trace) || !is_small_hex(parent) ||
        !is_small_hex(flags) || version == "ff") {
        return false;
    }
    if (text.size() > bytes && (version == "00" || text[bytes] != '-')) return false;
    return !is_zero(trace) && !is_zero(parent);
}

// "application/json", or any type with "+json"; parameters may follow.
bool is_json_type(Text type) {
    const Text media = type.substr(0, type.find_first_of("; "));
    std::string lower(media);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return lower == "application/json" || lower == "text/json" || lower.ends_with("+json");
}

}  // namespace

CloudEventAttributes::Name CloudEventAttributes::name_of(Text key) {
    const auto is = [key](Name name) { return same(key, names[name]) ? name : extension; };
    switch (key.size()) {
        case 2:
            return is(id);
        case 4:
            return key[0] == 't' ? (key[1] == 'y' ? is(type_) : is(time)) : is(data_);
        case 5:
            return is(actor);
        case 6:
            return is(source);
        case 7:
            return key[0] == 'p' ? is(program) : is(subject);
        case 10:
            return key[0] == 'o' ? is(onbehalfof) : is(dataschema);
        case 11:
            if (key[0] == 's') return is(specversion);
            return key[0] == 't' ? is(traceparent) : is(data_base64);
        case 12:
            return is(partitionkey);
        case 13:
            return is(correlationid);
        case 15:
            return is(datacontenttype);
        default:
            return extension;
    }
}

CloudEventAttributes::CloudEventAttributes(const simdjson::dom::object& event, JsonReader& reader)
    : reader_(reader) {
    gather(event);
    const Text version = required_text(specversion, attribute_bytes_max);
    if (!version.empty() && version != "1.0")
        reader_.problem(names[specversion],
                        fmt::format("must be \"1.0\", not {}", quoted(version)));
    header.id = required_text(id, attribute_bytes_max);
    header.source = required_text(source, source_bytes_max);
    type = required_text(type_, attribute_bytes_max);
    read_program();
    read_time();
    read_actor();
    header.on_behalf_of = text(onbehalfof, attribute_bytes_max);
    header.correlation = text(correlationid, attribute_bytes_max);
    read_traceparent();
    check_content();
}

void CloudEventAttributes::gather(const simdjson::dom::object& event) {
    std::size_t extensions = 0;
    for (const auto [key, value] : event) {
        const Name name = name_of(key);
        if (name == extension) {
            if (++extensions <= extensions_max) check_extension(key, value);
        } else if (values_[name]) {
            reader_.problem(key, "is there twice");
        } else if (!value.is_null()) {
            values_[name] = value;
        }
    }
    if (extensions > 1) compare_extensions(event, extensions);
    data = values_[data_];
}

void CloudEventAttributes::compare_extensions(const simdjson::dom::object& event,
                                              std::size_t extensions) {
    if (extensions > extensions_max)
        return reader_.problem(
            fmt::format("has more than {} extension attributes", extensions_max));
    std::array<Text, extensions_max> keys;
    std::size_t filled = 0;
    for (const auto [key, value] : event)
        if (name_of(key) == extension) keys[filled++] = key;
    const std::span<Text> found = std::span(keys).first(filled);
    std::sort(found.begin(), found.end());
    for (std::size_t i = 1; i < found.size(); ++i)
        if (found[i] == found[i - 1]) reader_.problem(found[i], "is there twice");
}

void CloudEventAttributes::check_extension(Text key, JsonValue value) {
    if (!is_attribute_name(key)) {
        const std::string unknown = unknown_name("attribute", key, names);
        return reader_.problem(
            key, unknown +
                     " (attributes have names of small letters and digits; fields of the "
                     "command belong into `data`)");
    }
    std::string_view held;
    if (value.get(held) == simdjson::SUCCESS) {
        if (has_control_character(held))
            reader_.problem(key, "must not have control characters in it");
        return;
    }
    std::int64_t number = 0;
    if (value.is_bool() || value.is_null()) return;
    if (value.get(number) == simdjson::SUCCESS && number >= INT32_MIN && number <= INT32_MAX)
        return;
    reader_.problem(key, "must be text, true or false, or a whole number of 32 bits");
}

Text CloudEventAttributes::text(Name name, std::size_t bytes_max) {
    if (!values_[name]) return {};
    std::string_view held;
    if (values_[name]->get(held) != simdjson::SUCCESS) {
        reader_.problem(names[name], "must be text");
    } else if (held.empty() || held.size() > bytes_max || has_control_character(held)) {
        reader_.problem(names[name],
                        fmt::format("must be 1 to {} bytes without control characters", bytes_max));
    } else {
        return held;
    }
    return {};
}

Text CloudEventAttributes::required_text(Name name, std::size_t bytes_max) {
    if (!values_[name]) reader_.problem(names[name], "is missing");
    return text(name, bytes_max);
}

void CloudEventAttributes::read_program() {
    if (!values_[program] && !values_[partitionkey])
        return reader_.problem(names[program], "is missing (or a partitionkey in its place)");
    header.program.text = text(values_[program] ? program : partitionkey, id_bytes_max);
}

void CloudEventAttributes::read_time() {
    const Text written = text(time, attribute_bytes_max);
    if (written.empty()) return;
    const std::optional<Time> read = parse_time(written);
    if (read && read->us > 0 && written.size() > sizeof "2026-01-31") {
        header.time = *read;
    } else {
        reader_.problem(names[time],
                        "must be a time of RFC 3339 after 1970, of at most microseconds, "
                        "such as \"2026-01-31T09:30:00.123456Z\"");
    }
}

void CloudEventAttributes::read_actor() {
    const bool given = values_[actor].has_value();
    const Text written = text(actor, attribute_bytes_max);
    if (!given) {
        header.actor = {ActorKind::upstream_system, header.source};
        return;
    }
    if (written.empty()) return;
    const std::size_t colon = written.find(':');
    const std::optional<ActorKind> kind = value_of<ActorKind>(written.substr(0, colon));
    const Text who = colon == Text::npos ? Text{} : written.substr(colon + 1);
    if (!kind || *kind == ActorKind::engine || who.empty() || who.size() > id_bytes_max) {
        return reader_.problem(names[actor],
                               "must be \"user:ID\", \"manager:ID\" or \"system:ID\"");
    }
    header.actor = {*kind, who};
}

void CloudEventAttributes::read_traceparent() {
    header.traceparent = text(traceparent, attribute_bytes_max);
    if (!header.traceparent.empty() && !is_traceparent(header.traceparent)) {
        reader_.problem(names[traceparent],
                        "must have the form of W3C Trace Context: "
                        "version-trace id-parent id-flags in small hex digits");
    }
}

void CloudEventAttributes::check_content() {
    const Text content = text(datacontenttype, attribute_bytes_max);
    if (!content.empty() && !is_json_type(content)) {
        reader_.problem(names[datacontenttype],
                        fmt::format("must be \"application/json\", not {}", quoted(content)));
    }
    static_cast<void>(text(dataschema, source_bytes_max));
    static_cast<void>(text(subject, source_bytes_max));
    if (values_[data_base64])
        reader_.problem(names[data_base64], "is not read: a command's data are JSON, in `data`");
    if (data && !data->is_object()) reader_.problem(names[data_], "must be an object");
}

}  // namespace leadline::events
