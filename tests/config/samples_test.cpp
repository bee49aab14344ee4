// The program files that people copy from are whole, and as large as they say.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "config/program_file.hpp"
#include "config/rules_check.hpp"
#include "tests/support/repository.hpp"

using namespace leadline::config;

namespace {

std::filesystem::path samples() { return leadline::tests::repository_root() / "config/samples"; }

}  // namespace

TEST_CASE("program file: the samples are without a mistake", "[config]") {
    for (const char* name :
         {"crm.program.yaml", "demo.program.yaml", "olist.program.yaml", "vendor.program.yaml"}) {
        Diagnostics diagnostics;
        const auto file = load_program_file(samples() / name, diagnostics);
        INFO(name);
        CHECK(diagnostics.to_text().empty());
        REQUIRE(file);
        CHECK(file->published);
        CHECK(file->in_force_from.is_set());
        Diagnostics again;
        CHECK(check_rules(samples() / name, again).value());
    }
}

TEST_CASE("program file: the vendor sample is as large as it says", "[config]") {
    Diagnostics diagnostics;
    const auto file = load_program_file(samples() / "vendor.program.yaml", diagnostics);
    REQUIRE(file);
    CHECK(file->partners.size() == 300);
    CHECK(file->queues.size() == 40);
    CHECK(file->ruleset.entries.size() == 400);
    std::set<std::string> tiers;
    std::size_t users = 0;
    for (const auto& partner : file->partners) {
        tiers.insert(partner.tier);
        users += partner.users.size();
    }
    CHECK(tiers.size() == 5);
    CHECK(users == 2'000);
}

TEST_CASE("program file: the one in docs/configuration.md is a whole one", "[config]") {
    std::ifstream in(leadline::tests::repository_root() / "docs/configuration.md");
    const std::string document{std::istreambuf_iterator<char>(in), {}};
    const std::string begin = "```yaml\nprogram:";
    const std::size_t from = document.find(begin);
    REQUIRE(from != std::string::npos);
    const std::size_t to = document.find("```", from + begin.size());
    REQUIRE(to != std::string::npos);
    Diagnostics diagnostics;
    const auto file =
        parse_program_file("p.yaml", document.substr(from + 8, to - from - 8), diagnostics);
    CHECK(diagnostics.to_text().empty());
    REQUIRE(file);
    CHECK(file->queues.at(0).policy.open_per_user == 3);
}
