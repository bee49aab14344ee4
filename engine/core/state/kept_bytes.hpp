// What a record or a tree keeps when there are millions of it, in eight bytes of it where the
// libraries' vectors and strings take 24 and 32. With them a lead is two lines of the processor's
// cache; without, it lay in three or four. One thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>

#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

// Bytes that are replaced as a whole, with their length and nothing to spare on the heap. Length:
// an unsigned type that holds theirs.
template <class Length>
class Kept {
public:
    Kept() = default;
    explicit Kept(events::BytesView bytes) {
        ENSURE(bytes.size() <= std::numeric_limits<Length>::max());
        if (bytes.empty()) return;
        const auto length = static_cast<Length>(bytes.size());
        block_.reset(new std::byte[sizeof length + length]);
        std::memcpy(block_.get(), &length, sizeof length);
        std::memcpy(block_.get() + sizeof length, bytes.data(), length);
    }

    Kept(const Kept& other) : Kept(other.view()) {}
    Kept(Kept&&) noexcept = default;
    Kept& operator=(const Kept& other) { return *this = Kept(other); }
    Kept& operator=(Kept&&) noexcept = default;
    ~Kept() = default;

    [[nodiscard]] events::BytesView view() const {
        if (block_ == nullptr) return {};
        Length length = 0;
        std::memcpy(&length, block_.get(), sizeof length);
        return {block_.get() + sizeof length, length};
    }

private:
    std::unique_ptr<std::byte[]> block_;
};

using KeptBytes = Kept<std::uint32_t>;

// Ids have at most 128 bytes; 255 is the most it holds.
class KeptId {
public:
    KeptId() = default;
    explicit KeptId(events::Text id) : bytes_(events::as_bytes(id)) {}

    [[nodiscard]] events::Text text() const { return events::as_text(bytes_.view()); }

private:
    Kept<std::uint8_t> bytes_;
};

// A list of which nearly every record's is empty.
template <class List>
class Rare {
public:
    [[nodiscard]] const List& operator*() const {
        static const List none;
        return list_ == nullptr ? none : *list_;
    }
    [[nodiscard]] bool empty() const { return list_ == nullptr || list_->empty(); }

    // To be changed.
    [[nodiscard]] List& own() {
        if (list_ == nullptr) list_ = std::make_unique<List>();
        return *list_;
    }
    void clear() { list_.reset(); }

private:
    std::unique_ptr<List> list_;
};

}  // namespace leadline::engine
