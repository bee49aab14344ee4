// Outcome lines, as SPEC section 16 has them.
#include "events/codec/outcome_json.hpp"

#include <catch2/catch.hpp>

#include "events/kinds.hpp"

using namespace leadline::events;

namespace {

std::string written(const Outcome& outcome) {
    std::string out;
    append_outcome(out, outcome);
    return out;
}

Outcome outcome_of(OutcomeKind kind) {
    Outcome outcome;
    outcome.program = "acme";
    outcome.source = "crm";
    outcome.id = "1";
    outcome.kind = kind;
    outcome.partition = 0;
    outcome.position = {12};
    return outcome;
}

const std::vector<EventKind> kinds{LeadCreated::kind, LeadQueued::kind};

}  // namespace

TEST_CASE("Outcome: accepted names the events and the position of the first", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::accepted);
    outcome.events = kinds;
    CHECK(written(outcome) ==
          R"({"program":"acme","source":"crm","id":"1","outcome":"accepted","partition":0,)"
          R"("position":12,"events":["LeadCreated","LeadQueued"]})");
}

TEST_CASE("Outcome: many items are counted", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::accepted);
    outcome.events = {LeadCreated::kind};
    outcome.items = Outcome::Items{97, 3};
    CHECK(written(outcome) ==
          R"({"program":"acme","source":"crm","id":"1","outcome":"accepted","partition":0,)"
          R"("position":12,"events":["LeadCreated"],"items":{"accepted":97,"rejected":3}})");
}

TEST_CASE("Outcome: rejected says why, with what is set alone", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::rejected);
    outcome.why.reason = Reason::lead_already_claimed;
    outcome.why.detail.about = {SubjectKind::queue, "north"};
    outcome.why.detail.since = *parse_time("2026-01-02T03:04:05Z");
    outcome.why.detail.by = {"u2"};
    CHECK(written(outcome) == R"({"program":"acme","source":"crm","id":"1","outcome":"rejected",)"
                              R"("reason":"lead_already_claimed","partition":0,"position":12,)"
                              R"("detail":{"about_kind":"queue","about":"north",)"
                              R"("since":"2026-01-02T03:04:05.000000Z"}})");
}

TEST_CASE("Outcome: who has it is told only to those allowed to know", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::rejected);
    outcome.why.reason = Reason::lead_already_claimed;
    outcome.why.detail.by = {"u2"};
    CHECK(written(outcome).find("u2") == std::string::npos);
    outcome.why.detail.by_visible = true;
    CHECK(written(outcome).find(R"("detail":{"by":"u2"})") != std::string::npos);
}

TEST_CASE("Outcome: a limit says n of m and when it frees", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::rejected);
    outcome.why.reason = Reason::limit_reached;
    outcome.why.detail.limit = Limit::partner_window;
    outcome.why.detail.allowed = 40;
    outcome.why.detail.frees_at = *parse_time("2026-01-03");
    CHECK(written(outcome).find(R"("detail":{"limit":"partner_window","used":0,"allowed":40,)"
                                R"("frees_at":"2026-01-03T00:00:00.000000Z"})") !=
          std::string::npos);
}

TEST_CASE("Outcome: a repeat says so, and one that differs gets no detail", "[events]") {
    Outcome outcome = outcome_of(OutcomeKind::rejected);
    outcome.why.reason = Reason::not_a_member;
    outcome.why.detail.about = {SubjectKind::queue, "north"};
    outcome.repeated = true;
    CHECK(written(outcome).ends_with(
        R"("detail":{"about_kind":"queue","about":"north"},"repeated":true})"));
    outcome.differs = true;
    CHECK(
        written(outcome) ==
        R"({"program":"acme","source":"crm","id":"1","outcome":"rejected","reason":"not_a_member",)"
        R"("partition":0,"position":12,"repeated":true,"differs":true})");
}

TEST_CASE("Outcome: a dead letter names what is wrong, and whose it was where that is known",
          "[events]") {
    const std::vector<FieldError> errors{{"/data/email", "must be \"text\""},
                                         {"/id", "is missing"}};
    Outcome outcome = outcome_of(OutcomeKind::dead_lettered);
    outcome.dead_letter = DeadLetterReason::invalid_fields;
    outcome.errors = errors;
    outcome.id = {};
    CHECK(written(outcome) ==
          R"({"program":"acme","source":"crm","outcome":"dead_lettered","reason":"invalid_fields",)"
          R"("errors":[{"pointer":"/data/email","problem":"must be \"text\""},)"
          R"({"pointer":"/id","problem":"is missing"}]})");
    outcome.partition = 3;
    outcome.offset = 17;
    CHECK(written(outcome).find(
              R"("reason":"invalid_fields","partition":3,"offset":17,"errors":[)") !=
          std::string::npos);
    Outcome unread;
    unread.kind = OutcomeKind::dead_lettered;
    unread.dead_letter = DeadLetterReason::not_json;
    CHECK(written(unread) == R"({"outcome":"dead_lettered","reason":"not_json","errors":[]})");
}
