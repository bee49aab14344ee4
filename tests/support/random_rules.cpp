// See random_rules.hpp.
#include "tests/support/random_rules.hpp"

#include "tests/support/generate.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {

using namespace events;

namespace {

// And what is said of deals and opportunities.
void with_random_sales(Random& random, RulesetPart part,
                       const std::function<void(const RulesetPart&)>& use) {
    const std::vector<Text> gold{"gold"};
    const std::vector<Text> small_ones{"a", "b"};
    const std::vector<Money> little{{"500", "EUR", 50'000}};
    std::vector<AutoApproval> approvals{{gold, small_ones, {}}};
    if (random.one_in(2)) approvals[0].amount_at_most = little;
    std::vector<DealTerms> deals{
        {{14, 1}, {3 * minute.us}, static_cast<std::uint32_t>(random.below(4)), {}}};
    if (random.one_in(2)) deals[0].auto_approve = approvals;
    if (!random.one_in(3)) part.deals = deals;
    const std::vector<Text> names{"qualify", "propose", "develop"};
    const std::vector<OpportunityStages> stages{{{15, 1}, names, random.one_in(2)}};
    if (random.one_in(2)) part.opportunity_stages = stages;
    use(part);
}

}  // namespace

void with_random_rules(Random& random, const std::function<void(const RulesetPart&)>& use) {
    const std::vector<ConditionNode> web{test_of("source", ConditionOp::equals, {"web"})};
    const std::vector<ConditionNode> fair{test_of("source", ConditionOp::equals, {"fair"})};
    const std::vector<ConditionNode> mail{test_of("source", ConditionOp::equals, {"mail"})};
    const std::vector<ConditionNode> known{test_of("contact.phone", ConditionOp::exists)};
    const std::vector<ConditionNode> shop{test_of("source", ConditionOp::equals, {"shop"})};
    const std::vector<ConditionNode> urgent{test_of("priority", ConditionOp::greater, {"0"})};
    const auto weight = [&] { return static_cast<std::uint32_t>(random.below(4)); };
    const std::vector<Action> otherwise{to_queue("q2")};
    const std::vector<RulesetEntry> entries{
        {"web", "f", {1, 1}, web, to_queue("q1"), {}},
        {"fair",
         "f",
         {2, 1},
         fair,
         rotate_users("team",
                      {{"sam", weight(), {}, urgent}, {"tom", weight(), urgent}, {"tim", weight()}},
                      random.one_in(2)),
         otherwise},
        {"known", "f", {3, 1}, known, to_queue("q1"), {}},
        {"mail",
         "f",
         {4, 1},
         mail,
         least_loaded("mail", {{"sam", weight()}, {"tom", weight()}, {"tim", weight()}}),
         {}},
        {"shop",
         "f",
         {5, 1},
         shop,
         rotate_partners("shops", {{"north", weight(), urgent}, {"south", weight()}, {"west"}},
                         {random.one_in(3) ? 0 : 6 * minute.us},
                         static_cast<std::uint32_t>(random.below(4))),
         random.one_in(2) ? List<Action>(otherwise) : List<Action>()}};
    const std::vector<Action> fallback{to_queue("q2")};
    const std::vector<ScoreRule> score_rules{
        {"known", {4, 1}, known, static_cast<std::int32_t>(1 + random.below(50))},
        {"fair", {5, 1}, fair, -1 - static_cast<std::int32_t>(random.below(50))}};
    const std::vector<Grade> grades{{"A", 25}, {"B", 0}};
    const std::vector<Qualification> minimum{{-20, random.one_in(2) ? Text("q2") : Text()}};
    RulesetPart part{entries, fallback, {}, {}, {}};
    if (!random.one_in(3)) part = {entries, fallback, score_rules, grades, {}};
    if (random.one_in(3)) part = {entries, fallback, score_rules, grades, minimum};
    const std::vector<MatchField> email{MatchField::email};
    const std::vector<MatchField> company_and_phone{MatchField::phone, MatchField::company};
    const std::vector<MatchRule> match{{email}, {company_and_phone}};
    const std::vector<Duplicates> found{{match,
                                         {random.one_in(2) ? 10 * minute.us : 0},
                                         static_cast<DuplicateAction>(1 + random.below(3))}};
    const std::vector<ReturningCustomers> returning{
        {{14, 1}, {random.one_in(2) ? 5 * minute.us : 0}}};
    if (random.one_in(2)) part.duplicates = found;
    if (random.one_in(2) && !part.duplicates.empty()) part.returning_customers = returning;
    const std::vector<Text> hot{"q1"};
    const std::vector<Text> sam{"sam"};
    const auto most = [&] { return static_cast<std::uint32_t>(1 + random.below(8)); };
    const std::vector<Cap> caps{
        {"each", {7, 1}, CapOn::user, {}, most(), CapPer::none, {4 * minute.us}},
        {"sam", {8, 1}, CapOn::user, sam, most(), CapPer::hourly, {}},
        {"partner", {9, 1}, CapOn::partner, {}, 2 * most(), CapPer::hourly, {}},
        {"hot", {10, 1}, CapOn::queues, hot, 2 * most(), CapPer::none, {9 * minute.us}},
        {"all", {11, 1}, CapOn::program, {}, 10 * most(), CapPer::daily, {}}};
    if (!random.one_in(3)) part.caps = caps;
    // Ready is not a status of the built-in process, and not the same in the two of these.
    const std::vector<Text> after_new{"working", "won"};
    const std::vector<Text> renewal{"renewal"};
    const std::vector<ProcessStatus> standard{{LeadStatus::new_, after_new, {}},
                                              {LeadStatus::working, {}, {}},
                                              {{"ready", StatusCategory::qualified}, {}, {}},
                                              {LeadStatus::unqualified, {}, {}},
                                              {{"won", StatusCategory::converted}, {}, {}}};
    const std::vector<ProcessStatus> short_one{{{"ready", StatusCategory::open}, {}, {}},
                                               {LeadStatus::unqualified, {}, {}},
                                               {LeadStatus::converted, {}, {}}};
    const std::vector<LeadProcess> processes{{"standard", {12, 1}, {}, standard},
                                             {"renewals", {13, 1}, renewal, short_one}};
    if (random.one_in(2)) part.lead_processes = processes;
    with_random_sales(random, part, use);
}

}  // namespace leadline::tests
