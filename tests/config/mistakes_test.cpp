// What `rules check` says of the mistakes in mistakes.txt: each at its line and column, in its
// words, and nothing else.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "config/rules_check.hpp"
#include "config/yaml/utf8.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

constexpr std::string_view sign = "\u00B6";  // before the place that must be named

constexpr std::string_view program_head =
    "program: {id: p, title: P, channel_manager: eve}\n"
    "partners:\n"
    "  - id: north\n"
    "    title: North\n"
    "    tier: gold\n"
    "    users: [{id: ada, role: seller}, {id: bob, role: manager}]\n"
    "queues:\n"
    "  - {id: emea, title: EMEA, everybody: true}\n"
    "  - {id: rest, title: Rest, everybody: true}\n";
constexpr std::string_view fallback = "fallback: {queue: rest}\n";
constexpr std::string_view program_rules =
    "rules:\n"
    "  - name: europe\n"
    "    when: {field: source, equals: web}\n"
    "    then: {queue: emea}\n";

struct Mistake {
    std::string kind;
    std::string text;  // with the sign
    std::string message;
};

std::vector<Mistake> all_mistakes() {
    std::ifstream in(repository_root() / "tests/config/mistakes.txt");
    std::vector<Mistake> mistakes;
    std::string line;
    bool is_open = false;
    while (std::getline(in, line)) {
        if (line.starts_with("== ")) {
            mistakes.push_back({line.substr(3), {}, {}});
            is_open = true;
        } else if (line.starts_with("-- ")) {
            mistakes.back().message = line.substr(3);
            is_open = false;
        } else if (is_open) {
            mistakes.back().text += line + "\n";
        }
    }
    return mistakes;
}

// The whole file, still with the sign.
std::string file_of(const Mistake& mistake) {
    const std::string& text = mistake.text;
    const std::string rule = "rules:\n  - name: a\n    ";
    if (mistake.kind == "file") return text == fmt::format("{}\n", sign) ? std::string(sign) : text;
    if (mistake.kind == "program") return fmt::format("{}{}", program_head, text);
    if (mistake.kind == "rules") return fmt::format("{}{}", text, fallback);
    if (mistake.kind == "section") return fmt::format("{}rules: []\n{}", text, fallback);
    if (mistake.kind == "when")
        return fmt::format("{}when: {}    then: {{queue: rest}}\n{}", rule, text, fallback);
    if (mistake.kind == "then")
        return fmt::format("{}{}then: {}{}", program_head, rule, text, fallback);
    REQUIRE(mistake.kind == "case");
    return "program: p.yaml\ntime: 2026-03-02T09:00:00Z\ncases:\n  - name: c\n" + text;
}

// "LINE:COLUMN" of the sign, which is taken out.
std::string take_place(std::string& text) {
    const std::size_t at = text.find(sign);
    REQUIRE(at != std::string::npos);
    text.erase(at, sign.size());
    REQUIRE(text.find(sign) == std::string::npos);
    const std::string_view before = std::string_view(text).substr(0, at);
    const std::size_t line = before.rfind('\n') + 1;  // npos + 1 is 0
    return fmt::format("{}:{}", 1 + std::count(before.begin(), before.end(), '\n'),
                       1 + config::code_points(before.substr(line)));
}

// Lets `rules check` read `text`; "LINE:COLUMN: MESSAGE" of all that is said, a line each.
std::string said_of(const std::filesystem::path& folder, const std::string& text) {
    std::ofstream(folder / "t.yaml") << text;
    config::Diagnostics diagnostics;
    const auto is_right = config::check_rules(folder / "t.yaml", diagnostics);
    REQUIRE((is_right || is_right.error().failure == events::Failure::configuration));
    CHECK_FALSE(is_right.value_or(false));
    std::string said;
    for (const config::Diagnostic& each : diagnostics.sorted())
        said += fmt::format("{}:{}: {}\n", each.place.line, each.place.column, each.message);
    return said;
}

}  // namespace

TEST_CASE("rules check: each mistake is told once, at its line and column, in its words",
          "[config]") {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "p.yaml") << program_head << program_rules << fallback;
    const std::vector<Mistake> mistakes = all_mistakes();
    CHECK(mistakes.size() >= 130);
    for (const Mistake& mistake : mistakes) {
        std::string text = file_of(mistake);
        INFO(text);
        const std::string place = take_place(text);
        CHECK(said_of(folder.path(), text) == fmt::format("{}: {}\n", place, mistake.message));
    }
}

TEST_CASE("rules check: without its mistake each kind of file is right", "[config]") {
    const TemporaryFolder folder;
    const auto is_right = [&folder](const std::string& text) {
        std::ofstream(folder.path() / "t.yaml") << text;
        config::Diagnostics diagnostics;
        const bool is = config::check_rules(folder.path() / "t.yaml", diagnostics).value_or(false);
        INFO(diagnostics.to_text());
        CHECK(is);
    };
    std::ofstream(folder.path() / "p.yaml") << program_head << program_rules << fallback;
    is_right(fmt::format("{}{}{}", program_head, program_rules, fallback));
    is_right(fmt::format("{}{}", program_rules, fallback));
    is_right(file_of({"when", "{field: source, equals: web}\n", {}}));
    is_right(file_of({"then", "{user: ada}\n", {}}));
    is_right(file_of({"section", "time_zone: Europe/Berlin\n", {}}));
    is_right(file_of({"case", "    when: {source: web}\n    expect: {queue: emea}\n", {}}));
}

TEST_CASE("rules check: 100,001 rules are one mistake, told where they begin", "[config]") {
    const TemporaryFolder folder;
    std::string text = "rules:\n";
    for (int i = 0; i <= 100'000; ++i)
        text += fmt::format(
            "- {{name: r{0}, when: {{field: source, equals: s{0}}}, then: "
            "{{queue: q}}}}\n",
            i);
    REQUIRE(text.size() < 8U * 1024U * 1024U);
    CHECK(said_of(folder.path(), text + std::string(fallback)) ==
          "2:1: 100001 rules, at most 100000\n");
}

TEST_CASE("rules check: a mistake in a file of rules that a program names is told there",
          "[config]") {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "r.yaml") << "rules:\n  - name: a\n    then: {queue: emae}\n"
                                            << fallback;
    std::ofstream(folder.path() / "p.yaml") << program_head << "rules_file: r.yaml\n";
    config::Diagnostics diagnostics;
    CHECK_FALSE(config::check_rules(folder.path() / "p.yaml", diagnostics).value_or(false));
    const auto said = diagnostics.sorted();
    REQUIRE(said.size() == 1);
    CHECK(std::filesystem::path(said[0].file).filename() == "r.yaml");
    CHECK(said[0].place == events::SourcePlace{3, 19});
    CHECK(said[0].message ==
          "unknown queue \"emae\"; expected one of: emea, rest; did you mean \"emea\"?");
    CHECK(said[0].excerpt ==
          "    3 |     then: {queue: emae}\n"
          "      |                   ^\n");
}

}  // namespace leadline::tests
