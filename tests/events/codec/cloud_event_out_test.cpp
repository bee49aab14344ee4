// CloudEvents out: the form of the lines.
#include "events/codec/cloud_event_out.hpp"

#include <catch2/catch.hpp>

#include "events/codec/event_codec.hpp"
#include "tests/support/lines.hpp"

using namespace leadline::events;
using leadline::tests::line;
using leadline::tests::ReadLine;

namespace {

template <class Event>
std::string event_line(const EventHeader& about, const Event& event) {
    Arena arena;
    EventHeader header = about;
    header.kind = Event::kind;
    header.version = Event::schema_version;
    std::string out;
    REQUIRE(append_event(out, 2, header, body_in(arena, event), arena));
    return out;
}

EventHeader claimed() {
    EventHeader header;
    header.position = {12};
    header.time = *parse_time("2026-01-02T03:04:05.123456Z");
    header.program = {"acme"};
    header.subject = {SubjectKind::lead, "L1"};
    header.cause = {ClaimLead::kind, "portal", "c-1", 0, {}};
    header.actor = {ActorKind::partner_user, "u1"};
    return header;
}

}  // namespace

TEST_CASE("CloudEvent out: an event is one line with all that is known of it", "[events]") {
    EventHeader header = claimed();
    header.on_behalf_of = "p1";
    header.correlation = "corr";
    header.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    LeadClaimed event;
    event.lead = {"L1"};
    event.queue = {"north"};
    event.user = {"u1"};
    event.partner = {"p1"};
    event.touch_by = *parse_time("2026-01-02T07:04:05.123456Z");
    CHECK(
        event_line(header, event) ==
        R"({"specversion":"1.0","id":"2-12","source":"leadline/acme","type":"LeadClaimed",)"
        R"("subject":"lead/L1","time":"2026-01-02T03:04:05.123456Z",)"
        R"("datacontenttype":"application/json","sequence":"00000000000000000012",)"
        R"("partitionkey":"acme","program":"acme","command":"ClaimLead",)"
        R"("causationid":"portal|c-1","actor":"user:u1","onbehalfof":"p1","correlationid":"corr",)"
        R"("traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",)"
        R"("data":{"lead":"L1","queue":"north","user":"u1","partner":"p1",)"
        R"("touch_by":"2026-01-02T07:04:05.123456Z"}})");
}

TEST_CASE("CloudEvent out: an event of a timer has no command, one of a tick no program",
          "[events]") {
    EventHeader header;
    header.position = {7};
    header.time = *parse_time("2026-01-02");
    CHECK(event_line(header, TimeReached{}) ==
          R"({"specversion":"1.0","id":"2-7","source":"leadline","type":"TimeReached",)"
          R"("subject":"partition/2","time":"2026-01-02T00:00:00.000000Z",)"
          R"("datacontenttype":"application/json","sequence":"00000000000000000007",)"
          R"("actor":"engine","data":{}})");
}

TEST_CASE("CloudEvent out: plain personal parts are opened, sealed ones say so", "[events]") {
    Arena arena;
    CreateLead command;
    command.lead = {"L1"};
    LeadPerson person;
    person.text = "call me";
    command.details.person = {"L1", Sealing::plain, 0, body_in(arena, person)};
    CHECK(event_line(claimed(), LeadCreated{command})
              .find(R"("data":{"asked":{"lead":"L1","allow_duplicate":false,)"
                    R"("priority":0,"text":"call me"},"status":{"name":"new",)"
                    R"("category":"open"}})") != std::string::npos);
    command.details.person.sealing = Sealing{7};
    command.details.person.key = 3;
    CHECK(event_line(claimed(), LeadCreated{command})
              .find(R"({"lead":"L1","allow_duplicate":false,"priority":0,)"
                    R"("person":{"sealed":true,"key":3}})") != std::string::npos);
}

TEST_CASE("CloudEvent out: a rejection says why, and what was asked", "[events]") {
    Rejected<ClaimLead> event;
    event.asked.lead = {"L1"};
    event.why.reason = Reason::limit_reached;
    event.why.detail.limit = Limit::user_open;
    event.why.detail.used = 5;
    event.why.detail.allowed = 5;
    const std::string text = event_line(claimed(), event);
    CHECK(text.find(R"("type":"ClaimLeadRejected")") != std::string::npos);
    CHECK(text.find(R"("data":{"asked":{"lead":"L1"},"why":{"reason":"limit_reached",)"
                    R"("detail":{"limit":"user_open","used":5,"allowed":5}}})") !=
          std::string::npos);
}

TEST_CASE("CloudEvent out: a damaged body leaves the text as it was", "[events]") {
    Arena arena;
    EventHeader header = claimed();
    header.kind = LeadClaimed::kind;
    std::string out = "before";
    CHECK_FALSE(append_event(out, 0, header, as_bytes("damaged"), arena));
    CHECK(out == "before");
    header.kind = EventKind{999};
    CHECK_FALSE(append_event(out, 0, header, {}, arena));
    CommandHeader command;
    command.kind = ClaimLead::kind;
    command.body = as_bytes("damaged");
    CHECK_FALSE(append_command(out, command, arena));
    CHECK(out == "before");
}

TEST_CASE("CloudEvent out: a command is the line it could have come from", "[events]") {
    ReadLine read(line("DefineQueue", R"({"users":["a","b"],"queue":"q","policy":{"window":"1d"}})",
                       R"("actor":"manager:m","time":"2026-01-02T03:04:05Z",)"));
    std::string out;
    REQUIRE(append_command(out, read.command.header, read.arena));
    CHECK(out ==
          R"({"specversion":"1.0","id":"1","source":"test","type":"DefineQueue",)"
          R"("time":"2026-01-02T03:04:05.000000Z","program":"acme","actor":"manager:m",)"
          R"("data":{"queue":"q","everybody":false,"users":["a","b"],"policy":{"open_per_user":0,)"
          R"("open_per_partner":0,"window_per_user":0,"window_per_partner":0,"window":"1d",)"
          R"("between":"0s","touch_within":"0s","no_reclaim":"0s"}}})");
}
