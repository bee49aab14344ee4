// Territories: does one cover an address, and which of many do. The index looks up each thing that
// an address may be covered by (its country; its region; each beginning of its postal code; both),
// so it costs the same for ten territories as for ten thousand. Pure; an index can be read by any
// thread.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <boost/container/small_vector.hpp>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/places/postal_code.hpp"
#include "engine/core/state/hash.hpp"
#include "events/base/result.hpp"
#include "events/commands/shared.hpp"
#include "events/place.hpp"

namespace leadline::engine {

// An address without a region lies in no region, and one without a postal code behind no prefix.
[[nodiscard]] bool covers(const events::Territory& territory, const events::Address& address);

class TerritoryIndex {
public:
    // `bad_input` for one without a country of two letters, or with a postal prefix of more than 16
    // letters or a region of more than 255 bytes.
    [[nodiscard]] events::Result<void> add(const events::Territory& territory, std::uint32_t owner);

    // The owners of all that cover it, each once, in order, in `out`, which is cleared first.
    using Found = boost::container::small_vector<std::uint32_t, 16>;
    void find(const events::Address& address, Found& out) const;

    static constexpr std::size_t region_bytes_max = 255;  // comparable

private:
    void append(Text key, Found& out) const;

    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(Text key) const { return hash_of(key); }
    };

    absl::flat_hash_map<std::string, std::vector<std::uint32_t>, KeyHash, std::equal_to<>> owners_;
    std::uint32_t prefix_sizes_ = 0;  // bit n: there is a prefix of n letters
    bool has_regions_ = false;
};

// A region as it compares: trimmed, case folded, as names are (normalise/fold).
[[nodiscard]] std::string comparable_region(Text region);

}  // namespace leadline::engine
