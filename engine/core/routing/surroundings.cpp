// See surroundings.hpp.
#include "engine/core/routing/surroundings.hpp"

namespace leadline::engine {

using events::Failure;
using events::Result;

Result<void> Surroundings::set_zone(const events::Zone& zone) {
    auto made = TimeZone::make(zone);
    if (!made) return tl::unexpected(std::move(made).error());
    zone_ = std::move(*made);
    return {};
}

Result<void> Surroundings::add(const events::NamedTerritory& territory) {
    const auto number = static_cast<std::uint32_t>(numbers_.size());
    if (territory.name.empty() || territory.areas.empty())
        return events::fail(Failure::bad_input, "a territory without a name or an area");
    if (number >= events::territories_max)
        return events::fail(Failure::bad_input, "too many territories");
    if (!numbers_.emplace(territory.name, number).second)
        return events::fail(Failure::bad_input,
                            "two territories are called " + std::string(territory.name));
    for (const events::Territory& area : territory.areas) TRY(index_.add(area, number));
    return {};
}

std::optional<std::uint32_t> Surroundings::territory(Text name) const {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
}

}  // namespace leadline::engine
