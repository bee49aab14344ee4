// Bytes in and out: the views that every format here is read from, and little-endian numbers.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadline::events {

// Leaves new items as they are instead of zeroing them: buffers here are written right after.
template <class T>
struct DefaultInitAllocator : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = DefaultInitAllocator<U>;
    };
    template <class U>
    void construct(U* at) noexcept {
        ::new (static_cast<void*>(at)) U;
    }
    template <class U, class... Args>
    void construct(U* at, Args&&... args) {
        ::new (static_cast<void*>(at)) U(std::forward<Args>(args)...);
    }
};

using Bytes = std::vector<std::byte, DefaultInitAllocator<std::byte>>;
using BytesView = std::span<const std::byte>;

[[nodiscard]] inline BytesView as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

[[nodiscard]] inline std::string_view as_text(BytesView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The formats are little-endian, and so are the machines this is built for: a number is copied as
// it stands.
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

// Reads a number at `from`; the caller has checked that sizeof(Number) bytes are there.
template <std::integral Number>
[[nodiscard]] Number load(const std::byte* from) {
    Number value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <std::integral Number>
void store(std::byte* to, Number value) {
    std::memcpy(to, &value, sizeof value);
}

}  // namespace leadline::events
