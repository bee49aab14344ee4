// A cipher for tests: seals the personal parts of events with one key per person, deterministically
// (DESIGN D8), and can lose every key. It hides nothing from anybody who looks: it only makes sure
// that a sealed part is not the bytes it was, nor as long. One thread.
#pragma once

#include <map>
#include <string>

#include "events/codec/event_codec.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {

class TestCipher {
public:
    static constexpr events::Sealing sealing{200};

    explicit TestCipher(std::uint64_t seed) : seed_(seed) {}

    // The part under its person's key, which is made when there is none; bytes in the arena.
    template <class Person>
    [[nodiscard]] events::Part<Person> seal(events::Arena& arena, events::Part<Person> part) {
        if (!part.is_set() || part.sealing == sealing) return part;
        const auto [at, is_new] = keys_.try_emplace(std::string(part.subject), keys_.size() + 1);
        std::string sealed = "sealed:" + std::string(events::as_text(part.bytes));
        mask(sealed, at->second);
        return {part.subject, sealing, static_cast<std::uint32_t>(at->second),
                events::as_bytes(arena.copy(sealed))};
    }

    // Whether there is a key that opens the part, and what the part is then.
    template <class Person>
    [[nodiscard]] bool open(events::Arena& arena, events::Part<Person>& part) const {
        if (part.sealing != sealing || !keys_.contains(std::string(part.subject))) return false;
        std::string opened(events::as_text(part.bytes));
        mask(opened, part.key);
        part = {part.subject, events::Sealing::plain, 0,
                events::as_bytes(arena.copy(opened.substr(7)))};
        return opened.starts_with("sealed:");
    }

    void destroy_every_key() { keys_.clear(); }

private:
    void mask(std::string& bytes, std::uint64_t key) const {
        Random random(seed_ * 1'000'003 + key);
        for (char& c : bytes) c = static_cast<char>(c ^ static_cast<char>(random.below(256)));
    }

    std::uint64_t seed_;
    std::map<std::string, std::uint64_t> keys_;  // by subject
};

// The archive that seals every part within a struct, however deep, through its `serialize`.
class Sealer {
public:
    Sealer(TestCipher& cipher, events::Arena& arena) : cipher_(&cipher), arena_(&arena) {}

    template <class... Ts>
    void operator()(events::Field<Ts>... fields) {
        (one(fields.value), ...);
    }
    template <class T>
    void derived(events::Field<T>) {}
    template <class T>
    void binary(events::Field<T>) {}

    std::size_t sealed = 0;  // parts

private:
    template <class Person>
    void one(events::Part<Person>& part) {
        if (part.is_set()) ++sealed;
        part = cipher_->seal(*arena_, part);
    }
    template <class T>
    void one(std::optional<T>& value) {
        if (value) one(*value);
    }
    template <class T>
    void one(events::List<T>& list) {
        const std::span<T> items = arena_->make<T>(list.size());
        std::copy(list.begin(), list.end(), items.begin());
        for (T& item : items) one(item);
        list = events::List<T>(items);
    }
    template <class T>
    void one(T& value) {
        if constexpr (requires { value.serialize(*this); }) value.serialize(*this);
    }

    TestCipher* cipher_;
    events::Arena* arena_;
};

}  // namespace leadline::tests
