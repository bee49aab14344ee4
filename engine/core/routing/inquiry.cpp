// See inquiry.hpp.
#include "engine/core/routing/inquiry.hpp"

#include <charconv>

#include "engine/core/places/centroids.hpp"
#include "engine/core/places/coordinates.hpp"

namespace leadline::engine {
namespace {

// A custom field as it would be written: whole degrees are sent as whole numbers.
class Degrees {
public:
    Degrees(const LeadFacts& facts, Text name) {
        const FieldValue value = value_of(facts, FieldId::custom, name);
        text_ = value.text;
        if (value.kind != FieldValue::Kind::number) return;
        const auto end = std::to_chars(std::begin(digits_), std::end(digits_), value.number).ptr;
        text_ = {digits_, static_cast<std::size_t>(end - digits_)};
    }
    [[nodiscard]] Text text() const { return text_; }

private:
    char digits_[24] = {};
    Text text_;
};

}  // namespace

std::optional<Coordinates> whereabouts(const LeadFacts& facts) {
    const Degrees latitude(facts, "custom.latitude");
    const Degrees longitude(facts, "custom.longitude");
    if (const auto own = coordinates_of(latitude.text(), longitude.text())) return own;
    const events::Address& address = facts.details.address;
    const auto place = place_of(address.country, address.postal_code);
    return place ? std::optional(place->at) : std::nullopt;
}

std::span<const std::uint32_t> Inquiry::territories() {
    if (!territories_) {
        territories_.emplace();
        if (around_.territories() > 0) around_.covering(facts_.details.address, *territories_);
    }
    return *territories_;
}

const std::optional<Point>& Inquiry::point() {
    if (!is_placed_) {
        if (const auto at = whereabouts(facts_)) point_.emplace(*at);
        is_placed_ = true;
    }
    return point_;
}

}  // namespace leadline::engine
