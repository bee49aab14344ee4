// Where countries and postal codes are, and who is nearer.
#include "engine/core/places/centroids.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/core/places/place_data.hpp"

namespace leadline::tests {
namespace {

using engine::Coordinates;
using engine::country_centroid;
using engine::place_of;
using engine::PlacedBy;
using engine::Point;
using engine::postal_centroid;
using events::Text;

std::int64_t km(Text country, Text postal_code, Coordinates from) {
    const auto place = place_of(country, postal_code);
    REQUIRE(place.has_value());
    return distance_km(Point(place->at), Point(from));
}

TEST_CASE("scenario 20: of partners in Wavre and London, London is nearer to Birmingham",
          "[engine][scenario]") {
    const auto wavre = place_of("BE", "1300");
    const auto london = place_of("GB", "EC1A 1BB");
    const auto birmingham = place_of("GB", "B15 2TT");
    REQUIRE((wavre && london && birmingham));
    const Point lead(birmingham->at);
    CHECK(distance_km(Point(london->at), lead) < distance_km(Point(wavre->at), lead));
    CHECK(distance_km(Point(london->at), lead) == Approx(163).margin(20));
    CHECK(distance_km(Point(wavre->at), lead) == Approx(485).margin(25));
}

TEST_CASE("country_centroid: every country has one, and nothing else has", "[engine]") {
    std::size_t count = 0;
    for (char a = 'A'; a <= 'Z'; ++a)
        for (char b = 'A'; b <= 'Z'; ++b) {
            const auto at = country_centroid(std::string{a, b});
            if (at) {
                CHECK(engine::is_place(*at));
            }
            count += at ? 1U : 0U;
        }
    CHECK(count == 250);  // 249 of ISO 3166-1, and XK
    for (const Text none : {"", "D", "de", "DEU", "UK", "EU", "ZZ", "D\0", "\xFF\xFF"})
        CHECK_FALSE(country_centroid(none));
}

TEST_CASE("country_centroid: is where the country is", "[engine]") {
    CHECK(country_centroid("DE") == Coordinates{51'000'000, 9'000'000});
    CHECK(country_centroid("BR") == Coordinates{-10'000'000, -55'000'000});
    CHECK(country_centroid("NZ") == Coordinates{-41'000'000, 174'000'000});
    CHECK(country_centroid("AX") == Coordinates{60'100'000, 19'950'000});
}

TEST_CASE("postal_centroid: is near the town that all know", "[engine]") {
    CHECK(km("DE", "80331", {48'137'000, 11'575'000}) < 20);        // Munich
    CHECK(km("FR", "69001", {45'760'000, 4'840'000}) < 40);         // Lyon
    CHECK(km("GB", "EH1 1YZ", {55'950'000, -3'190'000}) < 30);      // Edinburgh
    CHECK(km("NL", "1012 JS", {52'370'000, 4'890'000}) < 20);       // Amsterdam
    CHECK(km("AT", "6020", {47'270'000, 11'390'000}) < 30);         // Innsbruck
    CHECK(km("CH", "8001", {47'370'000, 8'540'000}) < 10);          // Zurich
    CHECK(km("IT", "00184", {41'900'000, 12'500'000}) < 60);        // Rome
    CHECK(km("ES", "08001", {41'390'000, 2'170'000}) < 60);         // Barcelona
    CHECK(km("US", "94103", {37'770'000, -122'420'000}) < 20);      // San Francisco
    CHECK(km("US", "10001", {40'750'000, -73'990'000}) < 10);       // New York
    CHECK(km("CA", "M5V 3L9", {43'650'000, -79'380'000}) < 20);     // Toronto
    CHECK(km("AU", "2000", {-33'870'000, 151'210'000}) < 60);       // Sydney
    CHECK(km("BR", "01310-100", {-23'550'000, -46'630'000}) < 60);  // Sao Paulo
    CHECK(km("JP", "100-0001", {35'680'000, 139'760'000}) < 60);    // Tokyo
    CHECK(km("PL", "00-950", {52'230'000, 21'010'000}) < 20);       // Warsaw
    CHECK(km("IE", "D02 X285", {53'340'000, -6'250'000}) < 5);      // Dublin
    CHECK(km("TR", "34000", {41'010'000, 28'960'000}) < 40);        // Istanbul
    CHECK(km("IN", "110001", {28'630'000, 77'220'000}) < 60);       // Delhi
}

TEST_CASE("postal_centroid: however it is written, by the longest prefix that is known",
          "[engine]") {
    const auto berlin = postal_centroid("DE", "10115");
    REQUIRE(berlin);
    for (const char* written : {"D-10115", "de 10 115", "10", " 1 0 "})
        CHECK(postal_centroid("DE", written) == berlin);
    CHECK(postal_centroid("GB", "b15 2tt") == postal_centroid("GB", "B1"));
    CHECK(postal_centroid("GB", "B") == postal_centroid("GB", "B1"));
    CHECK(postal_centroid("GB", "BS1 4DJ") != postal_centroid("GB", "B1"));
    CHECK_FALSE(postal_centroid("GB", "BX1 1LT"));  // of no area, and not Birmingham's
    CHECK_FALSE(postal_centroid("DE", "1"));
    CHECK_FALSE(postal_centroid("DE", ""));
    CHECK_FALSE(postal_centroid("DE", "D-"));
    CHECK_FALSE(postal_centroid("FJ", "1000"));
}

TEST_CASE("place_of: a postal code that nobody knows leaves the country", "[engine]") {
    CHECK(place_of("DE", "10115")->by == PlacedBy::postal_code);
    CHECK(place_of("DE", "?")->by == PlacedBy::country);
    CHECK(place_of("FJ", "1000")->by == PlacedBy::country);
    CHECK_FALSE(place_of("ZZ", "10115"));
}

TEST_CASE("place data: records are whole, in order, and each is found", "[engine]") {
    std::size_t prefixes = 0;
    for (const auto& tables : {engine::postal_west_europe, engine::postal_east_europe,
                               engine::postal_us, engine::postal_world})
        for (const engine::PostalTable& table : tables) {
            INFO(table.country);
            REQUIRE(table.records.size() % table.record_bytes() == 0);
            REQUIRE(country_centroid(table.country));
            Text before;
            for (std::size_t i = 0; i < table.records.size(); i += table.record_bytes()) {
                const Text prefix = table.records.substr(i, table.width);
                CHECK(before < prefix);
                before = prefix;
                const auto at = postal_centroid(table.country, prefix);
                REQUIRE(at);
                CHECK(engine::is_place(*at));
                ++prefixes;
            }
        }
    CHECK(prefixes == 4'119);
    CHECK(engine::country_records.size() == 250 * engine::country_record_bytes);
}

TEST_CASE("place_of: any bytes are a country and a postal code", "[engine][laws]") {
    CHECK(rc::check("any bytes", [](const std::string& country, const std::string& code) {
        const auto place = place_of(country, code);
        RC_ASSERT(!place || country.size() == 2);
        for (const Text known : {"DE", "GB", "CA", "US", "IE"}) RC_ASSERT(place_of(known, code));
    }));
    CHECK(place_of("GB", std::string(100'000, 'B'))->by == PlacedBy::country);
}

}  // namespace
}  // namespace leadline::tests
