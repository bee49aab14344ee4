// Money: exact minor units.
#include "events/money.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace leadline::events;

TEST_CASE("Money: an amount is the same with and without zeros behind it", "[events]") {
    CHECK(minor_units("1200", "EUR") == 120'000);
    CHECK(minor_units("1200.5", "EUR") == 120'050);
    CHECK(minor_units("1200.50", "EUR") == 120'050);
    CHECK(minor_units("-0.01", "USD") == -1);
    CHECK(minor_units("007.1", "CHF") == 710);
}

TEST_CASE("Money: each currency has its own digits behind the point", "[events]") {
    CHECK(minor_units("1200", "JPY") == 1'200);
    CHECK(minor_units("1.234", "KWD") == 1'234);
    CHECK(minor_units("1.2345", "CLF") == 12'345);
    CHECK_FALSE(minor_units("1.5", "JPY"));
    CHECK_FALSE(minor_units("1.234", "EUR"));
    CHECK(minor_digits("VND") == 0);
    CHECK(minor_digits("TND") == 3);
    CHECK(minor_digits("UYW") == 4);
    CHECK(minor_digits("ZWL") == 2);
    CHECK(minor_digits("AED") == 2);
    CHECK(minor_digits("BIF") == 0);
}

TEST_CASE("Money: what is no currency has no minor units", "[events]") {
    for (const char* code : {"", "EU", "EURO", "eur", "ABC", "XAU", "UREUR", "EDA"})
        CHECK_FALSE(minor_digits(code));
    CHECK_FALSE(minor_units("1", "ABC"));
}

TEST_CASE("Money: what is no decimal is none", "[events]") {
    for (const char* text : {"", "-", ".", "1.", ".5", "1,5", "1e3", "+1", "--1", "1.-5", "1 ",
                             "0x1", "1.2.3", "NaN"}) {
        INFO(text);
        CHECK_FALSE(minor_units(text, "EUR"));
    }
}

TEST_CASE("Money: the ends of 64 bits are exact, and beyond them there is none", "[events]") {
    CHECK(minor_units("92233720368547758.07", "EUR") == INT64_MAX);
    CHECK(minor_units("-92233720368547758.08", "EUR") == INT64_MIN);
    CHECK_FALSE(minor_units("92233720368547758.08", "EUR"));
    CHECK_FALSE(minor_units("-92233720368547758.09", "EUR"));
    CHECK(minor_units("9223372036854775807", "JPY") == INT64_MAX);
    CHECK_FALSE(minor_units("9223372036854775808", "JPY"));
    CHECK_FALSE(minor_units("1000000000000000000", "EUR"));
    CHECK_FALSE(minor_units(std::string(1'000, '9'), "EUR"));
}
