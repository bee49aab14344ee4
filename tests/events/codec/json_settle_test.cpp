// Fields whose values are sound by themselves and wrong together, or none that there are: hours,
// currencies, amounts. Each mistake is named by its JSON pointer.
#include <catch2/catch.hpp>

#include "tests/support/lines.hpp"

using namespace leadline::events;
using leadline::tests::line;
using leadline::tests::ReadLine;
using Why = DeadLetterReason;
using Said = std::vector<std::string>;

namespace {

// What is said about `data` of a command, which must have mistakes.
Said said(std::string_view type, std::string_view data) {
    const ReadLine read(line(type, data));
    CHECK(read.reason == Why::invalid_fields);
    return read.said();
}

bool is_understood(std::string_view type, std::string_view data) {
    return ReadLine(line(type, data)).reason == Why::none;
}

}  // namespace

TEST_CASE("Fields: hours name each span, absence and holiday that is none", "[events]") {
    CHECK(said("UpdateUser", R"({"user":"u","hours":{
        "week":[{"weekday":1,"from_min":540,"to_min":1440},{"from_min":1440,"to_min":1441}],
        "holidays":["2026-12-25","0000-01-01","10000-01-01","2026-02-29"],
        "absences":[{"from":"2026-08-01T00:00:00Z","until":"2026-08-02T00:00:00Z"},
                    {"from":"2026-08-01T00:00:00Z","until":"2026-07-01T00:00:00Z"},
                    {"from":"2026-08-01T00:00:00Z","until":"2026-08-01T00:00:00Z"},
                    {"from":"2026-08-01T00:00:00Z"}]}})") ==
          Said{"/data/hours/absences/1/until: must be after `from`",
               "/data/hours/absences/2/until: must be after `from`",
               R"(/data/hours/holidays/1: must be a date, such as "2026-12-25")",
               R"(/data/hours/holidays/2: must be a date, such as "2026-12-25")",
               R"(/data/hours/holidays/3: must be a date, such as "2026-12-25")",
               "/data/hours/week/1/from_min: must be at most 1439",
               "/data/hours/week/1/to_min: must be at most 1440",
               "/data/hours/week/1/weekday: must be 1 (Monday) to 7 (Sunday)"});
    CHECK(is_understood("UpdateUser", R"({"user":"u","hours":{}})"));
}

TEST_CASE("Fields: a currency that is none, and an amount too large for it, are named",
          "[events]") {
    const auto registers = [](std::string_view amount) {
        return R"({"deal":"d","customer":{"account":"a"},"amount":)" + std::string(amount) + "}";
    };
    CHECK(is_understood("RegisterDeal",
                        registers(R"({"amount":"92233720368547758.07","currency":"EUR"})")));
    CHECK(
        said("RegisterDeal", registers(R"({"amount":"92233720368547758.08","currency":"EUR"})")) ==
        Said{"/data/amount/amount: has more than 2 digits behind the point, or is too large, for "
             "EUR"});
    for (const std::string_view none : {"ABC", "XAU", "eur", "EURO"})
        CHECK(said("RegisterDeal",
                   registers(R"({"amount":"1","currency":")" + std::string(none) + R"("})")) ==
              Said{R"(/data/amount/currency: must be a currency of ISO 4217, such as "EUR")"});
}
