// JsonMembers: the members of the JSON objects that are being read, the innermost on top, found by
// name in about the time of one comparison: senders keep an order, and a bit per key tells most
// fields that are absent at once. Keeps its memory from line to line. One thread.
#pragma once

#include <simdjson.h>

#include <vector>

#include "events/codec/json_rules.hpp"

namespace leadline::events {

using JsonValue = simdjson::dom::element;

class JsonMembers {
public:
    // Where one object's members stand. enter() and leave() come in pairs, like a stack.
    struct Frame {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t cursor = 0;  // where the next field is expected
        std::size_t taken = 0;
        std::uint64_t marks = 0;
    };

    // Goes into the object (null: one without members); answers where it was before.
    [[nodiscard]] Frame enter(const simdjson::dom::object* object);
    void leave(const Frame& outer);
    void clear();

    // The member of that name, marked as taken; null counts as absent.
    [[nodiscard, gnu::always_inline]] bool take(Text name, JsonValue& value) {
        if ((frame_.marks & mark(name)) == 0) return false;
        std::size_t at = frame_.cursor;
        if (at >= frame_.end || !same(members_[at].key, name)) {
            at = place_of(name);
            if (at == frame_.end) return false;
        }
        frame_.cursor = at + 1;
        ++frame_.taken;
        members_[at].taken = true;
        value = members_[at].value;
        return !value.is_null();
    }

    // Whether the object has it, and not as null.
    [[nodiscard]] bool has(Text name) const;

    [[nodiscard]] std::size_t taken() const { return frame_.taken; }
    [[nodiscard]] bool all_taken() const { return frame_.taken == frame_.end - frame_.begin; }
    // The keys that nobody took.
    [[nodiscard]] std::vector<Text> leftovers() const;

private:
    struct Member {
        Text key;
        JsonValue value;
        bool taken;
    };

    [[nodiscard, gnu::always_inline]] static constexpr std::uint64_t mark(Text key) {
        if (key.empty()) return 1;
        const auto letter = [key](std::size_t i) { return static_cast<unsigned char>(key[i]); };
        return std::uint64_t{1} << ((key.size() * 5 + letter(0) * 3U + letter(key.size() - 1)) &
                                    63U);
    }
    [[nodiscard]] std::size_t place_of(Text name) const;  // the frame's end: nowhere

    Frame frame_;
    std::vector<Member> members_;
};

}  // namespace leadline::events
