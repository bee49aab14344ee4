// The nouns that views answer: what each says, in each format, and with which exit code.
#include <catch2/catch.hpp>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Catch::StartsWith;

// A folder with the story, closed again.
struct Folder {
    Folder() { DataStory(folder.path()).tell(a_contest()); }

    [[nodiscard]] Ran ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--data", folder.path().string()});
        return run(words);
    }
    TemporaryFolder folder;
};

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("lead list: each format holds all leads and names the position", "[connectors]") {
    const Folder folder;
    const Ran text = folder.ask({"lead", "list"});
    INFO(text.err);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, StartsWith("LEAD  STATUS"));
    CHECK(lines_in(text.out) == 4);
    CHECK_THAT(text.err, Contains("3 leads, at position 0/"));
    CHECK(text.out.find('\x1b') == std::string::npos);

    const Ran json = folder.ask({"lead", "list", "-o", "json"});
    CHECK_THAT(json.out, StartsWith("{\"leads\":[\n{\"lead\":\"L-1\",\"status\":\"converted\""));
    CHECK_THAT(json.out, Contains("],\"at\":[{\"partition\":0,\"position\":"));
    CHECK(json.err.empty());

    const Ran jsonl = folder.ask({"lead", "list", "-o", "jsonl"});
    CHECK(lines_in(jsonl.out) == 3);
    CHECK_THAT(jsonl.out, StartsWith("{\"lead\":\"L-1\""));
    CHECK_THAT(jsonl.err, StartsWith("at position 0/"));

    const Ran csv = folder.ask({"lead", "list", "-o", "csv"});
    CHECK_THAT(csv.out, StartsWith("lead,status,place,queue,owner,partner,"));
    CHECK(lines_in(csv.out) == 4);
}

TEST_CASE("lead list: it is narrowed by filters and cut by -n, and goes on behind a cursor",
          "[connectors]") {
    const Folder folder;
    CHECK(lines_in(folder.ask({"lead", "list", "--queue", "inbound", "-o", "jsonl"}).out) == 1);
    CHECK(lines_in(folder.ask({"lead", "list", "--status", "converted", "-o", "jsonl"}).out) == 1);
    CHECK(lines_in(folder.ask({"lead", "list", "--owner", "sam", "-o", "jsonl"}).out) == 1);
    CHECK(lines_in(folder.ask({"lead", "list", "--open", "-o", "jsonl"}).out) == 2);
    const Ran first = folder.ask({"lead", "list", "-n", "2", "-o", "jsonl"});
    CHECK(lines_in(first.out) == 2);
    const std::size_t at = first.err.find("--after ");
    REQUIRE(at != std::string::npos);
    std::string cursor = first.err.substr(at + 8);
    cursor.pop_back();
    const Ran rest = folder.ask({"lead", "list", "--after", cursor, "-o", "jsonl"});
    CHECK(lines_in(rest.out) == 1);
    CHECK_THAT(rest.out, Contains("L-3"));
    const Ran wrong = folder.ask({"lead", "list", "--status", "convertd"});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.err, Contains("did you mean \"converted\"?"));
}

TEST_CASE("lead show: the lead, its person, its timeline and the deals of its customer",
          "[connectors]") {
    const Folder folder;
    const Ran text = folder.ask({"lead", "show", "L-1"});
    INFO(text.err);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("Anna Berg, anna@ventura.example"));
    CHECK_THAT(text.out, Contains("LeadClaimed"));
    CHECK_THAT(text.out, Contains("lead_already_claimed"));
    CHECK_THAT(text.out, Contains("deals (1)"));
    const Ran json = folder.ask({"lead", "show", "L-1", "-o", "jsonl"});
    CHECK_THAT(json.out, Contains("\"contact\":{\"name\":\"Anna Berg\""));
    CHECK_THAT(json.out, Contains("\"at\":[{\"partition\":0"));
    CHECK(lines_in(json.out) == 1);
    const Ran csv = folder.ask({"lead", "show", "L-1", "-o", "csv"});
    CHECK(lines_in(csv.out) == 2);
    CHECK_THAT(csv.err, Contains("left out: steps, deals"));
}

TEST_CASE("lead explain: the story is told in every format", "[connectors]") {
    const Folder folder;
    const Ran text = folder.ask({"lead", "explain", "L-1"});
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("sam"));
    CHECK_THAT(text.err, StartsWith("at position 0/"));
    const Ran json = folder.ask({"lead", "explain", "L-1", "-o", "jsonl"});
    CHECK_THAT(json.out, StartsWith("{\"lead\":\"L-1\""));
    CHECK_THAT(json.out, Contains(",\"at\":[{\"partition\":0"));
    const Ran csv = folder.ask({"lead", "explain", "L-1", "-o", "csv"});
    CHECK_THAT(csv.out, StartsWith("position,time,event,text\n"));
    CHECK(lines_in(csv.out) > 5);
}

TEST_CASE("queue, partner, deal and program: each can be listed and shown", "[connectors]") {
    const Folder folder;
    CHECK_THAT(folder.ask({"queue", "list", "-o", "csv"}).out, Contains("inbound,Inbound,1,true"));
    CHECK_THAT(folder.ask({"queue", "show", "inbound", "-o", "jsonl"}).out,
               Contains("\"leads\":[{\"lead\":\"L-2\""));
    CHECK(lines_in(folder.ask({"partner", "list", "-o", "jsonl"}).out) == 2);
    const Ran partner = folder.ask({"partner", "show", "north"});
    CHECK_THAT(partner.out, Contains("users (4)"));
    CHECK_THAT(partner.out, Contains("administrator"));
    CHECK_THAT(folder.ask({"deal", "list", "-o", "csv"}).out, Contains("D-1,pending,north,sam"));
    CHECK_THAT(folder.ask({"deal", "show", "D-1"}).out, Contains("pending"));
    CHECK_THAT(folder.ask({"program", "list", "-o", "jsonl"}).out,
               Contains("\"program\":\"acme\""));
    const Ran program = folder.ask({"program", "show", "-o", "jsonl"});
    CHECK_THAT(program.out, Contains("\"leads\":3"));
    CHECK_THAT(program.out, Contains("\"claims_refused\":2"));
}

TEST_CASE("queue list: of many members a table shows the first, everything else shows all",
          "[connectors]") {
    const TemporaryFolder folder;
    std::vector<Asked> story{manager(events::CreateProgram{})};
    const std::vector<events::PartnerId> five{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}};
    const std::vector<events::PartnerId> four{{"a"}, {"b"}, {"c"}, {"d"}};
    for (const events::PartnerId partner : five)
        story.push_back(manager(events::RegisterPartner{partner, {}, {}, {}}));
    story.push_back(manager(events::DefineQueue{{"q5"}, "Five", false, five, {}, {}, {}}));
    story.push_back(manager(events::DefineQueue{{"q4"}, "Four", false, four, {}, {}, {}}));
    DataStory(folder.path()).tell(story);
    const auto ask = [&folder](std::vector<std::string> words) {
        words.insert(words.end(), {"--data", folder.path().string()});
        return run(words).out;
    };
    CHECK_THAT(ask({"queue", "list"}), Contains("a, b, c, 2 more"));
    CHECK_THAT(ask({"queue", "list"}), Contains("a, b, c, d"));
    CHECK_THAT(ask({"queue", "list", "-o", "csv"}), Contains(",a;b;c;d;e,"));
    CHECK_THAT(ask({"queue", "list", "-o", "jsonl"}), Contains(R"(["a","b","c","d","e"])"));
    CHECK_THAT(ask({"queue", "show", "q5"}), Contains("a, b, c, d, e"));
}

TEST_CASE("queue show and deal show: refused ClaimNext by reason, a deal's steps by event",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path())
        .tell(a_contest() + user("tom", events::ClaimNext{{"inbound"}, {}}) +
              user("tom", events::ClaimNext{{"inbound"}, {}}) +
              manager(events::ApproveDeal{{"D-1"}, {}}));
    const auto ask = [&folder](std::vector<std::string> words) {
        words.insert(words.end(), {"--data", folder.path().string()});
        return run(words).out;
    };
    CHECK_THAT(ask({"queue", "show", "inbound"}), Contains("claim next refused (1)"));
    CHECK_THAT(ask({"queue", "show", "inbound", "-o", "jsonl"}),
               Contains(R"("claim_next_refused":[{"reason":"nothing_to_claim","count":1,)"));
    const std::string deal = ask({"deal", "show", "D-1", "-o", "jsonl"});
    CHECK_THAT(deal, Contains(R"("event":"DealRegistered","actor":"user:sam")"));
    CHECK_THAT(deal, Contains(R"("event":"DealApproved","actor":"manager:maria")"));
}

TEST_CASE("deal list: a customer is an account, else a name however it is written; else exit 1",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path())
        .tell(a_contest() + user("sam", deal("D-2", phone, {{}, "Deich AG"})) +
              user("sam", deal("D-3", router, {{"quay"}, "Kai GmbH"})) +
              user("sam", deal("D-4", phone, {{}, "shop"})));
    const auto ask = [&folder](const std::string& customer, const std::string& status = "pending") {
        return run({"deal", "list", "--customer", customer, "--status", status, "-o", "csv",
                    "--data", folder.path().string()});
    };
    const auto deals = [](const Ran& ran) {
        std::vector<std::string> ids;
        for (std::size_t at = 0; (at = ran.out.find("\nD-", at)) != std::string::npos; ++at)
            ids.push_back(ran.out.substr(at + 1, 3));
        return ids;
    };
    using Ids = std::vector<std::string>;
    CHECK(deals(ask("shop")) == Ids{"D-1"});  // the account, though a name is the same
    CHECK(deals(ask("Deich AG")) == Ids{"D-2"});
    CHECK(deals(ask("  DEICH ag ")) == Ids{"D-2"});
    CHECK(deals(ask("quay")) == Ids{"D-3"});
    const Ran none = ask("Deich AG", "approved");
    CHECK(none.code == 0);
    CHECK(deals(none).empty());
    const Ran unknown = ask("Deich A");
    CHECK(unknown.code == 1);
    CHECK(unknown.out.empty());
    CHECK_THAT(unknown.err, Contains("no deal was registered for a customer \"Deich A\"") &&
                                Contains("did you mean \"Deich AG\"?"));
    CHECK(ask("Kai GmbH").code == 1);
    CHECK_THAT(ask("Kai GmbH").err, Contains("it is the account \"quay\""));
}

TEST_CASE("contest show: who won, and how much later the others came", "[connectors]") {
    const Folder folder;
    CHECK_THAT(folder.ask({"contest", "list", "-o", "csv"}).out, Contains("L-1,sam,"));
    const Ran shown = folder.ask({"contest", "show", "L-1", "-o", "csv"});
    INFO(shown.err);
    CHECK(lines_in(shown.out) == 4);
    CHECK_THAT(shown.out, Contains("sam,won,,,"));
    CHECK_THAT(shown.out, Contains("sue,lost,lead_already_claimed,1,1s"));
    CHECK_THAT(shown.out, Contains("tom,lost,lead_already_claimed,2,2s"));
}

TEST_CASE("read commands: what is not there is exit 1, with a sentence and the nearest id",
          "[connectors]") {
    const Folder folder;
    const std::vector<std::vector<std::string>> missing{
        {"lead", "show", "L-9"},     {"lead", "explain", "L-9"}, {"queue", "show", "inbuond"},
        {"partner", "show", "nord"}, {"deal", "show", "D-9"},    {"program", "show", "amce"}};
    for (const auto& words : missing) {
        const Ran ran = folder.ask(words);
        INFO(words[0] << ' ' << words[2] << ": " << ran.err);
        CHECK(ran.code == 1);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains(words[2]));
    }
    CHECK_THAT(folder.ask({"queue", "show", "inbuond"}).err, Contains("did you mean \"inbound\"?"));
    CHECK_THAT(folder.ask({"program", "show", "amce"}).err, Contains("did you mean \"acme\"?"));
    const TemporaryFolder nothing;
    CHECK(run({"lead", "list", "--data", nothing.path().string()}).code == 1);
    CHECK(folder.ask({"lead", "show"}).code == 2);
}

TEST_CASE("read commands: beside an engine they see what it has shown, and do not disturb it",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory engine(folder.path());
    engine.tell(open_queue() + captured("L-1")).keep_views();
    const std::vector<std::string> list{"lead",  "list",   "-o",
                                        "jsonl", "--data", folder.path().string()};
    CHECK(lines_in(run(list).out) == 1);
    engine.tell({captured("L-2")});
    const Ran later = run(list);
    CHECK(later.code == 0);
    CHECK(lines_in(later.out) == 2);
    CHECK(run({"log", "verify", "--data", folder.path().string()}).code == 0);
    engine.tell({captured("L-3")});
    CHECK(lines_in(run(list).out) == 3);
}

}  // namespace leadline::tests
