// Records of the topic of commands as the engine's inputs: both modes of CloudEvents, Confluent's
// framing, what is no command, and what belongs elsewhere.
#include "connectors/kafka/record_inputs.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/log/placement.hpp"
#include "events/commands/lead.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::kafka;
using engine::Input;
using events::DeadLetterReason;
using events::Time;

constexpr Time noon{1'790'000'000'000'000};

const std::string claim =
    R"({"specversion":"1.0","type":"ClaimLead","source":"portal","id":"c1","program":"acme",)"
    R"("actor":"user:sam","data":{"lead":"l1"}})";

events::BytesView bytes(std::string_view text) { return events::as_bytes(text); }

Record record(std::string_view value, std::uint64_t offset = 7) {
    Record made;
    made.offset = offset;
    made.append_time = noon;
    made.key = bytes("acme");
    made.value = bytes(value);
    return made;
}

struct Only {  // partition 0 of 1
    RecordInputs inputs{"leadline.commands/0", 0, 1};

    const Input& add(const Record& of) {
        REQUIRE(inputs.add(of) == RecordInputs::Added::input);
        return inputs.all().back();
    }
};

TEST_CASE("RecordInputs: a structured event is a command at the broker's time", "[kafka]") {
    Only only;
    const Input& input = only.add(record(claim));
    CHECK(input.kind == Input::Kind::command);
    CHECK(input.command.kind == events::ClaimLead::kind);
    CHECK(input.command.time == noon);
    CHECK(input.offset == 7U);
    CHECK(input.command.source == "portal");
}

TEST_CASE("RecordInputs: a binary event is the same command", "[kafka]") {
    Only structured, binary;
    const Input& one = structured.add(record(claim));
    const std::vector<RecordHeader> headers{{"ce_specversion", bytes("1.0")},
                                            {"ce_type", bytes("ClaimLead")},
                                            {"ce_source", bytes("portal")},
                                            {"ce_id", bytes("c1")},
                                            {"ce_program", bytes("acme")},
                                            {"ce_actor", bytes("user:sam")},
                                            {"content-type", bytes("application/json")},
                                            {"tracking", bytes("7")}};
    Record other = record(R"({"lead":"l1"})");
    other.headers = headers;
    const Input& same = binary.add(other);
    REQUIRE(same.kind == Input::Kind::command);
    CHECK(same.command.digest == one.command.digest);
    CHECK(same.command.id == "c1");
}

TEST_CASE("RecordInputs: the value of a binary event cannot add attributes", "[kafka]") {
    Only only;
    const std::vector<RecordHeader> headers{{"ce_specversion", bytes("1.0")},
                                            {"ce_type", bytes("ClaimLead")},
                                            {"ce_source", bytes("portal")},
                                            {"ce_id", bytes("c1")},
                                            {"ce_program", bytes("acme")}};
    Record forged = record(R"({"lead":"l1"},"actor":"manager:maria")");
    forged.headers = headers;
    CHECK(only.add(forged).kind == Input::Kind::dead_letter);
}

TEST_CASE("RecordInputs: Confluent's framing is looked through", "[kafka]") {
    Only only;
    const std::string framed = std::string("\0\0\0\0\x2A", 5) + claim;
    CHECK(only.add(record(framed)).kind == Input::Kind::command);
}

TEST_CASE("RecordInputs: tombstones, empty values and what is no JSON are dead letters",
          "[kafka]") {
    Only only;
    Record tombstone = record("");
    tombstone.value.reset();
    const Input& none = only.add(tombstone);
    CHECK(none.kind == Input::Kind::dead_letter);
    CHECK(none.reason == DeadLetterReason::not_json);
    REQUIRE(none.errors.size() == 1);
    CHECK(none.errors.front().problem == "has no value: it is a tombstone");
    CHECK(only.add(record("", 8)).errors.front().problem == "is empty");
    const Input& noise = only.add(record("{\"a\":", 9));
    CHECK(noise.kind == Input::Kind::dead_letter);
    CHECK(noise.offset == 9U);
    std::set<std::string> keys;
    for (const Input& input : only.inputs.all()) keys.insert(input.letter.key);
    CHECK(keys.size() == 3);
    CHECK(keys.begin()->starts_with("leadline.commands/0/"));
}

TEST_CASE("RecordInputs: a tick has the broker's time, and no answer", "[kafka]") {
    Only only;
    const std::vector<RecordHeader> headers{{std::string_view(tick_header), bytes("1")}};
    Record tick = record("tick");
    tick.headers = headers;
    const Input& input = only.add(tick);
    CHECK(input.kind == Input::Kind::tick);
    CHECK(input.tick == noon);
    CHECK(input.offset == 7U);
}

TEST_CASE("RecordInputs: time never goes back", "[kafka]") {
    Only only;
    only.inputs.begin_at({noon.us + 5});
    CHECK(only.add(record(claim)).command.time.us == noon.us + 5);
    Record later = record(claim, 8);
    later.append_time.us = noon.us + 9;
    CHECK(only.add(later).command.time.us == noon.us + 9);
    CHECK(only.add(record(claim, 9)).command.time.us == noon.us + 9);
}

TEST_CASE(
    "RecordInputs: a command of another partition is passed, once sent on it is a dead letter",
    "[kafka]") {
    const auto right = engine::partition_of({"acme"}, 2).number;
    const std::uint32_t wrong = 1 - right;
    RecordInputs inputs("leadline.commands/" + std::to_string(wrong), wrong, 2);
    CHECK(inputs.add(record(claim)) == RecordInputs::Added::misrouted);
    CHECK(inputs.misrouted_to() == right);
    CHECK(inputs.all().back().kind == Input::Kind::passed);
    CHECK(inputs.all().back().offset == 7U);

    const std::vector<RecordHeader> headers{{std::string_view(hops_header), bytes("1")}};
    Record again = record(claim, 8);
    again.headers = headers;
    CHECK(inputs.add(again) == RecordInputs::Added::input);
    CHECK(inputs.all().back().kind == Input::Kind::dead_letter);
    CHECK(inputs.all().back().reason == DeadLetterReason::wrong_partition);
}

TEST_CASE("RecordInputs: a value over 128 KiB is a dead letter", "[kafka]") {
    Only only;
    const std::string large = claim + std::string(128U * 1024U, ' ');
    CHECK(only.add(record(large)).reason == DeadLetterReason::too_large);
}

}  // namespace
}  // namespace leadline::tests
