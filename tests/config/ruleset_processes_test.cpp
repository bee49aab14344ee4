// Lead processes from YAML: what each form becomes, and that conditions know their statuses.
#include "config/ruleset_processes.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_file.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/document.hpp"
#include "events/codec/body.hpp"

namespace leadline::tests {
namespace {

using events::LeadProcess;
using events::StatusCategory;
using events::Text;

constexpr std::string_view two =
    "lead_processes:\n"
    "  - name: standard\n"
    "    statuses:\n"
    "      - {name: new, category: open, next: [contacted, lost]}\n"
    "      - {name: contacted, category: working}\n"
    "      - {name: lost, category: unqualified}\n"
    "      - {name: won over, category: converted}\n"
    "  - name: renewals\n"
    "    record_types: [renewal, upgrade]\n"
    "    statuses: [{name: due, category: open}, {name: renewed, category: converted}]\n";

struct ReadRules {
    config::Diagnostics diagnostics;
    config::Ruleset ruleset;

    explicit ReadRules(const std::string& text) {
        const auto document = config::Document::parse("rules.yaml", text, diagnostics);
        REQUIRE(document);
        ruleset = config::read_ruleset_file(*document, nullptr, diagnostics);
    }
};

std::string with_rule(const std::string& when) {
    return std::string(two) + "rules: [{name: a, when: " + when +
           ", then: {queue: open}}]\nfallback: {queue: open}\n";
}

TEST_CASE("lead_processes: statuses with categories and what may follow, by record type",
          "[config]") {
    const ReadRules read(with_rule("{field: status, in: [contacted, due]}"));
    INFO(read.diagnostics.to_text());
    REQUIRE(read.diagnostics.ok());
    REQUIRE(read.ruleset.lead_processes.size() == 2);
    const LeadProcess& standard = read.ruleset.lead_processes[0];
    CHECK(standard.name == "standard");
    CHECK(standard.record_types.empty());
    REQUIRE(standard.statuses.size() == 4);
    CHECK(standard.statuses[0].status == events::LeadStatus::new_);
    const std::vector<Text> next{"contacted", "lost"};
    CHECK(standard.statuses[0].next == events::List<Text>(next));
    CHECK(!standard.statuses[1].next);
    CHECK(standard.statuses[3].status == events::LeadStatus{"won over", StatusCategory::converted});
    CHECK(standard.statuses[3].place == events::SourcePlace{7, 9});
    const std::vector<Text> types{"renewal", "upgrade"};
    CHECK(read.ruleset.lead_processes[1].record_types == events::List<Text>(types));
}

TEST_CASE("lead_processes: they travel in the parts of the ruleset", "[config]") {
    const ReadRules read(with_rule("{field: status_category, equals: working}"));
    INFO(read.diagnostics.to_text());
    REQUIRE(read.diagnostics.ok());
    const auto made = config::cut_ruleset(read.ruleset);
    REQUIRE(made.has_value());
    std::vector<Text> names;
    events::Arena arena;
    for (const events::Bytes& body : made->bodies) {
        events::RulesetPart part;
        REQUIRE(events::read_body(events::BytesView(body), arena, part));
        for (const LeadProcess& process : part.lead_processes) names.push_back(process.name);
    }
    CHECK(names == std::vector<Text>{"standard", "renewals"});
}

TEST_CASE("status_names: the built-in ones count where a record type has no other process",
          "[config]") {
    const ReadRules read(with_rule("{field: status, equals: due}"));
    const std::span<const LeadProcess> all(read.ruleset.lead_processes);
    using Names = std::vector<std::string_view>;
    CHECK(config::status_names(all.first(1)) == Names{"new", "contacted", "lost", "won over"});
    CHECK(config::status_names(all.last(1)) ==
          Names{"due", "renewed", "new", "working", "qualified", "unqualified", "converted"});
}

}  // namespace
}  // namespace leadline::tests
