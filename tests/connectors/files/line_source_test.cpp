// Lines in: their times, their dead letters, their ends.
#include "connectors/files/line_source.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "engine/log/epoch_writer.hpp"
#include "engine/log/sim_log.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace leadline;
using connectors::EarlierDeadLetters;
using connectors::LineReader;
using connectors::LineSource;
using engine::Input;
using events::DeadLetterReason;
using events::Time;

namespace {

const Time noon = *events::parse_time("2026-03-02T12:00:00Z");
const Time one = *events::parse_time("2026-03-01T01:00:00Z");
const Time two = *events::parse_time("2026-03-01T02:00:00Z");

std::string line(std::string_view id, std::string_view time = {}) {
    const std::string at = time.empty() ? "" : fmt::format(R"("time":"{}",)", time);
    return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"t","type":"CreateLead",)"
                       R"("program":"p",{}"data":{{"lead":"{}"}}}})",
                       id, at, id);
}

// What a source gave, copied out of its memory.
struct Seen {
    Input::Kind kind{};
    std::string id;
    Time time;
    DeadLetterReason reason{};
    engine::DeadLetter letter;
    std::vector<events::FieldError> errors;
};

std::vector<Seen> all_of(LineSource& source, std::size_t max = 3) {
    std::vector<Seen> seen;
    while (!source.ended()) {
        const auto inputs = source.poll(max);
        REQUIRE(inputs.has_value());
        CHECK((!inputs->empty() || source.ended()));
        CHECK(inputs->size() <= max + 1);
        for (const Input& input : *inputs) {
            const bool is_tick = input.kind == Input::Kind::tick;
            seen.push_back({input.kind, is_tick ? "" : std::string(input.command.id),
                            is_tick ? input.tick : input.command.time, input.reason, input.letter,
                            input.errors});
        }
    }
    return seen;
}

// Whatever the program.
std::function<Time(events::ProgramId)> always(Time time) {
    return [time](events::ProgramId) { return time; };
}

std::vector<Seen> read(std::string_view text, Time last_event = {},
                       const EarlierDeadLetters& earlier = {}) {
    const connectors::FixedClock clock(noon);
    LineSource source(LineReader::of(text), {clock, always(last_event)}, earlier);
    return all_of(source);
}

std::string write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
}

}  // namespace

TEST_CASE("LineSource: a line has its own time, and the input ends with a tick at its last time",
          "[connectors]") {
    const auto seen =
        read(line("a", "2026-03-01T02:00:00Z") + "\n" + line("b", "2026-03-01T01:00:00Z") + "\n");
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].time == two);
    CHECK(seen[1].time == one);
    CHECK(seen[2].kind == Input::Kind::tick);
    CHECK(seen[2].time == one);
}

TEST_CASE("LineSource: a line without a time has that of the line before it that was understood",
          "[connectors]") {
    const auto seen = read(line("a", "2026-03-01T01:00:00Z") + "\nnot json\n" +
                           line("late", "2026-03-02T13:00:00Z") + "\n" + line("b") + "\n");
    REQUIRE(seen.size() == 5);
    CHECK(seen[1].reason == DeadLetterReason::not_json);
    CHECK(seen[2].reason == DeadLetterReason::time_in_future);
    CHECK(seen[3].kind == Input::Kind::command);
    CHECK(seen[3].time == one);
}

TEST_CASE("LineSource: the line before it may stand in another file", "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::vector<std::string> files{
        write(folder.path() / "1", line("a", "2026-03-01T01:00:00Z")),
        write(folder.path() / "2", line("b") + "\r\n \t\r\n\n" + line("c"))};
    auto lines = LineReader::open(files);
    REQUIRE(lines.has_value());
    const connectors::FixedClock clock(noon);
    LineSource source(*std::move(lines), {clock, always(two)});
    const auto seen = all_of(source);
    REQUIRE(seen.size() == 4);
    CHECK(seen[1].id == "b");
    CHECK(seen[1].time == one);
    CHECK(seen[2].id == "c");
    CHECK(source.progress().lines == 3);
    CHECK(source.progress().bytes == source.progress().bytes_total);
}

TEST_CASE("LineSource: with no time before it a line has that of the partition's last event",
          "[connectors]") {
    const auto seen = read(line("a") + "\n", two);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].time == two);
    CHECK(seen[1].time == two);
}

TEST_CASE("LineSource: without any time to give, a line is a dead letter and no tick follows",
          "[connectors]") {
    const auto seen = read(line("a") + "\n");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].reason == DeadLetterReason::time_missing);
    CHECK(seen[0].id == "a");
    REQUIRE(seen[0].errors.size() == 1);
    CHECK(seen[0].errors[0].pointer == "/time");
}

TEST_CASE("LineSource: five minutes ahead of the wall clock are allowed, not a microsecond more",
          "[connectors]") {
    const auto seen = read(line("a", "2026-03-02T12:05:00Z") + "\n" +
                           line("b", "2026-03-02T12:05:00.000001Z") + "\n");
    CHECK(seen[0].kind == Input::Kind::command);
    CHECK(seen[1].reason == DeadLetterReason::time_in_future);
}

TEST_CASE("LineSource: a dead letter is keyed by the line's number and the digest of its bytes",
          "[connectors]") {
    const auto seen = read("\nabc\n" + line("a", "2026-03-01T01:00:00Z") + "\nabc");
    REQUIRE(seen.size() == 4);
    const std::string digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    CHECK(seen[0].letter.key == "000000000002-" + digest);
    CHECK(seen[2].letter.key == "000000000004-" + digest);
    CHECK(seen[0].letter.value.starts_with(R"({"reason":"not_json","errors":[)"));
    CHECK(seen[0].letter.value.ends_with(R"("length":3,"original_base64":"YWJj"})"));
    CHECK(seen[1].letter.key.empty());
}

TEST_CASE("LineSource: a line of 128 KiB is read, one byte more is too large", "[connectors]") {
    const std::string whole = line("a", "2026-03-01T01:00:00Z");
    const auto padded = [&whole](std::size_t size) {
        return whole + std::string(size - whole.size(), ' ');
    };
    const auto seen = read(padded(128 * 1024) + "\n" + padded(128 * 1024 + 1) + "\n");
    CHECK(seen[0].kind == Input::Kind::command);
    CHECK(seen[1].reason == DeadLetterReason::too_large);
    CHECK(seen[1].errors[0].problem == "is 131073 bytes long; a command has at most 131072");
}

TEST_CASE("LineSource: of a line of 10 MiB a MiB is kept, with the length and digest of all of it",
          "[connectors]") {
    const tests::TemporaryFolder folder;
    constexpr std::size_t mib = 1U << 20U;
    const auto path = write(folder.path() / "long", std::string(10 * mib, 'x') + "\n" +
                                                        line("a", "2026-03-01T01:00:00Z") + "\n" +
                                                        std::string(3 * mib, 'y'));
    auto lines = LineReader::open({path});
    REQUIRE(lines.has_value());
    const connectors::FixedClock clock(noon);
    LineSource source(*std::move(lines), {clock, always({})});
    const auto seen = all_of(source);
    REQUIRE(seen.size() == 4);
    CHECK(seen[0].reason == DeadLetterReason::too_large);
    // SHA-256 of 10 MiB of 'x'.
    CHECK(seen[0].letter.key ==
          "000000000001-"
          "462a12a876c0364e4f1f3d12ed33dcae125f1198010ff78d8f4c3f4de0412d49");
    CHECK(seen[0].letter.value.find(R"("length":10485760,)") != std::string::npos);
    CHECK(seen[0].letter.value.size() < mib * 4 / 3 + 1'000);
    CHECK(seen[1].id == "a");
    CHECK(seen[2].reason == DeadLetterReason::too_large);
    CHECK(seen[2].letter.value.find(R"("length":3145728,)") != std::string::npos);
    CHECK(seen[3].kind == Input::Kind::tick);
}

TEST_CASE(
    "LineSource: a rerun dead-letters the line without a time again, though the log has one now",
    "[connectors]") {
    const std::string text = line("a") + "\n" + line("b", "2026-03-01T01:00:00Z") + "\n";
    const auto first = read(text);
    REQUIRE(first[0].reason == DeadLetterReason::time_missing);
    const auto again = read(text, one, {{first[0].letter.key, first[0].reason}});
    CHECK(again[0].reason == DeadLetterReason::time_missing);
    CHECK(again[0].letter.key == first[0].letter.key);
    CHECK(again[0].letter.value == first[0].letter.value);
    CHECK(again[1].kind == Input::Kind::command);
    CHECK(read(text, one)[0].kind == Input::Kind::command);
}

TEST_CASE("LineSource: a line from the future is decided when its time has come, and says so once",
          "[connectors]") {
    const std::string text = line("a", "2026-03-02T13:00:00Z") + "\n";
    const auto first = read(text);
    REQUIRE(first[0].reason == DeadLetterReason::time_in_future);
    const connectors::FixedClock later(noon + events::hour);
    LineSource source(LineReader::of(text), {later, {}},
                      {{first[0].letter.key, DeadLetterReason::time_in_future}});
    const auto again = all_of(source);
    CHECK(again[0].kind == Input::Kind::command);
    CHECK(again[0].letter.key == first[0].letter.key);
    std::string resolved = first[0].letter.value;
    resolved.insert(resolved.size() - 1, R"(,"resolved":true)");
    CHECK(again[0].letter.value == resolved);
}

TEST_CASE("LineSource: it knows the earlier dead letters of a log whose reason was the time",
          "[connectors]") {
    engine::SimStorage storage(7, 1);
    const auto log = engine::SimLog::open(storage);
    REQUIRE(log.has_value());
    engine::EpochWrite write;
    const std::vector<engine::CommandSpan> spans{{0, 0, 0, 0}};
    engine::EpochWriter((*log)->id(), {}).write({{}, spans, 1}, *(*log)->end({}), write);
    const auto future = read(line("a", "2026-03-02T13:00:00Z") + "\n")[0].letter;
    const auto missing = read(line("b") + "\n")[0].letter;
    const auto broken = read("no\n")[0].letter;
    auto resolved = future;
    resolved.key.back() = 'x';
    resolved.value.insert(resolved.value.size() - 1, R"(,"resolved":true)");
    write.dead_letters = {future, missing, broken, resolved};
    REQUIRE((*log)->append(write).has_value());
    const auto earlier = connectors::earlier_dead_letters(**log);
    REQUIRE(earlier.has_value());
    CHECK(*earlier == EarlierDeadLetters{{future.key, DeadLetterReason::time_in_future},
                                         {missing.key, DeadLetterReason::time_missing}});
}

TEST_CASE("LineSource: a closed pipe ends the input, and nothing is waited for meanwhile",
          "[connectors]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const std::string text = line("a", "2026-03-01T01:00:00Z") + "\n" + R"({"half":)";
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    auto lines = LineReader::open({fmt::format("/dev/fd/{}", ends[0])});
    REQUIRE(lines.has_value());
    const connectors::FixedClock clock(noon);
    LineSource source(*std::move(lines), {clock, always({})});
    const auto first = source.poll(100);
    REQUIRE(first.has_value());
    CHECK(first->size() == 1);  // what is there; the half line is not waited for
    CHECK_FALSE(source.ended());
    ::close(ends[1]);
    const auto rest = all_of(source);
    REQUIRE(rest.size() == 2);
    CHECK(rest[0].reason == DeadLetterReason::not_json);
    CHECK(rest[1].kind == Input::Kind::tick);
    ::close(ends[0]);
}

TEST_CASE("LineSource: whoever waits for a silent pipe can be woken", "[connectors]") {
    int ends[2];
    int wake[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::pipe(wake) == 0);
    auto lines = LineReader::open({fmt::format("/dev/fd/{}", ends[0])});
    REQUIRE(lines.has_value());
    lines->wake_by(wake[0]);
    const connectors::FixedClock clock(noon);
    LineSource source(*std::move(lines), {clock, always({})});
    REQUIRE(::write(wake[1], "x", 1) == 1);
    const auto inputs = source.poll(100);
    REQUIRE(inputs.has_value());
    CHECK(inputs->empty());
    CHECK_FALSE(source.ended());
    for (const int end : {ends[0], ends[1], wake[0], wake[1]}) ::close(end);
}

TEST_CASE("LineSource: a file that is not there is named before anything is read", "[connectors]") {
    const tests::TemporaryFolder folder;
    const std::string there = write(folder.path() / "there", line("a") + "\n");
    const std::string missing = (folder.path() / "missing").string();
    const auto lines = LineReader::open({there, missing});
    REQUIRE_FALSE(lines.has_value());
    CHECK(lines.error().failure == events::Failure::io);
    CHECK(lines.error().message == missing + " cannot be read: No such file or directory");
    CHECK(LineReader::open({folder.path().string()}).error().message.ends_with("Is a directory"));
}
