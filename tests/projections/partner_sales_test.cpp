// PartnerQuery: who of a partner sees what of an opportunity. What only some may see says so.
#include <catch2/catch.hpp>

#include "tests/projections/seen.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using namespace leadline::events;

constexpr Text texts_mark = "what-they-need";
constexpr Text before_mark = "said-before-it-came";
constexpr Text note_mark = "said-since";

Asked made(Text id, const std::function<void(CreateOpportunity&)>& more) {
    static Arena memory;
    CreateOpportunity c;
    c.opportunity = {id};
    c.customer.title = "Ventura GmbH";
    c.topic = "Forty routers";
    c.texts = {id, Sealing::plain, 0,
               body_in(memory, OpportunityTexts{texts_mark, texts_mark, texts_mark})};
    more(c);
    return manager(c);
}

Part<Remark> remark(Text id, Text text) {
    static Arena memory;
    return {id, Sealing::plain, 0, body_in(memory, Remark{text})};
}

Ids listed(const Seen& seen, Text who, const OpportunityFilter& filter = {},
           const Paging& paging = {}) {
    const auto page = must(seen.as(who).opportunities(filter, paging));
    Ids ids;
    for (const OpportunityRow& row : page.value.rows.items) ids.emplace_back(row.opportunity.text);
    CHECK(page.value.customers.size() == ids.size());
    return ids;
}

SaleSight sight(const Seen& seen, Text who, Text id) {
    const auto found = seen.as(who).opportunity({id});
    return found ? found->value.sight : SaleSight::none;
}

// All that is said of it, with its texts and remarks in clear.
std::string shown(const Seen& seen, Text who, Text id) {
    const auto found = must(seen.as(who).opportunity({id}));
    const OpportunityAnswer& answer = found.value.answer;
    std::string out = json(answer.row);
    out += as_text(answer.row.texts.bytes);
    out += answer.customer;
    for (const OpportunityStep& step : answer.steps) {
        out += json(step);
        out += as_text(step.remark.bytes);
    }
    return out;
}

Ids steps(const Seen& seen, Text who, Text id) {
    Ids names;
    const auto found = must(seen.as(who).opportunity({id}));
    for (const OpportunityStep& step : found.value.answer.steps) names.emplace_back(step.name);
    return names;
}

}  // namespace

TEST_CASE("partner query: sellers see own opportunities, those who manage the partner's",
          "[projections]") {
    const Seen seen(two_partners() + made("o1", [](auto& c) { c.user = {"sam"}; }) +
                    made("o2", [](auto& c) { c.user = {"sue"}; }) +
                    made("o3", [](auto& c) { c.user = {"tom"}; }) + made("o4", [](auto&) {}));
    CHECK(listed(seen, "sam") == Ids{"o1"});
    CHECK(listed(seen, "ada") == Ids{"o1", "o2"});
    CHECK(listed(seen, "moe") == Ids{"o1", "o2"});
    CHECK(listed(seen, "tom") == Ids{"o3"});
    for (const Text who : {"sam", "ada", "tom"}) CHECK(sight(seen, who, "o4") == SaleSight::none);
    const std::string own = shown(seen, "sam", "o1");
    CHECK(has(own, texts_mark));
    CHECK(has(own, "Ventura GmbH"));
    const auto unseen = seen.as("sam").opportunity({"o2"});
    const auto unknown = seen.as("sam").opportunity({"o9"});
    CHECK(unseen.error().message == "there is no opportunity \"o2\" in program \"acme\"");
    CHECK(unknown.error().message == "there is no opportunity \"o9\" in program \"acme\"");
}

TEST_CASE("partner query: of what is delivered nothing personal is seen until it is accepted",
          "[projections]") {
    const std::vector<Asked> delivered =
        two_partners() + made("o1", [](auto& c) { c.user = {"tom"}; }) +
        user("tom", AddOpportunityNote{{"o1"}, remark("o1", before_mark)}) +
        manager(DeliverOpportunity{{"o1"}, {"north"}, {hour.us}, remark("o1", before_mark)});
    const Seen before(delivered);
    for (const Text who : {"sam", "ada"}) {
        CHECK(sight(before, who, "o1") == SaleSight::delivered);
        CHECK(listed(before, who) == Ids{"o1"});
        const std::string all = shown(before, who, "o1");
        CHECK(has(all, "Forty routers"));
        CHECK_FALSE(has(all, texts_mark));
        CHECK_FALSE(has(all, before_mark));
        CHECK_FALSE(has(all, "tom"));
        CHECK_FALSE(has(all, "maria"));
        CHECK(steps(before, who, "o1") == Ids{"OpportunityDelivered"});
    }
    CHECK(sight(before, "tom", "o1") == SaleSight::none);

    const Seen after(delivered + user("moe", AcceptOpportunity{{"o1"}, {"sam"}}) +
                     user("sam", AddOpportunityNote{{"o1"}, remark("o1", note_mark)}));
    const std::string all = shown(after, "sam", "o1");
    CHECK(has(all, texts_mark));
    CHECK(has(all, note_mark));
    CHECK_FALSE(has(all, before_mark));
    CHECK_FALSE(has(all, "tom"));
    CHECK(steps(after, "sam", "o1") ==
          Ids{"OpportunityDelivered", "OpportunityAccepted", "OpportunityNoteAdded"});
    CHECK(sight(after, "sue", "o1") == SaleSight::none);
}

TEST_CASE("partner query: a collaborator sees an opportunity and its notes, not who has it",
          "[projections]") {
    const std::vector<Asked> helped =
        two_partners() + made("o1", [](auto& c) { c.user = {"sam"}; }) +
        user("sam", AddOpportunityNote{{"o1"}, remark("o1", before_mark)}) +
        manager(AddCollaborator{{"o1"}, {"south"}}) +
        user("sam", AddOpportunityNote{{"o1"}, remark("o1", note_mark)});
    const Seen seen(helped);
    CHECK(sight(seen, "tom", "o1") == SaleSight::helps);
    CHECK(listed(seen, "tom") == Ids{"o1"});
    CHECK(listed(seen, "tom", {.collaborator = {"south"}}) == Ids{"o1"});
    const std::string all = shown(seen, "tom", "o1");
    CHECK(has(all, texts_mark));
    CHECK(has(all, note_mark));
    CHECK_FALSE(has(all, before_mark));
    CHECK_FALSE(has(all, "sam"));
    CHECK_FALSE(has(all, "north"));
    const Seen no_more(helped + manager(RemoveCollaborator{{"o1"}, {"south"}}));
    CHECK(sight(no_more, "tom", "o1") == SaleSight::none);
}

TEST_CASE("partner query: a collaborator that comes again sees nothing of the time between",
          "[projections]") {
    const Seen seen(two_partners() + made("o1", [](auto& c) { c.user = {"sam"}; }) +
                    manager(AddCollaborator{{"o1"}, {"south"}}) +
                    manager(RemoveCollaborator{{"o1"}, {"south"}}) +
                    user("sam", AddOpportunityNote{{"o1"}, remark("o1", before_mark)}) +
                    manager(AddCollaborator{{"o1"}, {"south"}}) +
                    user("sam", AddOpportunityNote{{"o1"}, remark("o1", note_mark)}));
    const std::string all = shown(seen, "tom", "o1");
    CHECK(has(all, note_mark));
    CHECK_FALSE(has(all, before_mark));
    CHECK(steps(seen, "tom", "o1") == Ids{"CollaboratorAdded", "OpportunityNoteAdded"});
}

TEST_CASE("partner query: what is said when an opportunity is brought is not for the new partner",
          "[projections]") {
    const Seen seen(two_partners() + made("o1", [](auto& c) { c.user = {"tom"}; }) +
                    manager(AssignOpportunity{{"o1"}, {"sam"}, remark("o1", before_mark)}) +
                    manager(AssignOpportunity{{"o1"}, {"sue"}, remark("o1", note_mark)}));
    const std::string all = shown(seen, "ada", "o1");
    CHECK_FALSE(has(all, before_mark));
    CHECK(has(all, note_mark));  // within the partner
}

TEST_CASE("partner query: lists of opportunities page over what is seen, and find nobody else's",
          "[projections]") {
    const Seen seen(two_partners() + made("o1", [](auto& c) { c.user = {"sam"}; }) +
                    made("o2", [](auto& c) { c.user = {"tom"}; }) +
                    made("o3", [](auto& c) { c.partner = {"north"}; }) +
                    made("o4", [](auto& c) { c.user = {"tom"}; }) +
                    made("o5", [](auto& c) { c.user = {"sam"}; }) +
                    manager(AddCollaborator{{"o4"}, {"north"}}));
    CHECK(listed(seen, "ada") == Ids{"o1", "o3", "o4", "o5"});
    const auto first = must(seen.as("ada").opportunities({}, {{}, 2}));
    CHECK(first.value.rows.next == "o3");
    CHECK(listed(seen, "ada", {}, {"o3", 2}) == Ids{"o4", "o5"});
    CHECK(must(seen.as("ada").opportunities({}, {"o3", 2})).value.rows.next.empty());
    for (const OpportunityFilter& others :
         {OpportunityFilter{.owner = {"tom"}}, OpportunityFilter{.owner = {"nobody"}},
          OpportunityFilter{.partner = {"south"}}, OpportunityFilter{.collaborator = {"south"}}})
        CHECK(listed(seen, "ada", others).empty());
    CHECK(listed(seen, "ada", {.owner = {"sam"}}) == Ids{"o1", "o5"});
}
