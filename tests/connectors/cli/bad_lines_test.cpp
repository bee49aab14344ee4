// What a line can have wrong with it, one after the other through a real `submit`, with good lines
// between them: each gets its answer, and the rest goes on (SPEC 15).
#include <catch2/catch.hpp>
#include <set>

#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

using namespace leadline;
using tests::asked;

namespace {

struct Bad {
    std::string what;
    std::string line;
    std::string answer;  // stands in its outcome line
    // Of all errors in that line, in any order. {""}: one, of the whole.
    std::set<std::string> pointers = {};
};

std::set<std::string> pointers_in(const std::string& outcome) {
    std::set<std::string> found;
    const std::string words = R"("pointer":")";
    for (std::size_t at = 0; (at = outcome.find(words, at)) != std::string::npos;) {
        at += words.size();
        found.insert(outcome.substr(at, outcome.find('"', at) - at));
    }
    return found;
}

std::string nested(int deep) {
    const auto side = [deep](char c) { return std::string(static_cast<std::size_t>(deep), c); };
    return side('[') + side(']') + "\n";
}

std::string claim(const std::string& id, const std::string& data, const std::string& actor) {
    return asked(id, "ClaimLead", data, 0, actor);
}

std::vector<Bad> bad_lines() {
    const auto dead = [](const std::string& reason) {
        return R"("outcome":"dead_lettered","reason":")" + reason + '"';
    };
    const auto refused = [](const std::string& reason) {
        return R"("outcome":"rejected","reason":")" + reason + '"';
    };
    std::string too_long(10U << 20U, 'x');
    too_long.push_back('\n');
    std::string other_program = asked("bp", "ClaimLead", R"({"lead":"l1"})");
    other_program.replace(other_program.find("acme"), 4, "none");
    std::string other_version = asked("bv", "ClaimLead", R"({"lead":"l1"})");
    other_version.replace(other_version.find("1.0"), 3, "9");
    return {
        {"not JSON", "no json\n", dead("not_json"), {""}},
        {"half an object", "{\"specversion\":\"1.0\",\n", dead("not_json"), {""}},
        {"not UTF-8", asked("b1", "CreateLead", "{\"lead\":\"\xFF\xFE\"}"), dead("not_utf8"), {""}},
        {"10 MiB", too_long, dead("too_large"), {""}},
        {"10,000 deep", nested(10'000), dead("too_deep"), {""}},
        {"no attributes",
         "{}\n",
         dead("bad_attributes"),
         {"/specversion", "/id", "/source", "/type", "/program"}},
        {"a wrong version", other_version, dead("bad_attributes"), {"/specversion"}},
        {"an unknown type", asked("b2", "SellLead", "{}"), dead("unknown_type"), {"/type"}},
        {"a key twice",
         asked("b3", "CreateLead", R"({"lead":"d","lead":"e"})"),
         dead("invalid_fields"),
         {"/data/lead"}},
        {"a number out of range",
         asked("b4", "CreateLead", R"({"lead":"d","employees":-1})"),
         dead("invalid_fields"),
         {"/data/employees"}},
        {"five bad fields",
         asked("b5", "CreateLead",
               R"({"lead":7,"company":8,"source":9,"employees":"x","priority":"y"})"),
         dead("invalid_fields"),
         {"/data/lead", "/data/company", "/data/source", "/data/employees", "/data/priority"}},
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
        INFO(outcomes[at]);
        CHECK(outcomes[at].find(bad[i].answer) != std::string::npos);
        CHECK(pointers_in(outcomes[at]) == bad[i].pointers);
        for (std::size_t next = at + 1; next <= at + 3; ++next)
            CHECK(outcomes[next].find(R"("outcome":"accepted")") != std::string::npos);
        at += 1 + good;
    }
    CHECK(at == outcomes.size());
}
