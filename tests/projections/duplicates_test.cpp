// Duplicates in the views: both leads show the link, the original shows what was attached to it or
// refused for it, and the words say what they have in common.
#include <catch2/catch.hpp>

#include "projections/explain.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::DuplicateAction;
using events::MatchField;

constexpr events::ProgramId acme{"acme"};

std::vector<Asked> finds(DuplicateAction then) {
    const auto section =
        duplicates({{MatchField::email}, {MatchField::company, MatchField::postal_code}}, then);
    return open_queue() + rules("r", {}, to_queue("inbound"), {}, {{}, {}, {section}});
}

events::CreateLead inquiry(Text lead, Text email, Text text = {}) {
    static events::Arena arena;
    events::CreateLead create{{lead}, {}};
    create.details.company = "Hafen KG";
    create.details.address.postal_code = "20457";
    create.details.source = "fair";
    const events::LeadPerson person{{"Eva Hafen", email, {}}, {}, text, {}};
    create.details.person = {lead, events::Sealing::plain, 0, events::body_in(arena, person)};
    return create;
}

// Its row, with copies of what is asked of it.
struct Links {
    std::string duplicate_of;
    std::uint32_t duplicates = 0;
    std::uint32_t inquiries = 0;
};
Links told_of(const Grown& grown, Text lead) {
    const auto answer = must(grown.query().lead(acme, {lead}));
    const LeadRow& row = answer.value.story.row;
    return {std::string(row.duplicate_of.text), row.duplicates, row.inquiries};
}

// Its steps, without what stands above them.
std::string story_of(const Grown& grown, Text lead) {
    const auto answer = must(grown.query().lead(acme, {lead}));
    const std::string text = explain_text(answer.value);
    return text.substr(text.find("\n2026-") + 1);
}

}  // namespace

TEST_CASE("duplicates: a flagged lead and its original tell of each other", "[projections]") {
    ViewWorld world;
    world.ask(finds(DuplicateAction::flag) + upstream(inquiry("l1", "eva@hafen.example")) +
              upstream(inquiry("l2", "eva@hafen.example")) +
              upstream(inquiry("l3", "ole@hafen.example")));
    Grown grown(world.log());
    grown.catch_up();
    CHECK(told_of(grown, "l1").duplicates == 2);
    CHECK(told_of(grown, "l1").duplicate_of.empty());
    CHECK(told_of(grown, "l2").duplicate_of == "l1");
    CHECK(story_of(grown, "l3") ==
          R"(2026-01-02T03:04:27Z  created by system crm (source fair)
                      found to be a duplicate of lead l1 (same company and postal code)
                      ruleset 1: no rule matched: fallback
                      -> queue inbound
)");
    CHECK(story_of(grown, "l1") ==
          R"(2026-01-02T03:04:25Z  created by system crm (source fair)
                      ruleset 1: no rule matched: fallback
                      -> queue inbound
2026-01-02T03:04:26Z  lead l2 was found to be a duplicate of it )"
          R"((same email; same company and postal code)
2026-01-02T03:04:27Z  lead l3 was found to be a duplicate of it (same company and postal code)
)");
}

TEST_CASE("duplicates: what was attached is a note in the original's story", "[projections]") {
    ViewWorld world;
    world.ask(finds(DuplicateAction::attach) + upstream(inquiry("l1", "eva@hafen.example")) +
              upstream(inquiry("l2", "eva@hafen.example", "Please call.")));
    Grown grown(world.log());
    grown.catch_up();
    CHECK(told_of(grown, "l1").inquiries == 1);
    CHECK_FALSE(grown.query().lead(acme, {"l2"}).has_value());
    CHECK(story_of(grown, "l1") ==
          R"(2026-01-02T03:04:25Z  created by system crm (source fair)
                      ruleset 1: no rule matched: fallback
                      -> queue inbound
2026-01-02T03:04:26Z  inquiry l2 by system crm attached )"
          R"((same email; same company and postal code): "Please call."
                      from Eva Hafen, eva@hafen.example
                      source fair
)");
}

TEST_CASE("duplicates: what was refused is told in the original's story", "[projections]") {
    ViewWorld world;
    world.ask(finds(DuplicateAction::reject) + upstream(inquiry("l1", "eva@hafen.example")) +
              upstream(inquiry("l2", "eva@hafen.example")));
    Grown grown(world.log());
    grown.catch_up();
    CHECK_FALSE(grown.query().lead(acme, {"l2"}).has_value());
    CHECK(story_of(grown, "l1") ==
          R"(2026-01-02T03:04:25Z  created by system crm (source fair)
                      ruleset 1: no rule matched: fallback
                      -> queue inbound
2026-01-02T03:04:26Z  inquiry l2 by system crm refused: duplicate lead (same email)
)");
}

TEST_CASE("duplicates: views that were read back from the store say the same", "[projections]") {
    ViewWorld world;
    world.ask(finds(DuplicateAction::flag) + upstream(inquiry("l1", "eva@hafen.example")));
    world.cut();
    Grown grown(world.log());
    grown.catch_up();
    grown.reopen();
    world.ask(upstream(inquiry("l2", "eva@hafen.example")));
    static_cast<void>(world.log());
    grown.catch_up();
    Grown made_at_once(world.log());
    made_at_once.catch_up();
    CHECK(dump(grown.query()) == dump(made_at_once.query()));
    CHECK(told_of(grown, "l1").duplicates == 1);
}
