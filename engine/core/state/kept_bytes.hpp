// KeptBytes and Rare: what a record keeps when there are millions of it, in eight bytes of the
// record where the libraries' vectors take twenty-four. With them a lead is two lines of the
// processor's cache; without, it lay in three or four. One thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

#include "events/base/bytes.hpp"

namespace leadline::engine {

// Bytes that are replaced as a whole, with their length and nothing to spare. Less than 4 GiB.
class KeptBytes {
public:
    KeptBytes() = default;
    explicit KeptBytes(events::BytesView bytes) {
        if (bytes.empty()) return;
        const auto size = static_cast<std::uint32_t>(bytes.size());
        bytes_.reset(new std::byte[sizeof size + size]);
        std::memcpy(bytes_.get(), &size, sizeof size);
        std::memcpy(bytes_.get() + sizeof size, bytes.data(), size);
    }

    [[nodiscard]] events::BytesView view() const {
        if (bytes_ == nullptr) return {};
        std::uint32_t size = 0;
        std::memcpy(&size, bytes_.get(), sizeof size);
        return {bytes_.get() + sizeof size, size};
    }

private:
    std::unique_ptr<std::byte[]> bytes_;
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
