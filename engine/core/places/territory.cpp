// See territory.hpp.
#include "engine/core/places/territory.hpp"

#include <algorithm>

#include "engine/core/normalise/fold.hpp"

namespace leadline::engine {
namespace {

constexpr std::size_t country_bytes = 2;

// Country and region with their lengths, then the prefix: no two of them have the same.
std::string key_of(Text country, Text region, Text prefix) {
    std::string key;
    key.reserve(country.size() + region.size() + prefix.size() + 1);
    key.append(country).push_back(static_cast<char>(region.size()));
    key.append(region).append(prefix);
    return key;
}

bool is_printable_ascii(Text text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

// ASCII by hand, since most regions are, with the result that ICU has.
std::string comparable_region(Text region) {
    if (!is_printable_ascii(region)) return folded(region);
    const std::size_t begin = region.find_first_not_of(' ');
    if (begin == Text::npos) return {};
    std::string out(region.substr(begin, region.find_last_not_of(' ') - begin + 1));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool covers(const events::Territory& territory, const events::Address& address) {
    if (territory.country != address.country) return false;
    const std::string region = comparable_region(territory.region);
    if (!region.empty() && region != comparable_region(address.region)) return false;
    const PostalCode prefix(territory.postal_prefix);
    return PostalCode(address.postal_code).text().starts_with(prefix.text());
}

events::Result<void> TerritoryIndex::add(const events::Territory& territory, std::uint32_t owner) {
    using events::Failure;
    const std::string region = comparable_region(territory.region);
    const PostalCode prefix(territory.postal_prefix);
    if (territory.country.size() != country_bytes)
        return events::fail(Failure::bad_input, "a territory without a country");
    if (prefix.is_cut())
        return events::fail(Failure::bad_input, "a territory's postal prefix is too long");
    if (region.size() > region_bytes_max)
        return events::fail(Failure::bad_input, "a territory's region is too long");
    prefix_sizes_ |= 1U << prefix.text().size();
    has_regions_ = has_regions_ || !region.empty();
    owners_[key_of(territory.country, region, prefix.text())].push_back(owner);
    return {};
}

void TerritoryIndex::append(Text key, Found& out) const {
    const auto found = owners_.find(key);
    if (found != owners_.end()) out.insert(out.end(), found->second.begin(), found->second.end());
}

void TerritoryIndex::find(const events::Address& address, Found& out) const {
    out.clear();
    if (address.country.size() != country_bytes) return;
    const PostalCode code(address.postal_code);
    const auto look_up = [&](Text region) {
        std::string key = key_of(address.country, region, code.text());
        const std::size_t without = key.size() - code.text().size();
        for (std::size_t size = 0; size <= code.text().size(); ++size)
            if ((prefix_sizes_ >> size & 1U) != 0) append(Text(key).substr(0, without + size), out);
    };
    look_up({});
    if (has_regions_) {
        const std::string region = comparable_region(address.region);
        if (!region.empty() && region.size() <= region_bytes_max) look_up(region);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace leadline::engine
