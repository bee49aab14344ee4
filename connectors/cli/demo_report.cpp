// See demo_report.hpp.
#include "connectors/cli/demo_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/cli/progress.hpp"
#include "projections/explain.hpp"

namespace leadline::connectors {

using events::Result;
using projections::Attempt;
using projections::Contest;

namespace {

std::string line(std::string_view what, std::uint64_t count, std::string_view more = "") {
    return fmt::format("  {:<20}{:>8}{}{}\n", what, count_text(count), more.empty() ? "" : "  ",
                       more);
}

std::uint64_t leads_in_queues(const engine::Program& program) {
    std::uint64_t leads = 0;
    for (const engine::Queue& queue : program.queues)
        queue.order.for_each([&leads](const engine::QueuePlace&, const engine::QueuedLead&) {
            ++leads;
            return true;
        });
    return leads;
}

std::string reasons_of(const OutcomeCounts& counts) {
    std::vector<std::pair<std::uint64_t, std::string_view>> most;
    for (const auto& [reason, count] : counts.reasons) most.emplace_back(count, name_of(reason));
    std::sort(most.rbegin(), most.rend());
    if (most.size() > 4) most.resize(4);
    std::string text;
    for (const auto& [count, reason] : most)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), reason);
    return text;
}

// "1.25 s" of log time.
std::string later(const Attempt& attempt) {
    return fmt::format("{:.3f} s", static_cast<double>(attempt.later.us) / 1e6);
}

std::string told(const Contest& race) {
    std::string text =
        fmt::format("  {} was claimed by {} people. {} won at position {}.\n", race.lead.text,
                    race.losers.size() + 1, race.winner.user.text, race.winner.position);
    std::size_t width = 0;
    for (const Attempt& loser : race.losers) width = std::max(width, loser.user.text.size());
    for (const Attempt& loser : race.losers)
        text += fmt::format("  {:<{}} lost by {} position{} ({} later): {}\n", loser.user.text,
                            width, loser.positions_later, loser.positions_later == 1 ? "" : "s",
                            later(loser), name_of(loser.reason));
    return text;
}

// What was sold and lost; all of the demo is in one currency.
Result<void> add_sales(const DemoResult& result, std::string& text) {
    const auto totals = result.query.opportunity_totals(result.program, {});
    if (!totals) return tl::unexpected(totals.error());
    std::uint64_t won = 0;
    std::uint64_t lost = 0;
    std::uint64_t open = 0;
    projections::OpportunityTotal::Minor value = 0;
    for (const projections::OpportunityTotal& total : totals->value) {
        const bool is_won = events::is_won(total.status);
        (events::is_open(total.status) ? open : is_won ? won : lost) += total.count;
        if (is_won) value += total.minor;
    }
    text += line("opportunities won", won,
                 fmt::format("worth {} EUR; {} lost, {} open",
                             count_text(static_cast<std::uint64_t>(value / 100)), count_text(lost),
                             count_text(open)));
    return {};
}

}  // namespace

Result<std::string> demo_totals(const DemoResult& result) {
    const auto found = result.query.program(result.program);
    if (!found) return tl::unexpected(found.error());
    const projections::ProgramRow& row = found->value;
    std::string text;
    text += line("leads", row.leads,
                 fmt::format("{} of them wait in queues",
                             count_text(leads_in_queues(*result.state.program(result.program)))));
    text += line("claims that won", row.claims);
    text += line("claims refused", row.claims_refused);
    text += line("conversions", row.conversions);
    text += line("deals registered", row.deals);
    TRY(add_sales(result, text));
    text += line("refusals in all", result.counts.rejected, reasons_of(result.counts));
    return text;
}

// The one that most people lost.
Result<std::string> demo_race(const DemoResult& result) {
    const auto races = result.query.contests(result.program, projections::Paging{});
    if (!races) return tl::unexpected(races.error());
    const Contest* best = nullptr;
    for (const Contest& race : races->value.items)
        if (best == nullptr || race.losers.size() > best->losers.size()) best = &race;
    return best == nullptr ? std::string("  Nobody raced anybody.\n") : told(*best);
}

Result<std::string> demo_story(const DemoResult& result, const std::string& lead) {
    const auto found = result.query.lead(result.program, {lead});
    if (!found) return tl::unexpected(found.error());
    std::string text = "  ";
    for (const char c : projections::explain_text(found->value)) {
        text += c;
        if (c == '\n') text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

Result<DemoNames> demo_names(const DemoResult& result, const std::string& lead) {
    DemoNames names{lead, {}, {}};
    const auto found = result.query.lead(result.program, {lead});
    if (found) names.partner = std::string(found->value.story.row.partner.text);
    const auto partners = result.query.partners(result.program, {{}, 1});
    if (!partners) return tl::unexpected(partners.error());
    if (names.partner.empty() && !partners->value.items.empty())
        names.partner = std::string(partners->value.items[0].partner.text);
    const auto queues = result.query.queues(result.program);
    if (!queues) return tl::unexpected(queues.error());
    const projections::QueueRow* fullest = nullptr;
    for (const projections::QueueRow& row : queues->value.items)
        if (fullest == nullptr || row.leads > fullest->leads) fullest = &row;
    if (fullest != nullptr) names.queue = std::string(fullest->definition.queue.text);
    return names;
}

std::string demo_next_steps(const std::string& leadline, const std::filesystem::path& folder,
                            const std::string& program, const DemoNames& names) {
    const std::string data = (folder / "data").string();
    const std::string lines = (folder / "commands.jsonl").string();
    return fmt::format(
        "  {4} lead explain {1} --data {0}\n"
        "  {4} lead list --queue {5} -n 10 --data {0}\n"
        "  {4} queue show {5} -n 10 --data {0}\n"
        "  {4} partner show {6} -n 10 --data {0}\n"
        "  {4} opportunity list --partner {6} --open --data {0}\n"
        "  {4} log tail -n 10 --data {0}\n"
        "  {4} log verify --data {0}\n"
        "  {4} submit {2} --data {0} | tail -n 3   # all of them repeats\n"
        "  {4} program plan {3} --data {0}   # change a rule in it, then `apply`\n",
        data, names.lead, lines, program, leadline, names.queue, names.partner);
}

}  // namespace leadline::connectors
