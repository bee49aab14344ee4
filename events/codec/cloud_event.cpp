// See cloud_event.hpp. Parsing is simdjson's; then attributes, data, canonical body and digest. The
// order in which a line's faults are looked for is that of DeadLetterReason.
#include "events/codec/cloud_event.hpp"

#include <fmt/format.h>

#include <array>

#include "events/base/ensure.hpp"
#include "events/codec/cloud_event_attributes.hpp"
#include "events/codec/digest.hpp"
#include "events/codec/json_command.hpp"
#include "events/codec/json_scan.hpp"
#include "events/codec/json_words.hpp"

namespace leadline::events {
namespace {

// What is wrong with text that is no JSON; the parser knows no place.
Text syntax_problem(simdjson::error_code code) {
    switch (static_cast<int>(code)) {
        case simdjson::EMPTY:
            return "is empty";
        case simdjson::STRING_ERROR:
            return "is not JSON: a text is malformed or has a bad escape";
        case simdjson::UNCLOSED_STRING:
            return "is not JSON: a text is not closed";
        case simdjson::UNESCAPED_CHARS:
            return "is not JSON: a text has a control character in it that is not escaped";
        case simdjson::NUMBER_ERROR:
            return "is not JSON: a number is malformed";
        case simdjson::T_ATOM_ERROR:
        case simdjson::F_ATOM_ERROR:
        case simdjson::N_ATOM_ERROR:
            return "is not JSON: a word is none of true, false and null";
        default:
            return "is not JSON: commas, colons, brackets or braces are missing or superfluous, or "
                   "something follows the end";
    }
}

// Some editors put it before the first line of a file.
constexpr std::array byte_order_mark{std::byte{0xEF}, std::byte{0xBB}, std::byte{0xBF}};

}  // namespace

struct CloudEventReader::Parts {
    simdjson::dom::parser parser{command_bytes_max};
    std::unique_ptr<char[]> padded =
        std::make_unique<char[]>(command_bytes_max + simdjson::SIMDJSON_PADDING);
    JsonReader reader;

    Parts() { ENSURE(parser.allocate(command_bytes_max, json_depth_max) == simdjson::SUCCESS); }

    simdjson::error_code parse(std::size_t size, JsonValue& root) {
        return parser.parse(padded.get(), size, false).get(root);
    }
    ReadOutcome parse_line(BytesView line, JsonValue& root);
    ReadOutcome command_of(const CloudEventAttributes& event, DecodedCommand& out);
};

CloudEventReader::CloudEventReader() : parts_(std::make_unique<Parts>()) {}
CloudEventReader::~CloudEventReader() = default;
CloudEventReader::CloudEventReader(CloudEventReader&&) noexcept = default;
CloudEventReader& CloudEventReader::operator=(CloudEventReader&&) noexcept = default;

ReadOutcome CloudEventReader::Parts::parse_line(BytesView line, JsonValue& root) {
    const auto fault = [this](DeadLetterReason reason, std::string problem) {
        reader.problem(std::move(problem));
        return ReadOutcome{reason};
    };
    if (line.size() > command_bytes_max) {
        return fault(DeadLetterReason::too_large,
                     fmt::format("is {} bytes long; a command has at most {}", line.size(),
                                 command_bytes_max));
    }
    if (line.size() >= byte_order_mark.size() &&
        std::equal(byte_order_mark.begin(), byte_order_mark.end(), line.begin())) {
        line = line.subspan(byte_order_mark.size());
    }
    if (!line.empty()) std::memcpy(padded.get(), line.data(), line.size());
    std::memset(padded.get() + line.size(), ' ', simdjson::SIMDJSON_PADDING);
    simdjson::error_code code = parse(line.size(), root);
    if (code == simdjson::SUCCESS) return {};
    if (!simdjson::validate_utf8(padded.get(), line.size()))
        return fault(DeadLetterReason::not_utf8, "is not UTF-8");
    if (code == simdjson::NUMBER_ERROR) {
        make_fractions_of_large_numbers({padded.get(), line.size()});
        code = parse(line.size(), root);
    }
    if (code == simdjson::SUCCESS) return {};
    // The parser sees first that something is not closed, and then how deep it is.
    if (is_nested_deeper({padded.get(), line.size()}, json_depth_max)) {
        return fault(DeadLetterReason::too_deep,
                     fmt::format("is nested more than {} deep", json_depth_max));
    }
    return fault(DeadLetterReason::not_json, std::string(syntax_problem(code)));
}

ReadOutcome CloudEventReader::Parts::command_of(const CloudEventAttributes& event,
                                                DecodedCommand& out) {
    const bool attributes_are_good = reader.ok();
    const CommandType* type = event.type.empty() ? nullptr : find_command_type(event.type);
    if (type == nullptr) {
        if (!event.type.empty())
            reader.problem("type", unknown_name("type", event.type, command_type_names()));
        return {attributes_are_good ? DeadLetterReason::unknown_type
                                    : DeadLetterReason::bad_attributes};
    }
    out.header.kind = type->kind;
    const ActorKind actor = event.header.actor.kind;  // engine: it could not be read
    reader.require_claimant(type->is_fact && (actor == ActorKind::upstream_system ||
                                              actor == ActorKind::channel_manager));
    if (!event.data || event.data->is_object()) out.header.body = type->read(reader, event.data);
    if (!attributes_are_good) return {DeadLetterReason::bad_attributes};
    if (!reader.ok()) return {DeadLetterReason::invalid_fields};
    if (out.header.body.size() > command_bytes_max) {
        reader.problem(fmt::format("is {} bytes long when encoded; a command has at most {}",
                                   out.header.body.size(), command_bytes_max));
        return {DeadLetterReason::too_large};
    }
    return {};
}

ReadOutcome CloudEventReader::read(BytesView line, Arena& arena, DecodedCommand& out,
                                   std::vector<FieldError>& errors) {
    errors.clear();
    out = {};
    parts_->reader.begin(arena, errors);
    JsonValue root;
    if (const ReadOutcome parsed = parts_->parse_line(line, root); !parsed.understood())
        return parsed;
    if (!root.is_object()) {
        parts_->reader.problem("must be an object: a CloudEvent");
        return {DeadLetterReason::bad_attributes};
    }
    const CloudEventAttributes event(root.get_object().value_unsafe(), parts_->reader);
    const ReadOutcome outcome = parts_->command_of(event, out);
    CommandHeader& header = out.header;
    header.program.text = arena.copy(event.header.program.text);
    header.source = arena.copy(event.header.source);
    header.id = arena.copy(event.header.id);
    if (!outcome.understood()) return outcome;
    header.time = event.header.time;
    const Text actor = event.header.actor.id;
    const bool is_source = actor.data() == event.header.source.data();
    header.actor = {event.header.actor.kind, is_source ? header.source : arena.copy(actor)};
    header.on_behalf_of = arena.copy(event.header.on_behalf_of);
    header.correlation = arena.copy(event.header.correlation);
    header.traceparent = arena.copy(event.header.traceparent);
    header.digest = command_digest(header);
    return outcome;
}

}  // namespace leadline::events
