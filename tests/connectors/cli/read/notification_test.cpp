// `notification list`: what became of each, newest first, by pages, and those that failed.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;

std::string recorded(const std::string& id, const std::string& rest) {
    return asked(id, "RecordNotification",
                 R"({"notification":")" + id + R"(","event":"LeadReassigned","event_position":9,)" +
                     R"("attempts":1,)" + rest + "}",
                 0, "system:notifications");
}

struct Folder {
    TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();

    Folder() {
        const std::string lines = (folder.path() / "lines.jsonl").string();
        std::ofstream(lines)
            << setup_lines() << asked("c1", "CreateLead", R"({"lead":"l1"})", 0, "system:crm")
            << recorded("n1", R"("channel":"mail","result":"delivered","answer":250,"user":"u",)"
                              R"("partner":"p","lead":"l1")")
            << recorded("n2", R"("channel":"webhook","result":"failed","problem":"no, \"never\"",)"
                              R"("partner":"p")")
            << recorded("n3", R"("channel":"webhook","result":"delivered","answer":204)");
        const Ran told = run({"submit", lines, "--strict", "--data", data});
        INFO(told.err);
        REQUIRE(told.code == 0);
    }
    [[nodiscard]] Ran ask(std::vector<std::string> words) const {
        words.insert(words.begin(), {"notification", "list", "-o", "csv", "--data", data});
        return run(words);
    }
};

}  // namespace

TEST_CASE("notification list: the newest first, with what was answered and about what",
          "[connectors]") {
    const Folder folder;
    const Ran all = folder.ask({});
    INFO(all.err);
    REQUIRE(all.code == 0);
    std::vector<std::string> lines;
    std::istringstream text(all.out);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] ==
          "time,position,event,event_position,channel,result,attempts,answer,problem,user,partner,"
          "lead,opportunity,deal,notification");
    CHECK_THAT(lines[1], Contains("LeadReassigned,9,webhook,delivered,1,204,,,,,,,n3"));
    CHECK_THAT(lines[2], Contains("webhook,failed,1,,\"no, \"\"never\"\"\",,p,,,,n2"));
    CHECK_THAT(lines[3], Contains("mail,delivered,1,250,,u,p,l1,,,n1"));
}

TEST_CASE("notification list: --failed has those that nobody got; pages follow each other",
          "[connectors]") {
    const Folder folder;
    const Ran failed = folder.ask({"--failed"});
    CHECK_THAT(failed.out, Contains(",n2\n") && !Contains(",n1\n") && !Contains(",n3\n"));
    const Ran first =
        run({"notification", "list", "-n", "2", "-o", "jsonl", "--data", folder.data});
    CHECK_THAT(first.out,
               Contains(R"("notification":"n3")") && Contains(R"("n2")") && !Contains(R"("n1")"));
    const std::string mark = "--after ";
    const std::size_t at = first.err.find(mark);
    REQUIRE(at != std::string::npos);
    const std::size_t begin = at + mark.size();
    const std::string cursor =
        first.err.substr(begin, first.err.find_first_of(" \n", begin) - begin);
    const Ran second = folder.ask({"--after", cursor});
    CHECK_THAT(second.out, Contains(",n1\n") && !Contains(",n2\n"));
}

}  // namespace leadline::tests
