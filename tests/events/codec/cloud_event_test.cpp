// CloudEvents in: the envelope, types and facts, and lines that are none.
#include "events/codec/cloud_event.hpp"

#include <catch2/catch.hpp>

#include "events/codec/digest.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json_rules.hpp"
#include "tests/support/lines.hpp"

using namespace leadline::events;
using leadline::tests::line;
using leadline::tests::ReadLine;
using Why = DeadLetterReason;
using Said = std::vector<std::string>;

namespace {

// A line whose attributes are these.
std::string event(std::string_view attributes) { return fmt::format("{{{}}}", attributes); }

constexpr std::string_view whole =
    R"("specversion":"1.0","id":"1","source":"crm","type":"RecordLogin","program":"acme",)"
    R"("data":{"user":"u1"})";

// A good line with more attributes.
std::string with(std::string_view more) { return fmt::format("{{{}{}}}", whole, more); }

template <class Command>
Command command_of(ReadLine& read) {
    Command command{};
    REQUIRE(read.command.header.kind == Command::kind);
    REQUIRE(read_body(read.command.header.body, read.arena, command));
    return command;
}

}  // namespace

TEST_CASE("CloudEvent: every attribute is read into the command's header", "[events]") {
    ReadLine read(event(
        R"("specversion":"1.0","id":"4711","source":"crm/eu","type":"ClaimLead","program":"acme",)"
        R"("time":"2026-01-02T03:04:05.123456Z","actor":"user:u1","onbehalfof":"p1",)"
        R"("correlationid":"c1","datacontenttype":"application/json; charset=utf-8",)"
        R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)"
        R"("subject":"lead/L1","dataschema":"https://example.org/s","sequence":"7","sampled":true,)"
        R"("data":{"lead":"L1"})"));
    REQUIRE(read.reason == Why::none);
    const CommandHeader& header = read.command.header;
    CHECK(header.kind == ClaimLead::kind);
    CHECK(header.program.text == "acme");
    CHECK(header.source == "crm/eu");
    CHECK(header.id == "4711");
    CHECK(to_text(header.time) == "2026-01-02T03:04:05.123456Z");
    CHECK(header.actor == Actor{ActorKind::partner_user, "u1"});
    CHECK(header.on_behalf_of == "p1");
    CHECK(header.correlation == "c1");
    CHECK(header.traceparent == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    CHECK(header.principal.empty());
    CHECK(header.digest == command_digest(header));
    CHECK(command_of<ClaimLead>(read).lead.text == "L1");
}

TEST_CASE("CloudEvent: without an actor the source speaks for itself, without a time there is none",
          "[events]") {
    const ReadLine read(event(whole));
    REQUIRE(read.reason == Why::none);
    CHECK(read.command.header.actor == Actor{ActorKind::upstream_system, "crm"});
    CHECK_FALSE(read.command.header.time.is_set());
}

TEST_CASE("CloudEvent: the partitionkey names the program where no program is named", "[events]") {
    const std::string rest = R"("specversion":"1.0","id":"1","source":"s","type":"PublishProgram")";
    CHECK(ReadLine(event(rest + R"(,"partitionkey":"k")")).command.header.program.text == "k");
    CHECK(ReadLine(event(rest + R"(,"partitionkey":"k","program":"p")"))
              .command.header.program.text == "p");
}

TEST_CASE("CloudEvent: a command without fields needs no data", "[events]") {
    const std::string rest =
        R"("specversion":"1.0","id":"1","source":"s","program":"p","type":"PublishProgram")";
    CHECK(ReadLine(event(rest)).reason == Why::none);
    CHECK(ReadLine(event(rest + R"(,"data":{})")).reason == Why::none);
    CHECK(ReadLine(event(rest + R"(,"data":null)")).reason == Why::none);
}

TEST_CASE("CloudEvent: the order of attributes and fields makes no other command", "[events]") {
    const ReadLine one(line("CreateLead", R"({"lead":"L","company":"C","source":"S",
        "custom":{"a":1,"b":2},"contact":{"name":"N","email":"E"}})"));
    const ReadLine other(R"({"data":{"contact":{"email":"E","name":"N"},"custom":{"b":2,"a":1},
        "source":"S","company":"C","lead":"L"},"program":"acme","type":"CreateLead",
        "source":"test","id":"1","specversion":"1.0"})");
    REQUIRE(one.reason == Why::none);
    REQUIRE(other.reason == Why::none);
    CHECK(one.command.header.digest == other.command.header.digest);
    CHECK(as_text(one.command.header.body) == as_text(other.command.header.body));
}

TEST_CASE("CloudEvent: the digest tells kind, content, actor and on-behalf-of, and nothing else",
          "[events]") {
    const auto digest = [](std::string_view text) { return ReadLine(text).command.header.digest; };
    const std::uint64_t first =
        digest(line("ClaimLead", R"({"lead":"L"})", R"("actor":"user:u",)"));
    CHECK(first != digest(line("ReleaseLead", R"({"lead":"L"})", R"("actor":"user:u",)")));
    CHECK(first != digest(line("ClaimLead", R"({"lead":"M"})", R"("actor":"user:u",)")));
    CHECK(first != digest(line("ClaimLead", R"({"lead":"L"})", R"("actor":"user:v",)")));
    CHECK(first != digest(line("ClaimLead", R"({"lead":"L"})", R"("actor":"manager:u",)")));
    CHECK(first !=
          digest(line("ClaimLead", R"({"lead":"L"})", R"("actor":"user:u","onbehalfof":"x",)")));
    CHECK(first ==
          digest(line("ClaimLead", R"({"lead":"L"})",
                      R"("actor":"user:u","time":"2026-01-02T00:00:00Z","correlationid":"c",
        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)")));
    CHECK(first == digest(line("lead.claimed", R"({"lead":"L"})", R"("actor":"user:u",)")));
}

TEST_CASE("CloudEvent: a large command's digest is made of the same bytes as a small one's",
          "[events]") {
    // The two ways of hashing meet at 2,048 bytes: the digest must not depend on which one is
    // taken.
    for (std::size_t size : {2'000U, 2'030U, 2'033U, 2'034U, 2'048U, 5'000U}) {
        const std::string body(size, 'b');
        CommandHeader header;
        header.kind = CreateLead::kind;
        header.body = as_bytes(body);
        const std::uint64_t digest = command_digest(header);
        CHECK(digest == command_digest(header));
        header.actor.id = "a";
        CHECK(digest != command_digest(header));
    }
}

TEST_CASE("CloudEvent: the digest of a known command is this number for ever", "[events]") {
    const ReadLine read(
        line("ClaimLead", R"({"lead":"L-1","user":"u-sara"})", R"("actor":"user:u-sara",)"));
    CHECK(fmt::format("{:016x}", read.command.header.digest) == "07b3110d18cd0158");
}

TEST_CASE("CloudEvent: facts are understood as the commands they ask for", "[events]") {
    CHECK(ReadLine(line("lead.created", R"({"lead":"L"})")).command.header.kind ==
          CreateLead::kind);
    CHECK(ReadLine(line("lead.claimed", R"({"lead":"L","user":"u"})")).command.header.kind ==
          ClaimLead::kind);
    CHECK(ReadLine(line("lead.reassigned", R"({"lead":"L","to":{"user":"u"}})"))
              .command.header.kind == ReassignLead::kind);
    CHECK(ReadLine(line("lead.converted", R"({"lead":"L"})")).command.header.kind ==
          ConvertLead::kind);
    CHECK(ReadLine(line("deal.registered", R"({"deal":"D","customer":{"name":"N"}})"))
              .command.header.kind == RegisterDeal::kind);
}

TEST_CASE("CloudEvent: a claim that a system tells of must name the user", "[events]") {
    const ReadLine read(line("lead.claimed", R"({"lead":"L"})"));
    CHECK(read.reason == Why::invalid_fields);
    CHECK(read.pointers() == Said{"/data/user"});
    CHECK(ReadLine(line("lead.claimed", R"({"lead":"L"})", R"("actor":"user:u",)")).reason ==
          Why::none);
}

TEST_CASE("CloudEvent: what is not JSON is a dead letter that says what is the matter",
          "[events]") {
    for (const char* text : {"",
                             "   ",
                             "hello",
                             "{",
                             "}",
                             "{}}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "[1,",
                             "{'a':1}",
                             "{\"a\":1,}",
                             "{\"a\":tru}",
                             "{\"a\":01}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":\"\\ud800\"}",
                             "{} {}",
                             "{\"a\":1\n",
                             "{\"a\":\"b\nc\"}",
                             "\"a",
                             "{\"a\":--1}",
                             "{\"a\":1.}",
                             "NaN"}) {
        INFO(text);
        const ReadLine read(text);
        CHECK(read.reason == Why::not_json);
        CHECK(read.pointers() == Said{""});
    }
    CHECK(ReadLine("{\"a\":\"b").said() == Said{": is not JSON: a text is not closed"});
}

TEST_CASE("CloudEvent: what is no UTF-8 is a dead letter, also where it is no JSON either",
          "[events]") {
    CHECK(ReadLine("{\"a\":\"\xff\"}").reason == Why::not_utf8);
    CHECK(ReadLine("\xc3").reason == Why::not_utf8);
    CHECK(ReadLine("{\"a\":\"\xed\xa0\x80\"").reason == Why::not_utf8);  // half a surrogate pair
    CHECK(ReadLine("{\"a\":\"\xc0\x80\"}").reason == Why::not_utf8);     // a long zero
}

TEST_CASE("CloudEvent: a line of more than 128 KiB is too large, and one of just so much is not",
          "[events]") {
    std::string text = event(whole);
    text += std::string(command_bytes_max - text.size(), ' ');
    CHECK(ReadLine(text).reason == Why::none);
    CHECK(ReadLine(text + ' ').reason == Why::too_large);
    CHECK(ReadLine(text + ' ').said() ==
          Said{": is 131073 bytes long; a command has at most 131072"});
    CHECK(ReadLine(std::string(10U << 20U, '[')).reason == Why::too_large);
}

TEST_CASE("CloudEvent: nesting of 32 is read, deeper is too deep", "[events]") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(ReadLine(nested(32)).reason == Why::bad_attributes);  // JSON, but no object
    CHECK(ReadLine(nested(33)).reason == Why::too_deep);
    CHECK(ReadLine(nested(10'000)).reason == Why::too_deep);
    CHECK(ReadLine(std::string(10'000, '[')).reason == Why::too_deep);
    CHECK(ReadLine(line("CreateLead", nested(10'000))).reason == Why::too_deep);
}

TEST_CASE("CloudEvent: missing attributes are all named", "[events]") {
    const ReadLine read("{}");
    CHECK(read.reason == Why::bad_attributes);
    CHECK(read.pointers() == Said{"/id", "/program", "/source", "/specversion", "/type"});
}

TEST_CASE("CloudEvent: wrong attributes are all named, beside wrong fields", "[events]") {
    const ReadLine read(
        event(R"("specversion":"0.3","id":"","source":7,"type":"ClaimLead","program":"a\u0001",)"
              R"("time":"yesterday","actor":"sara","onbehalfof":[],"correlationid":{},)"
              R"("traceparent":"00-1",)"
              R"("datacontenttype":"text/xml","data_base64":"e30=","specVersion":"1.0","my-key":1,)"
              R"("weight":1.5,"big":3000000000,"data":{"lead":7})"));
    CHECK(read.reason == Why::bad_attributes);
    CHECK(read.pointers() == Said{"/actor", "/big", "/correlationid", "/data/lead", "/data_base64",
                                  "/datacontenttype", "/id", "/my-key", "/onbehalfof", "/program",
                                  "/source", "/specVersion", "/specversion", "/time",
                                  "/traceparent", "/weight"});
}

TEST_CASE("CloudEvent: an attribute that is misspelt hears the nearest name", "[events]") {
    const ReadLine read(with(R"(,"specVersion":"1.0")"));
    REQUIRE(read.errors.size() == 1);
    CHECK(read.errors[0].problem.find("did you mean \"specversion\"?") != std::string::npos);
}

TEST_CASE("CloudEvent: an attribute that is there twice is named", "[events]") {
    CHECK(ReadLine(with(R"(,"id":"2")")).said() == Said{"/id: is there twice"});
    CHECK(ReadLine(with(R"(,"x1":1,"x2":2,"x1":3)")).said() == Said{"/x1: is there twice"});
    CHECK(ReadLine(with(R"(,"data":{})")).said() == Said{"/data: is there twice"});
}

TEST_CASE("CloudEvent: a bounded number of extensions is looked at", "[events]") {
    std::string text(whole);
    for (int i = 0; i < 64; ++i) text += fmt::format(",\"x{}\":{}", i, i);
    CHECK(ReadLine(event(text)).reason == Why::none);
    CHECK(ReadLine(event(text + R"(,"y":1)")).reason == Why::bad_attributes);
}

TEST_CASE("CloudEvent: an unknown type hears the nearest one", "[events]") {
    const ReadLine read(line("ClaimLeed", "{}"));
    CHECK(read.reason == Why::unknown_type);
    CHECK(read.said() == Said{R"(/type: unknown type "ClaimLeed"; did you mean "ClaimLead"?)"});
    CHECK(ReadLine(line("lead.deleted", "{}")).reason == Why::unknown_type);
    CHECK(ReadLine(line("order.placed", "{}")).said() ==
          Said{R"(/type: unknown type "order.placed")"});
}

TEST_CASE("CloudEvent: actors have a kind and an id", "[events]") {
    const auto reason = [](std::string_view actor) {
        return ReadLine(
                   line("ClaimLead", R"({"lead":"L"})", fmt::format(R"("actor":"{}",)", actor)))
            .reason;
    };
    CHECK(reason("user:u") == Why::none);
    CHECK(reason("manager:m:1") == Why::none);
    CHECK(reason("system:crm") == Why::none);
    for (const char* wrong : {"", "user", "user:", ":u", "engine:x", "User:u", "admin:u"}) {
        INFO(wrong);
        CHECK(reason(wrong) == Why::bad_attributes);
    }
    CHECK(reason("user:" + std::string(128, 'u')) == Why::none);
    CHECK(reason("user:" + std::string(129, 'u')) == Why::bad_attributes);
}

TEST_CASE("CloudEvent: traceparent has the form of W3C Trace Context", "[events]") {
    const auto reason = [](std::string_view trace) {
        return ReadLine(line("ClaimLead", R"({"lead":"L"})",
                             fmt::format(R"("traceparent":"{}",)", trace)))
            .reason;
    };
    CHECK(reason("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") == Why::none);
    CHECK(reason("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-later") == Why::none);
    for (const char* wrong : {"00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                              "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                              "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                              "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                              "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}) {
        INFO(wrong);
        CHECK(reason(wrong) == Why::bad_attributes);
    }
}

TEST_CASE("CloudEvent: a time is RFC 3339, and after 1970", "[events]") {
    const auto reason = [](std::string_view time) {
        return ReadLine(line("ClaimLead", R"({"lead":"L"})", fmt::format(R"("time":"{}",)", time)))
            .reason;
    };
    CHECK(reason("2026-01-02T03:04:05+01:00") == Why::none);
    for (const char* wrong : {"2026-01-02", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "now",
                              "2026-02-30T00:00:00Z"}) {
        INFO(wrong);
        CHECK(reason(wrong) == Why::bad_attributes);
    }
}

TEST_CASE("CloudEvent: a dead letter still tells whose it was", "[events]") {
    const ReadLine read(line("ClaimLead", R"({"lead":""})"));
    CHECK(read.reason == Why::invalid_fields);
    CHECK(read.command.header.program.text == "acme");
    CHECK(read.command.header.source == "test");
    CHECK(read.command.header.id == "1");
}

TEST_CASE("CloudEvent: a byte order mark, blanks and a carriage return around it do no harm",
          "[events]") {
    CHECK(ReadLine(fmt::format("\xEF\xBB\xBF{}", event(whole))).reason == Why::none);
    CHECK(ReadLine(fmt::format(" \t{}\r\n", event(whole))).reason == Why::none);
}

TEST_CASE("CloudEvent: one reader reads line after line, good ones after bad ones", "[events]") {
    CloudEventReader reader;
    Arena arena;
    DecodedCommand command;
    std::vector<FieldError> errors;
    for (int i = 0; i < 3; ++i) {
        CHECK(reader.read(as_bytes("{"), arena, command, errors).reason == Why::not_json);
        CHECK(
            reader.read(as_bytes(line("ClaimLead", R"({"lead":1,"x":2})")), arena, command, errors)
                .reason == Why::invalid_fields);
        CHECK(errors.size() == 2);
        const std::string good = line("ClaimLead", R"({"lead":"L"})");
        CHECK(reader.read(as_bytes(good), arena, command, errors).understood());
        CHECK(errors.empty());
    }
}
