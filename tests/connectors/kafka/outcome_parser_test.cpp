// OutcomeParser: what is written as an outcome is read back as the same one.
#include "connectors/kafka/outcome_parser.hpp"

#include <catch2/catch.hpp>

#include "connectors/files/outcome_sink.hpp"
#include "events/codec/outcome_json.hpp"
#include "events/commands/lead.hpp"
#include "events/happened/lead.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using connectors::OutcomeFormat;
using connectors::OutcomeWriter;
using connectors::kafka::OutcomeParser;

std::string written(const Outcome& outcome) {
    std::string text;
    append_outcome(text, outcome);
    return text;
}

// As a person sees it, from the outcome itself or from what was read of its JSON.
std::string shown(OutcomeFormat format, const Outcome& outcome, std::string_view json = {},
                  std::string_view detail = {}) {
    std::string all;
    OutcomeWriter writer(
        [&all](std::string_view text) {
            all += text;
            return Result<void>();
        },
        format);
    writer.tell(outcome, json, detail);
    writer.finish();
    return all;
}

std::vector<Outcome> one_of_each() {
    Outcome named;
    named.program = "acme";
    named.source = "crm, \"north\"";
    named.id = "17";
    named.partition = 3;
    named.position = {12};
    std::vector<Outcome> all(5, named);
    all[0].events = {LeadCreated::kind, LeadClaimed::kind};
    all[0].items = Outcome::Items{2, 1};
    all[1].kind = OutcomeKind::rejected;
    all[1].why.reason = Reason::limit_reached;
    all[1].why.detail.limit = Limit::partner_window;
    all[1].why.detail.used = 40;
    all[1].why.detail.allowed = 40;
    all[2].kind = OutcomeKind::rejected;
    all[2].why.reason = Reason::not_a_member;
    all[2].repeated = all[2].differs = true;
    all[3].kind = OutcomeKind::dead_lettered;
    all[3].dead_letter = DeadLetterReason::invalid_fields;
    all[3].errors = {{"/data/email", "must be \"text\""}, {"/id", "is missing"}};
    all[3].offset = 4'000'000'000'000;
    all[4] = {};
    all[4].kind = OutcomeKind::dead_lettered;
    all[4].dead_letter = DeadLetterReason::not_json;
    return all;
}

}  // namespace

TEST_CASE("OutcomeParser: every kind comes back as it was, in every format", "[connectors]") {
    OutcomeParser parser;
    for (const Outcome& outcome : one_of_each()) {
        const std::string json = written(outcome);
        CAPTURE(json);
        REQUIRE(parser.read(as_bytes(json)));
        const Outcome& read = parser.outcome();
        CHECK(read.kind == outcome.kind);
        CHECK(read.offset == outcome.offset);
        const bool is_dead = outcome.kind == OutcomeKind::dead_lettered;
        CHECK(read.position.number == (is_dead ? 0 : outcome.position.number));
        for (const auto format :
             {OutcomeFormat::text, OutcomeFormat::csv, OutcomeFormat::json, OutcomeFormat::jsonl})
            CHECK(shown(format, read, json, parser.detail()) == shown(format, outcome));
    }
}

TEST_CASE("OutcomeParser: what is no outcome, or has words of another version, is not one",
          "[connectors]") {
    OutcomeParser parser;
    for (const std::string json :
         {"", "no json", "[]", "{}", R"({"outcome":"postponed"})", R"({"outcome":"accepted"})",
          R"({"outcome":"accepted","partition":0,"position":1,"events":["LeadSold"]})",
          R"({"outcome":"rejected","reason":"bad_weather","partition":0,"position":1})",
          R"({"outcome":"dead_lettered","reason":"not_json"})"}) {
        CAPTURE(json);
        CHECK_FALSE(parser.read(as_bytes(json)));
    }
    // Whose it is, can be told all the same.
    CHECK_FALSE(parser.read(as_bytes(std::string_view(R"({"program":"acme","outcome":"sold"})"))));
    CHECK(parser.outcome().program == "acme");
}

}  // namespace leadline::tests
