// See digest.hpp.
#include "events/codec/digest.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>

namespace leadline::events {
namespace {

// What is hashed beside the texts, as one stretch of numbers per text.
struct Numbers {
    std::array<std::byte, 8> bytes;
    std::size_t size = 0;

    template <std::integral Number>
    Numbers& operator<<(Number value) {
        store(bytes.data() + size, value);
        size += sizeof value;
        return *this;
    }
};

// Calls add(bytes) for everything that is hashed, in its order.
template <class Add>
void for_each_stretch(const CommandHeader& command, Add&& add) {
    const auto numbers = [&add](const Numbers& n) { add(BytesView(n.bytes.data(), n.size)); };
    const auto length = [](std::size_t size) { return static_cast<std::uint32_t>(size); };
    numbers(Numbers{} << static_cast<std::uint16_t>(command.kind) << length(command.body.size()));
    add(command.body);
    numbers(Numbers{} << static_cast<std::uint8_t>(command.actor.kind)
                      << length(command.actor.id.size()));
    add(as_bytes(command.actor.id));
    numbers(Numbers{} << length(command.on_behalf_of.size()));
    add(as_bytes(command.on_behalf_of));
}

std::uint64_t digest_of_large(const CommandHeader& command) {
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    for_each_stretch(command, [&state](BytesView bytes) {
        XXH3_64bits_update(&state, bytes.data(), bytes.size());
    });
    return XXH3_64bits_digest(&state);
}

}  // namespace

std::uint64_t command_digest(const CommandHeader& command) {
    // Nearly all commands fit the stack, and one stretch of bytes is hashed faster than six.
    constexpr std::size_t numbers_size = 2 + 4 + 1 + 4 + 4;
    std::array<std::byte, 2048> small;
    if (numbers_size + command.body.size() + command.actor.id.size() + command.on_behalf_of.size() >
        small.size()) {
        return digest_of_large(command);
    }
    std::byte* at = small.data();
    for_each_stretch(command, [&at](BytesView bytes) {
        if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
        at += bytes.size();
    });
    return XXH3_64bits(small.data(), static_cast<std::size_t>(at - small.data()));
}

}  // namespace leadline::events
