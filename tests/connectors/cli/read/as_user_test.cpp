// `--as USER`: what a partner's user is shown by the command line, in every format. What is
// withheld is looked for in every byte of every answer.
#include <catch2/catch.hpp>

#include "tests/connectors/cli/read/as_user_answers.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;

// That the lead is there as far as the user sees it.
void check_shown(const Ran& ran, const std::string& user, const std::string& lead) {
    for (const Planted& planted : planted_leads) {
        if (planted.lead != lead) continue;
        INFO(ran.out);
        CHECK(marked_fields(ran.out, planted) == fields_at(planted.to(user)));
        // CSV always has the column.
        const bool is_csv = ran.out.starts_with("lead,");
        CHECK(has(ran.out, "withheld") == (is_csv || planted.to(user) != Level::whole));
    }
}

}  // namespace

TEST_CASE("--as: what may be seen is shown and what is withheld is nowhere, in every format",
          "[connectors]") {
    const PartnersFolder folder;
    for (const std::string& user : partner_users) {
        for (const std::string& format : formats) {
            INFO(user << ", " << format);
            std::string all;
            for (Words words : commands_of(user)) {
                words.insert(words.end(), {"-o", format});
                const Ran ran = folder.ask_as(user, words);
                INFO(words[0] << ' ' << words[1] << ' ' << words[2] << ": " << ran.err);
                CHECK(ran.code == 0);
                if (words[0] == "lead" && words[1] == "show") check_shown(ran, user, words[2]);
                all += ran.out + ran.err;
            }
            for (const Planted& planted : planted_leads) {
                INFO(planted.lead);
                CHECK(has(all, planted.lead) == (planted.to(user) != Level::none));
                CHECK(marked_fields(all, planted) == fields_at(planted.to(user)));
            }
            for (const std::string& word : unsaid(user)) {
                INFO(word);
                CHECK_FALSE(has_word(all, word));
            }
            for (const Text text :
                 {"secret", "status by tom", "released by tom", "note of tom", "crm"})
                CHECK_FALSE(has(all, text));
            CHECK(has(all, "note of sam") == (user != "tom" && format != "csv"));
        }
    }
}

TEST_CASE("--as: what may be seen stands in lists and beside them", "[connectors]") {
    const PartnersFolder folder;
    const Ran list = folder.ask_as("sam", {"lead", "list", "-o", "csv"});
    for (const Planted& planted : planted_leads)
        CHECK(has(list.out, "company(" + planted.lead + ")") == (planted.sam != Level::none));
    CHECK_THAT(folder.ask_as("sam", {"queue", "show", "vip", "-o", "jsonl"}).out,
               Contains(R"("visible":["company","contact.name"])") &&
                   Contains("\"company\":\"company(L-V1)\""));
    CHECK_THAT(folder.ask_as("sam", {"deal", "show", "D-north", "-o", "jsonl"}).out,
               Contains(R"("conflicts":true)"));
    CHECK_THAT(folder.ask_as("ada", {"partner", "show", "north"}).out, Contains("users (4)"));
    CHECK_THAT(folder.ask_as("sam", {"partner", "show", "north"}).out, Contains("users (1)"));
    CHECK_THAT(folder.ask_as("sam", {"lead", "show", "L-C1"}).out, Contains("deals (1)"));
}

TEST_CASE("--as: what claim limits leave, of queues from which the user may claim",
          "[connectors]") {
    const PartnersFolder folder;
    const std::string of_user = R"({"queue":"vip","limit":"user_open","user":"sam","used":0,)"
                                R"("most":40,"left":40})";
    const std::string of_partner = R"({"queue":"vip","limit":"partner_open","used":0,"most":50,)"
                                   R"("left":50})";
    // What the partner has used says what colleagues do: sellers see their own.
    CHECK_THAT(folder.ask_as("sam", {"partner", "show", "north", "-o", "jsonl"}).out,
               Contains(of_user) && !Contains("partner_open"));
    // ada may not claim there.
    CHECK_THAT(folder.ask_as("ada", {"partner", "show", "north", "-o", "jsonl"}).out,
               Contains(R"("claim_limits":[])"));
    CHECK_THAT(folder.ask({"partner", "show", "north", "-o", "jsonl"}).out,
               Contains(of_partner) && !Contains("user_open") && !Contains("southern"));
}

TEST_CASE("--as: without it everything is shown as before", "[connectors]") {
    const PartnersFolder folder;
    for (const Planted& planted : planted_leads) {
        const Ran ran = folder.ask({"lead", "show", planted.lead, "-o", "jsonl"});
        CHECK(ran.code == 0);
        CHECK(marked_fields(ran.out, planted) == fields_at(Level::whole));
    }
    CHECK_THAT(folder.ask({"lead", "show", "L-H1"}).out, Contains("note of tom"));
}

TEST_CASE("--as: what is not seen gets the sentence and the exit code of what is not there",
          "[connectors]") {
    const PartnersFolder folder;
    const auto same = [&folder](const std::string& user, const Words& words,
                                const std::string& other) {
        const Ran there = folder.ask_as(user, words);
        Ran not_there = folder.ask_as(user, {words[0], words[1], other});
        INFO(there.err);
        CHECK(there.code == 1);
        CHECK(not_there.code == 1);
        CHECK(there.out.empty());
        const std::size_t at = not_there.err.find(other);
        REQUIRE(at != std::string::npos);
        CHECK(there.err == not_there.err.replace(at, other.size(), words[2]));
    };
    for (const std::string& user : partner_users)
        for (const Planted& planted : planted_leads)
            if (planted.to(user) == Level::none) same(user, {"lead", "show", planted.lead}, "L-99");
    same("sam", {"queue", "show", "southern"}, "zorks");
    same("ada", {"queue", "show", "vip"}, "zorks");
    same("sam", {"partner", "show", "south"}, "mouth");  // as near to one's own
    same("sam", {"deal", "show", "D-south"}, "D-99");
    same("ada", {"partner", "dashboard", "south"}, "mouth");
    same("ada", {"partner", "inbox", "south"}, "mouth");
    // Sums tell of what a seller does not see.
    CHECK_THAT(folder.ask_as("sam", {"partner", "dashboard", "north"}).err,
               Contains("are for its administrators and managers"));
    CHECK(folder.ask_as("sam", {"lead", "show", "L-99"}).err ==
          folder.ask({"lead", "show", "L-99"}).err);
    // Filters by others: an empty list, whether they are there or not.
    for (const Words& filter : std::vector<Words>{{"--owner", "tom"},
                                                  {"--owner", "sue"},
                                                  {"--owner", "zork"},
                                                  {"--partner", "south"},
                                                  {"--partner", "zork"},
                                                  {"--queue", "southern"},
                                                  {"--queue", "zork"}}) {
        const Ran ran = folder.ask_as("sam", {"lead", "list", filter[0], filter[1], "-o", "jsonl"});
        INFO(filter[1] << ": " << ran.err);
        CHECK(ran.code == 0);
        CHECK(ran.out.empty());
    }
}

TEST_CASE("--as: -n counts what is shown, and the cursor goes on there", "[connectors]") {
    const PartnersFolder folder;
    const Words list{"lead", "list", "-o", "jsonl"};
    for (const std::string& user : partner_users) {
        const std::string whole_list = folder.ask_as(user, list).out;
        std::string paged;
        std::string cursor;
        for (int page = 0; page < 20; ++page) {
            Words words = list;
            words.insert(words.end(), {"-n", "2"});
            if (!cursor.empty()) words.insert(words.end(), {"--after", cursor});
            const Ran ran = folder.ask_as(user, words);
            INFO(ran.err);
            REQUIRE(ran.code == 0);
            paged += ran.out;
            const std::size_t at = ran.err.find("--after ");
            const auto lines = std::count(ran.out.begin(), ran.out.end(), '\n');
            CHECK((at == std::string::npos ? lines <= 2 : lines == 2));
            if (at == std::string::npos) break;
            cursor = ran.err.substr(at + 8);
            cursor.pop_back();
        }
        CHECK(paged == whole_list);
    }
    CHECK_THAT(folder.ask_as("tom", {"queue", "show", "inbound", "-n", "1"}).out,
               Contains("leads (1)"));
}

TEST_CASE("--as: an unknown user, one who sees nothing, and no user at all", "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path())
        .tell(a_contest() + manager(events::DeactivateUser{{"sue"}, {}}) +
              manager(events::InviteUser{{"new"}, {"north"}, events::Role::seller, {}}) +
              manager(events::SuspendPartner{{"south"}, {}}));
    const auto ask = [&folder](const std::string& user) {
        return run({"lead", "list", "--as", user, "--data", folder.path().string()});
    };
    CHECK(ask("sam").code == 0);
    CHECK(ask("sma").code == 1);
    CHECK_THAT(ask("sma").err, Contains("there is no user \"sma\" in program \"acme\"") &&
                                   Contains("did you mean \"sam\"?"));
    for (const std::string user : {"sue", "new", "tom"}) {
        const Ran ran = ask(user);
        INFO(ran.err);
        CHECK(ran.code == 1);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains("user \"" + user + "\" sees nothing: "));
        CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    }
    // A variable that is not set must not show everything.
    const Ran nobody = ask("");
    CHECK(nobody.code == 2);
    CHECK(nobody.out.empty());
    CHECK_THAT(nobody.err, Contains("--as: expected the id of a partner user"));
}

TEST_CASE("--as: commands that have no answer for a partner's user do not take it",
          "[connectors]") {
    const TemporaryFolder folder;
    DataStory(folder.path()).tell(a_contest());
    for (const Words& words : std::vector<Words>{{"lead", "explain", "L-1"},
                                                 {"partner", "list"},
                                                 {"program", "list"},
                                                 {"program", "show"},
                                                 {"contest", "list"},
                                                 {"contest", "show", "L-1"},
                                                 {"rotation", "list"},
                                                 {"cap", "list"},
                                                 {"notification", "list"},
                                                 {"program", "dashboard"},
                                                 {"deal", "customers"},
                                                 {"dead-letter", "list"},
                                                 {"view", "list"},
                                                 {"log", "tail"},
                                                 {"log", "info"}}) {
        Words line = words;
        line.insert(line.end(), {"--as", "sam", "--data", folder.path().string()});
        const Ran ran = run(line);
        INFO(words[0] << ' ' << words[1] << ": " << ran.err);
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains("--as"));
    }
}

}  // namespace leadline::tests
