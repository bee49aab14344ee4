// MapReader: reads one map key by key and, at finish(), reports the keys nobody asked for:
//     MapReader m(node, diagnostics, "a queue");
//     m.required("id", queue.id);
//     m.optional("touch_within", queue.touch_within);
//     m.optional("open_per_user", in_range(queue.open_per_user, 1, 10'000));
//     return m.finish();
// Every mistake is reported and reading goes on. One thread; ends before its node.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "config/yaml/scalars.hpp"

namespace leadline::config {

class MapReader {
public:
    // `what` stands in messages: "a queue". Reports when `node` is not a map; every key is then
    // absent, and none is reported as missing.
    MapReader(const Node& node, Diagnostics& diagnostics, std::string_view what);

    // Reads the value under `key` into `out` (whatever a `read` overload takes). True when it was
    // there and good; reports when it is not.
    template <class Out>
    bool required(std::string_view key, Out&& out) {
        const Node* value = child(key);
        if (value == nullptr) {
            missing(key);
            return false;
        }
        return read_value(*value, out);
    }

    // The same; a key that is absent is no mistake and leaves `out` as it was.
    template <class Out>
    bool optional(std::string_view key, Out&& out) {
        const Node* value = child(key);
        return value != nullptr && read_value(*value, out);
    }

    // The value under `key` for a reader of your own, or null; the key counts as known from now on.
    [[nodiscard]] const Node* child(std::string_view key);

    // The value under `key`, or null after the report that it is missing.
    [[nodiscard]] const Node* required_child(std::string_view key);

    // The one key of `keys` that the map has; reports when it has none or several. All of them
    // count as known.
    [[nodiscard]] std::optional<std::string_view> exactly_one(
        std::initializer_list<std::string_view> keys);

    // Where the value under `key` stands, or the map itself when it has none.
    [[nodiscard]] SourcePlace place(std::string_view key) const;

    [[nodiscard]] const Node& node() const { return node_; }

    // A mistake found later about the value under `key` (or the map, when the key is absent).
    void error(std::string_view key, std::string message);

    // Reports unknown keys. True when no mistake was found in this map, since it was opened.
    bool finish();

private:
    template <class Out>
    bool read_value(const Node& value, Out& out) {
        return read(value, diagnostics_, out);
    }

    void missing(std::string_view key);

    const Node& node_;
    Diagnostics& diagnostics_;
    std::string what_;
    std::size_t errors_before_;
    std::vector<std::string_view> asked_;
};

}  // namespace leadline::config
