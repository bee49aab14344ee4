// `rotation` and `cap`, and how old the leads of a queue are: what each says, in each format.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;

constexpr std::string_view program =
    "program: {id: p, title: P, channel_manager: mia, in_force_from: 2026-01-01T00:00:00Z}\n"
    "partners:\n"
    "  - id: acme\n"
    "    title: Acme\n"
    "    users:\n"
    "      - {id: ada, role: seller, logged_in: true}\n"
    "      - {id: bob, role: seller, logged_in: true}\n"
    "queues: [{id: q, title: Q, everybody: true}, {id: empty, title: E, everybody: true}]\n"
    "time_zone: Europe/Berlin\n"
    "caps:\n"
    "  - {name: a day each, each: user, most: 2, per: day}\n"
    "  - {name: all, program: true, most: 9, within: 1h}\n"
    "rules:\n"
    "  - name: web\n"
    "    when: {field: source, equals: web}\n"
    "    then: {rotate: {name: the team, users: [{id: ada, weight: 3}, bob]}}\n"
    "fallback: {queue: q}\n";

// Two leads by the rotation, on a March morning, and one in the queue.
class Folder {
public:
    Folder() {
        std::ofstream(path("p.yaml")) << program;
        std::ofstream lines(path("lines.jsonl"));
        for (const auto& [lead, source] :
             {std::pair{"l1", "web"}, std::pair{"l2", "web"}, std::pair{"l3", "fair"}})
            lines << R"({"specversion":"1.0","source":"t","program":"p","actor":"manager:mia",)"
                  << R"("id":")" << lead << R"(","time":"2026-03-02T09:00:00Z",)"
                  << R"("type":"CreateLead","data":{"lead":")" << lead << R"(","source":")"
                  << source << "\"}}\n";
        lines.close();
        REQUIRE(ask({"program", "apply", path("p.yaml")}).code == 0);
        REQUIRE(ask({"submit", path("lines.jsonl"), "--strict"}).code == 0);
    }
    [[nodiscard]] Ran ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--data", path("data")});
        return run(words);
    }

private:
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_.path() / name).string();
    }
    TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("rotation: the list has all, and one is shown with its members and its next turn",
          "[connectors]") {
    const Folder folder;
    const Ran list = folder.ask({"rotation", "list", "-o", "csv"});
    INFO(list.err);
    CHECK_THAT(list.out, Contains("the team,rotate_users,2,2,2026-03-02T09:00:00.000000Z,ada,l2"));
    const Ran text = folder.ask({"rotation", "show", "the team"});
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("bob has the most credit once each has gained the weight: "
                                  "2 + 1 = 3, before ada with -2 + 3 = 1"));
    const Ran json = folder.ask({"rotation", "show", "the team", "-o", "jsonl"});
    CHECK_THAT(json.out, Contains(R"("next_if_all_may":"bob")") &&
                             Contains(R"("member":"ada","weight":3,"credit":-2,"with_weight":1)"));
    const Ran wrong = folder.ask({"rotation", "show", "the taem"});
    CHECK(wrong.code == 1);
    CHECK_THAT(wrong.err, Contains("the team"));
}

TEST_CASE("cap: what is used, what is left, and when it frees on the program's clocks",
          "[connectors]") {
    const Folder folder;
    const Ran list = folder.ask({"cap", "list"});
    INFO(list.err);
    CHECK(list.code == 0);
    CHECK_THAT(list.out,
               Contains("a day each  each user") && Contains("2026-03-03T00:00:00+01:00"));
    const Ran shown = folder.ask({"cap", "show", "a day each", "-o", "csv"});
    CHECK_THAT(shown.out,
               Contains("ada,2,2,0,2026-03-02T23:00:00.000000Z,2026-03-03T00:00:00+01:00\n"));
    const Ran full = folder.ask({"cap", "list", "--full", "-o", "jsonl"});
    CHECK_THAT(full.out, Contains("a day each") && !Contains(R"("cap":"all")"));
    CHECK_THAT(folder.ask({"cap", "show", "all", "-o", "jsonl"}).out,
               Contains(R"("used":2,"most":9,"left":7)"));
    CHECK(folder.ask({"cap", "show", "al"}).code == 1);
}

TEST_CASE("queue: since when its leads have been there", "[connectors]") {
    const Folder folder;
    const Ran list = folder.ask({"queue", "list", "-o", "jsonl"});
    CHECK_THAT(list.out,
               Contains(R"("oldest_since":"2026-03-02T09:00:00.000000Z","under_hour":1)"));
    const Ran shown = folder.ask({"queue", "show", "q", "-o", "jsonl"});
    CHECK_THAT(shown.out, Contains(R"("oldest_lead":"l3","under_hour":1)"));
    CHECK_THAT(folder.ask({"queue", "show", "empty", "-o", "jsonl"}).out, !Contains("oldest"));
}

}  // namespace leadline::tests
