// What a line can have wrong with it, one after the other through a real `submit`, with good lines
// between them: each gets its answer, and the rest goes on (SPEC 15).
#include <catch2/catch.hpp>

#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

using namespace leadline;
using tests::asked;

namespace {

struct Bad {
    std::string what;
    std::string line;
    std::string answer;  // stands in its outcome line
};

std::string nested(int deep) {
    const auto side = [deep](char c) { return std::string(static_cast<std::size_t>(deep), c); };
    return side('[') + side(']') + "\n";
}

std::string claim(const std::string& id, const std::string& data, const std::string& actor) {
    return asked(id, "ClaimLead", data, 0, actor);
}

std::vector<Bad> bad_lines() {
    const std::string dead = R"("outcome":"dead_lettered")";
    const auto refused = [](const std::string& reason) {
        return R"("outcome":"rejected","reason":")" + reason + '"';
    };
    std::string too_long(10U << 20U, 'x');
    too_long.push_back('\n');
    std::string other_program = asked("bp", "ClaimLead", R"({"lead":"l1"})");
    other_program.replace(other_program.find("acme"), 4, "none");
    return {
        {"not JSON", "no json\n", dead},
        {"half an object", "{\"specversion\":\"1.0\",\n", dead},
        {"not UTF-8", asked("b1", "CreateLead", "{\"lead\":\"\xFF\xFE\"}"), dead},
        {"10 MiB", too_long, dead},
        {"10,000 deep", nested(10'000), dead},
        {"no attributes", "{}\n", dead},
        {"a wrong version",
         R"({"specversion":"9","id":"b","source":"t","type":"CreateLead"})"
         "\n",
         dead},
        {"an unknown type", asked("b2", "SellLead", "{}"), dead},
        {"a key twice", asked("b3", "CreateLead", R"({"lead":"d","lead":"e"})"), dead},
        {"a number out of range", asked("b4", "CreateLead", R"({"lead":"d","employees":-1})"),
         dead},
        {"five bad fields",
         asked("b5", "CreateLead",
               R"({"lead":7,"company":8,"source":9,"employees":"x","priority":"y"})"),
         dead},
        {"an unknown program", other_program, refused("unknown_program")},
        {"an unknown partner", asked("b6", "ActivatePartner", R"({"partner":"none"})"),
         refused("unknown_partner")},
        {"an unknown user", claim("b7", R"({"lead":"l1","user":"none"})", "manager:mia"),
         refused("unknown_user")},
        {"an unknown lead", claim("b8", R"({"lead":"none"})", "user:u"), refused("unknown_lead")},
    };
}

}  // namespace

TEST_CASE("submit: whatever is wrong with a line, it is answered, and the lines behind it decided",
          "[connectors]") {
    const std::vector<Bad> bad = bad_lines();
    std::string lines = tests::setup_lines();
    int lead = 0;
    for (const Bad& each : bad) {
        lines += each.line;
        ++lead;
        lines += tests::lead_lines(lead, lead);
    }
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const tests::Ended ended = tests::leadline({"submit", "--data", data}, lines);
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
    std::vector<std::string> outcomes;
    for (std::size_t from = 0, to = 0; (to = ended.out.find('\n', from)) != std::string::npos;
         from = to + 1)
        outcomes.push_back(ended.out.substr(from, to - from));
    std::size_t at = 7;  // behind the setup
    for (std::size_t i = 0; i < bad.size(); ++i) {
        INFO(bad[i].what);
        const std::size_t good = i == 9 ? 4 : 3;  // the tenth lead is claimed twice
        REQUIRE(at + good < outcomes.size());
        CHECK(outcomes[at].find(bad[i].answer) != std::string::npos);
        for (std::size_t next = at + 1; next <= at + 3; ++next)
            CHECK(outcomes[next].find(R"("outcome":"accepted")") != std::string::npos);
        at += 1 + good;
    }
    CHECK(at == outcomes.size());
    // All five fields are named, by JSON pointer.
    for (const char* pointer :
         {"/data/lead", "/data/company", "/data/source", "/data/employees", "/data/priority"})
        CHECK(ended.out.find(pointer) != std::string::npos);
}
