// KeptId: an id that a tree of many keeps: eight bytes in the tree, its length and bytes on the
// heap. Ids have at most 128 bytes; 255 is the most it holds.
#pragma once

#include <cstring>
#include <memory>

#include "events/base/arena.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

class KeptId {
public:
    KeptId() = default;
    explicit KeptId(events::Text id) {
        ENSURE(id.size() < 256);
        if (id.empty()) return;
        bytes_.reset(new char[id.size() + 1]);
        bytes_[0] = static_cast<char>(id.size());
        std::memcpy(bytes_.get() + 1, id.data(), id.size());
    }

    KeptId(const KeptId& other) : KeptId(other.text()) {}
    KeptId(KeptId&&) noexcept = default;
    KeptId& operator=(const KeptId& other) { return *this = KeptId(other); }
    KeptId& operator=(KeptId&&) noexcept = default;
    ~KeptId() = default;

    [[nodiscard]] events::Text text() const {
        if (bytes_ == nullptr) return {};
        return {bytes_.get() + 1, static_cast<unsigned char>(bytes_[0])};
    }

private:
    std::unique_ptr<char[]> bytes_;
};

}  // namespace leadline::engine
