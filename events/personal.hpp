// Personal data stands in parts of its own (DESIGN D8): a part belongs to one person, is encoded by
// itself, and can be sealed with that person's key without touching what stands around it. State
// and its hash hold the part as it stands in the event; only those who show or match data open it.
#pragma once

#include <cstdint>

#include "events/base/bytes.hpp"
#include "events/field.hpp"

namespace leadline::events {

// How a part's bytes are to be read. Numbers are for ever.
enum class Sealing : std::uint8_t { plain = 0 };

// `Person` is the struct that the bytes hold, in its binary body encoding, when the part is plain.
// In JSON its fields stand flat among those of the struct that holds the part.
template <class Person>
struct Part {
    Text subject;  // whose data: the id of the lead, partner user or contact
    Sealing sealing = Sealing::plain;
    std::uint32_t key = 0;
    BytesView bytes;  // empty: nothing personal was said

    [[nodiscard]] bool is_set() const { return !bytes.empty(); }
    friend bool operator==(const Part& a, const Part& b) {
        return a.subject == b.subject && a.sealing == b.sealing && a.key == b.key &&
               as_text(a.bytes) == as_text(b.bytes);
    }
};

// A keyed digest made from personal data, so that equal things can be found without showing them:
// the first 16 bytes of HMAC-SHA-256 under the program's id (algorithm 1, key 0) of the normalised
// text. It begins with the number of its normaliser.
struct MatchKey {
    std::uint8_t normaliser = 0;  // 0: no key. 2: the normal form of what each text is
    std::uint8_t algorithm = 0;
    std::uint32_t key = 0;
    Text digest;  // 16 bytes

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("normaliser", normaliser), field("algorithm", algorithm), field("key", key));
        ar.binary(field("digest", digest));
    }
    [[nodiscard]] bool is_set() const { return normaliser != 0; }
    friend bool operator==(const MatchKey&, const MatchKey&) = default;
};

}  // namespace leadline::events
