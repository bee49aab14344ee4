// Surroundings: what a ruleset's conditions ask for beside a lead's fields: the territories that it
// names, and the clocks that its time windows are read on. Filled once; then immutable, and any
// thread may read it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <vector>

#include "engine/core/calendar/time_zone.hpp"
#include "engine/core/places/territory.hpp"
#include "events/ruleset.hpp"

namespace leadline::engine {

class Surroundings {
public:
    // `bad_input` when it is no time zone. UTC until then.
    [[nodiscard]] events::Result<void> set_zone(const events::Zone& zone);

    // `bad_input` when the name is empty or there already, or an area is none. The name must
    // outlive this.
    [[nodiscard]] events::Result<void> add(const events::NamedTerritory& territory);

    [[nodiscard]] const TimeZone& zone() const { return zone_; }

    // Territories have numbers from 0, in the order in which they were added.
    [[nodiscard]] std::optional<std::uint32_t> territory(Text name) const;
    [[nodiscard]] std::size_t territories() const { return numbers_.size(); }

    // The numbers of those that cover the address, ascending, in `out`, which is cleared first.
    void covering(const events::Address& address, TerritoryIndex::Found& out) const {
        index_.find(address, out);
    }

private:
    TimeZone zone_;
    TerritoryIndex index_;
    boost::unordered_flat_map<Text, std::uint32_t> numbers_;
};

}  // namespace leadline::engine
