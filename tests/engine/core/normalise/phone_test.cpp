// Telephone numbers: what people type in their own countries, and E.164.
#include "engine/core/normalise/phone.hpp"

#include <rapidcheck.h>
#include <unicode/uloc.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/core/normalise/numbering_plan.hpp"

namespace leadline::engine {
namespace {

using events::Text;

struct Sample {
    Text country;
    Text typed;
    Text e164;
};

void check_all(std::initializer_list<Sample> samples) {
    for (const Sample& sample : samples) {
        INFO(sample.country << " " << sample.typed);
        CHECK(normal_phone(sample.typed, sample.country) == sample.e164);
    }
}

TEST_CASE("Phone: with a plus it is the same for everybody", "[engine]") {
    for (const Text country : {"", "DE", "US", "IT", "ZZ"})
        check_all({{country, "+44 20 7946 0958", "+442079460958"},
                   {country, "(+44) 20-7946-0958", "+442079460958"},
                   {country, "＋４４　２０　７９４６　０９５８", "+442079460958"},
                   {country, "tel:+44-20-7946-0958;ext=12", "+442079460958"},
                   {country, "+44.20/7946 0958", "+442079460958"},
                   {country, "+0044 20 7946 0958", "+442079460958"}});
}

TEST_CASE("Phone: the trunk prefix goes, also where it does not belong", "[engine]") {
    check_all({{"GB", "020 7946 0958", "+442079460958"},
               {"GB", "+44 (0)20 7946 0958", "+442079460958"},
               {"US", "+44 020 7946 0958", "+442079460958"},
               {"DE", "(030) 901820", "+4930901820"},
               {"DE", "0171/1234567", "+491711234567"},
               {"DE", "0049 (0) 30 901820", "+4930901820"},
               {"FR", "01 23 45 67 89", "+33123456789"},
               {"FR", "06.12.34.56.78", "+33612345678"},
               {"FR", "+33 (0)1 23 45 67 89", "+33123456789"},
               {"HU", "06 1 234 5678", "+3612345678"},
               {"HU", "06-30-123-4567", "+36301234567"},
               {"HU", "+36 06 30 123 4567", "+36301234567"},
               {"AT", "01 40000", "+43140000"},
               {"PL", "22 123 45 67", "+48221234567"},
               {"PL", "022 123 45 67", "+48221234567"},
               {"LT", "8 612 34567", "+37061234567"},
               {"LT", "0 612 34567", "+37061234567"},
               {"UA", "8 044 123 45 67", "+380441234567"},
               {"BY", "8 017 123 45 67", "+375171234567"},
               {"TR", "0 (212) 123 45 67", "+902121234567"},
               {"IN", "098765 43210", "+919876543210"},
               {"JP", "03-1234-5678", "+81312345678"},
               {"JP", "090-1234-5678", "+819012345678"},
               {"CN", "010-6552 9988", "+861065529988"},
               {"CN", "138 0013 8000", "+8613800138000"},
               {"AU", "(02) 9876 5432", "+61298765432"},
               {"AU", "1300 123 456", "+611300123456"},
               {"ZA", "011 123 4567", "+27111234567"}});
}

TEST_CASE("Phone: North America has ten digits, with a 1 before them or without", "[engine]") {
    for (const Text country : {"US", "CA", "JM", "PR"})
        check_all({{country, "(212) 555-0187", "+12125550187"},
                   {country, "1-212-555-0187", "+12125550187"},
                   {country, "212.555.0187", "+12125550187"},
                   {country, "+1 (212) 555 0187", "+12125550187"},
                   {country, "011 44 20 7946 0958", "+442079460958"},
                   {country, "0044 20 7946 0958", "+442079460958"},
                   {country, "555-0187", ""},
                   {country, "112 555 0187", ""},
                   {country, "212 155 0187", ""}});
}

TEST_CASE("Phone: Russia and Kazakhstan dial 8 before a number, and 810 before a country",
          "[engine]") {
    for (const Text country : {"RU", "KZ"})
        check_all({{country, "8 (912) 345-67-89", "+79123456789"},
                   {country, "+7 912 345 67 89", "+79123456789"},
                   {country, "912 345 67 89", "+79123456789"},
                   {country, "7 912 345 67 89", "+79123456789"},
                   {country, "812 345 67 89", "+78123456789"},
                   {country, "8 812 345 67 89", "+78123456789"},
                   {country, "8~10 49 30 901820", "+4930901820"},
                   {country, "8-10-49-30-901820", "+4930901820"}});
}

TEST_CASE("Phone: Italy keeps its zero, and its mobiles have none", "[engine]") {
    check_all({{"IT", "06 698 12345", "+390669812345"},
               {"IT", "+39 06 698 12345", "+390669812345"},
               {"DE", "+39 (0)6 698 12345", "+390669812345"},
               {"IT", "348 123 4567", "+393481234567"},
               {"SM", "0549 886377", "+3780549886377"},
               {"CI", "07 12 34 56 78", "+2250712345678"},
               {"CG", "06 612 3456", "+242066123456"}});
}

TEST_CASE("Phone: Mexico's old prefixes go", "[engine]") {
    check_all({{"MX", "55 1234 5678", "+525512345678"},
               {"MX", "01 55 1234 5678", "+525512345678"},
               {"MX", "044 55 1234 5678", "+525512345678"},
               {"MX", "+52 1 55 1234 5678", "+525512345678"},
               {"US", "011 52 1 55 1234 5678", "+525512345678"}});
}

TEST_CASE("Phone: Argentina's mobiles and Brazil's carriers", "[engine]") {
    check_all({{"AR", "011 15 5555 4444", "+5491155554444"},
               {"AR", "0351 15 555 4444", "+5493515554444"},
               {"AR", "02966 15 55 4444", "+5492966554444"},
               {"AR", "+54 9 11 5555 4444", "+5491155554444"},
               {"AR", "011 4444 3333", "+541144443333"},
               {"BR", "(11) 91234-5678", "+5511912345678"},
               {"BR", "011 91234-5678", "+5511912345678"},
               {"BR", "0 15 11 91234-5678", "+5511912345678"},
               {"BR", "0015 49 30 901820", "+4930901820"}});
}

TEST_CASE("Phone: each country has its own way abroad", "[engine]") {
    check_all({{"AU", "0011 49 30 901820", "+4930901820"},
               {"JP", "010 49 30 901820", "+4930901820"},
               {"KR", "00700 49 30 901820", "+4930901820"},
               {"HK", "001 49 30 901820", "+4930901820"},
               {"KE", "000 49 30 901820", "+4930901820"},
               {"FI", "990 49 30 901820", "+4930901820"},
               {"IL", "012 49 30 901820", "+4930901820"},
               {"CU", "119 49 30 901820", "+4930901820"}});
}

TEST_CASE("Phone: where no country is known, only international numbers can be told", "[engine]") {
    check_all({{"", "0049 30 901820", "+4930901820"},
               {"", "030 901820", ""},
               {"", "212 555 0187", ""},
               {"ZZ", "030 901820", ""},
               {"BV", "030 901820", ""}});
}

TEST_CASE("Phone: digits are read in any script", "[engine]") {
    check_all({{"EG", "٠٢ ٢٧٩٤ ٠٩٥٨", "+20227940958"},
               {"IR", "۰۲۱ ۱۲۳۴ ۵۶۷۸", "+982112345678"},
               {"IN", "०९८७६५ ४३२१०", "+919876543210"},
               {"TH", "๐๒ ๑๒๓ ๔๕๖๗", "+6621234567"},
               {"JP", "０３−１２３４−５６７８", "+81312345678"}});
}

TEST_CASE("Phone: an extension goes, whatever it is called", "[engine]") {
    for (const Text extension : {" ext 12", " ext. 12", "x12", " x 12", ";ext=12", " #12", ", 12",
                                 " Extension 12", " доб. 12", " poste 12", " int 12", "内線12"}) {
        INFO(extension);
        CHECK(normal_phone("020 7946 0958" + std::string(extension), "GB") == "+442079460958");
    }
}

TEST_CASE("Phone: letters, signs and numbers of no country are none", "[engine]") {
    for (const Text text : {"",
                            " ",
                            "-",
                            "+",
                            "n/a",
                            "none",
                            "1-800-FLOWERS",
                            "020 7946 0958 external",
                            "call 020 7946 0958",
                            "+44 20 7946 0958 +44 20 7946 0959",
                            "*31#02079460958",
                            "112",
                            "+999 123456789",
                            "+800 1234 5678",
                            "+870 123456789",
                            "+44 1",
                            "+442079460958442079460958",
                            "0",
                            "00",
                            "+0",
                            "7946 0958",
                            "ext 12",
                            "(0)"}) {
        INFO(text);
        CHECK(normal_phone(text, "GB").empty());
    }
    CHECK(normal_phone(Text("020\0 7946 0958", 14), "GB") == "+442079460958");
    CHECK(normal_phone(std::string(65'536, '1'), "GB").empty());
}

TEST_CASE("Phone: a number that may lack its area code is none", "[engine]") {
    check_all({{"DE", "901820", ""},
               {"DE", "301234567", "+49301234567"},
               {"GB", "7946 0958", ""},
               {"GB", "2079460958", "+442079460958"},
               {"FR", "123456789", "+33123456789"},
               {"FR", "33123456789", "+33123456789"}});
}

TEST_CASE("Phone: what it gives is E.164, and gives itself again", "[engine]") {
    CHECK(rc::check([] {
        const auto plans = numbering_plans();
        const auto& plan = *rc::gen::elementOf(std::vector(plans.begin(), plans.end()));
        const auto typed = *rc::gen::container<std::string>(
            rc::gen::elementOf(std::string("00112345678901234567890+()- x")));
        const std::string made = normal_phone(typed, plan.country);
        if (made.empty()) return;
        RC_ASSERT(made.size() >= 5U);
        RC_ASSERT(made.size() <= 16U);
        RC_ASSERT(made[0] == '+');
        RC_ASSERT(made.find_first_not_of("0123456789", 1) == std::string::npos);
        for (const Text anywhere : {"", "US", "DE"})
            RC_ASSERT(normal_phone(made, anywhere) == made);
    }));
}

TEST_CASE("Numbering plan: every country of ISO 3166-1 with a calling code is there", "[engine]") {
    std::set<std::string> missing;
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country)
        if (plan_of_country(*country) == nullptr) missing.insert(*country);
    // Nobody lives on Bouvet, Heard and McDonald. The others are codes that ICU has beside ISO's.
    const std::set<std::string> none{"BV", "HM"};
    for (const Text beside : {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
        missing.erase(std::string(beside));
    CHECK(missing == none);
    CHECK(plan_of_country("de") == nullptr);
    CHECK(plan_of_country("DEU") == nullptr);
    CHECK(plan_of_country("") == nullptr);
}

TEST_CASE("Numbering plan: numbers of all countries fit E.164, and alike codes are alike",
          "[engine]") {
    std::map<std::uint16_t, NumberingPlan> codes;
    for (const NumberingPlan& plan : numbering_plans()) {
        INFO(plan.country);
        CHECK(plan.digits_min >= 4);
        CHECK(plan.digits_min <= plan.digits_max);
        CHECK(std::to_string(plan.calling_code).size() + plan.digits_max <= 15);
        CHECK(plan_of_country(plan.country)->calling_code == plan.calling_code);
        CHECK((plan.habit == Habit::keeps_zero) <= plan.trunk.empty());
        const NumberingPlan& first = codes.emplace(plan.calling_code, plan).first->second;
        CHECK(first.trunk == plan.trunk);
        CHECK(first.digits_min == plan.digits_min);
        CHECK(first.digits_max == plan.digits_max);
        CHECK(first.habit == plan.habit);
        CHECK(plan_of_code(plan.calling_code)->country == first.country);
    }
    for (const auto& [code, plan] : codes)  // no code is the beginning of another
        for (std::uint32_t shorter = code / 10U; shorter != 0; shorter /= 10U)
            CHECK(plan_of_code(shorter) == nullptr);
}

}  // namespace
}  // namespace leadline::engine
