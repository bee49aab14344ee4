// Readers of single values and of maps: each mistake with its exact words.
#include "config/yaml/map_reader.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "config/yaml/document.hpp"
#include "config/yaml/scalars.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

struct Loaded {
    Diagnostics diagnostics;
    Document document;

    explicit Loaded(const std::string& text)
        : document(std::move(Document::parse("f.yaml", text, diagnostics).value())) {}
    const Node& root() const { return document.root(); }
};

// What is said when the value in "v: TEXT" is read as a T; empty when it was good.
template <class Out>
std::string complaint(const std::string& text, Out&& out) {
    Loaded loaded("v: " + text + "\n");
    MapReader m(loaded.root(), loaded.diagnostics, "a test");
    const bool good = m.required("v", out);
    CHECK(good == loaded.diagnostics.ok());
    CHECK(m.finish() == good);
    const std::string all = loaded.diagnostics.to_text();
    const std::size_t at = all.find("error: ");
    return at == std::string::npos ? "" : all.substr(at + 7, all.find('\n') - at - 7);
}

enum class Colour { red, green };
constexpr Choice<Colour> colours[] = {{"red", Colour::red}, {"green", Colour::green}};

// A type of the user's own, with its reader.
struct Queue {
    std::string id;
    Placed<std::int64_t> weight{1, {}};
};

bool read(const Node& node, Diagnostics& diagnostics, Queue& out) {
    MapReader m(node, diagnostics, "a queue");
    m.required("id", out.id);
    m.optional("weight", out.weight);
    return m.finish();
}

}  // namespace

TEST_CASE("MapReader: text is read as written, and nothing else is text", "[config]") {
    std::string text;
    CHECK(complaint("NO", text).empty());
    CHECK(text == "NO");
    CHECK(complaint("010", text).empty());
    CHECK(text == "010");
    CHECK(complaint("'null'", text).empty());
    CHECK(text == "null");
    CHECK(complaint("null", text) ==
          "expected text, found null; put it in quotes if the word is meant");
    CHECK(complaint("", text) == "expected text, found nothing");
    CHECK(complaint("''", text) == "expected text, found \"\"");
    CHECK(complaint("[a]", text) == "expected text, found a list");
    CHECK(complaint("{a: 1}", text) == "expected text, found a map");
}

TEST_CASE("MapReader: integers are plain decimal digits within their range", "[config]") {
    std::int64_t number = 0;
    CHECK(complaint("-12", number).empty());
    CHECK(number == -12);
    CHECK(complaint("010", number) ==
          "expected a whole number, found \"010\"; write 10, without leading zeros");
    CHECK(complaint("1e3", number) == "expected a whole number, found \"1e3\"; write 1000");
    CHECK(complaint("1_000", number) == "expected a whole number, found \"1_000\"; write 1000");
    CHECK(complaint("+5", number) == "expected a whole number, found \"+5\"; write 5");
    CHECK(complaint("\"5\"", number) ==
          "expected a whole number, found \"5\"; write it without quotes");
    CHECK(complaint("0x10", number) == "expected a whole number, found \"0x10\"");
    CHECK(complaint("1.0", number) == "expected a whole number, found \"1.0\"");
    CHECK(complaint("yes", number) == "expected a whole number, found \"yes\"");
    CHECK(complaint("99999999999999999999", number) ==
          "expected a whole number from -9223372036854775808 to 9223372036854775807, found "
          "\"99999999999999999999\"");
    CHECK(number == -12);

    std::uint32_t small = 0;
    CHECK(complaint("7", small).empty());
    CHECK(small == 7);
    CHECK(complaint("-1", small) == "expected a whole number from 0 to 4294967295, found \"-1\"");
    CHECK(complaint("101", in_range(small, 1, 100)) ==
          "expected a whole number from 1 to 100, found \"101\"");
    std::uint64_t large = 0;
    CHECK(complaint("-1", large) == "expected a whole number, at least 0, found \"-1\"");
}

TEST_CASE("MapReader: true and false are the only booleans", "[config]") {
    bool flag = false;
    CHECK(complaint("true", flag).empty());
    CHECK(flag);
    CHECK(complaint("yes", flag) == "expected true or false, found \"yes\"; write true");
    CHECK(complaint("Off", flag) == "expected true or false, found \"Off\"; write false");
    CHECK(complaint("'true'", flag) ==
          "expected true or false, found \"true\"; write it without quotes");
    CHECK(complaint("1", flag) == "expected true or false, found \"1\"");
    CHECK(flag);
}

TEST_CASE("MapReader: decimals, durations and times say what they look like", "[config]") {
    Decimal decimal;
    CHECK(complaint("12.50", decimal).empty());
    CHECK(decimal.text == "12.50");
    CHECK(complaint("12.", decimal) ==
          "expected a decimal number such as 1000 or 12.50, found \"12.\"");
    CHECK(complaint("1e3", decimal) ==
          "expected a decimal number such as 1000 or 12.50, found \"1e3\"");

    events::Duration duration;
    CHECK(complaint("30m", duration).empty());
    CHECK(duration.us == 30 * events::minute.us);
    CHECK(complaint("30", duration) ==
          "expected a duration such as 90s, 30m, 4h or 7d, found \"30\"; name the unit");

    events::Time time;
    CHECK(complaint("2017-06-14", time).empty());
    CHECK(time.us == 17'331 * events::day.us);
    CHECK(complaint("14.6.2017", time) ==
          "expected a time such as 2026-01-31T08:00:00Z, or a date, found \"14.6.2017\"");
}

TEST_CASE("MapReader: a word out of a few is told its nearest name", "[config]") {
    Colour colour = Colour::red;
    CHECK(complaint("green", one_of(colour, "colour", colours)).empty());
    CHECK(colour == Colour::green);
    CHECK(complaint("gren", one_of(colour, "colour", colours)) ==
          "unknown colour \"gren\"; expected one of: red, green; did you mean \"green\"?");
    CHECK(complaint("blue", one_of(colour, "colour", colours)) ==
          "unknown colour \"blue\"; expected one of: red, green");
    CHECK(complaint("[red]", one_of(colour, "colour", colours)) ==
          "expected a colour: one of red, green, found a list");
}

TEST_CASE("MapReader: an unknown key is told what was expected, and shown", "[config]") {
    Loaded loaded("queues:\n  - id: a\n    qeue: emea\n");
    MapReader m(loaded.root().find("queues")->items[0], loaded.diagnostics, "an action");
    std::string id;
    m.required("id", id);
    (void)m.child("queue");
    (void)m.child("user");
    CHECK_FALSE(m.finish());
    CHECK(loaded.diagnostics.to_text() ==
          "f.yaml:3:5: error: unknown key \"qeue\"; expected one of: queue, user; did you mean "
          "\"queue\"?\n"
          "    3 |     qeue: emea\n"
          "      |     ^\n");
}

TEST_CASE("MapReader: all mistakes of a file are said in one run, in order of place", "[config]") {
    Loaded loaded("name: [x]\ncount: 010\nextra: 1\nqueues:\n  - weight: x\n  - id: b\n  - c\n");
    MapReader m(loaded.root(), loaded.diagnostics, "a program");
    std::string name;
    std::uint32_t count = 5;
    std::vector<Queue> queues;
    std::string missing;
    CHECK_FALSE(m.required("missing", missing));
    CHECK_FALSE(m.required("queues", queues));
    CHECK_FALSE(m.optional("count", count));
    CHECK_FALSE(m.required("name", name));
    CHECK_FALSE(m.finish());
    CHECK(count == 5);
    REQUIRE(queues.size() == 1);
    CHECK(queues[0].id == "b");
    CHECK(loaded.diagnostics.errors() == 7);
    CHECK(
        loaded.diagnostics.to_text() ==
        "f.yaml:1:1: error: missing key \"missing\" of a program\n"
        "    1 | name: [x]\n"
        "      | ^\n"
        "f.yaml:1:7: error: expected text, found a list\n"
        "    1 | name: [x]\n"
        "      |       ^\n"
        "f.yaml:2:8: error: expected a whole number from 0 to 4294967295, found \"010\"; write 10, "
        "without leading zeros\n"
        "    2 | count: 010\n"
        "      |        ^\n"
        "f.yaml:3:1: error: unknown key \"extra\"; expected one of: missing\n"
        "    3 | extra: 1\n"
        "      | ^\n"
        "f.yaml:5:5: error: missing key \"id\" of a queue\n"
        "    5 |   - weight: x\n"
        "      |     ^\n"
        "f.yaml:5:13: error: expected a whole number, found \"x\"\n"
        "    5 |   - weight: x\n"
        "      |             ^\n"
        "f.yaml:7:5: error: expected a queue (a map), found \"c\"\n"
        "    7 |   - c\n"
        "      |     ^\n");
    const auto result = loaded.diagnostics.result();
    REQUIRE_FALSE(result);
    CHECK(result.error().failure == events::Failure::configuration);
    CHECK(result.error().message + "\n" == loaded.diagnostics.to_text());
}

TEST_CASE("MapReader: values remember where they stand", "[config]") {
    Loaded loaded("id: a\nweight: 3\n");
    Queue queue;
    CHECK(read(loaded.root(), loaded.diagnostics, queue));
    CHECK(queue.weight.value == 3);
    CHECK(queue.weight.place == SourcePlace{2, 9});
    MapReader m(loaded.root(), loaded.diagnostics, "a queue");
    CHECK(m.place("id") == SourcePlace{1, 5});
    CHECK(m.place("absent") == SourcePlace{1, 1});
}

TEST_CASE("MapReader: an empty place in a list is a mistake where it stands", "[config]") {
    std::vector<std::string> texts;
    Loaded loaded("v:\n  - a\n  -\n  - b\n");
    CHECK_FALSE(read(*loaded.root().find("v"), loaded.diagnostics, texts));
    CHECK(loaded.diagnostics.to_text() ==
          "f.yaml:3:3: error: expected text, found nothing\n"
          "    3 |   -\n"
          "      |   ^\n");
    CHECK(texts == std::vector<std::string>{"a", "b"});
}

TEST_CASE("MapReader: exactly one of several keys", "[config]") {
    const auto one = [](const std::string& text, std::string& said) {
        Loaded loaded(text);
        MapReader m(loaded.root(), loaded.diagnostics, "an action");
        const auto key = m.exactly_one({"user", "queue"});
        m.finish();
        said = loaded.diagnostics.to_text();
        return std::string(key.value_or("none"));
    };
    std::string said;
    CHECK(one("queue: a\n", said) == "queue");
    CHECK(said.empty());
    CHECK(one("{}\n", said) == "none");
    CHECK(said.find("f.yaml:1:1: error: expected in an action exactly one of: user, queue; found "
                    "none\n") == 0);
    CHECK(one("queue: a\nuser: b\n", said) == "none");
    CHECK(said.find("exactly one of: user, queue; found user, queue\n") != std::string::npos);
    CHECK(one("text\n", said) == "none");
    CHECK(said.find("f.yaml:1:1: error: expected an action (a map), found \"text\"\n") == 0);
}

TEST_CASE("Diagnostics: of very many mistakes the first hundred are printed", "[config]") {
    std::string text;
    for (int i = 0; i < 150; ++i) text += "k" + std::to_string(i) + ": 1\n";
    Loaded loaded(text);
    MapReader m(loaded.root(), loaded.diagnostics, "a map");
    CHECK_FALSE(m.finish());
    const std::string said = loaded.diagnostics.to_text();
    CHECK(loaded.diagnostics.errors() == 150);
    CHECK(said.find("f.yaml:100:1: error: unknown key \"k99\"") != std::string::npos);
    CHECK(said.find("f.yaml:101:1") == std::string::npos);
    CHECK(said.substr(said.size() - 12) == "and 50 more\n");
}

TEST_CASE("Diagnostics: warnings are printed and refuse nothing", "[config]") {
    Loaded loaded("a: 1\n");
    loaded.diagnostics.warning(*loaded.root().find("a"), "never used");
    CHECK(loaded.diagnostics.ok());
    CHECK(loaded.diagnostics.result());
    CHECK(loaded.diagnostics.to_text() ==
          "f.yaml:1:4: warning: never used\n"
          "    1 | a: 1\n"
          "      |    ^\n");
}
