// MapReader: a map, key by key; see map_reader.hpp.
#include "config/yaml/map_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/names.hpp"

namespace leadline::config {

MapReader::MapReader(const Node& node, Diagnostics& diagnostics, std::string_view what)
    : node_(node), diagnostics_(diagnostics), what_(what), errors_before_(diagnostics.errors()) {
    if (!node.is_map()) diagnostics_.expected(node, fmt::format("{} (a map)", what));
}

const Node* MapReader::child(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(key);
    return node_.find(key);
}

const Node* MapReader::required_child(std::string_view key) {
    const Node* value = child(key);
    if (value == nullptr) missing(key);
    return value;
}

std::optional<std::string_view> MapReader::exactly_one(
    std::initializer_list<std::string_view> keys) {
    std::vector<std::string_view> present;
    for (const std::string_view key : keys)
        if (child(key) != nullptr) present.push_back(key);
    if (present.size() == 1) return present.front();
    if (!node_.is_map()) return std::nullopt;
    const std::vector<std::string_view> all(keys);
    const std::string wanted = fmt::format("expected in {} exactly one of: {}", what_, listed(all));
    diagnostics_.error(node_, present.empty()
                                  ? wanted + "; found none"
                                  : fmt::format("{}; found {}", wanted, listed(present)));
    return std::nullopt;
}

SourcePlace MapReader::place(std::string_view key) const {
    const Node* value = node_.find(key);
    return value == nullptr ? node_.place : value->place;
}

void MapReader::error(std::string_view key, std::string message) {
    const Node* value = node_.find(key);
    diagnostics_.error(value == nullptr ? node_ : *value, std::move(message));
}

bool MapReader::finish() {
    std::vector<std::string_view> expected;  // not those that are there already
    for (const std::string_view key : asked_)
        if (node_.find(key) == nullptr) expected.push_back(key);
    for (const Node& key : node_.keys) {
        if (std::find(asked_.begin(), asked_.end(), key.text) != asked_.end()) continue;
        diagnostics_.error(key,
                           unknown_name("key", key.text, expected.empty() ? asked_ : expected));
    }
    return diagnostics_.errors() == errors_before_;
}

// A key that is nearly this one is this one, misspelt: one mistake, said once.
void MapReader::missing(std::string_view key) {
    for (const Node& other : node_.keys) {
        const bool is_asked = std::find(asked_.begin(), asked_.end(), other.text) != asked_.end();
        if (is_asked || !nearest_name(other.text, std::span(&key, 1))) continue;
        diagnostics_.error(other, fmt::format("unknown key {}; did you mean {}, which is missing?",
                                              shown(other.text), shown(key)));
        return asked_.push_back(other.text);
    }
    if (node_.is_map())
        diagnostics_.error(node_, fmt::format("missing key {} of {}", shown(key), what_));
}

}  // namespace leadline::config
