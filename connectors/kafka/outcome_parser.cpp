// See outcome_parser.hpp.
#include "connectors/kafka/outcome_parser.hpp"

#include <simdjson.h>

#include "events/kinds.hpp"

namespace leadline::connectors::kafka {

using events::Outcome;
using events::OutcomeKind;

namespace {

// All kinds are below: 2000 more are those of commands without effect.
constexpr std::uint16_t kinds_end = 3'000;

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string_view text_of(const object& json, std::string_view name) {
    std::string_view text;
    return json[name].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

bool is_true(const object& json, std::string_view name) {
    bool value = false;
    return json[name].get(value) == simdjson::SUCCESS && value;
}

template <class Number>
bool read_number(const object& json, std::string_view name, Number& to) {
    std::uint64_t value = 0;
    if (json[name].get(value) != simdjson::SUCCESS) return false;
    to = static_cast<Number>(value);
    return to == value;
}

}  // namespace

struct OutcomeParser::Json {
    simdjson::dom::parser parser;
    object root;
};

OutcomeParser::OutcomeParser() : json_(std::make_unique<Json>()) {
    for (std::uint16_t number = 1; number < kinds_end; ++number) {
        const auto kind = static_cast<events::EventKind>(number);
        if (const std::string_view name = events::name_of(kind); !name.empty())
            kinds_.emplace(name, kind);
    }
}

OutcomeParser::~OutcomeParser() = default;

bool OutcomeParser::read(events::BytesView json) {
    outcome_.clear();
    detail_.clear();
    const auto* const begin = reinterpret_cast<const char*>(json.data());
    if (json_->parser.parse(begin, json.size()).get(json_->root) != simdjson::SUCCESS) return false;
    const object& root = json_->root;
    outcome_.program = text_of(root, "program");
    outcome_.source = text_of(root, "source");
    outcome_.id = text_of(root, "id");
    outcome_.repeated = is_true(root, "repeated");
    outcome_.differs = is_true(root, "differs");
    const std::string_view word = text_of(root, "outcome");
    if (word == "accepted") return read_accepted();
    if (word == "rejected") return read_rejected();
    return word == "dead_lettered" && read_dead_lettered();
}

bool OutcomeParser::read_place() {
    return read_number(json_->root, "partition", outcome_.partition) &&
           read_number(json_->root, "position", outcome_.position.number);
}

bool OutcomeParser::read_accepted() {
    outcome_.kind = OutcomeKind::accepted;
    array names;
    if (!read_place() || json_->root["events"].get(names) != simdjson::SUCCESS) return false;
    for (const element each : names) {
        std::string_view name;
        if (each.get(name) != simdjson::SUCCESS) return false;
        const auto kind = kinds_.find(name);
        if (kind == kinds_.end()) return false;
        outcome_.events.push_back(kind->second);
    }
    return true;
}

bool OutcomeParser::read_rejected() {
    outcome_.kind = OutcomeKind::rejected;
    const auto reason = events::value_of<events::Reason>(text_of(json_->root, "reason"));
    if (!reason || !read_place()) return false;
    outcome_.why.reason = *reason;
    element detail;
    if (json_->root["detail"].get(detail) == simdjson::SUCCESS) detail_ = simdjson::minify(detail);
    return true;
}

bool OutcomeParser::read_dead_lettered() {
    outcome_.kind = OutcomeKind::dead_lettered;
    const auto reason = events::value_of<events::DeadLetterReason>(text_of(json_->root, "reason"));
    if (!reason) return false;
    outcome_.dead_letter = *reason;
    std::uint64_t offset = 0;
    if (read_number(json_->root, "partition", outcome_.partition) &&
        read_number(json_->root, "offset", offset))
        outcome_.offset = offset;
    array errors;
    if (json_->root["errors"].get(errors) != simdjson::SUCCESS) return false;
    for (const element each : errors) {
        object error;
        if (each.get(error) != simdjson::SUCCESS) return false;
        outcome_.errors.push_back(
            {std::string(text_of(error, "pointer")), std::string(text_of(error, "problem"))});
    }
    return true;
}

}  // namespace leadline::connectors::kafka
