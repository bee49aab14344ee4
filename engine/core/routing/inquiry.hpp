// Inquiry: one lead that many conditions are asked about. What is found out for one of them, such
// as the territories that cover its address, is known to the next. One thread; ends before the
// facts and the surroundings, neither of which moves.
#pragma once

#include <optional>
#include <span>

#include "engine/core/places/distance.hpp"
#include "engine/core/routing/lead_facts.hpp"
#include "engine/core/routing/surroundings.hpp"

namespace leadline::engine {

// Where a lead is: at its own coordinates (custom.latitude and custom.longitude, decimal degrees)
// when both are right, else about where its postal code is, else its country; none: nowhere.
[[nodiscard]] std::optional<Coordinates> whereabouts(const LeadFacts& facts);

class Inquiry {
public:
    Inquiry(const LeadFacts& facts, const Surroundings& around) : facts_(facts), around_(around) {}

    [[nodiscard]] const LeadFacts& facts() const { return facts_; }
    [[nodiscard]] const TimeZone& zone() const { return around_.zone(); }

    // The numbers of the territories that cover its address, ascending.
    [[nodiscard]] std::span<const std::uint32_t> territories();

    [[nodiscard]] const std::optional<Point>& point();

private:
    const LeadFacts& facts_;
    const Surroundings& around_;
    std::optional<TerritoryIndex::Found> territories_;
    bool is_placed_ = false;
    std::optional<Point> point_;
};

}  // namespace leadline::engine
