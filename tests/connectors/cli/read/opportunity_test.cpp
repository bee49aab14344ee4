// `opportunity list`, `show` and `totals`: what each says, and with which exit code.
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

// O-1 is worked on by sam, O-2 is delivered to south, O-3 is yen that nobody has.
struct Folder {
    Folder() {
        CreateOpportunity first = made("O-1", "1200.50", "EUR");
        first.user = {"sam"};
        first.expected_close = Time{1'767'225'601'000'000};  // long ago, as the story is told
        CreateOpportunity second = made("O-2", "99.50", "EUR");
        second.partner = {"south"};
        DataStory(folder.path())
            .tell(two_partners() + manager(first) + manager(second) +
                  manager(made("O-3", "5000", "JPY")) + manager(made("O-4", "-1.05", "EUR")) +
                  user("sam",
                       ChangeOpportunityStatus{{"O-1"}, OpportunityStatus::in_progress, {}, {}}) +
                  manager(AddCollaborator{{"O-1"}, {"south"}}));
    }
    [[nodiscard]] Ran ask(std::vector<std::string> words) const {
        words.insert(words.end(), {"--data", folder.path().string()});
        return run(words);
    }
    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("opportunity list: by owner, partner, collaborator, stage and status", "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({"opportunity", "list", "-o", "csv"});
    INFO(all.err);
    CHECK(all.code == 0);
    CHECK_THAT(all.out, Contains("\nO-1,in_progress,qualify,sam,north,Ventura GmbH,Forty routers,"
                                 "1200.50 EUR,2026-01-01T00:00:01") &&
                            Contains(",overdue\n") && Contains("\nO-2,delivered,qualify,,south,"));
    const auto ids = [&folder](std::vector<std::string> words) {
        words.insert(words.begin(), {"opportunity", "list", "-o", "csv"});
        const std::string out = folder.ask(words).out;
        std::string found;
        for (std::size_t at = 0; (at = out.find("\nO-", at)) != std::string::npos; ++at)
            found += out.substr(at + 3, 1);
        return found;
    };
    CHECK(ids({}) == "1234");
    CHECK(ids({"--owner", "sam"}) == "1");
    CHECK(ids({"--partner", "south"}) == "2");
    CHECK(ids({"--collaborator", "south"}) == "1");
    CHECK(ids({"--status", "new"}) == "34");
    CHECK(ids({"--stage", "develop"}).empty());
    CHECK(ids({"--open", "-n", "2"}) == "12");
    CHECK(folder.ask({"opportunity", "list", "--status", "won"}).code == 2);
    CHECK(folder.ask({"opportunity", "list", "--stalled-after", "soon"}).code == 2);
    CHECK(folder.ask({"opportunity", "list", "--owner", "sum"}).code == 1);
}

TEST_CASE("opportunity show: as it stands, with its timeline; what is not there is exit 1",
          "[connectors]") {
    const Folder folder;
    const Ran text = folder.ask({"opportunity", "show", "O-1"});
    INFO(text.err);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Contains("Ventura GmbH") && Contains("in_progress") &&
                             Contains("OpportunityStatusChanged") && Contains("CollaboratorAdded"));
    const Ran json = folder.ask({"opportunity", "show", "O-2", "-o", "jsonl"});
    CHECK_THAT(json.out, Contains(R"("status":"delivered")") && Contains(R"("partner":"south")"));
    const Ran none = folder.ask({"opportunity", "show", "O-9"});
    CHECK(none.code == 1);
    CHECK_THAT(none.err, Contains("there is no opportunity \"O-9\""));
}

TEST_CASE("opportunity totals: counts and exact sums by status and currency", "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({"opportunity", "totals", "-o", "csv"});
    INFO(all.err);
    CHECK(all.out ==
          "status,count,value,currency\n"
          "new,1,-1.05,EUR\n"
          "new,1,5000,JPY\n"
          "delivered,1,99.50,EUR\n"
          "in_progress,1,1200.50,EUR\n");
    CHECK(folder.ask({"opportunity", "totals", "--partner", "south", "-o", "csv"}).out ==
          "status,count,value,currency\ndelivered,1,99.50,EUR\n");
}

}  // namespace leadline::tests
