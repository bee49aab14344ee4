// `partner dashboard`, `partner inbox`, `program dashboard`, `opportunity pipeline` and `deal
// customers`: what each says, in which format, and with which exit code.
#include <catch2/catch.hpp>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using namespace events;

CreateOpportunity made(Text id, Text amount, Text currency) {
    CreateOpportunity c;
    c.opportunity = {id};
    c.customer.title = "Ventura GmbH";
    c.topic = "Forty routers";
    c.amount = Money{amount, currency, *minor_units(amount, currency)};
    return c;
}

// sam works on two in euros and one in yen, of which one is won; O-4 is delivered to south. Both
// partners want the same product for one customer.
struct Folder {
    Folder() {
        CreateOpportunity first = made("O-1", "1200.50", "EUR");
        first.user = {"sam"};
        CreateOpportunity second = made("O-2", "99.50", "EUR");
        second.user = {"sam"};
        CreateOpportunity third = made("O-3", "5000", "JPY");
        third.user = {"sam"};
        CreateOpportunity fourth = made("O-4", "7.00", "EUR");
        fourth.partner = {"south"};
        DataStory(folder.path())
            .tell(two_partners() + manager(first) + manager(second) + manager(third) +
                  manager(fourth) +
                  user("sam",
                       ChangeOpportunityStatus{{"O-3"}, OpportunityStatus::in_progress, {}, {}}) +
                  user("sam",
                       ChangeOpportunityStatus{{"O-3"}, OpportunityStatus::purchased, {}, {}}) +
                  captured("L-1") + manager(ReassignLead{{"L-1"}, {}, {{"sam"}, {}}, {}}) +
                  captured("L-2") +
                  manager(ReassignLead{{"L-2"}, {}, {{}, {}, false, {"south"}, {}}, {}}) +
                  user("sam", deal("D-1", router)) + manager(ApproveDeal{{"D-1"}, {}}) +
                  user("tom", deal("D-2", router)) + user("tom", deal("D-3", phone)));
    }
    [[nodiscard]] Ran ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--data", folder.path().string()});
        Ran ran = run(words);
        INFO(ran.err);
        return ran;
    }
    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("partner dashboard: what it has, what became of it, what is left", "[connectors]") {
    const Folder folder;
    const Ran north = folder.ask({"partner", "dashboard", "north", "-o", "jsonl"});
    CHECK(north.code == 0);
    CHECK_THAT(north.out, Contains(R"("open_leads":1)") && Contains(R"("leads_received":1)") &&
                              Contains(R"("win_rate":"100.0 %")") &&
                              Contains(R"("deals_approved":1)"));
    const Ran totals = folder.ask({"partner", "dashboard", "north", "-o", "csv"});
    CHECK_THAT(totals.out, Contains("accepted,2,1300.00,EUR") && Contains("purchased,1,5000,JPY"));
    const Ran south = folder.ask({"partner", "dashboard", "south", "-o", "jsonl"});
    CHECK_THAT(south.out, Contains(R"("offers":1)") && Contains(R"("offers_waiting":1)") &&
                              Contains(R"("deals_pending":2)"));
    const Ran none = folder.ask({"partner", "dashboard", "sout"});
    CHECK(none.code == 1);
    CHECK_THAT(none.err, Contains("did you mean \"south\"?"));
}

TEST_CASE("partner inbox: what waits for an answer, and what nobody has begun with",
          "[connectors]") {
    const Folder folder;
    const Ran south = folder.ask({"partner", "inbox", "south"});
    CHECK(south.code == 0);
    CHECK_THAT(south.out, Contains("offers (1)") && Contains("L-2") &&
                              Contains("delivered opportunities (1)") && Contains("O-4") &&
                              !Contains("new leads"));
    const Ran north = folder.ask({"partner", "inbox", "north", "--within", "1000d"});
    CHECK_THAT(north.out, Contains("new leads (1)") && Contains("L-1") &&
                              Contains("protections ending (1)") && Contains("D-1"));
    CHECK_THAT(folder.ask({"partner", "inbox", "north", "--within", "1d"}).out,
               !Contains("protections ending"));
    CHECK(folder.ask({"partner", "inbox", "north", "--within", "soon"}).code == 2);
    CHECK(folder.ask({"partner", "inbox", "nort"}).code == 1);
}

TEST_CASE("program dashboard: partners, queues and what all of it comes to", "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({"program", "dashboard"});
    CHECK(all.code == 0);
    CHECK_THAT(all.out,
               Contains("partners (2)") && Contains("1300.00 EUR") && Contains("7.00 EUR"));
    const Ran page = folder.ask({"program", "dashboard", "-n", "1", "-o", "jsonl"});
    CHECK_THAT(page.out, Contains(R"("partner":"north")") && !Contains(R"("partner":"south")") &&
                             Contains(R"("next":)"));
    CHECK_THAT(folder.ask({"program", "dashboard", "--manager", "nobody"}).out,
               !Contains("partners ("));
}

TEST_CASE("opportunity pipeline: open ones by owner, stage and currency", "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({"opportunity", "pipeline", "-o", "csv"});
    CHECK(all.code == 0);
    CHECK(all.out ==
          "partner,owner,stage,count,value,currency\n"
          "north,sam,qualify,2,1300.00,EUR\n"
          "south,,qualify,1,7.00,EUR\n");
    CHECK_THAT(folder.ask({"opportunity", "pipeline", "--owner", "sam", "-o", "csv"}).out,
               Contains("north,sam") && !Contains("south"));
    CHECK(folder.ask({"opportunity", "pipeline", "--owner", "sma"}).code == 1);
    CHECK_THAT(folder.ask({"opportunity", "pipeline", "--as", "tom", "-o", "csv"}).out,
               !Contains("north"));
}

TEST_CASE("deal customers: who registered for whom, and where one stands in another's way",
          "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({"deal", "customers", "-o", "csv"});
    CHECK(all.code == 0);
    CHECK_THAT(all.out, Contains(",3,"));
    const Ran conflicts = folder.ask({"deal", "customers", "--conflicts", "-o", "jsonl"});
    CHECK_THAT(conflicts.out, Contains(R"x("in_conflict":["D-2 (south, pending)"])x") &&
                                  Contains("D-1 (north, approved)"));
}

}  // namespace leadline::tests
