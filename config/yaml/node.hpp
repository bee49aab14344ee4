// Node: one value of a file written by a person, as it was written. A scalar is text until a reader
// gives it a type: 010 stays "010" and NO stays "NO". Every node knows its place.
// Immutable once its Document is loaded; lives as long as the Document.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/source.hpp"

namespace leadline::config {

enum class NodeKind : std::uint8_t {
    nothing,  // no value, `null` or `~`; `text` holds the word, if there was one
    scalar,
    list,
    map,
};

struct Node {
    NodeKind kind = NodeKind::nothing;
    bool in_quotes = false;  // scalars: written in quotes, or as a block (| or >)
    SourcePlace place;
    const Source* source = nullptr;
    std::string text;         // scalars
    std::vector<Node> keys;   // maps: scalars, each different, in the order they were written
    std::vector<Node> items;  // lists: the items; maps: the values, as many as keys

    [[nodiscard]] bool is_scalar() const { return kind == NodeKind::scalar; }
    [[nodiscard]] bool is_list() const { return kind == NodeKind::list; }
    [[nodiscard]] bool is_map() const { return kind == NodeKind::map; }

    // The value under `key` of a map; null when it has none. Linear in the number of keys.
    [[nodiscard]] const Node* find(std::string_view key) const {
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (keys[i].text == key) return &items[i];
        return nullptr;
    }
};

// What a node is, for "found ..." in messages: `nothing`, `"text"`, `a list`, `an empty
// map`.
[[nodiscard]] std::string found(const Node& node);

}  // namespace leadline::config
