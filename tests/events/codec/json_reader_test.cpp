// Fields of commands: every mistake is named by its JSON pointer, and what is right is read.
#include "events/codec/json_reader.hpp"

#include <catch2/catch.hpp>

#include "events/codec/event_codec.hpp"
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

template <class Command>
struct Decoded : ReadLine {
    explicit Decoded(std::string_view data) : ReadLine(line(Command::name, data)) {
        INFO(fmt::format("{}", fmt::join(said(), "\n")));
        REQUIRE(reason == Why::none);
        REQUIRE(read_body(ReadLine::command.header.body, arena, value));
    }
    Command value{};
};

}  // namespace

TEST_CASE("Fields: five bad ones at once are all named", "[events]") {
    CHECK(
        said("CreateLead", R"({"lead":"","company":5,"employees":-1,"priority":"high",
        "revenue":{"amount":"1.234","currency":"EUR"}})") ==
        Said{"/data/company: must be text, not a number",
             "/data/employees: must be a whole number from 0 to 4294967295",
             "/data/lead: must be 1 to 128 bytes without control characters",
             "/data/priority: must be a number, not text",
             "/data/revenue/amount: has more than 2 digits behind the point, or is too large, for "
             "EUR"});
}

TEST_CASE("Fields: required ones that are missing, or null, are named", "[events]") {
    CHECK(said("CreateLead", "{}") == Said{"/data/lead: is missing"});
    CHECK(said("CreateLead", R"({"lead":null})") == Said{"/data/lead: is missing"});
    CHECK(said("InviteUser", "{}") == Said{"/data/partner: is missing", "/data/user: is missing"});
    CHECK(said("ChangeLeadStatus", R"({"lead":"L"})") == Said{"/data/status: is missing"});
    CHECK(said("AddLeadNote", R"({"lead":"L"})") == Said{"/data/note: is missing"});
    CHECK(said("AddLeadNote", R"({"lead":"L","note":""})") ==
          Said{"/data/note: must not be empty"});
    CHECK(said("UpdateLead", R"({"lead":"L","revenue":{}})") ==
          Said{"/data/revenue/amount: is missing", "/data/revenue/currency: is missing"});
}

TEST_CASE("Fields: an unknown one hears the nearest name", "[events]") {
    CHECK(said("CreateLead", R"({"lead":"L","compny":"C"})") ==
          Said{R"(/data/compny: unknown field "compny"; did you mean "company"?)"});
    CHECK(said("CreateLead", R"({"lead":"L","contact":{"mail":"x"}})") ==
          Said{R"(/data/contact/mail: unknown field "mail"; did you mean "email"?)"});
    CHECK(said("InviteUser", R"({"user":"u","partner":"p","fullname":"x"})") ==
          Said{R"(/data/fullname: unknown field "fullname"; did you mean "full_name"?)"});
    CHECK(said("CreateLead", R"({"lead":"L","person":{}})") ==
          Said{R"(/data/person: unknown field "person")"});
    CHECK(said("CreateLead", R"({"lead":"L","a/b~c":1})") ==
          Said{R"(/data/a~1b~0c: unknown field "a/b~c")"});
    CHECK(said("PublishProgram", R"({"":1})") == Said{R"(/data/: unknown field "")"});
}

TEST_CASE("Fields: one that is there twice is named, at every level", "[events]") {
    CHECK(said("CreateLead", R"({"lead":"L","lead":"M"})") == Said{"/data/lead: is there twice"});
    CHECK(said("CreateLead", R"({"lead":"L","company":"A","source":"s","company":"A"})") ==
          Said{"/data/company: is there twice"});
    CHECK(said("CreateLead", R"({"lead":"L","address":{"city":"A","city":"B"}})") ==
          Said{"/data/address/city: is there twice"});
    CHECK(said("CreateLead", R"({"lead":"L","custom":{"a":1,"b":2,"a":1}})") ==
          Said{"/data/custom/a: is there twice"});
    CHECK(said("CreateLead", R"({"lead":"L","custom":{},"custom":{}})") ==
          Said{"/data/custom: is there twice"});
}

TEST_CASE("Fields: wrong types are named with what was found", "[events]") {
    CHECK(said("DefineQueue", R"({"queue":["q"],"everybody":1,"partners":"p","users":[1,"u",null],
        "policy":7})") == Said{"/data/everybody: must be true or false, not a number",
                               "/data/partners: must be a list, not text",
                               "/data/policy: must be an object, not a number",
                               "/data/queue: must be text, not a list",
                               "/data/users/0: must be text, not a number",
                               "/data/users/2: must be text, not null"});
    CHECK(ReadLine(line("CreateLead", "[]")).said() == Said{"/data: must be an object"});
}

TEST_CASE("Fields: numbers out of range are named, however large", "[events]") {
    const Said priority{"/data/priority: must be a whole number from -2147483648 to 2147483647"};
    for (const char* number :
         {"2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
          "18446744073709551615", "18446744073709551616", "123456789012345678901234567890", "1e400",
          "-123456789012345678901234567890", "1.5", "1.0", "1e3", "12345678901234567890.5e999"}) {
        INFO(number);
        CHECK(said("CreateLead", fmt::format(R"({{"lead":"L","priority":{}}})", number)) ==
              priority);
    }
    CHECK(is_understood("CreateLead", R"({"lead":"L","priority":-2147483648})"));
    CHECK(is_understood("CreateLead", R"({"lead":"L","priority":-0})"));
}

TEST_CASE("Fields: a number too large in one field leaves the others what they are", "[events]") {
    CHECK(said("CreateLead", R"({"lead":"99999999999999999999999","company":"\"1e999",
        "employees":4294967295,"priority":99999999999999999999,"custom":{"a":9223372036854775807,
        "b":-99999999999999999999,"c":-9223372036854775808}})") ==
          Said{"/data/custom/b: must be a whole number of 64 bits; write a fraction as "
               "{\"decimal\": \"1.50\"}",
               "/data/priority: must be a whole number from -2147483648 to 2147483647"});
}

TEST_CASE("Fields: a bad choice hears the choices", "[events]") {
    CHECK(said("InviteUser", R"({"user":"u","partner":"p","role":"boss"})") ==
          Said{"/data/role: must be administrator, manager or seller, not \"boss\""});
    CHECK(said("ReassignLead", R"({"lead":"L","to":{}})") ==
          Said{"/data/to: must name exactly one of user, queue, partner or \"rules\": true"});
    CHECK(said("ReassignLead", R"({"lead":"L","to":{"user":"u","rules":true}})") ==
          Said{"/data/to: must name exactly one of user, queue, partner or \"rules\": true"});
    CHECK(said("ReassignLead", R"({"to":{"user":"u"}})").size() == 1);
    CHECK(said("ReassignLead", R"({"lead":"L","leads":["M"],"to":{"user":"u"}})").size() == 1);
    CHECK(said("RegisterDeal", R"({"deal":"D"})").size() == 1);
    CHECK(is_understood("RegisterDeal", R"({"deal":"D","customer":{"domain":"d.example"}})"));
}

TEST_CASE("Fields: an extension has a reason, a question about a customer a customer and products",
          "[events]") {
    CHECK(said("ExtendDeal", R"({"deal":"D"})") == Said{"/data/remark: is missing"});
    CHECK(said("ExtendDeal", R"({"deal":"D","remark":""})") ==
          Said{"/data/remark: is empty: it says why the protection is extended"});
    CHECK(is_understood("ExtendDeal", R"({"deal":"D","remark":"r"})"));
    CHECK(said("CheckCustomer", R"({})") ==
          Said{"/data/customer: is missing", "/data/products: is missing"});
    CHECK(said("CheckCustomer", R"({"customer":{},"products":[]})") ==
          Said{"/data/customer: must be named by account, domain or name",
               "/data/products: names no product"});
    CHECK(is_understood("CheckCustomer", R"({"customer":{"name":"N"},"products":["p"]})"));
}

TEST_CASE("Fields: countries, currencies, digests and durations have their forms", "[events]") {
    for (const char* country : {"", "D", "DEU", "de", "D1", "Ö"})
        CHECK_FALSE(is_understood(
            "CreateLead", fmt::format(R"({{"lead":"L","address":{{"country":"{}"}}}})", country)));
    CHECK(said("CreateLead", R"({"lead":"L","revenue":{"amount":"1","currency":"EURO"}})") ==
          Said{"/data/revenue/currency: must be a currency of ISO 4217, such as \"EUR\""});
    CHECK(said("CreateLead", R"({"lead":"L","revenue":{"amount":12.5,"currency":"EUR"}})") ==
          Said{"/data/revenue/amount: must be text, not a number"});
    CHECK_FALSE(is_understood("PublishRuleset", R"({"ruleset":"r","sha256":"ABC"})"));
    CHECK(said("CreateProgram", R"({"repeat_window":"10ms","protection":90})") ==
          Said{"/data/protection: must be text such as \"90s\", \"30m\" or \"7d\", not a number",
               "/data/repeat_window: must be a duration from 1s to 3660d"});
    CHECK_FALSE(is_understood("CreateProgram", R"({"protection":"-1d"})"));
    CHECK(
        said("RegisterDeal", R"({"deal":"D","customer":{"name":"N"},"expected_close":"soon"})") ==
        Said{"/data/expected_close: must be a time after 1970 such as \"2026-01-31T09:30:00Z\" or "
             "\"2026-01-31\""});
}

TEST_CASE("Fields: texts and lists have a longest length", "[events]") {
    const auto company = [](std::size_t size) {
        return fmt::format(R"({{"lead":"L","company":"{}"}})", std::string(size, 'x'));
    };
    CHECK(is_understood("CreateLead", company(text_bytes_max)));
    CHECK(said("CreateLead", company(text_bytes_max + 1)) ==
          Said{"/data/company: is longer than 4096 bytes"});
    CHECK(is_understood("AddLeadNote", fmt::format(R"({{"lead":"L","note":"{}"}})",
                                                   std::string(long_text_bytes_max, 'x'))));
    CHECK(is_understood("ClaimLead", fmt::format(R"({{"lead":"{}"}})", std::string(128, 'x'))));
    CHECK_FALSE(
        is_understood("ClaimLead", fmt::format(R"({{"lead":"{}"}})", std::string(129, 'x'))));
    CHECK_FALSE(is_understood("ClaimLead", R"({"lead":"a\u0000b"})"));
    CHECK_FALSE(is_understood("ClaimLead", R"({"lead":"a\u009f"})"));

    std::string members;
    for (std::size_t i = 0; i < queue_members_max; ++i) members += fmt::format(",\"u{}\"", i);
    const auto queue = [&members](std::string_view more, std::string_view partners) {
        return fmt::format(R"({{"queue":"q","users":["{}"{}],"partners":[{}]}})", more,
                           members.substr(members.find(',', 1)), partners);
    };
    CHECK(is_understood("DefineQueue", queue("a", "")));
    CHECK(said("DefineQueue", queue("a\",\"b", "")) ==
          Said{"/data/users: has more than 2000 items"});
    CHECK(said("DefineQueue", queue("a", "\"p\"")) == Said{"/data: names more than 2000 members"});
}

TEST_CASE("Fields: no more than a hundred mistakes are listed", "[events]") {
    std::string data = R"({"lead":"L")";
    for (int i = 0; i < 5'000; ++i) data += fmt::format(",\"x{}\":1", i);
    const ReadLine read(line("CreateLead", data + "}"));
    CHECK(read.reason == Why::invalid_fields);
    CHECK(read.errors.size() == field_errors_max + 1);
    CHECK(read.errors.back().problem == "more than 100 things are wrong; the rest is not listed");
}

TEST_CASE("Fields: a lead's personal part stands flat beside its other fields", "[events]") {
    Decoded<CreateLead> decoded(R"({"lead":"L","company":"C","text":"T","street":"S",
        "contact":{"phone":"1"},"custom":{"z":"Z"}})");
    const Part<LeadPerson>& part = decoded.value.details.person;
    CHECK(part.subject == "L");
    CHECK(part.sealing == Sealing::plain);
    LeadPerson person;
    REQUIRE(read_body(part.bytes, decoded.arena, person));
    CHECK(person.text == "T");
    CHECK(person.street == "S");
    CHECK(person.contact.phone == "1");
    REQUIRE(person.custom.fields.size() == 1);
    CHECK(person.custom.fields[0].text == "Z");
}

TEST_CASE("Fields: where nothing personal is said there is no part", "[events]") {
    CHECK_FALSE(Decoded<CreateLead>(R"({"lead":"L"})").value.details.person.is_set());
    CHECK_FALSE(Decoded<CreateLead>(R"({"lead":"L","text":"","contact":{},"custom":{}})")
                    .value.details.person.is_set());
    CHECK_FALSE(Decoded<ReleaseLead>(R"({"lead":"L","remark":""})").value.remark.is_set());
}

TEST_CASE("Fields: a remark is one text, and belongs to the command's own thing", "[events]") {
    Decoded<ReleaseLead> release(R"({"remark":"why","lead":"L"})");
    CHECK(release.value.remark.subject == "L");
    Remark remark;
    REQUIRE(read_body(release.value.remark.bytes, release.arena, remark));
    CHECK(remark.text == "why");
    CHECK(Decoded<SuspendPartner>(R"({"partner":"p","remark":"r"})").value.remark.subject == "p");
    CHECK(Decoded<DeactivateUser>(R"({"user":"u","remark":"r"})").value.remark.subject == "u");
    CHECK(Decoded<RejectDeal>(R"({"deal":"d","remark":"r"})").value.remark.subject == "d");
    CHECK(Decoded<InviteUser>(R"({"user":"u","partner":"p","email":"e"})").value.person.subject ==
          "u");
    CHECK(Decoded<ReassignLead>(R"({"leads":["A","B"],"to":{"queue":"q"},"remark":"r"})")
              .value.remark.subject == "A");
}

TEST_CASE("Fields: a change tells what is set to nothing from what is left as it was", "[events]") {
    const Decoded<UpdateLead> decoded(
        R"({"lead":"L","company":"","products":[],"campaign":null,"address":{},"priority":0})");
    CHECK(decoded.value.company == Text(""));
    CHECK(decoded.value.products.has_value());
    CHECK_FALSE(decoded.value.campaign.has_value());
    CHECK(decoded.value.address.has_value());
    CHECK(decoded.value.priority == 0);
    CHECK_FALSE(decoded.value.source.has_value());
}

TEST_CASE("Fields: custom ones have six types", "[events]") {
    Decoded<CreateLead> decoded(R"({"lead":"L","custom":{"f":["a","b"],"e":{"date":"2026-01-31"},
        "d":true,"c":{"decimal":"-1.50"},"b":-7,"a":"x","null":null}})");
    LeadPerson person;
    REQUIRE(read_body(decoded.value.details.person.bytes, decoded.arena, person));
    const List<CustomField>& fields = person.custom.fields;
    REQUIRE(fields.size() == 6);
    const CustomType types[] = {CustomType::string,  CustomType::integer, CustomType::decimal,
                                CustomType::boolean, CustomType::date,    CustomType::list};
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(fields[i].name == Text(&"abcdef"[i], 1));
        CHECK(fields[i].type == types[i]);
    }
    CHECK(fields[1].integer == -7);
    CHECK(fields[2].text == "-1.50");
    CHECK(fields[3].integer == 1);
    CHECK(fields[4].text == "2026-01-31");
    CHECK(fields[5].items.size() == 2);
}

TEST_CASE("Fields: custom values of other shapes are named", "[events]") {
    const Said found = said("CreateLead", R"({"lead":"L","custom":{"a":1.5,"b":{"decimal":1},
        "c":{"decimal":"x"},"d":{"date":"2026-02-30"},"e":{"x":"y"},"f":[1],"g":{},
        "h":{"decimal":"1","date":"2026-01-01"},"i":{"date":"2026-01-31T00:00:00Z"},"":1,
        "j\u0001":2}})");
    CHECK(found.size() == 11);
    CHECK(found[0] == "/data/custom/: must be 1 to 128 bytes without control characters");
    CHECK(found[1] ==
          "/data/custom/a: must be a whole number of 64 bits; write a fraction as "
          "{\"decimal\": \"1.50\"}");
    CHECK(found[3] == "/data/custom/c/decimal: must be a decimal number as text, such as \"1.50\"");
    CHECK(found[4] == "/data/custom/d/date: must be a date such as \"2026-01-31\"");
}

TEST_CASE("Fields: a staged part's number is within its count, and it is not too large",
          "[events]") {
    CHECK(said("StageRulesetPart", R"({"ruleset":"r","number":3,"of":2,"part":{}})") ==
          Said{"/data/number: must be at most `of`, which is 2"});
    CHECK(said("StageRulesetPart", R"({"ruleset":"r","number":0,"of":1001,"part":{}})") ==
          Said{"/data/number: must be a whole number from 1 to 1000",
               "/data/of: must be a whole number from 1 to 1000"});
    std::string entries;
    for (int i = 0; i < 30; ++i) {
        entries += fmt::format(R"({}{{"name":"{}","action":{{"kind":"do_not_assign"}}}})",
                               i == 0 ? "" : ",", std::string(4'000, 'n'));
    }
    CHECK(said("StageRulesetPart",
               fmt::format(R"({{"ruleset":"r","number":1,"of":1,"part":{{"entries":[{}]}}}})",
                           entries)) ==
          Said{"/data/part: is larger than 98304 bytes when encoded"});
}

TEST_CASE("Fields: mistakes deep in a ruleset are named where they stand", "[events]") {
    CHECK(said("StageRulesetPart", R"({"ruleset":"r","number":1,"of":1,"part":{"entries":[
        {"action":{"kind":"queue"}},{"name":1,"condition":[{"op":"is"},{"field":"x"}]}],
        "fallback":[{"kind":"queue"},{"kind":"user"}]}})") ==
          Said{"/data/part/entries/1/action: is missing",
               "/data/part/entries/1/condition/0/op: must be all, any, not, equals, in, contains, "
               "prefix, less, less_or_equal, greater, greater_or_equal, between, exists, matches, "
               "territory, within_km or time_window, not \"is\"",
               "/data/part/entries/1/condition/1/op: is missing",
               "/data/part/entries/1/name: must be text, not a number",
               "/data/part/fallback: has more than 1 item"});
}
